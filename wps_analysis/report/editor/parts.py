"""What a country brief is made of: headline, fact cards, findings, the list of all figures, what differs, what lacks.

Texts are ``Said``: the parts that print a figure know its claims, and a page makes links of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StatusKind = Literal["met", "below", "no_figure", "no_target"]
Sign = Literal["up", "down", "differ", "none"]


@dataclass(frozen=True)
class Status:
    """A status in one of four kinds, in words of at most a line ("below 30%"), with what stands behind it."""

    kind: StatusKind
    words: str
    about: str = ""


@dataclass(frozen=True)
class Direction:
    """Where a figure stands beside an earlier one: the sign, and the words with base and year ("from 21% in 2018")."""

    sign: Sign
    words: str


@dataclass(frozen=True)
class Picture:
    """The small picture of a card: so many dots of a total filled, or a bar to ``end`` with a tick at the target."""

    kind: Literal["dots", "bar"]
    filled: float
    total: int = 0
    target: float | None = None
    end: float = 100


@dataclass(frozen=True)
class Card:
    """One fact in words that can be said aloud: ``2 of 25`` ``provincial governors are women``.

    ``prefix`` is a small word before the number ("about"); ``anchor`` the row of the list of figures.
    """

    anchor: str
    number: str
    rest: str
    picture: Picture
    direction: Direction
    status: Status
    source: str
    prefix: str = ""


@dataclass(frozen=True)
class Finding:
    """A finding of one or two sentences, begun with a bold word of subject."""

    subject: str
    text: str


@dataclass(frozen=True)
class Caution:
    """What the figures cannot say: a few bold words, and the sentences behind them."""

    subject: str
    text: str


@dataclass(frozen=True)
class PillarPart:
    """What is said of a pillar: its heading states the finding, then three to five findings."""

    code: str
    name: str
    heading: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FigureRow:
    """A row of the list of all figures.

    ``marks`` are one value for a bar, or two for a pair (women's first); ``quotes`` the published words.
    """

    anchor: str
    name: str
    value: str
    period: str
    quotes: str
    marks: tuple[float, ...] = ()
    target: float | None = None
    differs: str = ""
    earlier: Direction | None = None
    statuses: tuple[Status, ...] = ()


@dataclass(frozen=True)
class Theme:
    """Rows of the list that belong together, under the code of a pillar."""

    pillar: str
    name: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class DifferingRow:
    """A figure whose published figures differ, what is published, and the body to ask."""

    name: str
    published: str
    holder: str


@dataclass(frozen=True)
class MissingRow:
    """What is not in the reports used here, why it matters, and who would hold it."""

    name: str
    reason: str
    holder: str


@dataclass(frozen=True)
class CountryBrief:
    """All that the brief of a country says; charts stand beside it.

    ``edited`` names the body that checked the messages and when, and is empty where rules alone chose them;
    ``left_out`` are messages of the country's list whose condition no longer holds.
    """

    area: str
    as_of: str
    headline: str
    deck: str
    edited: str
    cards: tuple[Card, ...]
    cautions: tuple[Caution, ...]
    pillars: tuple[PillarPart, ...]
    themes: tuple[Theme, ...]
    list_note: str
    differing: tuple[DifferingRow, ...]
    missing: tuple[MissingRow, ...]
    main_source: str
    left_out: tuple[str, ...] = ()
