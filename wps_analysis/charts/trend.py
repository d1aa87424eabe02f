"""One panel a body or an indicator over time: lines through what can be followed, dots elsewhere, one message each."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.beside import (
    CLAIMED,
    FITTED,
    draw_dot,
    draw_fitted_line,
    draw_other_claims,
    is_fitted,
    other_claims,
    trend_notes,
)
from wps_analysis.charts.neighbours import draw_among, neighbour_lines
from wps_analysis.charts.sheet.figure import ChartFigure, Sheet, TooTall, claims_of, no_taller_than, rests_on
from wps_analysis.charts.sheet.front import Front, chart, open_front
from wps_analysis.charts.sheet.headings import panel_message
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import bounds_of, draw_figure, short_value, target_ends
from wps_analysis.charts.sheet.panels import (
    Panel,
    drawn_targets,
    lay_out,
    read_panels,
    tick_words,
    value_axis,
    year_axis,
)
from wps_analysis.charts.sheet.placement import Label, blocked_by_line, blocked_by_points, place_labels
from wps_analysis.charts.sheet.rows import OBSERVED, TARGET, Row, check_beside
from wps_analysis.charts.sheet.theme import AXIS, COLOURS, INK, MUTED, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import NBSP, known, number_of, target_text, text_of
from wps_analysis.words.language import N_, _

_BY_SEX = {"F": N_("women {value}"), "M": N_("men {value}")}
_MOST_NAMED = 12
"""Figures of a panel that are all named: of more, the first and the last of each series."""
_FREE = 0.05  # of an axis above its last number
_ON_SLIDE = (0.6, 0.54, 0.48, 0.42, 0.36)  # of the height of a slide, for the panels


@chart
def plot_trend(
    observations: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    elections: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    ref_area: str = "",
    ax: Axes | None = None,
    **common: str | None,
) -> ChartFigure:
    """Draw one indicator a panel over time, from zero, under the message that its figures carry; or areas on one axis.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Women's rows are drawn (``sex`` F) and men's beside them
        where there are any, or those of both sexes together where there are none of women.
    targets
        Rows of ``targets.csv``. Of several panels the target that binds most is drawn, in those that it binds; it is
        named in the first, and others in a note.
    elections
        Rows of ``elections.csv``: ``indicators`` (codes separated by spaces), ``ref_area`` and ``year``, or
        ``date`` (ISO) where the day is known.
    claims
        As ``load_claims()`` returns them, if known with ``basis``: other published figures stand beside the one used.
    lines
        As ``trend_lines()`` returns them: fitted lines with their bands, which series of five figures and more have.
    ref_area
        The code of an area whose line is drawn in colour among those of the others of the table, grey and named at
        their ends: of the series of one women's share that most of them have. Of its targets and fitted lines those of
        this area are drawn; elections and other claims are not. Empty: each area has a panel of its own.
    ax
        Draw the one panel that there is into these axes, without title, notes and sources; their figure is returned.

    Returns
    -------
    ChartFigure
        Hollow marks are of the press. From three figures on a line joins those of one series and segment at
        consecutive elections or of consecutive years, or, where there are no elections and the series is not yearly, no
        more than ten years apart.
        All shares have one scale.

    Raises
    ------
    WpsError
        If there is nothing to draw, or more than one panel for ``ax``; if areas on one axis have several indicators, or
        no two of them, ``ref_area`` among them, two years of one series.

    Examples
    --------
    >>> rows = [{"indicator": "chiefs", "population": "_T", "ref_area": "KHM", "sex": "F", "kind": "body",
    ...          "time_period": year, "unit_measure": "PT", "obs_value": value, "lower": value - 0.05,
    ...          "upper": value + 0.05, "segment": "nec"} for year, value in (("2017", 7.9), ("2022", 10.7))]
    >>> figure = plot_trend(pd.DataFrame(rows), title="Women among commune chiefs")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['From 7.9% to 10.7% in 5 years', 'chiefs, women %', '7.9', '10.7']
    """
    for name, (table, columns) in {
        "targets": (targets, TARGET), "elections": (elections, ("indicators", "ref_area")),
        "claims": (claims, CLAIMED), "lines": (lines, FITTED),
    }.items():  # fmt: skip
        check_beside(table, columns, f"plot_trend ({name})")
    with open_front(observations, (*OBSERVED, "segment"), "plot_trend", phone=True, **common) as front:
        if ref_area:
            return _draw_areas(front, observations, ref_area, targets=targets, fitted=lines, ax=ax)
        size, panels = front.lengths, read_panels(observations.to_dict("records"), targets, elections)
        if not panels:
            raise WpsError("plot_trend: no row has both a period and a value or interval: there is nothing to draw.")
        if ax is not None and len(panels) > 1:
            raise WpsError(f"plot_trend: {len(panels)} panels do not fit into one ax. Load one indicator and area.")
        rows = [row for panel in panels for row in panel.rows]
        others = {id(row): other_claims(row, claims) for row in rows}
        drawn = drawn_targets(panels)
        rests = []
        for panel in panels:
            panel.message, figures = panel_message(panel)
            rests.append(claims_of(*figures))
        beside = [claim for found in others.values() for claim in found]
        gutter = _gutter(panels, beside, drawn, size)
        if ax is None:
            fitted = any(is_fitted(segment, lines) for panel in panels for segment in panel.segments)
            notes = trend_notes(panels, others, fitted=fitted, targets=_named(panels, drawn))
            sheet = _open_sheet(front, panels, " ".join(notes).replace(NBSP, " "), rows)
            places = [sheet.axes(p.left + gutter, p.top, p.width - gutter - 0.08, p.height) for p in panels]
        else:
            lay_out(panels, size)
            places = [ax]
        named: set[str] = set()
        for panel, place, claims_below in zip(panels, places, rests, strict=True):
            _set_axes(place, panel, panels, beside, drawn, size)
            _write_heading(place, panel, gutter, claims_below, size)
            _draw_panel(place, panel, size, others, lines, [t for t in panel.targets if _is_in(t, drawn)], named)
    return places[0].figure


def _draw_areas(front: Front, observations: pd.DataFrame, ref_area: str, **beside: object) -> ChartFigure:
    rows = observations.to_dict("records")
    drawn, marks = neighbour_lines(rows, ref_area, years=2, areas=2, chart="plot_trend")
    if not drawn:
        raise WpsError(
            f"plot_trend: no series has two years of one indicator in {ref_area} and in another area of its kind. Load"
            " one indicator of several areas, or leave ref_area out."
        )
    return draw_among(front, drawn, marks, ref_area, **beside)


def _open_sheet(front: Front, panels: list[Panel], notes: str, rows: list[Row]) -> Sheet:
    """Open a sheet for the panels: on a slide these are as high as title and notes leave them."""
    size = front.lengths
    for part in _ON_SLIDE[:-1] if size.height else ():
        with suppress(TooTall), no_taller_than(1.001 * size.height):
            return front.open(lay_out(panels, size, part * size.height), notes, rows=rows)
    return front.open(lay_out(panels, size, _ON_SLIDE[-1] * size.height), notes, rows=rows)


def _is_in(target: Row, drawn: list[Row]) -> bool:
    return any(text_of(target, "target_id") == text_of(other, "target_id") for other in drawn)


def _named(panels: list[Panel], drawn: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the targets with a line and those without one."""
    others = [target for panel in panels for target in panel.targets if not _is_in(target, drawn)]
    return drawn, others


def _gutter(panels: list[Panel], beside: list[Row], drawn: list[Row], size: Size) -> float:
    """Return the width left of all panels that their numbers need, in inches."""
    words = [tick_words(value_axis(panel, panels, beside, drawn), share=panel.is_share) for panel in panels]
    return max(text_width(word, size.small) for own in words for word in own) + 0.6 * size.small / 72


def _set_axes(ax: Axes, panel: Panel, panels: list[Panel], beside: list[Row], targets: list[Row], size: Size) -> None:
    width = ax.get_window_extent().width / ax.figure.dpi
    left, right, years = year_axis(panels, targets, width, size.small)
    ticks = value_axis(panel, panels, beside, targets)
    ax.set_xlim(left, right)
    ax.set_ylim(0, (1 + _FREE) * ticks[-1])
    ax.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    ax.set_yticks(ticks, tick_words(ticks, share=panel.is_share), va="center")
    ax.tick_params(axis="x", length=size.mark / 2.4, color=AXIS)
    ax.grid(axis="y")


def _write_heading(ax: Axes, panel: Panel, gutter: float, claims: list[str], size: Size) -> None:
    look = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "top", "linespacing": leading()}
    above, left = 72 * panel.head, -72 * gutter
    message = ax.annotate(panel.message, (0, 1), xytext=(left, above), weight="bold", label="heading", **look)
    rests_on(message, claims=claims)
    above -= 72 * size.lines(line_count(panel.message))
    about = {"size": size.small, "color": panel.colour, "label": "about", **look}
    ax.annotate(panel.about, (0, 1), xytext=(left, above), **about)


def _draw_panel(
    ax: Axes,
    panel: Panel,
    size: Size,
    others: dict[int, list[Row]],
    lines: pd.DataFrame | None,
    targets: list[Row],
    named: set[str],
) -> None:
    marks: list[np.ndarray] = []
    looks: list[dict] = []
    rests: list[list[str]] = []
    crowded = sum(map(len, panel.segments)) > _MOST_NAMED
    for segment in panel.segments:
        sex = text_of(segment[0], "sex")
        colour = SEX_COLOURS["M"] if panel.both_sexes and sex == "M" else panel.colour
        marker = "s" if panel.both_sexes and sex == "M" else "o"
        for row in segment:
            is_named = not crowded or row is segment[0] or row is segment[-1]
            marks += _draw_row(ax, panel, row, colour, marker, size, named=is_named)
            is_last = row is segment[-1] and segment is panel.segments[0]
            if is_named:
                looks.append({"weight": "bold" if is_last else "normal", "color": MUTED if marker == "s" else INK})
                rests.append(claims_of(row))
            covered, words = draw_other_claims(ax, panel, row, others[id(row)], marker=marker, colour=colour, size=size)
            marks += covered
            looks += [{"color": MUTED}] * len(words)
            rests += words
        if is_fitted(segment, lines):
            draw_fitted_line(ax, panel, segment, lines, colour, size)
            continue
        for run in panel.runs(segment):
            points = [(panel.x(row), number_of(row, "obs_value")) for row in run]
            ax.plot(*zip(*points, strict=True), color=colour, linewidth=size.mark / 5.2, zorder=2)
            panel.lines.append(points)
    for target in targets:
        if _draw_target(ax, panel, target, size, named):
            looks.append({"color": COLOURS["target"]})
            rests.append(claims_of(target))
    blocked = [blocked_by_line(ax, line) for line in panel.lines]
    place_labels(ax, panel.labels, np.vstack(marks), np.vstack([np.empty((0, 4)), *blocked]))
    for text, look, claims in zip(ax.texts[-len(looks) :], looks, rests, strict=True):
        text.set(**look)
        rests_on(text, claims=claims)


def _draw_row(
    ax: Axes, panel: Panel, row: Row, colour: str, marker: str, size: Size, *, named: bool
) -> list[np.ndarray]:
    x, top = panel.x(row), ax.get_ylim()[1]
    exact = known(number_of(row, "obs_value")) and text_of(row, "qualifier") in ("", "exact")
    if exact:
        ends = (number_of(row, "obs_value"),) * 2
        draw_dot(ax, x, row, colour=colour, marker=marker, diameter=0.9 * size.mark)
    else:
        plain = {**row, "agreement": ""}  # other claims are drawn themselves
        reach = 0.15 * top
        ends = bounds_of(row, ceiling=top, reach=reach)
        draw_figure(ax, plain, at=x, colour=colour, mark=0.9 * size.mark, marker=marker, vertical=True, ceiling=top,
                    reach=reach)  # fmt: skip
    y = number_of(row, "obs_value") if known(number_of(row, "obs_value")) else ends[0]
    if named:
        panel.labels.append(Label(_point_text(row, panel), ((x, y),), size.small, f"value:{panel.name}"))
    return [
        blocked_by_points(ax, [(x, y), *((x, end) for end in ends)], 1.3 * size.mark),
        blocked_by_line(ax, [(x, end) for end in ends]),
    ]


def _point_text(row: Row, panel: Panel) -> str:
    text = short_value(row).removesuffix("%")  # the heading names the unit
    return _(_BY_SEX[text_of(row, "sex")]).format(value=text) if panel.both_sexes else text


def _draw_target(ax: Axes, panel: Panel, target: Row, size: Size, named: set[str]) -> bool:
    """Draw a target as a dashed line, and name it where no panel before has; tell whether it is named here."""
    left, right = ax.get_xlim()
    year = number_of(target, "target_year")
    end = year + 1 if known(year) else right
    ends = target_ends(target)
    for value in ends:
        (line,) = ax.plot([left, end], [value, value], color=COLOURS["target"], linestyle=(0, (4, 2)),
                          linewidth=size.mark / 6.5, zorder=1.5)  # fmt: skip
        rests_on(line, claims=claims_of(target))
        panel.lines.append([(left, value), (end, value)])
    if (code := text_of(target, "target_id")) in named:
        return False
    named.add(code)
    places = [left + part * (end - left) for part in (0.25, 0.35, 0.5, 0.65, 0.8)]
    anchors = tuple((x, value) for value in reversed(ends) for x in places)
    room = 0.9 * ax.get_window_extent().width / ax.figure.dpi
    words = wrap_text(target_text(target, basis=False).replace(f"{NBSP}%", "%"), room, size.small)
    panel.labels.append(Label(words, anchors, size.small, "target"))
    return True
