"""Complete a pack's folder: its notebooks and charts, the formats made of its tables, the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.pack.plan.manifest import write_manifest
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.request import Job
from wps_analysis.pack.plan.task import Result

if TYPE_CHECKING:
    from wps_analysis.claims.edition import Edition


def publish(
    building: Path,
    job: Job,
    outcomes: Sequence[Outcome],
    results: Mapping[str, Result],
    *,
    formats: Sequence[str],
    edition: Edition | None,
) -> None:
    """Fill the folder of a pack with its notebooks and charts, the formats and the manifest.

    Parameters
    ----------
    building, job
        The folder, and what was to be done.
    outcomes, results
        How each run ended, and what it left.
    formats
        Some of `plan.FORMATS`.
    edition
        What is known by the date of the pack, in its language; None if there are no formats but notebooks.
    """
    for outcome in outcomes:
        if outcome.run.name in results:
            _put(building, outcome, results[outcome.run.name])
    previous, languages = "", []
    if edition:  # the formats of tables take longer to import than to write
        from wps_analysis.pack.publish.formats import write_formats

        content = write_formats(building, job, outcomes, formats=formats, edition=edition)
        previous, languages = content.previous, sorted(content.languages)
    told = {"previous": previous, "languages": languages}
    write_manifest(building, job.plan, outcomes, formats=formats, told=told, root=job.source)


def _put(building: Path, outcome: Outcome, result: Result) -> None:
    """Put a notebook and its charts into their places; the notebook of a run that failed goes into ``failed/``."""
    (building / outcome.file).parent.mkdir(exist_ok=True)
    (building / outcome.file).write_bytes(result.notebook)
    charts = building / "charts" / outcome.run.name
    for name, data in result.charts.items():
        charts.mkdir(parents=True, exist_ok=True)
        (charts / name).write_bytes(data)
