"""The numbers of one row of an assessment that need a target: gap, paces, posts, verdicts and status."""

from __future__ import annotations

import math

import pandas as pd

from wps_analysis.assessment.levels import breaks_off, choice_of, figure_of, interval_of, is_doubted, tidy
from wps_analysis.assessment.status import distance, standing, statuses_at_corners, statuses_by_claim
from wps_analysis.assessment.verdicts import published_verdicts
from wps_analysis.columns import KEY
from wps_analysis.methods.edges import Figure, judged_figure
from wps_analysis.methods.intervals import Interval, corners, point
from wps_analysis.methods.posts import posts_by_replacement_bounds
from wps_analysis.methods.progress import share_of_gap_closed
from wps_analysis.tables import Row


def target_values(
    history: list[dict],
    target: Row | None,
    *,
    levels: list[dict],
    horizon: int | None,
    as_of_year: int | None,
    elections: pd.DataFrame | None,
    claims: pd.DataFrame | None,
) -> dict:
    """Return where a segment stands to a target, and how sure that is.

    Parameters
    ----------
    history
        Figures of one segment, the oldest first; none if there is no figure.
    target
        A row of ``targets.csv``, or None.
    levels
        Figures of a body of any series, the oldest first: a past target is judged by the last up to its year where the
        segment has none.
    horizon, as_of_year, elections, claims
        As for ``assess``.
    """
    figures = [figure_of(row) for row in history]
    number, operator = _aim(target, figures)
    year = _year(target, horizon)
    fast = len(figures) > 1 and breaks_off(figures[0], figures[-1], history[-1]["kind"])
    question = {"target": number, "target_year": year, "operator": operator, "break_suspected": fast}
    question |= {
        "as_of_year": as_of_year,
        "doubted": len(history) > 1 and any(map(is_doubted, (history[0], history[-1]))),
    }
    earlier = _last_by(levels, year) if figures and int(figures[0].year) > (year or math.inf) else []
    seen = [*map(figure_of, earlier), *figures]
    values = {"status": standing(seen, **question)}
    if figures:
        values["robust_to_rounding"] = statuses_at_corners(seen, **question) == {values["status"]}
        others = [_other_claims(row, claims) for row in ((earlier or history)[0], history[-1])]
        values["robust_to_choice"] = statuses_by_claim(seen, *others, **question) == {values["status"]}
    if target is None:
        return values
    values |= {
        "target_id": target["target_id"], "target_ref_area": target["ref_area"], "target_basis": target["basis"],
        "legal_force": target["legal_force"],
        "operator": target["operator"], "target_lower": number, "target_upper": target["upper"], "target_year": year,
        "year_assumed": pd.isna(target["target_year"]) and horizon is not None,
    }  # fmt: skip
    if figures:
        speaks = judged_figure(seen, year)
        row = [*earlier, *history][seen.index(speaks)]
        values |= {"judged_period": row["time_period"], "judged": row["obs_value"]}
        values |= _gap(row, speaks, number, operator)
        values |= _posts(history[-1], number)
        if not (fast or question["doubted"]):
            values |= _paces(figures, number, year, operator)
            others = tuple(_other_claims(row, claims) for row in (history[0], history[-1]))
            values |= published_verdicts(figures, number, year, operator, status=values["status"], others=others)
        values["elections_before_target"] = _elections(history[-1], year, elections)
    return values


def _aim(target: Row | None, figures: list[Figure]) -> tuple[float | None, str]:
    """Return the number to reach and the side on which it is met; of a range, the end that the figure is nearer to."""
    if target is None:
        return None, ">="
    lower, upper = (float(target[end]) if pd.notna(target[end]) else math.nan for end in ("lower", "upper"))
    if target["operator"] == "parity":
        return lower, "parity"
    if target["operator"] == "=":
        upper = lower
    beyond = bool(figures) and not math.isnan(upper) and figures[-1].value > upper
    return (upper, "<=") if beyond else (lower, target["operator"] if target["operator"] == "<=" else ">=")


def _last_by(levels: list[dict], year: int | None) -> list[dict]:
    return [row for row in levels if year is not None and row["end_year"] <= year][-1:]


def _year(target: Row | None, horizon: int | None) -> int | None:
    if target is None:
        return None
    return horizon if pd.isna(target["target_year"]) else int(target["target_year"])


def _gap(row: Row, figure: Figure, number: float, operator: str) -> dict:
    gap = _distances(figure.interval, number, operator)
    printed = math.nan if pd.isna(row["obs_value"]) else distance(row["obs_value"], number, operator)
    low, high = (None if math.isnan(end) else end for end in choice_of(row))
    choice = _distances(Interval(low, high), number, operator)
    return {
        "gap_pp": tidy(printed), "gap_lower_pp": tidy(gap.lower), "gap_upper_pp": tidy(gap.upper),
        "gap_choice_lower_pp": tidy(choice.lower), "gap_choice_upper_pp": tidy(choice.upper),
    }  # fmt: skip


def _distances(interval: Interval, number: float, operator: str) -> Interval:
    turning = {"share": [number]} if operator == "parity" else {}
    return corners(lambda share: distance(share, number, operator), turning=turning, share=interval)


def _posts(row: Row, number: float) -> dict:
    """Return how many further posts women would hold at the target, whatever the denominator within its bounds."""
    women, low, high = (row.get(c) for c in ("numerator", "denominator_lower", "denominator_upper"))
    if any(value is None or pd.isna(value) for value in (women, low, high)):
        return {}
    fewest, most = posts_by_replacement_bounds((int(women), int(women)), (int(low), int(high)), number)
    return {"posts_lower": fewest.additional, "posts_upper": most.additional}


def _paces(figures: list[Figure], number: float, year: int | None, operator: str) -> dict:
    """Return the paces towards the target: the one required from the latest figure on, and the one from the base."""
    base, latest = figures[0], figures[-1]
    left = distance(latest.value, number, operator)
    values = {}
    if year is not None and year > latest.year:
        values["required_pace_pp_per_year"] = tidy(left / (year - latest.year))
    if len(figures) < 2:
        return values
    start = distance(base.value, number, operator)
    closed = share_of_gap_closed(start, left, 0, direction=-1).closed
    values["gap_closed_pct"] = math.nan if closed is None else tidy(100 * closed)
    if year is not None:
        years = latest.year - base.year
        first, last = (_distances(figure.interval, number, operator) for figure in (base, latest))
        slowest, fastest = ((a - b) / years for a, b in ((first.lower, last.upper), (first.upper, last.lower)))
        values |= {
            "observed_pace_pp_per_year": tidy((start - left) / years),
            "observed_pace_lower": tidy(slowest),
            "observed_pace_upper": tidy(fastest),
        }
    return values


def _other_claims(row: Row, claims: pd.DataFrame | None) -> list[Interval]:
    """Return the other published values of a figure: the claims, or without them the ends of the envelope."""
    if row.get("agreement") != "differ":
        return []
    if claims is None:
        ends = (row.get("envelope_lower"), row.get("envelope_upper"))
        return [point(float(end)) for end in ends if end is not None and pd.notna(end)]
    same = claims[(claims[KEY] == pd.Series(row)[KEY]).all(axis=1) & (claims["role"] != "target")]
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
