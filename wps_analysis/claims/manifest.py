"""What the processed tables were made from: inputs and outputs with their hashes, and counts by status."""

from __future__ import annotations

import csv
import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from wps_analysis.paths import project_root, raw_dir, registry_dir
from wps_analysis.registry.load import Registry


def manifest_text(
    root: str | Path | None, registry: Registry, claims: pd.DataFrame, observations: pd.DataFrame,
    findings: pd.DataFrame, files: dict[str, str],
) -> str:  # fmt: skip
    """Write the manifest: no clock, no absolute path, so that the same data gives the same text."""
    base = project_root(root)
    inputs = [
        *sorted(raw_dir(root).glob("*/*.csv")),
        *sorted(p for p in registry_dir(root).iterdir() if p.is_file()),
    ]
    manifest = {
        "version": version("wps-analysis"),
        "inputs": [
            {"file": str(p.relative_to(base).as_posix()), "sha256": _sha256(p.read_bytes()), "rows": _rows(p)}
            for p in inputs
        ],
        "outputs": {name: _sha256(text.encode("utf-8")) for name, text in files.items()},
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


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows(path: Path) -> int:
    if path.suffix != ".csv":
        return 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(any(fields) for fields in csv.reader(file)) - 1
