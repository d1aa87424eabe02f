"""Which claims a newer release of the same publisher says again: they are kept, and no longer asked about."""

from __future__ import annotations

import pandas as pd

from wps_analysis.codes import last_day
from wps_analysis.columns import KEY
from wps_analysis.registry.load import Registry

FIGURE = [*KEY, "series"]
"""What a figure is of, in one register."""


def releases_of(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return of each claim whose file it stands in, and the place of that release among all by date.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``.
    registry
        Its ``sources`` say of which publisher each is a release, and when it was published.

    Returns
    -------
    DataFrame
        ``publisher``, empty for a document, and ``released``, which is higher for a later day; with the index of
        ``claims``.
    """
    sources = registry.sources.set_index("source_id")
    theirs = sources["release_of"].where(sources.index.isin(registry.of_publishers), "")
    order = sources["published"].map(last_day).rank(method="dense").astype(int)
    source = claims["source"]
    return pd.DataFrame({"publisher": source.map(theirs).fillna(""), "released": source.map(order)}, claims.index)


def is_superseded(claims: pd.DataFrame, registry: Registry) -> pd.Series:
    """Tell which claims a newer release of the same publisher gives a figure for, the same or another.

    What one publisher revised is no question between two: the newest release by the date that is asked for speaks.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``.
    registry
        Its ``sources``.

    Returns
    -------
    Series
        True or False, with the index of ``claims``.
    """
    releases = releases_of(claims, registry)
    theirs = (releases["publisher"] != "") & (claims["obs_status"] == "A")
    found = claims.loc[theirs, FIGURE].join(releases)
    found = found[found.duplicated([*FIGURE, "publisher"], keep=False)]
    newest = found.groupby([*FIGURE, "publisher"])["released"].transform("max")
    return pd.Series(claims.index.isin(found.index[found["released"] < newest]), index=claims.index)
