"""Open Development Cambodia and the NCDD gazetteer: provinces and communes by their codes, often without a year."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, by_distinct, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "open_development_cambodia"
_CODES = ("NCDD_CodeC", "COMM_CODE", "NCDD_CodeD", "NCDD_CodeP", "PROV_CODE", "province_code")
_NAMES = ("Commune", "COMM_NAME", "Province", "PROV_NAME", "province_name")
_NO_FIGURES = {fold(name) for name in (*_CODES, *_NAMES, "References", "Reference", "Year", "")}
_SEX = {"T": "_T", "M": "M", "F": "F"}


def recognises(head: Head) -> bool:
    """Tell a row of names: a province or commune by its code."""
    return head.has(_CODES, _NAMES) and len(_values(head)) > 0


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each column; T_, M_ and F_ before its name are the sex."""
    head = head_of(sheet)
    return figures(
        sheet, _values(head), area=by_distinct(column(sheet, head.at(*_CODES)), _code),
        area_name=column(sheet, head.at(*_NAMES)), period_text=column(sheet, head.at("Year")),
    )  # fmt: skip


def _values(head: Head) -> dict[int, dict[str, str]]:
    values = {}
    for place, name in enumerate(head.names):
        if fold(name) not in _NO_FIGURES:
            sex, _, rest = name.partition("_")
            known = sex in _SEX and rest
            values[place] = {"published_series": rest if known else name, "series_name": name,
                             "sex": _SEX[sex] if known else ""}  # fmt: skip
    return values


def _code(text: str) -> str:
    """Write the gazetteer's numbers as area codes: 1, 01 and KH01 are KH-1, 102 is KH-0102."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return text
    return f"KH-{int(digits)}" if len(digits) <= 2 else f"KH-{digits.zfill(4 if len(digits) <= 4 else 6)}"
