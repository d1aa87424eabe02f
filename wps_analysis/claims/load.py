"""The whole way from ``data/raw`` to ``data/processed``, and back into a notebook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.harmonise import check_target_claims, harmonise
from wps_analysis.claims.labels import label
from wps_analysis.claims.manifest import manifest_text
from wps_analysis.claims.readers.raw_files import read_all
from wps_analysis.claims.reconcile import known_by, reconcile
from wps_analysis.errors import StaleError, UnknownCodeError
from wps_analysis.paths import file_states, processed_dir, project_root, raw_dir, registry_dir, write_atomic
from wps_analysis.registry.load import PILLARS, load_registry, nearest_codes
from wps_analysis.tables import Claims, Findings, Observations, read_text_table, to_csv_text, validate_table
from wps_analysis.words.language import language_in_force

_SCHEMAS = {"claims": Claims, "observations": Observations, "findings": Findings}


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
        return json.loads(self.files["manifest.json"])["counts"]


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
    files["manifest.json"] = manifest_text(root, registry, claims, observations, findings, files)
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


def default_as_of(root: str | Path | None = None) -> str:
    """Return the ISO date on which the newest of the sources was surely published."""
    return str(load_registry(root).newest_day.date())


def load(
    indicator: str | None = None,
    *,
    pillar: str | None = None,
    ref_area: str | None = None,
    as_of: str | None = None,
    root: str | Path | None = None,
) -> pd.DataFrame:
    """Load observations with their labels.

    Parameters
    ----------
    indicator
        An indicator's code, e.g. ``"police"``; all if not given.
    pillar
        ``participation``, ``protection``, ``prevention`` or ``relief_recovery``: the pillar that counts the indicator.
    ref_area
        A country's or area's code, e.g. ``"KHM"``.
    as_of
        Only what had been published by this date, reconciled again.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    DataFrame
        Columns of ``tables.Observations`` (``obs_value``, ``lower``, ``upper`` in ``unit_measure``, percent 0-100) and
        ``name``, ``pillar``, ``also_pillar``, ``rpa_output``, ``theme``, ``measure``, ``kind``, ``government_level``,
        ``rank``, ``ladder``, ``custodian``, ``population_name``, ``area_name``, ``basis``, ``n``,
        ``series_name``, ``source_title``, and of the claim that speaks (of the count of women, where a share is
        derived) ``locator``, ``role`` and ``table_id``.

    Raises
    ------
    UnknownCodeError
        If the indicator, pillar or area is not known, with the nearest that is.
    StaleError
        If ``data/processed`` is missing.

    Examples
    --------
    >>> police = load("police", ref_area="KHM")
    >>> police.loc[police["time_period"] == "2024", ["obs_value", "lower", "upper", "unit_measure"]].values.tolist()
    [[11.0, 10.5, 11.5, 'PT']]
    """
    registry = load_registry(root)
    _known("indicator", indicator, registry.indicators["indicator"])
    _known("pillar", pillar, PILLARS)
    known_then = None if registry.published_by(as_of) else as_of
    labelled = _labelled(project_root(root), known_then, language_in_force(), data_state(root))
    _known("reference area", ref_area, {*labelled["ref_area"], *registry.areas["ref_area"]})
    wanted = {"indicator": indicator, "pillar": pillar, "ref_area": ref_area}
    for column, code in wanted.items():
        labelled = labelled if code is None else labelled[labelled[column] == code]
    return labelled.reset_index(drop=True)


def load_claims(
    *, indicator: str | None = None, as_of: str | None = None, root: str | Path | None = None
) -> pd.DataFrame:
    """Load the claims: every published figure with its words, source and section.

    Parameters
    ----------
    indicator
        An indicator's code; all if not given.
    as_of
        Only claims of documents published by this date.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    DataFrame
        Columns of ``tables.Claims``.

    Raises
    ------
    UnknownCodeError
        If the indicator is not known.
    StaleError
        If ``data/processed`` is missing.

    Examples
    --------
    >>> chiefs = load_claims(indicator="commune_chiefs")
    >>> sorted(set(chiefs["value_text"]))
    ['10.7 per cent', '7.9 per cent']
    """
    registry = load_registry(root)
    _known("indicator", indicator, registry.indicators["indicator"])
    claims = _read_processed("claims", root)
    claims = claims if registry.published_by(as_of) else known_by(claims, registry, as_of)
    return claims if indicator is None else claims[claims["indicator"] == indicator].reset_index(drop=True)


def load_targets(*, as_of: str | None = None, root: str | Path | None = None) -> pd.DataFrame:
    """Load the targets whose claim had been published by a date, with the columns of ``targets.csv``.

    Parameters
    ----------
    as_of
        Only targets that a document published by this date names.
    root
        The project's root.

    Examples
    --------
    >>> "parity_decision_making" in set(load_targets(as_of="2023-12-31")["target_id"])
    False
    """
    known = load_claims(as_of=as_of, root=root)["claim_id"]
    targets = load_registry(root).targets
    return targets[targets["claim_id"].isin(known)].reset_index(drop=True)


def load_findings(*, as_of: str | None = None, root: str | Path | None = None) -> pd.DataFrame:
    """Load what the audit asks, with the columns of ``tables.Findings``.

    Parameters
    ----------
    as_of
        What it would have asked of the documents published by this date.
    root
        The project's root.

    Examples
    --------
    >>> "figures_differ" in set(load_findings()["check"])
    True
    """
    registry = load_registry(root)
    if registry.published_by(as_of):
        return _read_processed("findings", root)
    claims = load_claims(as_of=as_of, root=root)
    return run_checks(claims, reconcile(claims, registry), registry)


def data_state(root: str | Path | None = None) -> tuple:
    """Return what changes with any file of ``data/registry`` or ``data/processed``: a key for what was made of them."""
    return tuple((folder, file_states(folder)) for folder in (registry_dir(root), processed_dir(root)))


@lru_cache(maxsize=8)
def _labelled(root: Path, as_of: str | None, language: str, state: tuple) -> pd.DataFrame:
    """Label the observations once for as long as the files stand; areas are named in the language in force."""
    registry, claims = load_registry(root), _read_processed("claims", root)
    if as_of is None:
        return label(_read_processed("observations", root), claims, registry)
    observations = reconcile(known_by(claims, registry, as_of), registry)
    return label(validate_table(observations, Observations, "observations"), claims, registry)


def _read_processed(name: str, root: str | Path | None) -> pd.DataFrame:
    path = processed_dir(root) / f"{name}.csv"
    if not path.exists():
        raise StaleError(f"data/processed/{name}.csv is missing. Run `wps build`.")
    state = path.stat()
    return _read_once(name, path, state.st_mtime_ns, state.st_size).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=12)
def _read_once(name: str, path: Path, changed: int, size: int) -> pd.DataFrame:
    """Read a table once for as long as its file stands as it is."""
    frame = read_text_table(path)
    numbers = [c for c, column in _SCHEMAS[name].columns.items() if str(column.dtype) in ("float64", "int64")]
    frame = frame.assign(**{c: pd.to_numeric(frame[c]) for c in numbers}).reset_index(drop=True)
    return validate_table(frame, _SCHEMAS[name], f"data/processed/{name}.csv")


def _known(what: str, code: str | None, known: pd.Series | tuple | set) -> None:
    if code is not None and code not in set(known):
        raise UnknownCodeError(what, code, nearest_codes(code, list(known)))


def _first_difference(old: str, new: str) -> str:
    before, after = old.splitlines(), new.splitlines()
    pairs = enumerate(zip(before, after, strict=False))
    row = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    kept, computed = (lines[row] if row < len(lines) else "nothing" for lines in (before, after))
    return f"line {row + 1} holds {kept[:120]!r}, computed {computed[:120]!r}"
