"""Run every check and number what it finds."""

from collections.abc import Callable

import pandas as pd

from wps_analysis.claims.audit.denominators import check_impossible_denominator
from wps_analysis.claims.audit.differences import check_different_roundings, check_figures_differ
from wps_analysis.claims.audit.digits import (
    check_figure_of_other_population,
    check_same_digits_different_population,
    check_same_digits_different_year,
)
from wps_analysis.claims.audit.finding import finding_id
from wps_analysis.claims.audit.gaps import check_outputs_without_figure, check_survey_without_n
from wps_analysis.claims.audit.groups import (
    check_composition_not_100,
    check_parts_leave_a_rest,
    check_total_outside_groups,
)
from wps_analysis.claims.audit.pace import check_headcount_moves_fast
from wps_analysis.claims.audit.ranges import (
    check_outside_valid_range,
    check_period_after_origin,
    check_period_after_publication,
)
from wps_analysis.claims.audit.statements import describe
from wps_analysis.claims.audit.sums import (
    check_grand_total_differs,
    check_part_above_total,
    check_parts_do_not_add_up,
    check_total_differs_elsewhere,
)
from wps_analysis.claims.audit.targets import check_target_differs, check_target_other_population
from wps_analysis.claims.audit.wholes import check_denominator_differs
from wps_analysis.columns import KEY, SEVERITIES
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Findings

Check = Callable[[pd.DataFrame, pd.DataFrame, Registry], pd.DataFrame]

CHECKS: dict[str, tuple[Check, str]] = {
    "total_outside_groups": (check_total_outside_groups, "error"),
    "parts_do_not_add_up": (check_parts_do_not_add_up, "error"),
    "part_above_total": (check_part_above_total, "error"),
    "composition_not_100": (check_composition_not_100, "error"),
    "impossible_denominator": (check_impossible_denominator, "error"),
    "outside_valid_range": (check_outside_valid_range, "error"),
    "period_after_publication": (check_period_after_publication, "error"),
    "figures_differ": (check_figures_differ, "question"),
    "period_after_origin": (check_period_after_origin, "question"),
    "total_differs_elsewhere": (check_total_differs_elsewhere, "question"),
    "grand_total_differs": (check_grand_total_differs, "question"),
    "parts_leave_a_rest": (check_parts_leave_a_rest, "question"),
    "same_digits_different_population": (check_same_digits_different_population, "question"),
    "figure_of_other_population": (check_figure_of_other_population, "question"),
    "denominator_differs": (check_denominator_differs, "question"),
    "headcount_moves_fast": (check_headcount_moves_fast, "question"),
    "target_other_population": (check_target_other_population, "question"),
    "target_differs": (check_target_differs, "question"),
    "different_roundings": (check_different_roundings, "note"),
    "same_digits_different_year": (check_same_digits_different_year, "note"),
    "survey_without_n": (check_survey_without_n, "note"),
    "outputs_without_figure": (check_outputs_without_figure, "note"),
}
"""Every check by name, with the severity of what it finds."""


def run_checks(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Ask of the claims what a careful reviewer would ask.

    Parameters
    ----------
    claims
        The harmonised claims, targets included.
    observations
        The reconciled observations.
    registry
        What is known: indicators, populations, series, sources, targets, breaks, plan outputs and areas.

    Returns
    -------
    DataFrame
        The findings table, the most serious first. A finding keeps its `finding_id` as long as the claims
        that it names and what is expected of them stay the same.

    Examples
    --------
    >>> sorted({severity for _, severity in CHECKS.values()})
    ['error', 'note', 'question']
    """
    # Described once here, not once in each check.
    claims = describe(claims, registry)
    found = []
    for name, (check, severity) in CHECKS.items():
        table = check(claims, observations, registry)
        found.append(_numbered(table, name).assign(check=name, severity=severity))
    findings = pd.concat(found, ignore_index=True)
    order = findings["severity"].map(SEVERITIES.index)
    by = ["order", "check", *KEY, "expected", "finding_id"]
    return findings.assign(order=order).sort_values(by, ignore_index=True)[list(Findings.columns)].astype(str)


def _numbered(table: pd.DataFrame, check: str) -> pd.DataFrame:
    """Merge findings that say the same, and give each an id of its own also where two concern the same claims."""
    columns = ["claim_ids", "expected", "found", "message"]
    table = table.drop_duplicates(columns, ignore_index=True)
    ids, taken = [], set()
    for claim_ids, expected, *rest in sorted(zip(*(table[c] for c in columns), strict=True)):
        name = finding_id(check, claim_ids, expected)
        while name in taken:
            expected = "|".join([expected, *rest])
            name = finding_id(check, claim_ids, expected)
        taken.add(name)
        ids.append(name)
    return table.sort_values(columns, ignore_index=True).assign(finding_id=ids)
