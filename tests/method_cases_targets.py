"""What worked cases ask of verdicts on targets: whether rounding, another claim or the target's year turns one.

Values are percent 0-100, R is the ratio of ``cagr_ratio``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from wps_analysis.methods.cagr import CagrRatio, cagr_ratio
from wps_analysis.methods.edges import MET_AS_REPORTED, SHORT_AS_REPORTED, Figure, target_side
from wps_analysis.methods.intervals import Interval, difference, rounding_interval
from wps_analysis.methods.rates import is_after, is_missing, meets

__all__ = [
    "cagr_ratio_by_claim",
    "cagr_ratio_corners",
    "cagr_ratio_of_points",
    "target_met_within_rounding",
    "target_path_linear",
    "target_year_passed",
]


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


def cagr_ratio_of_points(
    points: Sequence[tuple[float, float | None]], *, target: float, target_year: float | None, direction: int = 1
) -> CagrRatio:
    """Compute the ratio from the first and the last of any number of points.

    Parameters
    ----------
    points
        Year and value (percent); missing values are left out. A point of the target year is the last one
        that counts, should there be later ones.
    target, target_year, direction
        As for ``cagr_ratio``.

    Returns
    -------
    CagrRatio
        ``no_data`` without a point; ``insufficient_data`` with one, unless it meets the target;
        ``not_assessable`` where a year stands twice.

    Examples
    --------
    >>> cagr_ratio_of_points([(2024, 14.4)], target=30, target_year=2030).category
    'insufficient_data'
    """
    series = sorted((year, value) for year, value in points if not is_missing(value))
    years = [year for year, _ in series]
    if not series:
        return CagrRatio(None, None, None, "no_data", None, "no point")
    if len(set(years)) < len(years):
        return CagrRatio(None, None, None, "not_assessable", None, "a year stands twice")
    of_target_year = [place for place, year in enumerate(years) if place and math.floor(year) == target_year]
    if of_target_year:
        series = series[: of_target_year[-1] + 1]
    (t0, y0), (t1, y1) = series[0], series[-1]
    if len(series) > 1:
        return cagr_ratio(y0, t0, y1, t1, target=target, target_year=target_year, direction=direction)
    achieved = meets(y1, target, direction)
    category, score = ("target_achieved", 5.0) if achieved else ("insufficient_data", None)
    return CagrRatio(None, None, None, category, score, "one point: no growth")


@dataclass(frozen=True)
class Judgement:
    """A status, the interval that it rests on and the gap as an interval (points, positive while not met)."""

    status: str
    interval: Interval
    gap_pp: Interval


def target_met_within_rounding(value: float, decimals: int, target: float, *, direction: int = 1) -> Judgement:
    """Say whether a rounded figure meets a target, whatever it was before rounding.

    Parameters
    ----------
    value, target
        Percent; the value as printed.
    decimals
        Decimals printed.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    Judgement
        ``met``, ``not_met``, or, where the rounding interval holds values on both sides,
        ``met_as_reported_not_decidable_within_rounding`` (for a printed value that meets the target) or
        ``not_met_as_reported_not_decidable_within_rounding`` (for one that does not).

    Examples
    --------
    >>> target_met_within_rounding(27, 0, 27).status
    'met_as_reported_not_decidable_within_rounding'
    """
    interval = rounding_interval(value, decimals=decimals)
    states = {"met": "met", "short": "not_met", "straddles": _as_reported(value, target, direction)}
    status = states[target_side(interval, target, direction)]
    return Judgement(status, interval, _gap(interval, target, direction))


def target_year_passed(figure: Figure, target: float, target_year: float, *, direction: int = 1) -> Judgement:
    """Judge a figure against a target with a year: by that year's figure, and a later one as later.

    Parameters
    ----------
    figure
        The latest figure, percent.
    target
        Percent.
    target_year
        "By 2023" is 2023.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    Judgement
        ``met`` and ``missed`` for a figure of the target year; ``missed`` and ``met_after_deadline`` for a
        later one; ``met`` and ``target_year_not_reached`` for an earlier one; the two statuses of
        ``target_met_within_rounding`` where rounding leaves it open.

    Examples
    --------
    >>> judged = target_year_passed(Figure(2024, 41.5, Interval(40.5, 42.5, upper_closed=False)), 44, 2023)
    >>> judged.status, judged.gap_pp.lower, judged.gap_pp.upper
    ('missed', 1.5, 3.5)
    """
    side = target_side(figure.interval, target, direction)
    states = {
        "met": "met_after_deadline" if is_after(figure.year, target_year) else "met",
        "short": "missed" if figure.year >= target_year else "target_year_not_reached",
        "straddles": _as_reported(figure.value, target, direction),
    }
    return Judgement(states[side], figure.interval, _gap(figure.interval, target, direction))


def _as_reported(value: float, target: float, direction: int) -> str:
    return MET_AS_REPORTED if meets(value, target, direction) else SHORT_AS_REPORTED


def _gap(interval: Interval, target: float, direction: int) -> Interval:
    aim = Interval(target, target)
    return difference(aim, interval) if direction == 1 else difference(interval, aim)


@dataclass(frozen=True)
class PathPoint:
    """A point on the straight line between two targets; it is our interpolation, not a published value."""

    value: float | None
    error: str = ""


def target_path_linear(start: tuple[float, float], end: tuple[float, float], year: float) -> PathPoint:
    """Interpolate the value that a straight line between two targets has in a year.

    Parameters
    ----------
    start, end
        Year and value (percent) of the two targets.
    year
        Between the two; nothing is extrapolated.

    Returns
    -------
    PathPoint
        Percent; None outside the two years.

    Examples
    --------
    >>> target_path_linear((2021, 8.0), (2028, 15.0), 2024).value
    11.0
    """
    (first, low), (last, high) = start, end
    if last <= first:
        return PathPoint(None, "the second target year is not after the first: no path")
    if not first <= year <= last:
        return PathPoint(None, "the year lies outside the path: nothing is extrapolated")
    return PathPoint(low + (high - low) * (year - first) / (last - first))
