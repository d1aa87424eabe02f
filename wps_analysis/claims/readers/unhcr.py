"""UNHCR persons of concern by place, sex and age: Population Statistics and the Refugee Data Finder."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, as_texts, breakdown, figures, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "unhcr"
_COUNTRY = (
    "Country / territory of asylum/residence",
    "Country of asylum",
    "Country of Asylum Name",
    "coa_name",
    "Asylum",
)
_CODE = ("Country of asylum (ISO)", "Country of Asylum ISO", "coa_iso")
_COLUMN = re.compile(
    r"(?P<sex>F|M|Female|Male)[:\s]+(?P<age>\d+ ?- ?\d+|\d+\+|Unknown|Total|other|60 ?\+)", re.IGNORECASE
)
_SUPPRESSED = "1-4"  # the publisher's rule: "*" stands for one to four persons


def recognises(head: Head) -> bool:
    """Tell a row of names: a country of asylum, a year, and ages by sex."""
    return head.has(_COUNTRY, "Year") and len(_columns(head)) > 2


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each sex and age; a place within the country is a breakdown."""
    head = head_of(sheet)
    names = column(sheet, head.at(*_COUNTRY))
    table = figures(
        sheet, _columns(head), area=area_codes(column(sheet, head.at(*_CODE)), names), area_name=names,
        period_text=column(sheet, head.at("Year")),
        note=joined(
            place=column(sheet, head.at("Location Name", "location")),
            origin=column(sheet, head.at("Country of origin", "Country of Origin Name")),
            population=column(sheet, head.at("Population type")),
        ),
    )  # fmt: skip
    table = as_texts(table)
    place = table["note"].where(table["note"] != "", "")
    ages = pd.concat([pd.Series(table["breakdown"]), place], axis=1)
    return table.assign(
        breakdown=breakdown(ages.iloc[:, 0], ages.iloc[:, 1]),
        bounds=table["bounds"].where(table["value_text"] != "*", _SUPPRESSED),
    )


def _columns(head: Head) -> dict[int, dict[str, str]]:
    found = {place: _COLUMN.fullmatch(name.strip()) for place, name in enumerate(head.names)}
    return {
        place: {
            "published_series": "persons_of_concern", "series_name": head.names[place],
            "sex": match["sex"][0].upper(), "breakdown": match["age"].replace(" ", ""),
        }
        for place, match in found.items()
        if match
    }  # fmt: skip
