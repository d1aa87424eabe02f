"""The numbers of one row of an assessment: the latest figure, the change, and the distance to a target."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from wps_analysis.bounds import closed_ends
from wps_analysis.methods.change import compute_change, compute_process_variability
from wps_analysis.methods.comparability import check_break
from wps_analysis.methods.intervals import Interval, corners, difference, point
from wps_analysis.methods.judgement import Figure
from wps_analysis.methods.posts import posts_by_replacement_bounds
from wps_analysis.methods.progress import required_pace, share_of_gap_closed
from wps_analysis.methods.rates import parity_transform
from wps_analysis.published_verdicts import published_verdicts
from wps_analysis.standing import standing, statuses_at_corners, statuses_by_claim

Row = Mapping[str, Any]
_COPIED = [
    "indicator", "name", "pillar", "ref_area", "area_name", "population", "population_name", "sex", "measure", "kind",
    "unit_measure", "basis", "n", "source_title", "locator", "claim_id", "custodian", "agreement", "envelope_lower",
    "envelope_upper", "segment",
]  # fmt: skip
_FAST = "suspected_break"


def interval_of(row: Row) -> Interval:
    """Return all the values that a figure can have, with the ends that its qualifier closes."""
    lower, upper = (None if pd.isna(row[end]) else float(row[end]) for end in ("lower", "upper"))
    if lower is not None and lower == upper:
        return point(lower)
    closed = closed_ends(row["qualifier"] or "exact", row["unit_measure"])
    # "100 per cent" is clipped at 100, which it holds.
    return Interval(lower, upper, closed[0], closed[1] or row["obs_value"] == upper)


def figure_of(row: Row) -> Figure:
    """Return a figure with its decimal year; a one-sided one speaks with the end that it prints."""
    interval = interval_of(row)
    ends = [end for end in (interval.lower, interval.upper) if end is not None]
    printed = (
        row["obs_value"] if pd.notna(row["obs_value"]) else ends[row["qualifier"] in ("under", "at_most") and -1 or 0]
    )
    return Figure(row["year"], float(printed), interval)


def latest_values(row: Row) -> dict:
    """Return what an assessment copies of the figure that speaks."""
    values = {name: row.get(name) for name in _COPIED}
    return values | {
        "latest_period": row["time_period"], "latest_period_basis": row.get("period_basis"),
        "latest": row["obs_value"], "latest_lower": row["lower"],
        "latest_upper": row["upper"], "latest_qualifier": row["qualifier"], "latest_count": row.get("numerator"),
        "latest_denominator": row.get("denominator"),
    }  # fmt: skip


def comparison_values(history: list[dict]) -> dict:
    """Return the change from the first to the last figure of a segment, with its rounding box.

    Parameters
    ----------
    history
        Figures of one segment, the oldest first; with one figure there is no change.
    """
    values = {"n_obs": len(history), "break_suspected": False}
    if len(history) < 2:
        return values
    base, latest = history[0], history[-1]
    values |= {
        "base_period": base["time_period"], "base": base["obs_value"], "base_lower": base["lower"],
        "base_upper": base["upper"], "base_count": base.get("numerator"), "base_denominator": base.get("denominator"),
    }  # fmt: skip
    first, last = figure_of(base), figure_of(latest)
    change = compute_change(
        first.interval, last.interval, base_year=first.year, latest_year=last.year,
        base_value=base["obs_value"], latest_value=latest["obs_value"],
    )  # fmt: skip
    values |= {
        "change_pp": _tidy(change.change_pp), "change_lower_pp": _tidy(change.box.lower),
        "change_upper_pp": _tidy(change.box.upper),
    }  # fmt: skip
    if latest["unit_measure"] == "PT":
        values["break_suspected"] = _breaks(first, last, latest["kind"])
        values |= _process_variability(base, latest)
    return values


def _breaks(first: Figure, last: Figure, kind: str) -> bool:
    found = check_break(first.interval, last.interval, base_year=first.year, latest_year=last.year, kind=kind)
    return found.flag == _FAST


def _process_variability(base: Row, latest: Row) -> dict:
    counts = [base.get("numerator"), base.get("denominator"), latest.get("numerator"), latest.get("denominator")]
    if any(count is None or pd.isna(count) for count in counts):
        return {}
    found = compute_process_variability(*(int(count) for count in counts))
    return {
        "process_lower_pp": _tidy(found.interval.lower), "process_upper_pp": _tidy(found.interval.upper),
        "fisher_p": _tidy(found.fisher_p),
    }  # fmt: skip


def target_values(
    history: list[dict], target: Row | None, *, horizon: int | None, elections: pd.DataFrame | None,
    claims: pd.DataFrame | None,
) -> dict:  # fmt: skip
    """Return the gap, the paces, the posts, the verdicts and the status of a segment against a target."""
    number, year, assumed = _aim(target, horizon)
    figures = [figure_of(row) for row in history]
    breaks = len(figures) > 1 and _breaks(figures[0], figures[-1], history[-1]["kind"])
    operator = "parity" if target is not None and target["operator"] == "parity" else ">="
    question = {"target": number, "target_year": year, "operator": operator, "break_suspected": breaks}
    values = {"status": standing(figures, **question)}
    if figures:
        values["robust_to_rounding"] = statuses_at_corners(figures, **question) == {values["status"]}
        others = [_other_claims(row, claims) for row in (history[0], history[-1])]
        values["robust_to_choice"] = statuses_by_claim(figures, *others, **question) == {values["status"]}
    if target is None:
        return values
    values |= {
        "target_id": target["target_id"], "target_basis": target["basis"], "legal_force": target["legal_force"],
        "operator": target["operator"], "target_lower": number, "target_upper": target["upper"], "target_year": year,
        "year_assumed": assumed,
    }  # fmt: skip
    if figures:
        values |= _gap(history[-1], figures[-1], number, operator)
        values |= _posts(history[-1], number)
        values |= _paces(figures, number, year, operator, breaks=breaks)
        values |= published_verdicts(figures, number, year, operator, status=values["status"])
        values["elections_before_target"] = _elections(history[-1], year, elections)
    return values


def _aim(target: Row | None, horizon: int | None) -> tuple[float | None, int | None, bool]:
    if target is None:
        return None, None, False
    if pd.notna(target["target_year"]):
        return float(target["lower"]), int(target["target_year"]), False
    return float(target["lower"]), horizon, horizon is not None


def _gap(row: Row, figure: Figure, number: float, operator: str) -> dict:
    """Return the points missing; for parity the distance from it on either side."""
    interval, value = figure.interval, row["obs_value"]
    if operator == "parity":
        interval = corners(parity_transform, turning={"share": [50]}, share=interval)
        gap = difference(interval, point(50))
        printed = math.nan if pd.isna(value) else abs(value - number)
    else:
        gap = difference(point(number), interval)
        printed = number - value
    return {"gap_pp": _tidy(printed), "gap_lower_pp": _tidy(gap.lower), "gap_upper_pp": _tidy(gap.upper)}


def _posts(row: Row, number: float) -> dict:
    """Return how many further posts women would hold at the target, whatever the denominator within its bounds."""
    women, low, high = (row.get(c) for c in ("numerator", "denominator_lower", "denominator_upper"))
    if any(value is None or pd.isna(value) for value in (women, low, high)):
        return {}
    fewest, most = posts_by_replacement_bounds((int(women), int(women)), (int(low), int(high)), number)
    return {"posts_lower": fewest.additional, "posts_upper": most.additional}


def _paces(figures: list[Figure], number: float, year: int | None, operator: str, *, breaks: bool) -> dict:
    base, latest = figures[0], figures[-1]
    values = {}
    if year is not None:
        values["required_pace_pp_per_year"] = _tidy(required_pace(latest.value, latest.year, number, year).pp_per_year)
    if len(figures) < 2:
        return values
    values["gap_closed_pct"] = _closed(base.value, latest.value, number, operator)
    if year is not None and not breaks:
        change = compute_change(
            base.interval, latest.interval, base_year=base.year, latest_year=latest.year,
            base_value=base.value, latest_value=latest.value,
        )  # fmt: skip
        pace = change.pace_pp_per_year
        values |= {
            "observed_pace_pp_per_year": _tidy(change.change_pp / change.years),
            "observed_pace_lower": _tidy(pace.lower), "observed_pace_upper": _tidy(pace.upper),
        }  # fmt: skip
    return values


def _closed(base: float, latest: float, number: float, operator: str) -> float | None:
    if operator == "parity":
        base, latest = parity_transform(base), parity_transform(latest)
    closed = share_of_gap_closed(base, latest, number, direction=-1 if operator == "parity" else 1).closed
    return None if closed is None else _tidy(100 * closed)


def _other_claims(row: Row, claims: pd.DataFrame | None) -> list[Interval]:
    """Return the other published values of a figure: the claims, or without them the ends of the envelope."""
    if row.get("agreement") != "differ":
        return []
    if claims is None:
        ends = (row.get("envelope_lower"), row.get("envelope_upper"))
        return [point(float(end)) for end in ends if end is not None and pd.notna(end)]
    key = ["indicator", "ref_area", "population", "sex", "time_period"]
    same = claims[(claims[key] == pd.Series(row)[key]).all(axis=1) & (claims["role"] != "target")]
    same = same[same["lower"].notna() | same["upper"].notna()]
    return [interval_of(claim) for claim in same.to_dict("records")]


def _elections(row: Row, year: int | None, elections: pd.DataFrame | None) -> float:
    """Count the regular elections after a body's latest figure and by the target year."""
    if year is None or elections is None or row["kind"] != "body":
        return math.nan
    binds = elections["indicators"].map(lambda codes: row["indicator"] in codes.split())
    mine = elections.loc[binds & (elections["ref_area"] == row["ref_area"]), "year"].sort_values()
    if len(mine) < 2:
        return math.nan
    term = int(mine.iloc[-1] - mine.iloc[-2])
    coming = range(int(mine.iloc[-1]), year + 1, term)
    return float(sum(election > row["end_year"] for election in coming))


def _tidy(number: float | None) -> float:
    """Take the noise of binary fractions out of a difference of decimal figures."""
    return math.nan if number is None else round(float(number), 9) + 0.0
