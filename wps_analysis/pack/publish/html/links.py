"""Numbers of a text as links to the claims they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from wps_analysis.words.language import _

Row = Mapping[str, Any]
_DIGITS = r"\d+(?:[.,]\d+)*"
# A number that no figure announced: with its sign, the other end of a range and the sign for percent.
_NUMBER = rf"(?<![A-Za-z0-9.,])(?:(?<!\w)[+\-−])?{_DIGITS}(?:–{_DIGITS})?(?:\u00a0%)?(?![A-Za-z0-9])"


@dataclass(frozen=True)
class Anchor:
    """A place on the page, and what is said of it to who points at a link there."""

    href: str
    title: str = ""

    def link(self, text: str) -> Markup:
        """Return a text as a link to the place."""
        title = Markup(' title="{}"').format(self.title) if self.title else ""
        return Markup('<a class="claim" href="{}"{}>{}</a>').format(self.href, title, text)


@dataclass(frozen=True, repr=False, eq=False)
class Claims:
    """The claims on the page by their code, and the short titles of their sources."""

    rows: Mapping[str, Row]
    pairs: Mapping[str, Sequence[Row]]
    titles: Mapping[str, str]

    def anchor(self, claim_ids: str) -> Anchor | None:
        """Return the place of a claim; for a share computed from two counts that of the first."""
        if " " in claim_ids:
            return self.computed(claim_ids)
        row = self.rows.get(claim_ids)
        return Anchor(f"#{claim_id(claim_ids)}", self._printed(row)) if row else None

    def computed(self, *claim_ids: str) -> Anchor | None:
        """Return the place of the first of the claims that a number was computed from."""
        known = [self.rows[code] for code in " ".join(claim_ids).split() if code in self.rows]
        if not known:
            return None
        words = _("Computed from {claims}").format(claims="; ".join(map(self._printed, known)))
        return Anchor(f"#{claim_id(known[0]['claim_id'])}", words)

    def count(self, claim_ids: str, number: float) -> Anchor | None:
        """Return the place of a count that was printed with a share, or that a share was computed from."""
        known = [self.rows[code] for code in claim_ids.split() if code in self.rows]
        beside = [row for claim in known for row in self.pairs.get(claim["pair_id"], [])]
        for row in [*known, *beside]:
            if row["obs_value"] == number and row["unit_measure"] != "PT":
                return self.anchor(row["claim_id"])
        return self.computed(claim_ids)

    def _printed(self, row: Row) -> str:
        place = ", ".join(filter(None, (self.titles.get(row["source"], row["source"]), row["locator"])))
        return f"“{row['value_text']}” ({place})"


def claims_on_page(claims: pd.DataFrame, sources: pd.DataFrame) -> Claims:
    """Index the claims that have a row on the page.

    Parameters
    ----------
    claims, sources
        As ``Content`` has them.
    """
    rows = claims.to_dict("records")
    pairs: dict[str, list[Row]] = {}
    for row in rows:
        if row["pair_id"]:
            pairs.setdefault(row["pair_id"], []).append(row)
    titles = dict(zip(sources["source_id"], sources["short_title"], strict=True))
    return Claims({row["claim_id"]: row for row in rows}, pairs, titles)


def claim_id(code: str) -> str:
    """Return the ``id`` of a claim's row on the page."""
    return f"claim-{code}"


def source_id(code: str) -> str:
    """Return the ``id`` of a source's row on the page."""
    return f"source-{code}"


def link_numbers(
    text: str,
    expected: Iterable[tuple[str, Anchor | None]],
    *,
    otherwise: Anchor | None,
    names: Iterable[str] = (),
) -> Markup:
    """Wrap the numbers of a text in links; nothing else of the text changes.

    Parameters
    ----------
    text
        Plain text.
    expected
        Words that print a figure, in the order of the text, each with its place: "22 %" before a second "22 %".
    otherwise
        The place of every other number; None: it is left as it is.
    names
        Words that hold digits and are no figure: years, dates, names.

    Returns
    -------
    Markup
        Without its tags it is the text.

    Examples
    --------
    >>> base, latest = Anchor("#claim-a"), Anchor("#claim-b")
    >>> said = link_numbers("14.8 in 1999 to 17.7, +2.9", [("14.8", base), ("17.7", latest)], otherwise=latest,
    ...                     names=["1999"])
    >>> print(said.replace(' class="claim"', ""))
    <a href="#claim-a">14.8</a> in 1999 to <a href="#claim-b">17.7</a>, <a href="#claim-b">+2.9</a>
    """
    waiting = [(words, anchor) for words, anchor in expected if words]
    pieces, end = [], 0
    for match in _pattern(names, [words for words, _anchor in waiting]).finditer(text):
        if match["name"]:
            continue
        place = next((n for n, (words, _anchor) in enumerate(waiting) if words == match[0]), None)
        anchor = otherwise if place is None else waiting.pop(place)[1]
        pieces += [escape(text[end : match.start()]), anchor.link(match[0]) if anchor else escape(match[0])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])


def _pattern(names: Iterable[str], words: Iterable[str]) -> re.Pattern[str]:
    """Match names first, then figures that are expected, then any number; the longer words before the shorter."""
    name = _any_of(name for name in names if re.search(r"\d", name))
    figure = _any_of(words)
    return re.compile(rf"(?P<name>(?<!\d)(?:{name})(?!\d))|(?<![\d.,])(?:{figure})(?!\d|[.,]\d|\u00a0%)|{_NUMBER}")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"
