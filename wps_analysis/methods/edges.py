"""What can be said of a series and its target before any pace is compared: one table of rules for all methods.

The rules are the rows of ``EDGE_RULES``; the first that applies decides. They come before every method's own.
Values are percent 0-100. "By 2023" judges a figure of 2023, or the last before it; where there is none, a later figure
is reported as after the target year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wps_analysis.methods.intervals import Interval, corners, difference
from wps_analysis.methods.rates import is_after, meets, parity_transform

MET_AS_REPORTED = "met_as_reported_not_decidable_within_rounding"
SHORT_AS_REPORTED = "not_met_as_reported_not_decidable_within_rounding"


@dataclass(frozen=True)
class Figure:
    """One figure of a series: decimal year, value as printed (percent), and all values that it can have.

    Examples
    --------
    >>> Figure(2017, 7.9, Interval(7.85, 7.95, upper_closed=False)).interval.contains(7.9)
    True
    """

    year: float
    value: float
    interval: Interval


def target_side(interval: Interval, target: float, direction: int) -> str:
    """Say on which side of a target an interval lies: ``met``, ``short`` or ``straddles``.

    Parameters
    ----------
    interval
        Percent. An end that does not belong to it decides accordingly: [29.5, 30.5) is short of 30.5.
    target
        Percent.
    direction
        +1 where higher is better (the target is a floor), -1 where lower is better (a ceiling).

    Returns
    -------
    str
        ``met`` if every value of the interval meets the target, ``short`` if none does.

    Examples
    --------
    >>> target_side(Interval(26.5, 27.5, upper_closed=False), 27, 1)
    'straddles'
    """
    beyond_low, beyond_high = interval.is_above(target), interval.is_below(target)
    good, bad = (beyond_low, beyond_high) if direction == 1 else (beyond_high, beyond_low)
    near_end = interval.lower if direction == 1 else interval.upper
    if good or near_end == target:
        return "met"
    return "short" if bad else "straddles"


@dataclass(frozen=True)
class Situation:
    """What the rules look at. ``side`` and ``movement`` are those of the figure that is judged."""

    n_figures: int
    has_target: bool = False
    has_target_year: bool = False
    side: str = ""  # met, short, straddles
    reported_met: bool = False
    is_late: bool = False  # the figure judged is later than the target year
    is_due: bool = False  # the target year is over
    base_equals_target: bool = False
    movement: str = ""  # toward, away, unchanged_within_rounding; empty with one figure


@dataclass(frozen=True)
class EdgeRule:
    """A row of the table: the situation in words and as a test, and the state that it gives."""

    situation: str
    applies: Callable[[Situation], bool]
    state: str


EDGE_RULES: tuple[EdgeRule, ...] = (
    EdgeRule("no figure", lambda s: s.n_figures == 0, "no_data"),
    EdgeRule("no target", lambda s: not s.has_target, "no_target"),
    EdgeRule(
        "every value of the interval meets the target, after its year",
        lambda s: s.side == "met" and s.is_late,
        "met_after_deadline",
    ),
    EdgeRule("every value of the interval meets the target", lambda s: s.side == "met", "met"),
    EdgeRule(
        "the interval holds the target, the printed value meets it",
        lambda s: s.side == "straddles" and s.reported_met,
        MET_AS_REPORTED,
    ),
    EdgeRule(
        "the interval holds the target, the printed value does not meet it",
        lambda s: s.side == "straddles",
        SHORT_AS_REPORTED,
    ),
    EdgeRule("the target year is over and no value of the interval meets it", lambda s: s.is_due, "missed"),
    EdgeRule("one figure: level, gap and required pace only", lambda s: s.n_figures == 1, "level_only"),
    EdgeRule(
        "base equals target, latest short of it: every ratio is undefined",
        lambda s: s.base_equals_target and s.movement == "away",
        "away_from_target",
    ),
    EdgeRule("every change within rounding leads away", lambda s: s.movement == "away", "away_from_target"),
    EdgeRule("no target year: gap only", lambda s: not s.has_target_year, "no_target_year"),
    EdgeRule(
        "rounding alone explains the change",
        lambda s: s.movement == "unchanged_within_rounding",
        "unchanged_within_rounding",
    ),
    EdgeRule("short of the target and moving to it: compare the paces", lambda s: True, "toward_target"),
)
"""The first row that applies gives the state."""

OPERATORS = {">=": 1, "<=": -1, "parity": -1}
"""Operators of a target and the direction in which it lies. A floor (>=) is met above it; parity is met at 50
only, so shares are turned into their distance from it first (``parity_transform``)."""


@dataclass(frozen=True)
class EdgeState:
    """The state, the rule that gave it, and how the latest figure moved from the base (also where it is met)."""

    state: str
    rule: str
    movement: str
    ratio_undefined: bool = False


def edge_state(
    figures: Sequence[Figure],
    *,
    target: float | None,
    target_year: float | None = None,
    operator: str = ">=",
    as_of_year: float | None = None,
) -> EdgeState:
    """Say what a series and a target allow to be said, by the first of ``EDGE_RULES`` that applies.

    Parameters
    ----------
    figures
        One segment of one series, in any order; the earliest is the base.
    target
        Percent; None if there is none.
    target_year
        None for a target without a year.
    operator
        One of ``OPERATORS``.
    as_of_year
        The calendar year in which one looks back, which decides whether the target year is over; none: the year of
        the latest figure, and a figure of the target year judges it.

    Returns
    -------
    EdgeState
        ``movement`` is away also for a figure that still meets its target.

    Raises
    ------
    ValueError
        If the operator is unknown.

    References
    ----------
    Own rule; each published method treats such cases in its own way, or fails at them.

    Examples
    --------
    >>> from wps_analysis.methods.intervals import rounding_interval
    >>> base, latest = Figure(2018, 30, rounding_interval(30)), Figure(2024, 28, rounding_interval(28))
    >>> edge_state([base, latest], target=30, target_year=2030)
    EdgeState(state='away_from_target', rule='base equals target, ...', movement='away', ratio_undefined=True)
    """
    if operator not in OPERATORS:
        raise ValueError(f"Unknown operator {operator!r}: expected one of {', '.join(OPERATORS)}.")
    series = sorted((_as_distance(each) if operator == "parity" else each for each in figures), key=lambda f: f.year)
    situation = _situation(series, target, target_year, OPERATORS[operator], as_of_year)
    rule = next(rule for rule in EDGE_RULES if rule.applies(situation))
    return EdgeState(rule.state, rule.situation, situation.movement, situation.base_equals_target)


def judged_figure(figures: Sequence[Figure], target_year: float | None) -> Figure:
    """Return the figure that a target is judged by: of its year, else the last before it; else the latest.

    Examples
    --------
    >>> figures = [Figure(year, year / 100, Interval(0, 100)) for year in (2012, 2017, 2022)]
    >>> [judged_figure(figures, year).year for year in (2015, 2017, 2010, None)]
    [2012, 2017, 2022, 2022]
    """
    ordered = sorted(figures, key=lambda figure: figure.year)
    return next((figure for figure in reversed(ordered) if not is_after(figure.year, target_year)), ordered[-1])


def _as_distance(figure: Figure) -> Figure:
    interval = corners(parity_transform, turning={"share": [50]}, share=figure.interval)
    return Figure(figure.year, parity_transform(figure.value), interval)


def _situation(
    series: list[Figure], target: float | None, target_year: float | None, direction: int, as_of_year: float | None
) -> Situation:
    if not series:
        return Situation(0)
    base = series[0]
    judged = judged_figure(series, target_year)
    movement = _movement(base, judged, direction) if len(series) > 1 else ""
    if target is None:
        return Situation(len(series), movement=movement)
    has_year = target_year is not None
    if as_of_year is None:
        is_due = has_year and series[-1].year >= target_year
    else:
        is_due = is_after(max(series[-1].year, as_of_year), target_year)
    return Situation(
        n_figures=len(series),
        has_target=True,
        has_target_year=has_year,
        side=target_side(judged.interval, target, direction),
        reported_met=meets(judged.value, target, direction),
        is_late=is_after(judged.year, target_year),
        is_due=is_due,
        base_equals_target=base.value == target,
        movement=movement,
    )


def _movement(base: Figure, latest: Figure, direction: int) -> str:
    change = difference(latest.interval, base.interval)
    ways = ("away", "toward") if direction == 1 else ("toward", "away")
    if change.is_below(0):
        return ways[0]
    return ways[1] if change.is_above(0) else "unchanged_within_rounding"
