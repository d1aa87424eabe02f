"""The tables of a pack, each laid out once for page and workbook: figures, claims, findings, sources, definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wps_analysis.assessment.levels import figure_in, target_in
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, Row, figure_cell, lay_out, number_cell, quoted
from wps_analysis.registry.areas import local_area_name
from wps_analysis.report.counts import differing
from wps_analysis.report.latest import BASES
from wps_analysis.words.figures import (
    CHOICE_WORDS,
    count_text,
    known,
    number_of,
    period_text,
    row_name,
    target_text,
    text_of,
    value_text,
)
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES, SEX_NAMES
from wps_analysis.words.said import figure, joined, place_of

_UNITS = {
    "PT": N_("percent"), "PS": N_("persons"), "NUMBER": N_("number"), "IX": N_("index"), "RANK": N_("rank"),
    "YR": N_("years"), "HA": N_("hectares"),
}  # fmt: skip
_ROLES = {"part": N_("part of a table"), "total": N_("total of a table"), "target": N_("target")}
_SEVERITIES = {"error": N_("error"), "question": N_("question"), "note": N_("note")}


def pillar_table(content: Content, pillar: str) -> Layout:
    """Lay out the assessment of a pillar."""
    columns = [
        Column(_("Indicator"), lambda row: _(row["name"]), 24),
        Column(_("Population"), lambda row: _(text_of(row, "population_name")), 15),
        Column(_("Sex"), _sex, 8),
        Column(_("Latest figure"), _latest_words, 14),
        Column(_("Value"), lambda row: figure_cell(_latest(row)), 9),
        Column(_("Lowest within rounding"), lambda row: number_cell(row, "latest_lower"), 10),
        Column(_("Highest within rounding"), lambda row: number_cell(row, "latest_upper"), 10),
        Column(_("Unit"), _unit, 9),
        Column(_("Count"), lambda row: number_cell(row, "latest_count"), 9),
        Column(_("Of how many"), lambda row: number_cell(row, "latest_denominator"), 9),
        Column(_("Period"), lambda row: period_text(_latest(row)), 11),
        Column(_("Target"), lambda row: target_text(target_in(row)) if text_of(row, "target_id") else "", 20),
        Column(_("Gap, points"), lambda row: number_cell(row, "gap_pp"), 9),
        Column(_("Lowest gap"), lambda row: number_cell(row, "gap_lower_pp"), 9),
        Column(_("Highest gap"), lambda row: number_cell(row, "gap_upper_pp"), 9),
        Column(_("Status"), lambda row: _(row["status"]), 14),
        Column(_("Statement"), lambda row: row["sentence"], 48),
        Column(_("Note"), lambda row: text_of(row, "note"), 20),
        Column(_("Basis"), lambda row: _(BASES.get(row["basis"], "")), 11),
        Column(_("Source"), lambda row: text_of(row, "source_title"), 16),
        Column(_("Section"), lambda row: text_of(row, "locator"), 10),
        Column(_("To be confirmed with"), lambda row: _(text_of(row, "custodian")), 16),
        Column(_("Published figure"), lambda row: _to_claim(text_of(row, "claim_id")), 11),
        Column(_("Code"), lambda row: "\n".join(text_of(row, "claim_id").split()), 24),
    ]
    about = _("The latest figures of the pillar, each beside the targets that apply to it; computed by us.")
    rows = content.assessments[content.assessments["pillar"] == pillar].to_dict("records")
    return lay_out(_(PILLAR_NAMES[pillar]), about, columns, rows)


def claims_table(content: Content) -> Layout:
    """Lay out every claim that the pack rests on, in the order of indicators, groups and periods."""
    registry = content.edition.registry
    titles = content.edition.registry.titles.to_dict()
    groups = dict(zip(registry.populations["population"], registry.populations["name"], strict=True))
    names = dict(zip(registry.indicators["indicator"], registry.indicators["name"], strict=True))
    areas = {code: local_area_name(code, registry.areas) for code in content.claims["ref_area"].unique()}

    def subject(claim: Row) -> str:
        elsewhere = claim["ref_area"] != content.ref_area
        return row_name({**claim, "area_name": areas[claim["ref_area"]]}, area=elsewhere)

    def note(claim: Row) -> Cell:
        return quoted("; ".join(filter(None, (_("target") if claim["role"] == "target" else "", claim["note"]))))

    columns = [
        Column(_("Code"), lambda claim: Cell(claim["claim_id"], code=True), 30, 9),
        Column(_("Indicator"), lambda claim: row_name({**claim, "population_name": ""}), 26),
        Column(_("Indicator"), subject, page=2),
        Column(_("Area"), lambda claim: areas[claim["ref_area"]], 12),
        Column(_("Population"), lambda claim: _(claim["population_name"]), 18),
        Column(_("Sex"), _sex, 8, 3),
        Column(_("As printed"), lambda claim: quoted(claim["value_text"], number_of(claim, "obs_value")), 18, 1),
        Column(_("Figure"), lambda claim: str(value_text(claim)) if claim["obs_status"] == "A" else _("no figure"), 12),
        Column(_("Value"), figure_cell, 10),
        Column(_("Lowest within rounding"), lambda claim: number_cell(claim, "lower"), 10),
        Column(_("Highest within rounding"), lambda claim: number_cell(claim, "upper"), 10),
        Column(_("Bounds"), lambda claim: Cell(_bounds(claim), number_of(claim, "lower")), page=5),
        Column(_("Unit"), _unit, 9),
        Column(_("Period"), lambda claim: Cell(period_text(claim), decimal_year(claim["time_period"])), 11, 4),
        Column(_("Period as printed"), lambda claim: claim["period_text"], 14),
        Column(_("Source"), lambda claim: _to_source(claim["source"], titles), 20, 6),
        Column(_("Named as origin"), lambda claim: titles.get(claim["origin"], claim["origin"]), 18),
        Column(_("Section"), lambda claim: quoted(claim["locator"]), 12, 7),
        Column(_("Role"), lambda claim: _(_ROLES.get(claim["role"], "")), 9),
        Column(_("Note"), lambda claim: quoted(claim["note"]), 20),
        Column(_("Note"), note, page=8),
    ]
    order = {code: place for place, code in enumerate(names)}
    claims = [
        {**claim, "name": names[claim["indicator"]], "population_name": groups.get(claim["population"], "")}
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
        return f"{row_name(row)}, {_sex(row)}, {period_text(row)}"

    columns = [
        Column(_("Figure"), lambda claim: row_name(claim["figure"]), 26),
        Column(_("Figure"), name, page=1),
        Column(_("Sex"), _sex, 8),
        Column(_("Period"), period_text, 11),
        Column(_("As printed"), _printed, 16, 2),
        Column(_("Value"), figure_cell, 9),
        Column(_("Lowest within rounding"), lambda claim: number_cell(claim, "lower"), 10),
        Column(_("Highest within rounding"), lambda claim: number_cell(claim, "upper"), 10),
        Column(_("Source"), lambda claim: _to_source(claim["source"], titles), 20, 3),
        Column(_("Section"), lambda claim: quoted(claim["locator"]), 11, 4),
        Column(_("Used"), lambda claim: _("yes") if claim["used"] else "", 8),
        Column(_("Used"), lambda c: _("used: {reason}").format(reason=reason(c)) if c["used"] else "", page=5),
        Column(_("Figure used"), lambda claim: value_text(claim["figure"]), 11),
        Column(_("Why it is used"), reason, 22),
        Column(_("To be confirmed with"), lambda claim: _(claim["figure"]["custodian"]), 18, 6),
        Column(_("Published figure"), lambda claim: _to_claim(claim["claim_id"]), 11),
        Column(_("Code"), lambda claim: claim["claim_id"], 24),
    ]
    about = _(
        "Where published figures differ: each of them beside the one that is used, by which rule, and whom to ask."
    )
    return lay_out(_("Figures that differ"), about, columns, _differing(content), anchor=_where)


def findings_table(content: Content, severity: str = "") -> Layout:
    """Lay out what the audit asks, each with the claims that it rests on; of one severity where one is named."""
    names = content.edition.registry.indicators.set_index("indicator")["name"]
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
        Column(_("Figures named"), lambda row: _count(len(row["claim_ids"].split())), 11),
        Column(_("Published figures"), printed, page=3),
        Column(_("The first of them"), lambda row: _to_claim(row["claim_ids"]), 11),
        Column(_("Code"), lambda row: "".join(row["claim_ids"].split()[:1]), 24),
    ]
    found = content.findings
    found = found[found["severity"] == severity] if severity else found
    about = _("What the audit of the data would ask the bodies that published the figures.")
    return lay_out(_("Findings"), about, columns, found.to_dict("records"))


def sources_table(content: Content) -> Layout:
    """Lay out the documents and pages that the claims were taken from, or that these name as their origin."""
    counts = content.claims["source"].value_counts()
    held = {"yes": _("document"), "": _("as quoted")}

    def printed(source: Row) -> Cell:
        count = int(counts.get(source["source_id"], 0))
        return _count(count) if count else Cell(_("named as origin"), 0.0, decimals=0)

    def published(source: Row) -> str:
        day = source["published"]
        return day if source["published_basis"] == "stated" or not day else _("{date} or later").format(date=day)

    columns = [
        Column(_("Short title"), lambda source: source["short_title"], 26),
        Column(_("Title"), lambda source: quoted(source["title"]), 44, 1),
        Column(_("Producer"), lambda source: quoted(source["producer"]), 34, 2),
        Column(_("Published"), published, 13, 3),
        Column(_("Reference period"), lambda source: source["reference_period"], 12),
        Column(_("Held"), lambda source: held.get(source["held"], source["held"]), 10, 4),
        Column(_("Published figures"), printed, 10, 5),
        Column(_("Licence"), lambda source: quoted(source["licence"]), 14, 6),
        Column(_("Address"), lambda source: Cell(source["url"], link=source["url"]), 24, 7),
        Column(_("Citation"), lambda source: quoted(source["citation"]), 60, 8),
        Column(_("Code"), lambda source: source["source_id"], 24),
    ]
    about = _("The documents and pages that the figures were taken from, or that these name as their origin.")
    rows = content.sources.sort_values(["title", "source_id"]).to_dict("records")
    return lay_out(_("Sources"), about, columns, rows, anchor=lambda source: place_of("source", source["source_id"]))


def definitions_table(content: Content) -> Layout:
    """Lay out what each indicator measures, and what it does not."""
    columns = [
        Column(_("Indicator"), lambda row: _(row["name"]), 32),
        Column(_("Pillar"), lambda row: _(PILLAR_NAMES[row["pillar"]]), 16),
        Column(_("Measures"), lambda row: _(row["definition"]), 46),
        Column(_("Does not measure"), lambda row: _(row["not_measured"]), 34),
        Column(_("Unit"), _unit, 10),
        Column(_("SDG"), lambda row: row["sdg_indicator"], 9),
        Column(_("Plan output"), lambda row: row["rpa_output"], 9),
        Column(
            _("Also under"), lambda row: ", ".join(_(PILLAR_NAMES[code]) for code in row["also_pillar"].split()), 16
        ),
        Column(_("Custodian"), lambda row: _(row["custodian"]), 28),
        Column(_("Code"), lambda row: row["indicator"], 28),
    ]
    about = _("What each indicator measures, and what it does not.")
    return lay_out(_("Definitions"), about, columns, content.indicators.to_dict("records"))


def _differing(content: Content) -> Iterator[dict[str, Any]]:
    """Return the claims on each figure whose published figures differ, the one used first."""
    claims = content.claims[content.claims["role"] != "target"]
    for used in differing(content.observations).to_dict("records"):
        same = claims[(claims[KEY] == [used[column] for column in KEY]).all(axis="columns")].to_dict("records")
        speaking = used["claim_id"].split()
        for claim in sorted(same, key=lambda c: (c["claim_id"] not in speaking, c["claim_id"])):
            yield {**claim, "figure": used, "used": claim["claim_id"] in speaking}


def _latest(row: Row) -> dict[str, Any]:
    """Return the latest figure of a row of an assessment, with the columns of observations."""
    return {"unit_measure": row["unit_measure"], **figure_in(row)}


def _latest_words(row: Row) -> str:
    return count_text(_latest(row)) if text_of(row, "latest_period") else _("no figure in the reports used here")


def _printed(claim: Row) -> Cell:
    return quoted(figure(claim["value_text"], claim["claim_id"]), number_of(claim, "obs_value"))


def _to_source(code: str, titles: dict[str, str]) -> Cell:
    return quoted(titles[code], link=f"#{place_of('source', code)}") if code in titles else Cell(code)


def _to_claim(claim_ids: str) -> Cell:
    """Return a field of the workbook that leads to the row of the first of some claims."""
    return Cell("", link=f"#{place_of('claim', claim_ids.split()[0])}" if claim_ids else "")


def _where(claim: Row) -> str:
    return place_of("differing", *(claim["figure"][column] for column in KEY))


def _count(number: int) -> Cell:
    return Cell(str(number), float(number), decimals=0)


def _sex(row: Row) -> str:
    return _(SEX_NAMES[row["sex"]])


def _unit(row: Row) -> str:
    return _(_UNITS[row["unit_measure"]])


def _bounds(claim: Row) -> str:
    low, high = number_of(claim, "lower"), number_of(claim, "upper")
    if not known(high):
        return f"≥\u00a0{low:,.10g}" if known(low) else ""
    if not known(low):
        return f"≤\u00a0{high:,.10g}"
    return f"{low:,.10g}" if low == high else _("{low} to {high}").format(low=f"{low:,.10g}", high=f"{high:,.10g}")
