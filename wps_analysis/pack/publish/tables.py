"""The tables of a pack, each laid out once for page and workbook: claims, figures that differ, findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wps_analysis.claims.embargo import HELD
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.digits import plain
from wps_analysis.pack.publish.cells import count_cell, sex_word, to_claim, to_source, unit_word
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, figure_cell, lay_out, number_cell, quoted
from wps_analysis.registry.areas import local_area_name
from wps_analysis.report.counts import differing
from wps_analysis.tables import Row
from wps_analysis.words.figures import (
    CHOICE_WORDS,
    known,
    number_of,
    period_text,
    row_name,
    value_text,
)
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import CONFIRMATIONS
from wps_analysis.words.said import figure, joined, place_of
from wps_analysis.words.source_note import citation

_ROLES = {"part": N_("part of a table"), "total": N_("total of a table"), "target": N_("target")}
_SEVERITIES = {"error": N_("error"), "question": N_("question"), "note": N_("note")}


def claims_table(content: Content) -> Layout:
    """Lay out every claim that the pack rests on, in the order of indicators, groups and periods."""
    registry = content.edition.registry
    titles = registry.titles.to_dict()
    citations = dict(zip(registry.sources["source_id"], registry.sources["citation"], strict=True))
    groups = dict(zip(registry.populations["population"], registry.populations["name"], strict=True))
    names = content.data.indicators.set_index("indicator")["name"].to_dict()
    areas = {code: local_area_name(code, registry.areas) for code in content.claims["ref_area"].unique()}

    def subject(claim: Row) -> str:
        elsewhere = claim["ref_area"] != content.ref_area
        return row_name(claim, area=elsewhere)

    def note(claim: Row) -> Cell:
        return quoted("; ".join(filter(None, (_("target") if claim["role"] == "target" else "", claim["note"]))))

    def confirmation(claim: Row) -> str:
        return "" if claim["confirmation"] == HELD else _(CONFIRMATIONS[claim["confirmation"]])

    columns = [
        Column(_("Indicator"), lambda claim: row_name({**claim, "population_name": ""}), 26),
        Column(_("Indicator"), subject, page=2),
        Column(_("Area"), lambda claim: areas[claim["ref_area"]], 12),
        Column(_("Population"), lambda claim: _(claim["population_name"]), 18),
        Column(_("Sex"), sex_word, 8, 3),
        Column(_("As printed"), lambda claim: quoted(claim["value_text"], number_of(claim, "obs_value")), 18, 1),
        Column(_("Figure"), lambda claim: str(value_text(claim)) if claim["obs_status"] == "A" else _("no figure"), 12),
        Column(_("Value"), figure_cell, 10),
        Column(_("Lowest within rounding"), lambda claim: number_cell(claim, "lower"), 10),
        Column(_("Highest within rounding"), lambda claim: number_cell(claim, "upper"), 10),
        Column(_("Bounds"), lambda claim: Cell(_bounds(claim), number_of(claim, "lower")), page=5),
        Column(_("Unit"), unit_word, 9),
        Column(_("Period"), lambda claim: Cell(period_text(claim), decimal_year(claim["time_period"])), 11, 4),
        Column(_("Period as printed"), lambda claim: claim["period_text"], 14),
        Column(_("Source"), lambda claim: to_source(claim["source"], titles), 32, 6),
        Column(_("Named as origin"), lambda claim: titles.get(claim["origin"], claim["origin"]), 18),
        Column(_("Section"), lambda claim: quoted(claim["locator"]), 12, 7),
        Column(_("Role"), lambda claim: _(_ROLES.get(claim["role"], "")), 9),
        Column(_("Confirmation"), lambda claim: _(CONFIRMATIONS[claim["confirmation"]]), 14),
        Column(_("Confirmation"), confirmation, page=11),
        Column(_("Note"), lambda claim: quoted(claim["note"]), 56),
        Column(_("Note"), note, page=8),
        Column(_("Code"), lambda claim: Cell(claim["claim_id"], code=True), 30, 10, paper=False),
        Column(_("Citation"), lambda claim: Cell(citation(claim, citations), folded=True), 60, 9, paper=False),
    ]
    order = {code: place for place, code in enumerate(names)}
    claims = [
        {
            **claim,
            "name": names[claim["indicator"]],
            "population_name": groups.get(claim["population"], ""),
            "area_name": areas[claim["ref_area"]],
        }
        for claim in content.claims.to_dict("records")
    ]
    claims.sort(key=lambda c: (order[c["indicator"]], c["population"], decimal_year(c["time_period"]), c["claim_id"]))
    about = _("Every published figure that the pack rests on, as it was printed and as it was read.")
    return lay_out(
        _("Published figures"), about, columns, claims, anchor=lambda claim: place_of("claim", claim["claim_id"])
    )


def differing_table(content: Content) -> Layout:
    """Lay out each figure whose published figures differ: every claim as printed, which is used, by what rule."""
    titles = content.edition.registry.titles.to_dict()

    def reason(claim: Row) -> str:
        return _(CHOICE_WORDS.get(claim["figure"]["choice_reason"], ""))

    def name(claim: Row) -> str:
        row = claim["figure"]
        return f"{row_name(row)}, {sex_word(row)}, {period_text(row)}"

    columns = [
        Column(_("Figure"), lambda claim: row_name(claim["figure"]), 26),
        Column(_("Figure"), name, page=1),
        Column(_("Sex"), sex_word, 8),
        Column(_("Period"), period_text, 11),
        Column(_("As printed"), _printed, 16, 2),
        Column(_("Value"), figure_cell, 9),
        Column(_("Lowest within rounding"), lambda claim: number_cell(claim, "lower"), 10),
        Column(_("Highest within rounding"), lambda claim: number_cell(claim, "upper"), 10),
        Column(_("Source"), lambda claim: to_source(claim["source"], titles), 20, 3),
        Column(_("Section"), lambda claim: quoted(claim["locator"]), 11, 4),
        Column(_("Used"), lambda claim: _("yes") if claim["used"] else "", 8),
        Column(_("Why it is used"), lambda claim: reason(claim) if claim["used"] else "", page=5),
        Column(_("Figure used"), lambda claim: value_text(claim["figure"]), 11),
        Column(_("Why it is used"), reason, 22),
        Column(_("To be confirmed with"), lambda claim: _(claim["figure"]["custodian"]), 18, 6),
        Column(_("Published figure"), lambda claim: to_claim(claim["claim_id"]), 11),
        Column(_("Code"), lambda claim: claim["claim_id"], 24, paper=False),
    ]
    about = _(
        "Where published figures differ: each of them beside the one that is used, by which rule, and whom to ask."
    )
    return lay_out(_("Figures that differ"), about, columns, _differing(content), anchor=_where)


def findings_table(content: Content, severity: str = "") -> Layout:
    """Lay out what the audit asks, each with the claims that it rests on; of one severity where one is named."""
    names = content.data.indicators.set_index("indicator")["name"]
    claims = content.claims.set_index("claim_id", drop=False)

    def printed(row: Row) -> Cell:
        held = claims.loc[[code for code in row["claim_ids"].split() if code in claims.index]]
        return quoted(joined("; ", (_printed(claim).text for claim in held.to_dict("records"))))

    columns = [
        Column(_("Severity"), lambda row: _(_SEVERITIES[row["severity"]]), 11),
        Column(_("Check"), lambda row: row["check"].replace("_", " "), 20, 1),
        Column(_("Indicator"), lambda row: row_name({**row, "name": names.get(row["indicator"], "")}), 26),
        Column(_("What a reviewer would ask"), lambda row: quoted(row["message"]), 76, 2),
        Column(_("Expected"), lambda row: row["expected"], 15),
        Column(_("Found"), lambda row: row["found"], 18),
        Column(_("Figures named"), lambda row: count_cell(len(row["claim_ids"].split())), 11),
        Column(_("Published figures"), printed, page=3),
        Column(_("The first of them"), lambda row: to_claim(row["claim_ids"]), 11),
        Column(_("Code"), lambda row: "".join(row["claim_ids"].split()[:1]), 24, paper=False),
    ]
    found = content.findings
    found = found[found["severity"] == severity] if severity else found
    about = _("What the audit of the data would ask the bodies that published the figures.")
    return lay_out(_("Findings"), about, columns, found.to_dict("records"))


def _differing(content: Content) -> Iterator[dict[str, Any]]:
    """Return the claims on each figure whose published figures differ, the one used first."""
    claims = content.claims[content.claims["role"] != "target"]
    for used in differing(content.observations).to_dict("records"):
        same = claims[(claims[KEY] == [used[column] for column in KEY]).all(axis="columns")].to_dict("records")
        speaking = used["claim_id"].split()
        for claim in sorted(same, key=lambda c: (c["claim_id"] not in speaking, c["claim_id"])):
            yield {**claim, "figure": used, "used": claim["claim_id"] in speaking}


def _printed(claim: Row) -> Cell:
    return quoted(figure(claim["value_text"], claim["claim_id"]), number_of(claim, "obs_value"))


def _where(claim: Row) -> str:
    return place_of("differing", *(claim["figure"][column] for column in KEY))


def _bounds(claim: Row) -> str:
    low, high = number_of(claim, "lower"), number_of(claim, "upper")
    if not known(high):
        return f"≥\u00a0{plain(low, ',')}" if known(low) else ""
    if not known(low):
        return f"≤\u00a0{plain(high, ',')}"
    return plain(low, ",") if low == high else _("{low} to {high}").format(low=plain(low, ","), high=plain(high, ","))
