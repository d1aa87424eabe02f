"""The one rule on small groups of private persons, and what of them a pack leaves out."""

from __future__ import annotations

import pandas as pd

FEWEST = 20
"""Of fewer private persons no percentage is printed."""
MOST_HIDDEN = 2
"""A cell of one person, or of two, tells of persons."""
_PRIVATE = ("attendance", "flow", "survey")
"""Kinds of figures on persons who came, were trained or were asked; holders of a public office are of others."""
_GROUP = ["ref_area", "population", "time_period"]


def in_small_group(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Tell which figures tell of a small group of private persons.

    Parameters
    ----------
    rows
        Observations or claims.
    indicators
        The registry's; one with a ``rank`` counts holders of public posts, whose figures always stand.

    Returns
    -------
    Series of bool
        True for each count and share of a group (an area, a population and a period of one share and the indicator that
        counts it) of which a count is one or two, or whose printed total is below twenty.

    Examples
    --------
    >>> indicators = pd.DataFrame({
    ...     "indicator": ["came", "came_number"], "kind": "attendance", "rank": "", "unit_measure": ["PT", "PS"],
    ...     "count_indicator": ["came_number", ""],
    ... })
    >>> rows = pd.DataFrame({
    ...     "indicator": ["came_number", "came_number", "came"], "population": ["csos", "all", "csos"],
    ...     "sex": ["M", "_T", "F"], "obs_value": [1.0, 40.0, 83.3], "unit_measure": ["PS", "PS", "PT"],
    ... }).assign(ref_area="KHM", time_period="2024")
    >>> in_small_group(rows, indicators).tolist()
    [True, False, True]
    """
    known = indicators.set_index("indicator")
    private = known.index[known["kind"].isin(_PRIVATE) & (known["rank"] == "")]
    counted = known.loc[known["count_indicator"] != "", "count_indicator"]
    found = rows["indicator"].isin(private)
    own = rows[found]  # few of many: the other rows are not looked at
    family = own["indicator"].map(lambda code: counted.get(code, code))
    few = own["obs_value"].between(1, MOST_HIDDEN) | ((own["sex"] == "_T") & (own["obs_value"] < FEWEST))
    keys = pd.MultiIndex.from_frame(own[_GROUP].assign(family=family))
    found[found] = keys.isin(keys[few & (own["unit_measure"] == "PS")])
    return found
