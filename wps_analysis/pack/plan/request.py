"""What a user asks for, turned into packs, runs and tasks, all of it checked before any kernel starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wps_analysis import paths
from wps_analysis.claims.freshness import stale
from wps_analysis.errors import PackError, StaleError
from wps_analysis.pack.plan.inputs import Inputs, read_inputs, visible_files
from wps_analysis.pack.plan.manifest import input_hashes, is_intact, read_manifest
from wps_analysis.pack.plan.plan import FORMATS, PackPlan, in_order, plan_packs
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.store import Store
from wps_analysis.pack.plan.task import CELL_TIMEOUT, Task
from wps_analysis.words.language import SOURCE_LANGUAGE

_SHOWN = 5


@dataclass(frozen=True)
class Request:
    """A batch of packs that is asked for.

    Parameters
    ----------
    ref_areas, as_of, pillars, languages, formats, parameters, allow_draft
        As for `plan.plan_packs`; `as_of` is by default the date by which every source was published.
    cell_timeout
        Seconds after which a cell is stopped and its notebook given up.
    force
        Whether to do runs again that ended well before with the same ingredients.
    cold
        Whether each kernel is started by itself even where it could be forked.
    changes_of
        A pack whose own account of what changed since its previous one is taken over; without it the packs on the
        shelf are compared.
    """

    ref_areas: tuple[str, ...]
    as_of: str = ""
    pillars: tuple[str, ...] | None = None
    languages: tuple[str, ...] = (SOURCE_LANGUAGE,)
    formats: tuple[str, ...] = FORMATS
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    allow_draft: bool = False
    cell_timeout: int = CELL_TIMEOUT
    force: bool = False
    cold: bool = False
    changes_of: Path | None = None


@dataclass(frozen=True, repr=False)
class Job:
    """A pack to be made: its plan, its shelf, and the tasks of its runs in their order."""

    plan: PackPlan
    shelf: Shelf
    tasks: tuple[Task, ...]

    @property
    def store(self) -> Store:
        """The finished runs of its area."""
        return Store(self.shelf.runs)

    def stands(self, formats: Sequence[str], root: Path) -> bool:
        """Tell whether this very pack lies in its place, whole and untouched."""
        folder = self.shelf.folder / self.plan.name
        manifest = read_manifest(folder)
        return bool(
            manifest.get("complete")
            and [run.get("key") for run in manifest["plan"]] == [task.key for task in self.tasks]
            and manifest["formats"] == in_order(formats)
            and manifest["inputs"] == input_hashes(self.plan, root)
            and is_intact(folder, manifest)
        )


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
    plans = plan_packs(
        request.ref_areas,
        as_of=request.as_of or inputs.default_as_of,
        pillars=request.pillars,
        languages=request.languages,
        formats=request.formats,
        parameters=request.parameters,
        allow_draft=request.allow_draft,
        areas=inputs.areas,
        groups={row["parent"] for row in inputs.registry_rows("areas")} - {""},
        notebooks=root / "notebooks",
    )
    as_of = plans[0].as_of
    published = inputs.published_areas(as_of)
    if missing := [area for area in request.ref_areas if area not in published]:
        raise PackError(f"No figure for {', '.join(missing)} had been published by {as_of} in the documents held")
    return tuple(_job(plan, request, inputs, root=root, outputs=outputs) for plan in plans)


def plan_rows(jobs: Sequence[Job], request: Request, *, root: Path) -> list[dict[str, Any]]:
    """Lay a plan out as a table: a row for each run, and whether it will be done and why."""
    rows = []
    for job in jobs:
        stands = not request.force and job.stands(request.formats, root)
        for run, task in zip(job.plan.runs, job.tasks, strict=True):
            skipped = stands or (not request.force and job.store.get(task) is not None)
            why = "nothing changed" if skipped else "--force" if request.force else job.store.why_again(task)
            rows.append(
                {
                    "pack": str(job.plan), "run": run.name, "notebook": f"{run.notebook}.ipynb",
                    "parameters": " ".join(f"{name}={value}" for name, value in run.parameters.items()),
                    "state": "skip" if skipped else "run", "why": why,
                }
            )  # fmt: skip
    return rows


def _job(plan: PackPlan, request: Request, inputs: Inputs, *, root: Path, outputs: Path) -> Job:
    tasks = tuple(
        Task(
            run.name,
            (root / "notebooks" / f"{run.notebook}.ipynb").read_bytes(),
            run.parameters,
            visible_files(inputs, run.notebook, run.parameters),
            request.cell_timeout,
            request.cold,
        )
        for run in plan.runs
    )
    return Job(plan, Shelf(outputs, plan.ref_area), tasks)


def refuse_stale(root: Path) -> None:
    """Raise StaleError if a file or the code is not what the processed tables were made from."""
    if found := stale(root):
        more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
        named = "; ".join(found[:_SHOWN])
        raise StaleError(f"data/processed is not what `wps build` would make: {named}{more}. Run `wps build`.")
