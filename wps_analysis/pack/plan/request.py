"""What a user asks for, turned into packs, runs and tasks, all of it checked before any kernel starts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wps_analysis import paths
from wps_analysis.claims.freshness import stale
from wps_analysis.errors import PackError, StaleError
from wps_analysis.pack.plan.inputs import read_inputs, visible_files
from wps_analysis.pack.plan.manifest import input_hashes, is_intact, read_manifest
from wps_analysis.pack.plan.plan import PackPlan, Request, Run, in_order, plan_packs
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.store import Store
from wps_analysis.pack.plan.task import Result, Task

NOTHING_CHANGED = "nothing changed"
_SHOWN = 5


@dataclass(frozen=True, repr=False)
class Job:
    """A pack to be made: its plan, its shelf, and the tasks of its runs in their order."""

    plan: PackPlan
    request: Request
    root: Path
    shelf: Shelf
    tasks: tuple[Task, ...]

    @property
    def folder(self) -> Path:
        """Where the pack lies."""
        return self.shelf.folder / self.plan.name

    @property
    def store(self) -> Store:
        """The finished runs of its area."""
        return Store(self.shelf.runs)

    @property
    def steps(self) -> list[tuple[Run, Task]]:
        """Each run with its task."""
        return list(zip(self.plan.runs, self.tasks, strict=True))

    def stands(self) -> bool:
        """Tell whether this very pack lies in its place, whole and untouched, unless all is to be done again."""
        if self.request.force:
            return False
        manifest = read_manifest(self.folder)
        return bool(
            manifest.get("complete")
            and [run.get("key") for run in manifest["plan"]] == [task.key for task in self.tasks]
            and manifest["formats"] == in_order(self.request.formats)
            and manifest["inputs"] == input_hashes(self.plan, self.root)
            and is_intact(self.folder, manifest)
        )

    def finished(self, task: Task) -> Result | None:
        """Return the result of a run that ended well before, unless all is to be done again."""
        return None if self.request.force else self.store.get(task)

    def why_again(self, task: Task) -> str:
        """Say why a run is done."""
        return "--force" if self.request.force else self.store.why_again(task)


def plan_jobs(request: Request, *, root: Path, output: Path | None = None) -> tuple[Job, ...]:
    """Check a request and list its packs.

    Parameters
    ----------
    request
        What is asked for.
    root
        The project's folder.
    output
        The folder that takes the packs in place of the project's ``outputs``.

    Raises
    ------
    PlanError
        If the request is wrong, with all that is wrong with it.
    StaleError
        If the tables do not follow from the raw figures.
    PackError
        If there is no figure as of that date.
    """
    outputs = output or paths.outputs_dir(root)
    refuse_stale(root)
    inputs = read_inputs(root)
    request = replace(request, as_of=request.as_of or inputs.default_as_of)
    groups = {row["parent"] for row in inputs.registry_rows("areas")} - {""}
    plans = plan_packs(request, areas=inputs.areas, groups=groups, notebooks=root / "notebooks")
    published = inputs.published_areas(request.as_of)
    if missing := [area for area in request.ref_areas if area not in published]:
        none = f"No figure for {', '.join(missing)} had been published by {request.as_of} in the reports used here"
        raise PackError(none)

    def task(run: Run) -> Task:
        source, seen = root / "notebooks" / f"{run.notebook}.ipynb", visible_files(inputs, run.notebook, run.parameters)
        return Task(run.name, source.read_bytes(), run.parameters, seen, request.cell_timeout, request.cold)

    return tuple(Job(plan, request, root, Shelf(outputs, plan.ref_area), tuple(map(task, plan.runs))) for plan in plans)


def plan_rows(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Lay a plan out as a table: a row for each run, and whether it will be done and why."""
    rows = []
    for job in jobs:
        stands = job.stands()
        for run, task in job.steps:
            skipped = stands or job.finished(task) is not None
            rows.append(
                {
                    "pack": str(job.plan), "run": run.name, "notebook": f"{run.notebook}.ipynb",
                    "parameters": " ".join(f"{name}={value}" for name, value in run.parameters.items()),
                    "state": "skip" if skipped else "run", "why": NOTHING_CHANGED if skipped else job.why_again(task),
                }
            )  # fmt: skip
    return rows


def refuse_stale(root: Path) -> None:
    """Raise StaleError if a file or the code is not what the processed tables were made from."""
    if found := stale(root):
        more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
        named = "; ".join(found[:_SHOWN])
        raise StaleError(f"data/processed is not what `wps build` would make: {named}{more}. Run `wps build`.")
