"""Dots of women's share by value, the largest first, with counts beside and targets on the rows they bind."""

from __future__ import annotations

from itertools import chain

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.sheet.dots import (
    PLATE,
    Columns,
    Item,
    axis_end,
    bare_period,
    draw_axis,
    measure_columns,
    open_panel,
    period_note,
    usual_period,
    write_above,
    write_item,
    write_label,
)
from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import chart, open_front, stack
from wps_analysis.charts.sheet.lettering import line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import (
    bounds_of,
    differing_text,
    draw_figure,
    is_exact,
    mark_notes,
    short_value,
    target_ends,
)
from wps_analysis.charts.sheet.rows import (
    OBSERVED,
    TARGET,
    Row,
    by_value,
    check_beside,
    latest_rows,
    several_areas,
    womens_shares,
)
from wps_analysis.charts.sheet.theme import COLOURS, MUTED, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import NBSP, count_words, known, number_of, short_name, target_text, text_of
from wps_analysis.words.language import _


@chart
def plot_levels(
    observations: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    ax: Axes | None = None,
    **common: str | None,
) -> ChartFigure:
    """Draw the latest women's share of each indicator as a dot, the largest first, with the count of women beside.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Rows with women's share of a whole (``sex`` F,
        ``unit_measure`` PT, ``measure`` composition) are drawn, the latest of each indicator, population
        and area.
    targets
        Rows of ``targets.csv``: that of all rows is a line named at the top, others are ticks on the rows they bind.
    ax
        Draw the rows alone into these axes, without title, notes and sources; their figure is returned.

    Returns
    -------
    ChartFigure
        From zero to the next ten above what is drawn, or to 100. Filled dots; hollow for the press and for surveys
        without sample size; ringed where published figures differ; a bracket and arrow for one-sided figures.

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
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith("value")]
    ['2 of 25', '8%']
    """
    check_beside(targets, TARGET, "plot_levels (targets)")
    with open_front(observations, OBSERVED, "plot_levels", phone=True, **common) as front:
        rows = [row for row in womens_shares(observations.to_dict("records")) if known(by_value(row)[0])]
        if not rows:
            raise WpsError("plot_levels: no row holds women's share of a whole (sex F, unit PT, composition).")
        rows = sorted(latest_rows(rows), key=by_value)
        aims = None if targets is None else targets.to_dict("records")
        bound = [binding_targets(row, aims) for row in rows]
        items, notes = _items(rows), _notes(rows, bound)
        size = front.lengths
        columns = measure_columns(items, size, labels=_label_room(rows, size))
        label = _target_label(bound, columns, size)
        if ax is None:
            above = size.small_lines(line_count(label) + bool(columns.side) + 0.1)
            ax, figure = open_panel(front, items, columns, above, notes, rows)
        else:
            stack(items)
            figure = ax.figure
        ends = [[end for target in own for end in target_ends(target)] for own in bound]
        draw_axis(ax, items, axis_end(max([*chain(*ends), *(bounds_of(row)[1] for row in rows)])))
        _draw_targets(ax, items, bound, label, columns, size)
        for item, ticks in zip(items, ends, strict=True):
            _draw_item(ax, item, columns, ticks, size)
        if columns.side:
            away = 1 + columns.labels / columns.width + (0 if size.is_narrow else columns.side / columns.width)
            write_above(ax, away, _("number of women"), size.small_lines(1.4), ha="right",
                        size=size.small, color=MUTED, label="column")  # fmt: skip
    return figure


def _items(rows: list[Row]) -> list[Item]:
    areas, usual = several_areas(rows), usual_period([row] for row in rows)
    names = [short_name(row, area=areas) for row in rows]
    names = [name if bare_period(row) == usual else f"{name}, {bare_period(row)}"
             for name, row in zip(names, rows, strict=True)]  # fmt: skip
    counts = [count_words(row, implied=False).replace(NBSP, " ") for row in rows]
    return [Item(name=n, side=c, rows=(row,)) for n, c, row in zip(names, counts, rows, strict=True)]


def _label_room(rows: list[Row], size: Size) -> float:
    """Return the width right of the panel that the label of a mark at its end needs, and some air."""
    return max(text_width(short_value(row), size.text, "bold") for row in rows) + 0.9 * size.text / 72


def _notes(rows: list[Row], bound: list[list[Row]]) -> str:
    usual = usual_period([row] for row in rows)
    notes = [period_note(usual, (bare_period(row) for row in rows)), *mark_notes(rows, beside=False)]
    notes += [f"{short_name(row)}: {text}." for row in rows if (text := differing_text(row))]
    named = _commonest(bound)
    others = dict.fromkeys(_words(t) for ts in bound for t in ts if t["target_id"] != named.get("target_id"))
    if others:
        notes.append(_("Other ticks: {targets}.").format(targets="; ".join(others)))
    return " ".join(notes)


def _words(target: Row) -> str:
    return target_text(target).replace(f"{NBSP}%", "%")


def _commonest(bound: list[list[Row]]) -> Row:
    """Return the target that binds most rows, which is named at the top; an empty row where there is none."""
    counts: dict[str, list[Row]] = {}
    for target in (target for own in bound for target in own):
        counts.setdefault(text_of(target, "target_id"), []).append(target)
    return max(counts.values(), key=len)[0] if counts else {}


def _target_label(bound: list[list[Row]], columns: Columns, size: Size) -> str:
    """Return the name of the commonest target, in lines that fit above the panel."""
    target = _commonest(bound)
    if not target:
        return ""
    room = columns.width + columns.labels + (0 if size.is_narrow else 0.5 * columns.names)
    lines = [target_text(target, basis=False).replace(f"{NBSP}%", "%"), _(text_of(target, "basis"))]
    return "\n".join(wrap_text(line, room, size.small, "bold") for line in lines if line)


def _draw_targets(
    ax: Axes, items: list[Item], bound: list[list[Row]], label: str, columns: Columns, size: Size
) -> None:
    named, colour = _commonest(bound), COLOURS["target"]
    everywhere = all(any(t["target_id"] == named.get("target_id") for t in own) for own in bound)
    for item, own in zip(items, bound, strict=True):
        for target in own:
            whole = everywhere and not size.is_narrow and target["target_id"] == named["target_id"]
            for end in [] if whole else target_ends(target):
                reach = size.lines(0.38 if size.is_narrow else 0.55)
                ticks = ax.plot([end] * 2, [item.at - reach, item.at + reach], color=colour, linewidth=size.mark / 5,
                                solid_capstyle="butt", zorder=3.5)  # fmt: skip
                rests_on(*ticks, claims=claims_of(target))
    if not named:
        return
    if everywhere and not size.is_narrow:
        for end in target_ends(named):
            lines = ax.plot([end] * 2, [0, ax.get_ylim()[0]], color=colour, linestyle=(0, (4, 2)),
                            linewidth=size.mark / 6, zorder=1.5)  # fmt: skip
            rests_on(*lines, claims=claims_of(named))
    _write_target(ax, named, label, columns, size)


def _write_target(ax: Axes, target: Row, label: str, columns: Columns, size: Size) -> None:
    """Name a target above the panel: centred at its place, or further in where it would leave the panel."""
    end = ax.get_xlim()[1]
    width = ax.get_window_extent().width / ax.figure.dpi
    half = max(text_width(line, size.small, "bold") for line in label.split("\n")) / 2 / width * end
    place = max(min(target_ends(target)[0], end - half), half)
    up = size.small_lines(1.4 + bool(columns.side))  # over the head of the counts
    text = write_above(ax, place, label, up, data=True, ha="center", size=size.small,
                       color=COLOURS["target"], weight="bold", label="target")  # fmt: skip
    rests_on(text, claims=claims_of(target))


def _draw_item(ax: Axes, item: Item, columns: Columns, ticks: list[float], size: Size) -> None:
    (row,) = item.rows
    write_item(ax, item, columns, size)
    value, (_low, high) = number_of(row, "obs_value"), bounds_of(row)
    if known(value):
        stems = ax.plot([0, value], [item.at] * 2, color=COLOURS["women2"], linewidth=size.mark / 5, zorder=2)
        rests_on(*stems, claims=claims_of(row))
    draw_figure(ax, row, at=item.at, colour=SEX_COLOURS["F"], mark=size.mark, rounding=False)
    reach, text = value if is_exact(row) else high, short_value(row)
    unit = ax.get_xlim()[1] / columns.width / 72  # per cent a point
    start = reach + unit * (0.5 * size.mark + 2)
    # A label that a tick of its row would cut stands behind it.
    cut = [tick for tick in ticks if start < tick < start + unit * (72 * text_width(text, size.text, "bold") + 3)]
    # A plate keeps the grid off the letters; it would hide a tick of the row.
    plate = None if ticks else PLATE
    write_label(ax, max([reach, *cut]), item, text, right=True, mark=size.mark, row=row, weight="bold", bbox=plate)
