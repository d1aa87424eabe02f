"""Hand-keyed claims: the CSV files of ``data/raw/<source_id>/``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.errors import InputError
from wps_analysis.tables import RawClaims, check_table, read_text_table

_TABLES = {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods"}
_OWN_ID = "give each claim an id of its own"


def read(path: Path, *, source: str) -> pd.DataFrame:
    """Read one file of hand-keyed claims.

    Parameters
    ----------
    path
        A CSV file with the columns of ``tables.RawClaims``.
    source
        The source's id, which is the name of its folder.

    Returns
    -------
    DataFrame
        Columns of ``tables.RawClaims``, and ``source``, ``file`` and ``row`` for messages.

    Raises
    ------
    InputError
        If the file cannot be read, is empty, not UTF-8, has no rows, lacks a column, has an unknown one, or breaks
        the table's contract.
    """
    where = f"data/raw/{source}/{path.name}"
    try:
        frame = read_text_table(path)
    except InputError as error:
        raise InputError([f"data/raw/{source}/{problem}" for problem in error.problems]) from None
    problems = [f"{p}: {_OWN_ID}" if p.endswith("stands twice") else p for p in check_table(frame, RawClaims, where)]
    if not problems and frame.empty:
        problems = [f"{where}: no rows below the header; key the source's claims, or remove the file"]
    if problems:
        raise InputError(problems)
    return frame.assign(source=source, file=where, row=frame.index).reset_index(drop=True)


def read_all(folder: Path) -> pd.DataFrame:
    """Read every source's folder under ``data/raw``, in the order of their names.

    Notes such as ``README.md`` may lie beside the tables.

    Parameters
    ----------
    folder
        ``data/raw``.

    Returns
    -------
    DataFrame
        As ``read``, all files one below the other.

    Raises
    ------
    InputError
        For the problems of all files at once, a table in another place or format, a ``claim_id`` that stands in two
        files, and for no claim at all.
    """
    frames, problems = [], _misplaced(folder)
    for path in _claim_files(folder):
        try:
            frames.append(read(path, source=path.parent.name))
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
