"""The tables of ``data/processed``, and the way back into a notebook: what was known by a date, with its labels."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.labels import label
from wps_analysis.claims.reconcile import known_by, reconcile
from wps_analysis.codes import PILLARS, check_code
from wps_analysis.errors import StaleError
from wps_analysis.paths import file_states, processed_dir, project_root, registry_dir
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import Claims, Findings, Observations, read_text_table, validate_table
from wps_analysis.words.language import language_in_force

_SCHEMAS = {"claims": Claims, "observations": Observations, "findings": Findings}


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
    check_code("indicator", indicator, set(registry.indicators["indicator"]))
    check_code("pillar", pillar, PILLARS)
    known_then = None if registry.published_by(as_of) else as_of
    labelled = _labelled(project_root(root), known_then, language_in_force(), data_state(root))
    check_code("reference area", ref_area, {*labelled["ref_area"], *registry.areas["ref_area"]})
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
    check_code("indicator", indicator, set(registry.indicators["indicator"]))
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
