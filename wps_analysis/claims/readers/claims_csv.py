"""Hand-keyed claims: the CSV files of ``data/raw/<source_id>/``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.errors import InputError
from wps_analysis.paths import shown
from wps_analysis.tables import RawClaims, check_columns, read_text_table


def recognises(head: str) -> bool:
    """Tell from the first lines of a file whether it is one of claims: any file that no other reader knows is."""
    return True


def read(path: Path, *, source: str, series_map: pd.DataFrame) -> pd.DataFrame:
    """Read one file of hand-keyed claims.

    Parameters
    ----------
    path
        A CSV file with the columns of ``tables.RawClaims``.
    source
        The source's id, which is the name of its folder.
    series_map
        Not needed: the file names the registry's codes.

    Returns
    -------
    DataFrame
        Columns of ``tables.RawClaims``, and ``source``, ``file`` and ``row`` for messages.

    Raises
    ------
    InputError
        If the file cannot be read, is empty, not UTF-8, has no rows, or has not all columns of the table, and no
        others, in their order.
    """
    where, frame, columns = shown(path), read_text_table(path), list(RawClaims.columns)
    problems = check_columns(frame, columns, where)
    if not problems and list(frame) != columns:
        problems = [f"{where}: the columns stand in another order (expected {', '.join(columns)})"]
    if not problems and frame.empty:
        problems = [f"{where}: no rows below the header; key the source's claims, or remove the file"]
    if problems:
        raise InputError(problems)
    return frame.assign(source=source, file=where, row=frame.index).reset_index(drop=True)
