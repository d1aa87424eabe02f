"""Intervals: which ends a qualifier closes, whether claims overlap, and what they span together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from wps_analysis.tables import Row

COUNT_UNITS = frozenset({"PS", "NUMBER", "RANK"})
"""Units whose figures are whole numbers."""

_CLOSED_ENDS = {
    "exact": (True, False),
    "about": (True, False),
    "nearly": (True, False),
    "over": (False, True),
    "at_least": (True, True),
    "under": (True, False),
    "at_most": (True, True),
    "range": (True, True),
    "typically": (True, True),
}


def closed_ends(qualifier: str, unit_measure: str) -> tuple[bool, bool]:
    """Say whether the lower and the upper end belong to the interval of a figure.

    Parameters
    ----------
    qualifier
        One of ``columns.QUALIFIERS``, but not the empty one.
    unit_measure
        Unit of the figure. Counts have been shrunk to the whole numbers that they hold, so both
        their ends are closed, whatever the qualifier.

    Returns
    -------
    tuple of bool
        Lower end closed, upper end closed.

    Raises
    ------
    ValueError
        If the qualifier is none of these.

    Examples
    --------
    >>> closed_ends("exact", "PT")
    (True, False)
    >>> closed_ends("exact", "PS")
    (True, True)
    """
    if qualifier not in _CLOSED_ENDS:
        raise ValueError(f"Unknown qualifier {qualifier!r}: expected one of {', '.join(_CLOSED_ENDS)}.")
    if unit_measure in COUNT_UNITS:
        return True, True
    return _CLOSED_ENDS[qualifier]


def intervals_overlap(claims: Iterable[Row]) -> bool:
    """Say whether all the claims can be true at once.

    On a line, intervals that overlap two by two share a point, so it is enough to compare the
    highest lower end with the lowest upper end.

    Parameters
    ----------
    claims
        With ``lower``, ``upper``, ``qualifier``, ``unit_measure``, and ``obs_value`` where there
        is one. A missing end is open to infinity. Claims without a qualifier hold no figure
        (``obs_status`` O or M) and are left out.

    Returns
    -------
    bool
        True if one value lies in every interval; also for a single claim and for none.

    Examples
    --------
    >>> names = ["lower", "upper", "qualifier", "unit_measure"]
    >>> figures = (14.75, 14.85, "exact", "PT"), (14.765, 14.775, "exact", "PT")
    >>> intervals_overlap(dict(zip(names, figure, strict=True)) for figure in figures)
    True
    """
    intervals = [_interval(claim) for claim in _figures(claims)]
    if len(intervals) < 2:
        return True
    # At equal ends the open one is the tighter: it sorts last below and first above.
    lower, lower_open = max((lower, not closed) for lower, closed, _, _ in intervals)
    upper, upper_closed = min((upper, closed) for _, _, upper, closed in intervals)
    return lower < upper or (lower == upper and upper_closed and not lower_open)


def common_part(claims: Sequence[Row]) -> tuple[float, float]:
    """Return the highest lower and the lowest upper end of claims that overlap; NaN where none has such an end.

    Examples
    --------
    >>> common_part([{"lower": 21.5, "upper": 22.5}, {"lower": 21.95, "upper": float("nan")}])
    (21.95, 22.5)
    """
    lowers, uppers = (
        [float(claim[end]) for claim in claims if not _is_missing(claim[end])] for end in ("lower", "upper")
    )
    return max(lowers, default=math.nan), min(uppers, default=math.nan)


def envelope(claims: Iterable[Row]) -> tuple[float, float]:
    """Return the lowest and the highest value that any of the claims allows.

    Parameters
    ----------
    claims
        As for ``intervals_overlap``.

    Returns
    -------
    tuple of float
        Lower and upper end in the unit of the claims; NaN where a claim has no such end, and where
        there is no claim.

    Examples
    --------
    >>> envelope({"lower": end, "upper": end + 1, "qualifier": "exact"} for end in (40.5, 41.5))
    (40.5, 42.5)
    """
    figures = _figures(claims)
    lowers, uppers = ([claim[end] for claim in figures] for end in ("lower", "upper"))
    return _unless_open(min, lowers), _unless_open(max, uppers)


def _unless_open(pick: Callable[[list[float]], float], ends: list[float]) -> float:
    return math.nan if not ends or any(map(_is_missing, ends)) else float(pick(ends))


def _is_missing(end: float | None) -> bool:
    return end is None or end != end  # told a hundred times as fast as by pandas, which is asked of whole columns


def _figures(claims: Iterable[Row]) -> list[Row]:
    return [claim for claim in claims if isinstance(claim["qualifier"], str) and claim["qualifier"]]


def _interval(claim: Row) -> tuple[float, bool, float, bool]:
    lower_closed, upper_closed = closed_ends(claim["qualifier"], claim["unit_measure"])
    lower = -math.inf if _is_missing(claim["lower"]) else float(claim["lower"])
    upper = math.inf if _is_missing(claim["upper"]) else float(claim["upper"])
    # "100 per cent" is clipped at 100, which must stay inside: a figure holds the value it prints.
    return lower, lower_closed, upper, upper_closed or claim.get("obs_value") == upper


def implied_denominator(count: tuple[float, float], share: tuple[float, float]) -> tuple[float | None, float | None]:
    """Say which whole numbers a count and its rounded share leave for the denominator.

    Parameters
    ----------
    count
        Lowest and highest count; the highest is NaN for "over 800".
    share
        Lower (closed) and upper (open) end of the share in percent; the upper end is above 0.

    Returns
    -------
    tuple
        Lowest and highest denominator; None where nothing limits it. The lowest exceeds the highest where
        no whole number fits.

    Examples
    --------
    >>> implied_denominator((130, 130), (7.85, 7.95))
    (1636, 1656)
    >>> implied_denominator((801, float("nan")), (33.5, 34.5))
    (2322, None)
    """
    # Decimal text, not the float, is what was printed: 7.95 must be exactly 7.95.
    low, high = (Fraction(f"{end:.10g}") for end in share)
    smallest = math.floor(Fraction(f"{count[0]:.10g}") * 100 / high) + 1
    largest = None if math.isnan(count[1]) or low <= 0 else math.floor(Fraction(f"{count[1]:.10g}") * 100 / low)
    return smallest, largest
