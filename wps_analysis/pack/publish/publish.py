"""Complete a pack's folder: its notebooks and charts, the formats made of its tables, the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.pack.plan.manifest import write_manifest
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.plan import PackPlan
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.task import Result

if TYPE_CHECKING:
    from wps_analysis.claims.edition import Edition


def fill(building: Path, outcomes: Sequence[Outcome], results: Mapping[str, Result]) -> None:
    """Put notebooks and charts into their places; the notebook of a run that failed goes into ``failed/``."""
    for outcome in outcomes:
        if outcome.run.name not in results:
            continue
        result = results[outcome.run.name]
        (building / outcome.file).parent.mkdir(exist_ok=True)
        (building / outcome.file).write_bytes(result.notebook)
        charts = building / "charts" / outcome.run.name
        for name, data in result.charts.items():
            charts.mkdir(parents=True, exist_ok=True)
            (charts / name).write_bytes(data)


def publish(
    building: Path,
    plan: PackPlan,
    outcomes: Sequence[Outcome],
    *,
    formats: Sequence[str],
    shelf: Shelf,
    edition: Edition | None,
    root: Path,
    changes_of: Path | None = None,
) -> None:
    """Write the formats and the manifest into a folder that `fill` has filled.

    Parameters
    ----------
    building, plan, outcomes
        The folder, what was to be done and how it ended.
    formats
        Some of `plan.FORMATS`.
    shelf
        Where the earlier packs lie that this one is compared with.
    edition
        What is known by the date of the pack, in its language; None if there are no formats but notebooks.
    changes_of
        As in `request.Request`.
    root
        The project's folder.
    """
    previous = ""
    if edition:  # the formats of tables take longer to import than to write
        from wps_analysis.pack.publish.formats import write_formats

        previous = write_formats(
            building, plan, outcomes, formats=formats, shelf=shelf, edition=edition, changes_of=changes_of
        )
    write_manifest(building, plan, outcomes, formats=formats, previous=previous, root=root)
