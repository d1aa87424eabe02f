"""Whether two figures can stand in one series: a pace that staff do not have asks for a documented break."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.claims.audit.pace import FASTEST_LOGIT_A_YEAR, FASTEST_POINTS_A_YEAR
from wps_analysis.methods.change import compute_change
from wps_analysis.methods.intervals import Interval
from wps_analysis.methods.rates import logit


@dataclass(frozen=True)
class BreakCheck:
    """Whether a share of staff moved faster than staff come and go.

    Attributes
    ----------
    change_pp, pp_per_year
        Percentage points, positive for a rise.
    logit_per_year
        Change of the log odds a year; an end is None where a share can be 0 or 100.
    flag
        ``"suspected_break"`` where even the slowest change within rounding is too fast, ``"plausible"`` where
        not even the fastest is, else ``"not_decidable_within_rounding"``; ``"not_applicable"`` where the
        figures are no headcount.
    """

    change_pp: Interval
    pp_per_year: Interval
    logit_per_year: Interval
    flag: str


def check_break(base: Interval, latest: Interval, *, base_year: float, latest_year: float, kind: str) -> BreakCheck:
    """Ask whether a headcount moved by more than 1.5 points or 0.10 logit a year.

    Elected bodies and deployments really move faster, so they are never flagged. Within a year the change
    itself is judged, not its yearly pace. A flag asks for a documented cause; it splits no series.

    Parameters
    ----------
    base, latest
        Shares in percent.
    base_year, latest_year
        Decimal years.
    kind
        What the figures are; ``"headcount"`` alone is judged.

    Returns
    -------
    BreakCheck
        Changes with their rounding, and the flag.

    Raises
    ------
    ValueError
        If the latest year is not after the base year.

    References
    ----------
    Own rule, with the limits of the data audit.

    Examples
    --------
    >>> check_break(
    ...     Interval(21.5, 22.5), Interval(40.5, 42.5), base_year=2018, latest_year=2024, kind="headcount"
    ... ).flag
    'suspected_break'
    """
    change = compute_change(base, latest, base_year=base_year, latest_year=latest_year)
    slowest, fastest = _log_odds_per_year(base, latest, change.years)
    pace = change.pace_pp_per_year
    limits = (
        (*_unlimited(pace), FASTEST_POINTS_A_YEAR),
        (slowest, fastest, FASTEST_LOGIT_A_YEAR),
    )
    flag = _flag(limits, min(change.years, 1.0)) if kind == "headcount" else "not_applicable"
    logits = Interval(*(end if math.isfinite(end) else None for end in (slowest, fastest)))
    return BreakCheck(change.box, pace, logits, flag)


def _log_odds_per_year(base: Interval, latest: Interval, years: float) -> tuple[float, float]:
    """Return the least and the greatest change of the log odds a year, infinite where a share is 0 or 100."""
    (lowest_base, highest_base), (lowest, highest) = _unlimited(base), _unlimited(latest)
    ends = (_log_odds(lowest) - _log_odds(highest_base), _log_odds(highest) - _log_odds(lowest_base))
    # From exactly nought to exactly nought nothing changed, which infinities cannot say.
    return tuple(0.0 if math.isnan(end) else end / years for end in ends)


def _unlimited(interval: Interval) -> tuple[float, float]:
    low = -math.inf if interval.lower is None else interval.lower
    return low, math.inf if interval.upper is None else interval.upper


def _log_odds(share: float) -> float:
    """Return the log odds of a share in percent, infinite where it has none."""
    found = logit(share)
    return math.copysign(math.inf, share - 50) if found is None else found


def _flag(limits: Sequence[tuple[float, float, float]], part_of_a_year: float) -> str:
    """Judge the lowest and highest pace by each limit: certainly above one, surely below all, or neither."""
    if any(max(low, -high) > limit / part_of_a_year for low, high, limit in limits):
        return "suspected_break"
    above = any(max(high, -low) > limit / part_of_a_year for low, high, limit in limits)
    return "not_decidable_within_rounding" if above else "plausible"
