"""The empty table that goes with a request, and the sheet on which what is filled in becomes claims."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from wps_analysis.columns import RAW_CLAIMS
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import Styles, set_up_page, sheet_name, workbook_options
from wps_analysis.report.monitoring.requests import Ask
from wps_analysis.words.language import _, draft_notice
from wps_analysis.words.names import SEX_NAMES

FIRST_ROW = 4
"""Of the rows to fill in, counted from 0."""
CLAIMS = "claims"
_WIDTHS = (6, 44, 12, 14, 20, 16, 16, 30, 30)
_VALUE, _PERIOD, _SECTION, _REMARK = 5, 6, 7, 8


@dataclass(frozen=True)
class Line:
    """A number to be filled in: what it is of, and the codes under which it comes back."""

    number: int
    ask: Ask
    indicator: str
    sex: str
    percent: bool
    pair: str


def lines_of(asks: Sequence[Ask]) -> list[Line]:
    """Return the numbers that requests ask for: of a share, women and all in numbers, and the share as published."""
    return [line for number, ask in enumerate(asks, start=1) for line in _lines(number, ask)]


def _lines(number: int, ask: Ask) -> Iterator[Line]:
    facts = ask.item.facts
    code = facts["indicator"]
    if facts["measure"] == "composition" and facts["unit_measure"] == "PT":
        counts = facts.get("count_indicator") or f"{code}_number"
        pair = f"request_{number}"
        yield Line(number, ask, counts, "F", False, pair)
        yield Line(number, ask, counts, "_T", False, "")
        yield Line(number, ask, code, "F", True, pair)
    else:
        sexes = ("F", "M", "_T") if ask.item.planned else [row["sex"] for row in ask.item.figures] or ["F"]
        for sex in sexes:
            yield Line(number, ask, code, sex, facts["unit_measure"] == "PT", "")


def table_bytes(asks: Sequence[Ask], *, title: str, ref_area: str, as_of: str, slug: str) -> bytes:
    """Return the workbook: the table to fill in, and the sheet of claims that takes its numbers from there.

    Parameters
    ----------
    asks
        What one custodian is asked for.
    title
        Of the workbook.
    ref_area, as_of
        The area, and the date of the data.
    slug
        Of the custodian: what the codes of its claims begin with.
    """
    buffer = io.BytesIO()
    with Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties({"title": title, "author": "wps_analysis", "created": datetime.fromisoformat(as_of)})
        styles = Styles(workbook)
        sheet = workbook.add_worksheet(sheet_name(_("To fill in")))
        lines = lines_of(asks)
        _write_form(workbook, sheet, lines, title, styles)
        header = " · ".join(filter(None, (title, draft_notice())))
        set_up_page(sheet, header=header)
        claims = workbook.add_worksheet(CLAIMS)
        _write_claims(claims, lines, sheet.get_name(), ref_area, slug, styles)
        set_up_page(claims, header=header)
    return buffer.getvalue()


def _write_form(workbook: Workbook, sheet: Worksheet, lines: list[Line], title: str, styles: Styles) -> None:
    """Write the table that a custodian fills in; the fields for that are shaded."""
    shaded = workbook.add_format({"bg_color": "#FFF6D6", "border": 1, "text_wrap": True, "valign": "top"})
    headings = (
        _("No."), _("Figure"), _("Sex"), _("Unit"), _("Period asked for"), _("Number"), _("Date of the number"),
        _("Document, page"), _("Remark"),
    )  # fmt: skip
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_row(0, 30)
    told = _("Please fill in the shaded fields; leave empty what is not held. The sheet “{sheet}” fills itself.")
    sheet.write_string(1, 0, told.format(sheet=CLAIMS), styles.line)
    sheet.write_string(2, 0, draft_notice(), styles.warning)
    sheet.set_row(FIRST_ROW - 1, row_height(zip(headings, _WIDTHS, strict=True)))
    for place, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(FIRST_ROW - 1, place, heading, styles.header)
    for row, line in enumerate(lines, start=FIRST_ROW):
        unit = _("per cent") if line.percent else _("number")
        texts = (str(line.number), line.ask.item.name, _(SEX_NAMES[line.sex]), unit, line.ask.period)
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, styles.body)
        for place in (_VALUE, _PERIOD, _SECTION, _REMARK):
            sheet.write_blank(row, place, None, shaded)
        sheet.set_row(row, row_height(zip(texts, _WIDTHS, strict=False)))
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(FIRST_ROW - 1)


def _write_claims(
    sheet: Worksheet, lines: list[Line], form: str, ref_area: str, slug: str, styles: Styles
) -> None:  # fmt: skip
    """Write the rows of claims: codes as the registry has them, and formulae that take what is filled in."""
    quoted = form.replace("'", "''")
    for place, column in enumerate(RAW_CLAIMS):
        sheet.write_string(0, place, column, styles.header)
        sheet.set_column(place, place, 18)

    def taken(row: int, place: int, after: str = "") -> str:
        cell = f"'{quoted}'!{xl_rowcol_to_cell(row, place)}"
        return f'=IF({cell}="","",{cell}&"{after}")'

    for number, line in enumerate(lines, start=1):
        row = FIRST_ROW + number - 1
        known = {
            "claim_id": f"{slug}.{line.number}.{line.indicator}.{line.sex.strip('_')}", "indicator": line.indicator,
            "area": ref_area, "population": line.ask.item.population, "sex": line.sex, "pair_id": line.pair,
            "series": line.ask.series,
            "period_text": taken(row, _PERIOD), "value_text": taken(row, _VALUE, " per cent" if line.percent else ""),
            "locator": taken(row, _SECTION), "note": taken(row, _REMARK),
        }  # fmt: skip
        for place, column in enumerate(RAW_CLAIMS):
            text = known.get(column, "")
            if text.startswith("="):
                sheet.write_formula(number, place, text, styles.body, "")
            elif text:
                sheet.write_string(number, place, text, styles.body)
    sheet.freeze_panes(1, 1)
