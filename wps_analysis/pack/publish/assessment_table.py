"""The assessment of a pillar as a table: each latest figure beside each target that applies to it."""

from __future__ import annotations

from typing import Any

from wps_analysis.assessment.levels import figure_in, target_in
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.pack.publish.cells import sex_word, to_claim, unit_word
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, figure_cell, lay_out, number_cell
from wps_analysis.report.latest import BASES
from wps_analysis.tables import Row
from wps_analysis.words.figures import (
    count_text,
    known,
    number_of,
    number_text,
    period_text,
    row_name,
    target_text,
    text_of,
)
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.rounding import outward
from wps_analysis.words.said import figure, say


def pillar_table(content: Content, pillar: str = "") -> Layout:
    """Lay out the assessment of a pillar, or of all of them."""
    figures = figure_words(content)
    aims = dict(zip(content.targets["target_id"], content.targets["claim_id"], strict=True))

    def named(row: Row) -> str:
        return f"{row_name(row)}, {sex_word(row)}"

    def latest(row: Row) -> Cell:
        key = tuple(row[column] for column in KEY[:-1]) + (text_of(row, "latest_period"),)
        return Cell(figures.get(key) or latest_words(row), number_of(row, "latest"))

    def period(row: Row) -> Cell:
        when = text_of(row, "latest_period")
        return Cell(period_text(latest_figure(row)), decimal_year(when) if when else None)

    def target(row: Row) -> str:
        return (
            target_text({**target_in(row), "claim_id": aims.get(row["target_id"])}) if text_of(row, "target_id") else ""
        )

    columns = [
        Column(_("Indicator"), lambda row: _(row["name"]), 24),
        Column(_("Indicator"), named, page=1),
        Column(_("Population"), lambda row: _(text_of(row, "population_name")), 15),
        Column(_("Sex"), sex_word, 8),
        Column(_("Latest figure"), latest_words, 14),
        Column(_("Latest figure"), latest, page=2),
        Column(_("Value"), lambda row: figure_cell(latest_figure(row)), 9),
        Column(_("Lowest within rounding"), lambda row: number_cell(row, "latest_lower"), 10),
        Column(_("Highest within rounding"), lambda row: number_cell(row, "latest_upper"), 10),
        Column(_("Unit"), unit_word, 9),
        Column(_("Count"), lambda row: number_cell(row, "latest_count"), 9),
        Column(_("Of how many"), lambda row: number_cell(row, "latest_denominator"), 9),
        Column(_("Period"), lambda row: period_text(latest_figure(row)), 11),
        Column(_("Period"), period, page=3),
        Column(_("Target"), target, 20, 4),
        Column(_("Gap, points"), lambda row: number_cell(row, "gap_pp"), 9),
        Column(_("Gap, points"), lambda row: _gap(row, aims), page=5),
        Column(_("Lowest gap"), lambda row: number_cell(row, "gap_lower_pp"), 9),
        Column(_("Highest gap"), lambda row: number_cell(row, "gap_upper_pp"), 9),
        Column(_("Status"), lambda row: _(row["status"]), 14, 6),
        Column(_("Statement"), lambda row: row["sentence"], 48, 7),
        Column(_("Note"), lambda row: text_of(row, "note"), 20, 8),
        Column(_("Basis"), lambda row: _(BASES.get(row["basis"], "")), 11),
        Column(_("Source"), lambda row: text_of(row, "source_title"), 16),
        Column(_("Section"), lambda row: text_of(row, "locator"), 10),
        Column(_("To be confirmed with"), lambda row: _(text_of(row, "custodian")), 16),
        Column(_("Published figure"), lambda row: to_claim(text_of(row, "claim_id")), 11),
        Column(_("Code"), lambda row: "\n".join(text_of(row, "claim_id").split()), 24, paper=False),
    ]
    about = _("The latest figures, each beside each target that applies to it, in the exact words; computed by us.")
    rows = content.assessments
    rows = rows[rows["pillar"] == pillar] if pillar else rows
    return lay_out(_(PILLAR_NAMES[pillar]) if pillar else _("Statuses"), about, columns, rows.to_dict("records"))


def latest_figure(row: Row) -> dict[str, Any]:
    """Return the latest figure of a row of an assessment, with the columns of observations."""
    return {"unit_measure": row["unit_measure"], **figure_in(row)}


def latest_words(row: Row) -> str:
    """Return the latest figure of a row of an assessment with its count, or that there is none."""
    return count_text(latest_figure(row)) if text_of(row, "latest_period") else _("no figure in the reports used here")


def _gap(row: Row, aims: dict[str, str]) -> Cell:
    """Return how many points a figure is short of its target, with the range that rounding leaves."""
    gap, low, high = (number_of(row, column) for column in ("gap_pp", "gap_lower_pp", "gap_upper_pp"))
    if not known(gap):
        return Cell("")
    words = number_text(gap, 1)
    if text_of(row, "judged_period") == text_of(row, "latest_period"):
        words = figure(words, text_of(row, "claim_id"), aims.get(row["target_id"], ""))
    if known(low, high) and low != high:
        low, high = outward(low, high)
        words = say(_("{value} ({low} to {high})"), value=words, low=number_text(low, 1), high=number_text(high, 1))
    return Cell(words, gap)


def figure_words(content: Content) -> dict[tuple[str, ...], str]:
    """Return how each figure of the pack reads, with its count and denominator, by what it is known by."""
    figures = with_count_claims(content.observations, content.claims).to_dict("records")
    return {tuple(row[column] for column in KEY): count_text(row) for row in figures}
