"""What published methods would say of a series, each in its publisher's words, and whether they point one way."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wps_analysis.methods import verdicts as rules
from wps_analysis.methods.cagr import cagr_ratio, parity_cagr_ratio
from wps_analysis.methods.edges import Figure
from wps_analysis.methods.escap import current_status_index
from wps_analysis.methods.rates import parity_transform

_UNSD_WORDS = {3: "3: met or on track", 2: "2: fair progress", 1: "1: stagnation or regression"}
_ENOUGH = {
    "target_achieved", "on_track", "maintaining", "3: met or on track", "met", "sun",
    "met as reported, not decidable within rounding", "on the pace required", "met after the target year",
}  # fmt: skip
_WITHOUT_VERDICT = {
    "", "slow_progress", "no_data", "insufficient_data", "not_assessable", "no_target_year", "no target year",
    "one figure: no pace",
    "break suspected: no pace", "change not stated: no pace", "two points: difference"
}  # fmt: skip


def published_verdicts(
    figures: Sequence[Figure], target: float, target_year: int | None, operator: str, *, status: str
) -> dict:
    """Return each method's verdict and whether they and the status point one way.

    Parameters
    ----------
    figures
        One segment of one series, the oldest first; percent.
    target, target_year
        Percent and calendar year; without a year the methods that need one give no verdict.
    operator
        ``>=`` or ``parity``; for parity shares are turned into their distance from it.
    status
        The status in the house words.

    Returns
    -------
    dict
        ``cagr_verdict``, ``unsd_verdict``, ``sdsn_verdict``, ``destatis_verdict``, ``escap_verdict`` in the methods'
        own words (empty where a method needs more), and ``methods_agree``.
    """
    verdicts = dict.fromkeys(["cagr_verdict", "unsd_verdict", "sdsn_verdict", "destatis_verdict", "escap_verdict"], "")
    figures = _until(figures, target_year)
    if len(figures) < 2:
        return verdicts
    parity = operator == "parity"
    values = [parity_transform(f.value) if parity else f.value for f in figures]
    base, latest, start, end = values[0], values[-1], figures[0].year, figures[-1].year
    direction = -1 if operator in ("parity", "<=") else 1
    aim = {"target": target, "target_year": target_year, "direction": direction}
    if target_year is not None:
        cagr = (
            parity_cagr_ratio(figures[0].value, start, figures[-1].value, end, target_year=target_year)
            if parity
            else cagr_ratio(base, start, latest, end, **aim)
        )
        verdicts["cagr_verdict"] = cagr.category
        score = rules.unsd_expected_progress(base, start, latest, end, **aim).score
        verdicts["unsd_verdict"] = _UNSD_WORDS.get(score, "")
        verdicts["sdsn_verdict"] = rules.sdsn_trend_arrow(base, start, latest, end, **aim).arrow
        yearly = rules.mean_annual_change([f.year for f in figures], values)
        verdicts["destatis_verdict"] = rules.destatis_symbol(latest, end, yearly, **aim).symbol or ""
    verdicts["escap_verdict"] = current_status_index(base, latest, target, direction=direction).category
    return verdicts | {"methods_agree": _agree([*verdicts.values(), status])}


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
