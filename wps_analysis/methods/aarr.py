"""Average annual rates of reduction, as UNICEF, WHO and the World Bank print them.

A positive AARR is a decline: it is made for prevalences that are to fall. Rates are fractions a year (0.024 is
2.4 %). Log-linear methods fail at 0: a rate that needs the logarithm of 0 is None. WHO prints another number for
maternal mortality, the continuous rate -ln(y1 / y0) / years.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.methods.rates import growth_rate, is_missing, meets, round_half_away


@dataclass(frozen=True)
class ReductionRate:
    """A rate of reduction (fraction a year, positive for a decline) and the same in percent as UNICEF prints it."""

    aarr: float | None
    error: str = ""

    @property
    def percent_2dp(self) -> float | None:
        """The rate in percent, rounded half away from zero to two decimals."""
        return None if self.aarr is None else round_half_away(100 * self.aarr, 2)


def aarr_regression(years: Sequence[float], values: Sequence[float]) -> ReductionRate:
    """Compute 1 - exp(b), b the least-squares slope of ln(value) on the year (UNICEF, WHO).

    Parameters
    ----------
    years, values
        One series; values above 0, in any one unit.

    Returns
    -------
    ReductionRate
        Positive for a decline.

    References
    ----------
    UNICEF, README of its nutrition pipeline; WHO, documentation of ``aarr`` in the R package DSIR.

    Examples
    --------
    >>> round(aarr_regression([2000, 2001, 2002], [100.0, 97.6, 95.2576]).aarr, 6)
    0.024
    """
    points = [(year, value) for year, value in zip(years, values, strict=True) if not is_missing(value)]
    if len({year for year, _ in points}) < 2:
        return ReductionRate(None, "fewer than two years: no rate")
    if min(value for _, value in points) <= 0:
        return ReductionRate(None, "a value is not above zero: no logarithm")
    mean_year = math.fsum(year for year, _ in points) / len(points)
    logs = [math.log(value) for _, value in points]
    mean_log = math.fsum(logs) / len(logs)
    products = [(year - mean_year) * (log - mean_log) for (year, _), log in zip(points, logs, strict=True)]
    slope = math.fsum(products) / math.fsum((year - mean_year) ** 2 for year, _ in points)
    return ReductionRate(-math.expm1(slope) + 0.0)


def aarr_endpoint(y0: float, t0: float, y1: float, t1: float) -> ReductionRate:
    """Compute 1 - (y1 / y0)^(1 / years) from two values.

    Parameters
    ----------
    y0, t0, y1, t1
        Two values above 0, in any one unit, and their years.

    Returns
    -------
    ReductionRate
        Positive for a decline.

    References
    ----------
    WHO, ``get_aarr`` and ``calculate_aarc`` of the R package billionaiRe.

    Examples
    --------
    >>> round(aarr_endpoint(40, 2000, 20, 2010).aarr, 4)
    0.067
    """
    if t1 <= t0:
        return ReductionRate(None, "later year is not after the earlier: no rate")
    growth = growth_rate(y0, y1, t1 - t0)
    if growth is None or y1 <= 0:
        return ReductionRate(None, "a value is not above zero: no logarithm")
    return ReductionRate(-growth + 0.0)


def aarr_required(reduction: float, years: float) -> ReductionRate:
    """Compute the yearly rate that gives a total reduction in a number of years.

    Parameters
    ----------
    reduction
        Fraction, 0.5 for "by half"; negative for a rise. From y0 to a target T it is 1 - T / y0.
    years
        Above 0.

    Returns
    -------
    ReductionRate
        Positive for a decline.

    References
    ----------
    UNICEF, README of its nutrition pipeline; WHO, documentation of ``aarr`` in the R package DSIR.

    Examples
    --------
    >>> aarr_required(0.5, 18).percent_2dp
    3.78
    """
    if years <= 0:
        return ReductionRate(None, "no years left: no rate")
    growth = growth_rate(1.0, 1.0 - reduction, years) if reduction < 1 else None
    if growth is None:
        return ReductionRate(None, "a reduction to zero or below: no constant rate gives it")
    return ReductionRate(-growth + 0.0)


def unicef_category(value: float, threshold: float, observed: float | None, required: float | None) -> str:
    """Place a prevalence that is to fall on UNICEF's ladder, rounding first, as the rule does.

    Parameters
    ----------
    value, threshold
        Percent; the value rounded to one decimal.
    observed, required
        AARR as fractions a year; rounded to two decimals of a percent.

    Returns
    -------
    str
        ``on_track`` where the threshold is met or the required rate reached, ``some_progress`` from 0.5 %
        a year, ``no_progress`` from -0.5 %, else ``worsening``; ``insufficient_data`` without a rate.

    References
    ----------
    UNICEF, README of its nutrition pipeline; its code asks for more than 0.5 where the README says at least.

    Examples
    --------
    >>> unicef_category(31.0, 15.0, 0.012, 0.0378)
    'some_progress'
    """
    if meets(round_half_away(value, 1), threshold, -1):
        return "on_track"
    if is_missing(observed):
        return "insufficient_data"
    rate = ReductionRate(observed).percent_2dp
    if not is_missing(required) and rate >= ReductionRate(required).percent_2dp:
        return "on_track"
    if rate >= 0.5:
        return "some_progress"
    return "no_progress" if rate >= -0.5 else "worsening"
