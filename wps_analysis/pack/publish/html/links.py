"""Texts and fields as HTML: a part that rests on claims leads to them, where the page has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from markupsafe import Markup, escape

from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell
from wps_analysis.words.language import _
from wps_analysis.words.said import Part, parts_of, place_of

_BEHIND_A_POINT = re.compile(r"(?<=[._])")


class Links:
    """What the parts of a text lead to on a page.

    Parameters
    ----------
    content
        The pack's tables.
    places
        The ``id`` of each place of the page.
    """

    def __init__(self, content: Content, places: Collection[str]) -> None:
        claims = content.claims.to_dict("records")
        self.places = places
        self.claims: Mapping[str, Any] = {
            c["claim_id"]: c for c in claims if place_of("claim", c["claim_id"]) in places
        }
        self.titles = dict(zip(content.sources["source_id"], content.sources["short_title"], strict=True))

    def text(self, text: str) -> Markup:
        """Return a text with a link around each part that rests on something; without its tags it is the text."""
        return Markup("").join(map(self._part, parts_of(text)))

    def cell(self, cell: Cell) -> Markup:
        """Return what stands in a field; a code may be broken behind its points and underscores."""
        if cell.code:
            return Markup("<code>{}</code>").format(Markup("<wbr>").join(_BEHIND_A_POINT.split(cell.text)))
        if cell.link[1:] in self.places:
            return Markup('<a href="{}">{}</a>').format(cell.link, cell.text)
        addresses = [one for one in cell.link.split() if one.startswith(("https://", "http://"))]
        if addresses:
            return Markup(" ").join(Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(one) for one in addresses)
        return self.text(cell.text)

    def _part(self, part: Part) -> Markup:
        printed = [self.claims[code] for code in part.claims if code in self.claims]
        if printed:
            title = "; ".join(map(self._words, printed))
            title = title if len(part.claims) == 1 else _("Computed from {claims}").format(claims=title)
            return _link(part.text, place_of("claim", printed[0]["claim_id"]), title)
        return _link(part.text, part.place, "") if part.place in self.places else escape(part.text)

    def _words(self, claim: Mapping[str, Any]) -> str:
        place = ", ".join(filter(None, (self.titles.get(claim["source"], claim["source"]), claim["locator"])))
        return f"“{claim['value_text']}” ({place})"


def _link(text: str, place: str, title: str) -> Markup:
    said = Markup(' title="{}"').format(title) if title else ""
    return Markup('<a class="claim" href="#{}"{}>{}</a>').format(place, said, text)
