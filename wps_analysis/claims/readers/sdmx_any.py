"""SDMX of any publisher: SDMX-CSV 1 and 2, SDMX-ML and SDMX-JSON, attributes kept."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, by_distinct, head_of
from wps_analysis.claims.readers.sdmx_columns import read_sdmx_columns
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "sdmx"
GENERAL = True
_SERIES = ("SERIES", "INDICATOR", "INDICATOR_ID")


def recognises(head: Head) -> bool:
    """Tell a row of names: an area, a period and a value, as SDMX calls them."""
    return head.has("REF_AREA", "TIME_PERIOD", "OBS_VALUE")


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row; the series is the indicator's code, else the dataflow's."""
    head = head_of(sheet)
    flow = column(sheet, head.at("DATAFLOW", "STRUCTURE_ID", "STRUCTURE"))
    flow = by_distinct(flow, lambda text: text.rpartition(":")[2].partition("(")[0])
    series = area_codes(column(sheet, head.at(*_SERIES)), flow)
    return read_sdmx_columns(sheet, series, area_codes(column(sheet, head.at("SERIES_DESC", "INDICATOR_DESC")), series))
