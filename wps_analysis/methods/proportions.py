"""Counts and shares: what one says of the other, and how far chance alone could have moved them.

Seats, posts and staff lists are complete counts, without sampling error. Wilson's and Newcombe's intervals and
Fisher's test then speak of a process that could have produced other counts (``process variability``), never of
the figures themselves. Survey shares do have sampling error, if the sample was drawn at random.
"""

from __future__ import annotations

import math
from fractions import Fraction

from wps_analysis.claims.bounds import implied_denominator
from wps_analysis.methods.intervals import Interval, extremes, intersection

__all__ = [
    "denominator_interval",
    "fisher_p",
    "newcombe_interval",
    "share_from_counts",
    "share_interval",
    "wilson_interval",
]


def share_from_counts(count: float, total: float) -> float:
    """Return the share in percent that a count is of its total.

    Raises
    ------
    ValueError
        If the total is not above 0, or the count not between 0 and the total.

    Examples
    --------
    >>> round(share_from_counts(10786, 39594), 2)
    27.24
    """
    _check_counts(count, total)
    return 100 * count / total


def share_interval(count: Interval, total: Interval) -> Interval:
    """Return the shares in percent that a count and its total leave possible, within 0 and 100.

    Raises
    ------
    ValueError
        If the total can be 0, or no count is within the total.

    Examples
    --------
    >>> share_interval(Interval(801, None), Interval(2322, 2400))
    Interval(lower=33.375, upper=100.0, lower_closed=True, upper_closed=True)
    """
    if total.lower is None or total.lower <= 0:
        raise ValueError("The total of a share must be above 0.")
    found = extremes(lambda k, n: 100 * k / n, increasing={"k": count}, decreasing={"n": total})
    possible = intersection([found, Interval(0.0, 100.0)])
    if possible is None:
        raise ValueError(f"No count of {count} is within a total of {total}.")
    return possible


def denominator_interval(count: Interval, share: Interval) -> Interval | None:
    """Return the whole numbers that can stand under a count, given the share printed with it.

    Parameters
    ----------
    count
        The count; no upper end for "over 800".
    share
        The share in percent; no upper end is 100.

    Returns
    -------
    Interval or None
        Lowest and highest total, both closed, no upper end where nothing limits it; None where no whole
        number fits.

    Examples
    --------
    >>> printed = Interval(7.85, 7.95, upper_closed=False)
    >>> denominator_interval(Interval(130, 130), printed)
    Interval(lower=1636, upper=1656, lower_closed=True, upper_closed=True)
    """
    fewest, most = max(count.lower or 0, 0), math.nan if count.upper is None else count.upper
    low, high = share.lower or 0, 100 if share.upper is None else share.upper
    if high <= 0:  # a share of exactly nought says nothing of its total
        return Interval(1, None) if fewest == 0 else None
    smallest, largest = implied_denominator((fewest, most), (low, high))
    if (share.upper_closed or share.upper is None) and _is_share(fewest, smallest - 1, high):
        smallest -= 1
    if not share.lower_closed and largest is not None and _is_share(most, largest, low):
        largest -= 1
    smallest = max(smallest, math.ceil(fewest), 1)  # a part is no more than its whole
    return None if largest is not None and smallest > largest else Interval(smallest, largest)


def _is_share(count: float, total: int, percent: float) -> bool:
    return Fraction(f"{count:.10g}") * 100 == Fraction(f"{percent:.10g}") * total


def wilson_interval(count: float, total: float, *, confidence: float = 95.0) -> Interval:
    """Return Wilson's score interval of a share, in percent.

    Parameters
    ----------
    count, total
        Whole numbers.
    confidence
        In percent.

    Returns
    -------
    Interval
        Within 0 and 100, and of some width for 0 of 10 and 10 of 10 too.

    Raises
    ------
    ValueError
        If the total is not above 0, or the count not between 0 and the total.

    References
    ----------
    E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212; worked by
    ``statsmodels.stats.proportion.proportion_confint``.

    Examples
    --------
    >>> found = wilson_interval(18, 125)
    >>> round(found.lower, 2), round(found.upper, 2)
    (9.31, 21.62)
    """
    from statsmodels.stats.proportion import proportion_confint

    _check_counts(count, total)
    low, high = proportion_confint(count, total, alpha=1 - confidence / 100, method="wilson")
    # At no and at full count one end is exact; rounding errors would put it beside 0 or 100.
    return Interval(
        0.0 if count == 0 else 100 * float(low),
        100.0 if count == total else 100 * float(high),
    )


def newcombe_interval(
    base_count: float, base_total: float, latest_count: float, latest_total: float, *, confidence: float = 95.0
) -> Interval:
    """Return Newcombe's hybrid score interval of the latest share less the base share, in points.

    Parameters
    ----------
    base_count, base_total, latest_count, latest_total
        Whole numbers of two independent counts.
    confidence
        In percent.

    Returns
    -------
    Interval
        Percentage points, positive for a rise.

    Raises
    ------
    ValueError
        If a total is not above 0, or a count not between 0 and its total.

    References
    ----------
    R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; worked by
    ``statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")``.

    Examples
    --------
    >>> found = newcombe_interval(26, 125, 18, 125)
    >>> round(found.lower, 1), round(found.upper, 1)
    (-15.8, 3.1)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    _check_counts(base_count, base_total)
    _check_counts(latest_count, latest_total)
    low, high = confint_proportions_2indep(
        latest_count, latest_total, base_count, base_total, method="newcomb", alpha=1 - confidence / 100
    )
    return Interval(max(100 * float(low), -100.0), min(100 * float(high), 100.0))


def fisher_p(base_count: int, base_total: int, latest_count: int, latest_total: int) -> float:
    """Return the two-sided p of Fisher's exact test that two counts come from one process.

    The test is conservative: with the few seats of a small body it seldom falls below 0.05.

    Parameters
    ----------
    base_count, base_total, latest_count, latest_total
        Whole numbers of two independent counts.

    Returns
    -------
    float
        Between 0 and 1; the sum over all tables with the same margins that are no likelier than this one.

    Raises
    ------
    ValueError
        If a total is not above 0, or a count not between 0 and its total.

    References
    ----------
    ``scipy.stats.fisher_exact``.

    Examples
    --------
    >>> round(fisher_p(26, 125, 18, 125), 4)
    0.2448
    """
    from scipy.stats import fisher_exact

    _check_counts(base_count, base_total)
    _check_counts(latest_count, latest_total)
    table = [[base_count, base_total - base_count], [latest_count, latest_total - latest_count]]
    return float(fisher_exact(table).pvalue)


def _check_counts(count: float, total: float) -> None:
    if not (total > 0 and 0 <= count <= total):
        raise ValueError(f"A count of {count:g} in a total of {total:g} is not possible: expected 0 <= count <= total.")
