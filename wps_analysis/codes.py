"""Codes of pillars, areas, periods and dates, read without pandas, and the nearest known code to a mistyped one."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from numbers import Integral
from typing import Literal, NamedTuple, get_args

from wps_analysis.errors import RequestError, UnknownCodeError, short

SUBJECT = ["indicator", "ref_area", "population", "sex"]
"""What a figure speaks of."""
KEY = [*SUBJECT, "time_period"]
"""What tells a figure from all others."""
SEVERITIES = ("error", "question", "note")
"""Most serious first: what cannot be, what must be asked, what should be known."""

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
    >>> nearest_codes("protecton", PILLARS)[0], nearest_codes("Bangkok", ["KOR"])
    ('protection', [])
    """
    from rapidfuzz import fuzz, process, utils

    # The letters of a short code stand in many a longer word: KOR in Bangkok.
    whole = sorted(each for each in known if 2 * len(each) >= len(code))
    near = process.extract(code, whole, limit=20, score_cutoff=60, processor=utils.default_process)
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
    if code is not None:
        raise_first(unknown_codes(what, [code], known))


Asked = str | Iterable[str] | None
"""One code or several, as a user asks for them; empty or None asks for all."""


def asked_codes(what: str, asked: Asked) -> list[str]:
    """Return the codes that are asked for, each once; none where nothing narrows the question.

    Raises
    ------
    RequestError
        If it is neither a text nor a list of texts, or an empty list, which asks for no row at all.

    Examples
    --------
    >>> asked_codes("indicator", ["police", "parliament", "police"]), asked_codes("indicator", "")
    (['police', 'parliament'], [])
    """
    if asked is None or (isinstance(asked, str) and not asked):
        return []
    several = isinstance(asked, Iterable) and not isinstance(asked, bytes | Mapping)
    codes = [asked] if _is_code(asked) else list(asked) if several else None
    if not codes or not all(map(_is_code, codes)):
        given = "an empty list" if codes == [] else short(asked)
        raise RequestError(f"{what} takes a code or a list of codes, not {given}; leave it out to have all.")
    return list(dict.fromkeys(codes))


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number, NumPy's too, and not a truth value."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def read_year(value: object) -> int | None:
    """Return the year 1900 to 2199 that a whole number or a text gives; None for all else.

    Examples
    --------
    >>> read_year("2030"), read_year(2030), read_year(10**20), read_year(2030.5)
    (2030, 2030, None, None)
    """
    text = value if isinstance(value, str) else short(int(value)) if is_whole(value) else ""
    return int(text) if re.fullmatch(r"(?:19|20|21)\d\d", text, re.ASCII) else None


def _is_code(asked: object) -> bool:
    """Tell whether something is a code that is written as a text, or M49 digits as a number."""
    return is_whole(asked) or (isinstance(asked, str) and asked != "")


def one_code(what: str, asked: str | int) -> str | int:
    """Return the code of what must be named and is one thing.

    Raises
    ------
    RequestError
        If it is none, or several.
    """
    if _is_code(asked):
        return asked
    raise RequestError(f"{what} takes one code, not {short(asked)}.")


def unknown_codes(what: str, codes: Iterable[str], known: Collection[str]) -> list[UnknownCodeError]:
    """Return an error for each code that is not known, with the nearest that are."""
    return [UnknownCodeError(what, code, nearest_codes(str(code), known)) for code in codes if code not in known]


def raise_first(errors: list[UnknownCodeError]) -> None:
    """Raise the first of some errors, which then says all of them."""
    if errors:
        errors[0].others = errors[1:]
        raise errors[0]


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
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", published, re.ASCII):
        year, month, day = [*map(int, published.split("-")), 0, 0][:3]
        with suppress(ValueError):
            found = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
            if found.isoformat().startswith(published):  # 2024-00 is no month
                return found
    raise ValueError(f"{short(published)} is not a date (2025-10-31), a month (2025-10) or a year (2025)")


AsOf = str | int | date
"""A date, month or year as a user gives it: "2024-12-31", "31 December 2024", "May 2024", 2024, a date or Timestamp."""
_SPOKEN = {"%d %B %Y": "%Y-%m-%d", "%B %d %Y": "%Y-%m-%d", "%B %Y": "%Y-%m"}
"""How a date or month is written with a word for the month, and its code; of numbers alone 05/06 may be May or June."""


def day_of(as_of: AsOf) -> date:
    """Return the last day of a date, month or year that a user gives, or say what a date is.

    Raises
    ------
    RequestError
        If it is no date, month or year.

    Examples
    --------
    >>> day_of(2023), day_of("2024-02"), day_of(date(2025, 10, 7))
    (datetime.date(2023, 12, 31), datetime.date(2024, 2, 29), datetime.date(2025, 10, 7))
    """
    return last_day(as_of_text(as_of))


NO_DATE = "is not a date (2025-10-31 or 31 October 2025), a month (2025-10 or October 2025) or a year (2025)"


def as_of_text(as_of: AsOf) -> str:
    """Return a date, month or year that a user gives as it is printed, or raise a RequestError as ``day_of`` does.

    Examples
    --------
    >>> as_of_text(2023), as_of_text(date(2025, 10, 7)), as_of_text("May 5, 2024"), as_of_text("May 2024")
    ('2023', '2025-10-07', '2024-05-05', '2024-05')
    """
    with suppress(ValueError):
        # Of a moment its day: 2024-05-01 00:00:00 (a Timestamp), 2024-05-01T00:00 (NumPy's).
        moment = not isinstance(as_of, str) and re.match(r"(\d{4}-\d\d-\d\d)[T ]", str(as_of))
        text = _from_words(moment[1] if moment else str(as_of).strip())
        last_day(text)
        return text
    raise RequestError(f"as_of {short(as_of)} {NO_DATE}.")


def _from_words(text: str) -> str:
    """Return the code of a date or month whose month is a word; any other text as it is."""
    said = " ".join(re.sub(r"(?i)(?<=\d)(st|nd|rd|th)\b|(?<=sep)t\b|(?<=[a-z])-|-(?=[a-z])|[,.]", " ", text).split())
    for spoken, code in _SPOKEN.items():
        for form in (spoken, spoken.replace("%B", "%b")):
            with suppress(ValueError):
                return datetime.strptime(said, form).strftime(code)  # noqa: DTZ007 - a day has no time zone
    return text
