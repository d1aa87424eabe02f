"""What a sentence says of a number beside its indicator: whose it is and where."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from wps_analysis.report.check.numbers import Number
from wps_analysis.report.check.passages import Passage

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_FEMALE = r"\b(?:wom[ae]n(?!['’]s)|wom[ae]n['’]s|females?|girls?|mothers|wives)\b"
_MALE = r"\b(?:(?<!wo)m[ae]n(?:['’]s)?|males?|boys?|fathers|husbands)\b"
_SEX = re.compile(rf"(?P<F>{_FEMALE})|(?P<M>{_MALE})", re.IGNORECASE)
_TIED_RIGHT = re.compile(
    rf"^\s*(?:\w+ (?:out )?of\b|(?:out )?of\b|(?:women|men) (?:in|among)\b(?! {_YEAR})|(?:female|male) \w)",
    re.IGNORECASE,
)
_TIED_LEFT = re.compile(rf"^\s*(?:[).,;:|]|$|(?:in|as of|by|for) (?:{_MONTH} )?{_YEAR}|\({_YEAR})", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """A thing that a sentence says, and whether it stands so near the number that it is meant of it."""

    code: str
    near: bool


@dataclass(frozen=True)
class Around:
    """The other figures of a sentence, so that words beyond them count less."""

    figures: tuple[int, ...]

    def between(self, here: int, there: int) -> int:
        """Count the figures between two places."""
        low, high = sorted((here, there))
        return max(0, bisect_left(self.figures, high) - bisect_left(self.figures, low + 1))


def tied(number: Number) -> str:
    """Tell on which side the words stand that a number is tied to: ``"right"``, ``"left"`` or neither.

    Examples
    --------
    >>> from wps_analysis.report.check.passages import Passage
    >>> from wps_analysis.report.check.numbers import find_numbers
    >>> [tied(each) for each in find_numbers([Passage("Of chiefs (8 per cent), 9 per cent of women")])]
    ['left', 'right']
    """
    after = _after(number)
    if _TIED_RIGHT.match(after):
        return "right"
    return "left" if _TIED_LEFT.match(after) else ""


def _after(number: Number) -> str:
    return number.sentence[number.at + len(number.text) :]


_BREAK = re.compile(r"[.;:,()|—]|\d|\b(?:and|while|whereas|but|compared|than)\b")

_BRACKET = re.compile(
    r"(?:\d[\d,.]*\s*)?\((?:[\d.,]+(?:%| per ?cent)?,? (?:vs\.?|versus|and|against|compared (?:to|with)) )?"
    r"(?:only |about |nearly |some )?$"
)

_OF_A_WHOLE = re.compile(
    r"\s*of (?:the|its|their) (?:total|whole|entire|overall|population|workforce)\b", re.IGNORECASE
)

_SUBJECT = re.compile(
    r" (?:ma[dk]es? up|accounts? for|accounted for|st(?:ands?|ood) at|reach(?:es|ed)|(?:rose|fell|(?:in|de)creased) to"
    r"|is|was)(?: about| nearly| over| some| only)? $"
)


def tied_words(number: Number) -> str:
    """Return the words that a number is tied to: those it is a part of, or those in front of its bracket.

    Examples
    --------
    >>> from wps_analysis.report.check.passages import Passage
    >>> from wps_analysis.report.check.numbers import find_numbers
    >>> numbers = find_numbers([Passage("Chiefs rose to 9 (8 per cent vs 5), 7 per cent of clerks.")])
    >>> [tied_words(each) for each in numbers]
    ['Chiefs', 'Chiefs rose to', 'Chiefs rose to', 'of clerks']
    """
    before = number.sentence[: number.at]
    if number.passage.kind != "table" and (bracket := _BRACKET.search(before)):
        return _BREAK.split(before[: bracket.start()])[-1].strip()
    after = _after(number)
    if _TIED_RIGHT.match(after):
        return "" if _OF_A_WHOLE.match(after) else _BREAK.split(after)[0].strip()
    subject = _SUBJECT.search(before)
    return _BREAK.split(before[: subject.start()])[-1].strip() if subject else ""


def sex_of(number: Number, around: Around) -> Stated:
    """Say whose number it is: ``F``, ``M``, both (``FM``) or nobody's, by the nearest word on this side of a figure."""
    if number.passage.kind == "table":
        found = [each for each in _SEX.finditer(number.passage.around)]
        codes = {each.lastgroup for each in found}
        if re.search(
            r"\b(?:both sexes|total|all)\b",
            number.passage.around.lower().split("|")[1:2][0] if "|" in number.passage.around else "",
        ):
            return Stated("_T", True)
        return Stated(codes.pop(), True) if len(codes) == 1 else Stated("", False)
    text, here, end = number.sentence, number.at, number.at + len(number.text)
    after = text[end : end + 60]
    direct = re.match(
        rf"\s*(?:[^\W\d]+ ){{0,3}}?(?:both )?"
        rf"(?:({_FEMALE})(?: and | or )({_MALE})|({_MALE})(?: and | or )({_FEMALE})|({_FEMALE})|({_MALE}))",
        re.split(r"[;,()]|\d", after)[0], re.I,
    )  # fmt: skip
    if direct and (direct[1] or direct[3]):
        return Stated("FM", True)
    left = text[max(0, here - 60) : here]
    before = re.search(rf"(?:({_FEMALE})|({_MALE}))(?:['’]s)?[^.;,()\d]{{0,14}}\($", left, re.I)
    if before:
        return Stated("F" if before[1] else "M", True)
    if direct:
        return Stated("F" if direct[5] else "M", True)
    if re.match(r"\s*(?:of )?(?:survey )?respondents \(both", after):
        return Stated("FM", True)
    marks = [(each.start(), each.lastgroup) for each in _SEX.finditer(text)]
    same = [(abs(place - here), code) for place, code in marks if not around.between(here, place)]
    if same:
        return Stated(min(same)[1], len({code for _, code in same}) == 1)
    codes = {code for _, code in marks}
    return Stated(codes.pop(), False) if len(codes) == 1 else Stated("", False)


def area_of(number: Number, around: Around, areas: tuple[tuple[re.Pattern[str], str], ...]) -> Stated:
    """Say of where a number is: the nearest place named in its sentence that is not beyond a figure."""
    text = f"{number.passage.around} | {number.sentence}" if number.passage.kind == "table" else number.sentence
    here = number.at + (len(text) - len(number.sentence))
    text = text.replace("’", "'")
    found = [(each.start(), each[0]) for each in areas[0][0].finditer(text)]
    if not found:
        return Stated("", False)
    codes = _codes_of_areas(areas)
    end = here + len(number.text)
    for place, name in found:
        if 0 <= place - end < 40 and re.fullmatch(
            r"\s*(?:of [\w ]{0,24})?(?:in|of|for|across|at)(?: the)? ", text[end:place]
        ):
            return Stated(codes[name], True)
    shift = len(text) - len(number.sentence)
    same = [(abs(place - here), name) for place, name in found if not around.between(here - shift, place - shift)]
    if same:
        distance, name = min(same)
        return Stated(codes[name], distance < 60)
    return Stated(codes[min((abs(place - here), name) for place, name in found)[1]], False)


def area_of_heading(passage: Passage, areas: tuple[tuple[re.Pattern[str], str], ...]) -> Stated:
    """Return the one place that opens a number's list, else that heads its section."""
    for text in (passage.around, passage.section):
        codes = set(areas_named(text, areas))
        if codes:
            return Stated(codes.pop() if len(codes) == 1 else "", False)
    return Stated("", False)


@lru_cache(maxsize=1024)
def areas_named(text: str, areas: tuple[tuple[re.Pattern[str], str], ...]) -> tuple[str, ...]:
    """Return the places that a text names, each as often as it does."""
    codes = _codes_of_areas(areas)
    return tuple(codes[each] for each in areas[0][0].findall(text.replace("’", "'")))


@lru_cache(maxsize=8)
def _codes_of_areas(areas: tuple[tuple[re.Pattern[str], str], ...]) -> dict[str, str]:
    return {pattern.pattern.replace("\\", ""): code for pattern, code in areas[1:]}
