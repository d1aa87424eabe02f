"""The many ways a figure is printed, rewritten in one small alphabet for ``values`` and ``periods``.

Plain digits, ``%`` for per cent, ``e6`` for "million", ``1÷3`` for "one-third"; footnote marks gone.
A long dash right before a number stays one: it may join a range and is never a minus sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from text_to_num import alpha2digit

LONG_DASHES = "‒–—―"
_LONG_DASHES_TO_HYPHENS = str.maketrans(dict.fromkeys(LONG_DASHES, "-"))
_LOOKALIKES = str.maketrans({**dict.fromkeys("‐‑−", "-"), "％": "%", "’": "'"})

_SCALES = {"hundred": "e2", "thousand": "e3", "million": "e6", "billion": "e9"}
_SCALE = "|".join(_SCALES)
# Scales that are not read: with any of them the number printed is not the figure.
_OTHER_SCALE = re.compile(
    r"[‰‱]|លាន|ពាន់|ម៉ឺន|មុឺន|សែន|កោដិ"
    r"|\b(?:[kmbt]|mn|mio|mln|mill?|mrd|mia|bn|bln|tn|trn|(?:tr|quadr)illions?|milliards?|thou|lakhs?|lacs?|crores?|cr"
    r"|dozens?|(?:ten|hundred)ths|(?:thousand|million|billion)ths?|per ?mill?e?|promille|bps?|basis points?|pp[mb])\b"
)
_COUNTS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
_COUNT = "|".join(_COUNTS)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PART = "|".join(_PARTS)
_IDIOMATIC_WHOLES = {3, 4, 5, 10}  # "four out of five" is a share; "four out of nine" is a count


def normalise_characters(text: str) -> str:
    """Write digits of any script as 0-9, dashes as hyphens, and any spaces as single spaces.

    Examples
    --------
    >>> normalise_characters("២១.៤ ភាគរយ")
    '21.4 ភាគរយ'
    """
    return _visible(text).translate(_LONG_DASHES_TO_HYPHENS)


def rewrite_value(text: str) -> str:
    """Rewrite a printed value in plain digits and signs; empty if its words give no figure.

    Examples
    --------
    >>> rewrite_value("Twenty-seven per cent"), rewrite_value("9.66 million"), rewrite_value("one-third")
    ('27%', '9.66e6', '1÷3')
    """
    if "÷" in text or len({ord(c) - unicodedata.decimal(c) for c in text if c.isdecimal()}) > 1:
        return ""  # "÷" is ours alone, and digits of two scripts are no number
    text = re.sub(rf"[{LONG_DASHES}](?!\w)|(?<=\w)[{LONG_DASHES}](?!\d)", "-", _visible(text).lower())
    for pattern, replacement in _REWRITES:
        text = re.sub(pattern, replacement, text)
    if _OTHER_SCALE.search(text):
        return ""
    return _spelled_to_digits(text).rstrip(" .,;:")


def _visible(text: str) -> str:
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    visible = "".join(c for c in digits if unicodedata.category(c) != "Cf")
    return " ".join(visible.translate(_LOOKALIKES).split())


def _fraction(match: re.Match[str]) -> str:
    return f"{_COUNTS.get(match['count'], 1)}÷{_PARTS[match['part']]}"


def _ratio(match: re.Match[str]) -> str:
    count, whole = _ratio_terms(match)
    idiomatic = count < whole and (count == 1 or whole in _IDIOMATIC_WHOLES)
    return f"{count}÷{whole}" if idiomatic else match[0]


def _women_for_every(match: re.Match[str]) -> str:
    women, others = _ratio_terms(match)
    whole = others + women if match["who"] == "men" else others
    return f"{women}÷{whole}" if women <= whole else match[0]


def _ratio_terms(match: re.Match[str]) -> tuple[int, int]:
    count, whole = (_COUNTS.get(match[name]) or int(match[name]) for name in ("count", "whole"))
    return count, whole


_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    # Footnote marks. A letter that may be a unit, a scale or a plural (b h k m n s) is not one.
    (r"[¹²³⁰⁴-⁹ᵃ-ᵛ*†‡§]|(?<=\S) ?\[\w{1,3}\]|(?<=\d)[ac-g](?!\w)", ""),
    (rf"(?<=\d) ?({_SCALE})s?\b(?!-)", lambda match: _SCALES[match[1]]),
    (rf"\b(?P<count>{_COUNT}) out of (?:every )?(?P<whole>{_COUNT})\b(?!-)", _ratio),
    (
        rf"(?<![\w,.{LONG_DASHES}-])(?P<count>{_COUNT}|\d) in (?:every )?(?P<whole>{_COUNT}|10|[2-9])\b(?![-.,]\w)",
        _ratio,
    ),
    (
        rf"\b(?P<count>{_COUNT}) wom[ae]n (?:for|to|in) every (?P<whole>{_COUNT}) "
        r"(?P<who>persons|people|members|representatives|participants|men)\b",
        _women_for_every,
    ),
    (rf"\b(?P<count>a|{_COUNT})[ -](?P<part>{_PART})s?\b(?!-)", _fraction),
    (r"(?<!-)\b(?P<count>)(?P<part>half)\b(?!-)", _fraction),
    (r"^none (?=of\b)", "0 "),  # "None" alone is what programs write for nothing
    (rf"^50 ?[{LONG_DASHES}/:-] ?50\b", "50%"),  # parity
    (r" ?(?:\bper ?cents?\b|\bpct\b\.?|%|ភាគរយ)", "%"),
)


def _spelled_to_digits(text: str) -> str:
    words = re.findall(r"[^\W_]+", text)
    for before, word in zip(["", *words], words, strict=False):
        counted = before in _SCALES or _is_number_word(before)
        if word.rstrip("s") in _SCALES and (word not in _SCALES or not counted):
            return ""  # "hundreds of thousands", "a million": no figure
    # "and" joins words of one number after a scale word only: "one hundred and five".
    parts = re.split(rf"((?<!{')(?<!'.join(_SCALES)}) and | to )", text)
    return "".join(_part_to_digits(part) for part in parts)


def _part_to_digits(part: str) -> str:
    """Write the spelled number in digits, "nine million" like "9 million": printed to the million."""
    digits = alpha2digit(part, "en", threshold=0)
    number_words = [word for word in re.findall(r"[^\W_]+", part) if _is_number_word(word)]
    last = number_words[-1] if number_words else ""
    if last not in _SCALES or last == "hundred":  # "one hundred", like "thirty", is said to the unit
        return digits
    return re.sub(rf"{'0' * int(_SCALES[last][1])}(?!\d)", _SCALES[last], digits, count=1)


def _is_number_word(word: str) -> bool:
    return alpha2digit(word, "en", threshold=0).isdecimal() and not word.isdecimal()
