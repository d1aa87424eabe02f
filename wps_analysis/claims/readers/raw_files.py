"""Every file of ``data/raw``, each by the reader of its format.

A reader is a module of this package with ``recognises(head)`` and ``read(path, *, source, series_map)``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pandas as pd

from wps_analysis.claims import readers
from wps_analysis.claims.readers import claims_csv
from wps_analysis.errors import InputError, WpsError
from wps_analysis.paths import shown
from wps_analysis.tables import RawClaims, check_table

_TABLES = {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods"}
_HEAD_LINES = 12
_OWN_ID = "give each claim an id of its own"


def read_all(folder: Path, series_map: pd.DataFrame) -> pd.DataFrame:
    """Read every source's folder under ``data/raw``, in the order of their names.

    Notes such as ``README.md`` may lie beside the tables.

    Parameters
    ----------
    folder
        ``data/raw``.
    series_map
        ``series_map.csv``: what the codes of a publisher's files are in the registry.

    Returns
    -------
    DataFrame
        Columns of ``tables.RawClaims``, and ``source``, ``file`` and ``row`` for messages; one file below the other.

    Raises
    ------
    InputError
        For the problems of all files at once, a table in another place or format, a ``claim_id`` that stands in two
        files, and for no claim at all.
    """
    frames, problems = [], _misplaced(folder)
    for path in _claim_files(folder):
        try:
            frames.append(_read(path, series_map))
        except InputError as error:
            problems += error.problems
    claims = (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*RawClaims.columns, "file", "row"])
    )
    first = claims.drop_duplicates("claim_id").set_index("claim_id")
    for claim in claims[claims["claim_id"].duplicated()].itertuples():
        earlier = first.loc[claim.claim_id]
        problems.append(
            f"{claim.file} row {claim.row}: claim_id {claim.claim_id!r} stands twice "
            f"(first in {earlier.file} row {earlier.row}): {_OWN_ID}"
        )
    if not problems and claims.empty:
        problems = ["data/raw: no claims in any folder; add data/raw/<source_id>/<name>.csv"]
    if problems:
        raise InputError(problems)
    return claims


def _read(path: Path, series_map: pd.DataFrame) -> pd.DataFrame:
    reader = _reader_of(path)
    try:
        frame = reader.read(path, source=path.parent.name, series_map=series_map)
        rows = frame.set_index("row").drop(columns=["source", "file"])
        problems = check_table(rows, RawClaims, shown(path))
    except WpsError:
        raise
    except Exception as error:  # a file that a reader's author did not think of, whatever it breaks
        reason = f"the reader {reader.__name__.rpartition('.')[2]} failed ({type(error).__name__}: {error})"
        raise InputError([
            f"{shown(path)}: {reason}; the file has another form than it expects, or it is wrong"
        ]) from error  # fmt: skip
    if problems:
        raise InputError([f"{p}: {_OWN_ID}" if p.endswith("stands twice") else p for p in problems])
    return frame


def _reader_of(path: Path) -> ModuleType:
    """Return the reader that knows a file by its first lines."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = "".join(islice(file, _HEAD_LINES))
    except OSError:  # of which the reader of claims says why
        head = ""
    return next(reader for reader in _readers() if reader.recognises(head))


@cache
def _readers() -> tuple[ModuleType, ...]:
    """Return the modules of this package that read a format, hand-keyed claims last."""
    names = sorted(module.name for module in iter_modules(readers.__path__))
    modules = [import_module(f"{readers.__name__}.{name}") for name in names if name != __name__.rpartition(".")[2]]
    modules = [module for module in modules if hasattr(module, "recognises") and hasattr(module, "read")]
    return tuple(sorted(modules, key=lambda module: module is claims_csv))


def _claim_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if path.suffix == ".csv")


def _misplaced(folder: Path) -> list[str]:
    """Say of each table that would not be read what to do with it; hidden and lock files are none."""
    problems, read_files = [], set(_claim_files(folder))
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in place.parts)
        if path in read_files or hidden or path.suffix.lower() not in _TABLES or not path.is_file():
            continue
        if len(place.parts) != 2:
            problems.append(
                f"data/raw/{place.as_posix()}: not in a source's folder; move it into data/raw/<source_id>/"
            )
        if path.suffix != ".csv":
            problems.append(
                f"data/raw/{place.as_posix()}: only files named .csv are read; "
                f"save it as CSV UTF-8 under the name {path.stem}.csv, or keep it outside data/raw"
            )
    return problems
