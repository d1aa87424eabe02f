"""When a fitted line reaches a target, and why that is often not known: Fieller's interval.

The year is a ratio, of the way still to go to the slope. Where the slope cannot be told from nought the year
has no upper limit, and that is what is said; the delta method would print a narrow span all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wps_analysis.methods.rates import logit
from wps_analysis.methods.trend import Trend

__all__ = ["FiellerSet", "TargetYear", "estimate_target_year", "fieller_set"]

NO_UPPER_LIMIT = "no upper limit: the data cannot exclude that it is never reached"


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
    """The year in which a fitted line reaches a target, if that can be said.

    Attributes
    ----------
    status
        ``"bounded"``: the line reaches the target between ``lower`` and ``upper``.
        ``"no_upper_limit"``: the slope cannot be told from nought.
        ``"away_from_target"``: the line moves the other way, beyond doubt.
        ``"passed"``: at the last point the line is at the target or on its good side.
        ``"passed_moving_back"``: so it is, but the line moves back, beyond doubt.
        ``"target_at_0_or_100"``: no line of log odds gets there.
        Otherwise the status of the trend: with fewer than three points there is no year.
    text
        The same in words, with decades and never a year.
    target
        In percent.
    confidence
        In percent.
    year, lower, upper
        Estimate and Fieller's limits in decimal years; None without both limits and where the line moves away.
    excluded
        The years that an unbounded set leaves out; None where it leaves none.
    g
        See ``FiellerSet``.
    delta_year, delta_lower, delta_upper
        Estimate and interval by the delta method, for comparison only: finite even where there is no limit.
    """

    status: str
    text: str
    target: float
    confidence: float
    year: float | None = None
    lower: float | None = None
    upper: float | None = None
    excluded: tuple[float, float] | None = None
    g: float | None = None
    delta_year: float | None = None
    delta_lower: float | None = None
    delta_upper: float | None = None


def estimate_target_year(trend: Trend, target: float, *, direction: int) -> TargetYear:
    """Estimate when a fitted line reaches a target, with Fieller's interval.

    Parameters
    ----------
    trend
        From ``fit_trend``: three points of one segment at least.
    target
        In percent.
    direction
        1 where higher is better, -1 where lower is.

    Returns
    -------
    TargetYear
        Decimal years for comparison; ``text`` for print.

    Raises
    ------
    ValueError
        If the target is not between 0 and 100 or the direction neither 1 nor -1.

    References
    ----------
    E. C. Fieller (1954), Journal of the Royal Statistical Society B 16, 175-185.

    Examples
    --------
    >>> from wps_analysis.methods.trend import fit_trend
    >>> steady = fit_trend([2007, 2012, 2017, 2022], counts=[150, 210, 290, 380], totals=[1600] * 4)
    >>> found = estimate_target_year(steady, 30, direction=1)
    >>> found.status, round(found.lower, 1), round(found.upper, 1), found.text
    ('bounded', 2022.9, 2032.8, 'between the 2020s and the 2030s, if the fitted pace continues')
    >>> small = fit_trend([2007, 2012, 2017, 2022], counts=[15, 18, 21, 26], totals=[123, 125, 123, 125])
    >>> estimate_target_year(small, 30, direction=1).text
    'no upper limit: the data cannot exclude that it is never reached'
    """
    if direction not in {1, -1}:
        raise ValueError(f"The direction {direction!r} is neither 1 (higher is better) nor -1.")
    if not 0 <= target <= 100:
        raise ValueError(f"A target of {target:g} per cent is not between 0 and 100.")
    level = logit(target)
    if trend.status != "fitted":
        return TargetYear(trend.status, "no year: nothing could be fitted", target, trend.confidence)
    if level is None:
        return TargetYear(
            "target_at_0_or_100", "no year: the fitted line never reaches 0 or 100", target, trend.confidence
        )
    found = fieller_set(trend.intercept, trend.slope, trend.covariance, level, trend.critical)
    status = _status(trend, found, level, direction)
    said = found.shape == "bounded" and status in {"bounded", "passed"}
    lower, upper = (None if end is None else trend.origin + end for end in (found.lower, found.upper))
    delta_year, margin = _delta(trend, level)
    return TargetYear(
        status,
        _text(status, lower, upper),
        target,
        trend.confidence,
        year=delta_year if said else None,
        lower=lower if said else None,
        upper=upper if said else None,
        excluded=(lower, upper) if found.shape == "exclusive" else None,
        g=found.g,
        delta_year=delta_year,
        delta_lower=None if delta_year is None else delta_year - margin,
        delta_upper=None if delta_year is None else delta_year + margin,
    )


def _status(trend: Trend, found: FiellerSet, level: float, direction: int) -> str:
    surely_away = found.shape == "bounded" and direction * trend.slope < 0
    at_last = trend.intercept + trend.slope * (trend.last_year - trend.origin)
    if direction * (at_last - level) >= 0:
        return "passed_moving_back" if surely_away else "passed"
    if found.shape != "bounded":
        return "no_upper_limit"
    return "away_from_target" if surely_away else "bounded"


def _delta(trend: Trend, level: float) -> tuple[float | None, float]:
    """Return the year of the crossing and its margin by the delta method."""
    if trend.slope == 0:
        return None, math.nan
    ahead = (level - trend.intercept) / trend.slope
    at_origin, both, of_slope = trend.covariance
    variance = (at_origin + 2 * ahead * both + ahead**2 * of_slope) / trend.slope**2
    return trend.origin + ahead, trend.critical * math.sqrt(max(variance, 0.0))


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
