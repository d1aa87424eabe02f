"""A place's latest figures beside those of others of its kind: their range, its ends and years."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wps_analysis.codes import area_kind, period_span
from wps_analysis.tables import grouped, latest, require_columns
from wps_analysis.words.figures import known, number_of, text_of, value_text
from wps_analysis.words.language import _, ngettext

Row = dict[str, Any]
_FIGURE = ["indicator", "population"]
_FEWEST = 3
_COLUMNS = [*_FIGURE, "ref_area", "sex", "time_period", "unit_measure", "obs_value"]


@dataclass(frozen=True)
class Comparison:
    """A country's figure, the figures of others of its kind, and those of regions and the world."""

    row: Row
    others: list[Row]
    aggregates: list[Row]

    @property
    def lowest(self) -> Row:
        """The other figure whose interval starts lowest."""
        return min(self.others, key=lambda row: interval(row)[0])

    @property
    def highest(self) -> Row:
        """The other figure whose interval ends highest."""
        return max(self.others, key=lambda row: interval(row)[1])

    @property
    def span(self) -> tuple[float, float]:
        """From the lowest to the highest bound of the others' figures."""
        return interval(self.lowest)[0], interval(self.highest)[1]

    @property
    def median(self) -> float | None:
        """The median of the others' figures; None of fewer than three, of which it says nothing."""
        values = [value for row in self.others if known(value := number_of(row, "obs_value"))]
        return statistics.median(values) if len(values) >= _FEWEST else None

    @property
    def distance(self) -> float | None:
        """Points from the median of the others to the country's figure, negative where it is lower."""
        value = number_of(self.row, "obs_value")
        return value - self.median if self.median is not None and known(value) else None

    @property
    def is_within(self) -> bool:
        """Tell whether the country's interval touches the range of the others."""
        lower, upper = interval(self.row)
        return lower <= self.span[1] and upper >= self.span[0]

    @property
    def years_differ(self) -> bool:
        """Tell whether the figures compared are of more than one year."""
        first, last = _years([self.row, *self.others])
        return first != last


def compare_areas(observations: pd.DataFrame, ref_area: str) -> list[Comparison]:
    """Set each latest women's share of a country beside those of the other countries in a table.

    Parameters
    ----------
    observations
        Labelled observations of several areas, as ``load()`` returns them.
    ref_area
        The country's code; a province is compared with provinces.

    Returns
    -------
    list of Comparison
        One for each indicator and population (``sex`` F, ``unit_measure`` PT) that the country and at least one other
        have. Regions and the world are never among the others.

    Raises
    ------
    WpsError
        If the table lacks a column.
    """
    require_columns(observations, _COLUMNS, "compare_areas")
    shares = observations[(observations["sex"] == "F") & (observations["unit_measure"] == "PT")]
    shares = shares[shares.reindex(columns=["obs_value", "lower", "upper"]).notna().any(axis=1)]
    newest = latest(shares, by=[*_FIGURE, "ref_area"]).sort_values(_FIGURE, kind="stable")
    found = []
    for same in grouped(newest.to_dict("records"), _FIGURE).values():
        rows = sorted(same, key=area_of)
        mine = [row for row in rows if row["ref_area"] == ref_area]
        rest = [row for row in rows if row["ref_area"] != ref_area]
        others = [row for row in rest if area_kind(row["ref_area"]) == area_kind(ref_area) != "aggregate"]
        if mine and others:
            found.append(Comparison(mine[0], others, [r for r in rest if area_kind(r["ref_area"]) == "aggregate"]))
    return found


def range_text(one: Comparison) -> str:
    """Return the range of the others in words, with their number and years."""
    words = {"ends": ends_text(one), "n": n_text(one), "years": years_text(one.others)}
    if one.years_differ:
        return _("Range: {ends}, {n}, {years}; the years differ").format(**words)
    return _("Range: {ends}, {n}, {years}").format(**words)


def ends_text(one: Comparison) -> str:
    """Return the lowest and the highest figure of the others in words, or the one there is."""
    low, high = value_text(one.lowest), value_text(one.highest)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def years_text(rows: list[Row]) -> str:
    """Return the years that figures speak of: one, or the first and the last."""
    first, last = _years(rows)
    return str(first) if first == last else f"{first}–{last}"


def interval(row: Row) -> tuple[float, float]:
    """Return the bounds of a share; where published figures differ, those that hold them all."""
    value, lower, upper = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    lower = lower if known(lower) else value if known(value) else 0.0
    upper = upper if known(upper) else value if known(value) else 100.0
    ends = number_of(row, "envelope_lower"), number_of(row, "envelope_upper")
    if text_of(row, "agreement") == "differ" and known(*ends):
        return min(lower, ends[0]), max(upper, ends[1])
    return lower, upper


def n_text(one: Comparison) -> str:
    """Return how many others there are, in words."""
    count = len(one.others)
    if area_kind(one.row["ref_area"]) == "province":
        text = ngettext("n\u00a0=\u00a0{count}\u00a0province", "n\u00a0=\u00a0{count}\u00a0provinces", count)
    else:
        text = ngettext("n\u00a0=\u00a0{count}\u00a0country", "n\u00a0=\u00a0{count}\u00a0countries", count)
    return text.format(count=count)


def _years(rows: list[Row]) -> tuple[int, int]:
    spans = [period_span(text_of(row, "time_period")) for row in rows]
    return int(min(start for start, end in spans)), math.ceil(max(end for start, end in spans)) - 1


def area_of(row: Row) -> str:
    """Return the name of a figure's area, or its code."""
    return text_of(row, "area_name") or text_of(row, "ref_area")
