"""UN Minimum Set of Gender Indicators: a row a figure (MINSET_SERIES, REF_AREA, OBS_VALUE), csv with tabs, or gz."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, head_of
from wps_analysis.claims.readers.sdmx_columns import read_sdmx_columns
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_minset"


def recognises(head: Head) -> bool:
    """Tell a row of names: a series of the Minimum Set, an area, a period and a value."""
    return head.has("MINSET_SERIES", ["REF_AREA", "ISO3"], "TIME_PERIOD", ["OBS_VALUE", "VALUE_CATEGORY_DESC"])


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row."""
    head = head_of(sheet)
    return read_sdmx_columns(
        sheet, column(sheet, head.at("MINSET_SERIES")), column(sheet, head.at("MINSET_SERIES_DESC"))
    )
