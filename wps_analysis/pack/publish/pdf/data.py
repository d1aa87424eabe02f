"""What a document prints, as plain data: the brief of a country, its charts, and the published figures behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wps_analysis.pack.publish.content import Content, confirmed_notice
from wps_analysis.pack.publish.html.drawings import first_of
from wps_analysis.pack.publish.html.notebook import Section, charts_of
from wps_analysis.pack.publish.html.pictures import STATUS_WORDS
from wps_analysis.pack.publish.pdf.drawn import body_data, chart_data, picture_of, sign_picture, status_picture
from wps_analysis.pack.publish.tables import claims_table
from wps_analysis.report.editor.parts import Card, CountryBrief, Direction, FigureRow, PillarPart, Status
from wps_analysis.words.language import _, draft_notice, language_in_force
from wps_analysis.words.said import parts_of, place_of


class Runs(list[list[str]]):
    """A text as pieces, each with the claim that it rests on, empty where it rests on none."""


def document_data(brief: CountryBrief, told: Mapping[str, Section], content: Content) -> dict[str, Any]:
    """Return what all documents of a country can print.

    Parameters
    ----------
    brief
        What the page says.
    told
        What each executed notebook tells, by the code of its pillar or the name of its notebook.
    content
        The pack's tables.

    Returns
    -------
    dict
        Texts, lists and drawings, as JSON can hold them.
    """
    charts = {code: list(_drawn(section)) for code, section in told.items()}
    drawn = [chart for section in told.values() for chart in charts_of(section).values() if chart.narrow]
    first = first_of(drawn)
    incomplete = [section.title for section in told.values() if section.error]
    return {
        "lang": language_in_force(),
        "area": brief.area,
        "title": _("Women, Peace and Security: {area}").format(area=brief.area),
        "published": _("Figures published by {date}").format(date=brief.as_of),
        "notices": [
            *filter(None, [draft_notice(), confirmed_notice(content)]),
            *([_("This pack is not complete.")] if incomplete else []),
        ],
        "headline": _runs(brief.headline),
        "deck": _runs(brief.deck),
        "cards": [_card(card) for card in brief.cards],
        "chart": body_data(first) if first else None,
        "cautions": [{"subject": _runs(c.subject), "text": _runs(c.text)} for c in brief.cautions],
        "pillars": [_pillar(pillar, brief, charts.get(pillar.code, ())) for pillar in brief.pillars],
        "note": _runs(brief.list_note),
        "differing": [[_runs(row.name), _runs(row.published), _runs(row.holder)] for row in brief.differing],
        "missing": [[_runs(row.name), _runs(row.reason), _runs(row.holder)] for row in brief.missing],
        "foot": _foot(brief),
        "words": _words(),
    }


def evidence_data(data: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """Return what the numbers of a document lead to: the published figures, their sources and what is measured.

    Parameters
    ----------
    data
        What the document prints (`document_data`).
    content
        The pack's tables.
    """
    cited = {code for code in _claims_in(data) if code}
    claims = content.claims[content.claims["claim_id"].isin(cited)]
    sources = content.sources[content.sources["source_id"].isin({*claims["source"], *claims["origin"]})]
    told = content.indicators[content.indicators["indicator"].isin(claims["indicator"])]
    return {
        "claims": _claim_rows(content, cited),
        "sources": sources.sort_values(["short_title", "source_id"])[["short_title", "citation"]].to_numpy().tolist(),
        "definitions": [[_(row["name"]), _(row["definition"]), _(row["not_measured"])]
                        for row in told.to_dict("records")],
    }  # fmt: skip


def _claim_rows(content: Content, cited: set[str]) -> dict[str, Any]:
    """Return the rows of the published figures that are cited, each with its code, and their headings."""
    table = claims_table(content).on_page
    wanted = [_("As printed"), _("Indicator"), _("Sex"), _("Period"), _("Source"), _("Section"), _("Confirmation")]
    chosen = [table.headings.index(heading) for heading in wanted if heading in table.headings]
    codes = {place_of("claim", code): code for code in cited}
    rows = [
        {"code": codes[anchor], "cells": [str(row[place].text) for place in chosen]}
        for anchor, row in zip(table.anchors, table.rows, strict=True)
        if anchor in codes
    ]
    return {"headings": [table.headings[place] for place in chosen], "rows": rows}


def _claims_in(data: Any) -> Iterable[str]:
    """Yield the claims that the texts of a document rest on."""
    if isinstance(data, Mapping):
        for value in data.values():
            yield from _claims_in(value)
    elif isinstance(data, Runs):
        yield from (code for _text, code in data)
    elif isinstance(data, list):
        for value in data:
            yield from _claims_in(value)


def _runs(text: str) -> Runs:
    return Runs([part.text, part.claims[0] if part.claims else ""] for part in parts_of(text))


def _drawn(section: Section) -> Iterable[dict[str, Any]]:
    for chart in charts_of(section).values():
        data = chart_data(chart) if chart.narrow else None  # what is drawn for a phone belongs to the brief
        if data:
            yield {"name": chart.name, **data}


def _pillar(pillar: PillarPart, brief: CountryBrief, charts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    themes = [theme for theme in brief.themes if theme.pillar == pillar.code and theme.rows]
    return {
        "code": pillar.code,
        "name": pillar.name,
        "heading": _runs(pillar.heading),
        "findings": [{"subject": _("{subject}:").format(subject=finding.subject), "text": _runs(finding.text)}
                     for finding in pillar.findings],
        "charts": list(charts),
        "themes": [{"name": theme.name, "rows": [_row(row) for row in theme.rows]} for theme in themes],
    }  # fmt: skip


def _card(card: Card) -> dict[str, Any]:
    return {
        "prefix": card.prefix, "number": _runs(card.number), "rest": _runs(card.rest), "picture": picture_of(card),
        "direction": _direction(card.direction), "status": _status(card.status), "source": _runs(card.source),
    }  # fmt: skip


def _row(row: FigureRow) -> dict[str, Any]:
    return {
        "name": row.name, "value": _runs(row.value), "period": row.period, "differs": _runs(row.differs),
        "earlier": _direction(row.earlier) if row.earlier else None, "statuses": [_status(one) for one in row.statuses],
    }  # fmt: skip


def _direction(direction: Direction) -> dict[str, Any]:
    return {"sign": sign_picture(direction.sign), "words": _runs(direction.words)}


def _status(status: Status) -> dict[str, Any]:
    return {"kind": status.kind, "sign": status_picture(status.kind), "words": _runs(status.words)}


def _foot(brief: CountryBrief) -> list[str]:
    source = [_("Main source: {source}.").format(source=brief.main_source)] if brief.main_source else []
    computed = _(
        "Status and direction are computed by us with published rules; they are not an assessment by the bodies that"
        " set the targets."
    )
    return [*source, computed]


def _words() -> dict[str, Any]:
    """Return the words that templates print of their own."""
    return {
        "page": _("page {page} of {pages}"),
        "contents": _("Contents"),
        "summary": _("Summary"),
        "cautions": _("What these figures cannot say"),
        "nothing": _("No figure of this pillar is in the reports used here."),
        "list": _("All figures"),
        "short_columns": [_("Indicator"), _("Figure"), _("Target")],
        "columns": [_("Indicator"), _("Figure"), _("Year"), _("Earlier"), _("Target")],
        "differing": _("Where published figures differ"),
        "differing_columns": [_("Figure"), _("Published figures"), _("Who can settle it")],
        "missing": _("What is missing, and who would hold it"),
        "missing_columns": [_("Not in the reports used here"), _("Why it matters"), _("Who would hold it")],
        "evidence": _("Data and methods"),
        "claims": _("Published figures"),
        "sources": _("Sources"),
        "source_columns": [_("Short title"), _("Citation")],
        "definitions": _("Definitions"),
        "definition_columns": [_("Indicator"), _("Measures"), _("Does not measure")],
        "no_target": _(STATUS_WORDS["no_target"]),
    }
