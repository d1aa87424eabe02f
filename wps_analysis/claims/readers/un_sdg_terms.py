"""What files of the UN Statistics Division say of themselves, and how they write bounds."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.coded import by_rows
from wps_analysis.claims.readers.figures import head_of
from wps_analysis.claims.readers.sheet import Sheet

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RELEASE = re.compile(r"(20\d\d)\.Q([1-4])\.")


def about(sheet: Sheet) -> dict[str, str]:
    """Return the quarter of the release, where the file names one."""
    place = head_of(sheet).at("release")
    texts = [sheet.file] if place is None else [sheet.frame[place].iloc[0] if len(sheet.frame) else "", sheet.file]
    found = next((match for match in map(_RELEASE.search, texts) if match), None)
    return {"published": f"{found[1]}-{int(found[2]) * 3:02}"} if found else {}


def bounds(lower: pd.Series, upper: pd.Series) -> pd.Series:
    """Write the publisher's bounds as one text, as 12.1-18.0; empty where one is missing.

    Examples
    --------
    >>> bounds(pd.Series(["12.1", "", "NaN"]), pd.Series(["18.0", "3", "NaN"])).to_list()
    ['12.1-18.0', '', '']
    """
    return by_rows(
        pd.DataFrame({"lower": lower, "upper": upper}),
        lambda *ends: "-".join(ends) if all(map(_NUMBER.fullmatch, ends)) else "",
    )
