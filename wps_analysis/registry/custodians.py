"""Who would confirm a figure: the registry names an office, ``custodians.csv`` the body that holds it in a country."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from wps_analysis.registry.load import Registry
from wps_analysis.registry.official_names import iso_codes


def custodian_names(custodians: Iterable[str], ref_areas: Iterable[str], registry: Registry) -> list[str]:
    """Return the body that holds each office in an area; the office itself where the country's is not known.

    Parameters
    ----------
    custodians
        As in ``indicators.csv`` and ``series.csv``: an office ("National statistical office"), or a body that is the
        same everywhere ("UNHCR").
    ref_areas
        The area of each; a province has the custodians of its country.
    registry
        Its ``custodians`` name the body that holds an office in a country.

    Examples
    --------
    >>> from wps_analysis.registry.load import load_registry
    >>> offices = ["National statistical office", "National statistical office", "UNHCR"]
    >>> custodian_names(offices, ["KHM", "LAO", "KHM"], load_registry())
    ['National Institute of Statistics', 'National statistical office', 'UNHCR']
    """
    rows = registry.custodians
    named = dict(zip(zip(rows["custodian"], rows["ref_area"], strict=True), rows["name"], strict=True))
    pairs = list(zip(custodians, ref_areas, strict=True))
    found = {(office, area): _in_area(office, area, named.get) for office, area in dict.fromkeys(pairs)}
    return [found[pair] for pair in pairs]


def with_custodian_names(table: pd.DataFrame, ref_area: str, registry: Registry) -> pd.DataFrame:
    """Return a table with the names that its custodians have in an area."""
    names = custodian_names(table["custodian"], [ref_area] * len(table), registry)
    return table.assign(custodian=names)


def _in_area(office: str, ref_area: str, named: Callable[[tuple[str, str]], str | None]) -> str:
    country = iso_codes().get(ref_area.partition("-")[0], ref_area)
    return named((office, country)) or office
