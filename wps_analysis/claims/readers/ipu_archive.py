"""IPU archive, World Classification: rank, country, and of each house its election, seats, women and share."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, by_distinct, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "ipu"
_PAGE = re.compile(r"classif(\d\d)(\d\d)(\d\d)")
_FIELDS = {"seats": "seats", "women": "women", "w": "women_percent", "ofwomen": "women_percent"}
_HOUSES = ("lower_chamber", "upper_chamber")


def recognises(head: Head) -> bool:
    """Tell the row of names: Elections, Seats, Women and % W, twice."""
    folded = head.folded
    shares = folded.count("w") + folded.count("ofwomen")
    return head.has("Country") and folded.count("elections") == 2 and shares == 2


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of seats, women and shares; the page's address or the file's name gives the day."""
    head = head_of(sheet)
    country = head.at("Country")
    fields = {}
    for place, name in enumerate(head.folded):
        if name in _FIELDS:
            house = _HOUSES[head.folded[: place + 1].count(name) - 1]
            sex = "_T" if name == "seats" else "F"
            code = f"archive_{_FIELDS[name]}.{house}"
            fields[place] = {"published_series": code, "series_name": f"{head.names[place]}, {house}", "sex": sex}
    pages = column(sheet, 0 if head.at("Rank") else None)
    period = by_distinct(pages, lambda text: _day(text) or _day(sheet.file))
    names = by_distinct(column(sheet, country), lambda text: re.sub(r"[\s*]*\d*$", "", text))
    table = figures(sheet, fields, area=names, area_name=names, period_text=period)
    again = table["area"].map(fold).isin({"country", "worldclassification"}) | table["value_text"].map(fold).isin(
        _FIELDS
    )
    return table[~again]


def _day(text: str) -> str:
    """Return the day of a page: classif310310 is 31 March 2010."""
    found = _PAGE.search(text)
    if not found:
        return ""
    day, month, year = found.groups()
    return f"{'19' if int(year) > 60 else '20'}{year}-{month}-{day}"
