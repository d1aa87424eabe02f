"""The pace of two points carried on to a target: arithmetic for comparison, not an estimate.

Published projections are made like this, and the three scales give three years: commune chiefs, 7.9 per cent in
2017 and 10.7 in 2022, would reach 30 in 34 years in points, in 19 by log odds and in 17 by growth. Nothing that
is printed names such a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wps_analysis.methods.intervals import Interval, extremes
from wps_analysis.methods.rates import logit, meets

__all__ = ["LogitScenario", "Scenario", "linear_scenario_range", "logit_scenario"]

REACHED = "reached_at_current_trend"
NOT_REACHED = "not_reached_at_current_trend"
NOT_DECIDABLE = "not_decidable_within_rounding"
MET = "met"


@dataclass(frozen=True)
class Scenario:
    """Years from the latest figure to a target at the pace of two points.

    Attributes
    ----------
    status
        ``"reached_at_current_trend"``, ``"not_reached_at_current_trend"`` (no pace, or the wrong way),
        ``"met"`` (nought years), or ``"not_decidable_within_rounding"`` (rounding leaves a standstill possible).
    years
        Least and greatest number of years; no upper end where it may never be reached. None where it surely is
        not.
    """

    status: str
    years: Interval | None


def linear_scenario_range(base: Interval, latest: Interval, *, years: float, target: float, direction: int) -> Scenario:
    """Carry the pace in points between two figures on to a target, at every corner of their rounding.

    Parameters
    ----------
    base, latest
        In percent.
    years
        Between base and latest.
    target
        In percent.
    direction
        1 where higher is better, -1 where lower is.

    Returns
    -------
    Scenario
        The number of years falls in the latest figure and rises in the base (for -1 the other way round), so its
        ends are exact.

    Raises
    ------
    ValueError
        If ``years`` is not above 0 or the direction neither 1 nor -1.

    Examples
    --------
    >>> found = linear_scenario_range(Interval(7.5, 8.5), Interval(10.5, 11.5), years=4, target=20, direction=1)
    >>> found.years.lower, found.years.upper
    (8.5, 19.0)
    """
    _check(years, direction)

    def ahead(start: float, end: float) -> float:
        if meets(end, target, direction):
            return 0.0
        gained = direction * (end - start)
        return direction * (target - end) * years / gained if gained > 0 else math.inf

    start, end = {"start": base}, {"end": latest}
    upwards = direction == 1
    found = extremes(ahead, increasing=start if upwards else end, decreasing=end if upwards else start)
    if found.upper is not None:
        return Scenario(MET if found.upper == 0 else REACHED, found)
    if found.lower is not None:
        return Scenario(NOT_DECIDABLE, found)
    return Scenario(NOT_REACHED, None)


@dataclass(frozen=True)
class LogitScenario:
    """Years from the latest figure to a target, by log odds and by growth.

    Attributes
    ----------
    status
        As of ``Scenario``; ``"undefined_at_0_or_100"`` where a share or the target has no log odds.
    slope_logit
        Change of the log odds a year; None where undefined.
    years
        At that slope; None where it is not reached or undefined.
    log_scale_years
        At the same yearly growth in per cent of the share itself; None where it is not reached or undefined.
    """

    status: str
    slope_logit: float | None
    years: float | None
    log_scale_years: float | None


def logit_scenario(base: float, latest: float, *, years: float, target: float, direction: int) -> LogitScenario:
    """Carry the pace between two printed figures on to a target, by log odds and by growth.

    Parameters
    ----------
    base, latest, target
        In percent.
    years
        Between base and latest.
    direction
        1 where higher is better, -1 where lower is.

    Returns
    -------
    LogitScenario
        Years from the latest figure.

    Raises
    ------
    ValueError
        If ``years`` is not above 0, the direction neither 1 nor -1, or a share not between 0 and 100.

    Examples
    --------
    >>> found = logit_scenario(7.9, 10.7, years=5, target=30, direction=1)
    >>> round(found.slope_logit, 3), round(found.years, 1), round(found.log_scale_years, 1)
    (0.067, 19.1, 17.0)
    """
    _check(years, direction)
    start, end, level = (logit(each) for each in (base, latest, target))
    slope = None if start is None or end is None else (end - start) / years
    if meets(latest, target, direction):
        return LogitScenario(MET, slope, 0.0, 0.0)
    if direction * (latest - base) <= 0:
        return LogitScenario(NOT_REACHED, slope, None, None)
    # Between two shares that differ the way the target lies, both logarithms have its sign.
    grown = None if min(base, latest, target) <= 0 else math.log(target / latest) * years / math.log(latest / base)
    if slope is None or level is None:
        return LogitScenario("undefined_at_0_or_100", slope, None, grown)
    return LogitScenario(REACHED, slope, (level - end) / slope, grown)


def _check(years: float, direction: int) -> None:
    if not years > 0:
        raise ValueError(f"The latest figure is {years:g} years after the base: expected more than 0.")
    if direction not in {1, -1}:
        raise ValueError(f"The direction {direction!r} is neither 1 (higher is better) nor -1.")
