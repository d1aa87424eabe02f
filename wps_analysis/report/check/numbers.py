"""Every number of a text, read by the grammar of values, with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.errors import UnreadableValueError
from wps_analysis.report.check.passages import Passage

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPELLED = (
    rf"(?:(?:{_TENS})(?:-(?:{_UNITS}))?|{_TEENS}|{_UNITS})(?:\ hundred(?:\ and\ (?:{_TENS})(?:-(?:{_UNITS}))?)?)?"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = rf"(?:{_DIGITS}|\b(?:{_SPELLED})\b(?!-\w))(?:\ (?:hundred|thousand|million|billion)\b)?"
_PART = r"(?:half|halves|thirds?|quarters?|fifths?|tenths?)"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_PER_CENT = r"(?:\ ?%|[\ -]?(?:per\ ?cent|pct)\b(?!age))"
_QUALIFIER = (
    r"(?:approximately|around|about|nearly|almost|close to|roughly|some|an estimated|at least|at most|up to"
    r"|no more than|not more than|no fewer than|not less than|no less than|a minimum of|slightly over"
    r"|well over|more than|over"
    r"|above|in excess of|exceeding|less than|fewer than|under|below|typically)"
).replace(" ", r"\ ")
_NUMBER = re.compile(
    rf"""(?<![\w.,/–-])(?:(?P<qualifier>{_QUALIFIER})\ )?(?:
      (?P<fraction>(?:(?:an?|one|two|three|four)[ -]{_PART}|half)\b
        (?=\ of\b|\W*(?:$|women\b|men\b|female\b|male\b|the\b|[).,;]))
        | \b(?:{_SMALL})\ (?:out\ of|in)\ (?:every\ )?(?:{_SMALL})\b )
    | (?P<ordinal>\d{{1,5}}(?:st|nd|rd|th)\b(?:\ (?:out\ )?of\ (?:the\ )?(?:{_DIGITS}))?)
    | (?P<range>(?:between\ |from\ )?(?!(?:19|20)\d\d\b)(?:{_DIGITS})(?:{_PER_CENT})?
        (?:\ to\ |\ ?[–—-]\ ?)(?:{_DIGITS})(?:\ (?:million|thousand))?(?:{_PER_CENT})
      | between\ (?:{_DIGITS})(?:{_PER_CENT})?\ and\ (?:{_DIGITS})
        (?:\ (?:million|thousand))?(?:{_PER_CENT}))
    | (?P<of>(?:{_NUMERAL})\ (?:out\ of|of)\ (?:the\ |every\ )?(?:{_NUMERAL}))(?!{_PER_CENT})
    | (?P<plain>(?:{_NUMERAL})(?:{_PER_CENT})?)
    )(?![\w/]|[.,]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*[¹²³⁰-⁹]*\s+(?=[\"“(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:No|Nos|Art|Dr|Mr|Mrs|Ms|vs|approx|ca|cf|e\.g|i\.e|para|pp?|Fig|St|H\.E|Gen|Pol)\.)$"
)
_RAISED = re.compile(r"[¹²³⁰-⁹]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NAMED_BEFORE = re.compile(
    r"(?:\b(?:resolutions?|unscrs?|articles?|sections?|tables?|figures?|annex(?:es)?|box|chapters?|modules?|goals?"
    r"|c?sdgs?|targets?|indicators?|nos?\.?|number|outcomes?|outputs?|pillars?|phases?|days?|paras?\.?|paragraphs?|pages?|pp?\."
    r"|footnotes?|notes?|items?|steps?|levels?|parts?|volumes?|vol\.|versions?|agenda|covid|prakas|decrees?|laws?|convention|c|u|km"
    r"|recommendations?|gr|so|world war|sheet|row|serial|tel\.?|phone|room|strategy|plan|so|group|grade|class|title)"
    rf"[ \u00a0-]*(?:[\d.,()]+[ ,]*(?:and|to|[–-])?[ ]*)*|[$€£៛]\s?|\bus ?\$ ?|\busd ?|\b{_MONTH}\.? "
    r"|[#/§\[+]|\bs/|\bby )$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"^(?:[ -]*(?:st|nd|rd|th)?[ ]{_MONTH}\b|(?:(?:,| and| to|[–-]) ?\d{{1,2}})+ {_MONTH}\b"
    r"|\s?(?:million |billion |thousand )?(?:us ?)?(?:dollars?|usd|riels?|euros?|[$€£៛])"
    r"|[- ](?:years?|months?|weeks?|days?|hours?|minutes?|km|kilomet|met(?:re|er)s?|hectares?|kg|degrees?|pages?"
    r"|points?|percentage points?|times|decades?|centur|fold|year-olds?|a\.m|p\.m|per ?cent(?:age)? points?|o'clock"
    r"|pillars?|resolutions?|main|key|consecutive)\b|[- ]?[°:]\d?|-(?:year|month|day|hour|star|point|week)|°|\.\d)",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(?:ages?|aged)(?: of)? (?:\d\d ?(?:to|and|[–-]) ?)?$", re.IGNORECASE)
_BY_AGE = re.compile(r"\b(?:before|turn(?:s|ed)?) $", re.IGNORECASE)
_NO_NOUN = re.compile(r"\s*(?:$|[,.;:()]|(?:and|or|in)\b)")
_SHARE_HEAD = re.compile(r"%|\bper ?cent(?:age)?\b|\bshare\b|\bproportion\b", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?:^|\s{2,}|[.;,)]\s)\(?$|especially $")
_IN_A_NAME = re.compile(r"(?<![.!?] )(?<!^)\b(?!(?:In|By|The|Only|Women|Men)\b)[A-Z]\w{2,} $")
_RANKED = re.compile(r"\b(?:rank\w*|plac(?:e|ed|es)|position\w*|index|score\w*)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"^ (?:of (?:the|them|these|those|its|their|our|which|every)\b|another\b|or more\b|who\b|that\b|such\b|way\b|day\b"
    r"|aspect|area\b|example|reason|side|hand\b|time\b|to one\b)", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number of a passage: its words, how they read, where it stands, and what it is if no figure."""

    text: str
    value: ParsedValue | None
    start: int
    end: int
    passage: Passage
    sentence: str
    at: int
    """Where it begins in the sentence."""
    before: str = ""
    """The sentence before, or nothing."""
    not_a_figure: str = ""
    order: int = 0

    @property
    def is_share(self) -> bool:
        """Whether its words say per cent or a fraction."""
        return self.value is not None and self.value.unit_measure == "PT"


def find_numbers(passages: Iterable[Passage]) -> list[Number]:
    """Find every number of some passages.

    Examples
    --------
    >>> text = "As of 2024, a quarter of staff and two of 25 governors were women."
    >>> [(each.text, each.not_a_figure) for each in find_numbers([Passage(text)])]
    [('2024', 'year'), ('a quarter', ''), ('two of 25', '')]
    """
    found: list[Number] = []
    last = section = ""
    for passage in passages:
        last = last if passage.section == section else ""
        section = passage.section
        before = last if passage.kind == "text" and not passage.around else ""
        for start, sentence in _sentences(passage.text):
            for number in _numbers_of(passage, sentence, start, before, len(found)):
                found.append(number)
            before = sentence
        last = before if passage.kind == "text" else last
    return found


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATED.search(text[start : end.start()]):
            yield start, text[start : end.start()]
            start = end.end()
    yield start, text[start:]


def _numbers_of(passage: Passage, sentence: str, start: int, before: str, order: int) -> Iterator[Number]:
    plain = _RAISED.sub(lambda mark: " " * len(mark[0]), sentence)
    for place, match in enumerate(_NUMBER.finditer(plain)):
        words = match[0]
        no_figure = _no_figure(passage, plain, match)
        value = None
        if not no_figure:
            try:
                value = parse_value(f"{words} per cent" if _heads_say_share(passage, words) else words)
            except UnreadableValueError:
                no_figure = "not read"
        at = match.start()
        yield Number(
            words, value, start + at, start + match.end(), passage, sentence, at, before, no_figure, order + place
        )


def _heads_say_share(passage: Passage, words: str) -> bool:
    """Tell whether the labels of a bare number in a table say that it is a share."""
    bare = passage.kind == "table" and passage.text == words and re.fullmatch(r"\d+(?:\.\d+)?", words)
    return bool(bare and _SHARE_HEAD.search(passage.around))


def _no_figure(passage: Passage, text: str, match: re.Match[str]) -> str:
    """Say what a number is that is no figure: a year, a date, a name's number, money, a length of time."""
    words, before, after = match[0], text[: match.start()], text[match.end() :]
    if passage.kind == "heading" and not re.search("%|cent", words):
        return "heading"
    if re.search(r"https?://\S*$|www\.\S*$|\S+@\S*$|doi\S*$", before):
        return "address"
    if re.search("%|cent$", words, re.IGNORECASE) or match["fraction"]:
        return "change" if re.match(r"[- ](?:percentage )?points?\b", after, re.IGNORECASE) else ""
    if _is_year(passage, text, words):
        return "year"
    if match["ordinal"] and " of " not in words and not _RANKED.search(text):
        return "name"
    return _name(words, before) or _in_a_list(passage, words, before, after) or _counts_nothing(words, before, after)


def _is_year(passage: Passage, text: str, words: str) -> bool:
    if not re.fullmatch(r"(?:19|20)\d\d", words):
        return False
    if passage.kind != "table" or passage.cell[1] == 0 or passage.cell[2] == 0 or len(text) > len(words) + 3:
        return True
    return bool(re.search(r"year|date|published|unscr|\(", f"{passage.around} {text}", re.IGNORECASE))


def _name(words: str, before: str) -> str:
    """Say whether a number belongs to a name: "Article 5", "US$ 5", "5 May"."""
    name = _NAMED_BEFORE.search(before)
    if not name or name[0].lower().startswith(("so", "c ", "u ")) or name[0].lower().endswith("by "):
        return ""
    if re.search(_MONTH, name[0], re.IGNORECASE):
        return "date"
    return "money" if re.search(r"[$€£៛]|usd", name[0], re.IGNORECASE) else "name"


def _in_a_list(passage: Passage, words: str, before: str, after: str) -> str:
    """Say whether a number counts the items of a list, the sections of a document or its footnotes."""
    opens = not re.search(r"\w\W*$", before.rstrip("( ")[-2:])
    if opens and re.match(r"\)(?!\s*$)|\.(?:\s|$)", after):
        return "list number"
    if _ENUMERATED.search(before) and re.match(r"\d+(?:\.\d+)+$", words) and re.match(r" +[A-Z]", after):
        return "list number"
    if re.match(r"\d", words) and re.match(r"\)", after) and before.count("(") <= before.count(")"):
        return "list number"
    return "footnote" if passage.kind == "footnote" and not before.strip("^[ ") else ""


def _counts_nothing(words: str, before: str, after: str) -> str:
    if words == "100" and before.endswith("out of "):
        return "scale"
    if re.match(r"\d\d\b", words) and (_AGED.search(before) or (_BY_AGE.search(before) and _NO_NOUN.match(after))):
        return "age"
    if _NAMED_AFTER.match(after):
        return "date, time or money"
    if _IN_A_NAME.search(before) and re.match(r"\s*(?:[,.;:)]|$|(?:to|and|is|was)\b)", after):
        return "name"
    bare = re.sub(rf"(?i)^{_QUALIFIER} ", "", words)
    if re.fullmatch(r"[a-z]+", bare, re.IGNORECASE) and (bare.lower() == "one" or _VAGUE.match(after)):
        return "word"
    return ""
