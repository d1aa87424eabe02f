"""Women's share by rank within a level of government, and how each rank compares with the one below it."""

from __future__ import annotations

import pandas as pd

from wps_analysis.assessment.levels import interval_of
from wps_analysis.columns import SUBJECT
from wps_analysis.methods.representation import pipeline_ratio
from wps_analysis.tables import latest, require_columns

RANKS = ("head", "deputy", "second_deputy", "member", "staff")
"""From the top down. Clerks are civil servants beside an elected council and stand on no ladder."""
_NEEDED = [
    *SUBJECT, "name", "government_level", "rank", "ladder", "obs_value", "lower",
    "upper", "qualifier", "unit_measure", "time_period",
]  # fmt: skip


def pipeline_ratios(observations: pd.DataFrame) -> pd.DataFrame:
    """Compare women's share in each rank with that in the rank below, and of the top with that of the bottom.

    A ratio is no promotion rate: chiefs, for one, come from list places of the council election.

    Parameters
    ----------
    observations
        As ``load`` returns them. The latest women's shares of whole bodies are taken.

    Returns
    -------
    DataFrame
        Columns ``ref_area``, ``government_level``, ``ladder``, ``upper``, ``lower`` (names), ``upper_share_pct``,
        ``lower_share_pct``, ``upper_period``, ``lower_period``, ``upper_claim_id``, ``lower_claim_id``, ``ratio`` and
        ``odds_ratio`` (below 1: a lower
        share above), ``ratio_lower`` and ``ratio_upper`` (within rounding) and ``note``.

    Raises
    ------
    WpsError
        If a column is missing.

    Examples
    --------
    >>> from wps_analysis import load
    >>> table = pipeline_ratios(load(pillar="participation", ref_area="KHM"))
    >>> chiefs = table[table["upper"] == "Commune and Sangkat chiefs"].iloc[0]
    >>> chiefs["lower"], round(float(chiefs["ratio"]), 2)
    ('First deputy commune and Sangkat chiefs', 0.54)
    """
    require_columns(observations, _NEEDED, "pipeline_ratios")
    ladders = _latest_shares(observations).groupby(["ref_area", "government_level", "ladder"], sort=False)
    pairs = [_pair(upper, lower) for _, rungs in ladders for upper, lower in _neighbours(rungs.to_dict("records"))]
    columns = [
        "ref_area", "government_level", "ladder", "upper", "lower", "upper_share_pct", "lower_share_pct",
        "upper_period", "lower_period", "upper_period_basis", "lower_period_basis", "upper_claim_id", "lower_claim_id",
        "ratio", "ratio_lower", "ratio_upper", "odds_ratio", "note",
    ]  # fmt: skip
    return pd.DataFrame(pairs, columns=columns)


def _neighbours(rungs: list[dict]) -> list[tuple[dict, dict]]:
    """Return each rank with the one below it, and the top with the bottom where there are ranks between."""
    pairs = list(zip(rungs, rungs[1:], strict=False))
    return pairs + ([(rungs[0], rungs[-1])] if len(rungs) > 2 else [])


def _latest_shares(observations: pd.DataFrame) -> pd.DataFrame:
    shares = observations[
        (observations["ladder"] != "") & (observations["sex"] == "F") & (observations["population"] == "_T")
        & observations["obs_value"].notna() & (observations["unit_measure"] == "PT")
    ]  # fmt: skip
    shares = latest(shares, by=["indicator", "ref_area"])
    levels = {"national": 0, "province": 1, "district": 2, "commune": 3}
    place = shares["rank"].map({rank: place for place, rank in enumerate(RANKS)})
    shares = shares.assign(level=shares["government_level"].map(levels), place=place)
    return shares.sort_values(["ref_area", "level", "ladder", "place"], kind="stable")


def _pair(upper: dict, lower: dict) -> dict:
    found = pipeline_ratio(upper["obs_value"], lower["obs_value"])
    above, below = interval_of(upper), interval_of(lower)
    return {
        "ref_area": upper["ref_area"], "government_level": upper["government_level"], "ladder": upper["ladder"],
        "upper": upper["name"], "lower": lower["name"], "upper_share_pct": upper["obs_value"],
        "lower_share_pct": lower["obs_value"], "upper_period": upper["time_period"],
        "lower_period": lower["time_period"], "upper_period_basis": upper.get("period_basis", ""),
        "lower_period_basis": lower.get("period_basis", ""), "upper_claim_id": upper.get("claim_id"),
        "lower_claim_id": lower.get("claim_id"), "ratio": found.ratio, "odds_ratio": found.odds_ratio,
        "ratio_lower": above.lower / below.upper if below.upper else None,
        "ratio_upper": above.upper / below.lower if below.lower else None,
        "note": found.error,
    }  # fmt: skip
