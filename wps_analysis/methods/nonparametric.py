"""Trend by ranks and medians: Theil-Sen's slope and Mann and Kendall's test, exact for the few points there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from statistics import median

from wps_analysis.methods.intervals import Interval
from wps_analysis.methods.points import FEWEST_FOR_A_FIT, FEWEST_FOR_THE_WORD_TREND, complete_points, word_for

_MOST_FOR_PERMUTATION = 8  # 8! orders are 40,320


@dataclass(frozen=True)
class TheilSen:
    """The median of the slopes between all pairs of points.

    Attributes
    ----------
    status
        ``"fitted"``; ``"too_few_points"`` below three points (no number); ``"equal_values"`` (slope nought, no
        interval).
    n_obs, word
        The points used, and what the change may be called.
    slope
        In the unit of the values a year, positive for a rise.
    pairwise
        The slopes of all pairs, in rising order.
    interval
        Sen's interval of the slope; None below five points, where even the widest possible one, from the least
        to the greatest pairwise slope, covers less than 95 per cent (2/3 with three points, 11/12 with four).
    rounding
        Limits that the rounding of the values leaves to the slope; None where the values' bounds are not given.
    confidence
        Of ``interval``, in percent.
    """

    status: str
    n_obs: int
    word: str
    confidence: float
    slope: float | None = None
    pairwise: tuple[float, ...] = ()
    interval: Interval | None = None
    rounding: Interval | None = None


def fit_theil_sen(
    years: Sequence[float],
    values: Sequence[float | None],
    *,
    bounds: Sequence[Interval] | None = None,
    confidence: float = 95.0,
) -> TheilSen:
    """Return Theil-Sen's slope of a series.

    Parameters
    ----------
    years
        Decimal years.
    values
        Shares in percent, or any other unit.
    bounds
        The interval of each value, to carry its rounding into the slope.
    confidence
        In percent, at least 50.

    Returns
    -------
    TheilSen
        Slope a year.

    Raises
    ------
    ValueError
        If a year comes twice, the lengths differ, or the confidence is not between 50 and 100.

    References
    ----------
    P. K. Sen (1968), Journal of the American Statistical Association 63, 1379-1389; worked by
    ``scipy.stats.theilslopes``, which returns an interval of no width for two points.

    Examples
    --------
    >>> found = fit_theil_sen([2002, 2007, 2012, 2017, 2022], [8.0, 14.6, 17.8, 17.7, 22.0])
    >>> round(found.slope, 2), round(found.interval.lower, 2), round(found.interval.upper, 2), found.word
    (0.64, -0.02, 1.32, 'trend')
    """
    if not 50 <= confidence < 100:  # scipy reads 5 as 95
        raise ValueError(f"A confidence of {confidence:g} per cent is not between 50 and 100.")
    numbers = range(len(values))
    points, (found, rows) = complete_points(years, values, numbers)
    n_obs = len(points)
    if n_obs < FEWEST_FOR_A_FIT:
        return TheilSen("too_few_points", n_obs, word_for(n_obs), confidence)
    pairwise = tuple(sorted(_slopes(points, found, found)))
    status = "equal_values" if min(found) == max(found) else "fitted"
    return TheilSen(
        status,
        n_obs,
        word_for(n_obs),
        confidence,
        slope=median(pairwise),
        pairwise=pairwise,
        interval=_sen_interval(points, found, confidence) if status == "fitted" else None,
        rounding=None if bounds is None else _rounding(points, [bounds[int(row)] for row in rows]),
    )


def _slopes(years: list[float], earlier: list[float], later: list[float]) -> list[float]:
    """Return the slope of each pair, from what its earlier point has in one list to what its later has in the other."""
    return [(later[j] - earlier[i]) / (years[j] - years[i]) for i, j in combinations(range(len(years)), 2)]


def _sen_interval(years: list[float], values: list[float], confidence: float) -> Interval | None:
    if len(years) < FEWEST_FOR_THE_WORD_TREND:
        return None
    from scipy.stats import theilslopes

    found = theilslopes(values, years, alpha=confidence / 100)
    return Interval(float(found.low_slope), float(found.high_slope))


def _rounding(years: list[float], bounds: list[Interval]) -> Interval:
    """Return the medians of the least and of the greatest slope of each pair: no slope can lie outside them."""
    lower, upper = [each.lower for each in bounds], [each.upper for each in bounds]
    if None in lower or None in upper:
        return Interval(None, None)
    return Interval(median(_slopes(years, upper, lower)), median(_slopes(years, lower, upper)))


@dataclass(frozen=True)
class MannKendall:
    """A test whether later values tend to be higher, or lower, than earlier ones.

    Attributes
    ----------
    status
        ``"tested"``; ``"below_five_points"``, where p cannot reach 0.05; ``"equal_values"`` (p is 1);
        ``"too_few_points"`` below two points (no number).
    n_obs
        The points used.
    s
        Pairs that rise less pairs that fall.
    p_two_sided
        Share of all orders of the values, 0 to 1, whose ``s`` is as far from nought.
    smallest_p
        The least that p can be with so many points and such ties; None where p is not exact.
    method
        ``"exact"`` (no ties), ``"exact_permutation"`` (ties, up to eight points) or ``"asymptotic"`` (ties and
        more points): the normal approximation, which must be said where p is shown.
    """

    status: str
    n_obs: int
    s: int | None = None
    p_two_sided: float | None = None
    smallest_p: float | None = None
    method: str = ""


def mann_kendall(years: Sequence[float], values: Sequence[float | None]) -> MannKendall:
    """Test a series for a monotone trend.

    Parameters
    ----------
    years
        Decimal years.
    values
        In any unit.

    Returns
    -------
    MannKendall
        S positive for a rise.

    Raises
    ------
    ValueError
        If a year comes twice or the lengths differ.

    References
    ----------
    H. B. Mann (1945), Econometrica 13, 245-259; without ties by ``scipy.stats.kendalltau(method="exact")``,
    which refuses ties.

    Examples
    --------
    >>> found = mann_kendall([2007, 2012, 2017, 2022], [15.0, 17.0, 18.0, 22.0])
    >>> found.s, round(found.p_two_sided, 3), found.status
    (6, 0.083, 'below_five_points')
    """
    points, (found,) = complete_points(years, values)
    n_obs = len(points)
    if n_obs < 2:
        return MannKendall("too_few_points", n_obs)
    s = sum((later > earlier) - (later < earlier) for earlier, later in combinations(found, 2))
    if min(found) == max(found):
        return MannKendall("equal_values", n_obs, s, 1.0, 1.0, "exact_permutation")
    status = "below_five_points" if n_obs < FEWEST_FOR_THE_WORD_TREND else "tested"
    if len(set(found)) < n_obs and n_obs <= _MOST_FOR_PERMUTATION:
        return MannKendall(status, n_obs, s, *_permuted(found, s), "exact_permutation")
    return MannKendall(status, n_obs, s, *_by_scipy(points, found))


def _permuted(values: list[float], s: int) -> tuple[float, float]:
    """Return p and the least p over all orders of the values."""
    import numpy as np

    ranks = np.unique(values, return_inverse=True)[1].astype(np.int8)
    orders = ranks[np.array(list(permutations(range(len(values)))))]
    first, second = np.triu_indices(len(values), k=1)
    distances = np.abs(np.sign(orders[:, second] - orders[:, first]).sum(axis=1, dtype=int))
    return float((distances >= abs(s)).mean()), float((distances == distances.max()).mean())


def _by_scipy(years: list[float], values: list[float]) -> tuple[float, float | None, str]:
    from math import factorial

    from scipy.stats import kendalltau

    if len(set(values)) < len(values):
        return float(kendalltau(years, values, method="asymptotic").pvalue), None, "asymptotic"
    return float(kendalltau(years, values, method="exact").pvalue), min(2 / factorial(len(values)), 1.0), "exact"
