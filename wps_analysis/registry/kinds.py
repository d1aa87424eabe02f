"""What a column of the registry may hold: codes, names, numbers, years, days, addresses; each says what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from wps_analysis.codes import last_day, period_span, read_period
from wps_analysis.digits import MOST_DIGITS
from wps_analysis.words.calendars import other_calendar

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years that a figure, a target or a document can be of."""
Empty = Literal[""]


def _of_form(pattern: str, what: str) -> AfterValidator:
    form = re.compile(pattern)

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(f"must be {what}")
        return value

    return AfterValidator(check)


def _filled_or_empty(check: Callable[[Any], Any]) -> BeforeValidator:
    return BeforeValidator(lambda value: value if value == "" else check(value))


_PLAIN = "words without a space at either end"


def _stripped(value: str) -> str:
    if not isinstance(value, str) or value != value.strip():
        raise ValueError(f"must be {_PLAIN}")
    return value


def _worded(value: str) -> str:
    if not any(map(str.isalpha, value)):
        raise ValueError("must be words")
    return value


def _not_nothing(value: str) -> str:
    if value.casefold() in ("nan", "none", "null"):
        raise ValueError("is what a program writes for nothing; leave it empty, or write the words")
    return value


_CODE = "[a-z][a-z0-9_]*"
_CLAIM = "[A-Za-z0-9][A-Za-z0-9._-]*"
Printed = Annotated[str, StringConstraints(min_length=1), _of_form(r"\S(?:.*\S)?", _PLAIN)]
OptionalPrinted = Annotated[str, _filled_or_empty(_stripped)]
Name = Annotated[Printed, AfterValidator(_worded)]
Filled = Annotated[Name, AfterValidator(_not_nothing)]
Words = Annotated[str, _filled_or_empty(lambda value: _not_nothing(_worded(_stripped(value))))]
ShortName = Annotated[Words, StringConstraints(max_length=32)]
Code = Annotated[str, _of_form(_CODE, "a code of small letters, digits and underscores")]
OptionalCode = Annotated[str, _of_form(f"(?:{_CODE})?", "a code of small letters, digits and underscores, or empty")]
PopulationCode = Annotated[str, _of_form(f"_T|{_CODE}", "_T or a code of small letters, digits and underscores")]
Codes = Annotated[str, _of_form(f"{_CODE}(?: {_CODE})*", "codes with one space between them")]
OptionalCodes = Annotated[str, _of_form(f"(?:{_CODE}(?: {_CODE})*)?", "codes with one space between them, or empty")]
ClaimId = Annotated[str, _of_form(_CLAIM, "the claim_id of a figure: letters, digits, dots, hyphens, underscores")]
ClaimIds = Annotated[str, _of_form(f"{_CLAIM}(?: {_CLAIM})*", "claim_ids with one space between them")]
OutputCode = Annotated[str, _of_form(r"\d+\.\d+", "the number of an output, such as 2.4")]
OutputCodes = Annotated[str, _of_form(r"(?:\d+\.\d+(?: \d+\.\d+)*)?", "numbers of outputs, such as 2.4, or empty")]
SdgIndicator = Annotated[
    str, _of_form(r"(?:\d\d?\.[0-9a-z]{1,2}(?:\.\d+)?(?:\([a-z]\))?)?", "a number such as 5.5.1(b), or empty")
]
SdgSeries = Annotated[str, _of_form(r"(?:[A-Z][A-Z0-9_]*)?", "a code such as SG_GEN_LOCGELS, or empty")]
FileName = Annotated[str, _of_form(r"(?:[\w-][\w. -]*)?", "the name of a file, without folders, or empty")]
FileWithEnding = Annotated[
    str, _of_form(r"\w[\w. -]*\.[a-z]\w*", "the name of a file with its ending, without folders")
]
Fingerprint = Annotated[str, _of_form("(?:[0-9a-f]{64})?", "a sha256 of 64 hexadecimal digits, or empty")]
_AREA = "(?:[A-Z]{3}|[0-9]{3}|X_[A-Z_]+|[A-Z]{2}-[A-Z0-9]+)"
AreaCode = Annotated[str, _of_form(_AREA, "the code of an area, such as KHM, 035 or KH-11")]
AreaCodes = Annotated[
    str, _of_form(f"{_AREA}(?: {_AREA})*", "codes of areas, such as KHM, with one space between them")
]
Outcome = Annotated[str, _of_form("[1-9][0-9]?", "a whole number from 1 to 99")]
OptionalCount = Annotated[str, _of_form("(?:[1-9][0-9]{0,8})?", "a whole number from 1 on, or empty")]


def _number(value: object) -> float:
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", str(value)) or len(str(value)) > MOST_DIGITS:
        raise ValueError(f"must be a number in plain digits, such as 12.5, of {MOST_DIGITS} characters at most")
    return float(str(value))


def _rank(value: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", str(value)):
        raise ValueError("must be a whole number from 1 to 99")
    return int(str(value))


def _year(value: object) -> int:
    if not re.fullmatch(r"[0-9]{4}", str(value)) or not FIRST_YEAR <= int(str(value)) <= LAST_YEAR:
        raise ValueError(f"must be a year from {FIRST_YEAR} to {LAST_YEAR}{other_calendar(str(value))}")
    return int(str(value))


def _published(value: str) -> str:
    if not FIRST_YEAR <= last_day(value).year <= LAST_YEAR:
        raise ValueError(f"must be of a year from {FIRST_YEAR} to {LAST_YEAR}{other_calendar(value)}")
    return value


def _day(value: str) -> str:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a day that there is, such as 2025-10-31") from None
    if found.isoformat() != value or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"must be a day such as 2025-10-31, from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _factor(value: object) -> float:
    number = _number(value)
    if number <= 0:
        raise ValueError("must be a number above 0, by which figures are multiplied")
    return number


def _decimals(value: object) -> float:
    if not re.fullmatch("[0-9]|1[0-5]", str(value)):
        raise ValueError("must be a whole number from 0 to 15")
    return float(str(value))


def _period(value: str) -> str:
    found = read_period(value)
    start, end = period_span(value) if found else (0.0, 0.0)
    if found and found.day:
        _day(value[:10])
    if not FIRST_YEAR <= start < end <= LAST_YEAR + 1:
        raise ValueError("must be the code of a period, such as 2024, 2024-12 or 2017-01-01/P5Y")
    return value


Number = Annotated[float, BeforeValidator(_number)]
OptionalNumber = Annotated[float | Empty, _filled_or_empty(_number)]
OptionalFactor = Annotated[float | Empty, _filled_or_empty(_factor)]
OptionalDecimals = Annotated[float | Empty, _filled_or_empty(_decimals)]
Rank = Annotated[int, BeforeValidator(_rank)]
Year = Annotated[int, BeforeValidator(_year)]
OptionalYear = Annotated[int | Empty, _filled_or_empty(_year)]
Published = Annotated[str, AfterValidator(_published)]
OptionalDate = Annotated[str, _filled_or_empty(_published)]
OptionalDay = Annotated[str, _filled_or_empty(_day)]
Period = Annotated[str, AfterValidator(_period)]
