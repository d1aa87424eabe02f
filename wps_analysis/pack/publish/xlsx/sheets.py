"""Sheets as XlsxWriter writes them: cells by their kind, a header that stays, a page that prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from wps_analysis.pack.publish.layout import Cell, Layout
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.words.language import ZERO_WIDTH_SPACE, _, language_in_force

FONTS = {"km": "Noto Sans Khmer"}
"""Fonts of languages that the usual font of a spreadsheet has no letters for."""
_USUAL_FONT, _POINTS = "Calibri", 10
_A3, _A4 = 8, 9
_WIDE = 200
"""Columns of more characters than these are too small to read on A4."""
_FILTER_BUTTON = 2.5
_BODY = {"text_wrap": True, "valign": "top"}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31

Places = Mapping[str, tuple[str, int]]
"""The sheet, and the row on it, that a link leads to; rows count from 0, the header's."""


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
        self.folded = style(valign="top")
        self.title = style(bold=True, font_size=18)
        self.heading = style(bold=True, font_size=12)
        self.message = style(**_BODY, bold=True, font_size=14, font_color="#5B3A9E")
        self.warning = style(bold=True, font_color="#8A1C0B")
        self.year = style(valign="top", num_format="0_)")
        self.number = cache(lambda decimals: style(valign="top", num_format=number_format(decimals)))


def sheet_name(words: str) -> str:
    """Return words as a name that spreadsheets accept for a sheet.

    Examples
    --------
    >>> sheet_name("Relief/recovery: what the reports used say")
    'Relief recovery what the report'
    """
    plain = _NOT_IN_NAMES.sub(" ", words.replace(ZERO_WIDTH_SPACE, ""))
    return " ".join(plain.split())[:_LONGEST_NAME].strip()


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
    """Write a number as a number, and everything else as text, whatever it begins with."""
    if cell.decimals is not None:
        worksheet.write_number(row, column, cell.value, styles.number(cell.decimals))
    elif not cell.text:
        worksheet.write_blank(row, column, None, style or styles.body)  # an empty text would count as a value
    else:
        worksheet.write_string(row, column, cell.text, style or styles.body)


def write_link(worksheet: Worksheet, row: int, column: int, place: tuple[str, int], styles: Styles) -> None:
    """Write a link to a sheet, or to a row of it; short, as LibreOffice does not wrap a link."""
    sheet, line = place
    worksheet.write_url(row, column, f"internal:'{sheet}'!A{line + 1}", styles.link, string=_words(place))


def write_sheet(worksheet: Worksheet, table: Layout, places: Places, styles: Styles, *, header: str) -> None:
    """Write a table with its header frozen, a filter on every column, and a print set-up.

    What is for the screen alone stands on one line, and beyond what is printed.

    Parameters
    ----------
    worksheet
        An empty sheet.
    table
        What it is to hold; a field without a text that leads to one of the places is a link.
    places
        What links lead to.
    styles
        The formats of its workbook.
    header
        What stands at the head of each printed page.
    """
    last_row, last_column = max(len(table.rows), 1), len(table.columns) - 1
    widths = [column.width for column in table.columns]
    printed = table.printed
    for place, column in enumerate(table.columns):
        worksheet.set_column(place, place, column.width)
        worksheet.write_string(0, place, column.heading, styles.header)
    # The button of the filter takes some of a heading's room.
    worksheet.set_row(0, row_height((c.heading, c.width - _FILTER_BUTTON) for c in table.columns))
    for row, cells in enumerate(table.rows, start=1):
        links = [None if cell.text else places.get(cell.link) for cell in cells]
        texts = [_words(link) if link else cell.text for cell, link in zip(cells, links, strict=True)]
        texts = ["" if cell.decimals is not None else text for cell, text in zip(cells, texts, strict=True)]
        worksheet.set_row(row, row_height(list(zip(texts, widths, strict=True))[:printed]))
        for column, (cell, link) in enumerate(zip(cells, links, strict=True)):
            if link:
                write_link(worksheet, row, column, link, styles)
            else:
                write_cell(worksheet, row, column, cell, styles, None if column < printed else styles.folded)
    worksheet.freeze_panes(1, table.names)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last_column)}{last_row + 1}"})
    set_up_page(worksheet, header=header, paper=_A3 if sum(widths[:printed]) > _WIDE else _A4)
    worksheet.print_area(0, 0, last_row, printed - 1)
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


def _words(place: tuple[str, int]) -> str:
    sheet, line = place
    return _("row {row}").format(row=line + 1) if line else sheet
