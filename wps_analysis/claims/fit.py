"""The bounds of a printed value, fitted to what its indicator can be: whole numbers of persons, shares to 100."""

from __future__ import annotations

import math
from dataclasses import replace

from wps_analysis.claims.bounds import COUNT_UNITS, closed_ends
from wps_analysis.claims.values import ParsedValue
from wps_analysis.errors import UnreadableValueError


def fit_bounds(
    parsed: ParsedValue,
    *,
    unit_measure: str,
    valid_min: float | None = None,
    valid_max: float | None = None,
) -> ParsedValue:
    """Fit the bounds of a parsed value to what its indicator can be.

    Counts are shrunk to the whole numbers that the interval holds ("over 800" starts at 801), and
    bounds are clipped to the valid range. A figure wholly outside that range keeps its bounds: the
    audit reports it.

    Parameters
    ----------
    parsed
        From ``parse_value``.
    unit_measure
        The indicator's unit; persons, numbers and ranks are whole.
    valid_min, valid_max
        The indicator's valid range; none means unlimited.

    Returns
    -------
    ParsedValue
        The same with its bounds fitted.

    Raises
    ------
    UnreadableValueError
        If the unit is counted in whole numbers and the interval holds none.

    Examples
    --------
    >>> from wps_analysis.claims.values import parse_value
    >>> fit_bounds(parse_value("over 800"), unit_measure="PS").lower
    801.0
    >>> fit_bounds(parse_value("100 per cent"), unit_measure="PT", valid_max=100).upper
    100.0
    """
    if not parsed.qualifier:
        return parsed
    lower, upper = parsed.lower, parsed.upper
    if _is_below(parsed) and valid_min is not None:
        lower = valid_min  # "less than 10" starts at the least possible, which need not be zero
    if unit_measure in COUNT_UNITS:
        lower, upper = _whole_numbers(lower, upper, closed_ends(parsed.qualifier, ""))
        if lower is not None and upper is not None and lower > upper:
            shown = parsed.upper if parsed.obs_value is None else parsed.obs_value
            raise UnreadableValueError(f"{shown:g} is no whole number, but {unit_measure} is counted.")
    low, high = _clip(lower, upper, valid_min, valid_max)
    return replace(parsed, lower=low, upper=high)


def is_outside(parsed: ParsedValue, valid_min: float | None, valid_max: float | None) -> bool:
    """Tell whether a printed figure, or an end of a printed range, lies beyond what its indicator can be.

    Examples
    --------
    >>> from wps_analysis.claims.values import parse_value
    >>> [is_outside(parse_value(text), 0, 100) for text in ("100 %", "150 %", "over 110 %", "90 to 110 %")]
    [False, True, True, True]
    """
    low, high = (math.nan if end is None else end for end in (valid_min, valid_max))
    if parsed.qualifier == "range":
        return parsed.lower < low or parsed.upper > high
    value = parsed.obs_value
    at_least, at_most = (parsed.lower, parsed.upper) if value is None else (value, value)
    if parsed.qualifier in ("over", "under"):  # whose end is not among the values
        return (at_least is not None and at_least >= high) or (at_most is not None and at_most <= low)
    return (at_least is not None and at_least > high) or (at_most is not None and at_most < low)


def _is_below(parsed: ParsedValue) -> bool:
    return parsed.qualifier in {"under", "at_most"} or (parsed.qualifier == "typically" and parsed.lower == 0.0)


def _whole_numbers(
    lower: float | None, upper: float | None, closed: tuple[bool, bool]
) -> tuple[float | None, float | None]:
    if lower is not None:
        lower = float(math.ceil(lower) if closed[0] else math.floor(lower) + 1)
    if upper is not None:
        upper = float(math.floor(upper) if closed[1] else math.ceil(upper) - 1)
    return lower, upper


def _clip(
    lower: float | None, upper: float | None, valid_min: float | None, valid_max: float | None
) -> tuple[float | None, float | None]:
    low = max((float(end) for end in (lower, valid_min) if end is not None), default=None)
    high = min((float(end) for end in (upper, valid_max) if end is not None), default=None)
    outside = low is not None and high is not None and low > high
    return (lower, upper) if outside else (low, high)
