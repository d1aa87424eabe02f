"""The few formulas that the methods share: growth, log-odds, parity, target met, category by cuts.

Shares are percent 0-100; a growth rate is a fraction a year (0.044 is 4.4 % a year). ``direction`` is +1
where higher is better, -1 where lower is better. What is undefined is None, never NaN and never an error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_TOLERANCE = 1e-9
"""Percentage points, or units of a ratio, below which two numbers are the same: floats are not decimals."""


def is_missing(*values: float | None) -> bool:
    """Say whether any of the values is None or NaN.

    Examples
    --------
    >>> is_missing(22.0, None), is_missing(22.0, 30)
    (True, False)
    """
    return any(value is None or math.isnan(value) for value in values)


def growth_rate(start: float, end: float, years: float) -> float | None:
    """Compute the compound annual growth rate, (end / start)^(1 / years) - 1.

    Parameters
    ----------
    start, end
        Values of one series, in any one unit.
    years
        From start to end.

    Returns
    -------
    float or None
        Fraction a year, positive for a rise. None where it is undefined: a start that is not above zero,
        a negative end, a number of years that is not above zero.

    Examples
    --------
    >>> round(growth_rate(17.7, 22.0, 5), 4)
    0.0445
    >>> growth_rate(0, 22.0, 5) is None
    True
    """
    if is_missing(start, end, years) or start <= 0 or end < 0 or years <= 0:
        return None
    try:
        rate = (end / start) ** (1 / years) - 1
    except OverflowError:
        return None
    return rate if math.isfinite(rate) else None


def logit(share: float) -> float | None:
    """Compute the log-odds of a share in percent; None at 0, at 100 and outside.

    Examples
    --------
    >>> logit(50), logit(100) is None
    (0.0, True)
    """
    if is_missing(share) or not 0 < share < 100:
        return None
    return math.log(share) - math.log(100 - share)  # a quotient of very small shares would be 0


def inverse_logit(log_odds: float) -> float:
    """Turn log-odds into a share in percent.

    Examples
    --------
    >>> inverse_logit(0.0)
    50.0
    """
    # The two forms are equal; each overflows only where the other does not.
    if log_odds >= 0:
        return 100 / (1 + math.exp(-log_odds))
    return 100 * math.exp(log_odds) / (1 + math.exp(log_odds))


def meets(value: float, target: float, direction: int) -> bool:
    """Say whether a value is at the target or on its good side.

    Raises
    ------
    ValueError
        If the direction is neither +1 nor -1.

    Examples
    --------
    >>> meets(30, 30, 1), meets(31, 30, -1)
    (True, False)
    """
    if direction not in (1, -1):
        raise ValueError(f"The direction is {direction!r}: it must be 1 (higher is better) or -1 (lower is better).")
    return direction * (value - target) >= -_TOLERANCE


def moved(start: float, end: float, direction: int) -> int:
    """Say which way a value moved: 1 the wanted way, -1 the other way, 0 not at all.

    Examples
    --------
    >>> moved(30, 28, 1), moved(30, 28, -1)
    (-1, 1)
    """
    change = direction * (end - start)
    return 0 if abs(change) <= _TOLERANCE else int(math.copysign(1, change))


def is_after(year: float, target_year: float | None) -> bool:
    """Say whether a decimal year lies after a target year; December 2023 lies in 2023. Never without a target year.

    Examples
    --------
    >>> is_after(2024, 2023), is_after(2023.96, 2023)
    (True, False)
    """
    return target_year is not None and math.floor(year) > target_year


def classify(value: float, cuts: Sequence[tuple[float, str]]) -> str:
    """Name the category of a value: that of the highest cut which it reaches.

    Parameters
    ----------
    value
        The measure.
    cuts
        Lowest value of each category and its name, the highest first; the last cut is minus infinity.

    Returns
    -------
    str
        The name of the category.

    Examples
    --------
    >>> classify(0.7, [(0.95, "on_track"), (0.6, "acceleration_needed"), (-math.inf, "less")])
    'acceleration_needed'
    """
    return next(name for cut, name in cuts if value >= cut - _TOLERANCE)


def round_half_away(value: float, decimals: int) -> float:
    """Round as statistical offices print: halves away from zero (UNICEF's rule for prevalence and AARR).

    Examples
    --------
    >>> round_half_away(3.775, 2), round_half_away(-0.5, 0)
    (3.78, -1.0)
    """
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def exact_fraction(value: float) -> Fraction:
    """Take a float for the decimal that it prints, so that 30 % of 10 is 3 and not a little more.

    Examples
    --------
    >>> exact_fraction(0.3) * 10
    Fraction(3, 1)
    """
    return Fraction(f"{value:.12g}")


def parity_transform(share: float) -> float:
    """Turn a share into 50 plus its distance from 50, which falls from either side (target 50, lower is better).

    The rule of Open SDG's progress methodology for SDG 5.5.1, 5.5.2 and 5.a.1(b).

    Examples
    --------
    >>> parity_transform(22.0), parity_transform(56.0)
    (78.0, 56.0)
    """
    return 50 + abs(share - 50)
