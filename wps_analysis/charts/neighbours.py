"""An area's share over the years among other areas: one dark line, grey lines, each named with its last value."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.assessment.peers import area_of
from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.beside import draw_band, draw_dot, fitted_note, is_fitted, line_of
from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import Front, chart, open_front
from wps_analysis.charts.sheet.lettering import line_height, text_width
from wps_analysis.charts.sheet.marks import short_value, target_ends
from wps_analysis.charts.sheet.panels import share_ticks, tick_words, year_ticks
from wps_analysis.charts.sheet.rows import OBSERVED, Row, row_key, time_key
from wps_analysis.charts.sheet.spread import spread
from wps_analysis.charts.sheet.theme import AXIS, COLOURS, MUTED, Size
from wps_analysis.claims.periods import decimal_year
from wps_analysis.codes import area_kind
from wps_analysis.errors import WpsError
from wps_analysis.tables import grouped, in_runs
from wps_analysis.words.figures import NBSP, known, number_of, period_text, target_text, text_of, unique
from wps_analysis.words.language import _

_YEARS, _AREAS = 5, 3
"""The fewest years of a line, and the fewest areas with one, that make a chart."""
MOST_NAMED = 20
"""Areas of which each is named at the end of its line; of more the one in colour alone."""
_SHAPE, _ON_SLIDE = 0.52, 4.4  # height by width; inches on a slide
_LEAST = 3.6  # inches


@chart
def plot_neighbours(
    observations: pd.DataFrame, *, ref_area: str, ax: Axes | None = None, **common: str | None
) -> ChartFigure:
    """Draw an area's women's share over the years as a dark line among the grey lines of other areas.

    Parameters
    ----------
    observations
        Labelled observations of one indicator in several areas, as ``load()`` returns them. The series (``sex`` F,
        ``unit_measure`` PT) that most areas have for five years or more is drawn; figures of the area from other
        series are marks, hollow where they are of the press.
    ref_area
        The area's code; others are those of its kind.
    ax
        Draw the lines alone into these axes, without title, notes and sources; their figure is returned.

    Returns
    -------
    ChartFigure
        Each line is named with its last value at the right. Years without a figure break a line.

    Raises
    ------
    WpsError
        If there are several indicators, or fewer than three areas, the area among them, have five years of one series.

    Examples
    --------
    >>> rows = [{"indicator": "mps", "name": "Members of parliament", "population": "_T", "ref_area": area, "sex": "F",
    ...          "area_name": area, "time_period": str(year), "unit_measure": "PT", "obs_value": value, "series": "ipu"}
    ...         for area, value in (("KHM", 20.0), ("LAO", 22.0), ("THA", 15.7)) for year in range(2018, 2023)]
    >>> figure = plot_neighbours(pd.DataFrame(rows), ref_area="KHM")
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith("value")]
    ['THA 15.7', 'KHM 20', 'LAO 22']
    """
    with open_front(observations, OBSERVED, "plot_neighbours", phone=True, **common) as front:
        lines, marks = neighbour_lines(observations.to_dict("records"), ref_area)
        if not lines:
            raise WpsError(
                f"plot_neighbours: no series has {_YEARS} years of one indicator in {ref_area} and in {_AREAS - 1}"
                " other areas of its kind. Load one indicator of several areas."
            )
        return draw_among(front, lines, marks, ref_area, ax=ax)


def draw_among(
    front: Front,
    lines: dict[str, list[Row]],
    marks: list[Row],
    ref_area: str,
    *,
    targets: pd.DataFrame | None = None,
    fitted: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> ChartFigure:
    """Draw an area's line in colour among the grey ones of others, each named at its end.

    Parameters
    ----------
    front
        From ``open_front``.
    lines, marks
        From ``neighbour_lines``.
    ref_area
        The area whose line is in colour.
    targets
        Rows of ``targets.csv``: those that bind the area's latest figure are dashed lines.
    fitted
        As ``trend_lines()`` returns them: the area's own is drawn with its band.
    ax
        Draw into these axes.
    """
    size, own = front.lengths, lines[ref_area]
    bound = binding_targets(own[-1], targets)
    curve = line_of(own, fitted) if is_fitted(own, fitted) else None
    words = _end_labels(lines, marks, ref_area)
    if len(lines) > MOST_NAMED:
        words = [one for one in words if one[2]["ref_area"] == ref_area]
    room = max(text_width(text, size.small, weight) for text, weight, _row in words) + 1.4 * size.small / 72
    if ax is None:
        drawn = [row for line in lines.values() for row in line] + marks
        height = _ON_SLIDE if size.height else max(_SHAPE * size.width, _LEAST)
        height = max(height, size.small_lines(len(words) + 1))
        gutter = text_width("100%", size.small) + 0.6 * size.small / 72
        notes = _notes(lines, marks, bound, fitted=curve is not None)
        sheet = front.open(height + size.small_lines(2.4), notes, rows=drawn)
        width = size.width - 2 * size.margin - gutter - room
        ax = sheet.axes(size.margin + gutter, size.small_lines(0.7), width, height)
    _set_axes(ax, lines, marks, bound, size)
    for target in bound:
        for value in target_ends(target):
            dashed = ax.axhline(
                value, color=COLOURS["target"], linestyle=(0, (4, 2)), linewidth=size.mark / 6.5, zorder=1.5
            )
            rests_on(dashed, claims=claims_of(target))
    if curve is not None:
        draw_band(ax, curve, COLOURS["women"], linewidth=size.mark / 6, linestyle=(0, (1, 1)))
    _draw_lines(ax, lines, marks, ref_area, size)
    _write_ends(ax, words, size)
    return ax.figure


def neighbour_lines(
    rows: list[Row], ref_area: str, *, years: int = _YEARS, areas: int = _AREAS, chart: str = "plot_neighbours"
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Return the figures of the series that is drawn, by area, and those of the area from other series.

    Nothing where not so many areas, the area among them, have so many years of one series.
    """
    kind = area_kind(ref_area)
    shares = [row for row in rows if text_of(row, "sex") == "F" and text_of(row, "unit_measure") == "PT"]
    shares = [row for row in shares if known(number_of(row, "obs_value")) and area_kind(row["ref_area"]) == kind]
    if len({row_key(row)[:2] for row in shares}) > 1:
        raise WpsError(f"{chart}: the table has several indicators or populations. Load one of them.")
    found, drawn = {}, ""
    for (series,), members in sorted(grouped([{"series": "", **row} for row in shares], ["series"]).items()):
        of_areas = {area: sorted(own, key=time_key) for (area,), own in grouped(members, ["ref_area"]).items()}
        lines = {area: own for area, own in of_areas.items() if _years(own) >= years}
        if ref_area in lines and len(lines) >= max(areas, len(found) + 1):
            found, drawn = lines, series
    marks = [row for row in shares if found and row["ref_area"] == ref_area and text_of(row, "series") != drawn]
    return found, sorted(marks, key=time_key)


def _years(rows: list[Row]) -> int:
    return len({int(_year(row)) for row in rows})


def _year(row: Row) -> float:
    return decimal_year(text_of(row, "time_period"))


def pieces_of(line: list[Row], step: float) -> list[list[Row]]:
    """Cut a line where more than the usual time passes from one figure to the next."""
    return in_runs(line, lambda before, after: _year(after) - _year(before) <= step + 0.01)


def usual_step(lines: dict[str, list[Row]]) -> float:
    """Return the usual time from one figure of the series to the next, in years."""
    steps = Counter(
        round(_year(after) - _year(before), 2) for line in lines.values() for before, after in pairwise(line)
    )
    return max(steps, key=lambda step: (steps[step], -step))


def _end_labels(lines: dict[str, list[Row]], marks: list[Row], ref_area: str) -> list[tuple[str, str, Row]]:
    """Return what stands at the right, the lowest value first: text, weight and the figure."""
    newest = max(_year(line[-1]) for line in lines.values())
    labels = []
    for code, line in lines.items():
        later = [row for row in marks if code == ref_area and _year(row) > _year(line[-1])]
        row = later[-1] if later else line[-1]
        words = {"area": area_of(row), "value": short_value(row).removesuffix("%"), "period": period_text(row)}
        is_dated = later or _year(row) < newest
        text = _("{area} {value} in {period}") if is_dated else _("{area} {value}")
        labels.append((text.format(**words), "bold" if code == ref_area else "normal", row))
    return sorted(labels, key=lambda label: (number_of(label[2], "obs_value"), label[0]))


def _notes(lines: dict[str, list[Row]], marks: list[Row], bound: list[Row], *, fitted: bool) -> str:
    first = next(iter(lines.values()))[0]
    series = _(text_of(first, "series_name"))
    notes = [_("Lines: one series ({series}).").format(series=series)] if series else [_("Lines: one series.")]
    if len(lines) > MOST_NAMED:
        notes.append(_("Grey: {count} other areas.").format(count=len(lines) - 1))
    if marks:
        notes.append(_("Marks: other sources than the line."))
    if any(text_of(row, "basis") == "press" for row in marks):
        notes.append(_("Hollow marks: from the press; filled: from other sources."))
    if fitted:
        notes.append(fitted_note())
    if bound:
        notes.append(_("Dashed line: {targets}.").format(targets="; ".join(map(target_text, bound))))
    return " ".join(unique(notes)).replace(NBSP, " ")


def _set_axes(ax: Axes, lines: dict[str, list[Row]], marks: list[Row], bound: list[Row], size: Size) -> None:
    rows = [row for line in lines.values() for row in line] + marks
    ends = [number_of(row, "obs_value") for row in rows] + [end for target in bound for end in target_ends(target)]
    ticks = share_ticks(max(ends))
    first, last = min(map(_year, rows)), max(map(_year, rows))
    ax.set_xlim(first - 0.2, last + 0.2)
    ax.set_ylim(0, ticks[-1] * 1.02)
    inches = ax.get_window_extent().width / ax.figure.dpi
    years = year_ticks(first, last, inches, size.small)
    ax.set_xticks(years, [str(year) for year in years])
    ax.set_yticks(ticks, tick_words(ticks, share=True), va="center")
    ax.tick_params(axis="x", length=size.mark / 2.4, color=AXIS)
    ax.grid(axis="y")


def _draw_lines(ax: Axes, lines: dict[str, list[Row]], marks: list[Row], ref_area: str, size: Size) -> None:
    step = usual_step(lines)
    for code, line in sorted(lines.items()):
        own = code == ref_area
        colour = COLOURS["women"] if own else COLOURS["other"]
        look = {"linewidth": size.mark / (3.1 if own else 6.7), "zorder": 4 if own else 2}
        for piece in pieces_of(line, step):
            alone = {"marker": "o", "markersize": size.mark / 3} if len(piece) == 1 else {}
            (drawn,) = ax.plot([_year(row) for row in piece], [number_of(row, "obs_value") for row in piece],
                               color=colour, **look, **alone)  # fmt: skip
            rests_on(drawn, claims=claims_of(piece[-1]))
    for row in marks:
        draw_dot(ax, _year(row), row, colour=COLOURS["women"], marker="o", diameter=0.9 * size.mark)


def _write_ends(ax: Axes, words: list[tuple[str, str, Row]], size: Size) -> None:
    """Write the names at the right of the panel, moved apart where they would touch."""
    top, inches = ax.get_ylim()[1], ax.get_window_extent().height / ax.figure.dpi
    unit = top / inches
    tall = size.small * line_height() / 72
    wanted = [number_of(row, "obs_value") / unit for _text, _weight, row in words]
    places = spread(
        wanted, [tall] * len(words), -tall / 2, math.inf if tall * len(words) > inches else inches + tall / 2
    )
    for (text, weight, row), place in zip(words, places, strict=True):
        label = ax.annotate(text, (1, place * unit), xycoords=("axes fraction", "data"), xytext=(0.8 * size.small, 0),
                            textcoords="offset points", va="center", size=size.small, weight=weight,
                            color=COLOURS["women"] if weight == "bold" else MUTED, annotation_clip=False,
                            label="value:")  # fmt: skip
        rests_on(label, claims=claims_of(row))
