"""How a run and a pack ended."""

from dataclasses import dataclass
from pathlib import Path

from wps_analysis.pack.plan.plan import Run
from wps_analysis.pack.plan.task import Failure


@dataclass(frozen=True)
class Outcome:
    """A run that has ended: `failure` is None if it ended well, `note` says why it was done or skipped."""

    run: Run
    failure: Failure | None = None
    key: str = ""
    skipped: bool = False
    note: str = ""

    @property
    def file(self) -> str:
        """Its notebook within the pack."""
        return f"failed/{self.run.name}.ipynb" if self.failure else f"{self.run.name}.ipynb"

    def __str__(self) -> str:
        """Say in one line how the run ended."""
        if self.failure:
            place = f"{self.run.notebook}.ipynb, code cell {self.failure.cell}"
            return f"{self.run.name} ({place}): {self.failure.error}"
        how = "skipped" if self.skipped else "done"
        return f"{self.run.name}: {how}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True)
class PackResult:
    """A pack: where it lies and how each of its runs ended; `unchanged` if it stood already."""

    ref_area: str
    as_of: str
    language: str
    folder: Path
    outcomes: tuple[Outcome, ...]
    unchanged: bool = False

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The runs that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure)
