"""One panel an indicator over time: points, steps at elections, segments that are never joined."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from wps_analysis.charts.beside import (
    CLAIMED,
    FITTED,
    beside_notes,
    draw_fitted_line,
    draw_other_claims,
    is_fitted,
    other_claims,
)
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.lettering import leading, text_width, wrap_text
from wps_analysis.charts.sheet.marks import bounds_of, draw_figure, mark_notes, target_ends, target_mark
from wps_analysis.charts.sheet.panels import Panel, lay_out, read_panels, step_notes, steps, target_note, y_top
from wps_analysis.charts.sheet.placement import Label, blocked_by_line, blocked_by_points, place_labels
from wps_analysis.charts.sheet.rows import OBSERVED, TARGET, Row, check_beside
from wps_analysis.charts.sheet.theme import INK, PALETTE, PAPER, RULE, SEX_COLOURS, Size
from wps_analysis.codes import period_span
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import (
    count_words,
    known,
    number_of,
    number_text,
    period_text,
    target_text,
    text_of,
    unique,
    value_text,
)
from wps_analysis.words.language import N_, _

# The segment of the latest figure first, then the others: told apart by shape as well as by colour.
_SEGMENT_STYLES = (
    ("o", SEX_COLOURS["F"]),
    ("s", PALETTE["vermillion"]),
    ("^", PALETTE["green"]),
    ("D", PALETTE["purple"]),
    ("v", PALETTE["black"]),
)

_BY_SEX = {"F": N_("women {value}"), "M": N_("men {value}")}
_MEN = ("s", SEX_COLOURS["M"])
_MIN_YEARS = 5  # shortest axis of time


@chart
def plot_trend(
    observations: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    elections: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    **common: str | None,
) -> Figure:
    """Draw one indicator a panel over time, from zero, each figure with its value and year.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Women's rows are drawn (``sex`` F) and men's beside them
        where there are any, or those of both sexes together where there are none of women.
    targets
        Rows of ``targets.csv``; each is drawn in the panels that it binds and in no others.
    elections
        Rows of ``elections.csv``: ``indicators`` (codes separated by spaces), ``ref_area`` and ``year``, or
        ``date`` (ISO) where the day is known.
    claims
        As ``load_claims()`` returns them: other published figures stand hollow beside the one that speaks.
    lines
        As ``trend_lines()`` returns them: fitted lines with their bands, which only long series have.

    Returns
    -------
    Figure
        Bodies as steps that end at the next election; other kinds as points, joined from three points of a
        segment on. Two points have a light dashed connector that says so. Segments are never joined.

    Raises
    ------
    WpsError
        If there is nothing to draw.

    Examples
    --------
    >>> rows = [{"indicator": "chiefs", "population": "_T", "ref_area": "KHM", "sex": "F", "kind": "body",
    ...          "time_period": year, "unit_measure": "PT", "obs_value": value, "segment": "nec"}
    ...         for year, value in (("2017", 7.9), ("2022", 10.7))]
    >>> float(plot_trend(pd.DataFrame(rows), title="Women among commune chiefs").axes[0].get_ylim()[0])
    0.0
    """
    for name, (table, columns) in {
        "targets": (targets, TARGET), "elections": (elections, ("indicators", "ref_area")),
        "claims": (claims, CLAIMED), "lines": (lines, FITTED),
    }.items():  # fmt: skip
        check_beside(table, columns, f"plot_trend ({name})")
    with open_front(observations, (*OBSERVED, "segment"), "plot_trend", **common) as front:
        lengths, panels = front.lengths, read_panels(observations.to_dict("records"), targets, elections)
        if not panels:
            raise WpsError("plot_trend: no row has both a period and a value or interval: there is nothing to draw.")
        rows = [row for panel in panels for row in panel.rows]
        others = {id(row): other_claims(row, claims) for row in rows}
        beside = [claim for found in others.values() for claim in found]
        fitted = any(is_fitted(segment, lines) for panel in panels for segment in panel.segments)
        plain = [_without_ring(row) if others[id(row)] else row for row in rows]
        notes = mark_notes(plain) + beside_notes(rows, beside, fitted=fitted) + step_notes(panels)
        gutter = max(_tick_room(panel, y_top(panel, panels), lengths) for panel in panels)
        sheet = front.open(lay_out(panels, lengths), " ".join(notes), target_note(panels), rows=rows)
        for panel in panels:
            ax = sheet.axes(panel.left + gutter, panel.top, panel.width - gutter - 0.12, panel.height)
            ax.text(-gutter / (panel.width - gutter - 0.12), 1 + 0.35 * lengths.lines(1) / panel.height,
                    panel.heading, weight="bold", va="bottom", transform=ax.transAxes, linespacing=leading(),
                    label="heading")  # fmt: skip
            _draw_panel(ax, panel, y_top(panel, panels), lengths, others, lines)
    return sheet.figure


def _without_ring(row: Row) -> Row:
    # Where the other claims are drawn, no envelope stands for them.
    return {**row, "agreement": ""}


def _draw_panel(
    ax: Axes, panel: Panel, top: float, size: Size, others: dict[int, list[Row]], lines: pd.DataFrame | None
) -> None:
    _set_axes(ax, panel, top, size)
    for date in panel.elections:
        if ax.get_xlim()[0] < date < ax.get_xlim()[1]:
            ax.axvline(date, color=RULE, linewidth=size.mark / 8, zorder=0.8)
    marks: list[np.ndarray] = []
    width = ax.get_window_extent().width / ax.figure.dpi
    for index, segment in enumerate(panel.segments):
        marker, colour = _segment_style(panel, index)
        for position, row in enumerate(segment):
            x, reach = panel.x(row), 0.15 * top
            beside = others[id(row)]
            shown = _without_ring(row) if beside else row
            draw_figure(ax, shown, at=x, colour=colour, mark=size.mark, marker=marker, vertical=True, ceiling=top,
                        reach=reach)  # fmt: skip
            value = number_of(row, "obs_value")
            ends = bounds_of(row, ceiling=top, reach=reach)
            y = value if known(value) else ends[0]
            marks.append(blocked_by_points(ax, [(x, y), *((x, end) for end in ends)], 1.5 * size.mark))
            marks.append(blocked_by_line(ax, [(x, end) for end in ends]))
            named = index > 0 and position == 0 and text_of(row, "sex") == text_of(panel.segments[0][0], "sex")
            text = _point_text(row, width, size, named=named, sex=panel.both_sexes)
            panel.labels.append(Label(text, ((x, y),), size.small, f"value:{panel.name}"))
            marks += draw_other_claims(ax, panel, row, beside, marker=marker, colour=colour, size=size)
        if is_fitted(segment, lines):
            draw_fitted_line(ax, panel, segment, lines, colour, size)
        else:
            _join(ax, panel, segment, colour, size)
    # The highest first: its label takes the room above, the next ones what is left below.
    for target in reversed(panel.targets):
        marks.append(_draw_target(ax, panel, target, size))
    drawn = [blocked_by_line(ax, line) for line in panel.lines]
    place_labels(ax, panel.labels, np.vstack(marks), np.vstack([np.empty((0, 4)), *drawn]))


def _segment_style(panel: Panel, index: int) -> tuple[str, str]:
    """Return marker and colour of a segment: women's latest and men's latest first, told apart by shape too."""
    sexes = [text_of(segment[0], "sex") for segment in panel.segments]
    if sexes[index] == "M" and "M" not in sexes[:index]:
        return _MEN
    others = [style for style in _SEGMENT_STYLES if style != _MEN or not panel.both_sexes]
    return others[(index - ("M" in sexes[:index])) % len(others)]


def _set_axes(ax: Axes, panel: Panel, top: float, size: Size) -> None:
    spans = [period_span(text_of(row, "time_period")) for row in panel.rows]
    years = [number_of(target, "target_year") for target in panel.targets]
    first = min(start for start, _end in spans)
    last = max([end for _start, end in spans] + [year + 1 for year in years if known(year)])
    right = last + max(0.1 * (last - first), 0.5)
    left = min(first - max(0.1 * (last - first), 0.5), right - _MIN_YEARS)
    ax.set_xlim(left, right)
    ax.set_ylim(0, top)
    width = ax.get_window_extent().width / ax.figure.dpi
    room = max(int(width / (4.2 * size.small / 72)), 2)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (right - left) / s <= room)
    shown = [y for y in range(int(left), int(right) + 1) if y % step == 0]
    edge = 1.4 * size.small / 72 / width * (right - left)
    shown = [year for year in shown if left + edge <= year + 0.5 <= right - edge]
    ax.set_xticks([year + 0.5 for year in shown], [str(year) for year in shown])
    ax.set_yticks(*_ticks(panel, top))
    ax.grid(axis="y")


def _ticks(panel: Panel, top: float) -> tuple[list[float], list[str]]:
    is_share = text_of(panel.rows[0], "unit_measure") == "PT"
    ticks = [t for t in MaxNLocator(5).tick_values(0, top) if 0 <= t <= (min(top, 100) if is_share else top)]
    return ticks, [number_text(t) + (" %" if is_share and t == ticks[-1] else "") for t in ticks]


def _tick_room(panel: Panel, top: float, size: Size) -> float:
    """Return the width left of a panel that its numbers need, in inches; as much as "100 %" at least."""
    widest = max(text_width(text, size.small) for text in _ticks(panel, top)[1])
    return max(4.2 * size.small / 72, widest + 0.9 * size.small / 72)


def _join(ax: Axes, panel: Panel, segment: list[Row], colour: str, size: Size) -> None:
    points = [(panel.x(row), number_of(row, "obs_value")) for row in segment]
    points = [point for point in points if known(*point)]
    is_body = text_of(segment[-1], "kind") == "body"
    if is_body:
        horizon = max(period_span(text_of(row, "time_period"))[1] for row in panel.rows)
        years_per_inch = (ax.get_xlim()[1] - ax.get_xlim()[0]) / ax.get_window_extent().width * ax.figure.dpi
        pieces = steps(points, panel.elections, horizon, gap=1.3 * size.mark / 72 * years_per_inch)
    else:
        pieces = [points] if len(points) > 1 else []
    steps_known = is_body and panel.elections
    two = len(points) == 2 and not steps_known
    light = two or (is_body and not steps_known)
    style = {"linestyle": (0, (2, 3)), "alpha": 0.55} if light else {"linestyle": "-"}
    for piece in pieces:
        ax.plot(*zip(*piece, strict=True), color=colour, linewidth=size.mark / 5.5, zorder=2, **style)
        panel.lines.append(piece)
    if two:
        middle = tuple(sum(values) / 2 for values in zip(*points, strict=True))
        panel.labels.append(Label(_("two figures"), (middle,), size.small, "caveat"))


def _point_text(row: Row, width: float, size: Size, *, named: bool, sex: bool) -> str:
    # Share, count and year under one another: narrow labels leave room for their neighbours.
    value = _(_BY_SEX[text_of(row, "sex")]).format(value=value_text(row)) if sex else value_text(row)
    text = "\n".join(unique([value, count_words(row, implied=False), period_text(row)]))
    if named:
        series = _(text_of(row, "series_name")) or text_of(row, "series").replace("_", " ")
        text += f"\n{series}" if series else ""
    return wrap_text(text, min(max(0.38 * width, 1.0), 1.8), size.small)


def _draw_target(ax: Axes, panel: Panel, target: Row, size: Size) -> np.ndarray:
    marker, _sign, style = target_mark(target)
    left, right = ax.get_xlim()
    year = number_of(target, "target_year")
    end = year + 0.5 if known(year) else right - 0.03 * (right - left)
    ends = target_ends(target)
    for value in ends:
        ax.plot([left, end], [value, value], color=INK, linestyle=style, linewidth=size.mark / 7, zorder=1.5)
        ax.plot([end], [value], linestyle="", marker=marker, markersize=0.8 * size.mark, zorder=2.5,
                markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=size.mark / 8)  # fmt: skip
        panel.lines.append([(left, value), (end, value)])
    if len(ends) > 1:
        ax.axhspan(*ends, facecolor=RULE, alpha=0.35, edgecolor="none", zorder=0.5)
    places = [left + part * (end - left) for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)]
    anchors = tuple((x, value) for value in reversed(ends) for x in places)
    # The number, its force and year; what it is based on stands in the notes below.
    text = wrap_text(target_text(target, basis=False), 0.8 * (ax.get_window_extent().width / ax.figure.dpi), size.small)
    panel.labels.append(Label(text, anchors, size.small, "target"))
    return blocked_by_points(ax, [(end, ends[0]), (end, ends[-1])], size.mark)
