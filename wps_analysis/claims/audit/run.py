"""Run every check and number what it finds."""

from importlib import import_module
from pkgutil import iter_modules

import pandas as pd

from wps_analysis.claims import audit
from wps_analysis.claims.audit.finding import CHECKS, OF_TARGETS, finding_id, to_frame
from wps_analysis.claims.audit.statements import describe, stated
from wps_analysis.claims.superseded import is_superseded
from wps_analysis.columns import KEY, SEVERITIES
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Findings

for _module in iter_modules(audit.__path__):  # whose checks are known once it is imported
    import_module(f"{audit.__name__}.{_module.name}")


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
    # Described and parted once here, not once in each check; what its publisher has revised is not asked about.
    claims = describe(claims[~is_superseded(claims, registry)], registry)
    figures, targets = stated(claims, registry), claims[claims["role"] == "target"]
    found = []
    for name, (check, severity) in CHECKS.items():
        table = to_frame(check(targets if name in OF_TARGETS else figures, observations, registry))
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
