"""Two dots and a link a row: two groups on the same measures, the widest distance first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from wps_analysis.charts.sheet.dots import (
    Columns,
    Item,
    axis_end,
    draw_axis,
    draw_key,
    measure_columns,
    open_panel,
    write_item,
    write_label,
)
from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import Front, stack
from wps_analysis.charts.sheet.lettering import text_width
from wps_analysis.charts.sheet.marks import bounds_of, draw_figure, is_exact, is_hollow, short_value
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import COLOURS, INK, Size
from wps_analysis.words.figures import known, number_of


@dataclass(kw_only=True)
class Pair(Item):
    """A row with a figure of each group, one of which may be missing, and that of both together."""

    first: Row | None
    second: Row | None
    both: Row | None = None


@dataclass(frozen=True)
class Group:
    """What a group is called, and how its marks look."""

    words: str
    colour: str
    marker: str = "o"


def centre(row: Row) -> float:
    """Return the value of a figure, or the middle of what is drawn of it."""
    value = number_of(row, "obs_value")
    return value if known(value) else sum(bounds_of(row)) / 2


def draw_pairs(
    front: Front, ax: Axes | None, pairs: Sequence[Pair], groups: tuple[Group, Group], notes: str
) -> ChartFigure:
    """Draw pairs on a sheet of their own, or their rows alone into axes; return the figure.

    Parameters
    ----------
    front
        From ``open_front``.
    ax
        Axes to draw into, if any.
    pairs
        In the order in which they are drawn.
    groups
        The first, whose labels are bold, and the second.
    notes
        On the marks.
    """
    size, rows = front.lengths, [row for pair in pairs for row in pair.rows]
    end = axis_end(max(bounds_of(row)[1] for row in rows))
    columns = _measure(pairs, end, size)
    for pair in pairs:
        pair.height += 0.3 * size.lines(1)
    if ax is None:
        ax, figure = open_panel(front, pairs, columns, size.lines(1.3), notes, rows)
    else:
        stack(pairs)
        figure = ax.figure
    draw_axis(ax, pairs, end)
    hollow = all(is_hollow(row) for row in rows)
    key = [(group.words, group.marker, group.colour, hollow) for group in groups]
    draw_key(ax, key, size.small_lines(1.5), size)
    for pair in pairs:
        write_item(ax, pair, columns, size)
        _draw(ax, pair, groups, size)
    return figure


def _measure(pairs: Sequence[Pair], end: int, size: Size) -> Columns:
    """Measure the columns, with room for labels that reach beyond the ends of the axis."""
    air = size.mark / 144 + 6 / 72
    columns = measure_columns(pairs, size, labels=0.0)
    beyond = [0.0, 0.0]
    for row in (row for pair in pairs for row in (pair.first, pair.second) if row):
        wide = text_width(short_value(row), size.text, "bold") + air
        low, high = (bound / end * columns.width for bound in bounds_of(row))
        beyond = [max(beyond[0], wide - low), max(beyond[1], high + wide - columns.width)]
    return measure_columns(pairs, size, labels=max(beyond[1], size.text / 72), before=beyond[0])


def _draw(ax: Axes, pair: Pair, groups: tuple[Group, Group], size: Size) -> None:
    marks = [(row, group) for row, group in zip((pair.first, pair.second), groups, strict=True) if row]
    places = [centre(row) for row, _group in marks]
    ax.plot([min(places), max(places)], [pair.at] * 2, color=COLOURS["other"], linewidth=size.mark / 3, zorder=1.5)
    if pair.both:
        half = 0.75 * size.mark / 72
        tick = ax.plot([centre(pair.both)] * 2, [pair.at - half, pair.at + half], color=INK, linewidth=size.mark / 5,
                       zorder=3.5, solid_capstyle="butt")  # fmt: skip
        rests_on(*tick, claims=claims_of(pair.both))
    for row, group in reversed(marks):  # the first group's in front
        draw_figure(ax, row, at=pair.at, colour=group.colour, mark=size.mark, marker=group.marker, rounding=False)
    first = 0 if len(marks) < 2 or places[0] < places[1] else 1
    for number, (row, group) in enumerate(marks):
        right = len(marks) < 2 or number != first
        edge = centre(row) if is_exact(row) else bounds_of(row)[1 if right else 0]
        look = {"weight": "bold"} if group is groups[0] else {}
        write_label(ax, edge, pair, short_value(row), right=right, mark=size.mark, row=row, color=group.colour,
                    role=f"value:{pair.name}, {group.words}", **look)  # fmt: skip
