"""One panel an indicator over time: points, steps at elections, segments that are never joined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from wps_analysis.charts.labels import (
    count_text,
    known,
    number_of,
    number_text,
    period_span,
    period_text,
    row_name,
    source_paragraph,
    target_text,
    text_of,
    unique,
    value_text,
)
from wps_analysis.charts.marks import bounds_of, draw_figure, mark_notes, target_mark
from wps_analysis.charts.placement import Label, blocked_by_line, blocked_by_points, place_labels
from wps_analysis.charts.rows import Row, binding_targets, read_rows, row_key, several_areas, time_key
from wps_analysis.charts.theme import (
    INK,
    MUTED,
    PALETTE,
    PAPER,
    RULE,
    SEX_COLOURS,
    Size,
    chart_theme,
    line_count,
    open_sheet,
    wrap_text,
)
from wps_analysis.errors import WpsError

_COLUMNS = ("indicator", "population", "ref_area", "sex", "time_period", "unit_measure", "obs_value", "segment")
# The segment of the latest figure first, then the others: told apart by shape as well as by colour.
_SEGMENT_STYLES = (
    ("o", SEX_COLOURS["F"]),
    ("s", PALETTE["vermillion"]),
    ("^", PALETTE["green"]),
    ("D", PALETTE["purple"]),
    ("v", PALETTE["black"]),
)

_Point = tuple[float, float]
_LONG = 4  # a series of more points has a row for itself


@dataclass
class _Panel:
    """The rows of one indicator and what belongs to them."""

    name: str
    segments: list[list[Row]]
    targets: list[Row]
    elections: list[float]
    labels: list[Label] = field(default_factory=list)
    lines: list[Sequence[tuple[float, float]]] = field(default_factory=list)
    heading: str = ""
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def rows(self) -> list[Row]:
        return [row for segment in self.segments for row in segment]

    def x(self, row: Row) -> float:
        """Middle of a period; a yearly figure of an election year stands at the election."""
        start, end = period_span(text_of(row, "time_period"))
        held = [date for date in self.elections if start <= date < end]
        return held[-1] if held and end - start <= 1 else (start + end) / 2


def plot_trend(
    observations: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    elections: pd.DataFrame | None = None,
    title: str = "",
    subtitle: str = "",
    size: str = "print",
    source_note: str = "",
    as_of: str = "",
) -> Figure:
    """Draw one indicator a panel over time, from zero, each figure with its value and year.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Women's rows are drawn (``sex`` F), or those of
        both sexes where there are none.
    targets
        Rows of ``targets.csv``; each is drawn in the panels that it binds and in no others.
    elections
        Columns ``date`` (ISO), ``ref_area`` and ``indicators`` (codes separated by spaces).
    title, subtitle
        The finding, and what is drawn.
    size
        ``"print"`` or ``"slide"``.
    source_note
        Replaces the sources read from the table.
    as_of
        ISO date printed below the chart.

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
    >>> plot_trend(pd.DataFrame(rows), title="Women among commune chiefs").axes[0].get_ylim()[0]
    0.0
    """
    panels = _panels(read_rows(observations, _COLUMNS, "plot_trend"), targets, elections)
    if not panels:
        raise WpsError("plot_trend: no row has both a period and a value or interval, so there is nothing to draw.")
    rows = [row for panel in panels for row in panel.rows]
    notes = mark_notes(rows)
    notes += _step_notes(panels)
    notes.append(source_paragraph(rows, source_note=source_note, as_of=as_of))
    with chart_theme(size) as lengths:
        gutter, explained = 4.2 * lengths.small / 72, set()
        height = _lay_out(panels, lengths)
        sheet = open_sheet(lengths, height, title=title, subtitle=subtitle, notes=notes)
        for panel in panels:
            ax = sheet.axes(panel.left + gutter, panel.top, panel.width - gutter - 0.12, panel.height)
            ax.text(-gutter / (panel.width - gutter - 0.12), 1 + 0.35 * lengths.lines(1) / panel.height,
                    panel.heading, weight="bold", va="bottom", transform=ax.transAxes, linespacing=1.15,
                    label="heading")  # fmt: skip
            _draw_panel(ax, panel, _y_top(panel, panels), explained, lengths)
    return sheet.figure


def _lay_out(panels: list[_Panel], size: Size) -> float:
    # Long series need the full width and come first; the others stand side by side. Returns the height used.
    room, top = size.width - 2 * size.margin, 0.0
    long = [panel for panel in panels if len(panel.rows) > _LONG]
    short = [panel for panel in panels if len(panel.rows) <= _LONG]
    columns = size.panel_columns
    strips = [[panel] for panel in long] + [short[n : n + columns] for n in range(0, len(short), columns)]
    for strip in strips:
        alone = strip[0] in long or len(panels) == 1
        width = room if alone else room / min(columns, len(short))
        for position, panel in enumerate(strip):
            panel.left, panel.width = size.margin + position * width, width
            panel.height = width * (0.42 if alone or len(short) == 1 else 0.72)
            panel.heading = wrap_text(panel.name, width - 0.15, size.text, "bold")
        head = size.lines(max(line_count(panel.heading) for panel in strip) + 0.6)
        for panel in strip:
            panel.top = top + head
        top += head + strip[0].height + size.lines(2.2)
    panels.sort(key=lambda panel: panel not in long)
    return top


def _step_notes(panels: list[_Panel]) -> list[str]:
    notes = []
    if any(len(panel.segments) > 1 for panel in panels):
        notes.append("Marks of another shape: another series or definition; two series are never joined.")
    if any(panel.elections for panel in panels):
        notes.append("Thin vertical lines: elections; a body's share is drawn flat from one to the next.")
    if any(text_of(p.rows[-1], "kind") == "body" and len(p.rows) > 1 and not p.elections for p in panels):
        notes.append("Dashed step: election dates not held, so the share between the points is not known.")
    return notes


def _panels(rows: list[Row], targets: pd.DataFrame | None, elections: pd.DataFrame | None) -> list[_Panel]:
    grouped: dict[tuple, list[Row]] = {}
    for row in rows:
        drawable = known(number_of(row, "obs_value")) or known(number_of(row, "lower"))
        if drawable and known(*period_span(text_of(row, "time_period"))):
            grouped.setdefault((*row_key(row), text_of(row, "unit_measure")), []).append(row)
    panels = []
    for members in grouped.values():
        sexes = {text_of(row, "sex") for row in members}
        sex = "F" if "F" in sexes else "_T" if "_T" in sexes else min(sexes)
        members = sorted((row for row in members if text_of(row, "sex") == sex), key=time_key)
        names = list(dict.fromkeys(text_of(row, "segment") for row in reversed(members)))
        segments = [[row for row in members if text_of(row, "segment") == name] for name in names]
        latest = members[-1]
        dates = _election_dates(latest, elections) if text_of(latest, "kind") == "body" else []
        name = row_name(latest, area=several_areas(rows))
        panels.append(_Panel(name, segments, binding_targets(latest, targets), dates))
    return panels


def _election_dates(row: Row, elections: pd.DataFrame | None) -> list[float]:
    if elections is None:
        return []
    return sorted(
        period_span(text_of(election, "date"))[0]
        for election in elections.to_dict("records")
        if text_of(row, "indicator") in text_of(election, "indicators").split()
        and text_of(election, "ref_area") in ("", text_of(row, "ref_area"))
    )


def _y_top(panel: _Panel, panels: list[_Panel]) -> float:
    # Percentages share one scale, so that panels can be compared; counts have their own.
    unit = text_of(panel.rows[0], "unit_measure")
    alike = [p for p in panels if text_of(p.rows[0], "unit_measure") == "PT"] if unit == "PT" else [panel]
    columns = ("obs_value", "lower", "upper", "envelope_upper")
    ends = [number_of(row, column) for p in alike for row in p.rows for column in columns]
    ends = [end for end in ends if known(end) and not (unit == "PT" and end >= 100)]
    ends += [number_of(t, c) for p in alike for t in p.targets for c in ("lower", "upper") if known(number_of(t, c))]
    highest = max(ends, default=1.0) or 1.0
    return min(1.3 * highest, 118.0) if unit == "PT" else 1.3 * highest


def _draw_panel(ax: Axes, panel: _Panel, top: float, explained: set[str], size: Size) -> None:
    _set_axes(ax, panel, top, size)
    for date in panel.elections:
        if ax.get_xlim()[0] < date < ax.get_xlim()[1]:
            ax.axvline(date, color=RULE, linewidth=0.8, zorder=0.8)
    marks: list[np.ndarray] = []
    for index, segment in enumerate(panel.segments):
        marker, colour = _SEGMENT_STYLES[index % len(_SEGMENT_STYLES)]
        for position, row in enumerate(segment):
            x, reach = panel.x(row), 0.15 * top
            draw_figure(ax, row, at=x, colour=colour, mark=size.mark, marker=marker, vertical=True, ceiling=top,
                        reach=reach)  # fmt: skip
            value = number_of(row, "obs_value")
            ends = bounds_of(row, ceiling=top, reach=reach)
            y = value if known(value) else ends[0]
            marks.append(blocked_by_points(ax, [(x, y), *((x, end) for end in ends)], 1.5 * size.mark))
            marks.append(blocked_by_line(ax, [(x, end) for end in ends]))
            text = _point_text(row, size, named=index > 0 and position == 0)
            panel.labels.append(Label(text, ((x, y),), size.small, f"value:{panel.name}"))
        _join(ax, panel, segment, colour, size)
    for target in panel.targets:
        _draw_target(ax, panel, target, explained, size)
    lines = [blocked_by_line(ax, line) for line in panel.lines]
    place_labels(ax, panel.labels, np.vstack(marks), np.vstack([np.empty((0, 4)), *lines]))


def _set_axes(ax: Axes, panel: _Panel, top: float, size: Size) -> None:
    spans = [period_span(text_of(row, "time_period")) for row in panel.rows]
    years = [number_of(target, "target_year") for target in panel.targets]
    first = min(start for start, _ in spans)
    last = max([end for _, end in spans] + [year + 1 for year in years if known(year)])
    pad = max(0.12 * (last - first), (5 - (last - first)) / 2, 0.5)
    ax.set_xlim(first - pad, last + pad)
    ax.set_ylim(0, top)
    width = ax.get_window_extent().width / ax.figure.dpi
    room = max(int(width / (4.2 * size.small / 72)), 2)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first + 2 * pad) / s <= room)
    shown = [y for y in range(int(first - pad), int(last + pad) + 1) if y % step == 0]
    edge = 1.4 * size.small / 72 / width * (last - first + 2 * pad)
    shown = [year for year in shown if first - pad + edge <= year + 0.5 <= last + pad - edge]
    ax.set_xticks([year + 0.5 for year in shown], [str(year) for year in shown])
    is_share = text_of(panel.rows[0], "unit_measure") == "PT"
    ticks = [t for t in MaxNLocator(5).tick_values(0, top) if 0 <= t <= (min(top, 100) if is_share else top)]
    ax.set_yticks(ticks, [number_text(t) + (" %" if is_share and t == ticks[-1] else "") for t in ticks])
    ax.grid(axis="y")
    ax.spines["bottom"].set_color(MUTED)


def _join(ax: Axes, panel: _Panel, segment: list[Row], colour: str, size: Size) -> None:
    points = [(panel.x(row), number_of(row, "obs_value")) for row in segment]
    points = [point for point in points if known(*point)]
    is_body = text_of(segment[-1], "kind") == "body"
    if is_body:
        horizon = max(period_span(text_of(row, "time_period"))[1] for row in panel.rows)
        left, right = ax.get_xlim()
        pieces = _steps(points, panel.elections, horizon, gap=0.012 * (right - left))
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
        panel.labels.append(Label("two points", (middle,), size.small, "caveat"))


def _steps(points: list[_Point], elections: list[float], horizon: float, *, gap: float) -> list[list[_Point]]:
    # A share holds until the next figure, but not past an election whose result is not in the series; a step
    # that stops at an election stops a little before, so that it does not touch another series' mark there.
    pieces: list[list[_Point]] = []
    piece: list[_Point] = []
    for (x, y), following in zip(points, [*points[1:], None], strict=True):
        election = next((date for date in elections if date > x + 1e-6), math.inf)
        piece.append((x, y))
        if following and following[0] <= election:
            piece.append((following[0], y))
            continue
        stop = min(election - gap, math.inf if following else horizon)
        if known(election) and stop > x:
            piece.append((stop, y))
        pieces.append(piece)
        piece = []
    return [piece for piece in pieces if len(piece) > 1]


def _point_text(row: Row, size: Size, *, named: bool) -> str:
    # Share, count and year under one another: narrow labels leave room for their neighbours.
    count = count_text(row, implied=False).removesuffix(f" ({value_text(row)})")
    text = "\n".join(unique([value_text(row), count, period_text(row)]))
    if named:
        series = text_of(row, "series_name") or text_of(row, "series").replace("_", " ")
        text += f"\n{series}" if series else ""
    return wrap_text(text, 11 * size.small / 72, size.small)


def _draw_target(ax: Axes, panel: _Panel, target: Row, explained: set[str], size: Size) -> None:
    marker, style = target_mark(target)
    left, right = ax.get_xlim()
    year = number_of(target, "target_year")
    end = year + 0.5 if known(year) else right - 0.03 * (right - left)
    lower, upper = number_of(target, "lower"), number_of(target, "upper")
    is_range = text_of(target, "operator") == "range" and upper > lower
    for value in (lower, upper) if is_range else (lower,):
        ax.plot([left, end], [value, value], color=INK, linestyle=style, linewidth=0.9, zorder=1.5)
        ax.plot([end], [value], linestyle="", marker=marker, markersize=0.8 * size.mark, zorder=2.5,
                markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=0.8)  # fmt: skip
        panel.lines.append([(left, value), (end, value)])
    if is_range:
        ax.axhspan(lower, upper, facecolor=RULE, alpha=0.35, edgecolor="none", zorder=0.5)
    # Said in full in the first panel; the number and its force are enough in the others.
    words = target_text(target)
    text = target_text(target, short=True) if words in explained else words
    explained.add(words)
    width = ax.get_window_extent().width / ax.figure.dpi
    places = [left + part * (end - left) for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)]
    anchors = tuple((x, value) for value in ((upper, lower) if is_range else (lower,)) for x in places)
    panel.labels.append(Label(wrap_text(text, max(0.6 * width, 1.5), size.small), anchors, size.small, "target"))
