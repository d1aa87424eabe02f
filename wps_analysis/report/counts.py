"""How many claims, sources, indicators and observations there are: each counted in one way, of a named universe."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

ATTENDANCE = "attendance"
"""The kind of figures on who came to a consultation: held, and told of nowhere."""


class Counts(NamedTuple):
    """What an area's tables hold; ``others`` are claims on other areas, which peers and ranks rest on."""

    claims: int
    sources: int
    indicators: int
    others: int
    targets: int
    observations: int
    derived: int
    differing: int


def count_all(claims: pd.DataFrame, observations: pd.DataFrame, ref_area: str) -> Counts:
    """Count an area's claims, and the observations that they give.

    Parameters
    ----------
    claims
        Those that a brief or a pack rests on.
    observations
        All observations of the area.
    ref_area
        The area, whose own published figures are ``claims``, ``sources`` and ``indicators``.
    """
    aims = claims["role"] == "target"
    own = claims[(claims["ref_area"] == ref_area) & ~aims]
    return Counts(
        claims=len(own),
        sources=own["source"].nunique(),
        indicators=own["indicator"].nunique(),
        others=int(((claims["ref_area"] != ref_area) & ~aims).sum()),
        targets=int(aims.sum()),
        observations=len(observations),
        derived=int((observations["derived"] != "").sum()),
        differing=len(differing(observations)),
    )


def differing(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the figures whose published figures differ; none that we computed, none of attendance."""
    printed = (observations["derived"] == "") & (observations["kind"] != ATTENDANCE)
    return observations[printed & (observations["agreement"] == "differ")]
