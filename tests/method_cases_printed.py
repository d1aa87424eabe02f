"""Adapter of the grammar of printed values to worked cases: bounds, and the totals that a count and a share leave."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from wps_analysis.claims.bounds import closed_ends, implied_denominator
from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.errors import UnreadableValueError
from wps_analysis.methods.intervals import Interval

__all__ = ["denominator_interval", "parse_printed"]

_BETWEEN_FIGURES = re.compile(r"\s*(?:\.{3,}|…|;|,(?!\d)|[()])\s*")


def parse_printed(text: str) -> dict:
    """Return the bounds that a text gives, and where a count stands beside a share, those of the total.

    Parameters
    ----------
    text
        One figure as printed, or a count and its share with dots, a comma or brackets between them.

    Returns
    -------
    dict
        ``low``, ``high`` and whether they are closed, of the first figure: shares in percent, within 0-100;
        ``point``, None where no single number is printed; for counts the whole numbers ``count_low`` and
        ``count_high``; with a share beside them ``n_low`` and ``n_high``. ``error`` where it cannot be read.

    Examples
    --------
    >>> found = parse_printed("over 800 women ... 34 per cent")
    >>> found["count_low"], found["count_high"], found["n_low"], found["point"]
    (801.0, None, 2322, None)
    """
    try:
        figures = _read_all(text)
    except UnreadableValueError as error:
        return {"low": None, "high": None, "point": None, "status": "unreadable", "error": str(error)}
    found = _words(figures[0])
    counts = [each for each in (_count(figure) for figure in figures) if each]
    shares = [_words(figure) for figure in figures if figure.unit_measure == "PT"]
    if counts:
        found |= {"count_low": counts[0].lower, "count_high": counts[0].upper}
    if counts and shares:
        share = Interval(*(shares[0][key] for key in ("low", "high", "low_closed", "high_closed")))
        totals = denominator_interval(counts[0], share)
        found |= {"n_low": totals and totals.lower, "n_high": totals and totals.upper}
    return found


def _read_all(text: str) -> list[ParsedValue]:
    """Read a text as one figure, or as several between dots, commas and brackets."""
    try:
        return [parse_value(text)]
    except UnreadableValueError:
        pieces = [piece for piece in _BETWEEN_FIGURES.split(text) if any(c.isdecimal() for c in piece)]
        if len(pieces) < 2:
            raise
        return [parse_value(piece) for piece in pieces]


def _words(figure: ParsedValue) -> dict:
    if not figure.qualifier:
        return {"low": None, "high": None, "point": None, "status": "missing"}
    percent = figure.unit_measure == "PT"
    fitted = fit_bounds(figure, unit_measure=figure.unit_measure, valid_min=0, valid_max=100 if percent else None)
    low_closed, high_closed = closed_ends(figure.qualifier, figure.unit_measure)
    return {
        "low": fitted.lower,
        "high": fitted.upper,
        "low_closed": low_closed or fitted.lower != figure.lower,
        "high_closed": high_closed or fitted.upper != figure.upper,
        "point": figure.obs_value,
        "qualifier": figure.qualifier,
    }


def _count(figure: ParsedValue) -> Interval | None:
    ends = [end for end in (figure.obs_value, figure.lower, figure.upper) if end is not None]
    if figure.unit_measure or not figure.qualifier or ends[0] % 1:
        return None
    fitted = fit_bounds(figure, unit_measure="PS", valid_min=0)
    return Interval(fitted.lower, fitted.upper)


def denominator_interval(count: Interval, share: Interval) -> Interval | None:
    """Return the whole numbers that can stand under a count, given the share printed with it.

    Parameters
    ----------
    count
        The count; no upper end for "over 800".
    share
        The share in percent; no upper end is 100.

    Returns
    -------
    Interval or None
        Lowest and highest total, both closed, no upper end where nothing limits it; None where no whole
        number fits.

    Examples
    --------
    >>> printed = Interval(7.85, 7.95, upper_closed=False)
    >>> denominator_interval(Interval(130, 130), printed)
    Interval(lower=1636, upper=1656, lower_closed=True, upper_closed=True)
    """
    fewest, most = max(count.lower or 0, 0), math.nan if count.upper is None else count.upper
    low, high = share.lower or 0, 100 if share.upper is None else share.upper
    if high <= 0:  # a share of exactly nought says nothing of its total
        return Interval(1, None) if fewest == 0 else None
    smallest, largest = implied_denominator((fewest, most), (low, high))
    if (share.upper_closed or share.upper is None) and _is_share(fewest, smallest - 1, high):
        smallest -= 1
    if not share.lower_closed and largest is not None and _is_share(most, largest, low):
        largest -= 1
    smallest = max(smallest, math.ceil(fewest), 1)  # a part is no more than its whole
    return None if largest is not None and smallest > largest else Interval(smallest, largest)


def _is_share(count: float, total: int, percent: float) -> bool:
    return Fraction(f"{count:.10g}") * 100 == Fraction(f"{percent:.10g}") * total
