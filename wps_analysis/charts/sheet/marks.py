"""How one figure is drawn: dot, bounds, one-sided interval, envelope; and the marks of targets."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from wps_analysis.charts.sheet.figure import claims_of, rests_on
from wps_analysis.charts.sheet.theme import PAPER
from wps_analysis.words.figures import (
    NBSP,
    count_text,
    is_survey_without_n,
    known,
    number_of,
    number_text,
    period_text,
    text_of,
    unique,
    value_text,
)
from wps_analysis.words.language import _
from wps_analysis.words.rounding import outward

_OPENS_UP, _OPENS_DOWN = ("over", "at_least"), ("under", "at_most")
_BETWEEN = {"range", "nearly"}
# Marker, its like in text, and line of each legal force: told apart without colour.
TARGET_MARKS = {
    "law": ("s", "□", "-"),
    "plan": ("D", "◇", (0, (6, 2))),
    "guideline": ("^", "△", (0, (4, 1.5, 1, 1.5))),
    "benchmark": ("v", "▽", (0, (2, 1.5))),
    "parity": ("P", "✚", (0, (1, 1.2))),
}


def target_mark(target: dict[str, Any]) -> tuple[str, str, Any]:
    """Return marker, its like in text and line style of a target: by its legal force, or those of parity."""
    parity = text_of(target, "operator") == "parity"
    return TARGET_MARKS.get("parity" if parity else text_of(target, "legal_force"), ("X", "×", "-"))


def target_ends(target: dict[str, Any]) -> list[float]:
    """Return the number of a target, or both ends of a range."""
    ends = ["lower", "upper"] if text_of(target, "operator") == "range" else ["lower"]
    return list(filter(known, dict.fromkeys(number_of(target, end) for end in ends)))


def is_contested(row: dict[str, Any]) -> bool:
    """Tell whether published figures differ, with an envelope to draw."""
    ends = number_of(row, "envelope_lower"), number_of(row, "envelope_upper")
    return text_of(row, "agreement") == "differ" and known(*ends)


def differing_text(row: dict[str, Any]) -> str:
    """Return between what the published figures of a row differ; nothing where they agree."""
    if not is_contested(row):
        return ""
    ends = (number_of(row, f"envelope_{end}") for end in ("lower", "upper"))
    low, high = (f"{end:.10g}" for end in outward(*ends, decimals=2))
    return _("figures differ: {low}–{high}\u00a0%").format(low=low, high=high)


def is_exact(row: dict[str, Any]) -> bool:
    """Tell whether a figure is a number printed without a word that opens it."""
    return known(number_of(row, "obs_value")) and text_of(row, "qualifier") in ("", "exact")


def short_value(row: dict[str, Any]) -> str:
    """Return a figure as it stands in a chart: at most one decimal, and no space before the sign of per cent.

    Examples
    --------
    >>> short_value({"obs_value": 14.64, "unit_measure": "PT"}), short_value({"obs_value": 8.0, "unit_measure": "PT"})
    ('14.6%', '8%')
    """
    if is_exact(row):
        sign = "%" if text_of(row, "unit_measure") == "PT" else ""
        return number_text(number_of(row, "obs_value")) + sign
    return value_text(row).replace(f"{NBSP}%", "%").replace(NBSP, " ")


def is_hollow(row: dict[str, Any]) -> bool:
    """Tell whether a figure is the press's alone, or of a survey whose sample size is not known."""
    return text_of(row, "basis") == "press" or is_survey_without_n(row)


def value_label(row: dict[str, Any]) -> str:
    """Return the text beside a figure: its count and share, its period, and between what published figures differ."""
    return "\n".join(filter(None, (f"{count_text(row)}, {period_text(row)}", differing_text(row))))


def bounds_of(row: dict[str, Any], *, ceiling: float = 100.0, reach: float = math.inf) -> tuple[float, float]:
    """Return the interval to draw; an open side ends at zero or ``ceiling``, or after ``reach``."""
    value, lower, upper = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    if known(value):
        return (lower if known(lower) else value), (upper if known(upper) else value)
    lower, upper = (lower if known(lower) else 0.0), (upper if known(upper) else ceiling)
    if _opens(row) == "up":
        upper = min(upper, lower + reach)
    if _opens(row) == "down":
        lower = max(lower, upper - reach)
    return lower, upper


def _opens(row: dict[str, Any]) -> str:
    """Tell to which side a figure without a value is open: up, down, or neither."""
    qualifier = text_of(row, "qualifier")
    if qualifier == "typically":
        return "down" if known(number_of(row, "upper")) else "up"
    return "up" if qualifier in _OPENS_UP else "down" if qualifier in _OPENS_DOWN else ""


def draw_figure(
    ax: Axes,
    row: dict[str, Any],
    *,
    at: float,
    colour: str,
    mark: float,
    marker: str = "o",
    vertical: bool = False,
    ceiling: float = 100.0,
    reach: float = math.inf,
    rounding: bool = True,
) -> None:
    """Draw one figure with its uncertainty across the axis of values.

    Parameters
    ----------
    ax
        Where to draw.
    row
        One observation.
    at
        Position on the other axis.
    colour, mark, marker
        Colour, diameter in points and shape of the dot.
    vertical
        True when values run upwards.
    ceiling
        Where an interval without an upper bound ends.
    reach
        Longest piece drawn of an interval's open side.
    rounding
        Whether the interval of an exact figure, which is that of its rounding, is drawn.
    """

    def line(low: float, high: float, **style) -> None:
        xy = ([at, at], [low, high]) if vertical else ([low, high], [at, at])
        artists = ax.plot(*xy, **{"color": colour, "solid_capstyle": "butt", "clip_on": False, "zorder": 3, **style})
        rests_on(*artists, claims=claims_of(row))

    def dot(value: float, shape: str, **style) -> None:
        xy = (at, value) if vertical else (value, at)
        points = ax.scatter(*xy, marker=shape, **{"clip_on": False, "linewidths": mark / 6, "zorder": 4, **style})
        rests_on(points, claims=claims_of(row))

    lower, upper = bounds_of(row, ceiling=ceiling, reach=reach)
    if is_contested(row):
        low, high = number_of(row, "envelope_lower"), number_of(row, "envelope_upper")
        line(low, high, linewidth=0.55 * mark, alpha=0.3, zorder=2)
    value = number_of(row, "obs_value")
    if known(value):
        if rounding or not is_exact(row):
            line(lower, upper, linewidth=mark / 3.5)
        face = PAPER if is_hollow(row) else colour
        dot(value, marker, s=mark**2, facecolors=face, edgecolors=colour)
        if is_contested(row):
            dot(value, "o", s=(1.8 * mark) ** 2, facecolors="none", edgecolors=colour)
        return
    cap, back, ahead = ("_", "v", "^") if vertical else ("|", "<", ">")
    opens = _opens(row)
    line(lower, upper, linewidth=mark / 3.5)
    for value, arrow in (
        (lower, back if opens == "down" else ""),
        (upper, ahead if opens == "up" else ""),
    ):
        dot(value, arrow or cap, s=(mark * (0.75 if arrow else 1)) ** 2, facecolors=colour)


def _implied(rows: list[dict[str, Any]]) -> str:
    """Return the first denominator that is known by its bounds alone."""
    row = next(filter(_has_implied_whole, rows))
    low, high = (number_text(number_of(row, f"denominator_{end}")) for end in ("lower", "upper"))
    return _("of\u00a0{whole}").format(whole=f"{low}–{high}").replace("\u00a0", " ")


def _has_implied_whole(row: dict[str, Any]) -> bool:
    low, high = (number_of(row, f"denominator_{end}") for end in ("lower", "upper"))
    return not known(number_of(row, "denominator")) and known(low, high)


def mark_notes(rows: list[dict[str, Any]], *, beside: bool = True) -> list[str]:
    """Explain in words the marks that these rows need, and no others.

    Parameters
    ----------
    rows
        Those drawn.
    beside
        Explain also what ``value_label`` prints beside them: periods, and wholes that are implied.
    """
    notes = _hollow_notes(rows)
    unclosed = [row for row in rows if not known(number_of(row, "obs_value"))]
    if any(text_of(row, "qualifier") in _BETWEEN for row in unclosed):
        notes.append(_("Line between brackets: published as a range, or as “nearly” a number."))
    if any(map(_opens, unclosed)):
        notes.append(_("Line with an arrow: published with one end, such as “at least” or “less than”."))
    contested = [row for row in rows if is_contested(row)]
    if contested:
        owners = unique(_(text_of(row, "custodian")) for row in contested)
        note = _("◉ Ringed mark: published figures differ; to be confirmed with {custodians}.")
        if not owners:
            note = _("◉ Ringed mark: published figures differ.")
        notes.append(note.format(custodians=", ".join(owners)))
    notes += _label_notes(rows) if beside else []
    names = unique(_(text_of(row, "name")) for row in rows if text_of(row, "derived"))
    if names:
        notes.append(_("Share computed by us from published figures: {names}.").format(names=", ".join(names)))
    return notes


def _hollow_notes(rows: list[dict[str, Any]]) -> list[str]:
    notes = []
    if any(is_survey_without_n(row) for row in rows):
        notes.append(_("○ Hollow mark: a survey whose sample size is not in the reports used here."))
    press = unique(_(text_of(row, "name")) for row in rows if text_of(row, "basis") == "press")
    if press:
        notes.append(_("○ Hollow mark: from the press alone ({names}).").format(names=", ".join(press)))
    return notes


def _label_notes(rows: list[dict[str, Any]]) -> list[str]:
    notes = []
    if any(map(_has_implied_whole, rows)):
        implied = _("“{whole}”: a whole that count and share imply; it is not in the reports used here.")
        notes.append(implied.format(whole=_implied(rows)))
    bases = {text_of(row, "period_basis") for row in rows}
    if "study" in bases:
        notes.append(_("“(study)”: the period of the study; the figure's own is not in the reports used here."))
    if "publication" in bases:
        notes.append(_("“published”: the year of publication; the figure's period is not in the reports used here."))
    return notes
