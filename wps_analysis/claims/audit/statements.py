"""Claims with the facts a check needs beside them: what is measured, who keeps it, which months."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from wps_analysis.codes import read_period
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.load import Registry
from wps_analysis.registry.local_names import custodian_names, with_local_names

FACTS = [
    "measure",
    "kind",
    "theme",
    "complement",
    "government_level",
    "rank",
    "count_indicator",
]
DATED = frozenset({"stated", "other_section"})
# A rank is a whole number too, and no sum or share is taken of it.
SUMMED_UNITS = frozenset({"PS", "NUMBER"})
_DIGITS = re.compile(r"\d(?:[\d.,]*\d)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Months(NamedTuple):
    """First and last month of a period, counted from year 0."""

    first: int
    last: int


@lru_cache(10_000)
def months_of(time_period: str) -> Months | None:
    """Read which months a period covers, or None where it says nothing.

    Examples
    --------
    >>> months_of("2024-12"), months_of("2017-01-01/P5Y").last - months_of("2017").first
    (Months(first=24299, last=24299), 59)
    """
    found = read_period(time_period)
    if not found:
        return None
    first = found.year * 12 + max(found.month, 1) - 1
    if found.is_range:
        return Months(first, first + found.years * 12 + found.months + -(-found.days // 31) - 1)
    return Months(first, first if found.month else first + 11)


def periods_meet(one: str, other: str) -> bool:
    """Say whether two periods share a month; a period that says nothing meets every other.

    Examples
    --------
    >>> periods_meet("2024", "2024-12"), periods_meet("2018", "2024")
    (True, False)
    """
    first, second = months_of(one), months_of(other)
    if first is None or second is None:
        return True
    return first.first <= second.last and second.first <= first.last


def year_end(time_period: str) -> str:
    """Write a year as its December, so that "2024" and "as of December 2024" are compared.

    Examples
    --------
    >>> year_end("2024"), year_end("2024-05")
    ('2024-12', '2024-05')
    """
    return f"{time_period}-12" if re.fullmatch(r"\d{4}", time_period) else time_period


def printed_digits(value_text: str) -> str:
    """Return the digits as printed, without separators of thousands; empty where the number is in words.

    Examples
    --------
    >>> printed_digits("22.0 per cent"), printed_digits("7,163,764"), printed_digits("a quarter")
    ('22.0', '7163764', '')
    """
    found = _DIGITS.search(value_text)
    return _THOUSANDS.sub("", found.group()) if found else ""


def _mapped(keys: pd.Series, table: pd.DataFrame, key: str, value: str) -> pd.Series:
    lookup = dict(zip(table[key], table[value], strict=True))
    return keys.map(lookup).fillna("").astype(object)


def describe(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Put the facts of the registry beside each claim, sorted by claim_id; described claims stay as they are.

    Parameters
    ----------
    claims
        The harmonised claims.
    registry
        The registry tables.

    Returns
    -------
    DataFrame
        The claims with `FACTS`, `indicator_name`, `area_name`, `population_name`, `source_title`, `custodian`
        and `compared_period`.
    """
    if "compared_period" in claims:
        return claims
    frame = claims.sort_values("claim_id", ignore_index=True)
    numbers = {"obs_value", "lower", "upper"}
    for column in frame.columns.difference(sorted(numbers)):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), "")
    indicators = registry.indicators
    for fact in FACTS:
        frame[fact] = _mapped(frame["indicator"], indicators, "indicator", fact)
    names = _mapped(frame["indicator"], indicators, "indicator", "name")
    named = frame[["indicator"]].assign(name=names.where(names != "", frame["indicator"]))
    frame["indicator_name"] = with_local_names(named, frame["ref_area"], registry)["name"]
    areas = {code: area_name(code, areas=registry.areas) for code in frame["ref_area"].unique()}
    frame["area_name"] = frame["ref_area"].map(areas).astype(object)
    frame["population_name"] = _mapped(frame["population"], registry.populations, "population", "name")
    titles = _mapped(frame["source"], registry.sources, "source_id", "short_title")
    frame["source_title"] = titles.where(titles != "", frame["source"])
    frame["custodian"] = "the producer"
    for key, table, table_key, value in [
        ("source", registry.sources, "source_id", "producer"),
        ("indicator", indicators, "indicator", "custodian"),
        ("series", registry.series, "series", "custodian"),
    ]:
        known = _mapped(frame[key], table, table_key, value)
        frame["custodian"] = known.where(known != "", frame["custodian"])
    frame["custodian"] = pd.Series(custodian_names(frame["custodian"], frame["ref_area"], registry), dtype=object)
    frame["compared_period"] = frame["time_period"].map(year_end).astype(object)
    return frame


def stated(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return the described claims that hold a figure of how things are: targets and "n/a" left out."""
    frame = describe(claims, registry)
    return frame[(frame["role"] != "target") & (frame["qualifier"] != "")].reset_index(drop=True)


def groups(frame: pd.DataFrame, by: Sequence[str]) -> list[list]:
    """Split a frame into lists of rows (named tuples), each of one area, in the order of the key."""
    keys = zip(*(frame[column].to_numpy(dtype=object) for column in (*by, "ref_area")), strict=True)
    found: dict[tuple, list] = {}
    for key, row in zip(keys, frame.itertuples(index=False), strict=True):
        found.setdefault(key, []).append(row)
    return [found[key] for key in sorted(found)]


def several(frame: pd.DataFrame, by: Sequence[str]) -> list[list]:
    """Return the groups of two rows and more: of very many figures most stand alone."""
    return groups(frame[frame.duplicated([*by, "ref_area"], keep=False)], by)


def beside(row, others: Sequence) -> list:
    """Return the rows printed in the same place as `row`; where there is none, all of them."""
    return [other for other in others if other.locator == row.locator] or list(others)
