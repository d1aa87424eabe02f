"""What changed since the previous pack, as the first part of the page."""

from __future__ import annotations

import re

from markupsafe import Markup

from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.pack.publish.change_lines import change_lines
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.figures import Figures, Record
from wps_analysis.pack.publish.html.links import link_numbers
from wps_analysis.pack.publish.html.notebook import Part
from wps_analysis.pack.publish.html.sentences import link_figure, link_sentence
from wps_analysis.pack.publish.html.tables import Cell, Row, Table
from wps_analysis.words.language import N_, _

_HAPPENED = {
    "added": N_("added"), "withdrawn": N_("withdrawn"), "revised": N_("revised"), "changed": N_("changed"),
}  # fmt: skip


def change_parts(content: Content, figures: Figures) -> list[Part]:
    """Return what changed: how much in a sentence, then figures, targets and statuses, each in a table.

    Parameters
    ----------
    content
        ``changes`` as `changes.compare_tables` returns them.
    figures
        The figures that numbers are linked to.
    """
    if content.changes.empty:
        return []
    rows = content.changes.to_dict("records")
    summary = Markup("<p>{}</p>").format(_("{summary}.").format(summary=change_lines(content.changes)[0]))
    parts = [Part("", set(), [summary])]
    for kind, heading, table in (
        ("figure", _("Figures"), _figures_table),
        ("target", _("Targets"), _targets_table),
        ("status", _("Statuses"), _statuses_table),
    ):
        chosen = [row for row in rows if row["change"].startswith(f"{kind}_")]
        if chosen:
            parts.append(Part(heading, set(), [table(figures, chosen)]))
    return parts


def _figures_table(figures: Figures, rows: list[Record]) -> Table:
    lines = []
    for row in rows:
        now = figures.observations.get(tuple(row[column] for column in KEY))
        after = link_figure(figures, row["after"], now) if now else row["after"]
        period = Cell(row["period"], decimal_year(row["time_period"]) if row["time_period"] else None)
        lines.append(Row([Cell(row["name"]), period, _happened(row), Cell(row["before"]), Cell(after)]))
    return Table([_("Figure"), _("Period"), _("Change"), _("Before"), _("Now")], lines)


def _targets_table(figures: Figures, rows: list[Record]) -> Table:
    lines = []
    for row in rows:
        number = re.search(r"\d[\d.,–]*\u00a0%", row["after"])
        claim = figures.claims.anchor(figures.targets.get(row["target_id"], ""))
        after = link_numbers(row["after"], [(number[0], claim)] if number else [], otherwise=None)
        lines.append(Row([Cell(row["name"]), _happened(row), Cell(row["before"]), Cell(after)]))
    return Table([_("Target"), _("Change"), _("Before"), _("Now")], lines)


def _statuses_table(figures: Figures, rows: list[Record]) -> Table:
    headers = [_("Figure"), _("Status before"), _("Status now"), _("In a sentence before"), _("In a sentence now")]
    lines = [
        Row(
            [
                Cell(row["name"]),
                Cell(_(row["before"])),
                Cell(_(row["after"])),
                Cell(row["sentence_before"]),
                Cell(link_sentence(figures, row["sentence_after"])),
            ]
        )
        for row in rows
    ]
    return Table(headers, lines)


def _happened(row: Record) -> Cell:
    return Cell(_(_HAPPENED[row["change"].partition("_")[2]]))
