"""Texts and fields as HTML: a part that rests on claims leads to them, on this page or on another of the pack."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell
from wps_analysis.words.language import _
from wps_analysis.words.said import Part, parts_of, place_of

CLAIMS = "claims"
"""The place of the list of claims."""
_BEHIND_A_POINT = re.compile(r"(?<=[._])")


class Links:
    """What the parts of a text lead to.

    Parameters
    ----------
    content
        The pack's tables.
    places
        The ``id`` of each place that can be led to. A number whose claim has none leads to the list of claims.
    page
        The file that has these places; empty where it is the one that the texts stand on.

    Examples
    --------
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> from wps_analysis.words.said import figure
    >>> links = Links(gather(Edition(), "LAO"), {"differing"}, page="evidence.html")
    >>> print(links.text(figure("2", place="differing")))
    <a class="claim" href="evidence.html#differing">2</a>
    """

    def __init__(self, content: Content, places: Collection[str], *, page: str = "") -> None:
        self.page, self.places = page, places
        self.claims: Mapping[str, Any] = {c["claim_id"]: c for c in content.claims.to_dict("records")}
        self.titles = dict(zip(content.sources["source_id"], content.sources["short_title"], strict=True))

    def text(self, text: str) -> Markup:
        """Return a text with a link around each part that rests on something; without its tags it is the text."""
        return Markup("").join(map(self._part, parts_of(text)))

    def quote(self, claim_ids: Sequence[str]) -> tuple[str, str]:
        """Return the address and the published words of some claims; both empty where none is known."""
        printed = [self.claims[code] for code in claim_ids if code in self.claims]
        place = self._place(printed[0]) if printed else ""
        return (f"{self.page}#{place}", "; ".join(map(self._words, printed))) if place else ("", "")

    def cell(self, cell: Cell) -> Markup:
        """Return what stands in a field; a code may be broken behind its points and underscores."""
        if cell.code:
            return Markup("<code>{}</code>").format(Markup("<wbr>").join(_BEHIND_A_POINT.split(cell.text)))
        if cell.folded:
            summary = _("Citation")
            return Markup('<details class="cite"><summary>{}</summary>{}</details>').format(summary, cell.text)
        if cell.link[1:] in self.places:
            return Markup('<a href="{}{}">{}</a>').format(self.page, cell.link, cell.text)
        addresses = [one for one in cell.link.split() if one.startswith(("https://", "http://"))]
        if addresses:
            return Markup(" ").join(Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(one) for one in addresses)
        return self.text(cell.text)

    def _part(self, part: Part) -> Markup:
        printed = [self.claims[code] for code in part.claims if code in self.claims]
        place = self._place(printed[0]) if printed else ""
        if place:
            title = "; ".join(map(self._words, printed))
            title = title if len(part.claims) == 1 else _("Computed from {claims}").format(claims=title)
            return self._link(part.text, place, title)
        return self._link(part.text, part.place, "") if part.place in self.places else escape(part.text)

    def _place(self, claim: Mapping[str, Any]) -> str:
        """Return the row of a claim, else the list that does without rows; nothing where there is neither."""
        places = place_of("claim", claim["claim_id"]), CLAIMS
        return next((place for place in places if place in self.places), "")

    def _words(self, claim: Mapping[str, Any]) -> str:
        """Return a claim as printed, with its document, the section and the document cited there."""
        place = [self.titles.get(claim["source"], claim["source"]), claim["locator"]]
        if claim["origin"]:
            place.append(_("citing {origin}").format(origin=self.titles.get(claim["origin"], claim["origin"])))
        return f"“{claim['value_text']}” ({', '.join(filter(None, place))})"

    def _link(self, text: str, place: str, title: str) -> Markup:
        said = Markup(' title="{}"').format(title) if title else ""
        return Markup('<a class="claim" href="{}#{}"{}>{}</a>').format(self.page, place, said, text)
