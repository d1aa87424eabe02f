"""The codes of the four pillars, and the nearest known code to one that is mistyped; imports nothing heavy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

Pillar = Literal["participation", "protection", "prevention", "relief_recovery"]
PILLARS: tuple[str, ...] = get_args(Pillar)


def nearest_codes(code: str, known: Iterable[str]) -> list[str]:
    """Return up to three known codes that resemble a mistyped one, the nearest first; none if none is near.

    Examples
    --------
    >>> nearest_codes("protecton", PILLARS)[0]
    'protection'
    """
    from rapidfuzz import fuzz, process, utils

    near = process.extract(code, sorted(known), limit=20, score_cutoff=60, processor=utils.default_process)
    # A letter that is wrong first, then a word that is left out.
    near.sort(key=lambda match: (-round(fuzz.ratio(code.lower(), match[0].lower())), -match[1], match[0]))
    return [match for match, _score, _place in near[:3]]
