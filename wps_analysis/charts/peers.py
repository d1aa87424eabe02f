"""One country within the range of the others: its dot on a bar that names no other country."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from wps_analysis.assessment.peers import Comparison, area_of, compare_areas, interval, range_text, years_text
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import Band, chart, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import draw_figure, is_contested, mark_notes
from wps_analysis.charts.sheet.rows import OBSERVED, Row, by_value
from wps_analysis.charts.sheet.theme import GRID, INK, MUTED, PAPER, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import count_text, known, number_of, period_text, row_name, text_of, value_text
from wps_analysis.words.language import _

# The axis starts at zero and ends at the first of these that holds every figure.
_CEILINGS = {25: 5, 50: 10, 100: 25}
# Marks of regions and the world, and their likes in text.
_MARKS = (("D", "◇"), ("s", "□"), ("^", "△"), ("v", "▽"))


@chart
def plot_peers(observations: pd.DataFrame, *, ref_area: str, **common: str | None) -> ChartFigure:
    """Draw a country's latest women's shares within the range of the other countries, which are not named.

    Parameters
    ----------
    observations
        Labelled observations of several areas, as ``load()`` returns them. Rows with ``sex`` F and ``unit_measure``
        PT are compared, the latest of each indicator, population and area.
    ref_area
        The country's code. Regions and the world are never counted among the others; their published figures are
        marks of their own.

    Returns
    -------
    ChartFigure
        A row for each indicator: a filled dot for the country; a bar from the lowest to the highest bound of the
        others' figures, with the values at its ends, the number of countries and their years.

    Raises
    ------
    WpsError
        If no indicator has a figure of the country and of another one.

    Examples
    --------
    >>> rows = [{"indicator": "police", "name": "Police officers", "population": "_T", "ref_area": area, "sex": "F",
    ...          "time_period": year, "unit_measure": "PT", "obs_value": value, "area_name": area}
    ...         for area, year, value in (("KHM", "2024", 11.0), ("IDN", "2020", 6.0), ("LAO", "2020", 20.0))]
    >>> figure = plot_peers(pd.DataFrame(rows), ref_area="KHM")
    >>> [" ".join(text.get_text().split()) for text in figure.axes[0].texts if "n = " in text.get_text()]
    ['Range: 6 % to 20 %, n = 2 countries, 2020; the years differ']
    """
    with open_front(observations, OBSERVED, "plot_peers", **common) as front:
        compared = sorted(compare_areas(observations, ref_area), key=lambda one: by_value(one.row))
        if not compared:
            raise WpsError(
                f"plot_peers: no women's share (sex F, unit PT) is held both for {ref_area} and for another area of"
                " its kind, so there is nothing to compare. Load the figures of several countries."
            )
        lengths = front.lengths
        blocks = [_block(one, lengths) for one in compared]
        height, (left, width) = stack(blocks), lengths.panel()
        rows = [row for one in compared for row in (one.row, *one.others, *one.aggregates)]
        sheet = front.open(height + 1.7 * lengths.lines(1), " ".join(_notes(compared)), rows=rows)
        ax = sheet.axes(left, 0, width, height)
        highest = max(interval(row)[1] for row in rows)
        ceiling = next((end for end in _CEILINGS if highest <= end), 100)
        row_axis(ax, height, range(0, ceiling + 1, _CEILINGS[ceiling]))
        ax.grid(axis="x")
        for block in blocks:
            _draw_block(ax, block, lengths)
    return sheet.figure


def _notes(compared: list[Comparison]) -> list[str]:
    notes = [
        _("● {area}.").format(area=area_of(compared[0].row)),
        _("Pale bar: from the lowest to the highest latest figure of the others, with rounding; n: how many have one."),
        _("Definitions and years can differ from one to another; the annex names each figure."),
    ]
    if any(is_contested(row) for one in compared for row in one.others):
        notes.append(_("Where published figures of another one differ, the bar holds them all."))
    if any(text_of(row, "period_basis") == "publication" for one in compared for row in one.others):
        notes.append(
            _(
                "Where the year of another figure is not in the reports used here, its year of publication stands for"
                " it."
            )
        )
    return notes + mark_notes([one.row for one in compared])


@dataclass
class _Block(Band):
    """One comparison with its texts broken into lines; ``side`` is the height of those beside the panel."""

    one: Comparison
    name: str
    value: str
    range: str
    side: float


def _block(one: Comparison, size: Size) -> _Block:
    name = wrap_text(row_name(one.row), size.label_column, size.text)
    area, figure, period = area_of(one.row), count_text(one.row), period_text(one.row)
    text = _("{area}: {figure}, {period}").format(area=area, figure=figure, period=period)
    value = wrap_text(text, size.value_column, size.text)
    words = "\n".join([range_text(one), *map(_aggregate_text, one.aggregates, cycle(_MARKS))])
    others = wrap_text(words, size.value_column, size.small)
    side = size.lines(line_count(value) + line_count(others) * size.small / size.text)
    height = max(size.lines(line_count(name)), side, size.lines(2.5)) + size.lines(0.9)
    return _Block(one, name, value, others, side, height=height)


def _aggregate_text(row: Row, mark: tuple[str, str]) -> str:
    text = _("{mark} {area}, published: {figure}, {years}")
    return text.format(mark=mark[1], area=area_of(row), figure=value_text(row), years=years_text([row]))


def _draw_block(ax: Axes, block: _Block, size: Size) -> None:
    middle, role = block.middle, f"value:{block.name}"
    right = size.width - size.margin - size.value_column
    write(ax, size.margin, middle, block.name, "row")
    side = middle - block.side / 2
    write(ax, right, side, block.value, role, va="top")
    side += size.lines(line_count(block.value))
    write(ax, right, side, block.range, role, va="top", size=size.small, color=MUTED)
    if block.top:
        ax.axhline(block.top, color=GRID, linewidth=size.mark / 11, zorder=0.5)
    low, high = block.one.span
    half = 0.4 * size.lines(1)
    thin = {"facecolor": GRID, "edgecolor": MUTED, "linewidth": size.mark / 11, "zorder": 2}
    ax.add_patch(Rectangle((low, middle - half), high - low, 2 * half, **thin))
    _draw_ends(ax, block.one, middle + half + 0.1 * size.lines(1), size)
    for row, (marker, _like) in zip(block.one.aggregates, cycle(_MARKS), strict=False):
        value = number_of(row, "obs_value")
        ax.plot([value if known(value) else sum(interval(row)) / 2], [middle - half - 0.6 * size.mark / 72],
                linestyle="", marker=marker, markersize=0.75 * size.mark, markerfacecolor=PAPER, markeredgecolor=INK,
                markeredgewidth=size.mark / 8, zorder=2.5, clip_on=False)  # fmt: skip
    draw_figure(ax, block.one.row, at=middle, colour=SEX_COLOURS["F"], mark=1.1 * size.mark)


def _draw_ends(ax: Axes, one: Comparison, at: float, size: Size) -> None:
    # Each value stands below its end of the bar, pushed aside where the two would touch.
    texts = list(dict.fromkeys([value_text(one.lowest), value_text(one.highest)]))
    unit = ax.get_xlim()[1] / (ax.get_position().width * ax.figure.get_figwidth())
    places = _apart([end / unit for end in one.span][: len(texts)], texts, ax.get_xlim()[1] / unit, size)
    for text, place in zip(texts, places, strict=True):
        ax.text(place * unit, at, text.replace("\u00a0", " "), ha="center", va="top", size=size.small, color=MUTED,
                label="end", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.2})  # fmt: skip


def _apart(places: list[float], texts: list[str], room: float, size: Size) -> list[float]:
    """Move the centres of one or two texts, in inches, so that they neither touch nor leave the axes."""
    halves = [text_width(text, size.small) / 2 for text in texts]
    places = [min(max(place, half), room - half) for place, half in zip(places, halves, strict=True)]
    if len(places) == 2:
        gap = sum(halves) + 0.5 * size.small / 72
        places[1] = min(max(places[1], places[0] + gap), room - halves[1])
        places[0] = min(places[0], places[1] - gap)
    return places
