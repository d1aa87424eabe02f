"""What every estimate from several points shares: which points count, and what may be said of so many."""

from __future__ import annotations

from collections.abc import Sequence

from wps_analysis.methods.rates import is_missing

FEWEST_FOR_A_FIT = 3
"""With two points a line leaves no residual, so nothing measures how sure it is."""

FEWEST_FOR_THE_WORD_TREND = 5
"""Below five points no exact rank test can reach 5 per cent (2 of 4! orders are 8.3 per cent)."""


def complete_points(
    years: Sequence[float], *columns: Sequence[float | None]
) -> tuple[list[float], tuple[list[float], ...]]:
    """Return the points that are complete, in the order of their years.

    Parameters
    ----------
    years
        Decimal years.
    *columns
        One number for each year; None and NaN are missing and take their point with them.

    Returns
    -------
    tuple
        The years, and the columns.

    Raises
    ------
    ValueError
        If the lengths differ or a year comes twice: one segment has one figure a period.

    Examples
    --------
    >>> complete_points([2022, 2012, 2017], [176, 95, None])
    ([2012.0, 2022.0], ([95.0, 176.0],))
    """
    rows = sorted(
        (tuple(map(float, row)) for row in zip(years, *columns, strict=True) if not is_missing(*row)),
        key=lambda row: row[0],
    )
    found = [row[0] for row in rows]
    if len(set(found)) < len(found):
        twice = next(year for year in found if found.count(year) > 1)
        raise ValueError(f"The year {twice:g} comes twice: a segment has one figure for each period.")
    return found, tuple([row[n] for row in rows] for n in range(1, len(columns) + 1))


def word_for(n_obs: int) -> str:
    """Return what a change over so many points of one series may be called.

    Examples
    --------
    >>> word_for(5), word_for(3), word_for(2)
    ('trend', 'change over 3 points', 'difference')
    """
    if n_obs < FEWEST_FOR_A_FIT:
        return "difference" if n_obs == 2 else ""
    return "trend" if n_obs >= FEWEST_FOR_THE_WORD_TREND else f"change over {n_obs} points"


def critical_value(confidence: float, *, df: float | None = None) -> float:
    """Return how many standard errors a two-sided interval reaches to each side.

    Parameters
    ----------
    confidence
        In percent, above 0 and below 100.
    df
        Degrees of freedom of Student's t; without, the normal distribution.

    Raises
    ------
    ValueError
        If the confidence is not between 0 and 100.

    Examples
    --------
    >>> round(critical_value(95, df=2), 3), round(critical_value(95), 3)
    (4.303, 1.96)
    """
    from scipy import stats

    if not 0 < confidence < 100:
        raise ValueError(f"A confidence of {confidence:g} per cent is not between 0 and 100.")
    upper_tail = (1 - confidence / 100) / 2
    return float(stats.norm.isf(upper_tail) if df is None else stats.t.isf(upper_tail, df))
