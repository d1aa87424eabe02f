"""A monthly register: the share of each month, its mean over twelve, the counts below, and what no figure tells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.beside import draw_dot
from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import differing_text, short_value, target_ends
from wps_analysis.charts.sheet.months import MONTH, gaps_between, is_month, month_of, twelve_month_means
from wps_analysis.charts.sheet.panels import set_years, share_ticks, tick_words
from wps_analysis.charts.sheet.placement import Label, blocked_by_line, blocked_by_points, place_labels
from wps_analysis.charts.sheet.rows import OBSERVED, TARGET, Row, check_beside, row_key, time_key
from wps_analysis.charts.sheet.theme import COLOURS, INK, MUTED, Size
from wps_analysis.codes import period_span
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, row_name, target_text, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import persons_template

_HEIGHTS = {
    "print": (2.4, 1.6), "column": (2.4, 1.6), "page": (2.4, 1.6), "phone": (2.3, 1.5), "slide": (2.8, 2.8),
}  # fmt: skip
"""Inches of the panel of shares and of that of counts, which stands beside it on a slide, else below."""
_PART = 0.56
"""Of the width of a slide, for the shares."""
_NOTHING = N_("no figures by sex in the reports used here")


@dataclass(frozen=True)
class Register:
    """The figures in order of time: runs of consecutive months, single ones, and the gaps between."""

    runs: list[list[Row]]
    single: list[Row]
    gaps: list[tuple[float, float]]

    @property
    def rows(self) -> list[Row]:
        """All figures."""
        return sorted([row for run in self.runs for row in run] + self.single, key=time_key)

    @property
    def latest(self) -> Row:
        """The figure whose period ends last."""
        return self.rows[-1]


@chart
def plot_register(
    observations: pd.DataFrame, *, targets: pd.DataFrame | None = None, **common: str | None
) -> ChartFigure:
    """Draw a monthly register: women's share month by month with its 12-month mean, and the counts below.

    Parameters
    ----------
    observations
        Labelled observations of one indicator, as ``load()`` returns them. The women's shares (``sex`` F,
        ``unit_measure`` PT) of the series with most months are lines, with counts from ``numerator`` and
        ``denominator``; others are dots.
    targets
        Rows of ``targets.csv``; those that bind the figures are dashed lines.

    Returns
    -------
    ChartFigure
        Thin: each month. Thick: the mean, women of twelve months by all of twelve months. Months without a figure
        are shaded, and no line crosses them.

    Raises
    ------
    WpsError
        If there are several indicators, or no series has two months that follow each other.

    Examples
    --------
    >>> rows = [{"indicator": "peacekeepers", "population": "_T", "ref_area": "KHM", "sex": "F", "series": "un",
    ...          "time_period": f"2012-{month:02}", "unit_measure": "PT", "obs_value": 4.0, "numerator": 4,
    ...          "denominator": 100} for month in range(1, 13)]
    >>> figure = plot_register(pd.DataFrame(rows))
    >>> [text.get_text() for text in figure.axes[1].texts if text.get_label().startswith("value")]
    ['96 men', '4 women']
    """
    check_beside(targets, TARGET, "plot_register (targets)")
    with open_front(observations, OBSERVED, "plot_register", phone=True, **common) as front:
        size, register = front.lengths, read_register(observations.to_dict("records"))
        bound = binding_targets(register.latest, targets)
        upper, lower = _HEIGHTS[front.size]
        head, foot = size.lines(1) + size.small_lines(0.8), size.small_lines(1.8)
        counted = any(known(_men(row)) for row in register.rows)
        beside = counted and front.size == "slide"
        height = head + upper + foot + (head + lower + foot if counted and not beside else 0.0)
        sheet = front.open(height, _notes(register, bound), rows=register.rows)
        gutter = text_width("10,000", size.small) + 0.5 * size.small / 72
        left, width = size.margin + gutter, size.width - 2 * size.margin - gutter
        part = _PART * width if beside else width
        _draw_shares(sheet.axes(left, head, part, upper), register, bound, gutter, size)
        if counted:
            second = left + part + 1.5 * gutter
            place = (second, head, left + width - second) if beside else (left, head + upper + foot + head, width)
            counts = sheet.axes(*place, lower)
            _draw_counts(counts, register, bound, gutter, size)
    return sheet.figure


def read_register(rows: list[Row], chart: str = "plot_register") -> Register:
    """Sort the women's shares of one indicator, group and area into runs of months, single figures and gaps.

    Raises
    ------
    WpsError
        If there are several, or no series has two months that follow each other; ``chart`` names who asks.
    """
    shares = [row for row in rows if text_of(row, "sex") == "F" and text_of(row, "unit_measure") == "PT"
              and known(number_of(row, "obs_value"), *period_span(text_of(row, "time_period")))]  # fmt: skip
    if len({row_key(row) for row in shares}) > 1:
        raise WpsError(f"{chart}: the table has several indicators, populations or areas. Load one of them.")
    series: dict[str, list[Row]] = {}
    for row in sorted(shares, key=time_key):
        if is_month(text_of(row, "time_period")):
            series.setdefault(text_of(row, "series"), []).append(row)
    months = max(series.values(), key=len, default=[])
    runs = [months[:1]]
    for before, after in pairwise(months):
        if round((month_of(after) - month_of(before)) / MONTH) == 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    runs = [run for run in runs if len(run) > 1]
    if not runs:
        raise WpsError(f"{chart}: no series has two months that follow each other. Draw it with plot_trend.")
    joined = {id(row) for run in runs for row in run}
    single = [row for row in sorted(shares, key=time_key) if id(row) not in joined]
    return Register(runs, single, gaps_between([*runs, *([row] for row in single)]))


def _men(row: Row) -> float:
    return number_of(row, "denominator") - number_of(row, "numerator")


def _notes(register: Register, bound: list[Row]) -> str:
    notes = [_("Thin line: month by month. Thick line: 12-month mean, women of twelve months by all of them.")]
    if register.gaps:
        notes.append(_("Shaded: {nothing}.").format(nothing=_(_NOTHING)))
    if any(text_of(row, "basis") == "press" for row in register.single):
        notes.append(_("Hollow marks: from the press; filled: from other sources."))
    uncounted = [period_text(row) for row in register.single if not known(_men(row))]
    if uncounted:
        notes.append(_("A share without counts: {periods}.").format(periods=", ".join(uncounted)))
    notes += [f"{period_text(row)}: {text}." for row in register.rows if (text := differing_text(row))]
    if bound:
        notes.append(_("Dashed line: {targets}.").format(targets="; ".join(map(target_text, bound))))
    return " ".join(notes).replace(NBSP, " ")


def _set_axes(ax: Axes, register: Register, bound: list[Row], ticks: list[float], size: Size) -> None:
    years = [number_of(target, "target_year") + 1 for target in bound]
    spans = [period_span(text_of(row, "time_period")) for row in register.rows]
    first, last = min(start for start, _end in spans), max([end for _start, end in spans] + list(filter(known, years)))
    pad = 0.02 * (last - first)
    set_years(ax, first - pad, last + 2 * pad, size)
    ax.set_ylim(0, 1.05 * ticks[-1])
    ax.grid(axis="y")
    for start, end in register.gaps:
        ax.axvspan(start, end, facecolor=COLOURS["band"], edgecolor="none", zorder=0)


def _write_head(ax: Axes, text: str, gutter: float, size: Size) -> None:
    ax.annotate(text, (0, 1), xycoords="axes fraction", xytext=(-72 * gutter, 72 * size.small_lines(0.55)),
                textcoords="offset points", va="bottom", weight="bold", label="heading")  # fmt: skip


def _draw_shares(ax: Axes, register: Register, bound: list[Row], gutter: float, size: Size) -> None:
    highest = max(number_of(row, "obs_value") for row in register.rows)
    ticks = share_ticks(max([highest, *(end for target in bound for end in target_ends(target))]))
    _set_axes(ax, register, bound, ticks, size)
    ax.set_yticks(ticks, tick_words(ticks, share=True), va="center")
    width = ax.get_window_extent().width / ax.figure.dpi
    name = _("{name}, women %").format(name=row_name(register.latest))
    _write_head(ax, wrap_text(name, width + gutter, size.text, "bold").split("\n")[0], gutter, size)
    lines, labels, dots = [], [], []
    for run in register.runs:
        points = [(month_of(row), number_of(row, "obs_value")) for row in run]
        (thin,) = ax.plot(*zip(*points, strict=True), color=COLOURS["women2"], linewidth=size.mark / 8, zorder=3)
        rests_on(thin, claims=claims_of(run[-1]))
        lines.append(points)
        if means := twelve_month_means(run):
            ax.plot(*zip(*means, strict=True), color=COLOURS["women"], linewidth=size.mark / 3.5, zorder=3.5)
            lines.append(means)
    for row in [*(run[-1] for run in register.runs), *register.single]:
        x, y = month_of(row), number_of(row, "obs_value")
        draw_dot(ax, x, row, colour=COLOURS["women"], marker="o", diameter=0.85 * size.mark)
        dots.append((x, y))
        labels.append((Label(short_value(row), ((x, y),), size.small, f"value:{period_text(row)}"),
                       {"weight": "bold"}, claims_of(row)))  # fmt: skip
    for target in bound:
        lines += _draw_target(ax, target, size)
        words = wrap_text(target_text(target, basis=False).replace(f"{NBSP}%", "%"), 0.6 * width, size.small)
        left, right = ax.get_xlim()
        anchors = tuple((left + part * (right - left), target_ends(target)[-1]) for part in (0.3, 0.5, 0.7, 0.85))
        labels.append((Label(words, anchors, size.small, "target"), {"color": COLOURS["target"]}, claims_of(target)))
    labels += _gap_label(ax, register, ticks[-1], size)
    _place(ax, labels, dots, lines, size)


def _gap_label(ax: Axes, register: Register, top: float, size: Size) -> list[tuple[Label, dict, list[str]]]:
    """Return the name of the widest gap, where it is wide enough for that."""
    if not register.gaps:
        return []
    start, end = max(register.gaps, key=lambda gap: gap[1] - gap[0])
    left, right = ax.get_xlim()
    room = 0.9 * (end - start) / (right - left) * ax.get_window_extent().width / ax.figure.dpi
    text = wrap_text(_(_NOTHING), room, size.small)
    if line_count(text) > 3:
        return []
    places = tuple(((start + end) / 2, part * top) for part in (0.08, 0.3, 0.5, 0.7))
    return [(Label(text, places, size.small, "gap"), {"color": MUTED}, [])]


def _draw_target(ax: Axes, target: Row, size: Size) -> list[list[tuple[float, float]]]:
    left, right = ax.get_xlim()
    year, drawn = number_of(target, "target_year"), []
    for value in target_ends(target):
        ends = [(left, value), (year + 1 if known(year) else right, value)]
        (line,) = ax.plot(*zip(*ends, strict=True), color=COLOURS["target"], linestyle=(0, (4, 2)),
                          linewidth=size.mark / 6.5, zorder=1.5)  # fmt: skip
        rests_on(line, claims=claims_of(target))
        drawn.append(ends)
    return drawn


def _draw_counts(ax: Axes, register: Register, bound: list[Row], gutter: float, size: Size) -> None:
    rows = [row for row in register.rows if known(_men(row))]
    highest = max(max(_men(row), number_of(row, "numerator")) for row in rows)
    ticks = [tick for tick in MaxNLocator(4, integer=True).tick_values(0, highest) if tick >= 0]
    _set_axes(ax, register, bound, ticks, size)
    ax.set_yticks(ticks, tick_words(ticks, share=False), va="center")
    _write_head(ax, _("Women and men, number"), gutter, size)
    groups = (("M", COLOURS["men"], MUTED, _men), ("F", COLOURS["women"], COLOURS["women"], _women))
    lines, labels, dots = [], [], []
    for sex, colour, ink, count in groups:
        for run in register.runs:
            points = [(month_of(row), count(row)) for row in run if known(count(row))]
            if points:
                ax.plot(*zip(*points, strict=True), color=colour, linewidth=size.mark / 4, zorder=3)
                lines.append(points)
        for row in [*(run[-1] for run in register.runs), *register.single]:
            if not known(count(row)):
                continue
            x, y = month_of(row), count(row)
            (dot,) = ax.plot([x], [y], linestyle="", marker="o" if sex == "F" else "s", markersize=0.75 * size.mark,
                             color=colour, zorder=4, clip_on=False)  # fmt: skip
            rests_on(dot, claims=claims_of(row))
            dots.append((x, y))
            look = {"color": ink, "weight": "bold" if sex == "F" else "normal"}
            text = persons_template(sex, number_text(y)).format(value=number_text(y))
            labels.append((Label(text, ((x, y),), size.small, f"value:{period_text(row)}"), look, claims_of(row)))
    _place(ax, labels, dots, lines, size)


def _women(row: Row) -> float:
    return number_of(row, "numerator")


def _place(ax: Axes, labels: list[tuple[Label, dict, list[str]]], dots: list, lines: list, size: Size) -> None:
    marks = blocked_by_points(ax, dots, 1.2 * size.mark)
    blocked = [blocked_by_line(ax, line) for line in lines]
    place_labels(ax, [label for label, _look, _claims in labels], marks, np.vstack([np.empty((0, 4)), *blocked]))
    for text, (_placed, look, claims) in zip(ax.texts[-len(labels) :], labels, strict=True):
        text.set(**{"color": INK, "linespacing": leading(), **look})
        text.set_bbox(None)  # a plate would be a hole in what is shaded
        rests_on(text, claims=claims)
