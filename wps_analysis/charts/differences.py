"""Each figure that differs between sources: every claim as an interval, which one speaks and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from wps_analysis.charts.labels import known, number_of, number_text, source_paragraph, text_of, unique
from wps_analysis.charts.rows import Row, read_rows
from wps_analysis.charts.theme import (
    MUTED,
    PALETTE,
    PAPER,
    RULE,
    Size,
    chart_theme,
    line_count,
    open_sheet,
    wrap_text,
)

_COLUMNS = ("figure", "value_text", "obs_value", "lower", "upper", "speaks")
_COLOUR = PALETTE["blue"]


@dataclass
class _Block:
    """One figure with its claims, wrapped and measured."""

    heading: str
    claims: list[Row]
    sources: list[str]
    printed: list[str]
    reason: str
    heights: list[float]


def plot_differences(
    claims: pd.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    size: str = "print",
    source_note: str = "",
    as_of: str = "",
) -> Figure:
    """Draw every claim of each figure that differs between sources, one block a figure.

    Parameters
    ----------
    claims
        One row a claim: ``figure`` (label), ``value_text`` (as printed), ``obs_value``, ``lower``, ``upper``,
        ``speaks`` (bool) and, if known, ``source_title``, ``locator``, ``choice_reason``, ``custodian``.
    title, subtitle
        The finding, and what is drawn.
    size
        ``"print"`` or ``"slide"``.
    source_note
        A sentence on the sources; each claim has its own beside it.
    as_of
        ISO date printed below the chart.

    Returns
    -------
    Figure
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
    >>> figure.axes[0].get_xlim()[0]
    0.0
    """
    rows = read_rows(claims, _COLUMNS, "plot_differences")
    with chart_theme(size) as lengths:
        blocks = _blocks(rows, lengths)
        printed_column = 0.75 * lengths.value_column
        left = lengths.margin + lengths.label_column + 1.2 * lengths.text / 72
        width = lengths.width - lengths.margin - printed_column - 1.8 * lengths.text / 72 - left
        notes = [
            "● The figure used.  ○ Other published figures. Bars: the width of the rounding.",
            source_paragraph([], source_note=source_note, as_of=as_of),
        ]
        height = sum(map(sum, (block.heights for block in blocks)))
        sheet = open_sheet(lengths, height, title=title, subtitle=subtitle, notes=notes)
        top = 0.0
        for block in blocks:
            head, *bands, ticks, foot = block.heights
            ax = sheet.axes(left, top + head, width, sum(bands))
            _draw_block(ax, block, head, bands, ticks, left + width + 1.2 * lengths.text / 72, lengths)
            top += sum(block.heights)
    return sheet.figure


def _blocks(rows: list[Row], size: Size) -> list[_Block]:
    blocks = []
    room = size.width - 2 * size.margin
    for figure in unique(text_of(row, "figure") for row in rows):
        claims = [row for row in rows if text_of(row, "figure") == figure]
        sources = [wrap_text(_source_text(row), size.label_column, size.small) for row in claims]
        printed = [wrap_text(f"“{text_of(row, 'value_text')}”", 0.75 * size.value_column, size.text) for row in claims]
        heading = wrap_text(figure, room, size.text, "bold")
        reason = wrap_text(_reason_text(claims), room, size.small)
        bands = [size.lines(max(line_count(a), line_count(b)) + 0.5) for a, b in zip(sources, printed, strict=True)]
        heights = [size.lines(line_count(heading) + 0.4), *bands, size.lines(1.4), size.lines(line_count(reason) + 1)]
        blocks.append(_Block(heading, claims, sources, printed, reason, heights))
    return blocks


def _source_text(row: Row) -> str:
    return ", ".join(unique([text_of(row, "source_title"), text_of(row, "locator")]))


def _reason_text(claims: list[Row]) -> str:
    values = [number_of(row, "obs_value") for row in claims]
    values = [value for value in values if known(value)]
    sentences = []
    if len(values) > 1 and max(values) > min(values):
        sentences.append(f"The published figures lie {round(max(values) - min(values), 6):,g} apart")
    reason = next((text_of(row, "choice_reason") for row in claims if _speaks(row)), "")
    if reason:
        sentences.append(f"Why the filled one is used: {reason}")
    owner = next(iter(unique(text_of(row, "custodian") for row in claims)), "")
    if owner:
        sentences.append(f"To be confirmed with {owner}")
    return ". ".join(sentences) + "." if sentences else ""


def _speaks(row: Row) -> bool:
    return text_of(row, "speaks").lower() in ("true", "1", "yes")


def _draw_block(ax: Axes, block: _Block, head: float, bands: list[float], ticks: float, right: float, size: Size) -> None:
    highest = max(n for row in block.claims for n in map(lambda c: number_of(row, c), ("obs_value", "lower", "upper")) if known(n))
    height = sum(bands)
    ax.set_xlim(0, 1.05 * highest)
    ax.set_ylim(height, 0)
    places = [t for t in MaxNLocator(4).tick_values(0, highest) if t <= 1.05 * highest]
    ax.set_xticks(places, [number_text(place) for place in places])
    ax.set_yticks([])
    ax.grid(axis="x")
    inches = blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)
    style = {"transform": inches, "linespacing": 1.15}
    ax.text(size.margin, -0.2 * size.lines(1), block.heading, weight="bold", va="bottom", label="heading", **style)
    ax.text(size.margin, height + ticks, block.reason, size=size.small, color=MUTED, va="top", label="reason", **style)
    top = 0.0
    for row, band, source, printed in zip(block.claims, bands, block.sources, block.printed, strict=True):
        middle = top + band / 2
        ax.text(size.margin, middle, source, size=size.small, va="center", label="row", **style)
        ax.text(right, middle, printed, va="center", weight="bold" if _speaks(row) else "normal",
                label=f"value:{block.heading}", **style)  # fmt: skip
        _draw_claim(ax, row, middle, size)
        top += band


def _draw_claim(ax: Axes, row: Row, at: float, size: Size) -> None:
    lower, upper, value = (number_of(row, column) for column in ("lower", "upper", "obs_value"))
    edge = ax.get_xlim()[1]
    low, high = (lower if known(lower) else 0.0), (upper if known(upper) else edge)
    ax.plot([0, edge], [at, at], color=RULE, linewidth=0.6, zorder=1)
    ax.plot([low, high], [at, at], color=_COLOUR, linewidth=size.mark * 1.1, alpha=0.45, solid_capstyle="butt",
            zorder=2)  # fmt: skip
    face = _COLOUR if _speaks(row) else PAPER
    if known(value):
        ax.scatter(value, at, s=(0.85 * size.mark) ** 2, facecolors=face, edgecolors=_COLOUR, zorder=4,
                   linewidths=size.mark / 6, clip_on=False)  # fmt: skip
