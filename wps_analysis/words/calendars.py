"""Years of other calendars: what they are in the common one, for the message that refuses them; never a guess."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Calendar(NamedTuple):
    """A calendar: how its years are told from common ones, how many lie between, and the months of one of its years."""

    name: str
    year: re.Pattern
    offset: int
    common: str = "{first}"


_CALENDARS = (
    _Calendar("Buddhist era", re.compile(r"(?<!\d)(2[45]\d\d|2600)(?!\d)"), -543),
    _Calendar(
        "Ethiopian calendar", re.compile(r"(?<!\d)([12]\d{3}) ?(?:E\.? ?C\b|ዓ\. ?ም)", re.IGNORECASE), 7,
        "September {first} to August {last}",
    ),
    _Calendar(
        "Bikram Sambat", re.compile(r"(?:\bB\.? ?S\.?|वि\. ?सं\.) ?(2[01]\d\d)(?!\d)", re.IGNORECASE), -57,
        "April {first} to March {last}",
    ),
    _Calendar(
        "Solar Hijri calendar", re.compile(r"(?<!\d)(1[34]\d\d) ?(?:S\.? ?H\b|ه\. ?ش)", re.IGNORECASE), 621,
        "March {first} to February {last}",
    ),
)  # fmt: skip
"""The Buddhist era as Thailand counts it; a year of the others begins within a common one."""


def other_calendar(text: str) -> str:
    """Say which years of another calendar a text seems to name, and what they are in the common one.

    Parameters
    ----------
    text
        A year or a period that is not understood, in plain digits.

    Returns
    -------
    str
        Empty where nothing of another calendar is seen; else words that go on a message, with their semicolon.

    Examples
    --------
    >>> other_calendar("พ.ศ. 2566")
    '; 2566 looks like a year of the Buddhist era: 2023 in the common calendar'
    """
    for calendar in _CALENDARS:
        if printed := calendar.year.findall(text):
            starts = [int(year) + calendar.offset for year in printed]
            common = " and ".join(calendar.common.format(first=first, last=first + 1) for first in starts)
            what = "years" if len(printed) > 1 else "a year"
            return (
                f"; {' and '.join(printed)} look{'' if len(printed) > 1 else 's'} like {what} of the {calendar.name}: "
                f"{common} in the common calendar"
            )
    return ""
