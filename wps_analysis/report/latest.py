"""The table of the latest figures of a pillar: each with its period, targets, basis, source and what limits it."""

from __future__ import annotations

from wps_analysis.assessment.levels import target_in
from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.report.brief import GROUP, Brief
from wps_analysis.report.display import Cell, Table
from wps_analysis.tables import grouped
from wps_analysis.words.figures import (
    count_text,
    is_survey_without_n,
    known,
    number_of,
    period_text,
    row_name,
    target_text,
)
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import persons_template
from wps_analysis.words.said import figure, joined, place_of, say

BASES = {
    "register": N_("register"), "election": N_("election"), "census": N_("census"),
    "survey_probability": N_("survey probability"), "survey_purposive": N_("survey purposive"),
    "estimate": N_("estimate"), "modelled": N_("modelled estimate"), "press": N_("press"),
}  # fmt: skip
_BY_SEX = {"F": N_("women {value}"), "M": N_("men {value}"), "_T": N_("all {value}")}


def latest_table(brief: Brief) -> Table:
    """List the latest figure of each indicator and group, with what a reader needs to judge it.

    Returns
    -------
    Table
        Columns Indicator, Latest figure, Period, Target and status, Basis, Source, Custodian, Note. Groups that are
        rows of a table are left to their total; a share stands with its count and denominator where both are known.
    """
    latest, assessed = brief.latest_rows, brief.assessed
    latest = with_count_claims(latest[~latest["folded"]], brief.edition.claims)
    aims = grouped(targets_of(assessed[assessed["target_id"].notna()], brief), GROUP)
    figures = grouped(latest.to_dict("records"), GROUP)
    headings = (
        _("Indicator"), _("Latest figure"), _("Period"), _("Target and status"), _("Basis"), _("Source"),
        _("Custodian"), _("Note"),
    )  # fmt: skip
    return Table(headings, tuple(_row(rows, aims.get(key, [])) for key, rows in figures.items()))


def targets_of(assessed, brief: Brief) -> list[dict]:
    """Return the target of each row of an assessment, with the names of ``targets.csv`` and its claim."""
    claims = brief.edition.targets.set_index("target_id")["claim_id"]
    return [{**target_in(row), "claim_id": claims.get(row["target_id"])} for row in assessed.to_dict("records")]


def sort_value(row: dict) -> float | None:
    """Return the number that a figure sorts by: as printed, else the end that is known."""
    ends = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    return next((end for end in ends if known(end)), None)


def _row(rows: list[dict], aims: list[dict]) -> tuple[Cell, ...]:
    row = next((r for r in rows if r["sex"] == "F"), rows[0])
    judged = (say("{target}: {status}", target=target_text(aim), status=_(aim["status"])) for aim in aims)
    notes = list(dict.fromkeys(note for r in rows for note in _notes(r)))
    return (
        Cell(row_name(row)),
        Cell(joined("; ", (_figure(r, alone=len(rows) == 1) for r in rows)), sort_value(row)),
        Cell(period_text(row), decimal_year(row["time_period"])),
        Cell(joined("; ", judged)),
        Cell(_(BASES.get(row["basis"], ""))),
        Cell(f"{row['source_title']}, {row['locator']}"),
        Cell(_(row["custodian"])),
        Cell(joined("; ", notes)),
    )


def _figure(row: dict, *, alone: bool) -> str:
    words = count_text(row)
    share_of_women = row["measure"] == "composition" and row["sex"] == "F"
    if (
        share_of_women
        or row["rate_of"] in ("women", "other")
        or (alone and row["sex"] == "_T")
        or row["unit_measure"] in ("RANK", "IX")
    ):
        return words
    if row["unit_measure"] not in COUNT_UNITS:
        return say(_(_BY_SEX[row["sex"]]), value=words)
    return say(_("{value} all") if row["sex"] == "_T" else persons_template(row["sex"], words), value=words)


def _notes(row: dict) -> list[str]:
    notes: list[str] = []
    if row["agreement"] == "differ":
        place = place_of("differing", *(row[column] for column in KEY))
        notes.append(figure(_("published figures differ"), place=place))
    if row["choice_reason"] == "arbitrary":
        notes.append(_("no rule tells which is used"))
    if is_survey_without_n(row):
        notes.append(_("n not in the reports used here"))
    if row["cannot_hold"]:
        notes.append(row["cannot_hold"])
    if row["derived"]:
        notes.append(_("computed from counts"))
    return notes
