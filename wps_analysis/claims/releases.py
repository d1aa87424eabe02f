"""The releases of one publisher are releases of one series: the newest speaks, and what it changed is a revision."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.edition import edition
from wps_analysis.claims.superseded import FIGURE, releases_of
from wps_analysis.codes import Asked, AsOf
from wps_analysis.columns import SUBJECT

REVISIONS = {
    "publisher": "whose releases they are",
    "earlier": "the source that is the older release",
    "later": "the source that is the next release with this series",
    "measured": "rates or counts",
    "indicator": "its code",
    "change": "same, rounded (other digits of what can be one number), revised, added or withdrawn",
    "figures": "how many; missing where the row names one figure that was revised",
    "ref_area": "the area of that figure",
    "time_period": "its period",
    "sex": "its sex",
    "population": "its population",
    "old": "as the earlier release prints it",
    "new": "as the later release prints it",
}
"""The columns of ``revisions``."""
_CHANGES = ["same", "rounded", "revised", "added", "withdrawn"]
_GROUP = ["publisher", "earlier", "later", "measured", "indicator"]


def revisions(
    *, indicator: Asked = "", ref_area: Asked = "", as_of: AsOf | None = "", root: str | Path | None = None
) -> pd.DataFrame:
    """Say what each release of a publisher's file changed of the release before it.

    Two releases are compared in what both hold any figure of (a series by indicator, area, population and sex), from
    the first period of the later file on. What one of them lacks as a whole may stand outside its file, and is neither
    added nor withdrawn.

    Parameters
    ----------
    indicator, ref_area
        Only these: a code or a list of codes, of areas also their names.
    as_of
        Only releases published by this date, month or year. Empty: all.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    DataFrame
        The columns of ``REVISIONS``: of each publisher, pair of releases and indicator how many figures are the same,
        rounded otherwise, revised, added and withdrawn, and a row for each that was revised.

    Raises
    ------
    UnknownCodeError
        If an indicator or area is not known, with the nearest that is.

    Examples
    --------
    >>> found = revisions(indicator="managers", ref_area="JPN")
    >>> found.loc[found["time_period"] == "2009", ["change", "old", "new"]].to_numpy().tolist()
    [['revised', '10.7', '10.23']]
    """
    known = edition(as_of, root=root)
    claims = known.claims
    for column, codes in known.asked(indicator=indicator, ref_area=ref_area).items():
        claims = claims[claims[column].isin(codes)] if codes else claims
    return compared(claims.join(releases_of(claims, known.registry)))


def compared(claims: pd.DataFrame) -> pd.DataFrame:
    """Compare the releases that hold a series, each with the one before it.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``, and ``publisher`` and ``released`` as ``superseded.releases_of`` gives them.

    Returns
    -------
    DataFrame
        The columns of ``REVISIONS``.
    """
    claims = claims[claims["publisher"] != ""]
    claims = claims.assign(measured=claims["unit_measure"].isin(COUNT_UNITS).map({True: "counts", False: "rates"}))
    pairs = [_pair(one, other) for one, other in _consecutive(claims)]
    figures = pd.concat([pd.DataFrame(columns=list(dict.fromkeys([*_GROUP, "change", *FIGURE, "old", "new"]))), *pairs])
    counts = figures.groupby([*_GROUP, "change"], as_index=False).size().rename(columns={"size": "figures"})
    named = figures[figures["change"] == "revised"]
    rows = pd.concat([counts, named]).reset_index(drop=True)
    order = rows.assign(change=rows["change"].map(_CHANGES.index), named=rows["figures"].isna())
    order = order.sort_values([*_GROUP, "change", "named", "ref_area", "population", "time_period", "sex"])
    texts = {name: rows[name].fillna("") for name in REVISIONS if name != "figures"}
    return rows.assign(**texts, figures=rows["figures"].astype("Int64")).loc[order.index, list(REVISIONS)].reset_index(
        drop=True
    )  # fmt: skip


def _consecutive(claims: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield the figures of each series in each release and in the next, of the subjects that both hold."""
    for _, rows in claims.groupby(["publisher", "series"]):
        for (_, one), (_, other) in pairwise(rows.groupby(["released", "source"])):
            begins = other.groupby(SUBJECT)["time_period"].min().rename("begins")
            held = pd.MultiIndex.from_frame(one[SUBJECT])
            one = one[one["time_period"] >= one.join(begins, on=SUBJECT)["begins"].fillna("~")]
            other = other[pd.MultiIndex.from_frame(other[SUBJECT]).isin(held)]
            if len(one):
                yield one, other


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Put the figures of two releases side by side, with what became of each."""
    said = ["value_text", "obs_value", "lower", "upper"]
    by = ["publisher", "measured", *FIGURE]
    both = one[[*by, *said]].merge(other[[*by, *said]], on=by, how="outer", suffixes=("_old", "_new"), indicator=True)
    same = (both["value_text_old"] == both["value_text_new"]) | (both["obs_value_old"] == both["obs_value_new"])
    apart = (both["lower_old"] > both["upper_new"]) | (both["lower_new"] > both["upper_old"])
    found = pd.Series("rounded", index=both.index).mask(apart, "revised").mask(same, "same")
    found = found.mask(both["_merge"] == "left_only", "withdrawn").mask(both["_merge"] == "right_only", "added")
    return both.assign(
        earlier=one["source"].iloc[0], later=other["source"].iloc[0], change=found,
        old=both["value_text_old"], new=both["value_text_new"],
    )  # fmt: skip
