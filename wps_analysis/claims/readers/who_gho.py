"""WHO Global Health Observatory: a row a figure (SpatialDim, TimeDim, Dim1, Value), estimates with their bounds."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, breakdown, by_distinct, figures, head_of, joined, sex_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "who_gho"


def recognises(head: Head) -> bool:
    """Tell a row of names: an indicator, an area, a period and a value."""
    return head.has("IndicatorCode", "SpatialDim", "TimeDim", "Value")


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row, as printed ("65 [30-122]"); the number behind it is a note."""
    head = head_of(sheet)
    groups = [column(sheet, head.at(f"Dim{number}")) for number in (1, 2, 3)]
    sexes = sex_of(groups[0])
    rest = groups[0].where(sexes == "", "")
    area = column(sheet, head.at("SpatialDim"))
    return figures(
        sheet,
        {head.at("Value"): {}},
        published_series=column(sheet, head.at("IndicatorCode")),
        series_name=column(sheet, head.at("IndicatorCode")),
        area=area,
        area_name=area,
        sex=sexes,
        breakdown=breakdown(rest, *(by_distinct(cells, lambda text: text.replace("NA", "")) for cells in groups[1:])),
        period_text=column(sheet, head.at("TimeDim")),
        note=joined(numeric_value=column(sheet, head.at("NumericValue")), comment=column(sheet, head.at("Comments"))),
    )
