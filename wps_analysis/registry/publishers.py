"""Which areas of a publisher's files are areas of the registry, and why the figures of the others are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pandas as pd

from wps_analysis.codes import area_kind
from wps_analysis.registry.areas import area_index, find_area
from wps_analysis.registry.place_names import normalise_name

LEFT_OUT = {
    "aggregate": "aggregates of the publisher",
    "part": "parts of a country",
    "former": "states of the past",
    "several": "cells that name several countries",
    "disputed": "territories without a code in ISO 3166",
    "": "not known; add to area_aliases.csv or publisher_areas.csv",
}
"""Why the figures of an area are left out, by its kind."""
_M49 = {"un_sdg", "un_minset", "un_worlds_women"}
"""Publishers whose regions are those of the United Nations, by their M49 codes."""


def place_areas(
    labels: Iterable[str], publisher: str, *, known: pd.DataFrame, areas: pd.DataFrame, aliases: pd.DataFrame
) -> pd.DataFrame:
    """Say what each distinct area of a publisher's file is.

    Parameters
    ----------
    labels
        Codes or names, each once.
    publisher
        The publisher's code in ``publishers.csv``.
    known
        ``publisher_areas.csv``.
    areas, aliases
        ``areas.csv`` and ``area_aliases.csv``.

    Returns
    -------
    DataFrame
        By label: ``ref_area``, empty where the figures are left out, and ``kind``, the reason as in ``LEFT_OUT``.
    """
    labels = list(labels)
    own = known[known["publisher"].isin({publisher, ""})].sort_values("publisher", ascending=False, kind="stable")
    exact = {
        normalise_name(row.area): (row.ref_area, row.kind) for row in own[::-1].itertuples() if "*" not in row.area
    }
    patterns = [(row.area, row.ref_area, row.kind) for row in own.itertuples() if "*" in row.area]
    mended = {label: _mended(label) for label in labels}
    official = known_areas({*labels, *mended.values()}, areas=areas, aliases=aliases)
    found = []
    for label in labels:
        placed = exact.get(normalise_name(label)) or next(
            ((area, kind) for pattern, area, kind in patterns if fnmatchcase(label, pattern)), None
        )
        code = official.get(label) or official.get(mended[label], "")
        found.append(placed or _official(label, code, united_nations=publisher in _M49))
    return pd.DataFrame(found, index=labels, columns=["ref_area", "kind"])


def known_areas(labels: Iterable[str], *, areas: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    """Return the code of each label that names one area, as ``resolve_areas`` finds it; the others are left out."""
    area_codes = frozenset(areas["ref_area"])
    provinces = frozenset(areas.loc[areas["level"] == "province", "ref_area"])
    index = area_index(areas, aliases)
    found = {label: find_area(label, index, area_codes, provinces) for label in labels}
    return {label: codes[0] for label, codes in found.items() if len(codes) == 1}


def _official(label: str, code: str, *, united_nations: bool) -> tuple[str, str]:
    """Say what an area of the registry is; of aggregates, keep only the regions that the United Nations define."""
    if not code:
        return "", "aggregate" if re.fullmatch(r"\d{3}", label) else ""
    kept = area_kind(code) != "aggregate" or (united_nations and code[:1].isdigit())
    return (code, "alias") if kept else ("", "aggregate")


def _mended(label: str) -> str:
    """Mend a name whose bytes were read in the wrong encoding; it counts only where the mended name is an area's."""
    import ftfy  # where a name has other letters than ASCII's

    return "" if label.isascii() else ftfy.fix_encoding(label)
