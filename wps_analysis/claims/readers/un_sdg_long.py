"""UN SDG database, a row a figure: the portal's csv and xlsx (Goal to Units), and its nested JSON."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, breakdown, figures, fold, head_of, joined, m49, sex_of
from wps_analysis.claims.readers.sheet import Sheet, cells_of
from wps_analysis.claims.readers.un_sdg_terms import about, bounds

PUBLISHER = "un_sdg"
__all__ = ["PUBLISHER", "about", "read", "recognises"]

_VALUE = ("Value", "value_numeric_part", "OBS_VALUE")
_PERIOD = ("TimePeriod", "TimePeriodStart", "Time_Period", "Year")
_UNITS = ("Units", "unitsCode", "Unit")
_KNOWN = {
    fold(name)
    for name in (
        *_VALUE, *_PERIOD, *_UNITS, "Goal", "Target", "Indicator", "SeriesCode", "SeriesDescription", "seriesDesc",
        "GeoAreaCode", "GeoAreaName", "Time_Detail", "TimeCoverage", "UpperBound", "LowerBound", "BasePeriod", "Source",
        "GeoInfoUrl", "FootNote", "footnotes", "Nature", "natureCode", "natureDesc", "Observation Status",
        "Reporting Type", "reportingTypeCode", "reportingTypeDesc", "Sex", "sexCode", "sexDesc", "unitsDesc", "release",
        "level", "parentCode", "parentName", "type", "Country_Profile", "ISO3", "UN_Member", "X", "Y", "areaName",
        "Series", "valueType", "unitmultiplierCode", "unitmultiplierDesc", "Unit multiplier", "sources",
        "value_is_censored", "value_details", "valueDetails", "value_detail", "isLatestValue", "Dimensions", "key",
        "size", "totalElements", "totalPages", "pageNumber",
    )
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: a series, an area by its M49 code, a period and a value."""
    return head.has(["SeriesCode", "Series"], ["GeoAreaCode", "GeoAreaName"], _PERIOD, _VALUE)


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row."""
    head = head_of(sheet)
    groups = [
        place
        for place, name in enumerate(head.folded)
        if name and name not in _KNOWN and not (name.endswith("code") and f"{name[:-4]}desc" in head.folded)
    ]
    names = cells_of(sheet, head.at("GeoAreaName"))
    codes = m49(cells_of(sheet, head.at("GeoAreaCode")))
    return figures(
        sheet,
        {head.at(*_VALUE): {}},
        published_series=cells_of(sheet, head.at("SeriesCode", "Series")),
        series_name=cells_of(sheet, head.at("SeriesDescription", "seriesDesc")),
        area=area_codes(codes, names),
        area_name=names,
        sex=sex_of(cells_of(sheet, head.at("Sex", "sexCode", "sexDesc"))),
        breakdown=breakdown(*(cells_of(sheet, place) for place in groups)) if groups else "",
        period_text=cells_of(sheet, head.at(*_PERIOD)),
        bounds=bounds(cells_of(sheet, head.at("LowerBound")), cells_of(sheet, head.at("UpperBound"))),
        unit=cells_of(sheet, head.at(*_UNITS)),
        note=joined(
            nature=cells_of(sheet, head.at("Nature", "natureCode")),
            status=cells_of(sheet, head.at("Observation Status")),
            footnote=cells_of(sheet, head.at("FootNote", "footnotes")),
            source=cells_of(sheet, head.at("Source")),
        ),
    )
