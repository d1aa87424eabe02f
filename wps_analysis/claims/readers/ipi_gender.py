"""IPI Providing for Peacekeeping, by sex: a row a month, contributor and mission, a column a class and sex."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, breakdown, figures, head_of, sex_of, with_sums
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_dpo"
_CLASS = re.compile(
    r"(?P<group>Individual Police|Formed Police Units?|Experts on Mission|Troops|Total)[ ._]*"
    r"(?P<sex>Male|Female|Total)",
    re.IGNORECASE,
)


def recognises(head: Head) -> bool:
    """Tell a row of names: a date, a contributor, and classes by sex."""
    return head.has("Date", ["Contributor", "Country", "Contributing_Country"]) and len(_classes(head)) > 2


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each class and sex; a mission is a breakdown, and their sum is added."""
    head = head_of(sheet)
    names = column(sheet, head.at("Contributor", "Country", "Contributing_Country"))
    code = column(sheet, head.at("Contributor ISO-3", "ISO3", "ISOCode3"))
    table = figures(
        sheet, _classes(head), area=area_codes(code, names), area_name=names,
        breakdown=breakdown(column(sheet, head.at("Mission"))), period_text=column(sheet, head.at("Date")),
    )  # fmt: skip
    return with_sums(table, "missions")


def _classes(head: Head) -> dict[int, dict[str, str]]:
    found = {place: _CLASS.fullmatch(name.strip()) for place, name in enumerate(head.names)}
    matches = {place: match for place, match in found.items() if match}
    sexes = sex_of(pd.Series([match["sex"] for match in matches.values()], dtype=object))
    return {
        place: {
            "published_series": f"peacekeepers.{match['group'].lower().replace(' ', '_').removesuffix('s')}",
            "series_name": match["group"], "sex": sex,
        }
        for (place, match), sex in zip(matches.items(), sexes, strict=True)
    }  # fmt: skip
