"""What each number of a draft is read as, by the words around it; where they say little, by its neighbours'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

import numpy as np

from wps_analysis.report.check.dated import period_of
from wps_analysis.report.check.lexicon import ANYBODY, Lexicon, stems
from wps_analysis.report.check.lookup import MOST, Candidate, Reading, Tables
from wps_analysis.report.check.numbers import Number
from wps_analysis.report.check.said import Around, area_of, area_of_heading, sex_of, tied, tied_words


def read_numbers(numbers: Iterable[Number], tables: Tables) -> list[Reading]:
    """Look up the numbers that may be figures."""
    readings = []
    for _, group in groupby(numbers, key=lambda each: (id(each.passage), each.sentence)):
        together = list(group)
        figures = Around(tuple(each.at for each in together if not each.not_a_figure))
        own = [_reading(each, figures, tables) for each in together if not each.not_a_figure]
        readings += _told_by_neighbours(own, readings[-1:])
    return readings


def _told_by_neighbours(own: list[Reading], earlier: list[Reading]) -> list[Reading]:
    """Let a number whose own words say little be read as the one before it, or behind it, in its sentence."""
    out: list[Reading] = []
    for place, each in enumerate(own):
        if _best(each) < _SAYS_LITTLE:
            before = out[-1:] or [b for b in own[place + 1 : place + 2] if not _apart(each.number, b.number.at)]
            share = 0.8
            if not before and earlier and earlier[0].number.passage is each.number.passage:
                before, share = earlier, 0.6
            before = [b for b in before if b.number.is_share == each.number.is_share]
            each = replace(each, candidates=_merged(each, before[0].candidates, share)) if before else each
        out.append(each)
    return out


_SAYS_LITTLE = 0.28


def _best(reading: Reading) -> float:
    return reading.candidates[0].score if reading.candidates else 0.0


def _merged(own: Reading, other: tuple[Candidate, ...], share: float) -> tuple[Candidate, ...]:
    """Add a neighbour's candidates, which none of the words that the number itself is tied to speak for."""
    best = {c.indicator: c for c in own.candidates}
    for each in other:
        if each.indicator not in best or best[each.indicator].score < share * each.score:
            tied = best[each.indicator].tied if each.indicator in best else float(not own.tied)
            best[each.indicator] = replace(each, score=share * each.score, tied=tied)
    return tuple(sorted(best.values(), key=lambda each: (-each.score, each.indicator))[:MOST])


def _apart(number: Number, place: int) -> bool:
    """Tell whether a semicolon stands between a number and a place of its sentence."""
    return ";" in number.sentence[min(number.at, place) : max(number.at, place)]


def _reading(number: Number, around: Around, tables: Tables) -> Reading:
    context = _context(number, around, tables.words)
    scores = tables.words.populations.scores(context)
    codes = tables.words.populations.codes
    populations = {codes[i]: float(scores[i]) for i in np.flatnonzero(scores > 0.12)}
    tied_to = tuple(word for _, word in stems(tied_words(number)) if word not in ANYBODY)
    near = (
        word
        for place, word in stems(number.sentence)
        if not around.between(number.at, place) and not _apart(number, place)
    )
    labels = (word for _, word in stems(number.passage.around))
    area = area_of(number, around, tables.words.areas)
    groups = tables.words.groups_in(f"{number.passage.around} | {number.sentence}")
    return Reading(
        number,
        tables.candidates(number, context, scores, tied_to, frozenset((*near, *labels))),
        sex_of(number, around),
        area if area.code else area_of_heading(number.passage, tables.words.areas),
        period_of(number, around),
        populations,
        tied_to,
        tuple(groups),
        tables.words.populations.told(context, groups.values()),
    )


def _context(number: Number, around: Around, words: Lexicon) -> dict[str, float]:
    """Weigh the words around a number: near ones most, those on the side it is not tied to or beyond figures less."""
    weights: dict[str, float] = {}

    def add(word: str, weight: float) -> None:
        weights[word] = max(weights.get(word, 0.0), weight)

    side = tied(number)
    here = number.at
    end = here + len(number.text)
    for place, word in stems(number.sentence):
        if here <= place < end:
            continue
        left = place < here
        weight = max(0.55, 1 - abs(place - (here if left else end)) / 400)
        weight *= 0.78 ** (around.between(here, place) + _apart(number, place))
        if (side == "right" and left) or (side == "left" and not left):
            weight *= 0.72
        add(word, weight)
    table = number.passage.kind == "table"
    for _, word in stems(number.passage.around):
        add(word, 0.95 if table else 0.8)
    for _, word in stems(number.before):
        add(word, 0.38)
    for _, word in stems(number.passage.section):
        add(word, 0.35 if table else 0.3)
    return weights
