"""Place names to codes: reviewed aliases first, ISO names second, never a guess.

Codes are text: ISO 3166-1 alpha-3 for countries, ISO 3166-2 for provinces, ``KH-`` and the four digits of the
gazetteer for Cambodian districts, three M49 digits for regions, ``X_...`` for groups. The reviewed names stand in
``data/registry/areas.csv`` (one row for each area and parent, so a country has a row for its region and one for each
dated membership) and ``area_aliases.csv``. Every other country is known through pycountry and needs no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pycountry

from wps_analysis.errors import InputError, UnknownCodeError
from wps_analysis.registry.official_names import district_name, is_area, iso_codes, official_name, subdivision_name
from wps_analysis.registry.place_names import Index, nearest_areas, normalise_name
from wps_analysis.words.language import language_in_force

_WHERE_TO_ADD = (
    "add another name of an area to area_aliases.csv, a place within a country to areas.csv with its ISO 3166-2 code "
    "(such as KH-12) and the country as parent, or what is left out to exclusions.csv"
)
_ONE_ROW = "an alias has one row, with all its codes where it is ambiguous"
# "krong" (town) is not stripped: Krong Siem Reap is a town within the province of that name. The
# former provincial municipalities (Krong Kep ...) are aliases.
_PROVINCE_WORDS = re.compile("^(?:province of |khaet |khett? |ខេត្ត ?|រាជធានី ?)|(?: province| prov| khaet| khett?)$")


def resolve_areas(labels: pd.Series, *, areas: pd.DataFrame, aliases: pd.DataFrame) -> pd.Series:
    """Map area labels to area codes, each distinct label once.

    A label is tried as a code (``areas.csv``, ISO alpha-3, ISO 3166-2, three M49 digits, or alpha-2
    in capitals: "NA" is Namibia), then as a reviewed alias, a name of ``areas.csv`` and a country
    name of ISO 3166-1. Names must be equal once normalised; "province", "khaet" and "ខេត្ត" are
    dropped from a province's name only.

    Parameters
    ----------
    labels
        Area labels as printed or keyed.
    areas
        ``areas.csv``: columns ref_area, name_en, name_km, level.
    aliases
        ``area_aliases.csv``: columns alias, ref_area; an alias with several codes is ambiguous.

    Returns
    -------
    pandas.Series
        Codes, with the index of `labels` and the name ``ref_area``.

    Raises
    ------
    InputError
        If a label is empty, unknown or ambiguous, or an alias points to no known area: all at once,
        the most frequent first, unknown ones with the nearest names.

    Examples
    --------
    >>> areas = pd.DataFrame([["KH-11", "Mondul Kiri", "មណ្ឌលគិរី", "province"]])
    >>> areas.columns = ["ref_area", "name_en", "name_km", "level"]
    >>> aliases = pd.DataFrame({"alias": ["Mondulkiri", "Lao PDR"], "ref_area": ["KH-11", "LAO"]})
    >>> printed = pd.Series(["Mondulkiri province", "Lao PDR", "Viet Nam", "ខេត្តមណ្ឌលគិរី"])
    >>> resolve_areas(printed, areas=areas, aliases=aliases).to_list()
    ['KH-11', 'LAO', 'VNM', 'KH-11']
    """
    area_codes = frozenset(areas["ref_area"])
    provinces = frozenset(areas.loc[areas["level"] == "province", "ref_area"])
    pairs = _pairs(aliases)
    index = area_index(areas, aliases)
    wrong_aliases = [
        f"data/registry/area_aliases.csv: alias {alias!r} points to {code!r}, which is no known area"
        for alias, code in pairs
        if not is_area(code, area_codes)
    ]
    positions, distinct = pd.factorize(labels, use_na_sentinel=False)
    codes, problems = [], []
    for label, count in zip(distinct, np.bincount(positions, minlength=len(distinct)), strict=True):
        found = find_area(label, index, area_codes, provinces)
        codes.append(found[0] if found else "")
        if len(found) != 1:
            problems.append((-count, _describe(label, count, found, index, areas)))
    if wrong_aliases or problems:
        raise InputError(wrong_aliases + [problem for _, problem in sorted(problems)])
    return pd.Series(pd.array(codes, dtype="str").take(positions), index=labels.index, name="ref_area")


def conflicting_aliases(aliases: pd.DataFrame, areas: pd.DataFrame) -> list[tuple[int, str]]:
    """Find aliases that stand twice, or are the official name of another area; each with its row and what to do."""
    official, first, found = _area_names(areas), {}, []
    for row, alias, codes in zip(aliases.index, aliases["alias"], aliases["ref_area"], strict=True):
        key, named = normalise_name(alias), set(codes.split())
        if key in first:
            found.append((row, f"alias {alias!r} stands twice (first in row {first[key]}): {_ONE_ROW}"))
        if others := sorted(official.get(key, {}).keys() - named):
            found.append((row, f"alias {alias!r} of {codes} is a name of {' and '.join(others)}: {_ONE_ROW}"))
        first.setdefault(key, row)
    return found


def _pairs(aliases: pd.DataFrame) -> list[tuple[str, str]]:
    rows = zip(aliases["alias"], aliases["ref_area"], strict=True)
    return [(alias, code) for alias, codes in rows for code in codes.split()]


def area_name(ref_area: str, *, areas: pd.DataFrame, language: str = "en") -> str:
    """Give the name of an area as it is printed.

    The name is the one in ``areas.csv``; without a row there, the common (else the short) name of
    ISO 3166, in Khmer a country's name in Unicode CLDR, and a Cambodian district's name in the gazetteer.

    Parameters
    ----------
    ref_area
        An area code.
    areas
        ``areas.csv``: columns ref_area, name_en, name_km.
    language
        ``"en"`` or ``"km"``.

    Raises
    ------
    UnknownCodeError
        If the code is not known, or has no name in that language.

    Examples
    --------
    >>> areas = pd.DataFrame({"ref_area": ["035"], "name_en": ["South-East Asia"], "name_km": ["អាស៊ីអាគ្នេយ៍"]})
    >>> area_name("035", areas=areas), area_name("FRA", areas=areas), area_name("KH-0102", areas=areas)
    ('South-East Asia', 'France', 'Mangkul Bourei')
    """
    if f"name_{language}" not in areas.columns:
        raise UnknownCodeError("language", language, [column[5:] for column in areas.columns if column[:5] == "name_"])
    row = areas.loc[areas["ref_area"] == ref_area]
    name = row[f"name_{language}"].iloc[0] if len(row) else official_name(ref_area, language)
    if name:
        return name
    if is_area(ref_area, frozenset(areas["ref_area"])):
        raise UnknownCodeError(f"{language} name (areas.csv has none) of area", ref_area)
    raise UnknownCodeError("area", ref_area, list(nearest_areas(ref_area, _area_names(areas))))


def local_area_name(code: str, areas: pd.DataFrame) -> str:
    """Return an area's name in the language in force; the English one where it has none."""
    try:
        return area_name(code, areas=areas, language=language_in_force())
    except UnknownCodeError:
        return area_name(code, areas=areas)


def members(group: str, *, areas: pd.DataFrame, on: date | None) -> list[str]:
    """List the areas directly under a region, group or country on a day.

    Parameters
    ----------
    group
        The code of the region, group or country, e.g. ``"X_ASEAN"``.
    areas
        ``areas.csv``: columns ref_area, parent, valid_from, valid_to (ISO dates, both days
        included; empty: no bound).
    on
        The day; None for every member whose membership has not ended.

    Returns
    -------
    list of str
        Codes, in the order of `areas`; empty if there was no member on that day.

    Raises
    ------
    UnknownCodeError
        If the group is not a known area.
    InputError
        If ``areas.csv`` holds no member on any day: not known is not the same as none.

    Examples
    --------
    >>> rows = [["KHM", "X_ASEAN", "1999-04-30", ""], ["TLS", "X_ASEAN", "2025-10-26", ""]]
    >>> areas = pd.DataFrame(rows, columns=["ref_area", "parent", "valid_from", "valid_to"])
    >>> members("X_ASEAN", areas=areas, on=date(2024, 12, 31))
    ['KHM']
    """
    rows = areas.loc[areas["parent"] == group]
    if rows.empty and not is_area(group, frozenset(areas["ref_area"])):
        raise UnknownCodeError("area", group, sorted(set(areas["parent"]) - {""}))
    if rows.empty:
        raise InputError(
            [f"data/registry/areas.csv lists no members of {group!r}: add a row for each, with this parent"]
        )
    day = f"{on:%Y-%m-%d}" if on else "9999-12-31"
    ended = (rows["valid_to"] != "") & (rows["valid_to"] < day)
    return rows.loc[(rows["valid_from"] <= day) & ~ended, "ref_area"].to_list()


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    index: Index = {}
    for name, code in pairs:
        if name:
            index.setdefault(normalise_name(name), {}).setdefault(code, name)
    return index


@cache
def _iso_names() -> Index:
    kinds = ("name", "official_name", "common_name")
    return _index((getattr(c, k, ""), c.alpha_3) for k in kinds for c in pycountry.countries)


@cache
def _subdivisions() -> Index:
    return _index((place.name, place.code) for place in pycountry.subdivisions)


def _area_names(areas: pd.DataFrame) -> Index:
    columns = ("name_en", "name_km")
    return _iso_names() | _index(pair for c in columns for pair in zip(areas[c], areas["ref_area"], strict=True))


def area_index(areas: pd.DataFrame, aliases: pd.DataFrame) -> Index:
    """Return the codes that each name may mean, the reviewed aliases among them; names are normalised."""
    return _area_names(areas) | _index(_pairs(aliases))


def find_area(label: object, index: Index, area_codes: frozenset[str], provinces: frozenset[str]) -> list[str]:
    """Return the codes that a label may mean: one, none, or several if it is ambiguous."""
    if not isinstance(label, str):
        return []
    text = label.strip()
    if text in area_codes or subdivision_name(text) or district_name(text, "en"):
        return [text]
    if text in iso_codes():
        return [iso_codes()[text]]
    key = normalise_name(text)
    bare = _PROVINCE_WORDS.sub("", key)
    if key in index or bare == key:
        return list(index.get(key, {}))
    # "Luxembourg province" is in Belgium: only the name of a province may lose the word.
    return [code for code in index.get(bare, {}) if code in provinces]


def _describe(label: object, count: int, found: list[str], index: Index, areas: pd.DataFrame) -> str:
    rows = f"({count} row{'' if count == 1 else 's'})"
    if pd.isna(label) or not str(label).strip():
        return f"empty area label {label!r} {rows}; name the area"
    if not isinstance(label, str) or label.strip().isdecimal():
        return f"area label {label!r} {rows} is no code; M49 codes are text of three digits"
    if found:
        options = " or ".join(f"{area_name(code, areas=areas)} ({code})" for code in sorted(found))
        return f"ambiguous area label {label!r} {rows}: {options}; write the one that is meant"
    near = _subdivisions().get(normalise_name(label), {}) or nearest_areas(label, index)
    nearest = ", ".join(f"{name} ({code})" for code, name in near.items()) or "none"
    return f"unknown area label {label!r} {rows}; nearest: {nearest}; {_WHERE_TO_ADD}"
