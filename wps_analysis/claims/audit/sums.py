"""Counts that must add up: rows and columns of a table, and totals stated in several places."""

import math

import numpy as np
import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, few, finding, sections, subject
from wps_analysis.claims.audit.spans import overlap, span_of, span_text, total
from wps_analysis.claims.audit.statements import (
    DATED,
    SUMMED_UNITS,
    groups,
    numbered,
    periods_meet,
    stated,
    with_sexes,
)
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.load import Registry

_ROW = ["source", "table_id", "place", "indicator", "ref_area", "population", "compared_period"]
_STATEMENT = ["source", "indicator", "ref_area", "population", "compared_period"]
_COLUMN = ["source", "table_id", "indicator", "ref_area", "sex"]


def _counts(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    frame = stated(claims, registry)
    return frame[frame["unit_measure"].isin(SUMMED_UNITS)]


@check("error")
def check_parts_do_not_add_up(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find rows whose women and men miss the row's total, and columns whose parts miss the column's total."""
    counts = _counts(claims, registry)
    # Within a table the row is the place; outside one, the section is.
    place = counts["locator"].where(counts["table_id"] == "", "")
    rows = [_row_problem(rows) for rows in groups(with_sexes(counts.assign(place=place), _ROW, "F", "M", "_T"), _ROW)]
    in_tables = counts[counts["table_id"] != ""]
    columns = [_column_problem(rows, in_tables) for rows in groups(in_tables, _COLUMN)]
    yield from filter(None, rows + columns)


def _row_problem(rows: list) -> dict[str, str] | None:
    sexes = {row.sex: row for row in reversed(rows)}
    parts, whole = [sexes["F"], sexes["M"]], sexes["_T"]
    reached = total(span_of(part) for part in parts)
    if overlap(reached, span_of(whole)):
        return None
    arithmetic = f"{_numbers(parts)} = {span_text(reached)}"
    what = (
        f"{subject(whole, sex=False)}, {sections([whole])}: women and men add up to {arithmetic} "
        f"where the total printed is {whole.value_text}"
    )
    question = "which of the three is misprinted"
    return finding([*parts, whole], what=what, question=question, expected=whole.value_text, found=arithmetic)


def _column_problem(rows: list, in_tables: pd.DataFrame) -> dict[str, str] | None:
    parts = [row for row in rows if row.role == "part"]
    wholes = [row for row in rows if row.role == "total"]
    if not parts or len(wholes) != 1:
        return None
    whole = wholes[0]
    reached, printed = total(span_of(part) for part in parts), span_of(whole)
    wrong = not overlap(reached, printed)
    if _has_blank_cells(parts, in_tables):
        wrong = reached.lower > printed.upper
    if not wrong:
        return None
    arithmetic = f"{_numbers(parts)} = {span_text(reached)}"
    what = (
        f"{subject(whole)}, {sections([whole])}: the rows add up to {arithmetic} "
        f"where the total row prints {whole.value_text}"
    )
    question = "is a row missing or misprinted"
    return finding([whole, *parts], what=what, question=question, expected=whole.value_text, found=arithmetic)


def _has_blank_cells(parts: list, in_tables: pd.DataFrame) -> bool:
    same = (in_tables["table_id"] == parts[0].table_id) & (in_tables["source"] == parts[0].source)
    rows = in_tables[same & (in_tables["role"] == "part")]
    return bool(set(rows["population"]) - {part.population for part in parts})


@check("question")
def check_total_differs_elsewhere(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find a table's total that is stated with another figure outside the table."""
    found: dict[str, dict[str, str]] = {}
    counts = _counts(claims, registry)
    subjects = numbered(counts, SUBJECT)
    of_table = (counts["role"] == "total") & (counts["table_id"] != "")
    for rows in groups(counts[np.isin(subjects, subjects[of_table])], SUBJECT):
        for whole in (row for row in rows if row.role == "total" and row.table_id):
            others = [row for row in rows if _stated_elsewhere(row, whole)]
            if not others:
                continue
            what = (
                f"{subject(whole)}: published figures differ, the table's total is {cite([whole])} "
                f"and elsewhere {cite(others)} is stated"
            )
            said = finding(
                [whole, *others],
                what=what,
                question="which total holds",
                expected="; ".join(few(sorted({row.value_text for row in others}))),
                found=whole.value_text,
            )
            found[said["claim_ids"]] = said
    yield from found.values()


def _stated_elsewhere(row, whole) -> bool:
    if (row.source, row.table_id) == (whole.source, whole.table_id):
        return False
    dated = row.period_basis in DATED and whole.period_basis in DATED
    if dated and not periods_meet(row.time_period, whole.time_period):
        return False
    return not overlap(span_of(row), span_of(whole))


@check("question")
def check_grand_total_differs(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find table totals that do not add up to the total stated for the population they are the parts of."""
    counts = _counts(claims, registry)
    # "_T" is everybody, not the sum of the groups that figures happen to speak of.
    parents = registry.populations[~registry.populations["parent"].isin(["", "_T"])]
    children = {parent: set(part["population"]) for parent, part in parents.groupby("parent")}
    related = counts[counts["population"].isin({*children, *(part for parts in children.values() for part in parts)})]
    for rows in groups(related, ["source", "indicator", "ref_area", "sex"]):
        wholes = _one_figure_each(rows)
        for parent, parts in sorted(children.items()):
            stated_rows = [row for row in rows if row.population == parent]
            if stated_rows and parts <= wholes.keys() and len(parts) > 1:
                yield from _grand_total([wholes[part] for part in sorted(parts)], stated_rows)


def _one_figure_each(rows: list) -> dict[str, tuple]:
    """Return each population's total: that of its table, else the one figure stated for it."""
    # The parts of a table are added up against the table's own total.
    totals = [row for row in rows if row.role != "part"]
    tables = [row for row in totals if row.role == "total"]
    wholes = {}
    for population in {row.population for row in totals}:
        own = [row for row in tables if row.population == population]
        own = own or [row for row in totals if row.population == population]
        if len({span_of(row) for row in own}) == 1:
            wholes[population] = own[0]
    return wholes


def _grand_total(parts: list, stated_rows: list) -> Found:
    reached = total(span_of(part) for part in parts)
    differing = [row for row in stated_rows if not overlap(reached, span_of(row))]
    if not differing:
        return
    arithmetic = f"{_numbers(parts)} = {span_text(reached)}"
    what = (
        f"{subject(differing[0])}: the totals of its parts ({sections(parts)}) add up to {arithmetic} "
        f"where {cite(differing)} is stated"
    )
    yield finding(
        [*differing, *parts],
        what=what,
        question="which total is misprinted",
        expected=differing[0].value_text,
        found=arithmetic,
    )


@check("error")
def check_part_above_total(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find counts of women or of men that exceed the count of both, where the other sex is not printed."""
    counts = _counts(claims, registry)
    statements = numbered(counts, _STATEMENT)
    wholes_end = counts["upper"].fillna(math.inf).where(counts["sex"] == "_T", math.inf)
    above = (counts["sex"] != "_T") & (counts["lower"] > wholes_end.groupby(statements).transform("min"))
    for rows in groups(counts[np.isin(statements, statements[above])], _STATEMENT):
        sexes = {row.sex for row in rows}
        wholes = [row for row in rows if row.sex == "_T"]
        for part in (row for row in rows if row.sex != "_T" and len(sexes) == 2):
            if smaller := [whole for whole in wholes if span_of(part).lower > span_of(whole).upper]:
                yield finding(
                    [part, *smaller],
                    what=f"{subject(part)}: {cite([part])} is more than the {cite(smaller)} of both sexes",
                    question="which figure is misprinted",
                    expected=f"at most {smaller[0].value_text}",
                    found=part.value_text,
                )


def _numbers(rows: list) -> str:
    return " + ".join(few(span_text(span_of(row)) for row in rows))
