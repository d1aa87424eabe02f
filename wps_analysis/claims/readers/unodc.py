"""UNODC data portal: trafficking (GLOTIP), crime and justice, a row a figure with Dimension, Category, Sex and Age."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, breakdown, figures, head_of, joined, sex_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "unodc"
_VALUE = ("VALUE", "txtVALUE", "Value", "Val")
_UNIT = ("Unit of measurement", "Unit", "UnitOfMeasurement")
_CODE = ("Iso3_code", "ISO3", "Country code", "ISO_code")


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, an indicator, its category, a year and a value."""
    return head.has(["Country", *_CODE], "Indicator", ["Dimension", "Category", *_UNIT], "Year", _VALUE)


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row; the series is the indicator, with the unit where that is no count."""
    head = head_of(sheet)
    names, unit = column(sheet, head.at("Country")), column(sheet, head.at(*_UNIT))
    indicator = column(sheet, head.at("Indicator"))
    counts = unit.str.casefold().isin({"counts", "count", ""})
    return figures(
        sheet,
        {head.at(*_VALUE): {}},
        published_series=indicator.where(counts, indicator + ", " + unit),
        series_name=indicator,
        area=area_codes(column(sheet, head.at(*_CODE)), names),
        area_name=names,
        sex=sex_of(column(sheet, head.at("Sex"))),
        breakdown=breakdown(column(sheet, head.at("Category")), column(sheet, head.at("Age"))),
        period_text=column(sheet, head.at("Year")),
        unit=unit,
        note=joined(dimension=column(sheet, head.at("Dimension")), source=column(sheet, head.at("Source"))),
    )


def about(sheet: Sheet) -> dict[str, str]:
    """Return the day above the table, which is written day first."""
    said = " ".join(cell for row in sheet.preamble for cell in row)
    found = re.search(r"(\d\d)/(\d\d)/(\d{4})", said)
    return {"published": f"{found[3]}-{found[2]}-{found[1]}"} if found else {}
