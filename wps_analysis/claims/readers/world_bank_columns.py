"""World Bank, a column a series: DataBank with series across, and tables of R's package WDI."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column
from wps_analysis.claims.readers.world_bank_terms import about, is_trailer

PUBLISHER = "world_bank"
__all__ = ["PUBLISHER", "about", "read", "recognises"]

_COUNTRY = ("Country Name", "Country", "Economy")
_CODE = ("Country Code", "iso3c", "iso2c", "Economy Code", "Code")
_PERIOD = ("Time", "Year", "date")
_SERIES = re.compile(r"(?:(?P<name>.*) )?\[?(?P<code>[A-Z]{2,3}\.(?:[A-Z0-9]+\.)*[A-Z0-9]+)\]?")


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, a year, and series with their codes."""
    return head.has([*_COUNTRY, *_CODE], _PERIOD) and len(_series(head)) > 0


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a series."""
    head = head_of(sheet)
    area_name = column(sheet, head.at(*_COUNTRY))
    table = figures(
        sheet, _series(head), area_name=area_name,
        area=area_codes(column(sheet, head.at(*_CODE)), area_name), period_text=column(sheet, head.at(*_PERIOD)),
    )  # fmt: skip
    return table[~is_trailer(table)]


def _series(head: Head) -> dict[int, dict[str, str]]:
    found = {place: _SERIES.fullmatch(name) for place, name in enumerate(head.names)}
    return {
        place: {"published_series": match["code"], "series_name": match["name"] or match["code"]}
        for place, match in found.items()
        if match
    }
