"""UN SDG database as DDF csv of open-numbers: a file a series, areas by their M49 numbers."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, breakdown, figures, head_of, joined, m49, sex_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_sdg"
_KNOWN = {"geoarea", "nature", "sex", "units", "year"}


def recognises(head: Head) -> bool:
    """Tell a row of names: geo_area, year, and the series last."""
    return head.has("geo_area", "year", "units") and "_" in head.names[-1]


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row; the series is the name of the last column."""
    head = head_of(sheet)
    last = len(head.names) - 1
    groups = [place for place, name in enumerate(head.folded[:last]) if name not in _KNOWN]
    series = head.names[last].upper()
    return figures(
        sheet,
        {last: {"published_series": series, "series_name": series}},
        area=m49(column(sheet, head.at("geo_area"))),
        sex=sex_of(column(sheet, head.at("sex"))),
        breakdown=breakdown(*(column(sheet, place) for place in groups)) if groups else "",
        period_text=column(sheet, head.at("year")),
        unit=column(sheet, head.at("units")),
        note=joined(nature=column(sheet, head.at("nature"))),
    )
