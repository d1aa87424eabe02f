"""What worked cases ask of the years to a target: two points carried on, and Fieller's interval of a fitted line.

Arithmetic for comparison, not an estimate. Published projections are made like this, and the three scales give
three years: commune chiefs, 7.9 per cent in 2017 and 10.7 in 2022, would reach 30 in 34 years in points, in 19 by
log odds and in 17 by growth. Where the slope of a fit cannot be told from nought the year has no upper limit.
Nothing that is printed names such a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wps_analysis.methods.intervals import Interval, extremes
from wps_analysis.methods.rates import logit, meets
from wps_analysis.methods.trend import Trend

__all__ = ["estimate_target_year", "fieller_set", "linear_scenario_range", "logit_scenario"]

NO_UPPER_LIMIT = "no upper limit: the data cannot exclude that it is never reached"
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


@dataclass(frozen=True)
class FiellerSet:
    """Where a line can cross a level, by Fieller's theorem.

    Attributes
    ----------
    shape
        ``"bounded"``: from ``lower`` to ``upper``. ``"exclusive"``: anywhere but between ``lower`` and
        ``upper``. ``"unbounded"``: anywhere (both None).
    g
        Squared ratio of the slope's margin to the slope; from 1 on the slope cannot be told from nought.
        Infinite for a slope of nought.
    lower, upper
        Relative to the origin of the line.
    """

    shape: str
    g: float
    lower: float | None = None
    upper: float | None = None


def fieller_set(
    intercept: float, slope: float, covariance: tuple[float, float, float], level: float, critical: float
) -> FiellerSet:
    """Return where a line can cross a level.

    Parameters
    ----------
    intercept, slope
        Of the line.
    covariance
        Variance of the intercept, covariance, variance of the slope.
    level
        What is crossed, in the unit of the intercept.
    critical
        Standard errors that the confidence asks for.

    Returns
    -------
    FiellerSet
        All x for which ``level - intercept - slope * x`` is within ``critical`` standard errors of nought.

    References
    ----------
    E. C. Fieller (1954), Journal of the Royal Statistical Society B 16, 175-185.

    Examples
    --------
    >>> found = fieller_set(0.0, 1.0, (0.04, 0.0, 0.01), 2.0, 2.0)
    >>> found.shape, round(found.g, 2), round(found.lower, 3), round(found.upper, 3)
    ('bounded', 0.04, 1.5, 2.667)
    """
    at_origin, both, of_slope = (critical**2 * each for each in covariance)
    way = level - intercept
    g = of_slope / slope**2 if slope**2 > 0 else math.inf
    # The set is a x^2 - 2 b x + c <= 0.
    a, b, c = slope**2 - of_slope, way * slope + both, way**2 - at_origin
    discriminant = b * b - a * c
    if a == 0 or (a < 0 and discriminant <= 0):
        return FiellerSet("unbounded", g)
    # Above a = 0 the estimate itself is in the set, so a negative discriminant is a rounding error.
    root = math.sqrt(max(discriminant, 0.0))
    lower, upper = sorted(((b - root) / a, (b + root) / a))
    return FiellerSet("bounded" if a > 0 else "exclusive", g, lower, upper)


@dataclass(frozen=True)
class TargetYear:
    """Whether a fitted line reaches a target, in a word and in a sentence, and when its estimate does.

    ``status`` is ``bounded`` (within Fieller's limits), ``no_upper_limit``, ``away_from_target``, ``passed``,
    ``passed_moving_back``, ``target_at_0_or_100``, or that of a trend that could not be fitted.
    """

    status: str
    text: str
    g: float | None = None
    year: float | None = None


def estimate_target_year(trend: Trend, target: float, *, direction: int) -> TargetYear:
    """Say when a fitted line reaches a target (percent): in decades, if Fieller's interval has an end."""
    if direction not in {1, -1}:
        raise ValueError(f"The direction {direction!r} is neither 1 (higher is better) nor -1.")
    if not 0 <= target <= 100:
        raise ValueError(f"A target of {target:g} per cent is not between 0 and 100.")
    level = logit(target)
    if trend.status != "fitted":
        return TargetYear(trend.status, "no year: nothing could be fitted")
    if level is None:
        return TargetYear("target_at_0_or_100", "no year: the fitted line never reaches 0 or 100")
    found = fieller_set(trend.intercept, trend.slope, trend.covariance, level, trend.critical)
    status = _status(trend, found, level, direction)
    lower, upper = (None if end is None else trend.origin + end for end in (found.lower, found.upper))
    year = None if trend.slope == 0 else trend.origin + (level - trend.intercept) / trend.slope
    return TargetYear(status, _text(status, lower, upper), found.g, year)


def _status(trend: Trend, found: FiellerSet, level: float, direction: int) -> str:
    surely_away = found.shape == "bounded" and direction * trend.slope < 0
    at_last = trend.intercept + trend.slope * (trend.last_year - trend.origin)
    if direction * (at_last - level) >= 0:
        return "passed_moving_back" if surely_away else "passed"
    if found.shape != "bounded":
        return "no_upper_limit"
    return "away_from_target" if surely_away else "bounded"


_TEXTS = {
    "no_upper_limit": NO_UPPER_LIMIT,
    "away_from_target": "no year: the fitted line moves away from the target",
    "passed": "reached by the fitted line, at the last point or before",
    "passed_moving_back": "reached by the fitted line, which moves back towards the target",
}


def _text(status: str, lower: float | None, upper: float | None) -> str:
    if status in _TEXTS:
        return _TEXTS[status]
    first, last = (f"{int(end) // 10 * 10}s" for end in (lower, upper))
    when = f"in the {first}" if first == last else f"between the {first} and the {last}"
    return f"{when}, if the fitted pace continues"
