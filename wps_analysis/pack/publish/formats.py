"""Write the formats of a pack, each from the same tables, and what changed since the previous pack."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.plan.manifest import read_manifest
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.request import Job
from wps_analysis.pack.publish import changes
from wps_analysis.pack.publish.content import Content, gather
from wps_analysis.pack.publish.csv import write as publish_csv
from wps_analysis.pack.publish.html import write as publish_html
from wps_analysis.pack.publish.xlsx import write as publish_xlsx
from wps_analysis.paths import write_atomic
from wps_analysis.tables import to_csv_text

CHANGES = "changes.csv"


def write_formats(
    building: Path, job: Job, outcomes: Sequence[Outcome], *, formats: Sequence[str], edition: Edition
) -> str:
    """Write tables, workbook and page into a pack's folder, with parameters as for `publish.publish`.

    Returns
    -------
    str
        The date of the pack that a whole one without failures was compared with; empty where there is none.
    """
    with edition.speaking():
        content = gather(edition, job.plan.ref_area)
        if job.plan.is_whole and not any(outcome.failure for outcome in outcomes):
            told = job.request.changes_of
            found, previous = _told_by(told) if told else _changes(content, job)
            content = replace(content, changes=found, previous=previous)
            write_atomic(building / CHANGES, to_csv_text(found))
        if "csv" in formats:
            publish_csv.write_tables(building, content)
        if "xlsx" in formats:
            publish_xlsx.write_workbook(building, content)
        if "html" in formats:  # the last, since it lists the others
            publish_html.write_index(building, outcomes, content=content)
    return content.previous


def _told_by(pack: Path) -> tuple[pd.DataFrame, str]:
    return changes.read_changes(pack / CHANGES), read_manifest(pack).get("previous", "")


def _changes(content: Content, job: Job) -> tuple[pd.DataFrame, str]:
    """Compare with the pack in whose place this one will stand, else with the newest earlier one.

    Where the one in its place holds the same figures, its own comparison stays: making a pack again changes nothing.
    """
    plan, shelf = job.plan, job.shelf
    tables = changes.read_tables(job.folder)
    if tables is not None:
        found = changes.compare_tables(tables, content)
        if len(found):
            return found, plan.as_of
        return _told_by(job.folder)
    for name in reversed([name for name in shelf.whole(plan.language_suffix) if name < plan.name]):
        tables = changes.read_tables(shelf.folder / name)
        if tables is not None:
            return changes.compare_tables(tables, content), name[: len(plan.as_of)]
    return changes.no_changes(), ""
