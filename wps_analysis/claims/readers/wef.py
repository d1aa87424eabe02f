"""WEF Global Gender Gap Report: a row a country, a column a subindex, year, and rank or score."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, figures, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "wef"
_COLUMN = re.compile(
    r"(?P<index>gggi|epo|ea|hs|pe)[ _]?(?P<year>(?:19|20)\d\d)[ _]?(?P<what>rank|score)", re.IGNORECASE
)


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, and ranks and scores of years."""
    return head.has(["country", "economy"]) and len(_columns(head)) > 1


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each rank and score."""
    head = head_of(sheet)
    names = column(sheet, head.at("country", "economy"))
    return figures(sheet, _columns(head), area=names, area_name=names)


def _columns(head: Head) -> dict[int, dict[str, str]]:
    found = {place: _COLUMN.fullmatch(name.strip()) for place, name in enumerate(head.names)}
    return {
        place: {
            "published_series": f"{match['index']}.{match['what']}".lower(),
            "series_name": f"{match['index']} {match['what']}".lower(), "period_text": match["year"],
        }
        for place, match in found.items()
        if match
    }  # fmt: skip
