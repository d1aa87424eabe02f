"""Write the formats of a pack, each from the same tables, and what changed since the previous pack."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.claims.freshness import withheld
from wps_analysis.pack.plan.manifest import read_manifest
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.request import Job
from wps_analysis.pack.publish import changes
from wps_analysis.pack.publish.content import Content, gather
from wps_analysis.pack.publish.csv import write as publish_csv
from wps_analysis.pack.publish.html import write as publish_html
from wps_analysis.pack.publish.html.page import EVIDENCE
from wps_analysis.pack.publish.matrix import write as publish_matrix
from wps_analysis.pack.publish.pdf import write as publish_pdf
from wps_analysis.pack.publish.previous import CHANGES, changes_again
from wps_analysis.pack.publish.reporting import write as publish_reporting
from wps_analysis.pack.publish.requests import write as publish_requests
from wps_analysis.pack.publish.slides import write as publish_slides
from wps_analysis.pack.publish.xlsx import write as publish_xlsx
from wps_analysis.paths import outputs_dir, write_atomic
from wps_analysis.report.monitoring.plan import Plan
from wps_analysis.tables import to_csv_text
from wps_analysis.words.language import languages


def write_formats(
    building: Path, job: Job, outcomes: Sequence[Outcome], *, formats: Sequence[str], edition: Edition
) -> Content:
    """Write tables, workbook and pages into a pack's folder, with parameters as for `publish.publish`.

    Returns
    -------
    Content
        What was written; its ``previous`` is the date of the pack that a whole one without failures was compared with,
        empty where there is none.
    """
    with edition.speaking():
        content = replace(gather(edition, job.plan.ref_area), languages=_languages(job))
        whole = job.plan.is_whole and not job.plan.only_confirmed
        if whole and not any(outcome.failure for outcome in outcomes):
            told = job.request.changes_of
            found, previous = changes_again(told, content, outputs_dir(job.root)) if told else _changes(content, job)
            found = _without_withheld(found, edition)
            content = replace(content, changes=found, previous=previous)
            write_atomic(building / CHANGES, to_csv_text(found))
        if "csv" in formats:
            publish_csv.write_tables(building, content)
        if "xlsx" in formats:
            publish_xlsx.write_workbook(building, content)
        if "slides" in formats:
            publish_slides.write_slides(building, content)
        _write_monitoring(building, content, formats)
        if "pdf" in formats:
            publish_pdf.write_documents(building, outcomes, content=content)
        if "html" in formats:  # the last, since it lists the others
            publish_html.write_pages(building, outcomes, content=content)
    return content


def _write_monitoring(building: Path, content: Content, formats: Sequence[str]) -> None:
    """Write what a plan's monitoring works with, each kind into a folder of its own."""
    plan = Plan(content.data)
    makers = {
        "matrix": publish_matrix.write_matrix, "requests": publish_requests.write_requests,
        "report": publish_reporting.write_reporting,
    }  # fmt: skip
    for name, write in makers.items():
        if name in formats:
            write(building / name, plan)


def _languages(job: Job) -> dict[str, str]:
    """Return the folders of the same pack in other languages: those that stand on the shelf or are made with it.

    A pack that is made again to be compared names those that it named.
    """
    plan, told = job.plan, job.request.changes_of
    others = {code: replace(plan, language=code).name for code in languages() if code != plan.language}
    if told:
        named = read_manifest(told).get("languages", [])
    else:
        pages = (code for code, name in others.items() if (job.shelf.folder / name / EVIDENCE).is_file())
        named = [*job.request.languages, *pages]
    return {code: name for code, name in others.items() if code in named}


def _without_withheld(found: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Leave out what changed of indicators with a figure that is held back: an earlier pack may have printed it."""
    closed = {tuple(pair) for pair in withheld(edition.root)}
    pairs = zip(found["indicator"], found["ref_area"], strict=True)
    return found.loc[[pair not in closed for pair in pairs]].reset_index(drop=True) if closed else found


def _changes(content: Content, job: Job) -> tuple[pd.DataFrame, str]:
    """Compare with the pack in whose place this one will stand, else with the newest earlier one.

    Where the one in its place holds the same figures, its comparison is made again: that changes nothing.
    """
    plan, shelf = job.plan, job.shelf
    tables = changes.read_tables(job.folder)
    if tables is not None:
        found = changes.compare_tables(tables, content)
        if len(found):
            return found, plan.as_of
        return changes_again(job.folder, content, shelf.folder.parent)
    for name in reversed([name for name in shelf.whole(plan.language_suffix) if name < plan.name]):
        tables = changes.read_tables(shelf.folder / name)
        if tables is not None:
            return changes.compare_tables(tables, content), name[: len(plan.as_of)]
    return changes.no_changes(), ""
