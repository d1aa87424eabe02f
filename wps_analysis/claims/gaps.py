"""How far apart two figures may stand to be followed from one to the other, and to be joined by a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

LONGEST_GAP_YEARS = 10
"""Years without a figure that a series is followed across; over longer ones no change and no line is drawn."""


def is_long_gap(earlier: float, later: float) -> bool:
    """Tell whether two figures, by their decimal years, stand too far apart to be followed from one to the other.

    Examples
    --------
    >>> is_long_gap(1999, 2024), is_long_gap(2014, 2024)
    (True, False)
    """
    return later - earlier > LONGEST_GAP_YEARS


A_YEAR = 1.01
"""From one yearly figure to the next, a leap year between."""


def most_years_joined(years: Sequence[float]) -> float:
    """Return the most years between two neighbouring figures of a series that a line may join.

    A yearly series is one whose usual step is a year: there a year that is left out is unknown, not on the way.

    Examples
    --------
    >>> most_years_joined([2003, 2004, 2005, 2014, 2015]), most_years_joined([2002, 2007, 2012, 2022])
    (1.01, 10)
    """
    steps = [later - earlier for earlier, later in pairwise(years)]
    return A_YEAR if steps and median(steps) <= A_YEAR else LONGEST_GAP_YEARS
