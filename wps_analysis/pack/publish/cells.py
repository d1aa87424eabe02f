"""Cells that several tables of a pack have: a link to a source or a claim, a count, the word for a sex or a unit."""

from __future__ import annotations

from collections.abc import Mapping

from wps_analysis.pack.publish.layout import Cell, quoted
from wps_analysis.tables import Row
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import SEX_NAMES
from wps_analysis.words.said import place_of

_UNITS = {
    "PT": N_("percent"), "PS": N_("persons"), "NUMBER": N_("number"), "IX": N_("index"), "RANK": N_("rank"),
    "YR": N_("years"), "HA": N_("hectares"),
}  # fmt: skip


def to_source(code: str, titles: Mapping[str, str]) -> Cell:
    """Return the short title of a source, which leads to its row; the code of one that is not in the registry."""
    return quoted(titles[code], link=f"#{place_of('source', code)}") if code in titles else Cell(code)


def to_claim(claim_ids: str) -> Cell:
    """Return a field of the workbook that leads to the row of the first of some claims."""
    return Cell("", link=f"#{place_of('claim', claim_ids.split()[0])}" if claim_ids else "")


def count_cell(number: int) -> Cell:
    """Return a count of rows."""
    return Cell(str(number), float(number), decimals=0)


def sex_word(row: Row) -> str:
    """Return whom a figure is of: women, men or all."""
    return _(SEX_NAMES[row["sex"]])


def unit_word(row: Row) -> str:
    """Return the unit of a figure."""
    return _(_UNITS[row["unit_measure"]])
