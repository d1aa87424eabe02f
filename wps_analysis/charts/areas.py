"""Small multiples by area: each has a panel of its own, its line in colour among the grey lines of the others."""

from __future__ import annotations

import math
import warnings

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.assessment.peers import area_of
from wps_analysis.charts.beside import fitted_note, is_fitted, line_of
from wps_analysis.charts.neighbours import neighbour_lines, pieces_of, usual_step
from wps_analysis.charts.sheet.figure import ChartFigure, Sheet, claims_of, rests_on
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import short_value
from wps_analysis.charts.sheet.panels import set_years, share_ticks, tick_words
from wps_analysis.charts.sheet.rows import OBSERVED, Row
from wps_analysis.charts.sheet.theme import COLOURS, INK, Size
from wps_analysis.claims.periods import decimal_year
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import number_of, period_text, text_of
from wps_analysis.words.language import _

_COLUMNS = {"print": 4, "column": 3, "page": 6, "phone": 2, "slide": 6}
_BETWEEN = 14 / 72  # inches between two panels
_SHAPE, _ON_SLIDE = 0.62, 5.5  # height by width; inches of all panels on a slide
_Lines = dict[str, list[Row]]


@chart
def plot_areas(
    observations: pd.DataFrame, *, ref_area: str, lines: pd.DataFrame | None = None, **common: str | None
) -> ChartFigure:
    """Draw the women's share of several areas over the years, a small panel each, all on one scale.

    Parameters
    ----------
    observations
        Labelled observations of one indicator in several areas, as ``load()`` returns them. The series (``sex`` F,
        ``unit_measure`` PT) that most areas have for two years or more is drawn.
    ref_area
        The code of an area that must be among them; its panel is named in colour.
    lines
        As ``trend_lines()`` returns them: fitted lines with their bands, in the panels of series that have one.

    Returns
    -------
    ChartFigure
        Panels in the order of the areas' names. In each its own line is in colour, those of the others behind it are
        grey; the latest figure stands below its name. Years without a figure break a line.

    Raises
    ------
    WpsError
        If there are several indicators, or no two areas, ``ref_area`` among them, have two years of one series.

    Examples
    --------
    >>> rows = [{"indicator": "seats", "population": "_T", "ref_area": area, "sex": "F", "time_period": str(year),
    ...          "unit_measure": "PT", "obs_value": value, "series": "ipu"}
    ...         for area, value in (("KHM", 20.0), ("LAO", 22.0), ("THA", 15.7)) for year in range(2018, 2023)]
    >>> figure = plot_areas(pd.DataFrame(rows), ref_area="KHM")
    >>> [text.get_text() for ax in figure.axes for text in ax.texts]
    ['20% in 2022', 'KHM', '22% in 2022', 'LAO', '15.7% in 2022', 'THA']
    """
    with open_front(observations, OBSERVED, "plot_areas", phone=True, **common) as front:
        found, _marks = neighbour_lines(observations.to_dict("records"), ref_area, years=2, areas=2, chart="plot_areas")
        if not found:
            raise WpsError(
                f"plot_areas: no series has two years of one indicator in {ref_area} and in another area of its kind."
                " Load one indicator of several areas."
            )
        found = dict(sorted(found.items(), key=lambda line: (area_of(line[1][-1]).casefold(), line[0])))
        size, columns = front.lengths, min(_COLUMNS[front.size], len(found))
        gutter = text_width("100%", size.small) + 0.5 * size.small / 72
        width = (size.width - 2 * size.margin - gutter - (columns - 1) * _BETWEEN) / columns
        names = {code: wrap_text(area_of(rows[-1]), width, size.text, "bold") for code, rows in found.items()}
        strips = math.ceil(len(found) / columns)
        around = size.lines(max(map(line_count, names.values()))) + size.small_lines(3.5)
        curves = {code: line_of(rows, lines) for code, rows in found.items() if is_fitted(rows, lines)}
        drawn = [row for rows in found.values() for row in rows]
        body, notes = strips * (around + _SHAPE * width), _notes(found, fitted=bool(curves))
        sheet = front.open(min(body, _ON_SLIDE) if size.height else body, notes, rows=drawn)
        strip = sheet.body / strips
        _draw(sheet, found, curves, columns, size)
        for place, (ax, (code, rows)) in enumerate(zip(sheet.figure.axes, found.items(), strict=True)):
            left = size.margin + gutter + place % columns * (width + _BETWEEN)
            top = (place // columns + 1) * strip - size.small_lines(1.9)
            sheet.place(ax, left, top - (strip - around), width, strip - around)
            _set_axes(ax, found, first=place % columns == 0, size=size)
            _name(ax, rows[-1], names[code], own=code == ref_area, size=size)
    return sheet.figure


def _notes(found: _Lines, *, fitted: bool) -> str:
    series = _(text_of(next(iter(found.values()))[0], "series_name"))
    notes = [_("Lines: one series ({series}).").format(series=series)] if series else [_("Lines: one series.")]
    notes.append(_("Grey: the other areas; all panels have one scale."))
    return " ".join([*notes, *([fitted_note()] if fitted else [])])


def _draw(sheet: Sheet, found: _Lines, curves: dict[str, pd.DataFrame], columns: int, size: Size) -> None:
    """Let seaborn draw the lines of all areas into a panel for each, onto the figure of a sheet."""
    import seaborn.objects as so  # a second, with pyplot

    points = _points(found)
    thin, thick = {"linewidth": size.mark / 9}, {"linewidth": size.mark / 3.4}
    where = {"x": "year", "y": "value"}  # named in each layer: seaborn joins what is left out by row, whatever it is
    plot = so.Plot(points, **where).facet("area", order=list(found), wrap=columns)
    plot = plot.add(so.Path(color=COLOURS["other"], **thin), data=points, group="piece", col=None, **where)
    plot = plot.add(so.Path(color=COLOURS["women"], **thick), data=points, group="piece", col="area", **where)
    if curves:
        fitted = pd.concat(
            [line.assign(area=code, value=line["mean"]) for code, line in curves.items()], ignore_index=True
        )
        band = so.Band(color=COLOURS["women"], alpha=0.15, edgewidth=0)
        plot = plot.add(band, data=fitted, col="area", ymin="ci_lower", ymax="ci_upper", **where)
        plot = plot.add(so.Path(color=COLOURS["women"], linestyle=":", **thin), data=fitted, col="area", **where)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pandas, at what seaborn 0.13 calls
        plot.theme(dict(mpl.rcParams)).label(x="", y="", title="".format).on(sheet.figure).plot()


def _points(found: _Lines) -> pd.DataFrame:
    """Return area, year and value of each figure, and the piece of line that it is in."""
    step = usual_step(found)
    return pd.DataFrame(
        [
            {"area": code, "year": decimal_year(text_of(row, "time_period")), "value": number_of(row, "obs_value"),
             "piece": f"{code}{number}"}
            for code, rows in found.items() for number, piece in enumerate(pieces_of(rows, step)) for row in piece
        ]
    )  # fmt: skip


def _set_axes(ax: Axes, found: _Lines, *, first: bool, size: Size) -> None:
    points = _points(found)
    ticks = share_ticks(points["value"].max())
    left, right = points["year"].min(), points["year"].max()
    pad = 0.04 * max(right - left, 1.0)
    ax.set(xscale="linear", yscale="linear")  # seaborn leaves a scale of its own
    set_years(ax, left - pad, right + pad, size)
    ax.set_ylim(0, 1.04 * ticks[-1])
    shown = ticks[:: max((len(ticks) - 1) // 2, 1)]
    ax.set_yticks(shown, tick_words(shown, share=True), va="center")
    ax.tick_params(axis="x", labelbottom=True)
    ax.tick_params(axis="y", labelleft=first)
    ax.set(xlabel="", ylabel="", title="")
    ax.grid(axis="y")


def _name(ax: Axes, latest: Row, name: str, *, own: bool, size: Size) -> None:
    """Mark the latest figure of a panel, and write it above with the name of the area."""
    x, y = decimal_year(text_of(latest, "time_period")), number_of(latest, "obs_value")
    (dot,) = ax.plot([x], [y], linestyle="", marker="o", markersize=0.7 * size.mark, color=COLOURS["women"], zorder=4,
                     clip_on=False)  # fmt: skip
    look = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom", "linespacing": leading()}
    above = 72 * size.small_lines(0.35)
    text = _("{value} in {period}").format(value=short_value(latest), period=period_text(latest))
    value = ax.annotate(text, (0, 1), xytext=(0, above), size=size.small, color=COLOURS["women"],
                        label=f"value:{name}", **look)  # fmt: skip
    above += 72 * size.small_lines(1)
    ax.annotate(name, (0, 1), xytext=(0, above), weight="bold", color=COLOURS["women"] if own else INK, label="heading",
                **look)  # fmt: skip
    for artist in (dot, value):
        rests_on(artist, claims=claims_of(latest))
