"""UN World's Women 2020: a workbook a series (SERIES S_0830, REF_AREA, GEOLEVEL, OBS_VALUE as text)."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, head_of
from wps_analysis.claims.readers.sdmx_columns import read_sdmx_columns
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_worlds_women"


def recognises(head: Head) -> bool:
    """Tell a row of names: a series, an area and its level, a period and a value."""
    return head.has("SERIES", "REF_AREA", "GEOLEVEL", "TIME_PERIOD", "OBS_VALUE")


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row."""
    head = head_of(sheet)
    return read_sdmx_columns(sheet, column(sheet, head.at("SERIES")), column(sheet, head.at("SERIES_DESC")))
