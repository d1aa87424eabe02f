"""A country's latest figures beside those of the other members of its group: the range, and the table that names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from wps_analysis.assessment.peers import area_of, compare_areas, ends_text, n_text, years_text
from wps_analysis.charts.peers import plot_peers
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import decimal_year
from wps_analysis.registry.areas import local_area_name, members
from wps_analysis.registry.load import Registry
from wps_analysis.report.brief import Brief
from wps_analysis.report.display import Cell, Chart, Table, spoken
from wps_analysis.report.latest import sort_value
from wps_analysis.words.figures import count_text, period_text, row_name, text_of, value_text
from wps_analysis.words.language import _


def peers(
    ref_area: str, *, group: str = "", as_of: str = "", language: str | None = None, root: str | Path | None = None
) -> PeersBrief:
    """Open what a country's latest figures are beside those of the other members of its group.

    Parameters
    ----------
    ref_area
        The country's code.
    group
        The group's or region's code; its members are those of the day of ``as_of``. Empty: the one that ``areas.csv``
        puts the country in, a group (``X_...``) before a region.
    as_of
        Only documents published by this date, month or year. Empty: all.
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
    >>> figures.loc[figures["indicator"] == "police", ["ref_area", "obs_value", "years"]].values.tolist()
    [['KHM', 11.0, '2020–2024'], ['IDN', 6.0, '2020–2024'], ['LAO', 20.0, '2020–2024']]
    """
    return PeersBrief(Edition(as_of, language or "", root), ref_area, group=group)


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
        registry, group = self.edition.registry, self._group
        inside = members(group, areas=registry.areas, on=date.fromisoformat(self.edition.as_of)) if group else []
        wanted = {self.ref_area, group, *inside, *_regions_of(self.ref_area, registry)}
        rows = self.edition.observations
        rows = rows[rows["ref_area"].isin(wanted)]
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
        subtitle = _("Women's share, latest figure, and the range of the other members of {group}").format(group=group)
        words = {"title": title, "subtitle": subtitle, "as_of": self.edition.as_of}
        return Chart("peers", data, [plot_peers(data, ref_area=self.ref_area, **words)], title)

    @spoken
    def table(self) -> Table:
        """The figures compared with the areas named, in alphabetical order: no best and no worst."""
        headings = _("Indicator"), _("Area"), _("Figure"), _("Period"), _("Source")
        rows = map(_row, with_count_claims(self.compared, self.edition.claims).to_dict("records"))
        return Table(headings, tuple(sorted(rows, key=lambda cells: [cell.text for cell in cells])))

    @property
    def _group(self) -> str:
        return self.group or _group_of(self.ref_area, self.edition.registry)


def peers_title(compared: pd.DataFrame) -> str:
    """State how a country's shares lie to the range of the others.

    Parameters
    ----------
    compared
        As ``PeersBrief.compared`` has them.

    Examples
    --------
    >>> peers_title(peers("KHM").compared).replace("\u00a0", " ")
    'Police officers: 11 % in Cambodia, 6 % to 20 % elsewhere (n = 2 countries)'
    """
    ranges = compare_areas(compared, compared["compared_with"].iloc[0]) if len(compared) else []
    if not ranges:
        return _("No women's share can be compared in the reports used here")
    one, count = ranges[0], len(ranges)
    if count > 1:
        text = _("Women's share in {area} is within the range of the others in {within} of {count} figures")
        return text.format(area=area_of(one.row), within=sum(c.is_within for c in ranges), count=count)
    text = _("{name}: {figure} in {area}, {ends} elsewhere ({n})")
    figure, area = value_text(one.row), area_of(one.row)
    return text.format(name=row_name(one.row), figure=figure, area=area, ends=ends_text(one), n=n_text(one))


def _row(row: dict) -> tuple[Cell, ...]:
    return (
        Cell(row_name(row)),
        Cell(area_of(row)),
        Cell(count_text(row), sort_value(row)),
        Cell(period_text(row), decimal_year(row["time_period"])),
        Cell(f"{text_of(row, 'source_title')}, {text_of(row, 'locator')}"),
    )


def _group_of(ref_area: str, registry: Registry) -> str:
    """Return the group, else the region, that ``areas.csv`` puts an area in; empty where it has no row there."""
    parents = registry.areas.loc[registry.areas["ref_area"] == ref_area, "parent"]
    return min(filter(None, parents), key=lambda code: not code.startswith("X_"), default="")


def _regions_of(ref_area: str, registry: Registry) -> set[str]:
    """Return the regions and groups above an area, up to the world."""
    above, found = {ref_area}, set()
    while above:
        above = set(registry.areas.loc[registry.areas["ref_area"].isin(above), "parent"]) - {"", *found}
        found |= above
    return found
