"""One quantity printed with figures that cannot all hold, or in several roundings."""

import numpy as np
import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, few, finding, subject
from wps_analysis.claims.audit.spans import outside_common_part
from wps_analysis.claims.audit.statements import groups, numbered, printed_digits, several, stated
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.load import Registry

_QUANTITY = [*SUBJECT, "compared_period"]
_WHOLE = ["indicator", "ref_area", "population", "compared_period"]


def _quantities(claims: pd.DataFrame, registry: Registry) -> tuple[pd.DataFrame, np.ndarray]:
    """Return what several claims say, and which of them cannot hold together with every other of its quantity."""
    frame = stated(claims, registry)
    # Totals of tables have their own check, so that one question is not asked twice.
    table_total = (frame["role"] == "total") & (frame["table_id"] != "")
    found = several(frame[~table_total], _QUANTITY)
    # Men's share of a whole is 100 less women's: it repeats their question.
    wholes = numbered(found, _WHOLE)
    beside_women = np.isin(wholes, wholes[(found["sex"] == "F").to_numpy(dtype=bool)])
    found = found[~((found["sex"] == "M") & (found["complement"] == "yes") & beside_women)]
    return found, outside_common_part(found, numbered(found, _QUANTITY))


@check("question")
def check_figures_differ(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find quantities whose printed figures cannot all hold within rounding, whatever their series."""
    frame, outside = _quantities(claims, registry)
    for rows in groups(frame[outside], _QUANTITY):
        what = f"{subject(rows[0])}: published figures differ, {cite(rows)}"
        question = "which figure holds, and for which date and definition"
        yield finding(rows, what=what, question=question, expected="one figure", found=_values(rows))


@check("note")
def check_different_roundings(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find quantities printed with different digits that rounding explains."""
    frame, outside = _quantities(claims, registry)
    quantities = numbered(frame, _QUANTITY)
    agreeing = frame[~np.isin(quantities, quantities[outside])]
    digits = agreeing["value_text"].map(printed_digits).where(agreeing["obs_value"].notna(), "")
    for rows in groups(several(agreeing.assign(digits=digits), _QUANTITY, column="digits"), _QUANTITY):
        numbers = [row for row in rows if row.digits]
        what = f"{subject(rows[0])}: one figure is printed as {cite(numbers)}"
        question = "which rounding should be quoted"
        yield finding(numbers, what=what, question=question, expected="one rounding", found=_values(numbers))


def _values(rows: list) -> str:
    return "; ".join(few(sorted({row.value_text for row in rows})))
