"""The compound-growth ratio of Statistics Canada and Open SDG, with its edge cases.

Source: Open SDG, "Progress Measurement Methodology" (docs/progress-methodology.md) and sdg-build,
``sdg/ProgressMeasure.py``, inspired by Eurostat. Values are percent 0-100; growth rates and the ratio R are
fractions. Growth depends on the side from which a share is counted: women's and men's do not mirror.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wps_analysis.methods.rates import classify, growth_rate, is_after, is_missing, meets, moved, parity_transform

RATIO_CUTS = (
    (0.95, "on_track"),
    (0.60, "acceleration_needed"),
    (0.0, "limited_progress"),
    (-math.inf, "deterioration"),
)
GROWTH_CUTS = (0.015, 0.005, 0.0)
"""Wanted growth a year at which the same categories begin where there is no target."""

_LIMIT_POWER = 4.44


@dataclass(frozen=True)
class CagrRatio:
    """Growth a year observed and required, their ratio R, Open SDG's category and its score from -5 to 5.

    ``category`` is ``target_achieved``, one of ``RATIO_CUTS``, ``no_data``, ``insufficient_data``,
    ``no_target_year`` or ``not_assessable``. ``error`` says why R is missing; ``status`` is
    ``after_deadline`` where the latest value is later than the target year.
    """

    cagr_observed: float | None
    cagr_required: float | None
    ratio: float | None
    category: str
    score: float | None
    error: str = ""
    status: str = ""


def cagr_ratio(
    y0: float, t0: float, y1: float, t1: float, *, target: float, target_year: float | None, direction: int = 1
) -> CagrRatio:
    """Compute R = direction * observed growth / |required growth| and its category.

    Parameters
    ----------
    y0, t0
        Base value (percent) and its year.
    y1, t1
        Latest value and its year.
    target, target_year
        Percent and year; without a year R is not computed.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    CagrRatio
        A latest value that meets the target is ``target_achieved`` with score 5, whatever R is. Where R is
        undefined (base or target 0, base equal to the target) a move away is ``deterioration``, anything
        else ``not_assessable``.

    References
    ----------
    Open SDG, "Progress Measurement Methodology"; ``sdg/ProgressMeasure.py`` of sdg-build.

    Examples
    --------
    >>> found = cagr_ratio(17.7, 2017, 22.0, 2022, target=30, target_year=2030)
    >>> round(found.ratio, 3), found.category
    (1.073, 'on_track')
    >>> cagr_ratio(30, 2018, 28, 2024, target=30, target_year=2030).error
    'required growth is zero: R undefined'
    """
    if too_few := _too_few(y0, t0, y1, t1):
        return too_few
    observed = growth_rate(y0, y1, t1 - t0)
    required = None if target_year is None else growth_rate(y0, target, target_year - t0)
    error, category = _undefined(y0, t0, target, target_year)
    if not error and (observed is None or not required):
        error = "growth is beyond what numbers can hold: R undefined"
    ratio = None
    if not error:
        ratio = direction * observed / abs(required) + 0.0  # no -0.0
        category = classify(ratio, RATIO_CUTS)
    elif moved(y0, y1, direction) < 0:
        category = "deterioration"
    status = "after_deadline" if is_after(t1, target_year) else ""
    if meets(y1, target, direction):
        return CagrRatio(observed, required, ratio, "target_achieved", 5.0, error, status)
    return CagrRatio(observed, required, ratio, category, _score(ratio), error, status)


def _too_few(y0: float | None, t0: float, y1: float | None, t1: float) -> CagrRatio | None:
    """Return the result where there are no two values of different years, else None."""
    missing = is_missing(y0) + is_missing(y1)
    if missing:
        category = "no_data" if missing == 2 else "insufficient_data"
        return CagrRatio(None, None, None, category, None, "a value is missing: no growth")
    if t1 <= t0:
        return CagrRatio(None, None, None, "insufficient_data", None, "latest year is not after base year: no growth")
    return None


def _undefined(y0: float, t0: float, target: float, target_year: float | None) -> tuple[str, str]:
    """Say why R is undefined (empty if it is not), and the category where the latest value did not move away."""
    reasons = (
        (target_year is None, "no target year: R undefined", "no_target_year"),
        (target_year is not None and target_year <= t0, "target year is not after base year: R undefined", ""),
        (moved(y0, target, 1) == 0, "required growth is zero: R undefined", ""),
        (min(y0, target) < 0, "a value is negative: growth undefined", ""),
        (y0 == 0, "base is zero: growth undefined", ""),
        (target == 0, "target is zero: required growth is -100 % over any time: R undefined", ""),
    )
    reason, category = next(((reason, category) for applies, reason, category in reasons if applies), ("", ""))
    return reason, category or "not_assessable"


def _score(ratio: float | None) -> float | None:
    if ratio is None:
        return None
    if ratio >= RATIO_CUTS[1][0]:
        return min(5.0, 7.1429 * ratio - 4.2857)
    return max(-5.0, 4.1667 * ratio - 2.5)


def cagr_without_target(
    y0: float, t0: float, y1: float, t1: float, *, direction: int = 1, limit: float | None = None
) -> CagrRatio:
    """Judge the observed growth alone: 1.5 % a year is on track, 0.5 % needs acceleration, below 0 deterioration.

    Parameters
    ----------
    y0, t0, y1, t1
        Base and latest value (percent) and their years.
    direction
        +1 where higher is better, -1 where lower is better.
    limit
        A natural limit (percent): the two cuts above 0 shrink by C = 1 - (y0 / limit)^4.44 as the base
        nears it, and by 1 - ((2 limit - y0) / limit)^4.44 from the other side.

    Returns
    -------
    CagrRatio
        Without R; the score is Open SDG's for qualitative targets.

    References
    ----------
    Open SDG, "Progress Measurement Methodology"; ``sdg/ProgressMeasure.py`` of sdg-build.

    Examples
    --------
    >>> cagr_without_target(90, 2015, 93, 2020).category, cagr_without_target(90, 2015, 93, 2020, limit=100).category
    ('acceleration_needed', 'on_track')
    """
    if too_few := _too_few(y0, t0, y1, t1):
        return too_few
    observed = growth_rate(y0, y1, t1 - t0)
    if observed is None:
        category = "deterioration" if moved(y0, y1, direction) < 0 else "not_assessable"
        return CagrRatio(None, None, None, category, None, "base is zero or a value negative: growth undefined")
    wanted = direction * observed + 0.0
    factor = _limit_factor(y0, limit)
    cuts = [(cut * factor, name) for cut, (_, name) in zip(GROWTH_CUTS, RATIO_CUTS, strict=False)]
    category = classify(wanted, [*cuts, RATIO_CUTS[-1]])
    return CagrRatio(observed, None, None, category, _growth_score(wanted, factor, category))


def _limit_factor(base: float, limit: float | None) -> float:
    if limit is None or base >= 2 * limit:
        return 1.0
    return 1 - ((base if base <= limit else 2 * limit - base) / limit) ** _LIMIT_POWER


def _growth_score(wanted: float, factor: float, category: str) -> float:
    if category == "deterioration":
        return max(125 * wanted - 2.5, -5.0)
    if factor == 0:  # a base at its limit that stays there
        return 5.0
    slope, start = {"on_track": (500, -5), "acceleration_needed": (250, -1.25), "limited_progress": (500, -2.5)}[
        category
    ]
    return min(slope * wanted / factor + start, 5.0)


def parity_cagr_ratio(
    y0: float, t0: float, y1: float, t1: float, *, target_year: float | None, target: float = 50
) -> CagrRatio:
    """Compute the ratio of shares that are to reach parity, from below or from above.

    Parameters
    ----------
    y0, t0, y1, t1
        Base and latest share (percent) and their years; both turned into ``parity_transform``.
    target_year
        Year of the target.
    target
        50, or the edge of a band around it: 40 and 60 are the same.

    Returns
    -------
    CagrRatio
        Growth rates are those of the transformed shares, falling towards 50.

    References
    ----------
    Open SDG, "Progress Measurement Methodology"; ``sdg/ProgressMeasure.py`` of sdg-build.

    Examples
    --------
    >>> round(parity_cagr_ratio(17.7, 2017, 22.0, 2022, target_year=2030).ratio, 2)
    0.28
    """
    base, latest, aim = (parity_transform(share) for share in (y0, y1, target))
    return cagr_ratio(base, t0, latest, t1, target=aim, target_year=target_year, direction=-1)
