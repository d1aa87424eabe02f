"""Write the reporting tables, as a workbook and a document, and the metadata sheets of the indicators."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from wps_analysis.pack.publish.documents.document import add_table, document_bytes, open_document
from wps_analysis.pack.publish.layout import lay_out
from wps_analysis.pack.publish.reporting.metadata import sheets
from wps_analysis.pack.publish.reporting.tables import (
    Answer,
    figure_source,
    frameworks,
    indicator,
    latest,
    level,
    outputs,
    table_of,
    verified,
)
from wps_analysis.pack.publish.xlsx.sheets import Styles, sheet_name, workbook_options, write_sheet
from wps_analysis.paths import write_atomic
from wps_analysis.report.monitoring.plan import Plan
from wps_analysis.words.language import N_, _, draft_notice

_SHEETS = {
    "asean_rpa_wps": N_("ASEAN plan"), "beijing": N_("Beijing"), "cedaw": N_("CEDAW"), "sdg": N_("SDG"),
    "situation_analysis": N_("Policies and gaps"), "ugps": N_("Parity strategy"), "un1325": N_("S 2010 498"),
    "wps_index": N_("WPS Index"),
}  # fmt: skip
_WIDTHS = (2.2, 6.2, 2.4, 5.3, 4.0, 4.0, 2.0)


def write_reporting(folder: Path, plan: Plan) -> list[Path]:
    """Write the reporting tables and metadata sheets of a plan into a folder, in the language of its edition.

    Returns
    -------
    list of Path
        ``reporting-<area>-<date>.xlsx`` and ``.docx``, ``metadata-<area>-<date>.docx``; the same edition gives the
        same bytes.
    """
    ending = f"{plan.brief.ref_area}-{plan.brief.edition.as_of}"
    with plan.brief.edition.speaking():
        made = {
            folder / f"reporting-{ending}.xlsx": _workbook(plan),
            folder / f"reporting-{ending}.docx": _document(plan),
            folder / f"metadata-{ending}.docx": _metadata(plan),
        }
    for path, data in made.items():
        write_atomic(path, data)
    return list(made)


def _title(plan: Plan) -> str:
    return _("Reporting tables, Women, Peace and Security: {area}").format(area=plan.brief.area)


def _workbook(plan: Plan) -> bytes:
    buffer, as_of = io.BytesIO(), plan.brief.edition.as_of
    header = " · ".join(filter(None, (_title(plan), as_of, draft_notice())))
    with Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties(
            {"title": _title(plan), "author": "wps_analysis", "created": datetime.fromisoformat(as_of)}
        )
        styles = Styles(workbook)
        for name, (title, answers) in frameworks(plan).items():
            sheet = workbook.add_worksheet(sheet_name(_(_SHEETS.get(name, name))))
            write_sheet(sheet, table_of(plan, name, _(title), answers), {}, styles, header=header)
        if not workbook.worksheets():  # a workbook needs one
            write_sheet(workbook.add_worksheet(), lay_out("", "", _no_columns(), []), {}, styles, header=header)
    return buffer.getvalue()


def _no_columns() -> tuple:
    from wps_analysis.pack.publish.layout import Column

    return (Column(_("No framework in data/registry/frameworks"), lambda row: "", 50),)


def _document(plan: Plan) -> bytes:
    document = open_document(_title(plan), as_of=plan.brief.edition.as_of, landscape=True, points=10)
    document.add_paragraph(plan.dated)
    document.add_paragraph(
        _("What each framework asks is put in our words. “Unverified” marks a row whose document was not read.")
    )
    headings = (
        _("Code"), _("What it asks"), _("Level"), _("Indicator"), _("Latest figure"), _("Source"), _("ASEAN outputs"),
    )  # fmt: skip
    for title, answers in frameworks(plan).values():
        document.add_heading(_(title), level=1)
        add_table(document, headings, [_row(plan, answer) for answer in answers], _WIDTHS, points=8)
    return document_bytes(document)


def _row(plan: Plan, answer: Answer) -> list[str]:
    """Return the fields of an answer; what a row asks stands beside its first answer alone."""
    asked = answer.asked
    code = asked["code"] if asked["verified"] == "read" else f"{asked['code']}\n({verified(answer)})"
    own = [code, _(asked["title"]), level(asked)] if answer.first else [code, "", ""]
    said = plan.confirmation_words(answer.item) if answer.item else ""
    figure = "\n".join(filter(None, [latest(answer), f"({said})" if said else ""]))
    return [*own, indicator(answer), figure, figure_source(answer), outputs(answer)]


def _metadata(plan: Plan) -> bytes:
    title = _("Metadata of the indicators, Women, Peace and Security: {area}").format(area=plan.brief.area)
    document = open_document(title, as_of=plan.brief.edition.as_of)
    document.add_paragraph(plan.dated)
    for name, parts in sheets(plan):
        document.add_heading(name, level=2).paragraph_format.page_break_before = True
        rows = [([(label, " ")], text) for label, text in parts if text]
        add_table(document, (_("Item"), _("What is known")), rows, (4.2, 13.2), points=9)
    return document_bytes(document)
