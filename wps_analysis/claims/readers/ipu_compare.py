"""IPU Parline, comparison of chambers: a row a chamber under the field's description, the year in the preamble."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, as_texts, by_distinct, figures, fold, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "ipu"
_NO_FIGURES = {
    "isocode", "country", "chamber", "status", "year", "datefrom", "dateto", "notes", "structure", "chambertype",
    "date", "region", "parliament", "chambername", "",
}  # fmt: skip
_DATE = re.compile(r"(?:Date(?: accessed)?:? ?)(\d{4}-\d\d-\d\d)")
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def recognises(head: Head) -> bool:
    """Tell a row of names: a country, its chamber, and a field."""
    return head.has("Country", "Chamber") and len(_fields(head)) > 0 and len(head.names) < 16


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each chamber; the series is the field with the type of chamber."""
    head = head_of(sheet)
    said = _preamble(sheet)
    kind = by_distinct(column(sheet, head.at("Chamber type")), lambda text: "." + fold(text) if text else "")
    fields = {
        place: {"published_series": said.get("Field Id", fold(name)), "series_name": name}
        for place, name in _fields(head).items()
    }
    codes, names = column(sheet, head.at("ISO Code")), column(sheet, head.at("Country"))
    year = column(sheet, head.at("Year", "Date"))
    period = said.get("Reference period") or _day(sheet) or _year(sheet)
    table = figures(
        sheet, fields, area=codes.where(codes != "", names), area_name=names, sex="",
        breakdown="", period_text=year.where(year != "", period),
        note=joined(
            chamber=column(sheet, head.at("Chamber")), status=column(sheet, head.at("Status")),
            in_force_from=column(sheet, head.at("date_from")), to=column(sheet, head.at("date_to")),
            notes=column(sheet, head.at("Notes")),
        ),
    )  # fmt: skip
    table = as_texts(table)
    types = pd.concat([kind] * len(fields)).to_numpy()
    return table.assign(published_series=table["published_series"] + types)


def about(sheet: Sheet) -> dict[str, str]:
    """Return what the preamble says: title, address, licence and day."""
    said = _preamble(sheet)
    pairs = {"title": said.get("Compare field name"), "licence": said.get("Licence"), "url": said.get("Website"),
             "published": said.get("Date accessed", "")[:10] or _day(sheet)}  # fmt: skip
    return {name: " ".join(text.split()) for name, text in pairs.items() if text}


def _fields(head: Head) -> dict[int, str]:
    return {place: name for place, name in enumerate(head.names) if fold(name) not in _NO_FIGURES}


def _preamble(sheet: Sheet) -> dict[str, str]:
    return {
        row[0].strip().lstrip("\ufeff"): row[1].strip() for row in sheet.preamble if len(row) > 1 and row[1].strip()
    }


def _day(sheet: Sheet) -> str:
    found = next((match for row in sheet.preamble for cell in row if (match := _DATE.search(cell))), None)
    return found[1] if found else ""


def _year(sheet: Sheet) -> str:
    found = _YEAR_IN_NAME.search(sheet.file.rpartition("/")[2])
    return found[1] if found else ""
