"""Whether the category of the growth ratio stands whatever the rounding, and whichever claim is right.

The ratio is that of ``cagr_ratio``; values are percent 0-100, R is a ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from wps_analysis.methods.cagr import CagrRatio, cagr_ratio
from wps_analysis.methods.intervals import Interval

__all__ = ["ClaimVerdicts", "RatioCorners", "cagr_ratio_by_claim", "cagr_ratio_corners"]


@dataclass(frozen=True)
class RatioCorners:
    """R at the corners of the rounding box: lowest, highest, and the categories met, in alphabetical order."""

    lowest: float | None
    highest: float | None
    categories: tuple[str, ...]
    error: str = ""


def cagr_ratio_corners(
    y0: Interval, y1: Interval, *, years_observed: float, years_to_target: float, target: float, direction: int = 1
) -> RatioCorners:
    """Compute R at the four corners of what rounding leaves open, and the categories there.

    Parameters
    ----------
    y0, y1
        Intervals of the base and the latest value, percent.
    years_observed, years_to_target
        Years from the base to the latest value and to the target year.
    target, direction
        As for ``cagr_ratio``.

    Returns
    -------
    RatioCorners
        One category means a verdict that rounding cannot change. The bounds are missing where R has none:
        a base that may be zero or equal to the target.

    Examples
    --------
    >>> base, latest = Interval(7.85, 7.95), Interval(10.65, 10.75)
    >>> cagr_ratio_corners(base, latest, years_observed=5, years_to_target=13, target=30).categories
    ('limited_progress',)
    """
    ends = (y0.lower, y0.upper), (y1.lower, y1.upper)
    if any(end is None for each in ends for end in each):
        return RatioCorners(None, None, ("not_assessable",), "an interval has no end: R unbounded")
    found = [
        cagr_ratio(base, 0, latest, years_observed, target=target, target_year=years_to_target, direction=direction)
        for base, latest in product(*ends)
    ]
    categories = tuple(sorted({each.category for each in found}))
    error = next((each.error for each in found if each.error), "")
    if not error and y0.lower <= target <= y0.upper:
        error = "the base may equal the target: R unbounded"
    if error:
        return RatioCorners(None, None, categories, error)
    ratios = [each.ratio for each in found]
    return RatioCorners(min(ratios), max(ratios), categories)


@dataclass(frozen=True)
class ClaimVerdicts:
    """One result and one change (points) for each claim, and whether the category depends on the claim."""

    verdicts: tuple[CagrRatio, ...]
    changes_pp: tuple[float, ...]
    flips: bool


def cagr_ratio_by_claim(
    y0_claims: Sequence[float],
    t0: float,
    y1_claims: Sequence[float],
    t1: float,
    *,
    target: float,
    target_year: float | None,
    direction: int = 1,
) -> ClaimVerdicts:
    """Compute the ratio under each published base value and each published latest value.

    Parameters
    ----------
    y0_claims, y1_claims
        Published values of the base and of the latest figure, percent.
    t0, t1
        Their years.
    target, target_year, direction
        As for ``cagr_ratio``.

    Returns
    -------
    ClaimVerdicts
        In the order of the claims, those of the latest figure varying fastest.

    Examples
    --------
    >>> found = cagr_ratio_by_claim([17.7, 21.8], 2017, [22.0], 2022, target=30, target_year=2030)
    >>> [each.category for each in found.verdicts], found.flips
    (['on_track', 'limited_progress'], True)
    """
    pairs = list(product(y0_claims, y1_claims))
    verdicts = tuple(
        cagr_ratio(base, t0, latest, t1, target=target, target_year=target_year, direction=direction)
        for base, latest in pairs
    )
    changes = tuple(latest - base for base, latest in pairs)
    return ClaimVerdicts(verdicts, changes, len({each.category for each in verdicts}) > 1)
