"""SVAC, sexual violence in armed conflict: a row a conflict, actor and year, levels by three sources."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import Head, figures, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "svac"
_LEVELS = ("state_prev", "ai_prev", "hrw_prev")


def recognises(head: Head) -> bool:
    """Tell a row of names: year, actor, location, and the levels."""
    return head.has("year", "actor", "location", _LEVELS)


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each level; the actor is a breakdown, and a location may name two countries."""
    head = head_of(sheet)
    names = column(sheet, head.at("location"))
    levels = {
        place: {"published_series": name, "series_name": name}
        for name in _LEVELS
        if (place := head.at(name)) is not None
    }
    return figures(
        sheet, levels, area=names, area_name=names, period_text=column(sheet, head.at("year")),
        breakdown="actor " + column(sheet, head.at("actor")), note=joined(form=column(sheet, head.at("form"))),
    )  # fmt: skip
