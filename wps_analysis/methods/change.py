"""Two points: what changed between them, and what can be said of it. Never a trend, never a year."""

from __future__ import annotations

from dataclasses import dataclass

from wps_analysis.methods.intervals import Interval, difference, extremes
from wps_analysis.methods.proportions import fisher_p, newcombe_interval, share_from_counts


@dataclass(frozen=True)
class Change:
    """The difference of two figures of one segment.

    Attributes
    ----------
    change_pp
        Latest less base as printed, in percentage points, positive for a rise; None where one of them prints
        no single number.
    box
        The differences that the rounding of both leaves possible, in percentage points.
    years
        Years between them.
    pace_pp_per_year
        ``box`` divided by ``years``: the observed pace of two points, no estimate of a trend.
    direction
        ``"up"`` or ``"down"`` where every difference in ``box`` is, ``"unchanged"`` where the only one is
        nought, else ``"not_decidable_within_rounding"``.
    n_obs
        Always 2.
    status
        Always ``"two_points"``.
    """

    change_pp: float | None
    box: Interval
    years: float
    pace_pp_per_year: Interval
    direction: str
    n_obs: int = 2
    status: str = "two_points"


def compute_change(
    base: Interval,
    latest: Interval,
    *,
    base_year: float,
    latest_year: float,
    base_value: float | None = None,
    latest_value: float | None = None,
) -> Change:
    """Return the change between two figures with its rounding box.

    Parameters
    ----------
    base, latest
        The figures in percent, of one source and one segment.
    base_year, latest_year
        Decimal years.
    base_value, latest_value
        The numbers printed; none for "less than 10 per cent".

    Returns
    -------
    Change
        In percentage points, positive for a rise.

    Raises
    ------
    ValueError
        If the latest year is not after the base year.

    References
    ----------
    Own arithmetic on intervals; see ``extremes``.

    Examples
    --------
    >>> found = compute_change(
    ...     Interval(7.85, 7.95, upper_closed=False), Interval(10.65, 10.75, upper_closed=False),
    ...     base_year=2017, latest_year=2022, base_value=7.9, latest_value=10.7,
    ... )
    >>> round(found.change_pp, 1), round(found.box.lower, 1), round(found.box.upper, 1), found.direction
    (2.8, 2.7, 2.9, 'up')
    """
    years = latest_year - base_year
    if not years > 0:
        raise ValueError(f"The latest year {latest_year:g} is not after the base year {base_year:g}.")
    box = difference(latest, base)
    printed = None if base_value is None or latest_value is None else latest_value - base_value
    pace = extremes(lambda change: change / years, increasing={"change": box})
    return Change(printed, box, years, pace, _direction(box))


def _direction(box: Interval) -> str:
    if box.is_above(0):
        return "up"
    if box.is_below(0):
        return "down"
    return "unchanged" if box.lower == box.upper == 0 else "not_decidable_within_rounding"


@dataclass(frozen=True)
class ProcessVariability:
    """How far chance alone could have moved two complete counts; the change itself is a fact.

    Attributes
    ----------
    change_pp
        Latest share less base share, in percentage points.
    interval
        Newcombe's interval of it, in percentage points.
    fisher_p
        Two-sided p of Fisher's exact test, 0 to 1.
    confidence
        Of the interval, in percent.
    kind
        Always ``"process variability"``: neither is an error of the figures.
    """

    change_pp: float
    interval: Interval
    fisher_p: float
    confidence: float
    kind: str = "process variability"


def compute_process_variability(
    base_count: int, base_total: int, latest_count: int, latest_total: int, *, confidence: float = 95.0
) -> ProcessVariability:
    """Return Newcombe's interval and Fisher's p for the change between two counts.

    Parameters
    ----------
    base_count, base_total, latest_count, latest_total
        Women and all, at the base and latest.
    confidence
        In percent.

    Returns
    -------
    ProcessVariability
        In percentage points, positive for a rise.

    Raises
    ------
    ValueError
        If a total is not above 0, or a count not between 0 and its total.

    References
    ----------
    See ``newcombe_interval`` and ``fisher_p``.

    Examples
    --------
    >>> found = compute_process_variability(130, 1646, 176, 1652)
    >>> round(found.change_pp, 2), round(found.interval.lower, 2), round(found.interval.upper, 2), found.kind
    (2.76, 0.78, 4.74, 'process variability')
    """
    counts = (base_count, base_total, latest_count, latest_total)
    return ProcessVariability(
        change_pp=share_from_counts(latest_count, latest_total) - share_from_counts(base_count, base_total),
        interval=newcombe_interval(*counts, confidence=confidence),
        fisher_p=fisher_p(*counts),
        confidence=confidence,
    )
