"""The outputs of the regional plan of action: tiles for the indicators that measure each, and empty tiles in sight."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from wps_analysis.charts.coverage import STATE_MARKS, fill_pages, no_figure, pick_page
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import Band, chart, open_front, row_axis, stack
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import GRID, INK, MUTED, PAPER, Size
from wps_analysis.words.figures import text_of
from wps_analysis.words.language import _, ngettext

_COLUMNS = ("output", "pillar_name", "text", "data_holder", "theme", "name", "year", "state")
_AROUND = 5  # lines of small text that the notes may take


@dataclass
class _Tile:
    """A tile with its words and place, in inches from the left and from the top of its output."""

    text: str
    state: str
    left: float
    top: float
    width: float
    height: float


@dataclass
class _Output(Band):
    """An output of the plan with its tiles, or the heading of a pillar."""

    text: str
    number: str = ""
    tiles: list[_Tile] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Tell whether the line is the name of a pillar."""
        return not self.number


@chart
def plot_outputs(table: pd.DataFrame, *, page: int = 1, **common: str | None) -> ChartFigure:
    """Draw the outputs of the plan with a tile for each theme measured, and an empty tile where nothing is held.

    Parameters
    ----------
    table
        As ``outputs_table`` returns it.
    page
        Which of ``outputs_pages`` to draw; in print, a page is at most 240 mm high.

    Returns
    -------
    ChartFigure
        Outputs by pillar. A tile names its indicator, or the theme of several with their number, and the years of
        their latest figures. An output without a figure has an outlined tile that says who would hold the data.

    Raises
    ------
    WpsError
        If the table is empty, lacks a column or has no such page.

    Examples
    --------
    >>> row = {"output": "2.2", "pillar_name": "Participation", "text": "Civil society in planning", "theme": "",
    ...        "data_holder": "Ministry of Women's Affairs", "name": "", "year": None, "state": "none"}
    >>> figure = plot_outputs(pd.DataFrame([row]), as_of="2025-10-31")
    >>> print(figure.axes[0].texts[-1].get_text())
    no figure in the reports used here, at 2025-10-31
    would hold the data: Ministry of Women's Affairs
    """
    with open_front(table, _COLUMNS, "plot_outputs", made_by="report.overview(...).outputs.data", **common) as front:
        lengths = front.lengths
        pages = fill_pages(_blocks(table, front.as_of, lengths), front, _AROUND)
        lines, subtitle = pick_page(pages, page, "plot_outputs", front)
        height = stack(lines)
        ax = front.open(height, _key(), subtitle=subtitle).axes(0, 0, lengths.width, height)
        row_axis(ax, height, (), end=lengths.width)
        ax.spines[["top", "bottom"]].set_visible(False)
        for line in lines:
            _draw(ax, line, lengths)
    return ax.figure


def outputs_pages(table: pd.DataFrame, *, size: str = "print", language: str | None = None) -> int:
    """Count the pages that the chart of outputs fills.

    Parameters
    ----------
    table, size, language
        As for ``plot_outputs``.
    """
    with open_front(
        table, _COLUMNS, "outputs_pages", made_by="report.overview(...).outputs.data", size=size, language=language
    ) as front:
        return len(fill_pages(_blocks(table, "9999-12-31", front.lengths), front, _AROUND))


def _blocks(table: pd.DataFrame, as_of: str, size: Size) -> list[list[_Output]]:
    """Return the lines of each pillar: its name, then its outputs."""
    pillars: dict[str, dict[str, list[Row]]] = {}
    for row in sorted(table.to_dict("records"), key=lambda row: text_of(row, "output")):
        pillars.setdefault(row["pillar_name"], {}).setdefault(row["output"], []).append(row)
    return [
        [
            _Output(_(pillar), height=size.lines(1.6)),
            *(_lay_out(measures, as_of, size) for measures in outputs.values()),
        ]
        for pillar, outputs in pillars.items()
    ]


def _key() -> str:
    return _(
        "{held} latest figure of the last five years; {old} older. A tile names one indicator, or a theme with several;"
        " years are those of the latest figures."
    ).format(held=STATE_MARKS["held"][1], old=STATE_MARKS["old"][1])


def _number_width(size: Size) -> float:
    return text_width("0.00", size.text, "bold")


def _tiles_left(size: Size) -> float:
    return size.margin + _number_width(size) + 0.9 * size.label_column + size.lines(1)


def _lay_out(rows: list[Row], as_of: str, size: Size) -> _Output:
    room = size.width - size.margin - _tiles_left(size)
    measured = [row for row in rows if row["state"] != "none"]
    tiles = _flow([_words(list(same)) for same in _by_theme(measured)], room, size)
    if not measured:
        tiles = [_empty_tile(rows[0], as_of, room, size)]
    text = wrap_text(_(rows[0]["text"]), 0.9 * size.label_column, size.small)
    tall = max(line_count(text) * size.lines(size.small / size.text), tiles[-1].top + tiles[-1].height)
    return _Output(text, str(rows[0]["output"]), tiles, height=tall + size.lines(0.8))


def _by_theme(rows: list[Row]) -> list[list[Row]]:
    themes: dict[str, list[Row]] = {}
    for row in rows:
        themes.setdefault(row["theme"] or row["name"], []).append(row)
    return list(themes.values())


def _words(rows: list[Row]) -> tuple[str, str]:
    """Return what a tile says, and its state: old if all its figures are."""
    years = sorted({int(row["year"]) for row in rows})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    state = "held" if any(row["state"] == "held" for row in rows) else "old"
    if len(rows) == 1:
        text = _("{mark} {name}, {years}").format(mark=STATE_MARKS[state][1], name=_(rows[0]["name"]), years=span)
        return text, state
    text = ngettext(
        "{mark} {theme}: {count} indicator, {years}", "{mark} {theme}: {count} indicators, {years}", len(rows)
    )
    return text.format(mark=STATE_MARKS[state][1], theme=_(rows[0]["theme"]), count=len(rows), years=span), state


def _flow(words: list[tuple[str, str]], room: float, size: Size) -> list[_Tile]:
    """Set tiles side by side, and on the next line where one does not fit."""
    pad, gap, line = 0.5 * size.small / 72, 0.45 * size.small / 72, size.lines(size.small / size.text)
    tiles: list[_Tile] = []
    left = top = 0.0
    for text, state in words:
        text = wrap_text(text, room - 2 * pad, size.small)
        width = max(text_width(part, size.small) for part in text.split("\n")) + 2 * pad
        if tiles and left + width > room:
            left, top = 0.0, top + max(tile.height for tile in tiles if tile.top == top) + gap
        tiles.append(_Tile(text, state, left, top, width, line_count(text) * line + pad))
        left += width + gap
    return tiles


def _empty_tile(row: Row, as_of: str, room: float, size: Size) -> _Tile:
    pad = 0.5 * size.small / 72
    lines = [no_figure(as_of)]
    if row["data_holder"]:
        lines.append(_("would hold the data: {bodies}").format(bodies=_(row["data_holder"])))
    text = wrap_text("\n".join(lines), room - 2 * pad, size.small)
    return _Tile(text, "none", 0.0, 0.0, room, line_count(text) * size.lines(size.small / size.text) + pad)


def _draw(ax: Axes, line: _Output, size: Size) -> None:
    if line.is_heading:
        ax.text(size.margin, line.top + line.height - size.lines(0.25), line.text, va="bottom", weight="bold",
                label="heading")  # fmt: skip
        return
    ax.plot([size.margin, size.width - size.margin], [line.top] * 2, color=GRID, linewidth=size.mark / 11)
    start = line.top + size.lines(0.4)
    pad = 0.25 * size.small / 72
    ax.text(size.margin, start + pad, line.number, va="top", size=size.small, weight="bold", label="row")
    ax.text(size.margin + _number_width(size), start + pad, line.text, va="top", size=size.small, linespacing=leading(),
            label="row")  # fmt: skip
    for tile in line.tiles:
        left = _tiles_left(size) + tile.left
        filled = {"facecolor": STATE_MARKS["old"][0], "edgecolor": "none"}
        outlined = {"facecolor": PAPER, "edgecolor": MUTED, "linewidth": size.mark / 8}
        style = {"held": filled, "old": outlined, "none": {**outlined, "linestyle": (0, (3, 2))}}[tile.state]
        ax.add_patch(Rectangle((left, start + tile.top), tile.width, tile.height, **style))
        ax.text(left + 0.25 * size.small / 72, start + tile.top + tile.height / 2, tile.text, va="center",
                size=size.small, color=INK, linespacing=leading(), label=f"value:{line.number}")  # fmt: skip
