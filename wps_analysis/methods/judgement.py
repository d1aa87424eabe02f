"""Whether figures meet a target, given their rounding and the target's year.

Values are percent 0-100; a figure is met, short or not decidable, and its gap is an interval. Rule on years:
"by 2023" judges a figure of 2023; a later figure is reported as after the target year.
"""

from __future__ import annotations

from dataclasses import dataclass

from wps_analysis.methods.intervals import Interval, difference, rounding_interval
from wps_analysis.methods.rates import is_after, meets

__all__ = [
    "MET_AS_REPORTED",
    "SHORT_AS_REPORTED",
    "Figure",
    "Judgement",
    "target_met_within_rounding",
    "target_side",
    "target_year_passed",
]

MET_AS_REPORTED = "met_as_reported_not_decidable_within_rounding"
SHORT_AS_REPORTED = "not_met_as_reported_not_decidable_within_rounding"


@dataclass(frozen=True)
class Figure:
    """One figure of a series: decimal year, value as printed (percent), and all values that it can have."""

    year: float
    value: float
    interval: Interval


def target_side(interval: Interval, target: float, direction: int) -> str:
    """Say on which side of a target an interval lies: ``met``, ``short`` or ``straddles``.

    Parameters
    ----------
    interval
        Percent. An end that does not belong to it decides accordingly: [29.5, 30.5) is short of 30.5.
    target
        Percent.
    direction
        +1 where higher is better (the target is a floor), -1 where lower is better (a ceiling).

    Returns
    -------
    str
        ``met`` if every value of the interval meets the target, ``short`` if none does.

    Examples
    --------
    >>> target_side(Interval(26.5, 27.5, upper_closed=False), 27, 1)
    'straddles'
    """
    beyond_low, beyond_high = interval.is_above(target), interval.is_below(target)
    good, bad = (beyond_low, beyond_high) if direction == 1 else (beyond_high, beyond_low)
    near_end = interval.lower if direction == 1 else interval.upper
    if good or near_end == target:
        return "met"
    return "short" if bad else "straddles"


@dataclass(frozen=True)
class Judgement:
    """A status, the interval that it rests on and the gap as an interval (points, positive while not met)."""

    status: str
    interval: Interval
    gap_pp: Interval


def target_met_within_rounding(value: float, decimals: int, target: float, *, direction: int = 1) -> Judgement:
    """Say whether a rounded figure meets a target, whatever it was before rounding.

    Parameters
    ----------
    value, target
        Percent; the value as printed.
    decimals
        Decimals printed.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    Judgement
        ``met``, ``not_met``, or, where the rounding interval holds values on both sides,
        ``met_as_reported_not_decidable_within_rounding`` (for a printed value that meets the target) or
        ``not_met_as_reported_not_decidable_within_rounding`` (for one that does not).

    Examples
    --------
    >>> target_met_within_rounding(27, 0, 27).status
    'met_as_reported_not_decidable_within_rounding'
    """
    interval = rounding_interval(value, decimals=decimals)
    states = {"met": "met", "short": "not_met", "straddles": _as_reported(value, target, direction)}
    status = states[target_side(interval, target, direction)]
    return Judgement(status, interval, _gap(interval, target, direction))


def target_year_passed(figure: Figure, target: float, target_year: float, *, direction: int = 1) -> Judgement:
    """Judge a figure against a target with a year: by that year's figure, and a later one as later.

    Parameters
    ----------
    figure
        The latest figure, percent.
    target
        Percent.
    target_year
        "By 2023" is 2023.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    Judgement
        ``met`` and ``missed`` for a figure of the target year; ``missed`` and ``met_after_deadline`` for a
        later one; ``met`` and ``target_year_not_reached`` for an earlier one; the two statuses of
        ``target_met_within_rounding`` where rounding leaves it open.

    Examples
    --------
    >>> judged = target_year_passed(Figure(2024, 41.5, Interval(40.5, 42.5, upper_closed=False)), 44, 2023)
    >>> judged.status, judged.gap_pp.lower, judged.gap_pp.upper
    ('missed', 1.5, 3.5)
    """
    side = target_side(figure.interval, target, direction)
    states = {
        "met": "met_after_deadline" if is_after(figure.year, target_year) else "met",
        "short": "missed" if figure.year >= target_year else "target_year_not_reached",
        "straddles": _as_reported(figure.value, target, direction),
    }
    return Judgement(states[side], figure.interval, _gap(figure.interval, target, direction))


def _as_reported(value: float, target: float, direction: int) -> str:
    return MET_AS_REPORTED if meets(value, target, direction) else SHORT_AS_REPORTED


def _gap(interval: Interval, target: float, direction: int) -> Interval:
    aim = Interval(target, target)
    return difference(aim, interval) if direction == 1 else difference(interval, aim)
