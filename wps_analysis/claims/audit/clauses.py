"""What the audit found of a figure, in one plain clause each, beside the observations that it touches."""

from __future__ import annotations

import pandas as pd

from wps_analysis.columns import KEY
from wps_analysis.tables import Row
from wps_analysis.words.figures import NBSP, is_survey_without_n, text_of
from wps_analysis.words.language import N_, _

CLAUSES = {
    "total_outside_groups": N_("the figure for both lies outside those of women and of men"),
    "parts_do_not_add_up": N_("the rows add up to {sum}, the total printed is {expected}"),
    "part_above_total": N_("the figure of one sex is higher than that of both"),
    "composition_not_100": N_("the parts add up to {found} %, not to 100 %"),
    "impossible_denominator": N_("count and share fit no whole number"),
    "refuted_by_counts": N_("counts of the same date give {expected} %, not {found}"),
    "outside_valid_range": N_("the figure is outside what it can be"),
    "period_after_publication": N_("the figure is dated after its document"),
    "figures_differ": N_("published figures differ: {found}"),
    "period_after_origin": N_("the figure is dated after the document cited for it"),
    "total_differs_elsewhere": N_("elsewhere the total is {expected}"),
    "grand_total_differs": N_("the totals of the parts add up to {sum}, where {expected} is stated"),
    "parts_leave_a_rest": N_("the parts add up to {found} %, the rest has no figure"),
    "same_digits_different_population": N_("the same digits are printed for another group"),
    "figure_of_other_population": N_("one of its figures is printed for another group elsewhere"),
    "denominator_differs": N_("count and share imply wholes that differ: {found}"),
    "headcount_moves_fast": N_("the share moves by {found} points a year, fast for staff in post"),
    "target_other_population": N_("the target is said of another group elsewhere"),
    "target_differs": N_("the target is printed with another number elsewhere"),
    "different_roundings": N_("printed in several roundings: {found}"),
    "same_digits_different_year": N_("the same digits are printed for another year"),
    "survey_without_n": N_("the number of persons asked is not in the reports used here"),
    "outputs_without_figure": N_("no figure in the reports used here"),
}
"""The clause of each check of ``run.CHECKS``."""
_OF_A_ROW = N_("women and men add up to {sum}, the total printed is {expected}")
_NAMES_THE_WRONG_ONE = {"refuted_by_counts", "figure_of_other_population", "outside_valid_range"}
"""They are about the figure of their subject; what it is held against is in no doubt."""
_DOUBT_THE_POPULATION = {"same_digits_different_population", "denominator_differs"}


def clause(finding: Row) -> str:
    """Say in one plain clause what a finding says, in the language in force.

    Examples
    --------
    >>> clause({"check": "parts_do_not_add_up", "sex": "", "found": "28 + 4 = 32", "expected": "33"})
    'women and men add up to 32, the total printed is 33'
    """
    is_row = finding["check"] == "parts_do_not_add_up" and not _is_column(finding)
    words = _OF_A_ROW if is_row else CLAUSES[finding["check"]]
    # As printed, but for the words of the unit, which are those of the document's language.
    found, expected = (text_of(finding, name).replace(" per cent", f"{NBSP}%") for name in ("found", "expected"))
    return _(words).format(found=found, expected=expected, sum=found.rsplit(" = ", 1)[-1])


def clauses_by_claim(findings: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each claim that findings name what they say, one clause each.

    Examples
    --------
    >>> finding = {"check": "target_differs", "sex": "", "found": "", "expected": "", "claim_ids": "a b"}
    >>> clauses_by_claim(pd.DataFrame([finding]))["b"]
    ['the target is printed with another number elsewhere']
    """
    said: dict[str, dict[str, None]] = {}
    for finding in findings.to_dict("records"):
        for claim_id in finding["claim_ids"].split():
            said.setdefault(claim_id, {})[clause(finding)] = None
    return {claim_id: list(clauses) for claim_id, clauses in said.items()}


def notes(rows: pd.DataFrame, claims: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Collect what the findings say of each observation.

    Parameters
    ----------
    rows
        Observations with ``basis``, ``n`` and ``role``.
    claims, findings
        Columns of ``tables.Claims`` and ``tables.Findings``; every claim on a figure concerns it.

    Returns
    -------
    DataFrame
        ``note`` (the clauses of all findings that touch the row, the most serious first), ``cannot_hold`` (those of
        errors: figures that cannot all be true) and ``doubted`` (whether whom the figure speaks of is in doubt).
    """
    by_claim: dict[str, list[dict]] = {}
    by_key: dict[tuple, list[dict]] = {}
    for finding in findings.to_dict("records"):
        if finding["check"] in _NAMES_THE_WRONG_ONE:
            by_key.setdefault(tuple(finding[column] for column in KEY), []).append(finding)
            continue
        for claim_id in finding["claim_ids"].split():
            by_claim.setdefault(claim_id, []).append(finding)
    on_figure: dict[tuple, list[str]] = {}
    named = claims.loc[claims["claim_id"].isin(by_claim) & (claims["role"] != "target"), [*KEY, "claim_id"]]
    for *key, claim_id in named.astype(object).itertuples(index=False):
        on_figure.setdefault(tuple(key), []).append(claim_id)

    def of(row: dict) -> tuple[str, str, bool]:
        key = tuple(row[column] for column in KEY)
        touching = by_key.get(key, [])
        for claim_id in dict.fromkeys([*row["claim_id"].split(), *on_figure.get(key, [])]):
            touching = touching + by_claim.get(claim_id, [])
        said = dict.fromkeys(clause(finding) for finding in touching)
        if is_survey_without_n(row):
            said[_(CLAUSES["survey_without_n"])] = None
        # That the rows of a table miss its total is said of the total; at each row it is a note.
        errors = [f for f in touching if f["severity"] == "error" and not (_is_column(f) and row["role"] == "part")]
        errors = dict.fromkeys(map(clause, errors))
        return "; ".join([*errors, *(c for c in said if c not in errors)]), "; ".join(errors), _doubts(touching)

    ids = rows["claim_id"].str.split(" ").explode()
    touched = ids.isin(by_claim).groupby(level=0).any().reindex(rows.index, fill_value=False)
    touched |= pd.MultiIndex.from_frame(rows[KEY]).isin([*by_key, *on_figure]) if by_key or on_figure else False
    touched |= rows["basis"].fillna("").str.startswith("survey")
    found = [of(row) for row in rows[touched].to_dict("records")]
    said = pd.DataFrame(found, columns=["note", "cannot_hold", "doubted"], index=rows.index[touched], dtype=object)
    said = said.reindex(rows.index).fillna({"note": "", "cannot_hold": "", "doubted": False})
    return said.astype({"note": "str", "cannot_hold": "str", "doubted": bool})


def _is_column(finding: Row) -> bool:
    return finding["check"] == "parts_do_not_add_up" and finding["sex"] != ""


def _doubts(touching: list[dict]) -> bool:
    errors = any(f["severity"] == "error" and f["check"] not in _NAMES_THE_WRONG_ONE for f in touching)
    return errors or any(finding["check"] in _DOUBT_THE_POPULATION for finding in touching)
