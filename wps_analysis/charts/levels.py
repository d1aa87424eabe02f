"""Dots of women's share, one row an indicator, with counts beside and targets on the rows they bind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, pairwise, permutations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Transform, blended_transform_factory

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.sheet.lettering import leading, line_count, wrap_text
from wps_analysis.charts.sheet.marks import draw_figure, mark_notes, target_mark, value_label
from wps_analysis.charts.sheet.rows import (
    Row,
    group_name,
    group_order,
    latest_rows,
    level_order,
    read_rows,
    row_key,
    several_areas,
    womens_shares,
)
from wps_analysis.charts.sheet.theme import INK, MUTED, PAPER, RULE, SEX_COLOURS, Size, chart_theme, open_sheet
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import (
    known,
    number_of,
    row_name,
    source_paragraph,
    target_text,
    text_of,
)
from wps_analysis.words.language import _, in_language

_COLUMNS = ("indicator", "population", "ref_area", "sex", "time_period", "unit_measure", "obs_value")
_MAX_ORDERED = 6  # more sets of targets than this are left in the order of ranks
_RIGHTMOST = 60  # targets above this percentage have their label on the left


@dataclass
class _Line:
    """One line of the chart: a heading, the label of a target, or a row with its figure."""

    top: float
    height: float
    heading: str = ""
    target: Row | None = None
    label: str = ""
    row: Row | None = None
    name: str = ""
    value: str = ""
    bound: list[Row] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@in_language
def plot_levels(
    observations: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    title: str = "",
    subtitle: str = "",
    size: str = "print",
    source_note: str = "",
    as_of: str = "",
) -> Figure:
    """Draw the latest women's share of each indicator as a dot from 0 to 100 %, count and denominator beside.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Rows with women's share of a whole (``sex`` F,
        ``unit_measure`` PT, ``measure`` composition) are drawn, the latest of each indicator, population
        and area.
    targets
        Rows of ``targets.csv``; each is drawn on the rows it binds and on no others.
    title, subtitle
        The finding, and what is drawn.
    size
        ``"print"`` or ``"slide"``.
    source_note
        Replaces the sources read from the table.
    as_of
        ISO date printed below the chart.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

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
    rows = [row for row in womens_shares(read_rows(observations, _COLUMNS, "plot_levels")) if _has_figure(row)]
    if not rows:
        raise WpsError("plot_levels: no row holds women's share of a whole (sex F, unit PT, composition).")
    rows = sorted(latest_rows(rows), key=level_order)
    bound = {row_key(row): binding_targets(row, targets) for row in rows}
    rows = [row for _order, members in groupby(rows, key=group_order) for row in _keep_together(list(members), bound)]
    with chart_theme(size) as lengths:
        lines = _lay_out(rows, bound, lengths)
        height = lines[-1].top + lines[-1].height + 0.5 * lengths.lines(1)
        # A tall chart repeats the numbers of its axis at the top.
        edge = 1.7 * lengths.lines(1)
        top = edge if height > 12 * edge else 0.0
        notes = [" ".join(mark_notes(rows)), source_paragraph(rows, source_note=source_note, as_of=as_of)]
        sheet = open_sheet(lengths, top + height + edge, title=title, subtitle=subtitle, notes=notes)
        ax = sheet.axes(_panel_left(lengths), top, _panel_width(lengths), height)
        _draw_frame(ax, height, numbers_above=top > 0)
        _draw_targets(ax, lines, lengths)
        _draw_lines(ax, lines, lengths)
    return sheet.figure


def _has_figure(row: Row) -> bool:
    return any(known(number_of(row, column)) for column in ("obs_value", "lower", "upper"))


def _panel_left(size: Size) -> float:
    return size.margin + size.label_column + 1.6 * size.text / 72


def _panel_width(size: Size) -> float:
    return size.width - size.margin - size.value_column - 1.6 * size.text / 72 - _panel_left(size)


def _inches(ax: Axes) -> Transform:
    # Across: inches from the figure's left edge; down: the rows of the chart.
    return blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)


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

    def add(height: float, **content) -> None:
        top = lines[-1].top + lines[-1].height if lines else 0.0
        lines.append(_Line(top, height, **content))

    for heading, members in groupby(rows, key=group_name):
        add(size.lines(1) + pad * (2 if lines else 1), heading=_(heading))
        active: set[str] = set()
        for row in members:
            bound = bindings[row_key(row)]
            for target in bound:
                if _target_id(target) not in active:
                    label = _target_label(target, explained, size)
                    add(size.lines(line_count(label)) + 0.2 * pad, target=target, label=label)
            active = {_target_id(target) for target in bound}
            name = wrap_text(row_name(row, area=areas), size.label_column, size.text)
            value = wrap_text(value_label(row), size.value_column, size.text)
            tall = max(line_count(name), line_count(value))
            add(size.lines(tall) + pad, row=row, name=name, value=value, bound=bound)
    return lines


def _target_label(target: Row, explained: dict[str, str], size: Size) -> str:
    # Said in full once; further down the number and its force are enough, unless two targets share them.
    short = target_text(target, basis=False)
    seen = explained.setdefault(short, _target_id(target)) == _target_id(target) and target_text(target) in explained
    explained[target_text(target)] = _target_id(target)
    # A label starts at its target and may run through the column of values, which is empty on its line.
    lower, upper = number_of(target, "lower"), number_of(target, "upper")
    at = upper if text_of(target, "operator") == "range" else lower
    start = min(at, 100.0) / 100 * _panel_width(size) + size.mark / 72
    if lower <= _RIGHTMOST:
        room = size.width - size.margin - _panel_left(size) - start
    else:
        room = _panel_left(size) + lower / 100 * _panel_width(size) - 2 * size.mark / 72
    return wrap_text(short if seen else target_text(target), room, size.small)


def _draw_frame(ax: Axes, height: float, *, numbers_above: bool) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(height, 0)
    ax.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    ax.set_yticks([])
    ax.grid(axis="x")
    ax.tick_params(axis="x", labeltop=numbers_above, pad=3)
    ax.spines["bottom"].set_color(MUTED)


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
    lower, upper = number_of(line.target, "lower"), number_of(line.target, "upper")
    first = line.top + size.lines(0.5)
    is_range = text_of(line.target, "operator") == "range" and upper > lower
    for value in (lower, upper) if is_range else (lower,):
        ax.plot([value, value], [first, end], color=INK, linestyle=style, linewidth=size.mark / 7, zorder=1.5)
        ax.plot(
            [value] * (len(rows) + 1), [first, *rows], linestyle="", marker=marker, zorder=2.5, clip_on=False,
            markersize=0.62 * size.mark, markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=size.mark / 8,
        )  # fmt: skip
    if is_range:
        shade = {"facecolor": RULE, "alpha": 0.35, "edgecolor": "none", "zorder": 0.5}
        ax.add_patch(Rectangle((lower, first), upper - lower, end - first, **shade))
    right = lower <= _RIGHTMOST
    ax.annotate(
        line.label, (upper if is_range and right else lower, first), textcoords="offset points",
        xytext=(0.8 * size.mark if right else -0.8 * size.mark, 0.6 * size.small),
        ha="left" if right else "right", va="top", size=size.small, color=INK, linespacing=leading() + 0.05, zorder=5,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}, label="target", annotation_clip=False,
    )  # fmt: skip


def _draw_lines(ax: Axes, lines: list[_Line], size: Size) -> None:
    inches = _inches(ax)
    gap = 1.2 * size.text / 72
    value_left = _panel_left(size) + _panel_width(size) + gap
    common = {"transform": inches, "va": "center", "linespacing": leading()}
    for line in lines:
        if line.heading:
            below = line.top + line.height - 0.25 * size.lines(1)
            ax.text(size.margin, below, line.heading, transform=inches, va="bottom", weight="bold",
                    label="heading")  # fmt: skip
        if line.row is None:
            continue
        ax.text(size.margin, line.middle, line.name, label="row", **common)
        ax.text(value_left, line.middle, line.value, label=f"value:{line.name}", **common)
        ax.plot([0, 100], [line.middle] * 2, color=RULE, linewidth=size.mark / 11, zorder=1)
        draw_figure(ax, line.row, at=line.middle, colour=SEX_COLOURS["F"], mark=size.mark)
