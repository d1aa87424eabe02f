"""Observations with the names and properties that the registry knows of them."""

from __future__ import annotations

import pandas as pd

from wps_analysis.columns import OF_INDICATOR
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import Registry


def label(observations: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Put the registry's names and properties, and the section of the claim, beside each observation."""
    printed = claims.set_index("claim_id")[["locator", "role", "table_id"]]
    indicators = registry.indicators.set_index("indicator")[list(OF_INDICATOR)]
    series = registry.series.set_index("series")
    # "Commune and Sangkat chiefs, press": beside the indicator's name the second part says enough.
    series = series[["basis", "n"]].assign(series_name=series["name"].str.split(", ", n=1).str[-1])
    populations = registry.populations.set_index("population")["name"]
    titles = registry.sources.set_index("source_id")["short_title"]
    areas = {code: local_area_name(code, registry.areas) for code in observations["ref_area"].unique()}
    labelled = observations.join(indicators, on="indicator").join(series, on="series")
    # A series of many countries has a custodian of its own.
    own = observations["series"].map(registry.series.set_index("series")["custodian"])
    labelled = labelled.assign(custodian=own.where(own != "", labelled["custodian"]))
    speaking = observations["claim_id"].str.split(" ").str[0]
    return (
        labelled.assign(speaking=speaking)
        .join(printed, on="speaking")
        .drop(columns="speaking")
        .assign(
            population_name=observations["population"].map(populations).fillna(""),
            area_name=observations["ref_area"].map(areas),
            source_title=observations["source"].map(titles),
        )
    )
