"""What a custodian does not yet want to see published, and what it could be computed from: neither leaves the raw data.

``confirmations.csv`` says of a claim whether its custodian was asked, confirmed or corrected it, or holds it back until
a date. A figure that is held back is taken out where the tables are built, and with it every claim of the same or a
linked indicator for an overlapping period of the same place, of places and groups of countries that it is part of or
that are part of it, of any sex and group, whoever published it; and the rows printed in one pair or table with it. So
no total, complement, count or share is left that it could be worked out from.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wps_analysis.codes import nearest_hint, period_span
from wps_analysis.columns import words
from wps_analysis.errors import InputError
from wps_analysis.registry.frameworks import Crosswalk, load_crosswalk
from wps_analysis.registry.load import Registry
from wps_analysis.registry.official_names import country_of
from wps_analysis.tables import Row

HELD, EMBARGO = "held", "embargo"
CONFIRMATION = {
    "confirmation": words(
        "what the custodian said of it: held (nothing yet), sent (asked), confirmed, corrected",
        ("held", "sent", "confirmed", "corrected"),
    )
}
"""Beside claims in a pack, from confirmations.csv."""
_LINKS = ("count_indicator", "unit_count_indicator")
_PRINTED = re.compile(r"\d[\d.]*\d")
_GROUPED = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")
"""What stands between thousands; a space of any kind too."""
_DISTRICT = re.compile(r"\d{4}")
_YEAR = re.compile(r"(19|20)\d\d")
_TEXTS = {
    "exclusions": ("value_text", "what", "reason"), "target_statements": ("statement", "note"),
    "sources": ("title", "short_title", "reference_period"), "series": ("name", "definition"),
    "breaks": ("reason",), "indicators": ("name", "definition", "not_measured"), "targets": ("basis", "mandate"),
    "plan_outputs": ("text",), "populations": ("name", "wording"), "table_parts": ("table_name", "label"),
    "local_names": ("name", "short_name", "wording"),
}  # fmt: skip
"""The texts of the registry that are printed."""
_FEWEST_DIGITS = 3
"""Of a number that is looked for in other texts; shorter ones stand everywhere."""
_FILE = "data/registry/confirmations.csv"


def with_confirmation(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return claims with ``confirmation``: what their custodian said of them; ``held`` without a word."""
    known = registry.confirmations
    said = dict(zip(known["claim_id"], known["state"].where(known["state"] != EMBARGO, HELD), strict=True))
    return claims.assign(confirmation=[said.get(claim_id, HELD) for claim_id in claims["claim_id"]])


def confirmed(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Keep the claims that their custodian confirmed, those that correct another, and the targets."""
    known = registry.confirmations
    good = {*known.loc[known["state"] == "confirmed", "claim_id"], *known["corrected_by"]} - {""}
    return claims[claims["claim_id"].isin(good) | (claims["role"] == "target")].reset_index(drop=True)


def is_withheld(claims: pd.DataFrame, registry: Registry, as_of: date) -> pd.Series:
    """Tell which claims are held back on a day, and which could give them away.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``.
    registry
        Its ``confirmations`` name the claims under embargo, and until when.
    as_of
        The date of the data; an embargo is over on the day that it names.

    Returns
    -------
    Series of bool
        For each row of ``claims``.

    Examples
    --------
    >>> from wps_analysis.claims.edition import Edition
    >>> known = Edition()
    >>> bool(is_withheld(known.claims, known.registry, date(2026, 1, 1)).any())
    False
    """
    rows = registry.confirmations
    until = rows["until"].where(rows["state"] == EMBARGO, "")
    closed = set(rows.loc[[bool(day) and date.fromisoformat(day) > as_of for day in until], "claim_id"])
    own = claims["claim_id"].isin(closed)
    if not own.any():
        return own
    figures = claims["role"] != "target"
    beside = own.copy()
    for column in ("pair_id", "table_id"):
        beside |= figures & claims[column].isin(set(claims.loc[own, column]) - {""})
    families, places = _families(registry.indicators), _Places(registry.areas)
    subjects = [_Subject.of(row, families) for row in claims[beside & figures].to_dict("records")]
    near = [any(one.meets(row, families, places) for one in subjects) for row in claims.to_dict("records")]
    return beside | (pd.Series(near, index=claims.index) & figures)


class _Subject(NamedTuple):
    """What a figure that is held back speaks of, and what else could give it away."""

    family: str
    ref_area: str
    start: float
    end: float

    @classmethod
    def of(cls, row: Row, families: dict[str, str]) -> _Subject:
        return cls(families[row["indicator"]], row["ref_area"], *_span(row))

    def meets(self, row: Row, families: dict[str, str], places: _Places) -> bool:
        """Tell whether a claim is of the same family, of the place or a part or whole of it, and of its time."""
        if families[row["indicator"]] != self.family or not places.touch(row["ref_area"], self.ref_area):
            return False
        start, end = _span(row)
        return start < self.end and self.start < end


class _Places:
    """Which places are part of which: of a district the province and country, of a country its regions and groups."""

    def __init__(self, areas: pd.DataFrame) -> None:
        self._parents = areas[areas["parent"] != ""].groupby("ref_area")["parent"].agg(set).to_dict()
        self._known: dict[str, set[str]] = {}

    def touch(self, one: str, other: str) -> bool:
        """Tell whether two places are one, or one is part of the other."""
        return one == other or one in self._wholes(other) or other in self._wholes(one)

    def _wholes(self, ref_area: str) -> set[str]:
        if ref_area not in self._known:
            above = _administrations(ref_area) | self._parents.get(ref_area, set())
            self._known[ref_area] = above.union(*map(self._wholes, above))
        return self._known[ref_area]


def withheld_subjects(printed: pd.DataFrame, left: pd.DataFrame) -> list[list[str]]:
    """Return indicator and area of what was held back: no value, and no word of it."""
    gone = printed[~printed["claim_id"].astype(object).isin(set(left["claim_id"]))]
    return sorted([list(pair) for pair in {*zip(gone["indicator"], gone["ref_area"], strict=True)}])


def open_claims(
    claims: pd.DataFrame, registry: Registry, as_of: date, root: str | Path | None = None
) -> pd.DataFrame:  # fmt: skip
    """Return the claims that may be published on a day.

    Parameters
    ----------
    claims, registry, as_of
        As `is_withheld` takes them.
    root
        The project's root, whose frameworks are texts that are published too.

    Raises
    ------
    InputError
        If a number that is held back stands in a text that is published: in a note of another claim, or in a file of
        the registry.
    """
    withheld = is_withheld(claims, registry, as_of)
    if not withheld.any():
        return claims
    closed = set(registry.confirmations.loc[registry.confirmations["state"] == EMBARGO, "claim_id"])
    secret = claims[withheld & claims["claim_id"].isin(closed)]
    left = claims[~withheld].reset_index(drop=True)
    crosswalk = load_crosswalk(registry, root)
    if problems := list(_given_away(secret, _texts(left, registry, crosswalk), registry)):
        raise InputError(problems)
    return left


def check_confirmations(claims: pd.DataFrame, registry: Registry) -> None:
    """Refuse states of claims that there are not.

    Raises
    ------
    InputError
        With all of them, and the nearest claim.
    """
    known = set(claims["claim_id"])
    problems = [
        f"{_FILE}: {column} {code!r} is no claim{nearest_hint(code, known)}: correct it, or take the row out"
        for column in ("claim_id", "corrected_by")
        for code in registry.confirmations[column]
        if code and code not in known
    ]
    if problems:
        raise InputError(problems)


def _given_away(secret: pd.DataFrame, texts: Iterable[tuple[str, str]], registry: Registry) -> Iterator[str]:
    """Say where a number that is held back stands in a text beside it."""
    yield from (
        f"data/registry/targets.csv: {row['target_id']!r} rests on a claim that {_FILE} holds back: take the row out"
        for row in registry.targets.to_dict("records")
        if row["claim_id"] in set(secret["claim_id"])
    )
    numbers = {
        number for text in secret["value_text"] for number in _numbers(text)
        if sum(letter.isdigit() for letter in number) >= _FEWEST_DIGITS and not _YEAR.fullmatch(number)
    }  # fmt: skip
    for where, text in texts:
        if numbers & _numbers(text):
            yield f"{where}: holds a number that {_FILE} holds back: take it out of the text until the embargo is over"


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text in one way of writing them.

    Examples
    --------
    >>> sorted(_numbers("48,613 of 48 613, \u17e7\u17e3.\u17e9\u17e1\u17e7 per cent."))
    ['48613', '73.917']
    """
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in text)
    return {*_PRINTED.findall(_GROUPED.sub("", plain))}


def _texts(left: pd.DataFrame, registry: Registry, crosswalk: Crosswalk) -> Iterator[tuple[str, str]]:
    """Yield the texts that are printed beside figures, each with where it stands."""
    for row in left.to_dict("records"):
        yield from ((f"the {column} of claim {row['claim_id']}", row[column]) for column in ("note", "locator"))
    for name, columns in _TEXTS.items():
        table = getattr(registry, name)
        yield from ((f"data/registry/{name}.csv, {column}", text) for column in columns for text in table[column])
    for folder, table in (("frameworks", crosswalk.rows), ("monitoring", crosswalk.planned)):
        yield from ((f"data/registry/{folder}, {column}", text) for column in table for text in table[column])


def _families(indicators: pd.DataFrame) -> dict[str, str]:
    """Return of each indicator one name that it shares with those whose count or whole it is."""
    family = {code: code for code in indicators["indicator"]}
    for row in indicators.to_dict("records"):
        for other in filter(None, (row[column] for column in _LINKS)):
            new, old = family[row["indicator"]], family.get(other, other)
            family = {code: new if name == old else name for code, name in family.items()} | {other: new}
    return family


def _administrations(ref_area: str) -> set[str]:
    """Return the country, and of a district the province, that an area is part of.

    Examples
    --------
    >>> sorted(_administrations("KH-0102")), _administrations("KH-12"), _administrations("KHM")
    (['KH-1', 'KHM'], {'KHM'}, set())
    """
    country, _dash, number = ref_area.partition("-")
    if not number:
        return set()
    province = {f"{country}-{number[:2].lstrip('0')}"} if _DISTRICT.fullmatch(number) else set()
    return {country_of(ref_area)} | province


def _span(row: Row) -> tuple[float, float]:
    """Return the period of a claim; of one without a period all time."""
    return period_span(row["time_period"]) if row["time_period"] else (-math.inf, math.inf)
