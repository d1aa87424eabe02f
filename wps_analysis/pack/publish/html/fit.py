"""How much has room on a sheet of A4: the size of its type and the height of its chart, by the letters of its texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from wps_analysis.report.editor.parts import CountryBrief, PillarPart
from wps_analysis.words.language import language_in_force

_ROOM = {"en": (2000, 2800, 3600), "km": (1500, 2100, 2500)}
"""How many letters a sheet holds at each size of type, the largest first, beside a chart that can be read."""
_SHORTER = (2, 1, 0)
"""How many findings a pillar keeps beside its heading: fewer where they have no room at the smallest type."""
_FIRST_SHEET = {"en": (90, 1200, 25), "km": (60, 1200, 16)}
"""The height of the chart in mm beside so many letters, and how many letters more take a millimetre of it."""
_LOWEST, _HIGHEST = 40, 100


@dataclass(frozen=True)
class Fit:
    """How a brief fits on a sheet: the size of its type, 0 the largest, and how many findings a pillar keeps."""

    size: int
    findings: int


def fitting(brief: CountryBrief) -> Fit:
    """Return the largest type, and the most findings, with which the texts of a brief have room on a sheet."""
    room = _ROOM[language_in_force()]
    for findings in _SHORTER:
        letters = letter_count(_texts(brief, findings))
        for size, most in enumerate(room):
            if letters <= most:
                return Fit(size, findings)
    return Fit(len(room) - 1, _SHORTER[-1])


def hero_height(brief: CountryBrief) -> int:
    """Return how high the first chart can be, in mm, so that it has room on the first printed sheet of the brief."""
    height, letters, a_millimetre = _FIRST_SHEET[language_in_force()]
    more = letter_count(_first_texts(brief)) - letters
    return max(_LOWEST, min(_HIGHEST, height - round(more / a_millimetre)))


def letter_count(texts: Iterable[str]) -> int:
    """Count the letters that take room: signs that hang on another and spaces of no width take none.

    Examples
    --------
    >>> letter_count(["ស្រី", "a\u200bb"])
    4
    """
    return sum(unicodedata.category(letter) not in {"Mn", "Cf"} for text in texts for letter in text)


def _texts(brief: CountryBrief, findings: int) -> list[str]:
    pillars = [text for pillar in brief.pillars for text in _pillar_texts(pillar, findings)]
    return [*_first_texts(brief), brief.main_source, *pillars]


def _first_texts(brief: CountryBrief) -> list[str]:
    cautions = [f"{caution.subject} {caution.text}" for caution in brief.cautions]
    cards = [f"{card.rest} {card.direction.words} {card.source}" for card in brief.cards]
    return [brief.headline, brief.deck, *cards, *cautions]


def _pillar_texts(pillar: PillarPart, findings: int) -> list[str]:
    return [pillar.heading, *(finding.text for finding in pillar.findings[:findings])]
