"""Hand-keyed claims: the CSV files of ``data/raw/<source_id>/``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.errors import InputError
from wps_analysis.tables import RawClaims, check_table, read_text_table


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
        If the file is empty, not UTF-8, lacks a column, has an unknown one, or breaks the table's contract.
    """
    where = f"data/raw/{source}/{path.name}"
    try:
        frame = read_text_table(path)
    except InputError as error:
        raise InputError([f"data/raw/{source}/{problem}" for problem in error.problems]) from None
    problems = check_table(frame, RawClaims, where)
    if problems:
        raise InputError(problems)
    return frame.assign(source=source, file=where, row=frame.index).reset_index(drop=True)


def read_all(folder: Path) -> pd.DataFrame:
    """Read every source's folder under ``data/raw``, in the order of their names.

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
        For the problems of all files at once, a ``claim_id`` that stands in two of them, and for no claim at all.
    """
    frames, problems = [], []
    for path in sorted(folder.glob("*/*.csv")):
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
            f"(first in {earlier.file} row {earlier.row})"
        )
    if not problems and claims.empty:
        problems = ["data/raw: no claims in any folder; add data/raw/<source_id>/<name>.csv"]
    if problems:
        raise InputError(problems)
    return claims
