"""A monthly register by class of personnel: a panel each, its share, the mean of twelve months, and targets by year."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.register import Register, read_register
from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import short_value
from wps_analysis.charts.sheet.months import is_month, month_of, twelve_month_means
from wps_analysis.charts.sheet.panels import set_years, share_ticks, tick_words
from wps_analysis.charts.sheet.rows import OBSERVED, TARGET, Row, check_beside
from wps_analysis.charts.sheet.theme import COLOURS, INK, MUTED, PAPER, Size
from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.codes import period_span
from wps_analysis.errors import WpsError
from wps_analysis.tables import grouped
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, row_name, text_of, unique
from wps_analysis.words.language import _, ngettext

_COLUMNS = {"print": 2, "column": 2, "page": 4, "phone": 1, "slide": 4}
_BETWEEN = 26 / 72  # inches between two panels
_SHAPE, _ON_SLIDE = 0.5, 4.6  # height by width; inches of all panels on a slide
_WORLD = "001"


@dataclass(frozen=True)
class _Class:
    """A class of personnel: its shares, the years that a target names for it, and when nobody was contributed."""

    register: Register
    points: list[Row]
    none: list[tuple[float, float]]

    @property
    def empty(self) -> list[tuple[float, float]]:
        """From when to when no figure speaks and no count says that there was nobody."""
        return _between([*map(_span, self.register.rows), *self.none])


@chart
def plot_classes(
    observations: pd.DataFrame, *, targets: pd.DataFrame | None = None, **common: str | None
) -> ChartFigure:
    """Draw a monthly register by class of personnel: women's share of each, against the points of a strategy by year.

    Parameters
    ----------
    observations
        Labelled observations of one indicator in one area, of several populations. The women's shares (``sex`` F,
        ``unit_measure`` PT) are drawn with counts from ``numerator`` and ``denominator``. Counts of all (``sex`` _T)
        that are zero say that there was no contribution in a month: that is no share, and never zero per cent.
    targets
        Rows of ``targets.csv``; those of a class, for the area or for the world, are marks at the end of their year.

    Returns
    -------
    ChartFigure
        A panel for each class that has two months that follow each other. Thin: each month. Thick: the mean, women of
        twelve months by all of twelve months. No line crosses a month without a figure.

    Raises
    ------
    WpsError
        If no class has two months that follow each other.

    Examples
    --------
    >>> rows = [{"indicator": "peacekeepers", "population": group, "ref_area": "KHM", "sex": "F", "series": "un",
    ...          "population_name": group, "time_period": f"2012-{month:02}", "unit_measure": "PT", "obs_value": 4.0,
    ...          "numerator": 4, "denominator": 100} for month in range(1, 13) for group in ("troops", "police")]
    >>> figure = plot_classes(pd.DataFrame(rows))
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['4% in Dec 2012: 4 women, 96 men', 'police']
    """
    check_beside(targets, TARGET, "plot_classes (targets)")
    with open_front(observations, OBSERVED, "plot_classes", phone=True, **common) as front:
        classes = _read(observations.to_dict("records"), targets)
        size, columns = front.lengths, min(_COLUMNS[front.size], len(classes))
        gutter = text_width("100%", size.small) + 0.5 * size.small / 72
        width = (size.width - 2 * size.margin - (columns - 1) * _BETWEEN) / columns - gutter
        heads = [_head(one, width + gutter, size) for one in classes]
        strips = math.ceil(len(classes) / columns)
        tallest = max(size.lines(line_count(name)) + size.small_lines(line_count(text)) for name, text in heads)
        around = tallest + size.small_lines(2.9)
        body = strips * (around + _SHAPE * width)
        rows = [row for one in classes for row in one.register.rows]
        sheet = front.open(min(body, _ON_SLIDE) if size.height else body, _notes(classes), rows=rows)
        strip = sheet.body / strips
        for place, (one, head) in enumerate(zip(classes, heads, strict=True)):
            left = size.margin + gutter + place % columns * (width + gutter + _BETWEEN)
            top = (place // columns + 1) * strip - size.small_lines(1.9) - (strip - around)
            ax = sheet.axes(left, top, width, strip - around)
            _set_axes(ax, classes, size)
            _write_head(ax, one, head, gutter, size)
            _draw(ax, one, size)
    return sheet.figure


def _read(rows: list[Row], targets: pd.DataFrame | None) -> list[_Class]:
    shares = [row for row in rows if text_of(row, "sex") == "F" and text_of(row, "unit_measure") == "PT"]
    counts = [row for row in rows if text_of(row, "sex") == "_T" and text_of(row, "unit_measure") in COUNT_UNITS]
    found = []
    for (population,), own in grouped(shares, ["population"]).items():
        try:
            register = read_register(own, "plot_classes")
        except WpsError:
            if len(grouped(shares, ["indicator", "ref_area"])) > 1:
                raise
            continue
        none = [row for row in counts if row["population"] == population and number_of(row, "obs_value") == 0]
        none = [_span(row) for row in none if is_month(text_of(row, "time_period"))]
        found.append(_Class(register, _points(register.latest, targets), sorted(none)))
    if not found:
        raise WpsError("plot_classes: no class has two months that follow each other. Draw it with plot_trend.")
    return sorted(found, key=lambda one: _name(one.register.latest).casefold())


def _points(row: Row, targets: pd.DataFrame | None) -> list[Row]:
    """Return the targets of a class that name a year, in its order."""
    found = [
        target
        for target in ([] if targets is None else targets.to_dict("records"))
        if text_of(row, "indicator") in text_of(target, "indicators").split()
        and text_of(row, "population") == text_of(target, "population")
        and text_of(target, "ref_area") in (_WORLD, text_of(row, "ref_area"))
        and known(number_of(target, "target_year"), number_of(target, "lower"))
    ]
    return sorted(found, key=lambda target: number_of(target, "target_year"))


def _name(row: Row) -> str:
    return _(text_of(row, "population_name")) or row_name(row)


def _span(row: Row) -> tuple[float, float]:
    return period_span(text_of(row, "time_period"))


def _head(one: _Class, width: float, size: Size) -> tuple[str, str]:
    """Return the name of a class and its latest figure with the women and men behind it, in lines."""
    row = one.register.latest
    words = {"value": short_value(row), "period": period_text(row)}
    women, everyone = number_of(row, "numerator"), number_of(row, "denominator")
    if known(women, everyone):
        men = everyone - women
        words["women"] = ngettext("{n} woman", "{n} women", int(women)).format(n=number_text(women))
        words["men"] = ngettext("{n} man", "{n} men", int(men)).format(n=number_text(men))
        text = _("{value} in {period}: {women}, {men}").format(**words)
    else:
        text = _("{value} in {period}").format(**words)
    return wrap_text(_name(row), width, size.text, "bold"), wrap_text(text, width, size.small)


def _notes(classes: list[_Class]) -> str:
    notes = [_("Thin line: month by month. Thick line: 12-month mean, women of twelve months by all of them.")]
    if any(one.none for one in classes):
        notes.append(_("Hatched: months without a contribution; they have no share."))
    if any(one.empty for one in classes):
        notes.append(_("Shaded: {nothing}.").format(nothing=_("no figures by sex in the reports used here")))
    points = [target for one in classes for target in one.points]
    for basis in unique(_(text_of(target, "basis")) for target in points):
        notes.append(
            _("Diamonds: {basis}, for all contributions together, at the end of the year.").format(basis=basis)
        )
    return " ".join(notes).replace(NBSP, " ")


def _set_axes(ax: Axes, classes: list[_Class], size: Size) -> None:
    rows = [row for one in classes for row in one.register.rows]
    points = [target for one in classes for target in one.points]
    highest = max([number_of(row, "obs_value") for row in rows] + [number_of(target, "lower") for target in points])
    spans = list(map(_span, rows))
    first = min(start for start, _end in spans)
    last = max([end for _start, end in spans] + [number_of(target, "target_year") + 1 for target in points])
    pad = 0.03 * (last - first)
    ticks = share_ticks(highest)
    set_years(ax, first - pad, last + pad, size)
    ax.set_ylim(0, 1.06 * ticks[-1])
    shown = ticks[:: max((len(ticks) - 1) // 3, 1)]
    ax.set_yticks(shown, tick_words(shown, share=True), va="center")
    ax.grid(axis="y")


def _write_head(ax: Axes, one: _Class, head: tuple[str, str], gutter: float, size: Size) -> None:
    name, text = head
    look = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom", "linespacing": leading()}
    above, left = 72 * size.small_lines(0.5), -72 * gutter
    value = ax.annotate(text, (0, 1), xytext=(left, above), size=size.small, color=MUTED,
                        label=f"value:{name}", **look)  # fmt: skip
    rests_on(value, claims=claims_of(one.register.latest))
    above += 72 * size.small_lines(line_count(text))
    ax.annotate(name, (0, 1), xytext=(left, above), weight="bold", color=INK, label="heading", **look)


def _draw(ax: Axes, one: _Class, size: Size) -> None:
    for start, end in one.empty:
        ax.axvspan(start, end, facecolor=COLOURS["band"], edgecolor="none", zorder=0)
    for start, end in _joined(one.none):
        ax.axvspan(start, end, facecolor=PAPER, edgecolor=COLOURS["other"], hatch="////", linewidth=0, zorder=0.1)
    for run in one.register.runs:
        months = [(month_of(row), number_of(row, "obs_value")) for row in run]
        (thin,) = ax.plot(*zip(*months, strict=True), color=COLOURS["women2"], linewidth=size.mark / 8, zorder=3)
        rests_on(thin, claims=claims_of(run[-1]))
        if means := twelve_month_means(run):
            ax.plot(*zip(*means, strict=True), color=COLOURS["women"], linewidth=size.mark / 3.5, zorder=3.5)
    for row in [one.register.latest, *one.register.single]:
        (dot,) = ax.plot([month_of(row)], [number_of(row, "obs_value")], linestyle="", marker="o", zorder=4,
                         markersize=0.7 * size.mark, color=COLOURS["women"], clip_on=False)  # fmt: skip
        rests_on(dot, claims=claims_of(row))
    for target in one.points:
        x, y = number_of(target, "target_year") + 1, number_of(target, "lower")
        (mark,) = ax.plot([x], [y], linestyle="", marker="D", markersize=0.7 * size.mark, color=COLOURS["target"],
                          zorder=4, clip_on=False)  # fmt: skip
        words = _("{value}% in {year}").format(
            value=number_text(y), year=text_of(target, "target_year").removesuffix(".0")
        )
        label = ax.annotate(words, (x, y), xytext=(0, 0.6 * size.small), textcoords="offset points", va="bottom",
                            ha="right", size=size.small, color=COLOURS["target"], label="target")  # fmt: skip
        for artist in (mark, label):
            rests_on(artist, claims=claims_of(target))


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return months that follow each other as one span."""
    found: list[tuple[float, float]] = []
    for start, end in spans:
        if found and start - found[-1][1] < 0.01:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _between(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return from when to when none of some spans, in order, lasts."""
    joined = _joined(sorted(set(spans)))
    return [(one[1], other[0]) for one, other in zip(joined, joined[1:], strict=False) if other[0] - one[1] > 0.05]
