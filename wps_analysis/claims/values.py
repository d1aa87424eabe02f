"""Printed values to numbers: the value grammar of official reports.

A text is rewritten in a small alphabet (``wording``), its qualifier is taken off the front, and
what is left must have one of four shapes. Anything else is an error, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from wps_analysis.claims.numerals import LONG_DASHES, normalise_characters, rewrite_value
from wps_analysis.digits import MOST_DIGITS
from wps_analysis.errors import UnreadableValueError, short

_MAX_LENGTH = 200
_SPOKEN_PP = Decimal(1)  # "a quarter" is a spoken rounding: one percentage point each side
_HEDGED_SPOKEN_PP = Decimal(5)  # "about a quarter": half-way to the next fraction in common use

_MISSING = {"..": "O", "...": "O", "…": "O", "-": "O", "n/a": "O", "N/A": "O", "n.a.": "O", "N": "M"}


@dataclass(frozen=True)
class ParsedValue:
    """A printed value: its number, the bounds that its words allow, and what it says of itself.

    ``unit_measure`` is ``"PT"`` where the text says per cent or a fraction, ``"RANK"`` where it is
    an ordinal, else empty: the indicator's own. ``obs_status`` is ``"A"`` (a figure), ``"O"``
    (missing) or ``"M"`` (not applicable). ``denominator`` is the 25 of "2 of 25".
    """

    obs_value: float | None
    lower: float | None
    upper: float | None
    qualifier: str
    unit_measure: str
    obs_status: str
    denominator: float | None = None


@lru_cache(100_000)
def parse_value(text: str) -> ParsedValue:
    """Read a printed value into its number, its bounds and its qualifier.

    Parameters
    ----------
    text
        The value as printed, e.g. ``"21.4 per cent"``, ``"over 800 women"``, ``"4 to 9 per cent"``.

    Returns
    -------
    ParsedValue
        Shares in percent 0-100. The bounds are those of the words alone: ``claims.fit.fit_bounds`` then fits
        them to what the indicator can be.

    Raises
    ------
    UnreadableValueError
        If it is no text, is empty or has no single reading.

    Examples
    --------
    >>> parse_value("21.4 per cent")
    ParsedValue(obs_value=21.4, lower=21.35, upper=21.45, qualifier='exact', unit_measure='PT', ...)
    >>> parse_value("over 800 women").lower
    800.0
    >>> parse_value("65 [30-122]")  # an estimate with the bounds that its publisher gives
    ParsedValue(obs_value=65.0, lower=30.0, upper=122.0, qualifier='about', unit_measure='', obs_status='A', ...)
    """
    if not isinstance(text, str):
        raise UnreadableValueError(f"A value is text as it is printed, such as '9.5', not {short(text)}.")
    bare = normalise_characters(text)
    if not bare:
        raise UnreadableValueError("The value is empty: write '..' if it is missing, 'N' if not applicable.")
    if bare in _MISSING:
        return ParsedValue(None, None, None, "", "", _MISSING[bare])
    if bounded := _PUBLISHED_BOUNDS.fullmatch(bare):
        return _with_bounds(bounded)
    if _SCIENTIFIC.fullmatch(bare):
        value = Decimal(bare)
        return _bounded(_Figure(value, Decimal((0, (1,), value.as_tuple().exponent)), percent=False), "exact")
    parsed = _read(rewrite_value(text)) if len(text) <= _MAX_LENGTH else None
    if parsed is None:
        raise UnreadableValueError(f"The value {short(text)} is not understood.")
    return parsed


_SCIENTIFIC = re.compile(r"-?\d(?:\.\d{1,20})?[eE][+-]?\d{1,2}")  # as spreadsheets write 161,000,000,000
_BOUND = r"\d+(?:\.\d+)?"
_PUBLISHED_BOUNDS = re.compile(rf"(?P<value>[^\[\]]+?) ?\[(?P<low>{_BOUND}) ?[-–] ?(?P<high>{_BOUND})\]")


def _with_bounds(match: re.Match[str]) -> ParsedValue:
    """Read an estimate with its publisher's bounds; without a number of its own ("<5", "*") it is a range."""
    low, high = float(match["low"]), float(match["high"])
    value = float(match["value"]) if re.fullmatch(_BOUND, match["value"]) else None
    if low > high or not low <= (low if value is None else value) <= high:
        raise UnreadableValueError(f"The value {match[0]!r} lies outside its own bounds.")
    return ParsedValue(value, low, high, "range" if value is None else "about", "", "A")


# --- the grammar: a qualifier, then one of four shapes ---------------------------------------

_PREFIXES = {
    "about": r"(?:approximately|approx\.?|about|around|close to|some|roughly|circa|ca?\.|(?:an )?estimated|~|≈)",
    "nearly": r"(?:very )?(?:nearly|almost)",
    "at_least": r"(?:at least|(?:a )?minimum of|(?:no|not) (?:less|fewer) than|>=|≥)",
    "at_most": r"(?:at most|up to|(?:no|not) more than|not exceeding|(?:a )?maximum of|<=|≤)",
    "over": r"(?:(?:slightly |well )?(?:over|more than|above|greater than)|exceeding|in excess of|>)",
    "under": r"(?:(?:slightly |well )?(?:under|less than|fewer than|below)|<)",
}
_TYPICALLY = re.compile(r"(?:typically|usually|generally|as a rule,?) (?:(?:composed|made up) of )?")
_SUFFIXES = {
    "at_least": r"\+|\ (?:or|and)\ (?:more|above|over|higher)\b",
    "at_most": r"\ (?:or|and)\ (?:less|fewer|below|under|lower)\b",
}
_SUFFIX = "".join(rf"(?P<{name}>{pattern})?" for name, pattern in _SUFFIXES.items())

_NUMERAL = r"""-?(?:
    [1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,6})?              # 1,234.5
  | [1-9]\d{0,2}(?:\ \d{3}){1,4}(?:\.\d{1,6}|,\d{1,2})?    # 1 234,5
  | [1-9]\d{0,2}(?:\.\d{3}){1,4},\d{1,2}                   # 1.234,5
  | [1-9]\d{0,2}(?:\.\d{3}){2,4}                           # 1.234.567
  | (?:0|[1-9]\d{0,14})(?:\.\d{1,20}|,\d{1,2})?             # 1234, 21.4 and 21,4
)"""
_FIGURE = rf"(?:\d+÷\d+|{_NUMERAL}(?:e\d)?%?)"
_DASH = rf"\ ?[{LONG_DASHES}-]\ ?"
# What is counted may follow ("of the total forces"), without a further number or sign, and
# without a word or dash that makes the figure a change, a ratio, a sum of money or no figure at all.
_TAIL = r"""(?P<tail>(?:[ ,;:(]
    (?!\ ?(?:and|or|to|per|a|an|more|less|fewer|higher|lower|plus|minus|x)\b)
    [^\d%÷$€£¥៛<>=×±~≈≥≤+*/|]*)?)"""
_NOT_A_LEVEL = re.compile(
    r"\b(?:percentage|points?|pp|times|fold|twice|double|dozens?|ratio|each|every"
    r"|(?:in|de)creas\w*|declin\w*|usd?|khr|eur|dollars?|riels?|euros?"
    r"|not?|non(?!-)|none|nor|neither|never|without|cannot|\w+n't)\b"
    rf"|(?<!\w)[{LONG_DASHES}-]"
)


@dataclass(frozen=True)
class _Figure:
    value: Decimal
    step: Decimal  # one unit of the last printed digit
    percent: bool
    spoken: bool = False


def _read(text: str) -> ParsedValue | None:
    text = re.sub(r"^(?:only|just|the|(?:a )?total of|in total) ", "", text)
    if match := _TYPICALLY.match(text):
        return _typically(_read(text[match.end() :]))
    qualifier = ""
    for name, pattern in _PREFIXES.items():
        if match := re.match(rf"{pattern} ?(?=-?\d)", text):
            qualifier, text = name, text[match.end() :]
            break
    for pattern, read in _SHAPES:
        if match := pattern.fullmatch(text):
            return None if _NOT_A_LEVEL.search(match["tail"]) else read(match, qualifier)
    return None


def _typically(parsed: ParsedValue | None) -> ParsedValue | None:
    """Keep the bounds of what is said to hold as a rule, without saying that nothing lies beyond them."""
    # "At least", "at most" and a range leave no word to print beside this one.
    plain = parsed is not None and parsed.qualifier in {"exact", "about", "over", "under"}
    return replace(parsed, qualifier="typically") if plain else None


def _read_figure(match: re.Match[str], qualifier: str) -> ParsedValue | None:
    suffix = next((name for name in _SUFFIXES if match[name]), "")
    if suffix and qualifier:
        return None
    return _bounded(_figure(match["a"]), qualifier or suffix or "exact")


def _read_range(match: re.Match[str], qualifier: str) -> ParsedValue | None:
    first, last = _figure(match["a"]), _figure(match["b"])
    scale = re.search(r"e\d", match["b"])
    if scale and "e" not in match["a"]:  # "1 to 2 million": the first end shares the scale
        first = _figure(match["a"].rstrip("%") + scale[0])
    if qualifier or first.value >= last.value or (first.percent and not last.percent):
        return None
    unit = "PT" if last.percent else ""
    return ParsedValue(None, float(first.value), float(last.value), "range", unit, "A")


def _read_count(match: re.Match[str], qualifier: str) -> ParsedValue | None:
    count, whole = _figure(match["a"]), _figure(match["b"])
    whole_numbers = count.step == whole.step == 1
    if not whole_numbers or not 0 <= count.value <= whole.value or whole.value == 0:
        return None
    parsed = _bounded(count, qualifier or "exact")
    return parsed and replace(parsed, denominator=float(whole.value))


def _read_rank(match: re.Match[str], qualifier: str) -> ParsedValue | None:
    rank, total = _figure(match["a"]), _figure(match["b"]) if match["b"] else None
    if qualifier or (total and (total.step != 1 or rank.value > total.value)):
        return None
    denominator = float(total.value) if total else None
    return replace(_bounded(rank, "exact"), unit_measure="RANK", denominator=denominator)


def _figure(text: str) -> _Figure:
    if "÷" in text:
        count, whole = text.split("÷")
        return _Figure(Decimal(100) * int(count) / int(whole), Decimal(1), percent=True, spoken=True)
    numeral, _, scale = text.rstrip("%").partition("e")
    numeral = numeral.replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", numeral):
        numeral = numeral.replace(",", "")
    elif "," in numeral or numeral.count(".") > 1:
        numeral = numeral.replace(".", "").replace(",", ".")
    value = Decimal(numeral) * Decimal(f"1e{scale or 0}")
    if abs(value) > 10**MOST_DIGITS:
        raise UnreadableValueError(f"The value has more than the {MOST_DIGITS} digits that a table keeps.")
    return _Figure(value, Decimal((0, (1,), value.as_tuple().exponent)), percent=text.endswith("%"))


def _bounded(figure: _Figure, qualifier: str) -> ParsedValue | None:
    value, unit = figure.value, "PT" if figure.percent else ""
    if qualifier in {"exact", "about"}:
        qualifier, margin = _margin(figure, qualifier)
        ends = (float(end) if figure.spoken else _kept(end) for end in (value, value - margin, value + margin))
        return ParsedValue(*ends, qualifier, unit, "A")
    if qualifier == "nearly":
        below = value - _margin(figure, "about")[1]
        return ParsedValue(None, float(below), float(value), qualifier, unit, "A") if value > 0 else None
    if qualifier in {"over", "at_least"}:
        return ParsedValue(None, float(value), None, qualifier, unit, "A")
    # What is counted does not fall below zero, unless the printed number is itself below it.
    lower = 0.0 if value > 0 or (value == 0 and qualifier == "at_most") else None
    return ParsedValue(None, lower, float(value), qualifier, unit, "A")


def _kept(number: Decimal) -> float:
    """Keep the digits that every table gives back: a share printed with sixteen has one too many."""
    return float(f"{number:.{MOST_DIGITS}g}")


def _margin(figure: _Figure, qualifier: str) -> tuple[str, Decimal]:
    if figure.spoken:
        return "about", _HEDGED_SPOKEN_PP if qualifier == "about" else _SPOKEN_PP
    if qualifier == "exact":
        return "exact", figure.step / 2
    last_non_zero = figure.value.normalize().as_tuple().exponent
    return "about", Decimal((0, (1,), last_non_zero))


_Reader = Callable[[re.Match[str], str], ParsedValue | None]
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern + _TAIL, re.VERBOSE), read)
    for pattern, read in (
        (rf"(?P<a>{_FIGURE}){_SUFFIX}", _read_figure),
        (rf"between\ (?P<a>{_FIGURE})(?:\ and\ |{_DASH})(?P<b>{_FIGURE})", _read_range),
        (rf"(?:from\ )?(?P<a>{_FIGURE})(?:{_DASH}|\ to\ )(?P<b>{_FIGURE})", _read_range),
        (rf"(?P<a>{_NUMERAL})\ (?:out\ )?of\ (?:the\ )?(?P<b>{_NUMERAL})", _read_count),
        (
            rf"(?:ranked\ )?(?P<a>[1-9]\d{{0,5}})(?:st|nd|rd|th)"
            rf"(?:\ (?:out\ )?of\ (?:the\ )?(?P<b>{_NUMERAL}))?",
            _read_rank,
        ),
    )
)
