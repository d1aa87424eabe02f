"""UNHCR Refugee Data Finder, totals: a row a year, origin and asylum, a column a kind of population."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, breakdown, by_distinct, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "unhcr"
_ASYLUM = ("Country of asylum", "Country of Asylum Name", "coa_name")
_ASYLUM_CODE = ("Country of asylum (ISO)", "Country of Asylum ISO", "coa_iso")
_ORIGIN = ("Country of origin", "Country of Origin Name", "coo_name")
_KINDS = {
    "refugeesunderunhcrsmandate", "refugees", "asylumseekers", "returnedrefugees", "idpsofconcerntounhcr", "idps",
    "returnedidps", "returnedidpss", "statelesspersons", "othersofconcern", "hostcommunity",
    "otherpeopleinneedofinternationalprotection",
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: a year, a country of asylum, and kinds of populations."""
    return head.has("Year", _ASYLUM) and len(_kinds(head)) > 1


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each kind; the country of origin is a breakdown, "-" is all of them."""
    head = head_of(sheet)
    names = column(sheet, head.at(*_ASYLUM))
    origin = by_distinct(column(sheet, head.at(*_ORIGIN)), lambda text: f"from {text}" if text.strip("-") else "")
    return figures(
        sheet, _kinds(head), sex="_T", area=area_codes(column(sheet, head.at(*_ASYLUM_CODE)), names), area_name=names,
        breakdown=breakdown(origin), period_text=column(sheet, head.at("Year")),
    )  # fmt: skip


def _kinds(head: Head) -> dict[int, dict[str, str]]:
    return {
        place: {"published_series": fold(name), "series_name": name}
        for place, name in enumerate(head.names)
        if fold(name) in _KINDS
    }
