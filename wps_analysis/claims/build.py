"""The whole way from ``data/raw`` to ``data/processed``, and whether the files there still follow from it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.claims.agree import absent_sources, disagreements
from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.audit.statements import describe
from wps_analysis.claims.embargo import check_confirmations, open_claims, withheld_subjects
from wps_analysis.claims.freshness import MANIFEST, made_from
from wps_analysis.claims.harmonise import harmonise
from wps_analysis.claims.processed import EXTRACTS, apart, as_files, read_extracts
from wps_analysis.claims.readers.coded import as_text
from wps_analysis.claims.readers.raw_files import read_all
from wps_analysis.claims.reconcile import reconcile
from wps_analysis.errors import InputError, StaleError, WpsError, reason_of
from wps_analysis.paths import processed_dir, project_root, raw_dir, sha256, write_together
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.tables import Claims, Findings, Observations, in_plain_digits, validate_table
from wps_analysis.texts import csv_rows


@dataclass(frozen=True, repr=False, eq=False)
class Built:
    """What ``build`` made: the tables, and the files' names and texts."""

    claims: pd.DataFrame
    observations: pd.DataFrame
    findings: pd.DataFrame
    files: dict[str, str | bytes]
    left_out: list[str]
    """What of publishers' files is not used, each reason once."""
    absent: list[str]
    """Sources whose terms keep their figures with each user, and of which there are none here."""
    registry: Registry
    """What they were made with."""

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
    raw, left_out, registry = _read(root)
    made = made_from(root)
    claims = validate_table(_harmonised(raw, registry), Claims, "claims")
    check_confirmations(claims, registry)
    printed, claims = claims, open_claims(claims, registry, registry.newest_day, root)
    described = describe(claims, registry)
    observations = validate_table(reconcile(described, registry), Observations, "observations")
    findings = validate_table(run_checks(described, observations, registry), Findings, "findings")
    tables = {"claims": claims, "observations": observations, "findings": findings}
    tables = apart(tables, raw.loc[raw["keyed"], "claim_id"])
    files = as_files(tables)
    _check_read_back(files, tables)
    withheld = withheld_subjects(printed, claims)
    files[MANIFEST] = _manifest_text(root, made, registry, claims, observations, findings, files, withheld)
    if made_from(root) != made:
        raise StaleError("Files under data changed while the tables were built. Run `wps build` again.")
    return Built(claims, observations, findings, files, left_out, absent_sources(raw, registry), registry)


def _read(root: str | Path | None) -> tuple[pd.DataFrame, list[str], Registry]:
    """Read registry and raw files, or say of all of them at once what is wrong."""
    try:
        registry = load_registry(root)
    except InputError as error:
        raise InputError([*error.problems, *_raw_problems(root)]) from None
    return *read_all(raw_dir(root), registry), registry


def _raw_problems(root: str | Path | None) -> list[str]:
    """Return what is wrong with the keyed files, which need no registry to be read."""
    try:
        read_all(raw_dir(root), None)
    except InputError as error:
        return error.problems
    return []


def _harmonised(raw: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    problems = disagreements(raw, registry)
    try:
        claims = harmonise(raw, registry)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    return claims


def _check_read_back(files: Mapping[str, str | bytes], tables: Mapping[str, pd.DataFrame]) -> None:
    """Raise an InputError where a file would not give back the rows and numbers that it was written from."""
    for (file, content), table in zip(files.items(), tables.values(), strict=True):
        back = _read_back(file, content, table)
        if not (back.equals(table) if isinstance(content, bytes) else _is_as_written(back, table)):
            raise InputError([f"data/processed/{file}: what would be written does not read back as the same table"])


def _is_as_written(back: pd.DataFrame, table: pd.DataFrame) -> bool:
    """Tell whether two tables are written alike; numbers that are the same need not be written to know it."""
    if list(back) != list(table) or len(back) != len(table):
        return False
    numbers = list(table.select_dtypes("number"))
    read, held = (frame[numbers].to_numpy(dtype=float) for frame in (back, table))
    other = ((read != held) & ~(np.isnan(read) & np.isnan(held))).any(axis=1)
    read, held = (in_plain_digits(frame.loc[other, numbers]).astype(object) for frame in (back, table))
    texts = table.columns.difference(numbers)
    return read.equals(held) and all(as_text(back[name]).equals(as_text(table[name])) for name in texts)


def _read_back(file: str, content: str | bytes, table: pd.DataFrame) -> pd.DataFrame:
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    if file.startswith(EXTRACTS):
        return read_extracts(data, file)
    (_, header), *rows = csv_rows(data, f"data/processed/{file}")
    back = pd.DataFrame([fields for _, fields in rows], columns=header, dtype=str)
    return back.assign(**{column: pd.to_numeric(back[column]) for column in table.select_dtypes("number")})


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
    WpsError
        If the tables cannot be written, with the system's reason.
    """
    built = compute(root)
    folder = processed_dir(root)
    try:
        write_together(folder, built.files)
        for path in (folder / EXTRACTS).glob("[!.]*"):
            if f"{EXTRACTS}/{path.name}" not in built.files:
                path.unlink()
    except OSError as error:
        raise WpsError(f"data/processed could not be written ({reason_of(error)}); it is as it was.") from error
    return built


def check(root: str | Path | None = None) -> list[str]:
    """Compare ``data/processed`` with what ``build`` would write.

    Returns
    -------
    list of str
        One sentence a stale or missing file; empty if all are fresh.
    """
    return stale(compute(root), root)


def stale(built: Built, root: str | Path | None = None) -> list[str]:
    """Compare ``data/processed`` with what was computed, as ``check`` does.

    Returns
    -------
    list of str
        One sentence a stale or missing file; empty if all are fresh.
    """
    found = []
    for name, content in built.files.items():
        path = processed_dir(root) / name
        new = _as_bytes(content)
        if not path.exists():
            found.append(f"data/processed/{name} is missing")
        elif (old := path.read_bytes()) != new:
            what = "it holds other rows" if isinstance(content, bytes) else _first_difference(old, content)
            found.append(f"data/processed/{name} is stale: {what}")
    return found


def _as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _first_difference(old: bytes, new: str) -> str:
    before, after = old.decode("utf-8", errors="replace").splitlines(), new.splitlines()
    pairs = enumerate(zip(before, after, strict=False))
    row = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    kept, computed = (lines[row] if row < len(lines) else "nothing" for lines in (before, after))
    return f"line {row + 1} holds {kept[:120]!r}, computed {computed[:120]!r}"


def _manifest_text(
    root: str | Path | None, made: dict, registry: Registry, claims: pd.DataFrame, observations: pd.DataFrame,
    findings: pd.DataFrame, files: dict[str, str | bytes], withheld: list[list[str]],
) -> str:  # fmt: skip
    """Write the manifest: no clock, no absolute path, so that the same data gives the same text."""
    base = project_root(root)
    manifest = {
        **made,
        "rows": {name: _rows(base / name) for name in made["inputs"]},
        "outputs": {name: sha256(_as_bytes(content)) for name, content in files.items()},
        "withheld": withheld,
        "counts": {
            "claims": len(claims),
            "subjects_withheld": len(withheld),
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
