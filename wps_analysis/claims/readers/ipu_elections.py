"""IPU history of elections 1945-2018: a row an election and chamber, seats, women and their share as a fraction."""

from __future__ import annotations

import calendar

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, as_texts, by_distinct, figures, fold, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "ipu"
_FIELDS = {
    "Chamber Total Seats": ("election_seats", "_T"),
    "Total women": ("election_women", "F"),
    "% Of Women in Chamber": ("election_women_share", "F"),
}


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, an election's year, the chamber and its women."""
    return head.has("Country", "Year", "Chamber Type", "Total women")


def read(sheet: Sheet) -> pd.DataFrame:
    """Read seats, women and share of each election, dated to its month where it has one."""
    head = head_of(sheet)
    values = {
        place: {"published_series": code, "series_name": name, "sex": sex}
        for name, (code, sex) in _FIELDS.items()
        if (place := head.at(name)) is not None
    }
    names, year = column(sheet, head.at("Country")), column(sheet, head.at("Year"))
    month = column(sheet, head.at("Month"))
    period = (month + " " + year).where(month.isin(calendar.month_name[1:]), year)  # "Janauary" is a note
    table = figures(
        sheet, values, area=names, area_name=names, period_text=period,
        note=joined(election=column(sheet, head.at("Election / Renewal")), month=month),
    )  # fmt: skip
    table = as_texts(table)
    chamber = by_distinct(area_codes(column(sheet, head.at("Chamber Type"))), lambda text: "." + fold(text))
    return table.assign(published_series=table["published_series"] + pd.concat([chamber] * len(values)).to_numpy())
