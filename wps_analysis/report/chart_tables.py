"""The small table under a chart: the values that it draws, as far as a reader needs them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wps_analysis.assessment.levels import target_in
from wps_analysis.report.display import Cell, Table
from wps_analysis.tables import Row
from wps_analysis.words.figures import (
    count_words,
    known,
    number_of,
    period_text,
    short_name,
    target_text,
    text_of,
    value_text,
)
from wps_analysis.words.language import _
from wps_analysis.words.names import SEX_NAMES


def figures_table(data: pd.DataFrame) -> Table:
    """List figures: name, area and sex where there are several, figure, count, period and source.

    Examples
    --------
    >>> row = {"name": "Governors", "sex": "F", "unit_measure": "PT", "obs_value": 8.0, "numerator": 2,
    ...        "denominator": 25, "time_period": "2024", "source_title": "A report"}
    >>> [cell.text.replace(chr(160), " ") for cell in figures_table(pd.DataFrame([row])).rows[0]]
    ['Governors', '8 %', '2 of 25', '2024', 'A report']
    """
    rows = data.to_dict("records")
    several = {column: len({text_of(row, column) for row in rows}) > 1 for column in ("area_name", "sex")}
    by = [heading for heading, column in ((_("Area"), "area_name"), (_("Sex"), "sex")) if several[column]]
    headings = _("Indicator"), *by, _("Figure"), _("Count"), _("Period"), _("Source")
    return Table(headings, tuple(_figure_cells(row, several) for row in rows))


def _figure_cells(row: Row, several: Mapping[str, bool]) -> tuple[Cell, ...]:
    cells = [Cell(short_name(row))]
    cells += [Cell(row["area_name"])] if several["area_name"] else []
    cells += [Cell(_(SEX_NAMES[row["sex"]]))] if several["sex"] else []
    cells += [Cell(value_text(row), _number(row)), Cell(count_words(row, implied=False))]
    return (*cells, Cell(period_text(row)), Cell(text_of(row, "source_title")))


def _number(row: Row) -> float | None:
    ends = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    return next((end for end in ends if known(end)), None)


def parts_table(data: pd.DataFrame) -> Table:
    """List the parts of each whole."""
    cells = (
        (Cell(_(row["group"])), Cell(_(row["label"])), Cell(value_text({"unit_measure": "PT", **row}), _number(row)))
        for row in data.to_dict("records")
    )
    return Table((_("Group"), _("Part"), _("Figure")), tuple(cells))


def differences_table(data: pd.DataFrame) -> Table:
    """List the claims of each figure that differs, and which is used."""
    cells = (
        tuple(map(Cell, (row["figure"], row["value_text"], row["source_title"], _("yes") if row["speaks"] else "")))
        for row in data.to_dict("records")
    )
    return Table((_("Figure"), _("As printed"), _("Source"), _("Used")), tuple(cells))


def gaps_table(data: pd.DataFrame) -> Table:
    """List figures with the targets that they are held against."""
    headings = _("Indicator"), _("Figure"), _("Period"), _("Target"), _("Status")
    return Table(headings, tuple(map(_gap_cells, data.to_dict("records"))))


def _gap_cells(row: Row) -> tuple[Cell, ...]:
    latest = {"obs_value": row["latest"], "lower": row["latest_lower"], "upper": row["latest_upper"]}
    latest |= {"qualifier": row["latest_qualifier"], "unit_measure": row["unit_measure"]}
    latest |= {"claim_id": text_of(row, "latest_claim_id")}
    target = target_in(row) | {"claim_id": text_of(row, "target_claim_id")}
    period = period_text({"time_period": row["latest_period"]})
    words = value_text(latest) if _number(latest) is not None else ""
    return (
        Cell(short_name(row)), Cell(words, _number(latest)), Cell(period), Cell(target_text(target, basis=False)),
        Cell(_(text_of(row, "status"))),
    )  # fmt: skip
