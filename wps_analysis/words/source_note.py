"""Where figures come from: the note below a chart, and the citation of a single figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from wps_analysis.codes import period_span
from wps_analysis.tables import Row
from wps_analysis.words.figures import NBSP, day_text, known, period_text, row_name, text_of, unique
from wps_analysis.words.language import _
from wps_analysis.words.names import SEX_NAMES


def source_paragraph(rows: list[dict[str, Any]], *, source_note: str = "", as_of: str = "") -> str:
    """Return the note below a chart: sources with their sections, reference periods, state of the data.

    Parameters
    ----------
    rows
        The observations drawn.
    source_note
        Replaces the sources read from the rows.
    as_of
        ISO date; otherwise the latest in the column ``as_of``, if there is one.

    Returns
    -------
    str
        One paragraph.
    """
    titles = unique(text_of(row, "source_title") or text_of(row, "source") for row in rows)
    cited = []
    for title in titles:
        mine = [row for row in rows if title in (text_of(row, "source_title"), text_of(row, "source"))]
        places = unique(text_of(row, "locator").replace(" ", NBSP) for row in mine)
        cited.append(f"{title} ({', '.join(places)})" if places else title)
    spans = [period_span(text_of(row, "time_period")) for row in rows]
    starts = [int(start) for start, end in spans if known(start)]
    ends = [math.ceil(end) - 1 for start, end in spans if known(end)]
    sentences = []
    if source_note:
        sentences.append(f"{source_note.rstrip('.')}.")
    elif cited:
        sentences.append(_("Source: {sources}.").format(sources="; ".join(cited)))
    if starts:
        first, last = min(starts), max(ends)
        one = _("Reference period: {first}.") if first == last else _("Reference periods: {first}–{last}.")
        sentences.append(one.format(first=first, last=last))
    as_of = as_of or max((text_of(row, "as_of") for row in rows), default="")
    if as_of:
        sentences.append(_("Data as of {date}.").format(date=day_text(as_of)))
    return " ".join(sentences)


def citation(claim: Row, citations: Mapping[str, str]) -> str:
    """Return a citation of one published figure, ready to be copied.

    Parameters
    ----------
    claim
        A row of ``tables.Claims`` with ``name`` and ``population_name`` of its subject and ``area_name``.
    citations
        The citation of each source.

    Returns
    -------
    str
        The subject and the figure as printed; the document and its section; the document that it cites there.
    """
    subject = ", ".join(filter(None, [row_name(claim, area=True), _(SEX_NAMES[claim["sex"]]), period_text(claim)]))
    cited = [f"{subject}: “{claim['value_text']}”.", f"{citations[claim['source']].rstrip('.')}."]
    if claim["locator"]:
        cited.append(_("Place: {locator}.").format(locator=claim["locator"]))
    origin = claim["origin"]
    if origin:
        named = citations.get(origin, origin)
        cited.append(_("Cited there: {origin}.").format(origin=named.rstrip(".")))
    return " ".join(cited)
