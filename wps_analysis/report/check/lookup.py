"""Which figures of the tables a number of a draft may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wps_analysis.claims.edition import Edition
from wps_analysis.claims.values import parse_value
from wps_analysis.errors import UnreadableValueError
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.local_names import indicators_in
from wps_analysis.report.check.lexicon import Lexicon, lexicon, stems
from wps_analysis.report.check.numbers import Number
from wps_analysis.report.check.said import Stated

MOST = 8


@dataclass(frozen=True)
class Candidate:
    """An indicator that a number may be a figure of, and how well the words fit, 0 to 1."""

    indicator: str
    score: float
    named: float = 1.0
    """The part of its best phrase that the words around hold."""
    tied: float = 1.0
    """The part of its best phrase that the words hold which the number is tied to; 1 where it is tied to none."""
    close: float = 1.0
    """The part of its best phrase that the words hold which stand beyond no other figure."""
    rank: float = 1.0
    """How well its rung of the ladder of posts fits the words."""


@dataclass(frozen=True)
class Reading:
    """A number with what its surroundings say: the likeliest indicators first, and sex, area, period, populations."""

    number: Number
    candidates: tuple[Candidate, ...]
    sex: Stated
    area: Stated
    period: Stated
    populations: dict[str, float]
    tied: tuple[str, ...] = ()
    """The words that the number is tied to, as stems."""
    groups: tuple[str, ...] = ()
    """The populations that its sentence, or the labels of its table, name word for word, in their order."""
    hinted: frozenset[str] = frozenset()
    """Others, most of whose words stand around it, near or far, and not in these names alone."""


class Tables:
    """What drafts are held against: the claims of an edition, and the words by which they are known."""

    def __init__(self, known: Edition, *, without: str = "") -> None:
        """Read an edition, without the claims of a source that is about to be keyed."""
        self.edition = known
        self._of: dict[tuple[str, str], list[dict]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._rows = known.claims[known.claims["source"] != without]
        self._groups = dict(list(self._rows.groupby("indicator")))
        self.indicators: dict[str, dict] = {
            row["indicator"]: row for row in known.registry.indicators.to_dict("records")
        }

    def name_of(self, indicator: str, area: str) -> str:
        """Return the name of an indicator in an area."""
        if area not in self._names:
            table = indicators_in(area, self.edition.registry)
            self._names[area] = dict(zip(table["indicator"], table["name"], strict=True))
        return self._names[area][indicator]

    def of(self, indicator: str, area: str) -> list[dict]:
        """Return the claims of an indicator; those of a publisher's file on all countries of the area alone.

        Of some two hundred countries one has nearly any share: that it is another's says nothing of a draft.
        """
        if (indicator, area) not in self._of:
            rows = self._groups.get(indicator, self._rows[:0])
            near = (rows["ref_area"] == area) | ~rows["source"].isin(self.edition.registry.of_publishers)
            self._of[indicator, area] = rows[near].to_dict("records")
        return self._of[indicator, area]

    @cached_property
    def words(self) -> Lexicon:
        """The words of the registry."""
        return lexicon(self.edition.registry, self.edition.claims["ref_area"])

    def claim(self, claim_id: str) -> dict:
        """Return a claim."""
        return next(each for each in self.of(*self._subjects[claim_id]) if each["claim_id"] == claim_id)

    @cached_property
    def _subjects(self) -> dict[str, tuple[str, str]]:
        subjects = zip(self._rows["indicator"], self._rows["ref_area"], strict=True)
        return dict(zip(self._rows["claim_id"], subjects, strict=True))

    @cached_property
    def denominators(self) -> dict[tuple[str, str, str, str], float]:
        """What each share is of, where that is known, by indicator, area, population and period."""
        rows = self.edition.table("observations")
        rows = rows[rows["denominator"].notna()]
        keys = zip(rows["indicator"], rows["ref_area"], rows["population"], rows["time_period"], strict=True)
        return dict(zip(keys, rows["denominator"].astype(float), strict=True))

    @cached_property
    def usual_series(self) -> dict[str, str]:
        """The series that most claims of each indicator are of."""
        return {code: Counter(rows["series"]).most_common(1)[0][0] for code, rows in self._groups.items()}

    @cached_property
    def populations_of(self) -> defaultdict[str, set[str]]:
        """The populations that the figures of each indicator are of."""
        return defaultdict(set, {code: set(rows["population"]) for code, rows in self._groups.items()})

    @property
    def most_held_area(self) -> str:
        """The area that most figures are of."""
        return self.edition.main_area

    def area_name(self, code: str) -> str:
        """Name an area, as claims do."""
        return area_name(code, areas=self.edition.registry.areas)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The short title of each source."""
        return self.edition.registry.titles.to_dict()

    def population_name(self, code: str) -> str:
        """Name a population."""
        return self._populations.get(code, code)

    def related(self, one: str, other: str) -> bool:
        """Tell whether of two populations one is the other or holds it."""
        return one in self.holders(other) or other in self.holders(one)

    def holders(self, code: str) -> list[str]:
        """Return a population and those that hold it, the nearest first; everybody is none of them."""
        parents, found = self._parents, [code]
        while parents.get(code, "_T") not in ("_T", *found):
            code = parents[code]
            found.append(code)
        return [each for each in found if each != "_T"]

    @cached_property
    def wordings(self) -> dict[str, str]:
        """How a sentence says each population, where it is one that can be asked."""
        table = self.edition.registry.populations
        return dict(zip(table["population"], table["wording"], strict=True))

    @cached_property
    def _parents(self) -> dict[str, str]:
        table = self.edition.registry.populations
        return dict(zip(table["population"], table["parent"], strict=True))

    @cached_property
    def _populations(self) -> dict[str, str]:
        table = self.edition.registry.populations
        return dict(zip(table["population"], table["name"], strict=True))

    @cached_property
    def excluded(self) -> dict[float, list[tuple[dict, set[str]]]]:
        """Printed numbers that are left out on purpose, by value, with the words of what each is."""
        found: dict[float, list[tuple[dict, set[str]]]] = {}
        for row in self.edition.registry.exclusions.to_dict("records"):
            with suppress(UnreadableValueError):
                value = parse_value(row["value_text"])
                words = {word for _, word in stems(row["what"])}
                entry = {"what": row["what"], "share": value.unit_measure == "PT"}
                found.setdefault(value.obs_value, []).append((entry, words))
        return found

    @cached_property
    def _units(self) -> np.ndarray:
        return np.array([self.indicators[code]["unit_measure"] for code in self.words.indicators.codes])

    @cached_property
    def _held(self) -> np.ndarray:
        return np.array([1.0 if code in self._groups else 0.85 for code in self.words.indicators.codes])

    @cached_property
    def _telling(self) -> np.ndarray:
        """How much each population (column) tells of each indicator (row): all where only one has figures of it."""
        held = np.zeros((len(self.words.indicators.codes), len(self.words.populations.codes)))
        place = {code: number for number, code in enumerate(self.words.populations.codes)}
        for row, code in enumerate(self.words.indicators.codes):
            for population in self.populations_of[code] & place.keys():
                held[row, place[population]] = 1.0
        return held / np.maximum(held.sum(axis=0), 1.0)

    def candidates(
        self,
        number: Number,
        context: dict[str, float],
        populations: np.ndarray,
        tied: tuple[str, ...],
        close: frozenset[str],
    ) -> tuple[Candidate, ...]:
        """Rank the indicators whose unit the number can have."""
        scores = self.words.indicators.scores(context) * self._held
        scores = scores + 0.3 * (self._telling * populations).max(axis=1)
        codes = self.words.indicators.codes
        ranks = np.array(self.words.rank_fits(context, tied, self.populations_of))
        scores = scores * ranks
        scores = np.where((self._units == "PT") == number.is_share, scores, 0.0)
        ranked = number.value is not None and number.value.unit_measure == "RANK"
        if ranked:
            scores = np.where(self._units == "RANK", scores, 0.0)
        elif not number.is_share:
            scores = np.where((self._units == "IX") | (self._units == "RANK"), scores * 0.8, scores)
        first = np.argsort(-scores, kind="stable")[:MOST]
        named = self.words.indicators.named(context)
        held = self.words.indicators.named(dict.fromkeys(tied, 1.0)) if tied else np.ones(len(codes))
        beside = self.words.indicators.named(dict.fromkeys(close, 1.0))
        return tuple(
            Candidate(codes[i], *(float(each[i]) for each in (scores, named, held, beside, ranks)))
            for i in first
            if scores[i] > 0.02
        )
