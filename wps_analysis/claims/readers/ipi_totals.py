"""IPI Providing for Peacekeeping, without sex: a country's file, all countries (csv or nested json), or the world."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pandas as pd

from wps_analysis.claims.readers.figures import Head, by_distinct, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "un_dpo"
_CLASSES = {
    "numtroops": "troop", "numpol": "police", "nummilobvs": "experts_on_mission", "numtot": "total", "troops": "troop",
    "police": "police", "experts": "experts_on_mission", "observers": "experts_on_mission",
    "total": "total",
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: a date, troops and police, and no contributor."""
    classes = {_class(name) for name in head.names} & {"troop", "police"}
    return head.has("Date") and len(classes) == 2 and not head.has(["Contributor"])


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each class; the country is the name of the file, or a column, or the world."""
    head = head_of(sheet)
    world = head.at("troops.sum") is not None
    values = {
        place: {"published_series": f"peacekeepers.{_class(name)}", "series_name": name, "sex": "_T"}
        for place, name in enumerate(head.names)
        if _class(name)
    }
    stem = PurePosixPath(re.sub(r" \[.*\]$", "", sheet.file)).stem
    area = column(
        sheet, head.at("key", "iso3", "tcc.iso3.alpha", "Country", "name", "continent", "un.region", "region")
    )
    if head.has("mission"):  # the strength of a mission is no contribution of the country where it is
        area = "mission " + column(sheet, head.at("mission"))
    area = area.where(area != "", "World" if world else stem)
    names = column(sheet, head.at("name", "tcc"))
    return figures(
        sheet, values, area=area, area_name=names.where(names != "", area),
        period_text=by_distinct(column(sheet, head.at("Date")), _month),
    )  # fmt: skip


def _month(text: str) -> str:
    """Write 11/90, a month and a short year, as 1990-11."""
    found = re.fullmatch(r"(\d\d?)/(\d\d)", text)
    return f"{'19' if found[2] > '69' else '20'}{found[2]}-{int(found[1]):02}" if found else text


def _class(name: str) -> str:
    name, _, statistic = name.removeprefix("contributions.").partition(".")
    known = _CLASSES.get(fold(name), "")
    return known if statistic in {"", "sum"} else f"{known}.{statistic}" if known else ""
