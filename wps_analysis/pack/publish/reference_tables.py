"""What the figures of a pack rest on: sources, definitions, what documents say of targets, and what was left out."""

from __future__ import annotations

from wps_analysis.pack.publish.cells import count_cell, to_source, unit_word
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, lay_out, quoted
from wps_analysis.tables import Row
from wps_analysis.words.figures import target_text
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import place_of


def sources_table(content: Content) -> Layout:
    """Lay out the documents and pages that the claims were taken from, or that these name as their origin."""
    counts = content.claims["source"].value_counts()

    def printed(source: Row) -> Cell:
        count = int(counts.get(source["source_id"], 0))
        return count_cell(count) if count else Cell(_("named as origin"), 0.0, decimals=0)

    def published(source: Row) -> str:
        day = source["published"]
        return day if source["published_basis"] == "stated" or not day else _("{date} or later").format(date=day)

    columns = [
        Column(_("Short title"), lambda source: source["short_title"], 26),
        Column(_("Title"), lambda source: quoted(source["title"]), 44, 1),
        Column(_("Producer"), lambda source: quoted(source["producer"]), 34, 2),
        Column(_("Published"), published, 13, 3),
        Column(_("Reference period"), lambda source: source["reference_period"], 12),
        Column(_("Read as"), lambda source: _("document") if source["file"] else _("as quoted"), 10, 4),
        Column(_("Published figures"), printed, 10, 5),
        Column(_("Licence"), lambda source: quoted(source["licence"]), 14, 6),
        Column(_("Address"), lambda source: Cell(source["url"], link=source["url"]), 24, 7),
        Column(_("Citation"), lambda source: quoted(source["citation"]), 60, 8),
        Column(_("Code"), lambda source: source["source_id"], 24, paper=False),
    ]
    about = _("The documents and pages that the figures were taken from, or that these name as their origin.")
    rows = content.sources.sort_values(["title", "source_id"]).to_dict("records")
    return lay_out(_("Sources"), about, columns, rows, anchor=lambda source: place_of("source", source["source_id"]))


def definitions_table(content: Content) -> Layout:
    """Lay out what each indicator measures, and what it does not."""
    columns = [
        Column(_("Indicator"), lambda row: _(row["name"]), 32, 1),
        Column(_("Pillar"), lambda row: _(PILLAR_NAMES[row["pillar"]]), 16),
        Column(_("Measures"), lambda row: _(row["definition"]), 46, 2),
        Column(_("Does not measure"), lambda row: _(row["not_measured"]), 34, 3),
        Column(_("Unit"), unit_word, 10),
        Column(_("SDG"), lambda row: row["sdg_indicator"], 9, 4),
        Column(_("Plan output"), lambda row: row["rpa_output"], 9, 5),
        Column(
            _("Also under"), lambda row: ", ".join(_(PILLAR_NAMES[code]) for code in row["also_pillar"].split()), 16
        ),
        Column(_("Custodian"), lambda row: _(row["custodian"]), 28, 6),
        Column(_("Code"), lambda row: row["indicator"], 28, paper=False),
    ]
    about = _("What each indicator measures, and what it does not.")
    return lay_out(_("Definitions"), about, columns, content.indicators.to_dict("records"))


def statements_table(content: Content) -> Layout:
    """Lay out what documents themselves say of the targets that apply here, met or not; no judgement of ours."""
    registry = content.edition.registry
    targets = {row["target_id"]: row for row in content.targets.to_dict("records")}
    columns = [
        Column(_("Target"), lambda row: target_text(targets[row["target_id"]]), page=1),
        Column(_("What the document says"), lambda row: quoted(f"“{row['statement']}”"), page=2),
        Column(_("Source"), lambda row: to_source(row["source"], registry.titles), page=3),
        Column(_("Section"), lambda row: quoted(row["locator"]), page=4),
        Column(_("Note"), lambda row: quoted(row["note"]), page=5),
    ]
    said = registry.target_statements
    said = said[said["target_id"].isin(list(targets)) & said["source"].isin(content.claims["source"])]
    about = _("What the documents themselves say of the targets; no judgement of ours.")
    return lay_out(_("Statements on targets"), about, columns, said.to_dict("records"))


def left_out_table(content: Content) -> Layout:
    """Lay out the numbers that the sources print and that were left out, each with the reason."""
    registry = content.edition.registry
    columns = [
        Column(_("As printed"), lambda row: quoted(row["value_text"]), page=1),
        Column(_("What"), lambda row: quoted(row["what"]), page=2),
        Column(_("Reason"), lambda row: quoted(row["reason"]), page=3),
        Column(_("Source"), lambda row: to_source(row["source"], registry.titles), page=4),
        Column(_("Section"), lambda row: quoted(row["locator"]), page=5),
    ]
    left_out = content.edition.left_out_of(content.ref_area)
    about = _("Numbers that the sources print and that were left out, with the reason.")
    return lay_out(_("Numbers left out"), about, columns, left_out.to_dict("records"))
