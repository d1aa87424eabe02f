"""Dots of women's share, one row an indicator, with counts beside and targets on the rows they bind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, pairwise, permutations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.sheet.front import Band, chart, edges, inches, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import leading, line_count, wrap_text
from wps_analysis.charts.sheet.marks import draw_figure, mark_notes, target_ends, target_mark, value_label
from wps_analysis.charts.sheet.rows import (
    OBSERVED,
    TARGET,
    Row,
    check_beside,
    group_name,
    group_order,
    latest_rows,
    level_order,
    row_key,
    several_areas,
    womens_shares,
)
from wps_analysis.charts.sheet.theme import INK, PAPER, RULE, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import known, number_of, row_name, target_text, text_of
from wps_analysis.words.language import _

_MAX_ORDERED = 6  # more sets of targets than this are left in the order of ranks
_RIGHTMOST = 60  # targets above this percentage have their label on the left


@dataclass
class _Line(Band):
    """One line of the chart: a heading, the label of a target, or a row with its figure."""

    heading: str = ""
    target: Row | None = None
    label: str = ""
    row: Row | None = None
    name: str = ""
    value: str = ""
    bound: list[Row] = field(default_factory=list)


@chart
def plot_levels(observations: pd.DataFrame, *, targets: pd.DataFrame | None = None, **common: str | None) -> Figure:
    """Draw the latest women's share of each indicator as a dot from 0 to 100 %, count and denominator beside.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Rows with women's share of a whole (``sex`` F,
        ``unit_measure`` PT, ``measure`` composition) are drawn, the latest of each indicator, population
        and area.
    targets
        Rows of ``targets.csv``; each is drawn on the rows it binds and on no others.

    Returns
    -------
    Figure
        Grouped by level of government, else by kind. Filled dots; hollow for surveys without sample size;
        ringed where published figures differ; a bracket and arrow for one-sided figures.

    Raises
    ------
    WpsError
        If there is no women's share to draw.

    Examples
    --------
    >>> row = {"indicator": "governors", "name": "Governors", "population": "_T", "ref_area": "KHM",
    ...        "sex": "F", "time_period": "2024", "unit_measure": "PT", "obs_value": 8.0, "lower": 7.5,
    ...        "upper": 8.5, "numerator": 2, "denominator": 25}
    >>> figure = plot_levels(pd.DataFrame([row]), title="Two of 25 governors are women")
    >>> [text.get_text() for text in figure.axes[0].texts if "of" in text.get_text()]
    ['2 of 25 (8 %), 2024']
    """
    check_beside(targets, TARGET, "plot_levels (targets)")
    with open_front(observations, OBSERVED, "plot_levels", **common) as front:
        rows = [row for row in womens_shares(observations.to_dict("records")) if _has_figure(row)]
        if not rows:
            raise WpsError("plot_levels: no row holds women's share of a whole (sex F, unit PT, composition).")
        lengths, rows = front.lengths, sorted(latest_rows(rows), key=level_order)
        bound = {row_key(row): binding_targets(row, targets) for row in rows}
        rows = [row for _order, same in groupby(rows, key=group_order) for row in _keep_together(list(same), bound)]
        lines = _lay_out(rows, bound, lengths)
        height = stack(lines) + 0.5 * lengths.lines(1)
        top, edge = edges(height, lengths)
        left, width = lengths.panel()
        sheet = front.open(top + height + edge, " ".join(mark_notes(rows)), rows=rows)
        ax = sheet.axes(left, top, width, height)
        row_axis(ax, height)
        ax.grid(axis="x")
        ax.tick_params(axis="x", labeltop=top > 0, pad=3)
        _draw_targets(ax, lines, lengths)
        _draw_lines(ax, lines, lengths)
    return sheet.figure


def _has_figure(row: Row) -> bool:
    return any(known(number_of(row, column)) for column in ("obs_value", "lower", "upper"))


def _keep_together(rows: list[Row], bound: dict[tuple, list[Row]]) -> list[Row]:
    # Rows bound by the same targets stand together, in the order that needs the fewest labels of targets.
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(_target_id(target) for target in bound[row_key(row)]), []).append(row)
    sets = [ids for ids in alike if ids]
    if len(sets) <= _MAX_ORDERED:
        # min keeps the first of equals, which is the order of ranks.
        sets = min(permutations(sets), key=_labels_needed, default=())
    return [row for ids in (*sets, ()) for row in alike.get(ids, [])]


def _labels_needed(sets: tuple[tuple[str, ...], ...]) -> int:
    return sum(len(set(ids) - set(before)) for before, ids in pairwise(((), *sets)))


def _target_id(target: Row) -> str:
    return text_of(target, "target_id")


def _lay_out(rows: list[Row], bindings: dict[tuple, list[Row]], size: Size) -> list[_Line]:
    lines: list[_Line] = []
    explained: dict[str, str] = {}
    areas = several_areas(rows)
    pad = 0.5 * size.lines(1)

    for heading, members in groupby(rows, key=group_name):
        lines.append(_Line(height=size.lines(1) + pad * (2 if lines else 1), heading=_(heading)))
        active: set[str] = set()
        for row in members:
            bound = bindings[row_key(row)]
            for target in bound:
                if _target_id(target) not in active:
                    label = _target_label(target, explained, size)
                    lines.append(_Line(height=size.lines(line_count(label)) + 0.2 * pad, target=target, label=label))
            active = {_target_id(target) for target in bound}
            name = wrap_text(row_name(row, area=areas), size.label_column, size.text)
            value = wrap_text(value_label(row), size.value_column, size.text)
            tall = size.lines(max(line_count(name), line_count(value))) + pad
            lines.append(_Line(height=tall, row=row, name=name, value=value, bound=bound))
    return lines


def _target_label(target: Row, explained: dict[str, str], size: Size) -> str:
    # Said in full once; further down the number and its force are enough, unless two targets share them.
    short = target_text(target, basis=False)
    seen = explained.setdefault(short, _target_id(target)) == _target_id(target) and target_text(target) in explained
    explained[target_text(target)] = _target_id(target)
    # A label starts at its target and may run through the column of values, which is empty on its line.
    ends, (left, width) = target_ends(target), size.panel()
    if ends[0] <= _RIGHTMOST:
        room = size.width - size.margin - left - (min(ends[-1], 100.0) / 100 * width + size.mark / 72)
    else:
        room = left + ends[0] / 100 * width - 2 * size.mark / 72
    return wrap_text(short if seen else target_text(target), room, size.small)


def _draw_targets(ax: Axes, lines: list[_Line], size: Size) -> None:
    for index, line in enumerate(lines):
        if line.target is None:
            continue
        rows, end = [], line.top + line.height
        for later in lines[index + 1 :]:
            if later.heading or (later.row and _target_id(line.target) not in map(_target_id, later.bound)):
                break
            if later.row:
                rows.append(later.middle - _stagger(line.target, later.bound, size))
                end = later.top + later.height
        _draw_target(ax, line, rows, end, size)


def _stagger(target: Row, bound: list[Row], size: Size) -> float:
    # Targets with the same number on one row stand one above the other.
    same = [_target_id(other) for other in bound if number_of(other, "lower") == number_of(target, "lower")]
    return same.index(_target_id(target)) * 0.85 * size.mark / 72


def _draw_target(ax: Axes, line: _Line, rows: list[float], end: float, size: Size) -> None:
    marker, _sign, style = target_mark(line.target)
    ends, first = target_ends(line.target), line.top + size.lines(0.5)
    for value in ends:
        ax.plot([value, value], [first, end], color=INK, linestyle=style, linewidth=size.mark / 7, zorder=1.5)
        ax.plot(
            [value] * (len(rows) + 1), [first, *rows], linestyle="", marker=marker, zorder=2.5, clip_on=False,
            markersize=0.62 * size.mark, markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=size.mark / 8,
        )  # fmt: skip
    if len(ends) > 1:
        shade = {"facecolor": RULE, "alpha": 0.35, "edgecolor": "none", "zorder": 0.5}
        ax.add_patch(Rectangle((ends[0], first), ends[1] - ends[0], end - first, **shade))
    right = ends[0] <= _RIGHTMOST
    ax.annotate(
        line.label, (ends[-1] if right else ends[0], first), textcoords="offset points",
        xytext=(0.8 * size.mark if right else -0.8 * size.mark, 0.6 * size.small),
        ha="left" if right else "right", va="top", size=size.small, color=INK, linespacing=leading() + 0.05, zorder=5,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}, label="target", annotation_clip=False,
    )  # fmt: skip


def _draw_lines(ax: Axes, lines: list[_Line], size: Size) -> None:
    value_left = sum(size.panel()) + 1.2 * size.text / 72
    for line in lines:
        if line.heading:
            below = line.top + line.height - 0.25 * size.lines(1)
            ax.text(size.margin, below, line.heading, transform=inches(ax), va="bottom", weight="bold",
                    label="heading")  # fmt: skip
        if line.row is None:
            continue
        write(ax, size.margin, line.middle, line.name, "row")
        write(ax, value_left, line.middle, line.value, f"value:{line.name}")
        ax.plot([0, 100], [line.middle] * 2, color=RULE, linewidth=size.mark / 11, zorder=1)
        draw_figure(ax, line.row, at=line.middle, colour=SEX_COLOURS["F"], mark=size.mark)
