"""SIPRI military expenditure: a sheet a unit, countries under regions, a column a year, notes as signs."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, figures, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "sipri"


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, notes, and years."""
    return head.folded[:1] == ["country"] and head.has("Notes") and len(head.years()) > 1


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a year; the sheet's name is the series."""
    head = head_of(sheet)
    series = re.search(r"\[(.*)\]$", sheet.file)
    name = series[1].strip() if series else "Military expenditure"
    country = column(sheet, head.at("Country"))
    table = figures(
        sheet, {place: {"period_text": year} for place, year in head.years().items()},
        published_series=name, series_name=name, area=country, area_name=country,
        note=joined(note=column(sheet, head.at("Notes"))),
    )  # fmt: skip
    titles = table.groupby("row")["value_text"].transform(lambda cells: (cells == "").all())
    return table[~titles]


def about(sheet: Sheet) -> dict[str, str]:
    """Return the publisher's terms, which stand in a drawing and in no cell."""
    return {"licence": "SIPRI fair use: free for non-commercial use with the source; no more than 10 % of the database"}
