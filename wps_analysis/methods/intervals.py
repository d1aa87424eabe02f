"""Figures as intervals, and formulas worked through them.

A printed share is every value that rounds to it, so a formula of printed shares has a range of results. Where
the formula rises or falls in each of its arguments, that range has exact ends (``extremes``); where it turns
on the way, the turning points are looked at beside the corners (``corners``). A missing end is ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

_NO_INTERVALS: Mapping[str, Interval] = {}


@dataclass(frozen=True)
class Interval:
    """All the values that a figure can have.

    ``lower`` and ``upper`` are in the unit of the figure, ``None`` where nothing limits it. ``lower_closed``
    and ``upper_closed`` say whether the ends belong to it: "11 per cent" is at least 10.5 and under 11.5.

    Examples
    --------
    >>> Interval(10.5, 11.5, upper_closed=False).contains(11.5)
    False
    """

    lower: float | None
    upper: float | None
    lower_closed: bool = True
    upper_closed: bool = True

    def __post_init__(self) -> None:
        """Refuse ends that are not numbers or stand the wrong way round."""
        if any(end is not None and math.isnan(end) for end in (self.lower, self.upper)):
            raise ValueError("An end of an interval is not a number: write None where there is no limit.")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"The lower end {self.lower:g} of an interval is above its upper end {self.upper:g}.")

    def contains(self, value: float) -> bool:
        """Say whether a value lies in the interval."""
        return not (self.is_above(value) or self.is_below(value))

    def is_above(self, value: float) -> bool:
        """Say whether every value of the interval is greater than this one."""
        return self.lower is not None and (self.lower > value or (self.lower == value and not self.lower_closed))

    def is_below(self, value: float) -> bool:
        """Say whether every value of the interval is less than this one."""
        return self.upper is not None and (self.upper < value or (self.upper == value and not self.upper_closed))


def point(value: float) -> Interval:
    """Return the interval that holds one value: a count of seats, a year.

    Examples
    --------
    >>> point(125)
    Interval(lower=125, upper=125, lower_closed=True, upper_closed=True)
    """
    return Interval(value, value)


def rounding_interval(
    value: float, *, decimals: int = 0, valid_min: float | None = 0.0, valid_max: float | None = 100.0
) -> Interval:
    """Return the values that round half up to a printed number.

    Parameters
    ----------
    value
        The number as printed, by default a share in percent.
    decimals
        Decimals printed; -1 for a number rounded to tens.
    valid_min, valid_max
        What the quantity can be. The ends are clipped to it and then closed; a number outside is not clipped.

    Returns
    -------
    Interval
        Half a unit of the last printed digit on each side, the lower end closed and the upper open.

    Examples
    --------
    >>> rounding_interval(7.9, decimals=1)
    Interval(lower=7.85, upper=7.95, lower_closed=True, upper_closed=False)
    >>> rounding_interval(100)
    Interval(lower=99.5, upper=100.0, lower_closed=True, upper_closed=True)
    """
    printed, margin = Decimal(repr(float(value))), Decimal(5).scaleb(-decimals - 1)
    lower, upper, closed = float(printed - margin), float(printed + margin), False
    if valid_min is not None and lower < valid_min <= value:
        lower = valid_min
    if valid_max is not None and value <= valid_max < upper:
        upper, closed = valid_max, True
    return Interval(lower, upper, True, closed)


def extremes(
    formula: Callable[..., float],
    *,
    increasing: Mapping[str, Interval] = _NO_INTERVALS,
    decreasing: Mapping[str, Interval] = _NO_INTERVALS,
) -> Interval:
    """Work a formula through intervals, exactly, where it rises or falls in each of its arguments.

    Parameters
    ----------
    formula
        Called with one number for each name. It may return an infinity, which is no limit.
    increasing, decreasing
        The arguments in which the result rises, and those in which it falls, all else being equal.

    Returns
    -------
    Interval
        In the unit of the formula. An end that needs a missing end is missing; it is closed where all the
        ends that it needs are.

    Examples
    --------
    >>> count, total = point(176), Interval(1638, 1652)
    >>> share = extremes(lambda k, n: 100 * k / n, increasing={"k": count}, decreasing={"n": total})
    >>> round(share.lower, 2), round(share.upper, 2)
    (10.65, 10.74)
    """
    low_ends = {name: (each.lower, each.lower_closed) for name, each in increasing.items()}
    low_ends |= {name: (each.upper, each.upper_closed) for name, each in decreasing.items()}
    high_ends = {name: (each.upper, each.upper_closed) for name, each in increasing.items()}
    high_ends |= {name: (each.lower, each.lower_closed) for name, each in decreasing.items()}
    (lower, lower_closed), (upper, upper_closed) = _at(formula, low_ends), _at(formula, high_ends)
    return Interval(lower, upper, lower_closed, upper_closed)


def _at(formula: Callable[..., float], ends: Mapping[str, tuple[float | None, bool]]) -> tuple[float | None, bool]:
    values = {name: value for name, (value, _) in ends.items()}
    result = None if None in values.values() else formula(**values)
    if result is None or not math.isfinite(result):
        return None, True
    return result, all(closed for _, closed in ends.values())


def corners(
    formula: Callable[..., float | None],
    *,
    turning: Mapping[str, Sequence[float]] | None = None,
    **intervals: Interval,
) -> Interval | None:
    """Work a formula through intervals by its corners, where it does not simply rise or fall.

    Exact for a formula that rises or falls in each argument, in whichever direction the others make it, and
    for one that turns only at the values given as ``turning``: 50 for the distance from parity.

    Parameters
    ----------
    formula
        Called with one number for each name; returns None where it is undefined, an infinity for "never".
    turning
        For each name the values at which the formula turns, used where they lie inside the interval.
    **intervals
        The arguments.

    Returns
    -------
    Interval or None
        In the unit of the formula, both ends closed; None where it is undefined at a corner. If an argument
        has no end, neither has the result.

    Examples
    --------
    >>> corners(lambda share: abs(share - 50), turning={"share": [50]}, share=Interval(44, 52))
    Interval(lower=0, upper=6, lower_closed=True, upper_closed=True)
    """
    if any(each.lower is None or each.upper is None for each in intervals.values()):
        return Interval(None, None)
    inside = {
        name: [value for value in (turning or {}).get(name, ()) if each.contains(value)]
        for name, each in intervals.items()
    }
    values = [dict.fromkeys((each.lower, each.upper, *inside[name])) for name, each in intervals.items()]
    results = [formula(**dict(zip(intervals, corner, strict=True))) for corner in product(*values)]
    if any(result is None or math.isnan(result) for result in results):
        return None
    low, high = min(results), max(results)
    return Interval(low if math.isfinite(low) else None, high if math.isfinite(high) else None)


def difference(later: Interval, earlier: Interval) -> Interval:
    """Return the range of a later figure less an earlier one, in their unit.

    Examples
    --------
    >>> difference(Interval(40.5, 42.5), Interval(21.5, 22.5))
    Interval(lower=18.0, upper=21.0, lower_closed=True, upper_closed=True)
    """
    return extremes(lambda end, start: end - start, increasing={"end": later}, decreasing={"start": earlier})
