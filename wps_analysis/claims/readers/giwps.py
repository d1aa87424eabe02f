"""GIWPS Women, Peace and Security Index: one table of the countries, its names in two rows."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, as_texts, figures, fold, head_of
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "giwps"
_TITLE = re.compile(r"(20\d\d)(?:/\d\d)? WPS Index|WPS Index (20\d\d)", re.IGNORECASE)


def recognises(head: Head) -> bool:
    """Tell the second row of names: country and code under "WPS Index Rank", years and footnote marks beside them."""
    return head.has("Country", "Code", "Region") and len(head.years()) > 1 and head.at("Year") is None


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each component; the years of each, and the mark of an imputed figure, are a note."""
    head = head_of(sheet)
    names = sheet.preamble[-1]
    title = next((m for row in sheet.preamble for cell in row if (m := _TITLE.search(cell))), None)
    edition = next(filter(None, title.groups())) if title else ""
    values, marks = {}, {}
    for place, dated in enumerate(head.names):
        name = names[place].strip() if place < len(names) else ""
        if name and re.match(r"(19|20)\d\d", dated) and fold(dated) not in {"region"}:
            values[place] = {"published_series": name, "series_name": name, "note": f"years: {dated}"}
            marks[place] = (
                place + 1 if place + 1 < len(head.names) and fold(head.names[place + 1]) in {"", "a"} else None
            )
    code = column(sheet, head.at("Code"))
    table = figures(
        sheet, values, area=code.where(code != "", column(sheet, head.at("Country"))),
        area_name=column(sheet, head.at("Country")), period_text=edition,
    )  # fmt: skip
    table = as_texts(table)
    marked = pd.concat([column(sheet, marks[place]) for place in values]).to_numpy()
    note = table["note"] + pd.Series(marked, index=table.index).map(lambda mark: f"; footnote: {mark}" if mark else "")
    return table.assign(note=note)[(table["area"] != "").to_numpy()]


def about(sheet: Sheet) -> dict[str, str]:
    """Return the title and year of the edition."""
    title = next((cell for row in sheet.preamble for cell in row if _TITLE.search(cell)), "")
    return {"title": title, "published": re.search(r"20\d\d", title)[0]} if title else {}
