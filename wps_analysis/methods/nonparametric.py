"""Trend by ranks: the test of Mann and Kendall, exact for the few points there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from wps_analysis.methods.points import FEWEST_FOR_THE_WORD_TREND, complete_points

_MOST_FOR_PERMUTATION = 8  # 8! orders are 40,320


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
