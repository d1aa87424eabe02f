"""World Bank, a column a year: API downloads, Gender Statistics and WDI in bulk, DataBank with years across, R exports.

With its preamble or without, with quotation marks or without, of any vintage.
"""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, by_distinct, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column
from wps_analysis.claims.readers.world_bank_terms import about, differs, is_trailer

PUBLISHER = "world_bank"
__all__ = ["PUBLISHER", "about", "differs", "read", "recognises"]

_COUNTRY = ("Country Name", "Country", "Economy", "Economy Name", "TableName")
_CODE = ("Country Code", "Economy Code", "iso3c", "iso3", "Country ISO3", "Code", "CountryCode")
_SERIES = ("Indicator Code", "Series Code", "SeriesCode", "indicator.id", "Indicator", "Series")
_SERIES_NAME = ("Indicator Name", "Series Name", "Indicator", "Series")
_SERIES_CODE = re.compile(r"[A-Z]{2,3}(?:\.[A-Z0-9]+)+")
_NAMED = re.compile(r"API_([A-Z0-9]+(?:\.[A-Z0-9]+)+)_")


def recognises(head: Head) -> bool:
    """Tell a row of names: a country and its code, a series and its code, and years; a user may have removed some."""
    series = head.at(*_SERIES, *_SERIES_NAME) is not None
    edited = head.has("Country Name", "Country Code") or (series and head.has("Country Name"))
    return len(head.years()) > 0 and (edited or (series and head.has(_COUNTRY, _CODE)))


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a year."""
    head = head_of(sheet)
    code, name = (column(sheet, head.at(*names)) for names in (_SERIES, _SERIES_NAME))
    if not len(code) or not _SERIES_CODE.fullmatch(code.iloc[0]):
        code = column(sheet, head.at(*_SERIES[-2:])) if head.at(*_SERIES[-2:]) is not None else code
    stated = _NAMED.search(sheet.file)
    series = by_distinct(area_codes(code, name), lambda text: text or (stated[1] if stated else ""))
    years = {place: {"period_text": year} for place, year in head.years().items()}
    area_name = column(sheet, head.at(*_COUNTRY))
    table = figures(
        sheet, years, published_series=series, series_name=name, area_name=area_name,
        breakdown=column(sheet, head.at("Subindicator Type")),
        area=area_codes(column(sheet, head.at(*_CODE)), area_name),
    )  # fmt: skip
    return table[~is_trailer(table)]
