"""The sheets of a reader: a pillar with one row a figure and its targets beside, and each indicator over the years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from wps_analysis.assessment.levels import target_in
from wps_analysis.claims.periods import decimal_year
from wps_analysis.pack.publish.assessment_table import latest_figure, latest_words
from wps_analysis.pack.publish.cells import sex_word, to_claim, unit_word
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.pictures import STATUS_WORDS
from wps_analysis.pack.publish.layout import Cell, Column, Layout, figure_cell, lay_out
from wps_analysis.report.editor.facts import status_of
from wps_analysis.report.latest import BASES
from wps_analysis.tables import Row
from wps_analysis.words.figures import (
    known,
    number_of,
    number_text,
    period_text,
    row_name,
    target_text,
    text_of,
    value_text,
)
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES

_ONE_FIGURE = ["indicator", "ref_area", "population", "sex"]
_YEAR_WIDTH = 9
_PRINTED_YEARS = 25
"""The newest years that fit on a sheet of paper beside their names; the others are on the screen."""


def pillar_sheet(content: Content, pillar: str) -> Layout:
    """Lay out the latest figures of a pillar, one a row, with all its targets in one field.

    Parameters
    ----------
    content
        The pack's tables.
    pillar
        The code of the pillar.
    """
    columns = [
        Column(_("Indicator"), row_name, 34),
        Column(_("Sex"), sex_word, 8),
        Column(_("Latest figure"), latest_words, 22),
        Column(_("Value"), lambda row: figure_cell(latest_figure(row)), 9),
        Column(_("Unit"), unit_word, 9),
        Column(_("Period"), lambda row: period_text(latest_figure(row)), 12),
        Column(_("Status and target"), lambda row: "\n".join(map(_target, row["targets"])), 44),
        Column(_("Source"), _source, 24),
        Column(_("Basis"), lambda row: _(BASES.get(row["basis"], "")), 11),
        Column(_("Published figure"), lambda row: to_claim(text_of(row, "claim_id")), 11),
    ]  # fmt: skip
    about = _("The latest figures of the pillar, one a row, with the targets that apply to each; computed by us.")
    rows = content.assessments[content.assessments["pillar"] == pillar].to_dict("records")
    return lay_out(_(PILLAR_NAMES[pillar]), about, columns, _by_figure(rows))


def years_sheet(content: Content) -> Layout:
    """Lay out each indicator over the years: of several figures of a year the latest, as a number where it is one."""
    rows = _series_rows(content)
    years = sorted({year for row in rows for year in row["years"]}, reverse=True)
    columns = [
        Column(_("Indicator"), row_name, 34),
        Column(_("Sex"), sex_word, 8),
        Column(_("Unit"), unit_word, 9),
        *(
            Column(str(year), lambda row, year=year: _in_year(row, year), _YEAR_WIDTH, paper=place < _PRINTED_YEARS)
            for place, year in enumerate(years)
        ),
    ]
    about = _("Each indicator by year, the latest figure of a year. Figures of one row may be of several series.")
    return lay_out(_("By year"), about, columns, rows, names=len(columns) - len(years))


def _series_rows(content: Content) -> list[dict[str, Any]]:
    """Return a row for each indicator, group and sex, with its figures by year."""
    figures = content.observations.assign(year=[int(decimal_year(p)) for p in content.observations["time_period"]])
    figures = figures.sort_values("time_period", kind="stable")
    rows = []
    for _key, group in figures.groupby(_ONE_FIGURE, sort=False, dropna=False):
        by_year = {row["year"]: row for row in group.to_dict("records")}
        rows.append({**group.iloc[-1].to_dict(), "years": by_year})
    order = {code: place for place, code in enumerate(content.indicators["indicator"])}
    return sorted(rows, key=lambda row: (order.get(row["indicator"], len(order)), row["population"], row["sex"]))


def _in_year(row: Row, year: int) -> Cell | str:
    held = row["years"].get(year)
    if held is None:
        return ""
    return figure_cell(held) if known(number_of(held, "obs_value")) else str(value_text(held))


def _by_figure(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return one row a figure, with the rows of its targets; a target without a figure has a row of its own."""

    def key(row: Row) -> tuple[str, ...]:
        return tuple(text_of(row, column) for column in (*_ONE_FIGURE, "latest_period", "claim_id"))

    found: dict[tuple[str, ...], list[Row]] = {}
    for one, group in groupby(rows, key):
        found.setdefault(one, []).extend(group)
    return [{**group[0], "targets": [row for row in group if text_of(row, "target_id")]} for group in found.values()]


def _source(row: Row) -> str:
    return ", ".join(filter(None, (text_of(row, "source_title"), text_of(row, "locator"))))


def _target(row: Row) -> str:
    """Say a status in a word, the target, and how many points are missing: of which figure, where not of the latest."""
    kind, gap = status_of(row), number_of(row, "gap_pp")
    words = {"status": _(STATUS_WORDS[kind]), "target": target_text(target_in(row))}
    if kind == "below" and known(gap) and gap > 0:
        judged = text_of(row, "judged_period")
        if judged and judged != text_of(row, "latest_period"):
            short = _("{status}: {target}; the figure of {period} was {gap} points short")
            return short.format(period=period_text({"time_period": judged}), gap=number_text(gap, 1), **words)
        return _("{status}: {target}; {gap} points short").format(gap=number_text(gap, 1), **words)
    return _("{status}: {target}").format(**words)
