"""UN peacekeeping open data by sex: contributors by rank, and by mission and type of personnel (portal and hub)."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import (
    Head,
    area_codes,
    breakdown,
    by_distinct,
    figures,
    fold,
    head_of,
    with_sums,
)
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_dpo"
_SEXES = {"Female_Personnel": "F", "Male_Personnel": "M", "Total_Uniformed_Personnel": "_T", "Total_Personnel": "_T"}
_TYPES = {
    "troops": "troop", "troop": "troop", "individualpolice": "individual_police", "police": "individual_police",
    "formedpoliceunits": "formed_police_unit", "formedpoliceunit": "formed_police_unit",
    "expertsonmission": "experts_on_mission", "expertonmission": "experts_on_mission",
    "militaryobservers": "experts_on_mission", "staffofficer": "staff_officer",
    "staffofficers": "staff_officer", "": "total",
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: a contributor, women and men, and the reporting date."""
    date = ["Last_Reporting_Date", "Reporting_Date", "Date"]
    return head.has(["ISOCode3", "Contributing_Country", "M49_Code"], "Female_Personnel", "Male_Personnel", date)


def read(sheet: Sheet) -> pd.DataFrame:
    """Read women, men and both of each row; the class is the series, a mission a breakdown."""
    head = head_of(sheet)
    values = {place: {"sex": sex} for name, sex in _SEXES.items() if (place := head.at(name)) is not None}
    names = column(sheet, head.at("Contributing_Country"))
    kind = column(sheet, head.at("Personnel_Type"))
    date = column(sheet, head.at("Last_Reporting_Date", "Reporting_Date", "Date"))
    series = by_distinct(kind, lambda text: f"peacekeepers.{_TYPES.get(fold(text), fold(text))}")
    table = figures(
        sheet, values, published_series=series, series_name=kind.where(kind != "", "Uniformed personnel"),
        area=area_codes(column(sheet, head.at("ISOCode3")), names), area_name=names,
        breakdown=breakdown(column(sheet, head.at("Mission_Acronym"))), period_text=by_distinct(date, _day),
    )  # fmt: skip
    return table if (table["breakdown"] == "").all() else with_sums(_all_classes(table), "missions")


def _all_classes(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rows of each class to a total of all classes, where the file prints none."""
    if (table["published_series"] == "peacekeepers.total").any():
        return table
    return pd.concat([table, table.assign(published_series="peacekeepers.total", series_name="all classes")])


def _day(text: str) -> str:
    """Write 31/01/2021 and 2021-01-31T00:00:00Z as ISO days; the portal puts the day first."""
    if found := re.match(r"(\d\d?)/(\d\d?)/(\d{4})", text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := re.fullmatch(r"(\d\d?)-([A-Za-z]{3})-(\d\d)", text):
        return f"{found[1]} {found[2]} {'19' if found[3] > '69' else '20'}{found[3]}"
    return text[:10] if re.match(r"\d{4}-\d\d-\d\d", text) else text
