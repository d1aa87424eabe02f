"""What files of the World Bank say of themselves, above and under their tables."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.sheet import Sheet

_UPDATED = re.compile(r"Last Updated(?: Date)?:?[\s,;\"]*(\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4})")


def about(sheet: Sheet) -> dict[str, str]:
    """Return the title and the day of a file, where it says them."""
    said = [cell for row in [*sheet.preamble, *_under(sheet)] for cell in row if cell]
    updated = _UPDATED.search(" ".join(said))
    known = {"published": _iso(updated[1])} if updated else {}
    titles = [row[1] for row in sheet.preamble if len(row) > 1 and row[0].strip() == "Data Source"]
    titles += [cell.partition(": ")[2] for cell in said if cell.startswith("Data from database: ")]
    return known | ({"title": titles[0]} if titles else {})


def differs(sheet: Sheet) -> list[str]:
    """Say what its user has changed of a file: a download of one series begins with its source and day."""
    one = sheet.start == 0 and len(set(sheet.frame[3])) == 1 if len(sheet.header) > 4 else False
    return ["a World Bank file whose preamble was removed"] if one else []


def is_trailer(table: pd.DataFrame) -> pd.Series:
    """Tell the lines under a table ("Data from database: ...") from its rows: they have a name and no code."""
    note = table["area"].str.match(r"Data from database|Last Updated") | (table["area"] == "")
    return note & (table["value_text"] == "")


def _under(sheet: Sheet) -> list[list[str]]:
    return sheet.frame.tail(5).to_numpy().tolist()


def _iso(day: str) -> str:
    """Write an American date as an ISO date."""
    if "/" not in day:
        return day
    month, day_, year = day.split("/")
    return f"{year}-{int(month):02}-{int(day_):02}"
