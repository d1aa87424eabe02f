"""World Bank, Women, Business and the Law: a row an economy and report year, its index, topics and questions."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "wbl"
_NO_FIGURES = {
    "id",
    "economy",
    "code",
    "economycode",
    "isocode",
    "region",
    "incomegroup",
    "wblreportyear",
    "reportyear",
    "",
}
_VERSION = re.compile(r"File version: (?P<month>[A-Z][a-z]+) (?P<day>\d\d?), (?P<year>\d{4})")


def recognises(head: Head) -> bool:
    """Tell a row of names: an economy, the report's year and the index."""
    return head.has("Economy", ["WBL Report Year", "Report Year"], ["WBL INDEX", "WBL Index", "Overall score"])


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for the index and each topic, and an answer for each question."""
    head = head_of(sheet)
    names = column(sheet, head.at("Economy"))
    values = {
        place: {"published_series": name, "series_name": name}
        for place, name in enumerate(head.names)
        if fold(name) not in _NO_FIGURES
    }
    code = column(sheet, head.at("Code", "Economy Code", "ISO Code"))
    return figures(
        sheet, values, area=area_codes(code, names), area_name=names,
        period_text=column(sheet, head.at("WBL Report Year", "Report Year")),
    )  # fmt: skip
