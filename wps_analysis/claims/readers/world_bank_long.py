"""World Bank, a row a figure: tidy copies of WDI and Gender Statistics, and the API's JSON."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column
from wps_analysis.claims.readers.world_bank_terms import about, is_trailer

PUBLISHER = "world_bank"
__all__ = ["PUBLISHER", "about", "read", "recognises"]

_COUNTRY = ("Country Name", "country.value", "Country", "Economy")
_CODE = ("Country Code", "countryiso3code", "iso3c", "Economy Code")
_SERIES = ("Indicator Code", "Series Code", "indicator.id", "indicatorID", "indicator_id")
_SERIES_NAME = ("Indicator Name", "Series Name", "indicator.value", "Indicator")
_PERIOD = ("Year", "Time", "date", "Time Period", "variable")


def recognises(head: Head) -> bool:
    """Tell a row of names: country, series by its code, year and value."""
    return head.has([*_COUNTRY, *_CODE], _SERIES, _PERIOD, ["Value", "Values"]) and not head.years()


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row."""
    head = head_of(sheet)
    area_name = column(sheet, head.at(*_COUNTRY))
    table = figures(
        sheet, {head.at("Value", "Values"): {}}, published_series=column(sheet, head.at(*_SERIES)),
        series_name=column(sheet, head.at(*_SERIES_NAME)), area_name=area_name,
        area=area_codes(column(sheet, head.at(*_CODE)), area_name), period_text=column(sheet, head.at(*_PERIOD)),
        note=column(sheet, head.at("obs_status", "Footnote")),
    )  # fmt: skip
    return table[~is_trailer(table)]
