"""The words by which indicators, populations, sexes and areas are known, as weighted phrases."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from wps_analysis.registry.load import Registry

_WORD = re.compile(
    r"(?:under|vice)-[^\W\d_]+|[^\W\d_]+(?:['’][^\W\d_]+)?|\d{4}"
    r"|(?:(?<=\bage )|(?<=\bage of )|(?<=\bbefore )|(?<=\bturn ))\d\d\b",
    re.IGNORECASE,
)
_STOP = frozenset(
    "a an and are as at be been being between both but by can did do does each few for from had has have he her his if "
    "in into is it its may more most much nor of on only or other our over own per cent percent said same say "
    "she so some such "
    "than that the their them then there these they this those through to too up upon very was we were what when "
    "where which while who whom whose will with within would yet you also number share total all "
    "women's woman women female females men man male males men's girls boys who".split()
)
_MONTHS = dict(
    pair.split()
    for pair in ("jan january,feb february,aug august,sept september,oct october,nov november,dec december").split(",")
)
ANYBODY = frozenset("respondent person people individual participant adult citizen survey interview".split())
"""Stems of words for whoever was asked, which tell nothing of an indicator."""
_MOST = 0.75
_SEX_WORDS = frozenset("women woman female females women's men man male males men's girls boys".split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Reduce a word to the part that its forms share.

    Examples
    --------
    >>> [stem(word) for word in ("deputies", "councillors", "training", "surveyed", "Under-Secretaries", "chairwoman")]
    ['deputy', 'councillor', 'train', 'survey', 'undersecretary', 'chair']
    """
    word = word.lower().replace("’", "'").replace("-", "").removesuffix("'s").rstrip("'")
    word = re.sub("^chair(?:person|m[ae]n|wom[ae]n)s?$", "chair", word)
    word = word.replace("organis", "organiz").replace("labor", "labour").replace("defens", "defenc")
    word = "not" if word == "no" else word
    word = _MONTHS.get(word, word)
    for end, instead in (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(end) and len(word) - len(end) >= 3 and not word.endswith(("ss", "us", "is")):
            return word[: -len(end)] + instead
    return word


def stems(text: str) -> list[tuple[int, str]]:
    """Return the words of a text that carry meaning, each with its place, reduced to their stems."""
    return [(each.start(), stem(each[0])) for each in _WORD.finditer(text) if each[0].lower() not in _STOP]


@dataclass(frozen=True)
class Phrases:
    """Phrases of some codes as a matrix of weighted stems: one row a phrase."""

    codes: list[str]
    owner: np.ndarray
    matrix: csr_matrix
    mass: np.ndarray
    weights: Mapping[str, float]
    place: Mapping[str, int]

    def scores(self, context: Mapping[str, float]) -> np.ndarray:
        """Score each code by its best phrase: how much of it the context holds, and how telling that is."""
        held = self.matrix @ self._vector(context)
        cover = held / self.mass
        return self._best(cover**1.5 * held / (held + 4.0))

    def named(self, context: Mapping[str, float]) -> np.ndarray:
        """Say which part of its best phrase a context holds of each code, near or far."""
        return self._best(self._held(context))

    def told(self, context: Mapping[str, float], names: Iterable[tuple[str, ...]]) -> frozenset[str]:
        """Return the codes of which a context holds most of a phrase that is not in one of some names alone."""
        most = self._held(context) >= _MOST
        for name in names:
            most &= self._held(dict.fromkeys(name, 1.0)) < _MOST
        return frozenset(self.codes[number] for number in self.owner[most])

    def _held(self, context: Mapping[str, float]) -> np.ndarray:
        """Say which part of each phrase a context holds."""
        return self.matrix @ (self._vector(context) > 0) / self.mass

    def _vector(self, context: Mapping[str, float]) -> np.ndarray:
        vector = np.zeros(len(self.place))
        for word, weight in context.items():
            if word in self.place:
                vector[self.place[word]] = weight
        return vector

    def _best(self, values: np.ndarray) -> np.ndarray:
        best = np.zeros(len(self.codes))
        np.maximum.at(best, self.owner, values)
        return best


def phrases(pairs: Iterable[tuple[str, str]]) -> Phrases:
    """Lay phrases out as a matrix; a stem that few codes share weighs more.

    Examples
    --------
    >>> known = phrases([("chiefs", "commune chiefs"), ("clerks", "commune clerks")])
    >>> known.codes[known.scores({"commune": 1.0, "clerk": 1.0}).argmax()]
    'clerks'
    """
    rows = [(code, sorted({word for _, word in stems(text)})) for code, text in pairs]
    rows = [(code, words) for code, words in dict.fromkeys((code, tuple(words)) for code, words in rows) if words]
    codes = sorted({code for code, _ in rows})
    bearing = Counter(word for code in codes for word in {w for c, words in rows if c == code for w in words})
    weights = {word: 1 + math.log(len(codes) / count) for word, count in bearing.items()}
    place = {word: number for number, word in enumerate(sorted(weights))}
    number_of = {code: number for number, code in enumerate(codes)}
    data = [(row, place[word], weights[word]) for row, (_, words) in enumerate(rows) for word in words]
    at_row, at_word, values = zip(*data, strict=True) if data else ((), (), ())
    matrix = csr_matrix((values, (at_row, at_word)), shape=(len(rows), len(place)))
    owner = np.array([number_of[code] for code, _ in rows], dtype=int)
    mass = np.array([sum(weights[word] for word in words) for _, words in rows])
    return Phrases(codes, owner, matrix, mass, weights, place)


@dataclass(frozen=True)
class Lexicon:
    """What the words of a draft may stand for."""

    indicators: Phrases
    populations: Phrases
    areas: tuple[tuple[re.Pattern[str], str], ...]
    always: dict[str, frozenset[str]]
    """The words of rank that every name of an indicator holds: "deputy" of deputy governors."""
    ever: dict[str, frozenset[str]]
    """The words of rank that any name of it holds."""
    named_groups: dict[tuple[str, ...], set[str]]
    """Each name of a population in its stems, women and men included, and the populations that bear it."""
    words_of_groups: dict[str, list[frozenset[str]]]
    """The telling words of each name of a population."""
    group_ranks: dict[str, frozenset[str]]
    """The words of rank that any name of a population holds."""

    def rank_fits(
        self, context: Mapping[str, float], tied: Sequence[str], populations: Mapping[str, Iterable[str]]
    ) -> list[float]:
        """Say how well the rung of each indicator on the ladder of posts fits the words: 1, or less where one is amiss.

        ``populations`` are those that figures of each indicator are of.
        """
        said = {word for word in _RUNGS if context.get(word, 0.0) >= _NEAR or word in tied}
        head = next((word for word in tied if word in _RANKS), "")

        def fit(code: str) -> float:
            missing, beside = self.always[code] - context.keys(), said - self.ever[code]
            own = self.ever[code].union(*(self.group_ranks.get(each, ()) for each in populations[code]))
            other = bool(head) and bool(self.ever[code]) and head not in own
            return _ANOTHER_RUNG ** (bool(missing) + bool(beside or other))

        return [fit(code) for code in self.indicators.codes]

    def is_another_rank(self, population: str, tied: Sequence[str]) -> bool:
        """Tell whether the first post that a number is tied to is none of a population that is known by its post."""
        head = next((word for word in tied if word in _RANKS), "")
        return bool(head) and bool(self.group_ranks.get(population)) and head not in self.group_ranks[population]

    def groups_in(self, text: str) -> dict[str, tuple[str, ...]]:
        """Find the populations that a text names word for word, with the words; of overlapping names the longest."""
        words = _all_stems(text)
        found: dict[str, tuple[str, ...]] = {}
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
                name = tuple(words[place : place + length])
                if codes := self.named_groups.get(name):
                    found |= dict.fromkeys(codes, name)
                    place += length - 1
                    break
            place += 1
        return found


def _all_stems(text: str) -> list[str]:
    return [stem(each[0]) for each in _WORD.finditer(text) if each[0].lower() not in {"a", "an", "the"}]


_LONGEST_NAME = 8
_RANKS = frozenset(
    "deputy second chief governor clerk councillor recruit chair director secretary undersecretary minister ambassador "
    "consul".split()
)
_RUNGS = frozenset("deputy second clerk recruit chair".split())
_NEAR, _ANOTHER_RUNG = 0.85, 0.6


def lexicon(registry: Registry, areas_held: Iterable[str]) -> Lexicon:
    """Gather the words of a registry: names, wordings, definitions and synonyms."""
    own = registry.synonyms
    table = registry.indicators
    pairs = []
    share_of = dict(zip(table["count_indicator"], table["indicator"], strict=True))
    words: dict[str, list[str]] = {}
    for row in table.to_dict("records"):
        code = row["indicator"]
        wording = re.sub(r"\{\w+\}", "", row["wording"])
        words[code] = [row["name"].removesuffix(", number"), row["short_name"], wording]
    for row in own[own["list"] == "indicator"].to_dict("records"):
        words[row["code"]].append(row["phrase"])
    for row in registry.local_names.to_dict("records"):
        words[row["indicator"]] += [row["name"].removesuffix(", number"), row["short_name"], row["wording"]]
    for code, texts in words.items():
        shared = words.get(share_of.get(code, ""), [])
        pairs += [(code, text) for text in [*texts, *shared] if text]
    named = list(pairs)
    pairs += [(row["indicator"], row["definition"]) for row in table.to_dict("records")]
    groups = [
        (row["population"], text)
        for row in registry.populations.to_dict("records")
        for text in (row["name"], row["wording"])
        if text
    ]
    groups += [(row["code"], row["phrase"]) for row in own[own["list"] == "population"].to_dict("records")]
    words_of_groups: dict[str, list[frozenset[str]]] = {}
    for code, text in groups:
        words_of_groups.setdefault(code, []).append(frozenset(word for _, word in stems(text)))
    names = {tuple(_all_stems(text)) for _, text in groups}
    ranks: dict[str, list[frozenset[str]]] = {}
    for code, text in named:
        ranks.setdefault(code, []).append(_RANKS & {word for _, word in stems(text)})
    return Lexicon(
        phrases(pairs),
        phrases(groups),
        _area_words(registry, set(areas_held)),
        {code: frozenset.intersection(*found) for code, found in ranks.items()},
        {code: frozenset.union(*found) for code, found in ranks.items()},
        {name: {c for c, text in groups if tuple(_all_stems(text)) == name} for name in names},
        words_of_groups,
        {code: _RANKS & frozenset().union(*texts) for code, texts in words_of_groups.items()},
    )


def _area_words(registry: Registry, held: set[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    names = list(zip(registry.areas["name_en"], registry.areas["ref_area"], strict=True))
    names += list(zip(registry.area_aliases["alias"], registry.area_aliases["ref_area"], strict=True))
    own = registry.synonyms[registry.synonyms["list"] == "area"]
    names += list(zip(own["phrase"], own["code"], strict=True))
    wanted = {name: code for name, code in names if len(name) > 3 and name.isascii()}
    by_length = sorted(wanted, key=len, reverse=True)
    pattern = "|".join(map(re.escape, by_length))
    return ((re.compile(rf"\b(?:{pattern})\b"), ""),) + tuple((re.compile(re.escape(n)), wanted[n]) for n in by_length)
