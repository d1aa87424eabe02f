"""Verdicts of UNSD, the SDG Index, Destatis and ISTAT on a base value, a latest value and a target.

Computed by us with the published rules; not assessments by these bodies. Values are percent 0-100, ``direction``
is +1 where higher is better and -1 where lower is better. What is undefined is None, with the reason in ``error``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.methods.rates import classify, growth_rate, is_after, is_missing, meets, moved

_NO_TWO_YEARS = "latest year is not after base year"
_NEAR_THE_END_PP = 1.0

SHARE_CUTS = ((0.95, 3), (0.10, 2), (-math.inf, 1))
GROWTH_CUTS = ((0.02, 3), (0.005, 2), (-math.inf, 1))
"""UNSD: 3 met or on track, 2 fair progress, 1 stagnation or regress."""


@dataclass(frozen=True)
class ExpectedProgress:
    """Growth a year, value (percent) expected in the target year, share of the way that it covers, score 1-3."""

    cagr: float | None
    expected_value: float | None
    share_of_progress: float | None
    score: int | None
    error: str = ""
    status: str = ""


def unsd_expected_progress(
    y0: float, t0: float, y1: float, t1: float, *, target: float | None, target_year: float | None, direction: int = 1
) -> ExpectedProgress:
    """Extend the observed growth to the target year and ask which share of the way from the base it covers.

    The rule of the UNSD Progress Chart Technical Note 2023, as its user Eustat states it.

    Parameters
    ----------
    y0, t0, y1, t1
        Base and latest value (percent) and their years.
    target, target_year
        Percent and year. Without a target, growth of 2 % a year scores 3 and of 0.5 % a year 2.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    ExpectedProgress
        Score 3 from 0.95 of the way, 2 from 0.10, else 1; 3 also where the latest value meets the target,
        or comes within 1 point of a target of 0 or 100. A value later than the target year scores by what
        growth gives for that year, with status ``after_deadline``. Where the share is undefined a move away
        scores 1, anything else None.

    Examples
    --------
    >>> found = unsd_expected_progress(17.7, 2017, 22.0, 2022, target=30, target_year=2030)
    >>> round(found.expected_value, 2), round(found.share_of_progress, 3), found.score
    (31.16, 1.094, 3)
    """
    if is_missing(y0, y1) or t1 <= t0:
        return ExpectedProgress(None, None, None, None, _NO_TWO_YEARS)
    growth = growth_rate(y0, y1, t1 - t0)
    away_score = 1 if moved(y0, y1, direction) < 0 else None
    if target is None:
        if growth is None:
            return ExpectedProgress(None, None, None, away_score, "base is zero: growth undefined")
        return ExpectedProgress(growth, None, None, classify(direction * growth, GROWTH_CUTS))
    is_late = is_after(t1, target_year)
    met = not is_late and (meets(y1, target, direction) or _is_near_the_end(y1, target))
    years_left = None if target_year is None or target_year <= t0 else target_year - t1
    expected, error = _expected(y0, y1, growth, target, years_left)
    share = None if error else direction * (expected - y0) / abs(target - y0)
    score = away_score if share is None else classify(share, SHARE_CUTS)
    return ExpectedProgress(growth, expected, share, 3 if met else score, error, "after_deadline" if is_late else "")


def _is_near_the_end(value: float, target: float) -> bool:
    return target in (0, 100) and meets(abs(value - target), _NEAR_THE_END_PP, -1)


def _expected(
    y0: float, y1: float, growth: float | None, target: float, years: float | None
) -> tuple[float | None, str]:
    if years is None:
        return None, "no target year after the base year: nothing to extend to"
    if growth is None or (growth <= -1 and years < 0):
        return None, "base is zero: growth undefined" if growth is None else "latest is zero: no growth to follow back"
    try:
        expected = y1 * (1 + growth) ** years
    except OverflowError:
        return None, "growth is beyond what numbers can hold"
    return expected, "base equals target: share of progress undefined" if moved(y0, target, 1) == 0 else ""


ARROW_CUTS = ((1.0, "on_track"), (0.5, "moderately_improving"), (0.0, "stagnating"), (-math.inf, "decreasing"))


@dataclass(frozen=True)
class LinearRatio:
    """Observed and required pace (points a year), their ratio and the arrow of the SDG Index."""

    observed_pp: float | None
    required_pp: float | None
    ratio: float | None
    arrow: str
    error: str = ""
    status: str = ""


def sdsn_trend_arrow(
    y0: float, t0: float, y1: float, t1: float, *, target: float, target_year: float | None, direction: int = 1
) -> LinearRatio:
    """Compare the observed pace with the one that the base needed, both in points a year.

    The rule of the SDG Index (SDSN), as described for its African edition.

    Parameters
    ----------
    y0, t0, y1, t1
        Base and latest value (percent) and their years.
    target, target_year
        Percent and year.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    LinearRatio
        ``on_track`` from 1, ``moderately_improving`` from 0.5, ``stagnating`` from 0, else ``decreasing``;
        ``maintaining`` where both values meet the target.

    Examples
    --------
    >>> found = sdsn_trend_arrow(7.9, 2017, 10.7, 2022, target=30, target_year=2030)
    >>> round(found.ratio, 2), found.arrow
    (0.33, 'stagnating')
    """
    if is_missing(y0, y1) or t1 <= t0:
        return LinearRatio(None, None, None, "insufficient_data", _NO_TWO_YEARS)
    observed = (y1 - y0) / (t1 - t0)
    maintained = meets(y0, target, direction) and meets(y1, target, direction)
    away = "decreasing" if moved(y0, y1, direction) < 0 else "not_assessable"
    if target_year is None or target_year <= t0:
        error = "no target year after the base year: no required pace"
        return LinearRatio(observed, None, None, "maintaining" if maintained else away, error)
    required = (target - y0) / (target_year - t0)
    status = "after_deadline" if is_after(t1, target_year) else ""
    if moved(y0, target, 1) == 0:
        error = "required pace is zero: ratio undefined"
        return LinearRatio(observed, required, None, "maintaining" if maintained else away, error, status)
    ratio = direction * observed / abs(required) + 0.0
    arrow = "maintaining" if maintained else classify(ratio, ARROW_CUTS)
    return LinearRatio(observed, required, ratio, arrow, "", status)


@dataclass(frozen=True)
class LinearProjection:
    """Value (percent) projected for the target year, the part of the gap then missed, and Destatis' symbol."""

    mean_annual_change: float | None
    projection: float | None
    miss_share: float | None
    symbol: str | None
    error: str = ""
    status: str = ""


def mean_annual_change(years: Sequence[float], values: Sequence[float]) -> float | None:
    """Average the last five annual changes; four consecutive years are the least.

    Parameters
    ----------
    years, values
        One series, in any order; values in percent, missing ones left out. The last run of consecutive
        years counts, six points of it at most.

    Returns
    -------
    float or None
        Points a year; None with fewer than four consecutive years, or where a year stands twice.

    References
    ----------
    Destatis, status of the indicators of the German sustainable development strategy (dns-indikatoren.de).

    Examples
    --------
    >>> mean_annual_change([2019, 2020, 2021, 2022], [10.0, 11.0, 11.5, 13.0])
    1.0
    >>> mean_annual_change([2007, 2012, 2017, 2022], [15.0, 17.0, 18.0, 22.0]) is None
    True
    """
    series = sorted((year, value) for year, value in zip(years, values, strict=True) if not is_missing(value))
    run = series[-1:]
    for point in reversed(series[:-1]):
        if run[0][0] - point[0] != 1 or len(run) == 6:
            break
        run.insert(0, point)
    if len(run) < 4 or len({year for year, _ in series}) < len(series):
        return None
    return (run[-1][1] - run[0][1]) / (len(run) - 1)


def destatis_symbol(
    y1: float, t1: float, mean_change: float | None, *, target: float, target_year: float | None, direction: int = 1
) -> LinearProjection:
    """Extend the mean annual change to the target year and ask which part of the present gap it leaves.

    The rule of Destatis for the indicators of the German sustainable development strategy.

    Parameters
    ----------
    y1, t1
        Latest value (percent) and its year.
    mean_change
        Points a year, from ``mean_annual_change``.
    target, target_year
        Percent and year.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    LinearProjection
        ``miss_share`` is a ratio, negative where the projection passes the target. ``sun`` below 0.05,
        ``sun_and_cloud`` up to 0.20, ``cloud`` above, ``thunderstorm`` where the value stands still or moves
        away. A value that meets the target is ``sun`` with status ``met``.

    Examples
    --------
    >>> found = destatis_symbol(22.0, 2022, 0.86, target=30, target_year=2030)
    >>> round(found.projection, 2), round(found.miss_share, 2), found.symbol
    (28.88, 0.14, 'sun_and_cloud')
    """
    if mean_change is None or is_missing(y1, mean_change):
        return LinearProjection(None, None, None, None, "fewer than four consecutive years: no mean annual change")
    if target_year is None or is_after(t1, target_year):
        reason = "no target year" if target_year is None else "the target year has passed"
        status = "" if target_year is None else "after_deadline"
        return LinearProjection(mean_change, None, None, None, f"{reason}: nothing to project", status)
    projection = y1 + mean_change * max(0, target_year - t1)
    if meets(y1, target, direction):
        return LinearProjection(mean_change, projection, None, "sun", "the target is met: no gap to miss", "met")
    miss = (target - projection) / (target - y1)
    if moved(0, mean_change, direction) <= 0:
        return LinearProjection(mean_change, projection, miss, "thunderstorm")
    # The cuts are upper ends: below 0.05, and 0.20 at most.
    symbol = "cloud" if not meets(miss, 0.20, -1) else "sun_and_cloud" if meets(miss, 0.05, 1) else "sun"
    return LinearProjection(mean_change, projection, miss, symbol)


ISTAT_CUTS = (
    (0.05, "strong_improvement"),
    (0.01, "slight_improvement"),
    (-0.01, "stable"),
    (-0.05, "slight_worsening"),
)


def istat_category(growth: float, *, direction: int = 1) -> str:
    """Name a growth rate as ISTAT does for targets without a value (2019): above 5 and 1 %, down to -1 and -5 %.

    Parameters
    ----------
    growth
        Fraction a year, from ``growth_rate``.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    str
        One of ``ISTAT_CUTS``, each without its cut itself, or ``strong_worsening``.

    Examples
    --------
    >>> istat_category(0.0445), istat_category(0.01)
    ('slight_improvement', 'stable')
    """
    return next((name for cut, name in ISTAT_CUTS if moved(cut, direction * growth, 1) > 0), "strong_worsening")
