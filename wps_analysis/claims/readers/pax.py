"""PA-X peace agreements and PADD delegates: a row an agreement (AgtId), a column a code or count."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.readers.figures import Head, area_codes, figures, fold, head_of, joined
from wps_analysis.claims.readers.sheet import Sheet, column

PUBLISHER = "pax"
_NO_FIGURES = {
    fold(name)
    for name in (
        "Con", "Contp", "PP", "PPName", "Reg", "AgtId", "Agt", "Dat", "Status", "Lgt", "N_characters", "Agtp", "Stage",
        "StageSub", "Part", "ThrdPart", "OthAgr", "Loc1ISO", "Loc2ISO", "Loc1GWNO", "Loc2GWNO", "UcdpCon", "UcdpAgr",
        "PamAgr", "CowWar", "ImSrc", "",
    )
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Tell a row of names: the conflict, the agreement's number and day."""
    return head.has("Con", "AgtId", "Dat")


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure for each code and count of an agreement; one that names two countries keeps both."""
    head = head_of(sheet)
    names, codes = column(sheet, head.at("Con")), column(sheet, head.at("Loc1ISO"))
    second = column(sheet, head.at("Loc2ISO"))
    values = {
        place: {"published_series": name, "series_name": name, "sex": _sex(name)}
        for place, name in enumerate(head.names)
        if fold(name) not in _NO_FIGURES
    }
    area = area_codes(codes, names)
    return figures(
        sheet, values, area=area.where(second == "", names), area_name=names,
        period_text=column(sheet, head.at("Dat")),
        breakdown="agreement " + column(sheet, head.at("AgtId")),
        note=joined(stage=column(sheet, head.at("Stage"))),
    )  # fmt: skip


def _sex(name: str) -> str:
    if re.fullmatch(r"Fem\w+_[NP]", name):
        return "F"
    return "_T" if re.fullmatch(r"(Del|Sig|Ob|Neg|Med|Log|Adv)_N", name) else ""
