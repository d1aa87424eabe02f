"""What a user asks for, turned into packs, runs and tasks, all of it checked before any kernel starts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wps_analysis import paths
from wps_analysis.claims.freshness import stale
from wps_analysis.codes import area_kind, day_of
from wps_analysis.errors import PackError, RequestError, StaleError
from wps_analysis.pack.plan.inputs import TABLES, Inputs, read_inputs, table_rows, visible_files
from wps_analysis.pack.plan.manifest import input_hashes, is_intact, read_manifest
from wps_analysis.pack.plan.plan import PackPlan, Request, Run, in_order, plan_packs
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.store import Store
from wps_analysis.pack.plan.task import Result, Task, versions

if TYPE_CHECKING:
    import pandas as pd

NOTHING_CHANGED = "nothing changed"
EVERY_COUNTRY = "world"
"""What stands for every country that has figures; the world as an area of its own is 001."""
_SHOWN = 5


@dataclass(frozen=True, repr=False)
class Job:
    """A pack to be made: its plan, its shelf, and what the tasks of its runs are made of.

    ``root`` is the project's folder, ``source`` where its data and notebooks are read: the same, or a copy of them.
    A task carries some megabyte of rows, so it is made where it is wanted.
    """

    plan: PackPlan
    request: Request
    root: Path
    source: Path
    shelf: Shelf
    inputs: Inputs

    @property
    def folder(self) -> Path:
        """Where the pack lies."""
        return self.shelf.folder / self.plan.name

    @property
    def store(self) -> Store:
        """The finished runs of its area."""
        return Store(self.shelf.runs)

    def task(self, run: Run) -> Task:
        """Return a run with its notebook and the rows that it can see."""
        notebook = (self.source / "notebooks" / f"{run.notebook}.ipynb").read_bytes()
        seen = visible_files(self.inputs, run.notebook, run.parameters)
        return Task(run.name, notebook, run.parameters, seen, self.request.cell_timeout, self.request.cold)

    def standing(self) -> dict[str, str]:
        """Return the keys of this very pack's runs if it lies in its place, whole and untouched; else, or forced, none.

        Of the same data, notebooks, code and libraries the same rows and keys follow: they are not made to see that.
        """
        manifest = {} if self.request.force else read_manifest(self.folder)
        runs = [asdict(run) for run in self.plan.runs]
        if (
            manifest.get("complete")
            and bool(manifest.get("only_confirmed")) == self.plan.only_confirmed
            and [{name: run.get(name) for name in runs[0]} for run in manifest["plan"]] == runs
            and manifest["formats"] == in_order(self.request.formats)
            and manifest["versions"] == versions()
            and manifest["inputs"] == input_hashes(self.plan, self.source)
            and is_intact(self.folder, manifest)
        ):
            return {run["name"]: run["key"] for run in manifest["plan"]}
        return {}

    def finished(self, task: Task) -> Result | None:
        """Return the result of a run that ended well before, unless all is to be done again."""
        return None if self.request.force else self.store.get(task)

    def why_again(self, task: Task) -> str:
        """Say why a run is done."""
        return "--force" if self.request.force else self.store.why_again(task)


def plan_jobs(
    request: Request, *, root: Path, source: Path | None = None, output: Path | None = None
) -> tuple[Job, ...]:
    """Check a request and list its packs.

    Parameters
    ----------
    request
        What is asked for.
    root
        The project's folder, which messages name.
    source
        The folder with a copy of its data and notebooks that all is made from; the project's itself if not given.
    output
        The folder that takes the packs in place of the project's ``outputs``.

    Raises
    ------
    PlanError
        If the request is wrong, with all that is wrong with it.
    StaleError
        If the tables do not follow from the raw figures.
    PackError
        If there is no figure as of that date, or a strict request has a message that does not hold.
    """
    outputs, source = output or paths.outputs_dir(root), source or root
    refuse_stale(source, root)
    inputs = _confirmed(source) if request.only_confirmed else read_inputs(source)
    request = _in_codes(request, inputs, source)
    groups = {row["parent"] for row in inputs.registry_rows("areas")} - {""}
    held = _hold(inputs, request.ref_areas, request.as_of)
    known = request.ref_areas if held else inputs.areas
    plans = plan_packs(request, areas=known, groups=groups, notebooks=source / "notebooks")
    if not held:
        _refuse_unpublished(request, inputs)
    if request.strict:
        _refuse_unused_messages(request, source)

    return tuple(Job(plan, request, root, source, Shelf(outputs, plan.ref_area), inputs) for plan in plans)


def _hold(inputs: Inputs, areas: Sequence[str], as_of: str) -> bool:
    """Tell whether there are figures of each area by a date that is one; asked first, since it seldom reads it all."""
    with suppress(RequestError):
        return inputs.holds(areas, str(day_of(as_of)))
    return False


def _refuse_unpublished(request: Request, inputs: Inputs) -> None:
    published = inputs.published_areas(request.as_of)
    if missing := [area for area in request.ref_areas if area not in published]:
        which = "confirmed figure" if request.only_confirmed else "figure"
        none = f"No {which} for {', '.join(missing)} had been published by {request.as_of} in the reports used here"
        raise PackError(none)


def _in_codes(request: Request, inputs: Inputs, source: Path) -> Request:
    """Write the date as an ISO date and areas that are named otherwise by their codes; what is wrong stays as it is."""
    as_of, areas = request.as_of or inputs.default_as_of, request.ref_areas
    day = None
    with suppress(RequestError):
        day = day_of(as_of)
        as_of = str(day)
    if _hold(inputs, areas, as_of):
        return replace(request, as_of=as_of)
    held = inputs.published_areas(as_of) if day else inputs.areas
    if not held.issuperset(areas):
        from wps_analysis.registry.asked import asked_areas  # pandas: whoever writes codes does without
        from wps_analysis.registry.load import load_registry

        registry = load_registry(source)
        known = {"areas": registry.areas, "aliases": registry.area_aliases}
        found = [[area] if area == EVERY_COUNTRY else asked_areas([area], **known)[0] for area in areas]
        areas = tuple(codes[0] if codes else area for codes, area in zip(found, areas, strict=True))
        areas = _with_members(areas, registry.areas, held, day) if day else areas
    return replace(request, as_of=as_of, ref_areas=areas)


def _with_members(areas: Sequence[str], table: pd.DataFrame, held: set[str], day: date) -> tuple[str, ...]:
    """Put the members that have figures in the place of a group, and every such country in that of ``world``."""
    from wps_analysis.registry.areas import members

    groups = set(table.loc[table["level"] == "group", "ref_area"]) & set(table["parent"]) - held
    countries = sorted(area for area in held if area_kind(area) == "country")  # few of them have a row of their own
    stands_for = {group: members(group, areas=table, on=day) for group in groups} | {EVERY_COUNTRY: countries}
    wanted = [[code for code in stands_for.get(area, ()) if code in held] or [area] for area in areas]
    return tuple(dict.fromkeys(chain.from_iterable(wanted)))


def _confirmed(source: Path) -> Inputs:
    """Return the rows of the figures that custodians confirmed or put right, reconciled without the others."""
    from wps_analysis.claims.edition import Edition
    from wps_analysis.tables import to_csv_text

    known = Edition(root=source, only_confirmed=True)
    tables = {name: table_rows(to_csv_text(known.table(name)).encode(), name)[1] for name in TABLES}
    return replace(read_inputs(source), keyed=tables, extracts={})


def _refuse_unused_messages(request: Request, root: Path) -> None:
    from wps_analysis.claims.edition import Edition  # pandas: a run that skips does without
    from wps_analysis.report.editor.country import unused_messages

    if unused := unused_messages(Edition(request.as_of, root=root), request.ref_areas):
        raise PackError("\n".join(["--strict: messages do not hold on these figures:", *unused]))


def plan_rows(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Lay a plan out as a table: a row for each run, and whether it will be done and why."""
    rows = []
    for job in jobs:
        stands = job.standing()
        for run in job.plan.runs:
            task = None if stands else job.task(run)
            skipped = task is None or job.finished(task) is not None
            rows.append(
                {
                    "pack": str(job.plan), "run": run.name, "notebook": f"{run.notebook}.ipynb",
                    "parameters": " ".join(f"{name}={value}" for name, value in run.parameters.items()),
                    "state": "skip" if skipped else "run", "why": NOTHING_CHANGED if skipped else job.why_again(task),
                }
            )  # fmt: skip
    return rows


def refuse_stale(source: Path, root: Path) -> None:
    """Raise StaleError if a file or the code is not what the processed tables were made from."""
    if found := stale(source):
        more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
        named = "; ".join(found[:_SHOWN])
        raise StaleError(
            f"data/processed in {root} is not what `wps build` would make: {named}{more}. Run `wps build`."
        )
