"""The areas that a user asks for, by code or by name, as codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from wps_analysis.codes import nearest_codes
from wps_analysis.errors import UnknownCodeError, short
from wps_analysis.registry.areas import area_index, area_name, find_area
from wps_analysis.registry.official_names import is_area
from wps_analysis.registry.place_names import nearest_areas

_LONGEST_CODE = 3


def asked_areas(
    labels: Iterable[str | int], *, areas: pd.DataFrame, aliases: pd.DataFrame
) -> tuple[list[str], list[UnknownCodeError]]:
    """Return the codes of areas that are named by code (KHM, KH, 116, KH-12) or by name, and what is wrong with others.

    Parameters
    ----------
    labels
        As a user writes them; a whole number is an M49 code.
    areas, aliases
        ``areas.csv`` and ``area_aliases.csv``.

    Returns
    -------
    tuple
        The codes, each once in the order of the labels; and an error for each label that is unknown or may mean
        several areas, with the areas that are near it.

    Examples
    --------
    >>> from wps_analysis.registry.load import load_registry
    >>> known = load_registry()
    >>> given = {"areas": known.areas, "aliases": known.area_aliases}
    >>> asked_areas(["Cambodia", "KH", 418, "Vietnam"], **given)
    (['KHM', 'LAO', 'VNM'], [])
    >>> print(asked_areas(["Cambodja"], **given)[1][0])
    Unknown reference area 'Cambodja'. Did you mean 'KHM (Cambodia)'?
    """
    known = frozenset(areas["ref_area"])
    provinces = frozenset(areas.loc[areas["level"] == "province", "ref_area"])
    index = area_index(areas, aliases)
    codes, wrong = [], []
    for label in labels:
        text = label.strip() if isinstance(label, str) else short(int(label)).zfill(3)
        found = [text] if is_area(text, known) else find_area(text, index, known, provinces)
        codes += found
        if len(found) != 1:
            near = found or _near(text, known, index)
            wrong.append(
                UnknownCodeError("reference area", text, [f"{code} ({area_name(code, areas=areas)})" for code in near])
            )
    return list(dict.fromkeys(codes)), wrong


def _near(text: str, known: Collection[str], index: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the codes nearest to a mistyped code, or of the names nearest to a mistyped name."""
    if len(text) <= _LONGEST_CODE or text[2:3] == "-":
        return nearest_codes(text.upper(), known)
    return list(nearest_areas(text, index))
