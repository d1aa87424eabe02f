"""How far a figure is from its target, how fast it moved, and how fast it would have to move.

Values are percent 0-100 (or any one unit), years are decimal years. A gap is positive as long as the target
is not met; a pace bears the sign of the change itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wps_analysis.methods.rates import growth_rate, is_missing, logit, meets, moved


def compute_gap_pp(value: float, target: float, *, direction: int = 1) -> float:
    """Compute the distance of a value from its target.

    Parameters
    ----------
    value, target
        Percent.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    float
        Percentage points, positive while the target is not met, negative beyond it.

    Examples
    --------
    >>> compute_gap_pp(14.4, 30)
    15.6
    """
    return direction * (target - value)


@dataclass(frozen=True)
class GapClosed:
    """Share of the way from base to target (a ratio, 1 = all of it) and points that remain."""

    closed: float | None
    remaining_pp: float
    error: str = ""


def share_of_gap_closed(base: float, latest: float, target: float, *, direction: int = 1) -> GapClosed:
    """Compute which share of the distance from base to target has been covered.

    Parameters
    ----------
    base, latest, target
        Percent.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    GapClosed
        ``closed`` is negative after a move away and above 1 beyond the target; None where the base
        equals the target. It is a tenth of ESCAP's current status index, without its cap.

    Examples
    --------
    >>> round(share_of_gap_closed(7.9, 10.7, 30).closed, 3)
    0.127
    """
    remaining = compute_gap_pp(latest, target, direction=direction)
    if moved(base, target, 1) == 0:
        return GapClosed(None, remaining, "base equals target: share of the gap undefined")
    return GapClosed(direction * (latest - base) / abs(target - base), remaining)


@dataclass(frozen=True)
class Pace:
    """A pace on three scales: points, growth (fraction) and log-odds, each a year; None where undefined."""

    pp_per_year: float | None
    growth_per_year: float | None
    logit_per_year: float | None
    error: str = ""


def compute_pace(start: float, start_year: float, end: float, end_year: float) -> Pace:
    """Compute the average pace between two values on the scales of points, growth and log-odds.

    Parameters
    ----------
    start, end
        Percent.
    start_year, end_year
        Decimal years, the start before the end.

    Returns
    -------
    Pace
        Positive for a rise. Growth is None from zero, log-odds at 0 and 100; all are None where the
        years are equal or reversed, with the reason in ``error``.

    References
    ----------
    The scales of the SDG Index (points), of Open SDG (growth) and of ESCAP (log-odds).

    Examples
    --------
    >>> pace = compute_pace(7.9, 2017, 10.7, 2022)
    >>> round(pace.pp_per_year, 2), round(pace.growth_per_year, 3), round(pace.logit_per_year, 3)
    (0.56, 0.063, 0.067)
    """
    years = end_year - start_year
    if years <= 0:
        return Pace(None, None, None, "the later year is not after the earlier: no pace")
    growth, logits = growth_rate(start, end, years), (logit(start), logit(end))
    on_logit = None if is_missing(*logits) else (logits[1] - logits[0]) / years
    reasons = {"growth rate undefined from zero": growth, "log-odds undefined at 0 and 100": on_logit}
    error = "; ".join(reason for reason, result in reasons.items() if result is None)
    return Pace((end - start) / years, growth, on_logit, error)


def required_pace(value: float, year: float, target: float, target_year: float | None) -> Pace:
    """Compute the pace that takes a value to its target in the target year.

    Parameters
    ----------
    value, target
        Percent.
    year
        Of the value.
    target_year
        None for a target without a year, which has a gap and no pace.

    Returns
    -------
    Pace
        Bears the sign of the change needed; for a target that is met, of the change it leaves room for.

    References
    ----------
    The scales of the SDG Index (points), of Open SDG (growth) and of ESCAP (log-odds).

    Examples
    --------
    >>> required_pace(10.7, 2022, 30, 2030).pp_per_year
    2.4125
    >>> required_pace(41, 2024, 44, 2023).error
    'the target year has passed: no pace can reach it'
    """
    if target_year is None or is_missing(target_year):
        return Pace(None, None, None, "no target year: no pace")
    if target_year <= year:
        return Pace(None, None, None, "the target year has passed: no pace can reach it")
    return compute_pace(value, year, target, target_year)


@dataclass(frozen=True)
class YearsToTarget:
    """Years until a target is reached, the decimal year, and the first whole year in which it is."""

    years: float | None
    year: float | None
    year_reached: int | None
    status: str = ""


def linear_years_to_target(
    value: float, value_year: float, pp_per_year: float, target: float, *, direction: int = 1
) -> YearsToTarget:
    """Compute when a value reaches its target if it keeps a pace in points a year.

    The rule behind the years to parity of UN and IPU reports. It is a warning as much as a result: from two
    points the package prints no year.

    Parameters
    ----------
    value, target
        Percent.
    value_year
        Of the value.
    pp_per_year
        Observed pace, positive for a rise.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    YearsToTarget
        Zero years with status ``met`` where the target is met; None with status
        ``not_reached_at_current_trend`` where the pace is zero or leads away.

    Examples
    --------
    >>> linear_years_to_target(21.0, 2021, 0.52, 50).year_reached
    2077
    >>> linear_years_to_target(14.4, 2024, -1.1, 30).status
    'not_reached_at_current_trend'
    """
    if meets(value, target, direction):
        return YearsToTarget(0.0, float(value_year), math.ceil(value_year), "met")
    if is_missing(pp_per_year) or direction * pp_per_year <= 0:
        return YearsToTarget(None, None, None, "not_reached_at_current_trend")
    years = (target - value) / pp_per_year
    if not math.isfinite(years):
        return YearsToTarget(None, None, None, "not_reached_at_current_trend")
    # A year that floats miss by a hair is that year, not the next.
    return YearsToTarget(years, value_year + years, math.ceil(round(value_year + years, 6)))
