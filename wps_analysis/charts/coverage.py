"""Tiles of indicators by year: where a figure is held, where figures differ, where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.rows import check_rows
from wps_analysis.charts.sheet.theme import INK, MUTED, PALETTE, PAPER, RULE, Size, chart_theme, open_sheet
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import text_of
from wps_analysis.words.language import N_, _, draft_notice, in_language

_COLUMNS = ("indicator", "name", "year", "state")
# Fill, mark, colour of the mark, and words of each state: told apart without colour.
STATE_MARKS = {
    "held": (PALETTE["blue"], "●", PAPER, N_("figure held")),
    "differ": (PALETTE["orange"], "≠", INK, N_("published figures differ")),
    "old": ("#d3e4f0", "○", INK, N_("latest figure, older than five years")),
    "no_sex": (PALETTE["sky"], "T", INK, N_("figure of persons, not printed by sex")),
    "none": ("#f1f1f1", "", INK, N_("no figure in the documents held")),
}
_YEARS_APART = 10  # as many last years have a column each; those before share one
_AROUND = 9  # lines of small text that years, key and notes may take
# Heights of a page and of a slide, in inches.
_TALLEST = {"print": 240 / 25.4, "slide": 7.5}


@dataclass(frozen=True)
class _Line:
    """A heading, or an indicator with a state for each column."""

    text: str
    height: float
    states: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Tell whether the line is the name of a theme."""
        return not self.states


@in_language
def plot_coverage(
    table: pd.DataFrame,
    *,
    page: int = 1,
    title: str = "",
    subtitle: str = "",
    size: str = "print",
    source_note: str = "",
    as_of: str = "",
) -> Figure:
    """Draw which indicators have a figure of which year, a tile for each.

    Parameters
    ----------
    table
        As ``coverage_table`` returns it: columns indicator, name, year, state and, for headings, theme.
    page
        Which of ``coverage_pages`` to draw.
    title, subtitle
        The finding, and what is drawn.
    size
        ``"print"`` (a page is at most 240 mm high) or ``"slide"``.
    source_note
        A note on the sources.
    as_of
        ISO date printed in the rows without a figure and below the chart.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    Figure
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
    check_rows(table, _COLUMNS, "plot_coverage")
    with chart_theme(size) as lengths:
        columns = _columns(table)
        pages = fill_pages(_blocks(table, columns, lengths), page_room(size, lengths, _AROUND))
        lines, subtitle = pick_page(pages, page, "plot_coverage", subtitle)
        rows = sum(line.height for line in lines)
        head = _small(2.4, lengths)
        key = _key_lines(table, lengths)
        height = rows + (len(key) + 1.2) * _small(1.3, lengths)
        note = _("Data as of {date}.").format(date=as_of) if as_of else ""
        notes = [_notes(columns), " ".join(filter(None, (source_note, note)))]
        sheet = open_sheet(lengths, head + height, title=title, subtitle=subtitle, notes=notes)
        left = _left(lengths)
        ax = sheet.axes(left, head, lengths.width - lengths.margin - left, height)
        _draw_frame(ax, columns, height, lengths)
        top = 0.0
        for line in lines:
            _draw_line(ax, line, top, as_of, lengths)
            top += line.height
        one, all_parts = _("Indicators by their latest figure"), _("Indicators of all parts by their latest figure")
        _draw_key(ax, all_parts if len(pages) > 1 else one, key, rows + _small(1, lengths), lengths)
    return sheet.figure


@in_language
def coverage_pages(table: pd.DataFrame, *, size: str = "print") -> int:
    """Count the pages that a coverage chart fills.

    Parameters
    ----------
    table, size
        As for ``plot_coverage``.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.
    """
    check_rows(table, _COLUMNS, "coverage_pages")
    with chart_theme(size) as lengths:
        return len(fill_pages(_blocks(table, _columns(table), lengths), page_room(size, lengths, _AROUND)))


def _small(count: float, size: Size) -> float:
    """Height of some lines of small text, in inches."""
    return size.lines(count) * size.small / size.text


def _left(size: Size) -> float:
    return size.margin + 1.25 * size.label_column + size.text / 72


def _columns(table: pd.DataFrame) -> list[list[int]]:
    """Return the years of each column: the first may hold several."""
    last = int(table["year"].max())
    first = max(int(table["year"].min()), last - _YEARS_APART + 1)
    before = list(range(int(table["year"].min()), first))
    return ([before] if before else []) + [[year] for year in range(first, last + 1)]


def page_room(name: str, size: Size, small_lines: float) -> float:
    """Return the height of a page, in inches, less title and subtitle and some lines of small text for all else."""
    draft = _small(1, size) if draft_notice() else 0.0
    return _TALLEST[name] - 2 * size.margin - 3 * size.title / 72 - size.lines(2) - _small(small_lines, size) - draft


def fill_pages(blocks: list[list], room: float) -> list[list]:
    """Set blocks of lines on pages; a block that is broken has its heading again.

    Parameters
    ----------
    blocks
        Lines with ``height`` and ``is_heading``.
    room
        Height of a page.
    """
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


def pick_page(pages: list[list], page: int, chart: str, subtitle: str) -> tuple[list, str]:
    """Return a page and the subtitle that says which it is, or say that there is no such page."""
    if not 1 <= page <= len(pages):
        raise WpsError(f"{chart}: there is no page {page}; the table fills {len(pages)}.")
    if len(pages) == 1:
        return pages[0], subtitle
    part = _("part {page} of {pages}").format(page=page, pages=len(pages))
    return pages[page - 1], f"{subtitle}; {part}" if subtitle else part


def _blocks(table: pd.DataFrame, columns: list[list[int]], size: Size) -> list[list[_Line]]:
    """Return the lines of each theme: its heading, then its indicators."""
    states = dict(zip(zip(table["indicator"], table["year"], strict=True), table["state"], strict=True))
    blocks: dict[str, list[_Line]] = {}
    for row in table.drop_duplicates("indicator").to_dict("records"):
        theme = text_of(row, "theme")
        heading = [_Line(_(theme), _small(1.5, size))] if theme else []
        name = wrap_text(_(row["name"]), 1.25 * size.label_column, size.small)
        cells = tuple(_column_state(states, row["indicator"], years) for years in columns)
        height = _small(line_count(name) + 0.45, size)
        blocks.setdefault(theme, heading).append(_Line(name, height, cells))
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
    ax.set_xlim(0, len(columns))
    ax.set_ylim(height, 0)
    width = ax.get_position().width * ax.figure.get_figwidth() / len(columns)
    labels = [str(years[0]) for years in columns]
    if len(columns[0]) > 1:
        labels[0] = wrap_text(_("to {year}").format(year=columns[0][-1]), max(width, 0.5 * size.text / 10), size.small)
    ax.set_xticks([n + 0.5 for n in range(len(columns))], labels)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", pad=3)
    ax.set_yticks([])
    ax.spines[["top", "bottom"]].set_visible(False)


def _draw_line(ax: Axes, line: _Line, top: float, as_of: str, size: Size) -> None:
    inches = blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)
    if line.is_heading:
        ax.text(size.margin, top + line.height - _small(0.2, size), line.text, transform=inches, va="bottom",
                size=size.small, weight="bold", label="heading")  # fmt: skip
        return
    middle, tall = top + line.height / 2, line.height - _small(0.2, size)
    low = middle - tall / 2
    ax.text(size.margin, middle, line.text, transform=inches, va="center", size=size.small, linespacing=leading(),
            label="row")  # fmt: skip
    ax.add_patch(Rectangle((0, low), len(line.states), tall, facecolor=STATE_MARKS["none"][0], edgecolor="none"))
    if set(line.states) == {"none"}:
        text = _("no figure in the documents held at {date}").format(date=as_of)
        text = text if as_of else _(STATE_MARKS["none"][3])
        ax.text(len(line.states) / 2, middle, text, ha="center", va="center", size=size.small, color=MUTED,
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
        width = _small(3.2, size) + text_width(text, size.small)
        if start + width > size.width - size.margin and lines[-1]:
            lines.append([])
            start = size.margin
        lines[-1].append((start, state, text))
        start += width
    return lines


def _draw_key(ax: Axes, heading: str, lines: list[list[tuple[float, str, str]]], top: float, size: Size) -> None:
    inches = blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)
    tall, wide = _small(1, size), _small(1.8, size)
    ax.text(size.margin, top, heading, transform=inches, va="center", size=size.small, weight="bold", label="key")
    for number, line in enumerate(lines, start=1):
        middle = top + number * _small(1.3, size)
        for start, state, text in line:
            fill, mark, colour, _words = STATE_MARKS[state]
            ax.add_patch(Rectangle((start, middle - tall / 2), wide, tall, facecolor=fill, edgecolor=RULE,
                                   linewidth=size.mark / 11, transform=inches, clip_on=False))  # fmt: skip
            common = {"transform": inches, "va": "center", "size": size.small}
            ax.text(start + wide / 2, middle, mark, ha="center", color=colour, label="key", **common)
            ax.text(start + 1.2 * wide, middle, text, label=f"value:{heading}", **common)


def latest_states(table: pd.DataFrame) -> pd.DataFrame:
    """Return for each indicator the year and the state of its latest figure, or ``none``.

    Parameters
    ----------
    table
        As for ``plot_coverage``.
    """
    ordered = table.assign(has=table["state"] != "none").sort_values(["has", "year"], kind="stable")
    return ordered.drop_duplicates("indicator", keep="last").drop(columns="has").sort_index(ignore_index=True)
