"""Charts that a spreadsheet draws itself from the numbers of a workbook, so that a reader can change them."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.claims.periods import decimal_year
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, figure_cell, lay_out
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import Styles, write_cell
from wps_analysis.report.brief import Brief
from wps_analysis.report.views import HERO, VIEWS
from wps_analysis.words.figures import known, number_of, period_text, row_name
from wps_analysis.words.language import _

_FEWEST, _MOST = 3, 8
"""How many figures make a series worth a chart, and how many charts a sheet has."""
_WIDTH, _HEIGHT, _BAR, _ROW = 660, 300, 26, 20
"""Of a chart, of each of its bars, and of a row of the sheet, in points of the screen."""
_WIDTHS = (34, 12, 10, 9)
_PAGE_ROWS = 36
"""Rows that a sheet of paper takes: a chart stands on one with the next where there is room."""
_MOST_LABELS = 15
"""Of more points the labels would cover each other."""
_YEAR = len(_WIDTHS) - 1
"""The column that places a figure on the scale of time."""
_BESIDE = len(_WIDTHS) + 1


def chart_tables(content: Content) -> list[Layout]:
    """Return the numbers of each chart: the posts by their share, then the longest series, each in one definition.

    Parameters
    ----------
    content
        The pack's tables.
    """
    brief = Brief(content.edition, content.ref_area, "participation")
    posts = VIEWS[HERO].rows(brief.own, brief)
    posts = posts[posts["obs_value"].notna()].sort_values("obs_value", kind="stable")
    tables = [_table(_("Women's share of each kind of post and seat, latest figure"), posts.to_dict("records"))]
    return [table for table in [*tables, *_series(content)][: _MOST + 1] if len(table.rows) >= _FEWEST]


def write_charts(workbook: Workbook, sheet: Worksheet, tables: Sequence[Layout], styles: Styles) -> None:
    """Write the numbers of each chart with the chart beside.

    Parameters
    ----------
    workbook, sheet
        The workbook and its empty sheet.
    tables
        From ``chart_tables``.
    styles
        The formats of the workbook.
    """
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    top, page, breaks = 0, 0, []
    for table in tables:
        below = top + max(len(table.rows) + 1, _height(table) // _ROW) + 3
        if below - page > _PAGE_ROWS and top > page:
            breaks.append(page := top)
        sheet.write_string(top, 0, table.name, styles.heading)
        for place, column in enumerate(table.columns):
            sheet.write_string(top + 1, place, column.heading, styles.header)
        for row, cells in enumerate(table.rows, start=top + 2):
            sheet.set_row(row, max(15, row_height(zip([cell.text for cell in cells], _WIDTHS, strict=False))))
            for place, cell in enumerate(cells):
                if place == _YEAR:
                    sheet.write_number(row, place, cell.value, styles.year)
                else:
                    write_cell(sheet, row, place, cell, styles)
        last = top + 1 + len(table.rows)
        sheet.insert_chart(top, _BESIDE, _chart(workbook, sheet, table, top, last), {"description": table.about})
        top = below
    sheet.set_h_pagebreaks(breaks)
    sheet.hide_gridlines(2)


def _series(content: Content) -> list[Layout]:
    """Return the series that have most figures, a segment of one definition each."""
    held = content.observations
    held = held[held["obs_value"].notna() & held["sex"].isin(["F"]) & (held["unit_measure"] == "PT")]
    groups = [group for _key, group in held.groupby(["indicator", "population", "segment"], sort=False)]
    longest = sorted(
        (g for g in groups if len(g) >= _FEWEST), key=lambda g: (-len(g), *g.iloc[0][["indicator", "segment"]])
    )
    rows = [sorted(group.to_dict("records"), key=lambda row: decimal_year(row["time_period"])) for group in longest]
    return [_table(row_name(group[0]), group) for group in rows]


def _table(name: str, rows: list[dict]) -> Layout:
    columns = [
        Column(_("Indicator"), row_name, _WIDTHS[0]),
        Column(_("Period"), period_text, _WIDTHS[1]),
        Column(_("Value"), figure_cell, _WIDTHS[2]),
        Column(_("Year"), _year, _WIDTHS[3]),
    ]
    values = [number_of(row, "obs_value") for row in rows]
    said = "; ".join(f"{period_text(row)} {value:g}" for row, value in zip(rows, values, strict=True) if known(value))
    several = len({row_name(row) for row in rows}) > 1
    return lay_out(name, f"{name}: {said}", columns[:_YEAR] if several else columns, rows)


def _chart(workbook: Workbook, sheet: Worksheet, table: Layout, top: int, last: int) -> Chart:
    """Return a chart of a table: bars where it has several indicators, a line over the periods of one."""
    several = _is_of_several(table)
    chart = workbook.add_chart({"type": "bar"} if several else {"type": "scatter", "subtype": "straight_with_markers"})
    name = sheet.get_name()
    labels = 0 if several else _YEAR
    chart.add_series({
        "name": _("women, per cent"),
        "categories": [name, top + 2, labels, last, labels],
        "values": [name, top + 2, 2, last, 2],
        "fill": {"color": COLOURS["women"]}, "line": {"color": COLOURS["women"], "width": 2},
        "marker": {"type": "circle", "size": 7, "fill": {"color": COLOURS["women"]}},
        "data_labels": {
            "value": several or len(table.rows) <= _MOST_LABELS, "position": "outside_end" if several else "above",
        },
        "gap": 40,
    })  # fmt: skip
    chart.set_title({"name": table.name, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    lines = {"major_gridlines": {"visible": True, "line": {"color": COLOURS["grid"]}}}
    # Of bars the lines of the scale belong to the axis of names.
    years = {"num_format": "0", "major_gridlines": {"visible": False}}
    chart.set_x_axis({"interval_unit": 1, **lines} if several else years)
    chart.set_y_axis({"min": 0} if several else {"min": 0, **lines})
    chart.set_size({"width": _WIDTH, "height": _height(table)})
    return chart


def _year(row: dict) -> Cell:
    return Cell("", decimal_year(row["time_period"]), decimals=0)


def _is_of_several(table: Layout) -> bool:
    return len({str(row[0].text) for row in table.rows}) > 1


def _height(table: Layout) -> int:
    return max(_HEIGHT, 90 + _BAR * len(table.rows)) if _is_of_several(table) else _HEIGHT
