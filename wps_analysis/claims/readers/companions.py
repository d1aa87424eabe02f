"""Lists that publishers put beside their figures (countries, series, footnotes, map shapes): read, without figures."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import FIGURES, Head
from wps_analysis.claims.readers.sheet import Sheet

PUBLISHER = ""
GENERAL = True
_LISTS = (
    ("Country Code", "Region", "TableName"), ("Country Code", "Short Name", "Region"), ("Code", "Long Name", "Region"),
    ("INDICATOR_CODE", "INDICATOR_NAME", "SOURCE_NOTE"), ("Series Code", "Topic", "Indicator Name"),
    ("Code", "Indicator Name", "Source"), ("Code", "License Type", "Indicator Name"),
    ("CountryCode", "SeriesCode", "DESCRIPTION"), ("SeriesCode", "Year", "DESCRIPTION"),
    ("CountryCode", "SeriesCode", "Year", "DESCRIPTION"), ("Country Name", "Country Code", "Series Name", "Footnote"),
    ("geo_area", "name"), ("nature", "name"), ("sex", "name"), ("units", "name"),
    ("DimensionCode", "DimensionMemberCode", "DisplayString"), ("COMM_CODE", "COMM_NAME"), ("PROV_CODE", "PROV_NAME"),
    ("Code", "Level", "Type", "Name Khmer"), ("chart", "titleShort"), ("dateDownloaded", "titleShort"),
    ("type", "features"),
    ("type", "geometry"),
    ("ADM1_EN", "ADM1_PCODE"), ("properties.ADM1_EN",), ("name", "resources"), ("title", "owidTags"),
)  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell the names of a list: of countries, of series, of footnotes, of places."""
    return any(head.has(*names) for names in _LISTS) and not head.years()


def about(sheet: Sheet) -> dict[str, str]:
    """Return what the metadata of Our World in Data say of the figures beside them."""
    head = Head(tuple(sheet.header))
    places = {"title": "titleShort", "citation": "citationLong", "published": "lastUpdated"}
    first = sheet.frame.iloc[0] if len(sheet.frame) else {}
    said = {name: first[place] for name, key in places.items() if (place := head.at(key)) is not None}
    return {name: text.rstrip(".") for name, text in said.items() if text}


def read(sheet: Sheet) -> pd.DataFrame:
    """Return no figures."""
    return pd.DataFrame(columns=list(FIGURES))
