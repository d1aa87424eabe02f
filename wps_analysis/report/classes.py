"""The shares of a deployment by class of personnel, as a chart draws them; counted parts of a class are summed."""

from __future__ import annotations

import pandas as pd

from wps_analysis.charts.sheet.months import YEAR, is_month
from wps_analysis.report.brief import Brief
from wps_analysis.tables import womens_shares


def by_class(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Select the monthly shares of the classes of a deployment that have a year of months or more, with empty months.

    A class all of whose parts are counted in a month (``populations.csv``) stands for them, with the sum of the counts:
    a target names the class and none of its parts.

    Parameters
    ----------
    rows
        Figures of the brief.
    brief
        What is told of an area.
    """
    shares = womens_shares(rows)
    shares = shares[(shares["kind"] == "deployment") & (shares["population"] != "_T") & shares["obs_value"].notna()]
    shares = shares[shares["time_period"].map(is_month).astype(bool)]
    if shares.empty:
        return shares
    shares = shares[shares["indicator"] == shares["indicator"].min()]
    registry = brief.edition.registry
    counted = registry.indicators.set_index("indicator")["count_indicator"].get(shares["indicator"].iloc[0], "")
    counts = brief.told[(brief.told["indicator"] == counted) & brief.told["sex"].isin(["F", "_T"])]
    for whole, parts in registry.populations.groupby("parent")["population"].agg(set).items():
        summed = _summed(shares, counts, parts) if whole != "_T" else shares.iloc[:0]
        if len(summed) and whole not in set(shares["population"]):
            name = registry.populations.set_index("population")["name"][whole]
            named = summed.assign(population=whole, population_name=name)
            shares = pd.concat([shares[~shares["population"].isin(parts)], named], ignore_index=True)
    shares = shares[shares.groupby("population")["time_period"].transform("nunique") >= YEAR]
    empty = counts[(counts["sex"] == "_T") & (counts["obs_value"] == 0)]
    empty = empty[empty["population"].isin(shares["population"])]
    return pd.concat([shares, empty], ignore_index=True) if len(shares) else shares


def _summed(shares: pd.DataFrame, counts: pd.DataFrame, parts: set[str]) -> pd.DataFrame:
    """Return the share of all parts together in each month in which women and all of every part are counted."""
    counts = counts[counts["population"].isin(parts)]
    wide = counts.pivot_table(index="time_period", columns=["population", "sex"], values="obs_value").dropna()
    if wide.shape[1] < 2 * len(parts) or not len(parts & set(shares["population"])):
        return shares.iloc[:0]
    women, everyone = (wide.xs(sex, axis=1, level="sex").sum(axis=1) for sex in ("F", "_T"))
    rows = shares[shares["population"].isin(parts)].drop_duplicates("time_period").set_index("time_period", drop=False)
    rows = rows[rows.index.isin(everyone.index[everyone > 0])]
    claims = counts.groupby("time_period")["claim_id"].agg(" ".join)
    numbers = {"numerator": women.reindex(rows.index), "denominator": everyone.reindex(rows.index)}
    share = 100 * numbers["numerator"] / numbers["denominator"]
    rows = rows.assign(**numbers, obs_value=share, lower=share, upper=share, claim_id=claims.reindex(rows.index))
    return rows.reset_index(drop=True)
