"""A country's latest figures beside those of the other members of its group: the range, and the table that names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wps_analysis.claims import load as dataset
from wps_analysis.claims.periods import period_end
from wps_analysis.codes import area_kind
from wps_analysis.registry.areas import local_area_name, members
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.registry.rows import day_of
from wps_analysis.tables import require_columns
from wps_analysis.words.figures import (
    count_text,
    known,
    number_of,
    period_span,
    period_text,
    row_name,
    text_of,
    value_text,
)
from wps_analysis.words.language import _, in_language, ngettext

Row = dict[str, Any]
_FIGURE = ["indicator", "population"]
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
    shares = shares.assign(end=shares["time_period"].map(period_end)).sort_values("end", kind="stable")
    latest = shares.drop_duplicates([*_FIGURE, "ref_area"], keep="last")
    figures: dict[tuple[str, ...], list[Row]] = {}
    for row in latest.drop(columns="end").sort_values(_FIGURE, kind="stable").to_dict("records"):
        figures.setdefault(tuple(row[column] for column in _FIGURE), []).append(row)
    found = []
    for same in figures.values():
        rows = sorted(same, key=area_of)
        mine = [row for row in rows if row["ref_area"] == ref_area]
        rest = [row for row in rows if row["ref_area"] != ref_area]
        others = [row for row in rest if area_kind(row["ref_area"]) == area_kind(ref_area) != "aggregate"]
        if mine and others:
            found.append(Comparison(mine[0], others, [r for r in rest if area_kind(r["ref_area"]) == "aggregate"]))
    return found


@in_language
def peer_figures(ref_area: str, *, group: str = "", as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """Load the women's shares that a country and another member of its group both have, the latest of each.

    Parameters
    ----------
    ref_area
        The country's code.
    group
        The group's or region's code; its members are those of the day of ``as_of``. Empty: the one that ``areas.csv``
        puts the country in, a group (``X_...``) before a region.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.
    language
        Of the areas' names: ``"en"`` or another of ``translation.languages()``; that in force if not given.

    Returns
    -------
    DataFrame
        Columns of ``load`` and ``compared_with`` (`ref_area`), ``years`` (of the figures compared, e.g. 2020–2024):
        the country's row of each indicator and population, then the other members', then published figures of the
        group, of the country's regions and of the world. No row where nothing can be compared.

    Raises
    ------
    UnknownCodeError
        If the country or the group is not known.

    Examples
    --------
    >>> figures = peer_figures("KHM")
    >>> figures.loc[figures["indicator"] == "police", ["ref_area", "obs_value", "years"]].values.tolist()
    [['KHM', 11.0, '2020–2024'], ['IDN', 6.0, '2020–2024'], ['LAO', 20.0, '2020–2024']]
    """
    registry = load_registry(root)
    day = (day_of(as_of) if as_of else registry.newest_day).date()
    group = group or group_of(ref_area, registry)
    inside = members(group, areas=registry.areas, on=day) if group else []
    wanted = {ref_area, group, *inside, *_regions_of(ref_area, registry)}
    rows = dataset.load(as_of=as_of or None, root=root)
    rows = rows[rows["ref_area"].isin(wanted)]
    names = {code: local_area_name(code, registry.areas) for code in {ref_area, *rows["ref_area"]}}
    compared = compare_areas(rows.assign(area_name=rows["ref_area"].map(names)), ref_area)
    lines = [
        {**row, "compared_with": ref_area, "years": years_text([one.row, *one.others])}
        for one in compared
        for row in (one.row, *one.others, *one.aggregates)
    ]
    return pd.DataFrame(lines, columns=[*rows.columns, "compared_with", "years"])


@in_language
def peers_title(data: pd.DataFrame) -> str:
    """State how a country's shares lie to the range of the others.

    Parameters
    ----------
    data
        As ``peer_figures`` returns it.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Examples
    --------
    >>> peers_title(peer_figures("KHM")).replace("\u00a0", " ")
    'Police officers: 11 % in Cambodia, 6 % to 20 % elsewhere (n = 2 countries)'
    """
    compared = compare_areas(data, data["compared_with"].iloc[0]) if len(data) else []
    if not compared:
        return _("No women's share can be compared in the documents held")
    one, count = compared[0], len(compared)
    if count > 1:
        text = _("Women's share in {area} is within the range of the others in {within} of {count} figures")
        return text.format(area=area_of(one.row), within=sum(c.is_within for c in compared), count=count)
    text = _("{name}: {figure} in {area}, {ends} elsewhere ({n})")
    figure, area = value_text(one.row), area_of(one.row)
    return text.format(name=row_name(one.row), figure=figure, area=area, ends=ends_text(one), n=_n_text(one))


@in_language
def peers_table(ref_area: str, *, group: str = "", as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the figures compared with the areas named, in alphabetical order: no best and no worst.

    Parameters and errors as for ``peer_figures``.

    Returns
    -------
    DataFrame
        Columns Indicator, Area, Figure, Period, Source.
    """
    rows = peer_figures(ref_area, group=group, as_of=as_of, root=root).to_dict("records")
    lines = [
        (
            row_name(r),
            area_of(r),
            count_text(r),
            period_text(r),
            f"{text_of(r, 'source_title')}, {text_of(r, 'locator')}",
        )
        for r in rows
    ]
    columns = [_("Indicator"), _("Area"), _("Figure"), _("Period"), _("Source")]
    return pd.DataFrame(sorted(lines), columns=columns)


def range_text(one: Comparison) -> str:
    """Return the range of the others in words, with their number and years."""
    words = {"ends": ends_text(one), "n": _n_text(one), "years": years_text(one.others)}
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


def _n_text(one: Comparison) -> str:
    count = len(one.others)
    if area_kind(one.row["ref_area"]) == "province":
        text = ngettext("n\u00a0=\u00a0{count}\u00a0province", "n\u00a0=\u00a0{count}\u00a0provinces", count)
    else:
        text = ngettext("n\u00a0=\u00a0{count}\u00a0country", "n\u00a0=\u00a0{count}\u00a0countries", count)
    return text.format(count=count)


def _years(rows: list[Row]) -> tuple[int, int]:
    spans = [period_span(text_of(row, "time_period")) for row in rows]
    return int(min(start for start, end in spans)), math.ceil(max(end for start, end in spans)) - 1


def group_of(ref_area: str, registry: Registry) -> str:
    """Return the group, else the region, that ``areas.csv`` puts an area in; empty where it has no row there."""
    parents = registry.areas.loc[registry.areas["ref_area"] == ref_area, "parent"]
    return min(filter(None, parents), key=lambda code: not code.startswith("X_"), default="")


def area_of(row: Row) -> str:
    """Return the name of a figure's area, or its code."""
    return text_of(row, "area_name") or text_of(row, "ref_area")


def _regions_of(ref_area: str, registry: Registry) -> set[str]:
    """Return the regions and groups above an area, up to the world."""
    above, found = {ref_area}, set()
    while above:
        above = set(registry.areas.loc[registry.areas["ref_area"].isin(above), "parent"]) - {"", *found}
        found |= above
    return found
