"""UN SDG database, a column a year: series and countries as csv (tabs) or xlsx, with value_2000 and so on."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import (
    Head,
    area_codes,
    breakdown,
    figures,
    head_of,
    joined,
    m49,
    sex_of,
)
from wps_analysis.claims.readers.sheet import Sheet, column
from wps_analysis.claims.readers.un_sdg_terms import about

PUBLISHER = "un_sdg"
__all__ = ["PUBLISHER", "about", "read", "recognises"]

_KNOWN = {
    "seriesdesc", "unitsdesc", "sexdesc", "reportingtypedesc", "unitmultiplierdesc", "geoareadesc", "natureDesc"
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: a series, an area by its M49 code, and years."""
    return head.has(["seriesCode", "Series"], ["geoAreaCode", "GeoAreaCode", "M49"]) and len(head.years()) > 1


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a year."""
    head = head_of(sheet)
    groups = [place for place, name in enumerate(head.folded) if name.endswith("desc") and name not in _KNOWN]
    return figures(
        sheet,
        {place: {"period_text": year} for place, year in head.years().items()},
        published_series=column(sheet, head.at("seriesCode", "Series")),
        series_name=column(sheet, head.at("seriesDesc", "SeriesDescription")),
        area=area_codes(column(sheet, head.at("ISO3")), m49(column(sheet, head.at("geoAreaCode", "M49")))),
        area_name=column(sheet, head.at("geoAreaName")),
        sex=sex_of(area_codes(column(sheet, head.at("sexCode")), column(sheet, head.at("sexDesc", "Sex")))),
        breakdown=breakdown(*(column(sheet, place) for place in groups)) if groups else "",
        unit=column(sheet, head.at("unitsCode", "Units")),
        note=joined(
            nature=column(sheet, head.at("nature", "natureCode")), footnote=column(sheet, head.at("footnotes")),
            source=column(sheet, head.at("sources")),
        ),
    )  # fmt: skip
