"""Names of places: the form in which two spellings are compared, and the areas whose names are near to one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A normalised name -> the codes that bear it, each with the spelling that led there. More than one
# code means that the name is ambiguous.
Index = dict[str, dict[str, str]]

_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
_FEW_LETTERS = 75
"""How alike two names are, of 100, that differ by a letter or two: Cambdia and Cambodia, not China and Chiang Mai."""


@lru_cache(100_000)
def normalise_name(name: str) -> str:
    """Reduce a place name to the form in which two spellings are compared.

    Compatibility forms, case, Latin accents, apostrophes, punctuation, zero-width characters,
    repeated spaces and a leading "the" are dropped; the letters and their order stay.

    Examples
    --------
    >>> normalise_name("The  Côte d’Ivoire")
    'cote divoire'
    >>> normalise_name("Iran (Islamic Republic of)") == normalise_name("Iran, Islamic Republic of")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    # Only Latin accents: Khmer vowel signs are combining marks too, and they are letters.
    text = _LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", text))
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).replace("&", " and ")
    # Subscript DA and subscript TA look the same in Khmer print; both are typed.
    text = text.replace("\u17d2\u178a", "\u17d2\u178f")
    text = "".join(_spaced(char) for char in text)
    return " ".join(text.split()).removeprefix("the ")


def nearest_areas(label: str, index: Index) -> dict[str, str]:
    """Return the areas whose names most resemble a label, as code: name; for messages only.

    A name is near that differs by few letters, or by whole words which one of the two leaves out; letters that a word
    happens to hold are none.

    Examples
    --------
    >>> index = {"timor leste": {"TLS": "Timor-Leste"}, "rok": {"KOR": "ROK"}}
    >>> nearest_areas("Timor", index), nearest_areas("Bangkok", index)
    ({'TLS': 'Timor-Leste'}, {})
    """
    from rapidfuzz import fuzz, process  # needed on the way to an error only

    asked = normalise_name(label)
    hits = process.extract(asked, list(index), scorer=fuzz.WRatio, limit=20, score_cutoff=70)
    hits = [(key, score) for key, score, _ in hits if _share_words(asked, key) or fuzz.ratio(asked, key) > _FEW_LETTERS]
    best: dict[str, str] = {}
    for key, score in sorted(hits, key=lambda hit: (-hit[1], hit[0])):
        if score > hits[0][1] - 4:  # what is further off shares a word such as "and" or "Republic"
            best |= {code: name for code, name in index[key].items() if code not in best}
    return dict(list(best.items())[:3])


def _share_words(asked: str, name: str) -> bool:
    """Tell whether all words of one of two names are words of the other."""
    words, others = set(asked.split()), set(name.split())
    return words <= others or others <= words


def _spaced(char: str) -> str:
    """Return nothing for a zero-width character, a space for punctuation and symbols."""
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return " " if category[0] in "PSZC" else char
