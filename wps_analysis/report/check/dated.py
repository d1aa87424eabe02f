"""Of when a number is: the period that stands with it, or before it in its paragraph."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wps_analysis.claims.periods import parse_period
from wps_analysis.errors import UnreadablePeriodError
from wps_analysis.report.check.numbers import Number
from wps_analysis.report.check.said import Around, Stated

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_MONTHS = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?:(?: and | to |[-–]){_MONTH})?,? )"
_PERIOD = re.compile(
    rf"(?P<lead>\b(?:as of|as at|in|on|by|during|for|of|to|from|between|at the end of|year|early|mid|late|end of)\b"
    rf"(?: the)?(?: early| mid| late)?[ -]|(?<!\d)[—–]|[(|,:] ?|^)"
    rf"(?P<period>(?:end of )?{_MONTHS}?{_YEAR}(?:[-–/]{_YEAR}|[-–/]\d\d\b)?)(?![^\W¹²³⁰-⁹]|/|[-–]\d)"
    r"(?P<tail> ?[A-Z]\w+)?",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:data|figures?|statistics|census|survey|elections?|year|situation)\W*$", re.IGNORECASE)
_PLAN = re.compile(r"\b(?:Plan|Strategy|Policy|Programme|Framework|Agenda|Roadmap)s?\b[^.;()]{0,60}\($")
_ATTRIBUTE = re.compile(
    rf"\b(?:the|an?|its|this)\ (?P<year>{_YEAR})\ (?P<what>(?:[\w'’-]+\ ){{0,4}}?"
    r"(?:index|report|study|survey|census|elections?|data|figures|assessment|ranking))\b",
    re.IGNORECASE,
)  # fmt: skip
_EARLIER = re.compile(
    r"\s*(?:(?P<years>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years? "
    r"(?:before|earlier|previously)"
    r"|(?:in )?the (?:previous|preceding|prior) year)\b",
    re.IGNORECASE,
)
_YEARS = {word: count for count, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_OTHER_CLAUSE = re.compile(r"[;]|,[¹²³⁰-⁹]* (?:while|and|but|compared|with|whereas)\b")
_COMPANION = re.compile(rf"\s*\((?![^()]*\b{_YEAR}\b)[^()]*\)")
_NEW_SOURCE = re.compile(r"\b(?:stud(?:y|ies)|surveys?|reports?|assessments?|research)\b", re.IGNORECASE)
_FAR = 45


class Period(NamedTuple):
    """A period in a text: where it stands, its code, and its words."""

    place: int
    code: str
    words: str


@lru_cache(maxsize=4096)
def periods_in(text: str) -> tuple[Period, ...]:
    """Find the periods of a text; years that belong to a name are left out.

    Examples
    --------
    >>> text = "from 8 per cent in 2017 to 9 (2018), says the Report 2020 and the 2009 Code, by the end of May 2024"
    >>> [(each.place, each.code) for each in periods_in(text)]
    [(19, '2017'), (30, '2018'), (84, '2024-05')]
    >>> [each.words for each in periods_in("During July and August 2024, under the Plan 2021–2030")]
    ['July and August 2024']
    """
    found = []
    for match in _PERIOD.finditer(text):
        lead, tail = match["lead"].lower().strip(), match["tail"]
        if tail and tail.strip()[0].isupper() and lead != "(" and not re.match(r" (?:Women|Men|Cambod)", tail):
            continue
        dated = re.match(r"\d{0,2} ?[^\W\d]", match["period"]) or _DATED.search(text[: match.start()])
        if (lead in {",", "of", "for"} and not dated) or _PLAN.search(text[: match.start("period")]):
            continue
        try:
            code = parse_period(match["period"]).time_period
        except UnreadablePeriodError:
            continue
        found.append(Period(match.start("period"), code, match["period"]))
    return tuple(found)


def named_years(text: str) -> tuple[Period, ...]:
    """Find the years by which a text names what its figures are from: "the 2023 Index", "a 2021 report".

    Examples
    --------
    >>> [each.code for each in named_years("The 2023 Global Gender Gap Index, a 2021 report and the 2009 Code")]
    ['2023', '2021']
    """
    return tuple(Period(each.start("year"), each["year"], each["year"]) for each in _ATTRIBUTE.finditer(text))


def period_of(number: Number, around: Around) -> Stated:
    """Say of when a number is: the period right behind it, else the one before it, else the sentence's only one."""
    if number.passage.kind == "table":
        labels = re.findall(rf"\b{_YEAR}\b", number.passage.around)
        codes = [each.code for each in periods_in(number.passage.around)] or labels
        return Stated(codes[0], True) if len(set(codes)) == 1 else Stated("", False)
    found = periods_in(number.sentence)
    here, end = number.at, number.at + len(number.text)
    beside = _COMPANION.match(number.sentence, end)  # "176 (10.7 per cent) in 2022"
    start = beside.end() if beside else here
    behind = [each for each in found if each.place >= max(start, end) and not around.between(start, each.place)]
    ahead = [each for each in found if each.place < here and not around.between(each.place, here)]
    if (
        behind
        and behind[0].place - max(start, end) < _FAR
        and not re.search(r"[;]|, (?:while|and|but|compared)", number.sentence[end : behind[0].place])
    ):
        return Stated(behind[0].code, True)
    if earlier := _EARLIER.match(number.sentence, max(start, end)):
        return _years_before(earlier["years"], [each for each in found if each.place < here])
    if ahead:
        return Stated(ahead[-1].code, True)
    codes = {each.code for each in found}
    if len(codes) == 1:
        return _only_one(number, around, found[0])
    return Stated("" if codes else _told_before(number), False)


def _years_before(words: str | None, ahead: list[Period]) -> Stated:
    """Count back from the year before a figure: "12 per cent in 2019, and 8 per cent two years earlier"."""
    if not ahead:
        return Stated("", False)
    years = (words or "one").lower()
    return Stated(str(int(ahead[-1].code[:4]) - (int(years) if years.isdigit() else _YEARS.get(years, 1))), True)


def _only_one(number: Number, around: Around, only: Period) -> Stated:
    """Take the one period of a sentence, if it does not stand in the clause of another figure."""
    beyond = only.place > number.at and around.between(number.at, only.place)
    if beyond and _OTHER_CLAUSE.search(number.sentence[number.at : only.place]):
        return Stated("", False)
    return Stated(only.code, only.place < number.at)


def _told_before(number: Number) -> str:
    """Return the period of the source that the sentence names, else of what opens its list or stands before it."""
    for text in told_before(number):
        codes = {each.code for each in periods_in(text) or named_years(text)}
        if len(codes) == 1:
            return codes.pop()
        if not codes and _NEW_SOURCE.search(text):  # what it found is of its own time
            return ""
    return ""


def told_before(number: Number) -> list[str]:
    """Return the texts that may say of when a number is where its sentence does not: the nearest first."""
    start = number.start - number.at
    own = re.split(r"(?<=[.!?])\s+", number.passage.text[:start].strip())
    return [number.sentence, number.passage.around, *reversed(own), number.before]
