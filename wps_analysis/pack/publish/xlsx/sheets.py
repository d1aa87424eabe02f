"""Sheets as XlsxWriter writes them: cells by their kind, a header that stays, a page that prints."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.model import Cell, Link, Number, Sheet
from wps_analysis.words.language import _, language_in_force

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONTS = {"km": "Noto Sans Khmer"}
"""Fonts of languages that the usual font of a spreadsheet has no letters for."""
_USUAL_FONT, _POINTS = "Calibri", 10
_A3, _A4 = 8, 9
_WIDE = 200
"""Columns of more characters than these are too small to read on A4."""
_FILTER_BUTTON = 2.5
_BODY = {"text_wrap": True, "valign": "top"}


class Styles:
    """The formats of a workbook, in the font of the language in force, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        font = {"font_name": FONTS.get(language_in_force(), _USUAL_FONT), "font_size": _POINTS}

        def style(**properties: object) -> Format:
            return workbook.add_format({**font, **properties})

        self.header = style(**_BODY, bold=True, bg_color="#E3EBF3", bottom=1)
        self.body = style(**_BODY)
        self.link = style(**_BODY, font_color="#0B4F8A", underline=1)
        self.line = style()
        self.title = style(bold=True, font_size=18)
        self.heading = style(bold=True, font_size=12)
        self.warning = style(bold=True, font_color="#8A1C0B")
        self.number = cache(lambda decimals: style(valign="top", num_format=number_format(decimals)))


def workbook_options() -> dict[str, bool]:
    """Return the options of a workbook: no text becomes a formula, number or address, and no file is made beside it."""
    return {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def number_format(decimals: int) -> str:
    """Return the format of a number with thousands separators, and some room before the text of the next column.

    Examples
    --------
    >>> number_format(0), number_format(2)
    ('#,##0_)', '#,##0.00_)')
    """
    return "#,##0" + ("." + "0" * decimals if decimals else "") + "_)"


def write_cell(
    worksheet: Worksheet, row: int, column: int, cell: Cell, styles: Styles, style: Format | None = None
) -> None:
    """Write a number as a number, a link as a link, and everything else as text, whatever it begins with."""
    if isinstance(cell, Number):
        worksheet.write_number(row, column, cell.value, styles.number(cell.decimals))
    elif isinstance(cell, Link):
        place = f"internal:'{cell.sheet}'!A{cell.row + 1}"
        worksheet.write_url(row, column, place, styles.link, string=cell.text)
    elif not cell:
        worksheet.write_blank(row, column, None, style or styles.body)  # an empty text would count as a value
    else:
        worksheet.write_string(row, column, cell, style or styles.body)


def write_sheet(worksheet: Worksheet, sheet: Sheet, styles: Styles, *, header: str) -> None:
    """Write a table with its header frozen, a filter on every column, and a print set-up.

    Parameters
    ----------
    worksheet
        An empty sheet.
    sheet
        What it is to hold.
    styles
        The formats of its workbook.
    header
        What stands at the head of each printed page.
    """
    last_row, last_column = max(len(sheet.rows), 1), len(sheet.columns) - 1
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width)
        worksheet.write_string(0, place, column.header, styles.header)
    widths = [column.width for column in sheet.columns]
    # The button of the filter takes some of a heading's room.
    worksheet.set_row(0, row_height((c.header, c.width - _FILTER_BUTTON) for c in sheet.columns))
    for row, cells in enumerate(sheet.rows, start=1):
        worksheet.set_row(row, row_height(zip(cells, widths, strict=True)))
        for column, cell in enumerate(cells):
            write_cell(worksheet, row, column, cell, styles)
    worksheet.freeze_panes(1, 1)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:{_letters(last_column)}{last_row + 1}"})
    set_up_page(worksheet, header=header, paper=_A3 if sum(widths) > _WIDE else _A4)
    worksheet.repeat_rows(0)
    worksheet.hide_gridlines(0)  # printed too


def set_up_page(worksheet: Worksheet, *, header: str, paper: int = _A4) -> None:
    """Print a sheet landscape, one page wide; the foot of a page names the sheet and the page."""
    worksheet.set_landscape()
    worksheet.set_paper(paper)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    worksheet.set_header("&L" + header.replace("&", "&&"), {"margin": 0.3})
    pages = _("page {page} of {pages}").replace("&", "&&").format(page="&P", pages="&N")
    worksheet.set_footer(f"&L&A&R{pages}", {"margin": 0.3})


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return xl_col_to_name(column)
