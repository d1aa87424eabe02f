"""World Bank Open Data, CSV of the API: a row an area and indicator, a column a year, four lines above the header."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from wps_analysis.errors import InputError
from wps_analysis.paths import read_text, shown
from wps_analysis.tables import RawClaims

_HEADER = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]


def recognises(head: str) -> bool:
    """Tell from the first lines of a file whether it is of this format."""
    return ",".join(f'"{name}"' for name in _HEADER) in head


def read(path: Path, *, source: str, series_map: pd.DataFrame) -> pd.DataFrame:
    """Read one file: a claim for every year that has a figure; empty cells are no figures.

    Parameters
    ----------
    path
        The CSV file as downloaded.
    source
        The source's id, which is the name of its folder.
    series_map
        ``series_map.csv``: for each ``published_series`` (an indicator's code at the World Bank) of this source the
        registry's ``indicator``, ``population``, ``sex`` and ``series``.

    Returns
    -------
    DataFrame
        Columns of ``tables.RawClaims``, and ``source``, ``file`` and ``row`` for messages. ``area`` is the World Bank's
        code; ``value_text`` stands as in the file.

    Raises
    ------
    InputError
        If the file is not UTF-8, is cut off, or holds an indicator that ``series_map.csv`` does not name.
    """
    where, text = shown(path), read_text(path)
    mapped = series_map[series_map["source"] == source].set_index("published_series")
    rows = list(csv.reader(text.splitlines()))
    start = next(place for place, row in enumerate(rows) if row[:4] == _HEADER)
    years = rows[start][4:]
    body = [(line, row) for line, row in enumerate(rows[start + 1 :], start=start + 2) if any(row)]
    short = [line for line, row in body if len(row) < len(rows[start])]
    if short or not text.endswith("\n"):
        raise InputError([f"{where} row {short[0] if short else len(rows)}: the file is cut off; download it again"])
    unknown = {row[3]: line for line, row in reversed(body) if row[3] not in mapped.index}
    if unknown:
        raise InputError([_unmapped(where, line, code, source) for code, line in sorted(unknown.items())])
    claims = [
        {
            "claim_id": f"{source}.{row[3].lower()}.{row[1].lower()}.{year}",
            "area": row[1],
            "period_text": year,
            "value_text": value,
            "locator": f"{row[3]}, {year}",
            "row": line,
            **mapped.loc[row[3], ["indicator", "population", "sex", "series"]],
        }
        for line, row in body
        for year, value in zip(years, row[4:], strict=False)
        if year and value.strip()
    ]
    empty = dict.fromkeys(RawClaims.columns, "")
    frame = pd.DataFrame([empty | claim for claim in claims], columns=[*RawClaims.columns, "row"])
    return frame.assign(source=source, file=where)


def _unmapped(where: str, line: int, code: str, source: str) -> str:
    return (
        f"{where} row {line}: indicator {code!r} is not in data/registry/series_map.csv for source {source!r}; "
        "add a row with the registry's indicator, population, sex and series"
    )
