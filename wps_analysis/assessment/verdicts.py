"""What published methods would say of a series, each in its publisher's words, and what would change its word."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from wps_analysis.assessment.status import claimed_figures, corner_figures
from wps_analysis.methods import verdicts as rules
from wps_analysis.methods.aarr import aarr_endpoint, aarr_required, unicef_category
from wps_analysis.methods.cagr import cagr_ratio, cagr_without_target, parity_cagr_ratio
from wps_analysis.methods.edges import Figure
from wps_analysis.methods.escap import anticipated_progress, current_status_index, weighted_logit_extrapolation
from wps_analysis.methods.intervals import Interval
from wps_analysis.methods.rates import growth_rate, parity_transform

METHODS = ("cagr", "unsd", "sdsn", "destatis", "istat", "unicef", "escap", "anticipated")
"""Each gives the column ``<method>_verdict`` and two that say whether its word is robust."""
_UNSD_WORDS = {3: "3: met or on track", 2: "2: fair progress", 1: "1: stagnation or regression"}
_ESCAP_BASE, _ESCAP_NEAR, _ESCAP_END = 2015, 1, 2030
_MOST_CORNERS = 6
"""Figures of a series whose rounding is tried in all combinations; of a longer one the ends alone."""
_ENOUGH = {
    "target_achieved", "on_track", "maintaining", "3: met or on track", "met", "sun", "strong_improvement",
    "slight_improvement", "will_meet_target",
    "met as reported, not decidable within rounding", "on the pace required", "met after the target year",
}  # fmt: skip
_WITHOUT_VERDICT = {
    "", "slow_progress", "no_data", "insufficient_data", "not_assessable", "no_target_year", "no target year",
    "one figure: no pace", "break suspected: no pace", "change not stated: no pace", "two points: difference",
}  # fmt: skip


def published_verdicts(
    figures: Sequence[Figure],
    target: float,
    target_year: int | None,
    operator: str,
    *,
    status: str,
    others: tuple[Sequence[Interval], Sequence[Interval]] = ((), ()),
) -> dict:
    """Return each method's verdict, whether rounding or another claim would change it, and whether all point one way.

    Parameters
    ----------
    figures
        One segment of one series, the oldest first; percent.
    target, target_year
        Percent and calendar year. Without a year UNSD, Statistics Canada and ISTAT judge the growth alone, and the
        methods that need one give no verdict.
    operator
        ``>=``, ``<=`` or ``parity``; for parity shares are turned into their distance from it.
    status
        The status in the house words.
    others
        Intervals of the other claims on the first and on the last figure.

    Returns
    -------
    dict
        For each of ``METHODS`` its verdict in its own words (empty where it needs more), and with a verdict
        ``<method>_robust_to_rounding`` and ``<method>_robust_to_choice``; ``anticipated``, ``anticipated_lower`` and
        ``anticipated_upper`` (percent, 2030); ``methods_agree``.
    """
    aim = (target, target_year, operator)
    seen = _until(figures, target_year)
    said = _verdicts(seen, *aim)
    by_rounding = [_verdicts(corner, *aim) for corner in _corners(seen)]
    by_claim = [_verdicts(series, *aim) for series in claimed_figures(seen, *others)] if len(seen) > 1 else []
    values = {f"{method}_verdict": said[method] for method in METHODS}
    for method, word in said.items():
        if word:
            values[f"{method}_robust_to_rounding"] = _is_same(word, method, by_rounding)
            values[f"{method}_robust_to_choice"] = _is_same(word, method, by_claim)
    if said["anticipated"]:
        values |= _anticipated_interval(seen)
    return values | {"methods_agree": _agree([*said.values(), status])}


def _is_same(word: str, method: str, tried: Iterable[dict[str, str]]) -> bool:
    return all(verdicts[method] == word for verdicts in tried)


def _verdicts(figures: Sequence[Figure], target: float, target_year: int | None, operator: str) -> dict[str, str]:
    words = dict.fromkeys(METHODS, "")
    if len(figures) < 2:
        return words
    parity, direction = operator == "parity", -1 if operator in ("parity", "<=") else 1
    turned: Callable[[float], float] = parity_transform if parity else lambda share: share
    values = [turned(figure.value) for figure in figures]
    start, end = figures[0].year, figures[-1].year
    ends = (values[0], start, values[-1], end)
    if target_year is None:
        return words | _without_year(ends, direction)
    aim = {"target": target, "target_year": target_year, "direction": direction}
    cagr = (
        parity_cagr_ratio(figures[0].value, start, figures[-1].value, end, target_year=target_year)
        if parity
        else cagr_ratio(*ends, **aim)
    )
    yearly = rules.mean_annual_change([figure.year for figure in figures], values)
    words |= {
        "cagr": cagr.category,
        "unsd": _UNSD_WORDS.get(rules.unsd_expected_progress(*ends, **aim).score, ""),
        "sdsn": rules.sdsn_trend_arrow(*ends, **aim).arrow,
        "destatis": rules.destatis_symbol(values[-1], end, yearly, **aim).symbol or "",
    }
    if operator == "<=":
        words["unicef"] = _unicef(ends, target, target_year)
    return words | _escap(figures, turned, **aim)


def _without_year(ends: tuple[float, float, float, float], direction: int) -> dict[str, str]:
    """Judge the growth alone, by the rules for targets without a year."""
    growth = growth_rate(ends[0], ends[2], ends[3] - ends[1])
    limit = 100 if direction == 1 else None
    score = rules.unsd_expected_progress(*ends, target=None, target_year=None, direction=direction).score
    return {
        "cagr": cagr_without_target(*ends, direction=direction, limit=limit).category,
        "unsd": _UNSD_WORDS.get(score, ""),
        "istat": "" if growth is None else rules.istat_category(growth, direction=direction),
    }


def _unicef(ends: tuple[float, float, float, float], target: float, target_year: int) -> str:
    """Place a share that is to fall on UNICEF's ladder."""
    observed = aarr_endpoint(*ends).aarr
    required = aarr_required(1 - target / ends[0], target_year - ends[1]).aarr if ends[0] > 0 else None
    return unicef_category(ends[2], target, observed, required)


def _escap(
    figures: Sequence[Figure], turned: Callable[[float], float], *, target: float, target_year: int, direction: int
) -> dict[str, str]:
    """Apply ESCAP's two indices where its base and its end are held: a figure near 2015, and the target year 2030."""
    base = _escap_base(figures)
    if base is None or target_year != _ESCAP_END:
        return {}
    start, latest = turned(base.value), turned(figures[-1].value)
    predicted = _predicted(figures)
    coming = None if predicted is None else turned(predicted)
    return {
        "escap": current_status_index(start, latest, target, direction=direction).category,
        "anticipated": ""
        if coming is None
        else anticipated_progress(start, coming, target, direction=direction).category,
    }


def _escap_base(figures: Sequence[Figure]) -> Figure | None:
    near = [figure for figure in figures[:-1] if abs(int(figure.year) - _ESCAP_BASE) <= _ESCAP_NEAR]
    return min(near, key=lambda figure: abs(figure.year - _ESCAP_BASE), default=None)


def _predicted(figures: Sequence[Figure]) -> float | None:
    years, values = [figure.year for figure in figures], [figure.value for figure in figures]
    return weighted_logit_extrapolation(years, values, _ESCAP_END).predicted


def _anticipated_interval(figures: Sequence[Figure]) -> dict[str, float]:
    """Return the share predicted for 2030, and what the rounding of the figures leaves possible."""
    tried = [_predicted(corner) for corner in _corners(figures)]
    known = [share for share in tried if share is not None]
    lower, upper = (math.nan, math.nan) if len(known) < len(tried) else (min(known), max(known))
    return {"anticipated": _predicted(figures), "anticipated_lower": lower, "anticipated_upper": upper}


def _corners(figures: Sequence[Figure]) -> list[list[Figure]]:
    last = len(figures) - 1
    short = len(figures) <= _MOST_CORNERS
    choices = [corner_figures(f) if short or n in (0, last) else [f] for n, f in enumerate(figures)]
    return [list(corner) for corner in product(*choices)]


def _until(figures: Sequence[Figure], target_year: int | None) -> Sequence[Figure]:
    """Return the figures up to a target year that is past; none where it has no figure of its own."""
    if target_year is None or int(figures[-1].year) <= target_year:
        return figures
    until = [figure for figure in figures if int(figure.year) <= target_year]
    return until if until and int(until[-1].year) == target_year else []


def _agree(words: list[str]) -> bool | float:
    """Say whether all who give a verdict say that the pace is enough, or all that it is not."""
    said = [word in _ENOUGH for word in words if word not in _WITHOUT_VERDICT]
    return len(set(said)) == 1 if len(said) > 1 else math.nan
