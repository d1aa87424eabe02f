"""Our World in Data: Entity, Code, Year and a column a series, of either vintage (with or without codes)."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "owid"
_NO_FIGURES = {"entity", "code", "year", "day", "continent", "worldregionaccordingtoowid", "owidregion", "region"}


def recognises(head: Head) -> bool:
    """Tell a row of names: an entity, a year or day, and figures."""
    return head.has("Entity", ["Year", "Day"]) and len(_series(head)) > 0


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each cell of a series; the series is the name of its column."""
    head = head_of(sheet)
    names = column(sheet, head.at("Entity"))
    series = {place: {"published_series": name, "series_name": name} for place, name in _series(head).items()}
    return figures(
        sheet, series, area=area_codes(column(sheet, head.at("Code")), names), area_name=names,
        period_text=column(sheet, head.at("Year", "Day")),
    )  # fmt: skip


def _series(head: Head) -> dict[int, str]:
    return {place: name for place, name in enumerate(head.names) if name and fold(name) not in _NO_FIGURES}
