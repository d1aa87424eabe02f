"""Observations with the names and properties that the registry knows of them."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.audit.clauses import notes
from wps_analysis.columns import KEY, OF_INDICATOR
from wps_analysis.digits import plain
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import Registry
from wps_analysis.registry.local_names import custodian_names, with_local_names
from wps_analysis.tables import grouped
from wps_analysis.words.figures import number_of, text_of


def label(observations: pd.DataFrame, claims: pd.DataFrame, findings: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Put the registry's names and properties, the section of the claim and the findings beside each observation."""
    printed = claims.set_index("claim_id")[["locator", "role", "table_id", "value_text", "period_text"]]
    indicators = registry.indicators.set_index("indicator")[list(OF_INDICATOR)]
    series = registry.series.set_index("series")
    # "Commune and Sangkat chiefs, press": beside the indicator's name the second part says enough.
    series = series[["basis", "n"]].assign(series_name=series["name"].str.split(", ", n=1).str[-1])
    populations = registry.populations.set_index("population")["name"]
    areas = {code: local_area_name(code, registry.areas) for code in observations["ref_area"].unique()}
    labelled = observations.join(indicators, on="indicator").join(series, on="series")
    # A series of many countries has a custodian of its own.
    own = observations["series"].map(registry.series.set_index("series")["custodian"])
    offices = own.where(own != "", labelled["custodian"])
    labelled = with_local_names(labelled, labelled["ref_area"], registry)
    labelled = labelled.assign(custodian=custodian_names(offices, labelled["ref_area"], registry))
    names = registry.indicators.set_index("indicator")["name"].str.removesuffix(", number")
    units = registry.indicators.set_index("indicator")["unit_count_indicator"].map(names).fillna("")
    speaking = observations["claim_id"].str.split(" ").str[0]
    labelled = (
        labelled.assign(speaking=speaking)
        .join(printed, on="speaking")
        .drop(columns="speaking")
        .assign(
            population_name=observations["population"].map(populations).fillna(""),
            area_name=observations["ref_area"].map(areas),
            source_title=observations["source"].map(registry.titles),
            units_name=observations["indicator"].map(units),
            **_parts(observations, registry.table_parts),
            value_text=lambda rows: rows["value_text"].where(rows["derived"] == "", ""),
            period_words=lambda rows: rows["period_text"].where(rows["period_text"].str.fullmatch("“[^”]+”"), ""),
        )
        .drop(columns="period_text")
    )
    return labelled.assign(**notes(labelled, claims, findings))


def _parts(observations: pd.DataFrame, table_parts: pd.DataFrame) -> dict[str, list[str]]:
    """Return of which whole each observation is one of several parts, and how whole and part are called."""
    columns = {"part_of": "table_id", "part_of_name": "table_name", "part": "label"}
    named = {(p["indicator"], p["population"], p["sex"]): p for p in table_parts.to_dict("records")}
    keys = zip(observations["indicator"], observations["population"], observations["sex"], strict=True)
    parts = [named.get(key, {}) for key in keys]
    return {name: [part.get(column, "") for part in parts] for name, column in columns.items()}


def with_basis(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return claims with ``basis``: what the series of each rests on, such as a register or the press."""
    return claims.assign(basis=claims["series"].map(registry.series.set_index("series")["basis"]).fillna(""))


def with_count_claims(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Name the claims that a share's count and denominator rest on, for words that print them.

    Parameters
    ----------
    rows
        Columns of ``tables.Observations``.
    claims
        Columns of ``tables.Claims``.

    Returns
    -------
    DataFrame
        ``rows`` with ``numerator_claim_id`` and ``denominator_claim_id``: the claim that prints the number, among those
        on the figure and those printed together with them; of a denominator that is only implied, count and share;
        empty where there is no such claim. ``denominator_parts`` holds the numbers that were added up to a denominator,
        separated by spaces.

    Examples
    --------
    >>> from wps_analysis import load, load_claims
    >>> governors = with_count_claims(load("provincial_governors", ref_area="KHM"), load_claims())
    >>> governors["numerator_claim_id"].iloc[-1]
    'sa25.es_s4.provincial_governors_number.F'
    """
    here = claims["ref_area"].isin(rows["ref_area"])
    beside = set(claims.loc[here, "pair_id"]) - {""}  # the world's countries stand beside a country's rank
    printed = claims[here | claims["pair_id"].isin(beside)].to_dict("records")
    by_id = {claim["claim_id"]: claim for claim in printed}
    on_figure, together = (grouped(printed, columns) for columns in (KEY, ["pair_id"]))

    def resting(row: dict) -> tuple[str, str, str]:
        known = [by_id[code] for code in text_of(row, "claim_id").split() if code in by_id]
        known += on_figure.get(tuple(row[column] for column in KEY), [])
        beside = [c for claim in known for c in [claim, *(together[claim["pair_id"],] if claim["pair_id"] else [])]]
        if text_of(row, "units_name") and pd.isna(row["numerator"]) and pd.notna(row["denominator"]):
            units = [c["claim_id"] for c in beside if c["indicator"] != row["indicator"] and c["sex"] == "_T"]
            return (
                "",
                " ".join(dict.fromkeys(units)),
                " ".join(plain(by_id[c]["obs_value"]) for c in dict.fromkeys(units)),
            )
        counts = {(c["sex"], c["obs_value"]): c["claim_id"] for c in reversed(beside) if c["unit_measure"] != "PT"}
        count = counts.get((row["sex"], number_of(row, "numerator")), "")
        implied = f"{count} {row['claim_id']}" if count else ""
        return count, counts.get(("_T", number_of(row, "denominator")), implied), ""

    found = [resting(row) for row in rows.to_dict("records")]
    names = ("numerator_claim_id", "denominator_claim_id", "denominator_parts")
    return rows.assign(**{name: [said[place] for said in found] for place, name in enumerate(names)})
