"""Counts and shares: what one says of the other, and how far chance alone could have moved them.

Seats, posts and staff lists are complete counts, without sampling error. Wilson's and Newcombe's intervals and
Fisher's test then speak of a process that could have produced other counts (``process variability``), never of
the figures themselves. Survey shares do have sampling error, if the sample was drawn at random.
"""

from __future__ import annotations

from wps_analysis.methods.intervals import Interval


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
