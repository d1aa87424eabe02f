"""The whole way from ``data/raw`` to ``data/processed``, and whether the files there still follow from it."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.freshness import MANIFEST, made_from
from wps_analysis.claims.harmonise import check_target_claims, harmonise
from wps_analysis.claims.readers.raw_files import read_all
from wps_analysis.claims.reconcile import reconcile
from wps_analysis.paths import processed_dir, project_root, raw_dir, sha256, write_atomic
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.tables import Claims, Findings, Observations, to_csv_text, validate_table


@dataclass(frozen=True, repr=False, eq=False)
class Built:
    """What ``build`` made: the tables, and the files' names and texts."""

    claims: pd.DataFrame
    observations: pd.DataFrame
    findings: pd.DataFrame
    files: dict[str, str]

    @property
    def counts(self) -> dict:
        """Numbers of rows and their statuses, as the manifest holds them."""
        return json.loads(self.files[MANIFEST])["counts"]


def compute(root: str | Path | None = None) -> Built:
    """Compute the processed tables from ``data/raw`` and ``data/registry`` and from nothing else.

    Parameters
    ----------
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    Built
        The tables and the text of each file of ``data/processed``; nothing is written.

    Raises
    ------
    InputError
        If any input cannot be used: all problems at once.
    """
    registry = load_registry(root)
    claims = validate_table(harmonise(read_all(raw_dir(root), registry.series_map), registry), Claims, "claims")
    check_target_claims(claims, registry)
    observations = validate_table(reconcile(claims, registry), Observations, "observations")
    findings = validate_table(run_checks(claims, observations, registry), Findings, "findings")
    tables = {"claims": claims, "observations": observations, "findings": findings}
    files = {f"{name}.csv": to_csv_text(table) for name, table in tables.items()}
    files[MANIFEST] = _manifest_text(root, registry, claims, observations, findings, files)
    return Built(claims, observations, findings, files)


def build(root: str | Path | None = None) -> Built:
    """Compute the processed tables and write them to ``data/processed``.

    Nothing is written unless everything could be computed; each file is replaced whole.

    Parameters
    ----------
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    Built
        The tables and the files written.

    Raises
    ------
    InputError
        If any input cannot be used: all problems at once, ``data/processed`` untouched.
    """
    built = compute(root)
    for name, text in built.files.items():
        write_atomic(processed_dir(root) / name, text)
    return built


def check(root: str | Path | None = None) -> list[str]:
    """Compare ``data/processed`` with what ``build`` would write.

    Returns
    -------
    list of str
        One sentence a stale or missing file; empty if all are fresh.
    """
    stale = []
    for name, text in compute(root).files.items():
        path = processed_dir(root) / name
        if not path.exists():
            stale.append(f"data/processed/{name} is missing")
        elif (old := path.read_text(encoding="utf-8")) != text:
            stale.append(f"data/processed/{name} is stale: {_first_difference(old, text)}")
    return stale


def _first_difference(old: str, new: str) -> str:
    before, after = old.splitlines(), new.splitlines()
    pairs = enumerate(zip(before, after, strict=False))
    row = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    kept, computed = (lines[row] if row < len(lines) else "nothing" for lines in (before, after))
    return f"line {row + 1} holds {kept[:120]!r}, computed {computed[:120]!r}"


def _manifest_text(
    root: str | Path | None, registry: Registry, claims: pd.DataFrame, observations: pd.DataFrame,
    findings: pd.DataFrame, files: dict[str, str],
) -> str:  # fmt: skip
    """Write the manifest: no clock, no absolute path, so that the same data gives the same text."""
    base, made = project_root(root), made_from(root)
    manifest = {
        **made,
        "rows": {name: _rows(base / name) for name in made["inputs"]},
        "outputs": {name: sha256(text.encode("utf-8")) for name, text in files.items()},
        "counts": {
            "claims": len(claims),
            "claims_by_role": _counts(claims["role"].replace("", "figure")),
            "observations": len(observations),
            "observations_by_agreement": _counts(observations["agreement"]),
            "observations_by_choice": _counts(observations["choice_reason"]),
            "observations_by_period_basis": _counts(observations["period_basis"]),
            "findings_by_severity": _counts(findings["severity"]),
            "exclusions": len(registry.exclusions),
            "exclusions_by_reason": _counts(registry.exclusions["reason"]),
        },
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


def _counts(column: pd.Series) -> dict[str, int]:
    return {key: int(n) for key, n in column.value_counts().sort_index().items()}


def _rows(path: Path) -> int:
    if path.suffix != ".csv":
        return 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(any(fields) for fields in csv.reader(file)) - 1
