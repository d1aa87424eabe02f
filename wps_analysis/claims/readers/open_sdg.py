"""Open SDG, a national platform's csv: Year, groups and Value, the indicator in the name of the file and no area."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, breakdown, figures, head_of, joined, sex_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "open_sdg"
GENERAL = True
_NAMED = re.compile(r"(\d{1,2})[-.](\w{1,2})[-.](\w{1,2})(?=\.csv|$|[^\w])")
_NO_GROUPS = {"year", "value", "observationstatus", "unitmultiplier", "unitmeasure", "geocode", "progress", ""}


def recognises(head: Head) -> bool:
    """Tell a row of names that begins with Year and ends with Value, and names no country."""
    return head.folded[:1] == ["year"] and head.folded[-1:] == ["value"] and not head.has(["Country", "REF_AREA"])


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row; the area is for the user to say."""
    head = head_of(sheet)
    named = _NAMED.search(sheet.file)
    series = ".".join(named.groups()) if named else sheet.file.rpartition("/")[2].removesuffix(".csv")
    groups = [place for place, name in enumerate(head.folded) if name not in _NO_GROUPS | {"sex", "series"}]
    name = column(sheet, head.at("Series"))
    return figures(
        sheet, {head.at("Value"): {}}, published_series=series, series_name=name.where(name != "", series),
        sex=sex_of(column(sheet, head.at("Sex"))),
        breakdown=breakdown(*(column(sheet, place) for place in groups)) if groups else "",
        period_text=column(sheet, head.at("Year")), unit=column(sheet, head.at("Unit measure")),
        note=joined(status=column(sheet, head.at("Observation status"))),
    )  # fmt: skip
