"""Printed periods to codes, and codes to numbers and dates.

A period is a year ``2024``, a month ``2024-12``, or an ISO range of whole years or months,
``2017-01-01/P5Y``. A full date is kept to its month: figures are compared by month at the finest.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wps_analysis.claims.numerals import normalise_characters
from wps_analysis.codes import read_period
from wps_analysis.errors import UnreadablePeriodError, short
from wps_analysis.words.calendars import other_calendar


@dataclass(frozen=True)
class ParsedPeriod:
    """A period code, its frequency (A year, M month, _O range) and how it is known.

    ``basis`` is ``"stated"``, or ``"other_section"`` where the period is printed elsewhere in the
    document and the keyer gave it in square brackets with that section.
    """

    time_period: str
    freq: str
    basis: str


def parse_period(text: str) -> ParsedPeriod:
    """Read a printed period, or a keyer's ``[period, section]``, into its code.

    Parameters
    ----------
    text
        The period as printed, e.g. ``"as of December 2024"``, ``"2017-2021"``, ``"31-Jan-21"``.

    Returns
    -------
    ParsedPeriod
        "Early", "mid" and "late" give the year, "end of" its December.

    Raises
    ------
    UnreadablePeriodError
        If it is no text, is empty, names no single period, or a bracket names no section.

    Examples
    --------
    >>> parse_period("as of December 2024")
    ParsedPeriod(time_period='2024-12', freq='M', basis='stated')
    >>> parse_period("[2017-2021, s3.5.1]")
    ParsedPeriod(time_period='2017-01-01/P5Y', freq='_O', basis='other_section')
    """
    if not isinstance(text, str):
        raise UnreadablePeriodError(f"A period is text as it is printed, such as '2022', not {short(text)}.")
    # An en dash before two digits joins years ("2010–11"); with a hyphen that is ISO's November.
    plain = normalise_characters(re.sub(r"(?<=\d{4}) ?[–—] ?(?=\d\d(?!\d))", "/", text)).lower()
    basis = "stated"
    if plain.startswith("[") and plain.endswith("]"):
        plain, _, section = plain[1:-1].rpartition(",")
        if not _SECTION.fullmatch(section.strip()):
            raise UnreadablePeriodError(f"The period {text!r} names no section as '[as of 2024, s3.5.1]' does.")
        plain, basis = plain.strip(), "other_section"
    if not plain:
        raise UnreadablePeriodError(f"The period {text!r} is empty.")
    span = _read(plain)
    if span is None:
        raise UnreadablePeriodError(f"The period {short(text)} is not understood{other_calendar(plain)}.")
    code, freq = _code(span)
    return ParsedPeriod(code, freq, basis)


def decimal_year(time_period: str) -> float:
    """Place a period code on the axis of years.

    Parameters
    ----------
    time_period
        A code as ``parse_period`` returns it.

    Returns
    -------
    float
        A year is its number, a month y + (m - 0.5) / 12, a range the middle of its ends.

    Raises
    ------
    UnreadablePeriodError
        If the text is not a period code.

    Examples
    --------
    >>> decimal_year("2024"), decimal_year("2024-07"), decimal_year("2017-01-01/P5Y")
    (2024.0, 2024.5416666666667, 2019.0)
    """
    span = _span(time_period)
    return (_decimal(span.first) + _decimal(span.last)) / 2


def period_year(time_period: str) -> int:
    """Return the last year that a period code touches.

    Examples
    --------
    >>> period_year("2017-01-01/P5Y")
    2021
    """
    return _span(time_period).last.year


def period_end(time_period: str) -> date:
    """Return the last day of a period code.

    Examples
    --------
    >>> period_end("2024-02")
    datetime.date(2024, 2, 29)
    """
    year, month = _span(time_period).last
    month = month or 12
    return date(year, month, calendar.monthrange(year, month)[1])


# --- the grammar -----------------------------------------------------------------------------


class _Point(NamedTuple):
    year: int
    month: int | None


class _Span(NamedTuple):
    first: _Point
    last: _Point


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_MONTHS_OF = {"quarter": 3, "q": 3, "half": 6, "h": 6}

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"

# What stands before a period without moving it. "Since", "before" and "after" would leave it open.
_LEAD = re.compile(
    r"(?:as (?:of|at) |by |in |during |for |on |at )?(?:the )?"
    r"(?P<end>(?:year-)?end(?: of |[ -]))?(?:(?:early|mid|late)[ -]|(?:beginning|start) of )?"
    r"(?:the )?(?:year |ឆ្នាំ ?)?"
)
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR,
        rf"{_YEAR}-(?P<month_number>0[1-9]|1[0-2])(?:-{_DAY})?",
        rf"{_MONTH},? {_YEAR}",
        rf"(?:\d\d?-)?{_DAY}[ -]{_MONTH}(?:, ?|[ -])(?:{_YEAR}|(?P<short>\d\d))",
        rf"{_MONTH} {_DAY}, ?{_YEAR}",
    )
)
_IN = r"(?:in |during )?(?:the )?"
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_IN}(?P<nth>{'|'.join(_ORDINALS)}) (?P<part>quarter|half) of {_YEAR}",
        rf"(?P<part>[qh])(?P<n>[1-4])[ /-]?{_YEAR}",
        rf"{_YEAR}[ /-]?(?P<part>[qh])(?P<n>[1-4])",
    )
)
_DECADE = re.compile(rf"{_IN}((?:19|20)\d0)s")
_JOIN = re.compile(r" to | until | and | ?- ?|/")
_SECTION = re.compile(
    r"es(?: s\d+)?|s\d+(?:\.\d+)*|(?:annex|table|figure|box|p\.) ?\d+(?:\.\d+)*|title|cover|foreword|preface"
)


def _read(text: str) -> _Span | None:
    if point := _point(text):
        return _Span(point, point)
    return _whole(text) or _range(text)


def _point(text: str) -> _Point | None:
    lead = _LEAD.match(text)
    for pattern in _POINTS:
        match = pattern.fullmatch(text, lead.end())
        if match:
            found = match.groupdict()
            year = int(found["year"] or 0) or _full_year(found["short"])
            month = _MONTHS.get(found.get("month") or "") or int(found.get("month_number") or 0) or None
            if found.get("day") and int(found["day"]) > calendar.monthrange(year, month)[1]:
                return None
            return _Point(year, 12 if lead["end"] and month is None else month)
    return None


def _full_year(short: str) -> int:
    """Complete the year of "31-Jan-21" as POSIX does: 69-99 are 19xx."""
    return int(short) + (1900 if int(short) >= 69 else 2000)


def _whole(text: str) -> _Span | None:
    """Read what one phrase names as several months or years: quarters, halves, decades, codes."""
    for pattern in _PARTS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            length = _MONTHS_OF[found["part"]]
            last_month = length * (int(found.get("n") or 0) or _ORDINALS[found["nth"]])
            year = int(found["year"])
            if last_month <= 12:
                return _Span(_Point(year, last_month - length + 1), _Point(year, last_month))
    if match := _DECADE.fullmatch(text):
        return _Span(_Point(int(match[1]), None), _Point(int(match[1]) + 9, None))
    return _code_span(text.upper()) if "/" in text else None


def _range(text: str) -> _Span | None:
    """Read "from A to B"; "A and B" alone must be neighbours, else they are two periods."""
    between = text.startswith("between ")
    text = re.sub(r"^(?:from|between|during) ", "", text)
    for join in _JOIN.finditer(text):
        span = _joined(text[: join.start()], text[join.end() :])
        if span and (join[0] != " and " or between or _index(span.last) - _index(span.first) == 1):
            return span
    return None


def _joined(left: str, right: str) -> _Span | None:
    if re.fullmatch(r"(?:19|20)\d\d", left) and re.fullmatch(r"\d\d", right):
        right = left[:2] + right  # "2012/13"
    last = _point(right)
    first = last and (_point(left) or _point(f"{left} {last.year}"))  # "July and August 2024"
    if not first or (first.month is None) != (last.month is None) or first >= last:
        return None
    return _Span(first, last)


# --- codes -----------------------------------------------------------------------------------


def _index(point: _Point) -> int:
    return point.year if point.month is None else point.year * 12 + point.month - 1


def _code(span: _Span) -> tuple[str, str]:
    """Write a span as the code of its period and its frequency."""
    (year, month), length = span.first, _index(span.last) - _index(span.first) + 1
    if length == 1:
        return (f"{year}", "A") if month is None else (f"{year}-{month:02}", "M")
    return f"{year}-{month or 1:02}-01/P{length}{'Y' if month is None else 'M'}", "_O"


def _span(time_period: str) -> _Span:
    span = _code_span(time_period)
    if span is None:
        raise UnreadablePeriodError(f"The period code {time_period!r} is none of 2024, 2024-12 and 2017-01-01/P5Y.")
    return span


def _code_span(time_period: str) -> _Span | None:
    """Read a code that ``parse_period`` can return: a year, a month, or a range of whole years or months."""
    found = read_period(time_period)
    if found is None or not 1900 <= found.year < 2100:
        return None
    first = _Point(found.year, found.month or None)
    if not found.is_range:
        return None if found.day else _Span(first, first)
    whole = (found.day, found.days, found.years * found.months) == (1, 0, 0) and max(found[3:]) < 1000
    if not whole or (found.years and found.month > 1):
        return None
    if found.years:
        return _Span(_Point(found.year, None), _Point(found.year + found.years - 1, None))
    years, months = divmod(found.month - 1 + found.months - 1, 12)
    return _Span(first, _Point(found.year + years, months + 1))


def _decimal(point: _Point) -> float:
    return point.year if point.month is None else point.year + (point.month - 0.5) / 12
