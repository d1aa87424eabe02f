"""UNODC Global Study on Homicide: victims of partners and family by sex, a row an indicator, years across."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, by_distinct, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "unodc"
GENERAL = True


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, its region, an indicator, and years."""
    return head.has("Country", "Region", "Indicator") and len(head.years()) > 1


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a year; the indicator's words name the sex."""
    head = head_of(sheet)
    names, series = column(sheet, head.at("Country")), column(sheet, head.at("Indicator"))
    return figures(
        sheet, {place: {"period_text": year} for place, year in head.years().items()},
        published_series=series, series_name=series, area=names, area_name=names, sex=by_distinct(series, _sex),
    )  # fmt: skip


def _sex(words: str) -> str:
    return "F" if "Female" in words else "M" if "Male" in words else "_T"
