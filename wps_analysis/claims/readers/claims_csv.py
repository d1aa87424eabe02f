"""Hand-keyed claims: the CSV files of ``data/raw/<source_id>/``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.errors import InputError
from wps_analysis.paths import read_bytes, shown
from wps_analysis.tables import RawClaims, check_columns, read_text_table


def recognises(path: Path) -> bool:
    """Tell a file of claims by the names in its first lines, though some be wrong; an empty file is taken for one."""
    if path.suffix.lower() != ".csv":
        return False
    head = read_bytes(path)[:2000].replace(b"\0", b"").decode("utf-8", errors="replace")
    named = {name.strip('\ufeff" ') for line in head.splitlines()[:5] for name in line.split(",")}
    return not head.strip() or len(named & set(RawClaims.columns)) > len(RawClaims.columns) // 2


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
        If the file cannot be read, is empty, not UTF-8, has no rows, or has not all columns of the table, and no
        others, in any order.
    """
    where, frame, columns = shown(path), read_text_table(path), list(RawClaims.columns)
    problems = check_columns(frame, columns, where)
    if not problems and frame.empty:
        problems = [f"{where}: no rows below the header; key the source's claims, or remove the file"]
    if problems:
        raise InputError(problems)
    return frame[columns].assign(source=source, file=where, row=frame.index).reset_index(drop=True)
