"""What things are called in a country: the registry names an office or a chamber, two files its name there.

``custodians.csv`` names the body that holds an office, ``local_names.csv`` an indicator as the country says it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from wps_analysis.registry.load import Registry
from wps_analysis.registry.official_names import country_of

NAMES = ("name", "short_name", "wording")


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
    offices = list(custodians)
    named = registry.custodians.set_index(["custodian", "ref_area"])["name"].to_dict()
    return [named.get(key, key[0]) for key in zip(offices, map(country_of, ref_areas), strict=True)]


def with_local_names(rows: pd.DataFrame, ref_areas: Iterable[str], registry: Registry) -> pd.DataFrame:
    """Return rows of indicators with the names that these have in an area, where the country has its own.

    Parameters
    ----------
    rows
        Columns ``indicator`` and, of ``name``, ``short_name`` and ``wording``, those that are wanted.
    ref_areas
        The area of each.
    registry
        Its ``local_names`` name indicators in a country.
    """
    own = registry.local_names.set_index(["indicator", "ref_area"])
    countries = [country_of(area) for area in ref_areas]
    found = own.reindex(pd.MultiIndex.from_arrays([rows["indicator"], countries])).set_axis(rows.index)
    return rows.assign(**{column: found[column].fillna(rows[column]) for column in NAMES if column in rows})


def indicators_in(ref_area: str, registry: Registry) -> pd.DataFrame:
    """Return the indicators as they, and those who would confirm them, are called in an area.

    Examples
    --------
    >>> from wps_analysis.registry.load import load_registry
    >>> for area in ("KHM", "FJI"):
    ...     indicators_in(area, load_registry()).set_index("indicator").at["national_assembly", "short_name"]
    'National Assembly'
    'Lower or single chamber'
    """
    table = registry.indicators
    areas = [ref_area] * len(table)
    named = with_local_names(table, areas, registry)
    return named.assign(custodian=custodian_names(table["custodian"], areas, registry))
