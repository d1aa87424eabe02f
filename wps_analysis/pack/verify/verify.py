"""Make a pack again and compare: the same bytes, or which file and figure differs and how."""

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from wps_analysis import paths
from wps_analysis.errors import PackError
from wps_analysis.pack.batch import Report
from wps_analysis.pack.plan.manifest import MANIFEST, files_of, read_manifest
from wps_analysis.pack.plan.parameters import free_parameters
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.publish.previous import CHANGES, find_previous
from wps_analysis.pack.run import run_packs
from wps_analysis.pack.verify.compare import COLUMNS, check_manifest, compare_folders


def verify_pack(
    pack: str | Path,
    *,
    jobs: int | None = None,
    root: str | Path | None = None,
    report: Report = lambda event: None,
) -> pd.DataFrame:
    """Make a pack again from the present data with its own parameters, and compare every file.

    Parameters
    ----------
    pack
        The folder of a complete pack.
    jobs, root, report
        As for `run.run_packs`.

    Returns
    -------
    DataFrame
        Empty if every file is the same, byte for byte. Else one row a difference, with columns ``file``, ``kind``
        (``differs``, ``missing``, ``extra``, ``input changed``, ``unproven``), ``where`` (row or figure), ``in_pack``,
        ``again``. First what is no longer as the pack's own manifest says, then data that changed since, then what
        another run gives. What changed since the previous pack is found again where that pack lies beside this one or
        among the project's; where it is gone, what the pack tells is held against its own tables, and a row of the kind
        ``unproven`` says that what stood before is taken on trust.

    Raises
    ------
    PackError
        If the folder holds no complete pack, or a notebook fails now.

    Examples
    --------
    >>> verify_pack("outputs/KHM/latest").empty  # doctest: +SKIP
    True
    """
    folder, base = Path(pack).resolve(), paths.project_root(root)
    manifest = read_manifest(folder)
    if not manifest.get("complete"):
        raise PackError(f"{folder} holds no complete pack: its manifest.json is missing, unreadable or says so")
    touched = check_manifest(folder, manifest["outputs"])
    with tempfile.TemporaryDirectory(prefix="wps-") as scratch:
        result = run_packs(_request(manifest, folder), jobs=jobs, root=base, output=scratch, report=report)[0]
        if result.failures:
            raise PackError(f"The pack cannot be made again: {'; '.join(map(str, result.failures))}")
        differences = compare_folders(folder, result.folder)
    tables = [touched, _changed_inputs(manifest, base), differences, _unproven(folder, base)]
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True).drop_duplicates(ignore_index=True) if tables else differences


def _request(manifest: dict[str, Any], pack: Path) -> Request:
    """Return what was asked for when the pack was made."""
    try:
        return _asked(manifest, pack)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise PackError(
            f"{pack / MANIFEST} does not say how the pack was made ({type(error).__name__}: {error})"
        ) from None


def _asked(manifest: dict[str, Any], pack: Path) -> Request:
    runs = [run["parameters"] for run in manifest["plan"]]
    free = free_parameters()
    return Request(
        ref_areas=(manifest["ref_area"],),
        as_of=manifest["as_of"],
        pillars=tuple(run["pillar"] for run in runs if "pillar" in run),
        languages=(manifest["language"],),
        formats=tuple(manifest["formats"]),
        parameters={name: value for run in runs for name, value in run.items() if name in free},
        allow_draft=True,
        only_confirmed=manifest.get("only_confirmed", False),
        force=True,
        changes_of=pack,
    )


def _unproven(pack: Path, root: Path) -> pd.DataFrame:
    """Say why what the pack tells of changes rests on a pack that cannot be compared with; no row where it can."""
    found, why = find_previous(pack, paths.outputs_dir(root))
    rows = [(CHANGES, "unproven", "what stood before", "as the pack tells", why)] if why and not found else []
    return pd.DataFrame(rows, columns=COLUMNS)


def _changed_inputs(manifest: dict[str, Any], root: Path) -> pd.DataFrame:
    before = manifest["inputs"]
    notebooks = [root / name for name in before if name.startswith("notebooks/") and (root / name).is_file()]
    now = paths.hashes([*files_of(root / "data"), *notebooks], root)
    changed = sorted(name for name in {**before, **now} if before.get(name) != now.get(name))
    rows = [(name, "input changed", "", before.get(name, "not there"), now.get(name, "not there")) for name in changed]
    return pd.DataFrame(rows, columns=COLUMNS)
