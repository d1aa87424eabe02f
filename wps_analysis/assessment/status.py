"""Where a figure stands to a target, in the house words, and whether rounding or choice would change that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from wps_analysis.methods.edges import Figure, edge_state, judged_figure
from wps_analysis.methods.intervals import Interval, point
from wps_analysis.methods.rates import meets
from wps_analysis.tables import Row
from wps_analysis.words.figures import number_of, text_of
from wps_analysis.words.language import N_

STATUSES = {
    "no_data": N_("no figure"),
    "met": N_("met"),
    "met_after_deadline": N_("met after the target year"),
    "met_as_reported_not_decidable_within_rounding": N_("met as reported, not decidable within rounding"),
    "not_met_as_reported_not_decidable_within_rounding": N_("not met as reported, not decidable within rounding"),
    "missed": N_("target year passed, latest figure below it"),
    "missed_then_met": N_("target year passed, met by a later figure"),
    "away_from_target": N_("lower than at the base"),
    "no_target_year": N_("no target year"),
    "on_pace": N_("on the pace required"),
    "below_pace": N_("below the pace required"),
    "level_only": N_("one figure: no pace"),
    "level_without_target": N_("one figure: level"),
    "two_points": N_("two points: difference"),
    "several_points": N_("several points: no target"),
    "no_pace": N_("break suspected: no pace"),
    "doubtful": N_("change not stated: no pace"),
}
"""What an assessment says, by the state that the rules of ``methods.edges`` and the pace give."""

_INSIDE = 1e-9
"""How far inside an open end the corner is taken: the end itself does not belong to the figure."""


def standing(
    figures: Sequence[Figure],
    *,
    target: float | None,
    target_year: float | None,
    operator: str = ">=",
    as_of_year: int | None = None,
    break_suspected: bool = False,
    doubted: bool = False,
) -> str:
    """Say in the house words where a series stands.

    Parameters
    ----------
    figures
        One segment of one series; ``year`` decimal, ``value`` and ``interval`` in percent.
    target
        Percent; None if there is none.
    target_year
        A calendar year; "by 2024" holds for every month of 2024. None for a target without a year.
    operator
        ``>=``, ``<=`` or ``parity``.
    as_of_year
        The year in which one looks back: it decides whether the target year is over. None: that of the latest figure.
    break_suspected
        Whether the series moved so fast that no pace is computed from it.
    doubted
        Whether counts refute an end of the series or a finding doubts whom it speaks of: no change is stated then.

    Returns
    -------
    str
        One of the values of ``STATUSES``.

    Examples
    --------
    >>> from wps_analysis.methods.intervals import rounding_interval
    >>> chiefs = [Figure(2017, 7.9, rounding_interval(7.9)), Figure(2022, 10.7, rounding_interval(10.7))]
    >>> standing(chiefs, target=30, target_year=2030), standing(chiefs, target=30, target_year=None)
    ('below the pace required', 'no target year')
    """
    by_year = sorted((replace(f, year=float(int(f.year))) for f in figures), key=lambda f: f.year)
    question = {"target": target, "target_year": target_year, "operator": operator, "as_of_year": as_of_year}
    state = edge_state(by_year, **question).state
    if state == "missed" and distance(by_year[-1].value, target, operator) <= 0:
        state = "missed_then_met"
    if state == "no_target":
        state = {1: "level_without_target", 2: "two_points"}.get(len(figures), "several_points")
    if state == "level_only" and target_year is None:
        state = "no_target_year"
    if doubted and state in ("toward_target", "unchanged_within_rounding", "away_from_target"):
        return STATUSES["no_target_year" if target_year is None else "doubtful"]
    if state in ("toward_target", "unchanged_within_rounding"):
        state = "no_pace" if break_suspected else _pace_state(figures, target, target_year, operator)
    return STATUSES[state]


def _pace_state(figures: Sequence[Figure], target: float, target_year: float, operator: str) -> str:
    """Compare the observed pace in points a year with the pace needed from base to target (SDG Index, linear)."""
    base, latest = min(figures, key=lambda f: f.year), max(figures, key=lambda f: f.year)
    start, end = (distance(f.value, target, operator) for f in (base, latest))
    observed = (start - end) / (latest.year - base.year)
    needed = start / (target_year - base.year)
    # A series exactly on its path is on it, whatever binary fractions make of 12.8 / 3 and 38.4 / 9.
    return "on_pace" if meets(observed, needed, 1) else "below_pace"


def distance(value: float, target: float, operator: str) -> float:
    """Return the points by which a value is short of a target: negative beyond it, and never for parity."""
    if operator == "parity":
        return abs(value - target)
    return value - target if operator == "<=" else target - value


def is_above_parity(row: Row) -> bool:
    """Tell of a row of an assessment against parity whether women are more than half: no gap of theirs, then.

    Examples
    --------
    >>> is_above_parity({"operator": "parity", "target_lower": 50, "latest_lower": 61.2})
    True
    """
    return text_of(row, "operator") == "parity" and number_of(row, "latest_lower") > number_of(row, "target_lower")


def corner_figures(figure: Figure) -> list[Figure]:
    """Return a figure at both ends of its interval, a hair inside where an end does not belong to it."""
    interval = figure.interval
    lower = figure.value if interval.lower is None else interval.lower + (0 if interval.lower_closed else _INSIDE)
    upper = figure.value if interval.upper is None else interval.upper - (0 if interval.upper_closed else _INSIDE)
    return [Figure(figure.year, end, point(end)) for end in dict.fromkeys((lower, upper))]


def statuses_at_corners(figures: Sequence[Figure], *, target_year: float | None, **question: object) -> set[str]:
    """Return the statuses that the rounding of base, latest figure and target year's figure leaves possible.

    Parameters
    ----------
    figures
        One segment of one series.
    target_year
        As for ``standing``.
    **question
        What else ``standing`` takes.
    """
    ordered = sorted(figures, key=lambda f: f.year)
    rounded = {0, len(ordered) - 1, ordered.index(judged_figure(ordered, target_year))}
    choices = [corner_figures(f) if n in rounded else [f] for n, f in enumerate(ordered)]
    return {standing(corner, target_year=target_year, **question) for corner in product(*choices)}


def statuses_by_claim(
    figures: Sequence[Figure], base: Sequence[Interval], latest: Sequence[Interval], **question: object
) -> set[str]:
    """Return the statuses under every published value of the base and the latest figure.

    Parameters
    ----------
    figures
        One segment of one series.
    base, latest
        Intervals of the other claims on the first and the last of the figures.
    **question
        As for ``standing``.
    """
    return {standing(series, **question) for series in claimed_figures(figures, base, latest)}


def claimed_figures(
    figures: Sequence[Figure], base: Sequence[Interval], latest: Sequence[Interval]
) -> list[list[Figure]]:
    """Return the series under every published value of its base and its latest figure."""
    ordered = sorted(figures, key=lambda f: f.year)
    firsts = [ordered[0], *(_claimed(ordered[0], interval) for interval in base)]
    lasts = [ordered[-1], *(_claimed(ordered[-1], interval) for interval in latest)]
    if len(ordered) == 1:
        return [[last] for last in lasts]
    return [[first, *ordered[1:-1], last] for first, last in product(firsts, lasts)]


def _claimed(figure: Figure, interval: Interval) -> Figure:
    ends = [end for end in (interval.lower, interval.upper) if end is not None]
    return Figure(figure.year, sum(ends) / len(ends), interval)
