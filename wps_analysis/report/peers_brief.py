"""A country's latest figures beside those of the other members of its group: the range, and the table that names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.assessment.levels import beyond_ends
from wps_analysis.assessment.peers import Comparison, area_of, compare_areas, ends_text, n_text, years_text
from wps_analysis.assessment.series import trend_lines
from wps_analysis.charts.areas import plot_areas
from wps_analysis.charts.neighbours import MOST_NAMED, neighbour_lines
from wps_analysis.charts.peers import plot_peers
from wps_analysis.charts.trend import plot_trend
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import decimal_year
from wps_analysis.codes import AsOf, area_kind
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.areas import local_area_name, members
from wps_analysis.registry.load import Registry
from wps_analysis.report.brief import Brief, opened
from wps_analysis.report.display import Cell, Chart, Table, spoken
from wps_analysis.report.latest import sort_value
from wps_analysis.tables import womens_shares
from wps_analysis.words.figures import count_text, number_text, period_text, row_name, text_of, value_text
from wps_analysis.words.language import _
from wps_analysis.words.said import say


def peers(
    ref_area: str | int,
    *,
    group: str = "",
    as_of: AsOf | None = "",
    language: str | None = None,
    root: str | Path | None = None,
) -> PeersBrief:
    """Open what a country's latest figures are beside those of the other members of its group.

    Parameters
    ----------
    ref_area
        The country by any of its codes or by its name.
    group
        The code of a group or region of ``areas.csv`` (``X_ASEAN``, ``035``, ``X_INCOME_LOW``); its members are those
        of the day of ``as_of``. Empty: the group that the country joined on a day, else its region.
    as_of
        Only documents published by this date, month or year (``"2024-05-31"``, ``2024``, a date). Empty: all.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    root
        The project's root.

    Returns
    -------
    PeersBrief
        Its parts show themselves as the last line of a cell, and are made when they are first asked for.

    Raises
    ------
    UnknownCodeError
        If the country or the group is not known, when a part is asked for.

    Examples
    --------
    >>> figures = peers("KHM").compared
    >>> figures.loc[figures["indicator"] == "police", ["ref_area", "obs_value", "years"]].head(3).values.tolist()
    [['KHM', 11.0, '2014–2024'], ['IDN', 6.0, '2014–2024'], ['LAO', 20.0, '2014–2024']]
    """
    known, given = opened("peers", ref_area, as_of=as_of, language=language, root=root, group=group)
    return PeersBrief(known, given["ref_area"], group=given["group"])


@dataclass(frozen=True, eq=False)
class PeersBrief(Brief):
    """A country's latest women's shares within the range of its group; ``group`` is empty for the country's own."""

    group: str = ""

    @spoken
    def compared(self) -> pd.DataFrame:
        """The women's shares that the country and another member of its group both have, the latest of each.

        Columns of ``load`` and ``compared_with`` (`ref_area`), ``years`` (of the figures compared, e.g. 2020–2024): the
        country's row of each indicator and population, then the other members', then published figures of the group, of
        the country's regions and of the world. No row where nothing can be compared.
        """
        registry = self.edition.registry
        inside = peer_areas(self.ref_area, self.edition, group=self._group)
        wanted = {self._group, *inside, *regions_of(self.ref_area, registry.areas)}
        rows = self.edition.in_areas(wanted)
        names = {code: local_area_name(code, registry.areas) for code in {self.ref_area, *rows["ref_area"]}}
        compared = compare_areas(rows.assign(area_name=rows["ref_area"].map(names)), self.ref_area)
        lines = [
            {**row, "compared_with": self.ref_area, "years": years_text([one.row, *one.others])}
            for one in compared
            for row in (one.row, *one.others, *one.aggregates)
        ]
        return pd.DataFrame(lines, columns=[*rows.columns, "compared_with", "years"])

    @spoken
    def range(self) -> Chart:
        """The country's figures within the range of the other members, which are not named."""
        data, title = self.compared, peers_title(self.compared)
        if data.empty:
            return Chart("peers", data, [], title)
        group = local_area_name(self._group, self.edition.registry.areas)
        subtitle = _("Latest figure, and the range of the other members of {group}").format(group=group)
        words = {"title": title, "subtitle": subtitle, "as_of": self.edition.as_of}
        return Chart("peers", data, [plot_peers(data, ref_area=self.ref_area, **words)], title)

    @spoken
    def table(self) -> Table:
        """The figures compared with the areas named, in alphabetical order: no best and no worst."""
        headings = _("Indicator"), _("Area"), _("Figure"), _("Period"), _("Source")
        rows = map(_row, with_count_claims(self.compared, self.edition.claims).to_dict("records"))
        return Table(headings, tuple(sorted(rows, key=lambda cells: [cell.text for cell in cells])))

    @spoken
    def distances(self) -> Table:
        """The country's latest figures, the range and median of the other members, and the country's first figure.

        In the order of the names of indicators. The distance is in points, negative where the country's figure is
        lower; there is none of fewer than three others. The first figure is of the series of the latest.
        """
        headings = (
            _("Indicator"), _("Figure"), _("Period"), _("Range of the others"), _("n"), _("Years"), _("Median"),
            _("Distance to the median, points"), _("First figure of the series"),
        )  # fmt: skip
        ranges = compare_areas(self.compared, self.ref_area) if len(self.compared) else []
        own = self.edition.in_areas([self.ref_area])
        ranges = sorted(ranges, key=lambda one: row_name(one.row))
        return Table(headings, tuple(_distance_row(one, _first(one.row, own)) for one in ranges))

    @spoken
    def paths(self) -> Chart:
        """The country's share since its first year among the other members: on one axis, then a small panel each."""
        every = womens_shares(self.edition.in_areas(peer_areas(self.ref_area, self.edition, group=self._group)))
        data = with_most_years(every, self.ref_area, self.edition.registry.areas)
        own = data[data["ref_area"] == self.ref_area].sort_values("time_period").to_dict("records")
        if not own:
            return Chart("paths", data, [], _("No series over the years is held of the area and of two others."))
        lines, _marks = neighbour_lines(data.to_dict("records"), self.ref_area)
        first, *_between, last = lines[self.ref_area]
        words = {
            "name": row_name(last), "area": area_of(last), "first": value_text(first), "start": period_text(first),
            "last": value_text(last), "end": period_text(last),
        }  # fmt: skip
        title = say(_("{name} in {area}: {first} in {start}, {last} in {end}"), **words)
        if beyond := beyond_ends(lines[self.ref_area]):
            words |= dict(zip(("low", "high"), map(value_text, beyond), strict=True))
            title = say(_("{name} in {area}: {last} in {end}, between {low} and {high} since {start}"), **words)
        group = local_area_name(self._group, self.edition.registry.areas)
        subtitle = _("Women's share over the years, and in the other members of {group}").format(group=group)
        given = {
            "title": title, "subtitle": subtitle, "as_of": self.edition.as_of, "ref_area": self.ref_area,
            "lines": trend_lines(data),
        }  # fmt: skip
        figures = [plot_trend(data, targets=self.targets, **given)]
        figures += [plot_areas(data, **given)] if len(lines) <= MOST_NAMED else []
        return Chart("paths", data, figures, title)

    @property
    def _group(self) -> str:
        return self.group or group_of(self.ref_area, self.edition.registry)


def peers_title(compared: pd.DataFrame) -> str:
    """State how a country's shares lie to the range of the others.

    Parameters
    ----------
    compared
        As ``PeersBrief.compared`` has them.

    Examples
    --------
    >>> compared = peers("KHM").compared
    >>> peers_title(compared[compared["indicator"] == "police"]).replace("\u00a0", " ")
    'Police officers: 11 % in Cambodia, 6 % to 20 % elsewhere (n = 6 countries)'
    """
    ranges = compare_areas(compared, compared["compared_with"].iloc[0]) if len(compared) else []
    if not ranges:
        return _("No women's share can be compared in the reports used here")
    one, count = ranges[0], len(ranges)
    if count > 1:
        text = _("{area} is within the range of the others in {within} of {count} figures")
        return text.format(area=area_of(one.row), within=sum(c.is_within for c in ranges), count=count)
    text = _("{name}: {figure} in {area}, {ends} elsewhere ({n})")
    figure, area = value_text(one.row), area_of(one.row)
    return text.format(name=row_name(one.row), figure=figure, area=area, ends=ends_text(one), n=n_text(one))


def with_most_years(every: pd.DataFrame, ref_area: str, areas: pd.DataFrame) -> pd.DataFrame:
    """Choose of some women's shares those of the indicator whose series has the most years of the areas together.

    Parameters
    ----------
    every
        Shares of an area and of others.
    ref_area
        The area, which must have a series too.
    areas
        ``areas.csv``.

    Returns
    -------
    DataFrame
        With ``area_name`` and ``compared_with``, the area's code; no row where there is no such series.
    """
    own = set(every.loc[every["ref_area"] == ref_area, "indicator"])
    every = every[every["indicator"].isin(own) & every["obs_value"].notna()]
    names = {code: local_area_name(code, areas) for code in every["ref_area"].unique()}
    every = every.assign(area_name=every["ref_area"].map(names), compared_with=ref_area)
    found = {
        key: _years_of(neighbour_lines(same.to_dict("records"), ref_area)[0])
        for key, same in every.groupby(["indicator", "population"])
    }
    if not any(found.values()):
        return every.iloc[:0]
    chosen = max(found, key=found.get)
    return every[(every["indicator"] == chosen[0]) & (every["population"] == chosen[1])]


def _years_of(lines: dict[str, list[dict]]) -> int:
    return sum(len({row["time_period"][:4] for row in line}) for line in lines.values())


def peer_areas(ref_area: str, edition: Edition, *, group: str = "") -> set[str]:
    """Return an area and the other members of a group, else of the one that ``areas.csv`` puts it in."""
    group, areas = group or group_of(ref_area, edition.registry), edition.registry.areas
    return {ref_area, *(members(group, areas=areas, on=date.fromisoformat(edition.as_of)) if group else [])}


def _row(row: dict) -> tuple[Cell, ...]:
    return (
        Cell(row_name(row)),
        Cell(area_of(row)),
        Cell(count_text(row), sort_value(row)),
        Cell(period_text(row), decimal_year(row["time_period"])),
        Cell(f"{text_of(row, 'source_title')}, {text_of(row, 'locator')}"),
    )


def _first(row: dict, rows: pd.DataFrame) -> dict:
    """Return the first figure of the segment of a figure, of the figures of its area."""
    alike = [rows[column] == row[column] for column in (*SUBJECT, "segment")]
    found = rows[np.logical_and.reduce(alike) & rows["obs_value"].notna()]
    return min(found.to_dict("records"), key=lambda one: decimal_year(one["time_period"]), default=row)


def _distance_row(one: Comparison, first: dict) -> tuple[Cell, ...]:
    median, distance = one.median, one.distance
    signed = "" if distance is None else number_text(distance, 1).replace("-", "\u2212")
    return (
        Cell(row_name(one.row)),
        Cell(count_text(one.row), sort_value(one.row)),
        Cell(period_text(one.row), decimal_year(one.row["time_period"])),
        Cell(ends_text(one)),
        Cell(str(len(one.others)), len(one.others)),
        Cell(years_text(one.others)),
        Cell("" if median is None else f"{number_text(median, 1)}\u00a0%", median),
        Cell(f"+{signed}" if distance and distance > 0 else signed, distance),
        Cell(say(_("{value} in {period}"), value=value_text(first), period=period_text(first))),
    )


def group_of(ref_area: str, registry: Registry) -> str:
    """Return the group that an area joined on a day, else its region, else any other; empty for a region itself."""
    if area_kind(ref_area) == "aggregate":
        return ""
    rows = registry.areas[(registry.areas["ref_area"] == ref_area) & (registry.areas["parent"] != "")]
    choice = sorted(
        rows.to_dict("records"), key=lambda row: (not row["valid_from"], row["parent"].startswith("X_")),
    )  # fmt: skip
    return choice[0]["parent"] if choice else ""


def regions_of(ref_area: str, areas: pd.DataFrame) -> set[str]:
    """Return the regions and groups above an area, up to the world."""
    above, found = {ref_area}, set()
    while above:
        above = set(areas.loc[areas["ref_area"].isin(above), "parent"]) - {"", *found}
        found |= above
    return found
