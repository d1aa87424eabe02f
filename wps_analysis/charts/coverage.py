"""Tiles of indicators by year: where a figure is held, where figures differ, where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import Band, Front, chart, inches, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, text_width, wrap_text
from wps_analysis.charts.sheet.theme import COLOURS, GRID, INK, MUTED, PAPER, SIZES, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import text_of
from wps_analysis.words.language import N_, _, draft_notice

_COLUMNS = ("indicator", "name", "year", "state")
# Fill, mark, colour of the mark, and words of each state: told apart without colour.
STATE_MARKS = {
    "held": (COLOURS["women"], "●", PAPER, N_("figure held")),
    "differ": (COLOURS["target"], "≠", PAPER, N_("published figures differ")),
    "old": (COLOURS["women2"], "○", INK, N_("latest figure, older than five years")),
    "no_sex": (COLOURS["other"], "T", INK, N_("figure of persons, without women and men apart")),
    "none": (COLOURS["band"], "", INK, N_("no figure in the reports used here")),
}
_YEARS_APART = 10  # as many last years have a column each; those before share one
_AROUND = 9  # lines of small text that years, key and notes may take
# Heights of a page and of a slide, in inches.
_TALLEST = {"print": SIZES["print"].width * 240 / 170, "slide": SIZES["slide"].height}


@dataclass
class _Line(Band):
    """A heading, or an indicator with a state for each column."""

    text: str
    states: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Tell whether the line is the name of a theme."""
        return not self.states


@chart
def plot_coverage(table: pd.DataFrame, *, page: int = 1, **common: str | None) -> ChartFigure:
    """Draw which indicators have a figure of which year, a tile for each.

    Parameters
    ----------
    table
        As ``coverage_table`` returns it: columns indicator, name, year, state and, for headings, theme.
    page
        Which of ``coverage_pages`` to draw; in print, a page is at most 240 mm high.

    Returns
    -------
    ChartFigure
        Indicators by theme; the last ten years, and one column for those before, which shows the latest of them. Each
        state has a fill and a mark of its own, with a key that counts the indicators by their latest figure.

    Raises
    ------
    WpsError
        If the table is empty, or has no such page.

    Examples
    --------
    >>> cells = [("police", "Police officers", 2023, "none"), ("police", "Police officers", 2024, "held")]
    >>> figure = plot_coverage(pd.DataFrame(cells, columns=["indicator", "name", "year", "state"]))
    >>> [text.get_text() for text in figure.axes[0].texts][:2]
    ['Police officers', '●']
    """
    with open_front(table, _COLUMNS, "plot_coverage", made_by="report.pillar(...).coverage.data", **common) as front:
        lengths, columns = front.lengths, _columns(table)
        pages = fill_pages(_blocks(table, columns, lengths), front, _AROUND)
        lines, subtitle = pick_page(pages, page, "plot_coverage", front)
        rows = stack(lines)
        head = lengths.small_lines(2.4)
        key = _key_lines(table, lengths)
        height = rows + (len(key) + 1.2) * lengths.small_lines(1.3)
        sheet = front.open(head + height, _notes(columns), subtitle=subtitle)
        left = lengths.margin + lengths.label_column + lengths.text / 72
        ax = sheet.axes(left, head, lengths.width - lengths.margin - left, height)
        _draw_frame(ax, columns, height, lengths)
        for line in lines:
            _draw_line(ax, line, no_figure(front.as_of), lengths)
        one, all_parts = _("Indicators by their latest figure"), _("Indicators of all parts by their latest figure")
        _draw_key(ax, all_parts if len(pages) > 1 else one, key, rows + lengths.small_lines(1), lengths)
    return sheet.figure


def coverage_pages(table: pd.DataFrame, *, size: str = "print", language: str | None = None) -> int:
    """Count the pages that a coverage chart fills.

    Parameters
    ----------
    table, size, language
        As for ``plot_coverage``.
    """
    with open_front(
        table, _COLUMNS, "coverage_pages", made_by="report.pillar(...).coverage.data", size=size, language=language
    ) as front:
        return len(fill_pages(_blocks(table, _columns(table), front.lengths), front, _AROUND))


def latest_states(table: pd.DataFrame) -> pd.DataFrame:
    """Return for each indicator the year and the state of its latest figure, or ``none``.

    Parameters
    ----------
    table
        As for ``plot_coverage``.
    """
    ordered = table.assign(has=table["state"] != "none").sort_values(["has", "year"], kind="stable")
    return ordered.drop_duplicates("indicator", keep="last").drop(columns="has").sort_index(ignore_index=True)


def no_figure(as_of: str) -> str:
    """Say of an indicator or output that nothing is held of it."""
    if not as_of:
        return _(STATE_MARKS["none"][3])
    return _("no figure in the reports used here, at {date}").format(date=as_of)


def _columns(table: pd.DataFrame) -> list[list[int]]:
    """Return the years of each column: the first may hold several."""
    last = int(table["year"].max())
    first = max(int(table["year"].min()), last - _YEARS_APART + 1)
    before = list(range(int(table["year"].min()), first))
    return ([before] if before else []) + [[year] for year in range(first, last + 1)]


def fill_pages(blocks: list[list], front: Front, around: float) -> list[list]:
    """Set blocks of lines on pages; a block that is broken has its heading again.

    Parameters
    ----------
    blocks
        Lines with ``height`` and ``is_heading``.
    front
        Its size tells how high a page is, title and subtitle above the lines.
    around
        Lines of small text that years, key and notes may take.
    """
    size = front.lengths
    room = _TALLEST[front.size] - 2 * size.margin - 3 * size.title / 72 - size.lines(2) - size.small_lines(around)
    room -= size.small_lines(1) if draft_notice() else 0.0
    pages: list[list] = [[]]
    used = 0.0
    for block in blocks:
        heading = block[:1] if block[0].is_heading else []
        whole = sum(line.height for line in block)
        # A block starts a new page where it would be broken near the foot of this one.
        if used > 0.7 * room and used + whole > room:
            pages.append([])
            used = 0.0
        for number, line in enumerate(block[len(heading) :]):
            added = [*heading, line] if number == 0 else [line]
            if pages[-1] and used + sum(each.height for each in added) > room:
                pages.append([])
                added, used = [*heading, line], 0.0
            pages[-1] += added
            used += sum(each.height for each in added)
    return pages


def pick_page(pages: list[list], page: int, name: str, front: Front) -> tuple[list, str]:
    """Return a page and the subtitle that says which it is, or say that there is no such page."""
    if not 1 <= page <= len(pages):
        raise WpsError(f"{name}: there is no page {page}; the table fills {len(pages)}.")
    if len(pages) == 1:
        return pages[0], front.subtitle
    part = _("part {page} of {pages}").format(page=page, pages=len(pages))
    return pages[page - 1], f"{front.subtitle}; {part}" if front.subtitle else part


def _blocks(table: pd.DataFrame, columns: list[list[int]], size: Size) -> list[list[_Line]]:
    """Return the lines of each theme: its heading, then its indicators."""
    states = dict(zip(zip(table["indicator"], table["year"], strict=True), table["state"], strict=True))
    blocks: dict[str, list[_Line]] = {}
    for row in table.drop_duplicates("indicator").to_dict("records"):
        theme = text_of(row, "theme")
        heading = [_Line(_(theme), height=size.small_lines(1.5))] if theme else []
        name = wrap_text(_(row["name"]), size.label_column, size.small)
        cells = tuple(_column_state(states, row["indicator"], years) for years in columns)
        height = size.small_lines(line_count(name) + 0.45)
        blocks.setdefault(theme, heading).append(_Line(name, cells, height=height))
    return list(blocks.values())


def _column_state(states: dict, indicator: str, years: list[int]) -> str:
    held = [states.get((indicator, year), "none") for year in years]
    return next((state for state in reversed(held) if state != "none"), "none")


def _notes(columns: list[list[int]]) -> str:
    notes = [_("A period of several years stands under its last; a count beside its share is counted there.")]
    if len(columns[0]) > 1:
        notes.append(_("The first column shows the latest figure of its years."))
    return " ".join(notes)


def _draw_frame(ax: Axes, columns: list[list[int]], height: float, size: Size) -> None:
    width = ax.get_position().width * ax.figure.get_figwidth() / len(columns)
    labels = [str(years[0]) for years in columns]
    if len(columns[0]) > 1:
        labels[0] = wrap_text(_("to {year}").format(year=columns[0][-1]), 0.9 * width, size.small)
    row_axis(ax, height, [n + 0.5 for n in range(len(columns))], labels=labels, end=len(columns))
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", pad=3)
    ax.spines[["top", "bottom"]].set_visible(False)


def _draw_line(ax: Axes, line: _Line, none: str, size: Size) -> None:
    if line.is_heading:
        below = line.top + line.height - size.small_lines(0.2)
        ax.text(size.margin, below, line.text, transform=inches(ax), va="bottom", size=size.small, weight="bold",
                label="heading")  # fmt: skip
        return
    middle, tall = line.middle, line.height - size.small_lines(0.2)
    low = middle - tall / 2
    write(ax, size.margin, middle, line.text, "row", size=size.small)
    ax.add_patch(Rectangle((0, low), len(line.states), tall, facecolor=STATE_MARKS["none"][0], edgecolor="none"))
    if set(line.states) == {"none"}:
        ax.text(len(line.states) / 2, middle, none, ha="center", va="center", size=size.small, color=MUTED,
                label=f"none:{line.text}")  # fmt: skip
        return
    for n, state in enumerate(line.states):
        fill, mark, colour, _words = STATE_MARKS[state]
        if n:
            ax.plot([n, n], [low, low + tall], color=PAPER, linewidth=size.mark / 5, zorder=1.5)
        if state != "none":
            ax.add_patch(Rectangle((n + 0.04, low), 0.92, tall, facecolor=fill, edgecolor="none", zorder=2))
            ax.text(n + 0.5, middle, mark, ha="center", va="center", size=size.small, color=colour,
                    label=f"mark:{line.text}", zorder=3)  # fmt: skip


def _key_lines(table: pd.DataFrame, size: Size) -> list[list[tuple[float, str, str]]]:
    """Return the entries of the key, line by line: where each starts in inches, its state and its words."""
    counts = latest_states(table)["state"].value_counts()
    lines: list[list[tuple[float, str, str]]] = [[]]
    start = size.margin
    for state, (_fill, _mark, _colour, words) in STATE_MARKS.items():
        if state not in set(table["state"]):
            continue
        text = _("{state}: {count}").format(state=_(words), count=counts.get(state, 0))
        width = size.small_lines(3.2) + text_width(text, size.small)
        if start + width > size.width - size.margin and lines[-1]:
            lines.append([])
            start = size.margin
        lines[-1].append((start, state, text))
        start += width
    return lines


def _draw_key(ax: Axes, heading: str, lines: list[list[tuple[float, str, str]]], top: float, size: Size) -> None:
    tall, wide = size.small_lines(1), size.small_lines(1.8)
    common = {"transform": inches(ax), "va": "center", "size": size.small}
    ax.text(size.margin, top, heading, weight="bold", label="key", **common)
    for number, line in enumerate(lines, start=1):
        middle = top + number * size.small_lines(1.3)
        for start, state, text in line:
            fill, mark, colour, _words = STATE_MARKS[state]
            ax.add_patch(Rectangle((start, middle - tall / 2), wide, tall, facecolor=fill, edgecolor=GRID,
                                   linewidth=size.mark / 11, transform=inches(ax), clip_on=False))  # fmt: skip
            ax.text(start + wide / 2, middle, mark, ha="center", color=colour, label="key", **common)
            ax.text(start + 1.2 * wide, middle, text, label=f"value:{heading}", **common)
