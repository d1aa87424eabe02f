"""The sheets of the workbook: figures by pillar, claims, differing figures, findings, sources, definitions, changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from wps_analysis.assessment.levels import figure_in
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.xlsx.model import Cell, Column, Link, Number, Sheet, figure_cell, number_cell, sheet_name
from wps_analysis.registry.areas import local_area_name
from wps_analysis.report.latest import BASES
from wps_analysis.words.figures import CHOICE_WORDS, count_text, period_text, row_name, target_text, text_of, value_text
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES

Row = Mapping[str, Any]
_SEXES = {"F": N_("women"), "M": N_("men"), "_T": N_("all")}
_UNITS = {
    "PT": N_("percent"), "PS": N_("persons"), "NUMBER": N_("number"), "IX": N_("index"), "RANK": N_("rank"),
    "YR": N_("years"), "HA": N_("hectares"),
}  # fmt: skip
_ROLES = {"part": N_("part of a table"), "total": N_("total of a table"), "target": N_("target")}
_SEVERITIES = {"error": N_("error"), "question": N_("question"), "note": N_("note")}
CHANGE_WORDS = {
    "figure_added": N_("figure added"), "figure_withdrawn": N_("figure withdrawn"),
    "figure_revised": N_("figure revised"), "target_added": N_("target added"),
    "target_withdrawn": N_("target withdrawn"), "target_changed": N_("target changed"),
    "status_changed": N_("status changed"),
}  # fmt: skip


def table_sheets(content: Content) -> list[Sheet]:
    """Make the sheets of a pack, in their order; changes where there are any.

    Examples
    --------
    >>> from pathlib import Path
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> content = gather(Edition("2025-10-31"), "LAO")
    >>> [sheet.name for sheet in table_sheets(content)][3:6]
    ['Relief and recovery', 'Published figures', 'Figures that differ']
    """
    claims = _in_order(content)
    places = _Places(content, {row["claim_id"]: place for place, row in enumerate(claims, start=1)})
    pillars = [_pillar_sheet(content, pillar, places) for pillar in PILLAR_NAMES]
    others = [_claims_sheet(claims, places), _differing_sheet(content, places), _findings_sheet(content, places)]
    sheets = [*pillars, *others, _sources_sheet(content), _definitions_sheet(content)]
    return [*sheets, changes_sheet(content.changes)] if len(content.changes) else sheets


def claims_name() -> str:
    """Return the name of the sheet of claims."""
    return sheet_name(_("Published figures"))


class _Places:
    """The names of what claims speak of, and the rows on which they stand."""

    def __init__(self, content: Content, rows: dict[str, int]) -> None:
        registry = content.edition.registry
        self.rows = rows
        self.areas = {code: local_area_name(code, registry.areas) for code in content.claims["ref_area"].unique()}
        self.names = registry.indicators.set_index("indicator")["name"]
        self.groups = registry.populations.set_index("population")["name"]
        self.titles = registry.sources.set_index("source_id")["short_title"]

    def claim(self, claim_ids: str) -> Cell:
        """Return a link to the row of a claim, the first of several; short, as LibreOffice does not wrap a link."""
        row = next((self.rows[code] for code in claim_ids.split() if code in self.rows), None)
        return "" if row is None else Link(_("row {row}").format(row=row + 1), claims_name(), row)

    def named(self, row: Row) -> dict[str, Any]:
        """Return a row of claims with the names of its indicator and group."""
        name, group = self.names.get(row["indicator"], ""), self.groups.get(row["population"], "")
        return {**row, "name": name, "population_name": group}


def _columns(*columns: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(header, width) for header, width in columns)


def _pillar_sheet(content: Content, pillar: str, places: _Places) -> Sheet:
    rows = content.assessments[content.assessments["pillar"] == pillar].to_dict("records")
    columns = _columns(
        (_("Indicator"), 24), (_("Population"), 15), (_("Sex"), 8), (_("Latest figure"), 14), (_("Value"), 9),
        (_("Lowest within rounding"), 10), (_("Highest within rounding"), 10), (_("Unit"), 9), (_("Count"), 9),
        (_("Of how many"), 9), (_("Period"), 11), (_("Target"), 20), (_("Gap, points"), 9), (_("Lowest gap"), 9),
        (_("Highest gap"), 9), (_("Status"), 14), (_("Statement"), 48), (_("Basis"), 11), (_("Source"), 16),
        (_("Section"), 10), (_("To be confirmed with"), 16), (_("Published figure"), 11), (_("Code"), 24),
    )  # fmt: skip
    about = _("The latest figures of the pillar, each beside the targets that bind it; computed by us.")
    return Sheet(sheet_name(_(PILLAR_NAMES[pillar])), about, columns, [_pillar_row(row, places) for row in rows])


def _pillar_row(row: Row, places: _Places) -> tuple[Cell, ...]:
    figure = {**row, **figure_in(row)}
    held = bool(figure["time_period"])
    target = {
        "lower": row["target_lower"], "upper": row["target_upper"], "basis": row["target_basis"],
        **{column: row[column] for column in ("operator", "legal_force", "target_year")},
    }  # fmt: skip
    return (
        _(row["name"]), _(text_of(row, "population_name")), _(_SEXES[row["sex"]]),
        count_text(figure) if held else _("no figure in the documents held"),
        figure_cell(figure), number_cell(figure, "lower"), number_cell(figure, "upper"), _(_UNITS[row["unit_measure"]]),
        number_cell(figure, "numerator"), number_cell(figure, "denominator"), period_text(figure),
        target_text(target) if text_of(row, "target_id") else "",
        number_cell(row, "gap_pp"), number_cell(row, "gap_lower_pp"), number_cell(row, "gap_upper_pp"),
        _(row["status"]), row["sentence"], _(BASES.get(row["basis"], "")), text_of(row, "source_title"),
        text_of(row, "locator"), _(text_of(row, "custodian")), places.claim(text_of(row, "claim_id")),
        "\n".join(text_of(row, "claim_id").split()),
    )  # fmt: skip


def _in_order(content: Content) -> list[dict[str, Any]]:
    """Return the claims by indicator, group and period."""
    order = {code: place for place, code in enumerate(content.edition.registry.indicators["indicator"])}
    return sorted(
        content.claims.to_dict("records"),
        key=lambda row: (order[row["indicator"]], row["population"], decimal_year(row["time_period"]), row["claim_id"]),
    )


def _claims_sheet(claims: Iterable[Row], places: _Places) -> Sheet:
    columns = _columns(
        (_("Code"), 30), (_("Indicator"), 26), (_("Area"), 12), (_("Population"), 18), (_("Sex"), 8),
        (_("As printed"), 18), (_("Figure"), 12), (_("Value"), 10), (_("Lowest within rounding"), 10),
        (_("Highest within rounding"), 10), (_("Unit"), 9), (_("Period"), 11), (_("Period as printed"), 14),
        (_("Source"), 20), (_("Named as origin"), 18), (_("Section"), 12), (_("Role"), 9), (_("Note"), 20),
    )  # fmt: skip
    about = _("Every published figure that the pack rests on, as it was printed and as it was read.")
    return Sheet(claims_name(), about, columns, [_claim_row(places.named(row), places) for row in claims])


def _claim_row(row: Row, places: _Places) -> tuple[Cell, ...]:
    return (
        row["claim_id"], row_name({**row, "population_name": ""}), places.areas[row["ref_area"]],
        _(row["population_name"]), _(_SEXES[row["sex"]]), row["value_text"], _printed(row), figure_cell(row),
        number_cell(row, "lower"), number_cell(row, "upper"), _(_UNITS[row["unit_measure"]]), period_text(row),
        row["period_text"], places.titles.get(row["source"], row["source"]),
        places.titles.get(row["origin"], row["origin"]), row["locator"], _(_ROLES.get(row["role"], "")), row["note"],
    )  # fmt: skip


def _printed(row: Row) -> str:
    return value_text(row) if row["obs_status"] == "A" else _("no figure")


def _differing_sheet(content: Content, places: _Places) -> Sheet:
    columns = _columns(
        (_("Figure"), 26), (_("Sex"), 8), (_("Period"), 11), (_("As printed"), 16), (_("Value"), 9),
        (_("Lowest within rounding"), 10), (_("Highest within rounding"), 10), (_("Source"), 20), (_("Section"), 11),
        (_("Used"), 8), (_("Figure used"), 11), (_("Why it is used"), 22), (_("To be confirmed with"), 18),
        (_("Published figure"), 11), (_("Code"), 24),
    )  # fmt: skip
    about = _(
        "Where published figures differ: each of them beside the one that is used, by which rule, and whom to ask."
    )
    return Sheet(sheet_name(_("Figures that differ")), about, columns, list(_differing_rows(content, places)))


def _differing_rows(content: Content, places: _Places) -> Iterable[tuple[Cell, ...]]:
    claims = content.claims[content.claims["role"] != "target"]
    for used in content.observations[content.observations["agreement"] == "differ"].to_dict("records"):
        same = (claims[KEY] == [used[column] for column in KEY]).all(axis="columns")
        speaking = used["claim_id"].split()
        for claim in sorted(
            claims[same].to_dict("records"), key=lambda c: (c["claim_id"] not in speaking, c["claim_id"])
        ):
            yield (
                row_name(used), _(_SEXES[used["sex"]]), period_text(claim), claim["value_text"], figure_cell(claim),
                number_cell(claim, "lower"), number_cell(claim, "upper"),
                places.titles.get(claim["source"], claim["source"]), claim["locator"],
                _("yes") if claim["claim_id"] in speaking else "", value_text(used),
                _(CHOICE_WORDS.get(used["choice_reason"], "")), _(used["custodian"]), places.claim(claim["claim_id"]),
                claim["claim_id"],
            )  # fmt: skip


def _findings_sheet(content: Content, places: _Places) -> Sheet:
    columns = _columns(
        (_("Severity"), 11), (_("Check"), 20), (_("Indicator"), 26), (_("What a reviewer would ask"), 76),
        (_("Expected"), 15), (_("Found"), 18), (_("Figures named"), 11), (_("The first of them"), 11),
        (_("Code"), 24),
    )  # fmt: skip
    rows = []
    for row in content.findings.to_dict("records"):
        name = _(places.names.get(row["indicator"], "")) or row["indicator"].replace("_", " ")
        claims = row["claim_ids"].split()
        rows.append((
            _(_SEVERITIES[row["severity"]]), row["check"].replace("_", " "), name, row["message"], row["expected"],
            row["found"], Number(len(claims)), places.claim(row["claim_ids"]), claims[0] if claims else "",
        ))  # fmt: skip
    about = _("What the audit of the data would ask the bodies that published the figures.")
    return Sheet(sheet_name(_("Findings")), about, columns, rows)


def _sources_sheet(content: Content) -> Sheet:
    columns = _columns(
        (_("Short title"), 26), (_("Title"), 44), (_("Producer"), 34), (_("Published"), 13),
        (_("Reference period"), 12),
        (_("Held"), 10), (_("Published figures"), 10), (_("Licence"), 14), (_("Address"), 24), (_("Citation"), 60),
        (_("Code"), 24),
    )  # fmt: skip
    counts = content.claims["source"].value_counts()
    held = {"yes": _("document"), "": _("as quoted")}
    rows = [
        (
            row["short_title"], row["title"], row["producer"], _published(row), row["reference_period"],
            held[row["held"]], Number(int(counts.get(row["source_id"], 0))), row["licence"], row["url"],
            row["citation"], row["source_id"],
        )
        for row in content.sources.sort_values(["title", "source_id"]).to_dict("records")
    ]  # fmt: skip
    about = _("The documents and pages that the figures were taken from, or that these name as their origin.")
    return Sheet(sheet_name(_("Sources")), about, columns, rows)


def _published(row: Row) -> str:
    day = row["published"]
    return day if row["published_basis"] == "stated" or not day else _("{date} or later").format(date=day)


def _definitions_sheet(content: Content) -> Sheet:
    columns = _columns(
        (_("Indicator"), 32), (_("Pillar"), 16), (_("Measures"), 46), (_("Does not measure"), 34), (_("Unit"), 10),
        (_("SDG"), 9), (_("Plan output"), 9), (_("Also under"), 16), (_("Custodian"), 28), (_("Code"), 28),
    )  # fmt: skip
    rows = [
        (
            _(row["name"]), _(PILLAR_NAMES[row["pillar"]]), _(row["definition"]), _(row["not_measured"]),
            _(_UNITS[row["unit_measure"]]), row["sdg_indicator"], row["rpa_output"],
            ", ".join(_(PILLAR_NAMES[code]) for code in row["also_pillar"].split()), _(row["custodian"]),
            row["indicator"],
        )
        for row in content.indicators.to_dict("records")
    ]  # fmt: skip
    about = _("What each indicator measures, and what it does not.")
    return Sheet(sheet_name(_("Definitions")), about, columns, rows)


def changes_sheet(changes: pd.DataFrame) -> Sheet:
    """Make the sheet of what changed since the previous pack (`changes.COLUMNS`)."""
    columns = _columns(
        (_("Change"), 16), (_("What"), 36), (_("Period"), 12), (_("Before"), 30), (_("After"), 30),
        (_("Statement before"), 60), (_("Statement after"), 60),
    )  # fmt: skip
    rows = []
    for row in changes.to_dict("records"):
        before, after = row["before"], row["after"]
        if row["change"] == "status_changed":
            before, after = _(before), _(after)
        words = _(CHANGE_WORDS.get(row["change"], row["change"]))
        rows.append((words, row["name"], row["period"], before, after, row["sentence_before"], row["sentence_after"]))
    about = _("What changed since the previous pack: figures, targets and statuses.")
    return Sheet(sheet_name(_("Changes")), about, columns, rows)
