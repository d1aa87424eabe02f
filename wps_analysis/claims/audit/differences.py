"""One quantity printed with figures that cannot all hold, or in several roundings."""

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, few, finding, subject
from wps_analysis.claims.audit.spans import overlap, span_of
from wps_analysis.claims.audit.statements import printed_digits, several, stated
from wps_analysis.claims.bounds import intervals_overlap
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.load import Registry


def _quantities(claims: pd.DataFrame, registry: Registry) -> list[list]:
    frame = stated(claims, registry)
    # Totals of tables have their own check, so that one question is not asked twice.
    table_total = (frame["role"] == "total") & (frame["table_id"] != "")
    found = several(frame[~table_total], [*SUBJECT, "compared_period"])
    # Men's share of a whole is 100 less women's: it repeats their question.
    women = {_whole(rows[0]) for rows in found if rows[0].sex == "F"}
    return [rows for rows in found if not (_is_mirror(rows[0]) and _whole(rows[0]) in women)]


def _whole(row) -> tuple[str, ...]:
    return (row.indicator, row.ref_area, row.population, row.compared_period)


def _is_mirror(row) -> bool:
    return row.sex == "M" and row.complement == "yes"


@check("question")
def check_figures_differ(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find quantities whose printed figures cannot all hold within rounding, whatever their series."""
    for rows in _quantities(claims, registry):
        if intervals_overlap(row._asdict() for row in rows):
            continue
        rows = [row for row in rows if not all(overlap(span_of(row), span_of(other)) for other in rows)]
        what = f"{subject(rows[0])}: published figures differ, {cite(rows)}"
        question = "which figure holds, and for which date and definition"
        yield finding(rows, what=what, question=question, expected="one figure", found=_values(rows))


@check("note")
def check_different_roundings(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find quantities printed with different digits that rounding explains."""
    for rows in _quantities(claims, registry):
        numbers = [row for row in rows if pd.notna(row.obs_value) and printed_digits(row.value_text)]
        roundings = {printed_digits(row.value_text) for row in numbers}
        if len(roundings) < 2 or not intervals_overlap(row._asdict() for row in rows):
            continue
        what = f"{subject(rows[0])}: one figure is printed as {cite(numbers)}"
        question = "which rounding should be quoted"
        yield finding(numbers, what=what, question=question, expected="one rounding", found=_values(numbers))


def _values(rows: list) -> str:
    return "; ".join(few(sorted({row.value_text for row in rows})))
