"""Codes of pillars, areas, periods and dates, read without pandas, and the nearest known code to a mistyped one."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple, get_args

from wps_analysis.errors import UnknownCodeError, WpsError

Pillar = Literal["participation", "protection", "prevention", "relief_recovery"]
PILLARS: tuple[str, ...] = get_args(Pillar)
_PERIOD = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?"
    r"(?:/P(?=\d)(?:([1-9]\d*)Y)?(?:([1-9]\d*)M)?(?:([1-9]\d*)D)?)?"
)


def nearest_codes(code: str, known: Iterable[str]) -> list[str]:
    """Return up to three known codes that resemble a mistyped one, the nearest first; none if none is near.

    Examples
    --------
    >>> nearest_codes("protecton", PILLARS)[0]
    'protection'
    """
    from rapidfuzz import fuzz, process, utils

    near = process.extract(code, sorted(known), limit=20, score_cutoff=60, processor=utils.default_process)
    # A letter that is wrong first, then a word that is left out.
    near.sort(key=lambda match: (-round(fuzz.ratio(code.lower(), match[0].lower())), -match[1], match[0]))
    return [match for match, _score, _place in near[:3]]


def check_code(what: str, code: str | None, known: Collection[str]) -> None:
    """Refuse a code that is not known; None asks for nothing and passes.

    Raises
    ------
    UnknownCodeError
        With the nearest codes that are known.

    Examples
    --------
    >>> check_code("indicator", "polise", ["police", "parliament"])
    Traceback (most recent call last):
    ...
    wps_analysis.errors.UnknownCodeError: Unknown indicator 'polise'. Did you mean 'police'?
    """
    if code is not None and code not in known:
        raise UnknownCodeError(what, code, nearest_codes(code, known))


def nearest_hint(code: str, known: Iterable[str]) -> str:
    """Name the codes nearest to one that a file misspells, in brackets after a space; nothing if none is near.

    Examples
    --------
    >>> nearest_hint("protecton", ["protection"]), nearest_hint("health", ["protection"])
    (' (nearest: protection)', '')
    """
    near = nearest_codes(code, known)
    return f" (nearest: {', '.join(near)})" if near else ""


def did_you_mean(code: str, known: Collection[str]) -> str:
    """Ask for the codes that resemble one which is not known, or offer all of them if none does.

    Examples
    --------
    >>> did_you_mean("khm", {"KHM", "THA"})
    "did you mean 'KHM'?"
    >>> did_you_mean("health", PILLARS)
    'choose from participation, prevention, protection, relief_recovery'
    """
    near = nearest_codes(code, known) or nearest_codes(code.upper(), known)  # khm, for KHM
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    return f"choose from {', '.join(sorted(known))}"


def area_kind(ref_area: str) -> Literal["country", "province", "aggregate"]:
    """Tell by its code whether an area is a country, a province or an aggregate (region, group or world).

    Examples
    --------
    >>> [area_kind(code) for code in ("KHM", "KH-12", "035", "X_ASEAN")]
    ['country', 'province', 'aggregate', 'aggregate']
    """
    if re.fullmatch("[A-Z]{3}", ref_area):
        return "country"
    return "province" if re.fullmatch("[A-Z]{2}-[A-Z0-9]+", ref_area) else "aggregate"


class Period(NamedTuple):
    """The parts of a period's code: where it begins and, of a range, how long it is; 0 what the code does not say."""

    year: int
    month: int
    day: int
    years: int
    months: int
    days: int

    @property
    def is_range(self) -> bool:
        """Tell whether the code says a length."""
        return any(self[3:])


def read_period(time_period: str) -> Period | None:
    """Read the code of a year, month, day or ISO range; None for any other text.

    Examples
    --------
    >>> read_period("2017-01-01/P5Y"), read_period("2024-13")
    (Period(year=2017, month=1, day=1, years=5, months=0, days=0), None)
    """
    found = _PERIOD.fullmatch(time_period)
    return Period(*(int(part or 0) for part in found.groups())) if found else None


def period_span(time_period: str) -> tuple[float, float]:
    """Return where a period starts and ends, in years of the calendar; NaN for what is no period.

    Examples
    --------
    >>> period_span("2024"), period_span("2017-01-01/P5Y")
    ((2024.0, 2025.0), (2017.0, 2022.0))
    """
    found = read_period(time_period)
    if found is None:
        return math.nan, math.nan
    year, month, day, years, months, days = found
    start = year + (max(month, 1) - 1) / 12 + (max(day, 1) - 1) / 365.25
    own = 1 / 365.25 if day else 1 / 12 if month else 1
    return start, start + (years + months / 12 + days / 365.25 if found.is_range else own)


def last_day(published: str) -> date:
    """Return the last day of a date, month or year: the day by which a thing was surely published.

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> last_day("2024-02"), last_day("2025"), last_day("2025-10-07")
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 31), datetime.date(2025, 10, 7))
    """
    with suppress(ValueError):
        year, month, day = [*map(int, published.split("-")), 0, 0][:3]
        found = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
        if found.isoformat().startswith(published) and len(published) in (4, 7, 10):
            return found
    raise ValueError(f"{published!r} is not a date (2025-10-31), a month (2025-10) or a year (2025)")


def day_of(as_of: str) -> date:
    """Return the last day of a date that a user gives, or say what a date is.

    Raises
    ------
    WpsError
        If it is no date, month or year.
    """
    try:
        return last_day(as_of)
    except ValueError as error:
        raise WpsError(f"as_of {error}.") from None
