"""What a custodian does not yet want to see published, and what it could be computed from: neither leaves the raw data.

``confirmations.csv`` says of a claim whether its custodian was asked, confirmed or corrected it, or holds it back until
a date. A figure that is held back is taken out where the tables are built, and with it every claim of the same or a
linked indicator for an overlapping period of the same place, of places that it is part of or that are part of it, of
any sex and group, whoever published it; and the rows printed in one pair or table with it. So no total, complement,
count or share is left that it could be worked out from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd

from wps_analysis.codes import nearest_hint, period_span
from wps_analysis.columns import words
from wps_analysis.errors import InputError
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
_PRINTED = re.compile(r"\d[\d.,\u00a0]*\d")
_DISTRICT = re.compile(r"\d{4}")
_YEAR = re.compile(r"(19|20)\d\d")
_TEXTS = {
    "exclusions": ("value_text", "what", "reason"), "target_statements": ("statement", "note"),
    "sources": ("title", "short_title", "reference_period"), "series": ("name", "definition"),
    "breaks": ("reason",), "indicators": ("name", "definition", "not_measured"), "targets": ("basis", "mandate"),
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
    families = _families(registry.indicators)
    subjects = [_Subject.of(row, families) for row in claims[beside & figures].to_dict("records")]
    near = [any(one.meets(row, families) for one in subjects) for row in claims.to_dict("records")]
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

    def meets(self, row: Row, families: dict[str, str]) -> bool:
        """Tell whether a claim is of the same family, of the place or a part or whole of it, and of its time."""
        start, end = _span(row)
        same = families[row["indicator"]] == self.family
        area = row["ref_area"]
        near = area == self.ref_area or area in _wholes(self.ref_area) or self.ref_area in _wholes(area)
        return same and near and start < self.end and self.start < end


def withheld_subjects(printed: pd.DataFrame, left: pd.DataFrame) -> list[list[str]]:
    """Return indicator and area of what was held back: no value, and no word of it."""
    gone = printed[~printed["claim_id"].astype(object).isin(set(left["claim_id"]))]
    return sorted([list(pair) for pair in {*zip(gone["indicator"], gone["ref_area"], strict=True)}])


def open_claims(claims: pd.DataFrame, registry: Registry, as_of: date) -> pd.DataFrame:
    """Return the claims that may be published on a day.

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
    if problems := list(_given_away(secret, left, registry)):
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


def _given_away(secret: pd.DataFrame, left: pd.DataFrame, registry: Registry) -> Iterator[str]:
    """Say where a number that is held back stands in a text beside it."""
    numbers = {
        found for text in secret["value_text"] for found in _PRINTED.findall(text)
        if sum(letter.isdigit() for letter in found) >= _FEWEST_DIGITS
    }  # fmt: skip
    yield from (
        f"data/registry/targets.csv: {row['target_id']!r} rests on a claim that {_FILE} holds back: take the row out"
        for row in registry.targets.to_dict("records")
        if row["claim_id"] in set(secret["claim_id"])
    )
    forms = {form for number in numbers for form in (number, number.replace(",", "")) if not _YEAR.fullmatch(form)}
    texts = [
        (f"the {column} of claim {row['claim_id']}", row[column])
        for row in left.to_dict("records")
        for column in ("note", "locator")
    ]
    for name, columns in _TEXTS.items():
        table = getattr(registry, name)
        texts += [(f"data/registry/{name}.csv, {column}", text) for column in columns for text in table[column]]
    for where, text in texts:
        if forms & {*_PRINTED.findall(text), *_PRINTED.findall(text.replace(",", ""))}:
            yield f"{where}: holds a number that {_FILE} holds back: take it out of the text until the embargo is over"


def _families(indicators: pd.DataFrame) -> dict[str, str]:
    """Return of each indicator one name that it shares with those whose count or whole it is."""
    family = {code: code for code in indicators["indicator"]}
    for row in indicators.to_dict("records"):
        for other in filter(None, (row[column] for column in _LINKS)):
            new, old = family[row["indicator"]], family.get(other, other)
            family = {code: new if name == old else name for code, name in family.items()} | {other: new}
    return family


def _wholes(ref_area: str) -> set[str]:
    """Return the country, and of a district the province, that an area is part of.

    Examples
    --------
    >>> sorted(_wholes("KH-0102")), _wholes("KH-12"), _wholes("KHM")
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
