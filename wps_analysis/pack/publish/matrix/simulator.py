"""The sheet on which a user sets a year and a turnover: what each target would take, in formulae and as computed."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import Styles
from wps_analysis.report.monitoring.plan import Item, Plan
from wps_analysis.report.monitoring.takes import Takes, appointments_share
from wps_analysis.words.figures import text_of
from wps_analysis.words.language import _

YEAR, TURNOVER = "$B$4", "$B$5"
FIRST_ROW = 8
"""Of the table below the two fields that a user sets, counted from 0; its header stands above."""
YEARS_AHEAD, ASSUMED_TURNOVER = 5, 5
"""What stands in the two fields until a user sets them; the sheet calls both assumptions."""
_WIDTHS = (40, 12, 34, 10, *[11] * 11, 22, *[11] * 3)


def write_simulator(workbook: Workbook, sheet: Worksheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet: two fields to set, and a row for each target that has a figure of women's share.

    Each formula is written with its result, so that a reader who does not calculate shows it too.
    """
    year = int(plan.brief.edition.as_of[:4]) + YEARS_AHEAD
    lines = [(item, takes) for item in plan.items for takes in item.takes]
    _write_head(workbook, sheet, year, styles)
    for place, ((heading, _make), width) in enumerate(zip(_columns(year), _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(FIRST_ROW - 1, place, heading, styles.header)
    sheet.set_row(FIRST_ROW - 1, row_height(zip((h for h, _make in _columns(year)), _WIDTHS, strict=True)))
    for line, (item, takes) in enumerate(lines, start=FIRST_ROW):
        texts = [_(text_of(takes.row, "target_basis")), item.name]
        sheet.set_row(line, row_height(zip(texts, (_WIDTHS[2], _WIDTHS[0]), strict=True)))
        for place, (_heading, make) in enumerate(_columns(year)):
            _write(sheet, line, place, make(item, takes, line), styles)
    sheet.freeze_panes(FIRST_ROW, 1)


def _write_head(workbook: Workbook, sheet: Worksheet, year: int, styles: Styles) -> None:
    field = workbook.add_format({"bg_color": "#FFF6D6", "border": 1, "bold": True, "num_format": "0.##"})
    whole = workbook.add_format({"bg_color": "#FFF6D6", "border": 1, "bold": True, "num_format": "0"})
    sheet.write_string(0, 0, _("What it would take"), styles.title)
    sheet.set_row(0, 30)
    sheet.write_string(
        1, 0, _("Set the two shaded fields. Both are assumptions of yours, not of any document."), styles.line
    )
    sheet.write_string(3, 0, _("Year by whose end the target is reached (assumption)"), styles.body)
    sheet.write_string(4, 0, _("Posts filled anew each year, percent (assumption)"), styles.body)
    for row in (3, 4):
        sheet.set_row(row, 30)
    sheet.write_number(3, 1, year, whole)
    sheet.write_number(4, 1, ASSUMED_TURNOVER, field)
    sheet.data_validation(3, 1, 3, 1, {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100})
    sheet.data_validation(4, 1, 4, 1, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100})
    held = _("Posts stay as many as they are, and women and men leave at equal rates; a body's own records would "
             "replace both assumptions. Elected seats are all filled at an election.")  # fmt: skip
    sheet.write_string(5, 0, held, styles.line)


Made = tuple[str, object] | str | float | int | None
"""A formula with its result, a text, a number, or nothing."""
Maker = Callable[[Item, Takes, int], Made]
_AIM, _SINCE, _LOW, _HIGH, _WOMEN, _LAST, _TERM = 1, 3, 4, 5, 6, 16, 17


def _end(takes: Takes, name: str, end: int) -> int | None:
    """Return the lowest or highest of a count, where it is known."""
    ends = getattr(takes, name)
    return None if ends is None else ends[end]


def _needed(posts: int, end: int) -> Maker:
    """Return posts at the target, of the lowest or the highest number of posts."""

    def make(_item: Item, takes: Takes, line: int) -> Made:
        total, aim = xl_rowcol_to_cell(line, posts), xl_rowcol_to_cell(line, _AIM)
        found = _end(takes, "needed", end)
        return None if found is None else (f"=ROUNDUP(ROUND({aim}*{total}/100,6),0)", found)

    return make


def _further(at: int, end: int) -> Maker:
    """Return posts between today and the target."""

    def make(_item: Item, takes: Takes, line: int) -> Made:
        found = _end(takes, "further", end)
        women, goal = xl_rowcol_to_cell(line, _WOMEN), xl_rowcol_to_cell(line, at)
        return None if found is None else (f"=MAX(0,{goal}-{women})", found)

    return make


def _appointed(year: int, share: int, end: int) -> Maker:
    """Return women's share among appointments; of a body that is elected there are none."""

    def make(_item: Item, takes: Takes, line: int) -> Made:
        if takes.elected:
            return _("elected")
        aim, since, now = (xl_rowcol_to_cell(line, place) for place in (_AIM, _SINCE, share))
        kept = f"(1-{TURNOVER}/100)^({YEAR}-{since})"
        unset = f"OR({YEAR}<={since},{TURNOVER}<=0,{TURNOVER}>100)"
        found = appointments_share(takes, year, ASSUMED_TURNOVER)[end]
        return f'=IF({unset},"",MAX(0,({aim}-{now}*{kept})/(1-{kept})))', "" if found is None else found

    return make


def _reached(year: int) -> Maker:
    """Tell whether appointments alone reach the target."""

    def make(_item: Item, takes: Takes, line: int) -> Made:
        if takes.elected:
            return ""
        low, high = (xl_rowcol_to_cell(line, place) for place in (13, 14))
        words = (_("yes"), _("no: above 100 % of appointments"), _("rounding leaves it open"))
        least, most = appointments_share(takes, year, ASSUMED_TURNOVER)
        found = "" if least is None else words[0] if most <= 100 else words[1] if least > 100 else words[2]
        yes, no, unclear = (word.replace('"', '""') for word in words)
        return f'=IF({low}="","",IF({high}<=100,"{yes}",IF({low}>100,"{no}","{unclear}")))', found

    return make


def _elections(year: int) -> Maker:
    """Count regular elections after the figure and by the year, if the last term holds."""

    def make(_item: Item, takes: Takes, line: int) -> Made:
        if not takes.term:
            return None
        since, last, term = (xl_rowcol_to_cell(line, place) for place in (_SINCE, _LAST, _TERM))
        late = int(takes.election > int(takes.row["latest_period"][:4]))
        found = 0 if year < takes.election else (year - takes.election) // takes.term + late
        return f"=IF({YEAR}<{last},0,INT(({YEAR}-{last})/{term})+IF({last}>{since},1,0))", found

    return make


def _columns(year: int) -> list[tuple[str, Maker]]:
    """Return the columns of the table: a heading, and what stands in a row of it."""
    return [
        (_("Indicator"), lambda item, takes, line: item.name),
        (_("Target, %"), lambda item, takes, line: takes.target),
        (_("Basis of the target"), lambda item, takes, line: _(text_of(takes.row, "target_basis"))),
        (_("Figure of"), lambda item, takes, line: int(takes.row["latest_period"][:4])),
        (_("Women's share today, lowest, %"), lambda item, takes, line: takes.share[0]),
        (_("Women's share today, highest, %"), lambda item, takes, line: takes.share[1]),
        (_("Posts held by women today"), lambda item, takes, line: takes.women),
        (_("Posts in all, lowest"), lambda item, takes, line: _end(takes, "total", 0)),
        (_("Posts in all, highest"), lambda item, takes, line: _end(takes, "total", 1)),
        (_("At the target, lowest"), _needed(7, 0)),
        (_("At the target, highest"), _needed(8, 1)),
        (_("Further posts, lowest"), _further(9, 0)),
        (_("Further posts, highest"), _further(10, 1)),
        (_("Women among appointments, lowest, %"), _appointed(year, _HIGH, 0)),
        (_("Women among appointments, highest, %"), _appointed(year, _LOW, 1)),
        (_("By appointments alone"), _reached(year)),
        (_("Last election"), lambda item, takes, line: takes.election),
        (_("Term, years"), lambda item, takes, line: takes.term),
        (_("Elections before the year is over"), _elections(year)),
    ]


def _write(sheet: Worksheet, row: int, place: int, made: Made, styles: Styles) -> None:
    """Write a formula with its result, a number, a text, or that no number of posts is held."""
    if isinstance(made, tuple):
        decimals = 1 if place in (13, 14) else 0
        style = styles.body if place == 15 else styles.number(decimals)
        sheet.write_formula(row, place, made[0], style, made[1])
    elif isinstance(made, str):
        sheet.write_string(row, place, made, styles.body)
    elif made is None:
        sheet.write_string(row, place, _("asked for") if 6 <= place <= 12 else "–", styles.body)
    elif place in (3, 16):  # a year has no thousands separator
        sheet.write_number(row, place, made, styles.year)
    else:
        decimals = 0 if float(made).is_integer() else len(f"{made:.3f}".rstrip("0").partition(".")[2])
        sheet.write_number(row, place, made, styles.number(decimals))
