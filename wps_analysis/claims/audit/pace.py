"""Headcounts that move faster than staff come and go."""

import math
from itertools import pairwise

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, date_words, finding, join_words, subject
from wps_analysis.claims.audit.spans import Span, hull, number_text, span_of
from wps_analysis.claims.audit.statements import FACTS, describe, groups, months_of, several, stated
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.load import Registry

FASTEST_POINTS_A_YEAR = 1.5
FASTEST_LOGIT_A_YEAR = 0.10
_FIGURE = ["claim_id", "obs_value", "lower", "upper", "qualifier", "unit_measure"]


@check("question")
def check_headcount_moves_fast(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find shares of staff that change faster than 1.5 points or 0.10 logit a year at their closest ends.

    Elected bodies and deployments move faster than that, so headcounts alone are looked at: first within each
    series, then across the years of one document. Shares derived from counts are looked at beside those printed.
    A break recorded between two periods answers the question.
    """
    frame = _with_derived(stated(claims, registry), observations, registry)
    staff = frame[(frame["kind"] == "headcount") & (frame["unit_measure"] == "PT")]
    # Men's share of the same staff is 100 less women's.
    staff = staff[~((staff["sex"] == "M") & (staff["complement"] == "yes"))]
    breaks = registry.breaks.groupby("series")["time_period"].agg(list).to_dict()
    found: dict[tuple, dict[str, str]] = {}
    for place, rows in (("series", staff[staff["series"] != ""]), ("source", staff)):
        for members in groups(several(rows, [*SUBJECT, place], column="compared_period"), [*SUBJECT, place]):
            for earlier, later in pairwise(_by_period(members)):
                step = (*(getattr(later[0], name) for name in SUBJECT), _end(earlier[0]), _end(later[0]))
                said = None if step in found else _too_fast(earlier, later, place, breaks)
                found |= {step: said} if said else {}
    yield from (found[step] for step in sorted(found))


def _with_derived(frame: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Add the shares of staff that the observations derive from counts, in the words of the counts: "95 of 1,633"."""
    if "derived" not in observations:
        return frame
    staff = registry.indicators.loc[registry.indicators["kind"] == "headcount", "indicator"]
    is_staff = observations["indicator"].isin(staff) & (observations["derived"] == "share_from_counts")
    counts = observations.loc[is_staff, "claim_id"].str.split(" ")
    printed = frame.drop_duplicates("claim_id").set_index("claim_id", drop=False)
    counts = counts[counts.str[0].isin(printed.index) & counts.str[-1].isin(printed.index)]
    if counts.empty:
        return frame
    shares = observations.loc[counts.index, [*SUBJECT, *_FIGURE]]
    part, whole = (printed.loc[counts.str[place]].set_axis(counts.index) for place in (0, -1))
    derived = part.assign(**shares, value_text=part["value_text"] + " of " + whole["value_text"])
    derived = derived.drop(columns=[*FACTS, "compared_period"])
    return pd.concat([frame, describe(derived, registry)], ignore_index=True)


def _end(row) -> int:
    return months_of(row.compared_period).last


def _by_period(rows: list) -> list[list]:
    periods: dict[int, list] = {}
    for row in rows:
        if months_of(row.compared_period):
            periods.setdefault(_end(row), []).append(row)
    return [periods[end] for end in sorted(periods)]


def _too_fast(earlier: list, later: list, place: str, breaks: dict[str, list[str]]) -> dict[str, str] | None:
    # Within a year the change itself is judged, not its yearly pace.
    years = max((_end(later[0]) - _end(earlier[0])) / 12, 1.0)
    before, after = hull(map(span_of, earlier)), hull(map(span_of, later))
    points = _closest(before, after) / years
    steps = _closest(_logit_span(before), _logit_span(after)) / years
    fast = points > FASTEST_POINTS_A_YEAR or steps > FASTEST_LOGIT_A_YEAR
    if not fast or _is_broken(earlier, later, breaks):
        return None
    furthest = max(after.upper - before.lower, before.upper - after.lower) / years
    pace = f"{number_text(round(points, 1))} to {number_text(round(furthest, 1))}"
    rows = [*earlier, *later]
    what = (
        f"{subject(later[0], period=False)}: the share moves from {cite(earlier)} in {_periods(earlier)} to "
        f"{cite(later)} in {_periods(later)}, {pace} points a year {_within(rows, place)}, fast for staff in post"
    )
    return finding(
        rows,
        what=what,
        question="did the definition, the staff counted or the source change",
        expected=f"at most {FASTEST_POINTS_A_YEAR} points a year",
        found=pace,
    )


def _closest(before: Span, after: Span) -> float:
    return max(after.lower - before.upper, before.lower - after.upper, 0.0)


def _logit_span(share: Span) -> Span:
    return Span(*(_logit(min(max(end, 0.01), 99.99)) for end in (share.lower, share.upper)))


def _logit(share: float) -> float:
    return math.log(share / (100 - share))


def _is_broken(earlier: list, later: list, breaks: dict[str, list[str]]) -> bool:
    series = {row.series for row in [*earlier, *later]}
    for time_period in (time for name in series for time in breaks.get(name, [])):
        at = months_of(time_period)
        if at and _end(earlier[0]) < at.last and at.first <= _end(later[0]):
            return True
    return False


def _periods(rows: list) -> str:
    return join_words(date_words(period) for period in sorted({row.time_period for row in rows}))


def _within(rows: list, place: str) -> str:
    if place == "series":
        return "in one series"
    return "in one document, from several series" if len({row.series for row in rows}) > 1 else "in one document"
