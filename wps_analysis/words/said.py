"""Words that know their numbers: a text is made of parts, and a part that prints a figure carries what it rests on.

Sentences and cells of tables are made with ``say`` from the texts of figures; a page, a workbook or a document takes
its links and footnotes from the parts, so that nothing is read back from what was printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import NamedTuple


class Part(NamedTuple):
    """A piece of a text: the claims that its number rests on, one that prints it or several it was computed from.

    ``place`` names what lists a number that rests on no single claim, such as a count of rows (see `place_of`).
    """

    text: str
    claims: tuple[str, ...] = ()
    place: str = ""


class Said(str):
    """A text with its parts; without them it is the text and nothing else.

    Examples
    --------
    >>> said = say("{share} of {body}", share=figure("8 %", "sa25.governors"), body="governors")
    >>> said
    '8 % of governors'
    >>> said.parts
    (Part(text='8 %', claims=('sa25.governors',), place=''), Part(text=' of governors', claims=(), place=''))
    """

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __new__(cls, parts: Iterable[Part]) -> Said:
        """Put parts together; neighbours that rest on nothing become one."""
        merged: list[Part] = []
        for part in parts:
            if merged and part[1:] == merged[-1][1:] == ((), ""):
                merged[-1] = Part(merged[-1].text + part.text)
            elif part.text:
                merged.append(part)
        said = super().__new__(cls, "".join(part.text for part in merged))
        said.parts = tuple(merged)
        return said

    def __reduce__(self) -> tuple:
        """Let a text keep its parts where it is copied or sent to another process."""
        return Said, (self.parts,)

    def capitalised(self) -> Said:
        """Return the text with its first letter large."""
        first, *others = self.parts or (Part(""),)
        return Said([first._replace(text=first.text[:1].upper() + first.text[1:]), *others])


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a text; a plain one is a single part that rests on nothing."""
    return text.parts if isinstance(text, Said) else (Part(str(text)),)


def figure(text: str, *claim_ids: str, place: str = "") -> Said:
    """Return the text of a number with what it rests on.

    Parameters
    ----------
    text
        The number as it is printed here.
    *claim_ids
        Of the claim that prints it, or of those it was computed from; each may name several, separated by spaces.
    place
        Where it is listed instead.
    """
    return Said([Part(text, tuple(dict.fromkeys(" ".join(claim_ids).split())), place)])


def say(template: str, **words: str) -> Said:
    """Fill the ``{names}`` of a template, keeping the parts of what is filled in.

    Parameters
    ----------
    template
        As for ``str.format``; a field is a name and nothing more.
    **words
        A text for each name.

    Examples
    --------
    >>> say("{change} points, {change}", change=figure("+2.9", "a", "b")).parts[0].claims
    ('a', 'b')
    """
    parts: list[Part] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        parts.append(Part(text))
        if name is not None:
            parts += parts_of(words[name])
    return Said(parts)


def joined(separator: str, texts: Iterable[str]) -> Said:
    """Join texts as ``str.join`` does, keeping their parts.

    Examples
    --------
    >>> joined("; ", ["a", "b"])
    'a; b'
    """
    parts: list[Part] = []
    for place, text in enumerate(texts):
        parts += [*([Part(separator)] if place else []), *parts_of(text)]
    return Said(parts)


def place_of(kind: str, *codes: str) -> str:
    """Return the name of a place that lists something, as a page uses it for an ``id``.

    Examples
    --------
    >>> place_of("differing", "police", "KHM", "_T", "F", "2017-01-01/P5Y")
    'differing-police-KHM-_T-F-2017-01-01.P5Y'
    """
    return "-".join([kind, *codes]).replace("/", ".")
