"""UNDP Human Development Report, composite indices: a row a country, a column an index and year (pr_f_2022)."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "undp_hdr"
_COLUMN = re.compile(r"(?P<series>[a-z][a-z0-9_]*?)_(?P<year>(?:19|20)\d\d)")
_SEX = {"f": "F", "m": "M"}


def recognises(head: Head) -> bool:
    """Tell a row of names: iso3, country, and indices with their years."""
    return head.has("iso3", "country") and len(_columns(head)) > 3


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of an index and year."""
    head = head_of(sheet)
    names = column(sheet, head.at("country"))
    return figures(sheet, _columns(head), area=area_codes(column(sheet, head.at("iso3")), names), area_name=names)


def about(sheet: Sheet) -> dict[str, str]:
    """Return the newest year of the indices' names."""
    newest = max(each["period_text"] for each in _columns(head_of(sheet)).values())
    return {"title": f"Human Development Report, composite indices to {newest}"}


def _columns(head: Head) -> dict[int, dict[str, str]]:
    found = {place: _COLUMN.fullmatch(name) for place, name in enumerate(head.names)}
    return {
        place: {
            "published_series": match["series"], "series_name": match["series"], "period_text": match["year"],
            "sex": _SEX.get(match["series"].rpartition("_")[2], ""),
        }
        for place, match in found.items()
        if match
    }  # fmt: skip
