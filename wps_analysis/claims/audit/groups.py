"""Shares that must fit together: a total between its groups, the parts of a whole, women and men."""

import pandas as pd

from wps_analysis.claims.audit.finding import SEX_WORDS, Found, check, cite, cite_parts, finding, subject
from wps_analysis.claims.audit.spans import Span, holds, hull, overlap, span_of, span_text, total
from wps_analysis.claims.audit.statements import beside, groups, stated, with_sexes
from wps_analysis.registry.load import Registry

_STATEMENT = ["source", "indicator", "ref_area", "population", "compared_period"]


def _by_sex(rows: list) -> dict[str, list]:
    return {sex: [row for row in rows if row.sex == sex] for sex in ("_T", "F", "M")}


@check("error")
def check_total_outside_groups(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find rates whose total lies outside the range from women to men, beyond rounding."""
    frame = stated(claims, registry)
    rates = with_sexes(frame[frame["measure"] == "rate"], _STATEMENT, "F", "M", "_T")
    for rows in groups(rates, _STATEMENT):
        sexes = _by_sex(rows)
        for row in sexes["_T"]:
            parts = beside(row, sexes["F"]) + beside(row, sexes["M"])
            between = hull(span_of(part) for part in parts)
            if overlap(span_of(row), between):
                continue
            what = f"{subject(row, sex=False)}: the total {cite([row])} lies outside {cite(parts, sex=True)}"
            yield finding(
                [row],
                also=parts,
                what=what,
                question="which of these figures is misprinted",
                expected=span_text(between),
                found=row.value_text,
            )


@check("error")
def check_composition_not_100(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find women's and men's shares of one whole, or parts of a table, that miss 100 beyond rounding."""
    frame = stated(claims, registry)
    shares = frame[(frame["unit_measure"] == "PT") & (frame["measure"] == "composition")]
    for rows in groups(with_sexes(shares[shares["complement"] == "yes"], _STATEMENT, "F", "M"), _STATEMENT):
        sexes = _by_sex(rows)
        for row in sexes["F"]:
            for man in beside(row, sexes["M"])[:1]:
                yield from _not_100(
                    [row, man], f"{subject(row, sex=False)}: {cite([row, man], sex=True)}", either_way=True
                )
    for rows in _parts(frame):
        yield from _not_100(rows, cite_parts(rows), either_way=False)


@check("question")
def check_parts_leave_a_rest(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find parts of a whole that stay below 100 beyond rounding: a part that no figure names."""
    for rows in _parts(stated(claims, registry)):
        reached = total(span_of(row) for row in rows)
        if reached.upper >= 100:
            continue
        rest = Span(round(100 - reached.upper, 4), round(100 - reached.lower, 4))
        what = f"{cite_parts(rows)} leave {span_text(rest)} per cent of the whole without a figure"
        question = "what is in this rest"
        yield finding(rows, what=what, question=question, expected="100", found=span_text(reached))


def _parts(frame: pd.DataFrame) -> list[list]:
    """Gather the shares that the keyer marked as parts of one whole."""
    parts = frame[(frame["role"] == "part") & (frame["unit_measure"] == "PT") & (frame["table_id"] != "")]
    found = []
    for rows in groups(parts, ["source", "table_id", "ref_area", "compared_period"]):
        # Where all are rates, women's and men's answers are two wholes; else the sexes may be the parts.
        rates = all(row.measure == "rate" for row in rows)
        wholes = [[row for row in rows if row.sex == sex] for sex in SEX_WORDS] if rates else [rows]
        found += [whole for whole in wholes if len(whole) > 1]
    return found


def _not_100(rows: list, what: str, *, either_way: bool) -> list[dict[str, str]]:
    reached = total(span_of(row) for row in rows)
    below = reached.upper < 100
    if holds(reached, 100) or (below and not either_way):
        return []
    said = f"{what} add up to {span_text(reached)}, not to 100 within rounding"
    question = "which part is misprinted"
    return [finding(rows, what=said, question=question, expected="100", found=span_text(reached))]
