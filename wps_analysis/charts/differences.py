"""Each figure that differs between sources: every claim as an interval, which one speaks and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import Band, chart, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, wrap_text
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import COLOURS, GRID, MUTED, PAPER, Size
from wps_analysis.words.figures import CHOICE_WORDS, NBSP, known, number_of, text_of, unique
from wps_analysis.words.language import _, ngettext

_COLUMNS = ("figure", "value_text", "obs_value", "lower", "upper", "speaks")
_COLOUR, _PALE = COLOURS["women"], COLOURS["women2"]


@dataclass
class _Block(Band):
    """One figure with its claims, wrapped and measured."""

    heading: str
    claims: list[Row]
    sources: list[str]
    printed: list[str]
    reason: str
    heights: list[float]


@chart
def plot_differences(claims: pd.DataFrame, **common: str | None) -> ChartFigure:
    """Draw every claim of each figure that differs between sources, one block a figure.

    Parameters
    ----------
    claims
        One row a claim: ``figure`` (label), ``value_text`` (as printed), ``obs_value``, ``lower``, ``upper``,
        ``speaks`` (bool) and, if known, ``source_title``, ``locator``, ``choice_reason``, ``custodian``.

    Returns
    -------
    ChartFigure
        A bar from ``lower`` to ``upper`` (the width of the rounding) with a mark at ``obs_value``: filled
        for the claim that speaks, hollow for the others. Every block has its own axis, from zero.

    Raises
    ------
    WpsError
        If the table is empty or lacks a column.

    Examples
    --------
    >>> civil_service = pd.DataFrame({
    ...     "figure": "Women in the civil service, 2024", "value_text": ["41 per cent", "42 per cent"],
    ...     "obs_value": [41.0, 42.0], "lower": [40.5, 41.5], "upper": [41.5, 42.5], "speaks": [False, True],
    ... })
    >>> figure = plot_differences(civil_service, title="Two figures for the civil service")
    >>> float(figure.axes[0].get_xlim()[0])
    0.0
    """
    with open_front(
        claims, _COLUMNS, "plot_differences", made_by="report.data_audit(...).differing.data", **common
    ) as front:
        lengths = front.lengths
        blocks = _blocks(claims.to_dict("records"), lengths)
        left, width = lengths.panel(values=0.75, before=1.2, after=2.2)
        key = _("● The figure used. ○ Another published figure. Boxes: the width of the rounding.")
        sheet = front.open(stack(blocks), key)
        for block in blocks:
            ax = sheet.axes(left, block.top + block.heights[0], width, sum(block.heights[1:-2]))
            _draw_block(ax, block, left + width + 1.6 * lengths.text / 72, lengths)
    return sheet.figure


def _blocks(rows: list[Row], size: Size) -> list[_Block]:
    blocks = []
    room = size.width - 2 * size.margin
    for figure in unique(text_of(row, "figure") for row in rows):
        claims = _distinct([row for row in rows if text_of(row, "figure") == figure])
        sources = [wrap_text(_source_text(row), size.label_column, size.small) for row in claims]
        printed = [wrap_text(f"“{text_of(row, 'value_text')}”", 0.75 * size.value_column, size.text) for row in claims]
        heading = wrap_text(figure, room, size.text, "bold")
        reason = wrap_text(_reason_text(claims), room, size.small)
        bands = [size.lines(max(line_count(a), line_count(b)) + 0.5) for a, b in zip(sources, printed, strict=True)]
        heights = [size.lines(line_count(heading) + 0.4), *bands, size.lines(1.4), size.lines(line_count(reason) + 1)]
        blocks.append(_Block(heading, claims, sources, printed, reason, heights, height=sum(heights)))
    return blocks


def _distinct(claims: list[Row]) -> list[Row]:
    # One row a source and value, with all the sections that print it.
    merged: dict[tuple, Row] = {}
    for claim in sorted(claims, key=lambda row: not _speaks(row)):
        key = tuple(text_of(claim, column) for column in ("source_title", "obs_value", "lower", "upper"))
        first = merged.setdefault(key, {**claim, "locator": ""})
        first["locator"] = ", ".join(unique([first["locator"], text_of(claim, "locator").replace(" ", NBSP)]))
    return list(merged.values())


def _source_text(row: Row) -> str:
    return ", ".join(unique([text_of(row, "source_title"), text_of(row, "locator")]))


def _reason_text(claims: list[Row]) -> str:
    values = [number_of(row, "obs_value") for row in claims]
    values = [value for value in values if known(value)]
    sentences = []
    if len(values) > 1 and max(values) > min(values):
        apart = round(max(values) - min(values), 6)
        words = _("The published figures lie {apart} apart.")
        if _is_share(claims):
            words = ngettext(
                "The published figures lie {apart} point apart.",
                "The published figures lie {apart} points apart.",
                1 if apart == 1 else 2,
            )
        sentences.append(words.format(apart=f"{apart:,g}"))
    reason = next((text_of(row, "choice_reason") for row in claims if _speaks(row)), "")
    if reason:
        why = _("Why the filled one is used: {reason}.")
        sentences.append(why.format(reason=_(CHOICE_WORDS.get(reason, reason))))
    owner = next(iter(unique(text_of(row, "custodian") for row in claims)), "")
    if owner:
        sentences.append(_("To be confirmed with {custodian}.").format(custodian=_(owner)))
    return " ".join(sentences)


def _speaks(row: Row) -> bool:
    return text_of(row, "speaks").lower() in ("true", "1", "yes")


def _is_share(claims: list[Row]) -> bool:
    return all("per cent" in text_of(row, "value_text") or "%" in text_of(row, "value_text") for row in claims)


def _draw_block(ax: Axes, block: _Block, right: float, size: Size) -> None:
    _head, *bands, ticks, _reason = block.heights
    ends = [number_of(row, column) for row in block.claims for column in ("obs_value", "lower", "upper")]
    highest = max([end for end in ends if known(end)], default=1.0) or 1.0
    height = sum(bands)
    places = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, highest)
    row_axis(ax, height, places, unit=" %" if _is_share(block.claims) else "")
    ax.grid(axis="x")
    write(ax, size.margin, -0.2 * size.lines(1), block.heading, "heading", va="bottom", weight="bold")
    write(ax, size.margin, height + ticks, block.reason, "reason", va="top", size=size.small, color=MUTED)
    top = 0.0
    for row, band, source, printed in zip(block.claims, bands, block.sources, block.printed, strict=True):
        middle = top + band / 2
        write(ax, size.margin, middle, source, "row", size=size.small)
        write(ax, right, middle, printed, f"value:{block.heading}", weight="bold" if _speaks(row) else "normal")
        _draw_claim(ax, row, middle, size)
        top += band


def _draw_claim(ax: Axes, row: Row, at: float, size: Size) -> None:
    lower, upper, value = (number_of(row, column) for column in ("lower", "upper", "obs_value"))
    edge = ax.get_xlim()[1]
    low, high = (lower if known(lower) else 0.0), (upper if known(upper) else edge)
    speaks = _speaks(row)
    ax.axhline(at, color=GRID, linewidth=size.mark / 11, zorder=1)
    ax.barh(at, high - low, left=low, height=2.0 * size.mark / 72, facecolor=_PALE if speaks else PAPER,
            edgecolor=_COLOUR, linewidth=size.mark / 9, zorder=2)  # fmt: skip
    for end, arrow, there in ((low, "<", lower), (high, ">", upper)):
        if not known(there):
            ax.scatter(end, at, marker=arrow, s=size.mark**2, facecolors=_COLOUR, clip_on=False, zorder=4)
    if known(value):
        ax.scatter(value, at, s=(0.72 * size.mark) ** 2, facecolors=_COLOUR if speaks else PAPER,
                   edgecolors=_COLOUR, linewidths=size.mark / 7, clip_on=False, zorder=4)  # fmt: skip
