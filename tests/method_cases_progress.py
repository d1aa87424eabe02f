"""Adapters of the methods of progress to worked cases: plain keywords in, a plain dictionary out.

Shares are percent on both sides. What has no answer is None beside an ``error`` or a ``status``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import method_cases_targets as targets

from wps_analysis.methods import aarr, cagr, escap, progress, rates, verdicts
from wps_analysis.methods.edges import Figure
from wps_analysis.methods.intervals import Interval

__all__ = ["PROGRESS_CASES", "Answer", "said"]

Answer = dict[str, Any]


def said(answer: Answer) -> Answer:
    """Leave out of an answer the texts that say nothing."""
    return {key: value for key, value in answer.items() if value != ""}


def _direction(given: int | None, base: float, latest: float, target: float | None) -> int:
    """Take a fall towards a target below both values for progress where nothing is said; else higher is better."""
    if given is not None:
        return given
    return -1 if not rates.is_missing(base, latest, target) and target < latest < base else 1


def _ends(interval: Interval) -> list[float | None]:
    return [interval.lower, interval.upper]


def _interval(ends: Sequence[float | None]) -> Interval:
    lower, upper = ends
    return Interval(lower, upper, upper_closed=lower == upper)


def _ratio_answer(found: cagr.CagrRatio) -> Answer:
    answer = {"cagr_observed": found.cagr_observed, "cagr_required": found.cagr_required, "R": found.ratio}
    return said(
        answer | {"category": found.category, "score": found.score, "error": found.error, "status": found.status}
    )


def _cagr_ratio(
    *,
    y0: float | None = None,
    t0: float | None = None,
    y1: float | None = None,
    t1: float | None = None,
    points: Sequence[tuple[float, float]] | None = None,
    target: float | None = None,
    target_year: float | None = None,
    direction: int = 1,
    limit: float | None = None,
) -> Answer:
    if points is None:
        series = [(t0, y0), (t1, y1)]
    else:
        series = sorted((year, value) for year, value in points if value is not None)
    (t0, y0), (t1, y1) = [(None, None), (None, None), *series][-2:] if len(series) < 2 else (series[0], series[-1])
    if target is None:
        return _ratio_answer(cagr.cagr_without_target(y0, t0, y1, t1, direction=direction, limit=limit))
    of_series = {"target": target, "target_year": target_year, "direction": direction}
    if points is None:
        found = cagr.cagr_ratio(y0, t0, y1, t1, **of_series)
    else:
        found = targets.cagr_ratio_of_points(points, **of_series)
    answer = _ratio_answer(found)
    if y1 is not None:
        answer["gap_pp"] = progress.compute_gap_pp(y1, target, direction=direction)
        answer["required_pp_per_year"] = progress.required_pace(y1, t1, target, target_year).pp_per_year
    return answer


def _parity_cagr_ratio(*, y0: float, t0: float, y1: float, t1: float, target_year: float, target: float = 50) -> Answer:
    return _ratio_answer(cagr.parity_cagr_ratio(y0, t0, y1, t1, target=target, target_year=target_year))


def _cagr_ratio_corners(
    *,
    y0: Sequence[float],
    y1: Sequence[float],
    dt: float,
    target: float,
    years_base_to_target: float,
    direction: int | None = None,
) -> Answer:
    found = targets.cagr_ratio_corners(
        _interval(y0),
        _interval(y1),
        years_observed=dt,
        years_to_target=years_base_to_target,
        target=target,
        direction=_direction(direction, sum(y0) / 2, sum(y1) / 2, target),
    )
    answer = {"R_min": found.lowest, "R_max": found.highest, "categories": list(found.categories)}
    return said(answer | {"robust": len(found.categories) == 1, "error": found.error})


def _conflict_flips_verdict(
    *,
    t0: float,
    t1: float,
    target: float,
    target_year: float,
    y0: float | None = None,
    y1: float | None = None,
    y0_sources: Sequence[float] | None = None,
    y1_sources: Sequence[float] | None = None,
    direction: int | None = None,
) -> Answer:
    bases = [y0] if y0_sources is None else y0_sources
    latest = [y1] if y1_sources is None else y1_sources
    way = _direction(direction, bases[0], latest[0], target)
    found = targets.cagr_ratio_by_claim(bases, t0, latest, t1, target=target, target_year=target_year, direction=way)
    return {
        "R": [each.ratio for each in found.verdicts],
        "categories": [each.category for each in found.verdicts],
        "change_pp": list(found.changes_pp),
        "flips": found.flips,
    }


def _unsd(
    *,
    y0: float,
    t0: float,
    y1: float,
    t1: float,
    target: float | None = None,
    target_year: float | None = None,
    direction: int | None = None,
) -> Answer:
    way = _direction(direction, y0, y1, target)
    return said(
        vars(verdicts.unsd_expected_progress(y0, t0, y1, t1, target=target, target_year=target_year, direction=way))
    )


def _sdsn(
    *, y0: float, t0: float, y1: float, t1: float, target: float, target_year: float, direction: int | None = None
) -> Answer:
    way = _direction(direction, y0, y1, target)
    return said(vars(verdicts.sdsn_trend_arrow(y0, t0, y1, t1, target=target, target_year=target_year, direction=way)))


def _destatis(
    *,
    y1: float | None = None,
    t1: float | None = None,
    mean_change: float | None = None,
    years: Sequence[float] = (),
    values: Sequence[float] = (),
    target: float,
    target_year: float | None,
    direction: int = 1,
) -> Answer:
    if years:
        mean_change = verdicts.mean_annual_change(years, values)
        t1, y1 = max(zip(years, values, strict=True))
    return said(
        vars(verdicts.destatis_symbol(y1, t1, mean_change, target=target, target_year=target_year, direction=direction))
    )


def _target_year_passed(
    *, target: float, target_year: float, value_interval: Sequence[float], value_year: float, direction: int = 1
) -> Answer:
    interval = _interval(value_interval)
    figure = Figure(value_year, sum(value_interval) / 2, interval)
    found = targets.target_year_passed(figure, target, target_year, direction=direction)
    return {"status": found.status, "gap_pp": _ends(found.gap_pp)}


def _target_met_within_rounding(*, target: float, value: float, decimals: int = 0, direction: int = 1) -> Answer:
    found = targets.target_met_within_rounding(value, decimals, target, direction=direction)
    return {"value_interval": _ends(found.interval), "status": found.status, "gap_pp": _ends(found.gap_pp)}


def _escap_csi(*, base: float | None, current: float | None, target: float, direction: int = 1) -> Answer:
    return said(vars(escap.current_status_index(base, current, target, direction=direction)))


def _escap_weights(*, years: Sequence[float], predict_year: float) -> Answer:
    weights = escap.time_weights(years, predict_year)
    error = "the year to predict is not after every observation: no weights" if weights is None else ""
    return said({"weights": weights, "error": error})


def _escap_anticipated(*, base: float, predicted: float, target: float, direction: int = 1) -> Answer:
    found = escap.anticipated_progress(base, predicted, target, direction=direction)
    answer = {"api": found.api, "gap_to_target_pp": found.gap_pp, "gap_share_of_required": found.gap_share}
    return said(answer | {"category": found.category, "error": found.error})


def _aarr_regression(*, years: Sequence[float], values: Sequence[float]) -> Answer:
    return _aarr_answer(aarr.aarr_regression(years, values))


def _aarr_required(*, reduction: float, years: float) -> Answer:
    return _aarr_answer(aarr.aarr_required(reduction, years))


def _aarr_answer(found: aarr.ReductionRate) -> Answer:
    return said({"aarr": found.aarr, "aarr_percent_2dp": found.percent_2dp, "error": found.error})


def _linear_years(
    *, value: float, value_year: float, pp_per_year: float, target: float, direction: int | None = None
) -> Answer:
    way = direction or _direction(None, value - pp_per_year, value, target)
    return said(vars(progress.linear_years_to_target(value, value_year, pp_per_year, target, direction=way)))


def _gap_closed(*, y0: float, y1: float, target: float, direction: int | None = None) -> Answer:
    way = _direction(direction, y0, y1, target)
    return said(vars(progress.share_of_gap_closed(y0, y1, target, direction=way)))


def _required_pace(*, value: float, year: float, target: float, target_year: float | None) -> Answer:
    found = progress.required_pace(value, year, target, target_year)
    answer = {"pp_per_year": found.pp_per_year, "cagr": found.growth_per_year, "logit_per_year": found.logit_per_year}
    return said(answer | {"error": found.error})


PROGRESS_CASES: dict[str, Callable[..., Answer]] = {
    "aarr_regression": _aarr_regression,
    "aarr_required": _aarr_required,
    "cagr_ratio": _cagr_ratio,
    "cagr_ratio_rounding_corners": _cagr_ratio_corners,
    "conflict_flips_verdict": _conflict_flips_verdict,
    "destatis_symbol": _destatis,
    "escap_anticipated_progress": _escap_anticipated,
    "escap_csi": _escap_csi,
    "escap_time_weights": _escap_weights,
    "escap_weighted_logit_extrapolation": lambda **case: said(vars(escap.weighted_logit_extrapolation(**case))),
    "linear_years_to_target": _linear_years,
    "parity_transform": lambda *, values: {"transformed": [rates.parity_transform(value) for value in values]},
    "parity_transform_cagr_ratio": _parity_cagr_ratio,
    "required_pace": _required_pace,
    "sdsn_trend_arrow": _sdsn,
    "share_of_gap_closed": _gap_closed,
    "target_met_within_rounding": _target_met_within_rounding,
    "target_path_linear": lambda **case: said(vars(targets.target_path_linear(**case))),
    "target_year_passed": _target_year_passed,
    "unsd_expected_progress": _unsd,
}
"""Each method of progress by the name that the cases give it."""
