"""The atlas: a row a country, its latest women's share under each heading of ``atlas.csv``, its years and status."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from wps_analysis.assessment.assess import assess_known
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.gaps import most_years_joined
from wps_analysis.claims.periods import decimal_year
from wps_analysis.codes import area_kind
from wps_analysis.columns import SUBJECT
from wps_analysis.registry.areas import local_area_name
from wps_analysis.report.editor.listing import statuses_of
from wps_analysis.report.editor.parts import Status
from wps_analysis.report.editor.wording import amount
from wps_analysis.report.latest import BASES, sort_value
from wps_analysis.report.peers_brief import regions_of
from wps_analysis.tables import Row, grouped, in_runs, latest, womens_shares
from wps_analysis.words.figures import count_words, known, number_of, period_text, row_name, text_of
from wps_analysis.words.language import _

_MARKED = ("modelled", "estimate", "press")
"""Bases of a figure that a reader is told beside it."""
_YEARS_SHOWN, _WORLD = 5, "001"
_SMALL = 25
"""Of fewer persons a share stands with its count."""

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class AtlasCell:
    """The latest figure of a country under a heading: what it reads, where it stands, and the years before it.

    ``name`` is empty where it is of the heading's first indicator; ``source`` is the place of its source among those of
    the atlas, from 1; ``lines`` are year and value of the figures of its segment, cut where more than ten years lie
    between two.
    """

    value: str
    period: str
    sort: float
    name: str
    source: int
    notes: tuple[str, ...]
    statuses: tuple[Status, ...]
    lines: tuple[Points, ...]


@dataclass(frozen=True)
class AtlasRow:
    """A country, the codes of the groups and regions that it lies in, and its cells: None where nothing is held."""

    ref_area: str
    name: str
    groups: tuple[str, ...]
    cells: tuple[AtlasCell | None, ...]


@dataclass(frozen=True)
class AtlasColumn:
    """A heading, how many countries have a figure, whether a public series is held, and the axes of its small lines."""

    heading: str
    count: int
    has_series: bool
    years: tuple[int, int]
    ceiling: int


@dataclass(frozen=True)
class Atlas:
    """All countries of which a figure is held, in the order of their names, and the sources of what is shown."""

    as_of: str
    columns: tuple[AtlasColumn, ...]
    rows: tuple[AtlasRow, ...]
    groups: Mapping[str, str]
    sources: tuple[str, ...]


def atlas(edition: Edition) -> Atlas:
    """Lay out the named indicators of every country that an edition holds a figure of.

    Parameters
    ----------
    edition
        What is known by a date; names are in its language.

    Examples
    --------
    >>> found = atlas(Edition(as_of="2025-10-31"))
    >>> [column.heading for column in found.columns][:2]
    ['Police', 'UN peacekeeping']
    >>> (cambodia,) = [row for row in found.rows if row.ref_area == "KHM"]
    >>> cambodia.cells[0].value, cambodia.cells[0].period
    ('11%', '2024')
    """
    with edition.speaking():
        headings = grouped(edition.registry.atlas.to_dict("records"), ["heading"])
        shown = {heading: [row["indicator"] for row in rows] for (heading,), rows in headings.items()}
        shares = _shares(edition, [code for codes in shown.values() for code in codes])
        chosen = {heading: _chosen(shares, codes) for heading, codes in shown.items()}
        newest = {heading: latest(rows, by=["ref_area"]) for heading, rows in chosen.items()}
        judged = _judged(shares, pd.concat(newest.values()), edition)
        sources = sorted({title for rows in newest.values() for title in rows["source_title"]})
        cells = {}
        for heading, (first, *_others) in shown.items():
            history = grouped(chosen[heading].to_dict("records"), SUBJECT)
            cells[heading] = _cells(newest[heading], history, judged, first=first, sources=sources)
        countries = {code for code in edition.observations["ref_area"].unique() if area_kind(code) == "country"}
        areas = edition.registry.areas
        names = {code: local_area_name(code, areas) for code in countries}
        above = {code: _above(code, areas) for code in countries}
        rows = [
            AtlasRow(code, names[code], above[code], tuple(cells[heading].get(code) for heading in shown))
            for code in sorted(countries, key=lambda code: (names[code].casefold(), code))
        ]
        groups = {code: local_area_name(code, areas) for codes in above.values() for code in codes}
        return Atlas(
            edition.as_of,
            tuple(_column(heading, cells[heading], chosen[heading], edition) for heading in shown),
            tuple(rows),
            dict(sorted(groups.items(), key=lambda group: group[1].casefold())),
            tuple(sources),
        )


def _shares(edition: Edition, indicators: Sequence[str]) -> pd.DataFrame:
    """Return the women's shares of countries as a whole that have a number or an end of one."""
    rows = womens_shares(edition.figures(indicator=indicators))
    rows = rows[(rows["population"] == "_T") & (rows["ref_area"].map(area_kind) == "country")]
    return rows[rows[["obs_value", "lower", "upper"]].notna().any(axis=1)]


def _chosen(shares: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Return of each country the figures of the first of some indicators that it has."""
    rows = shares[shares["indicator"].isin(indicators)]
    place = rows["indicator"].map({code: place for place, code in enumerate(indicators)})
    return rows[place == place.groupby(rows["ref_area"]).transform("min")]


def _judged(shares: pd.DataFrame, newest: pd.DataFrame, edition: Edition) -> dict[tuple, list[Row]]:
    """Return the assessment of the latest figures against the targets that are not long past, by their subjects."""
    aims = edition.targets
    aims = aims[aims["target_year"].isna() | (aims["target_year"] >= int(edition.as_of[:4]) - _YEARS_SHOWN)]
    aimed = {code for codes in aims["indicators"] for code in codes.split()}
    keys = pd.MultiIndex.from_frame(newest[SUBJECT])
    rows = shares[pd.MultiIndex.from_frame(shares[SUBJECT]).isin(keys) & shares["indicator"].isin(aimed)]
    assessed = assess_known(
        rows, aims, as_of=edition.as_of, claims=edition.claims, elections=edition.registry.elections,
        findings=edition.findings,
    )  # fmt: skip
    return grouped(assessed[assessed["target_id"].notna()].to_dict("records"), SUBJECT)


def _cells(
    newest: pd.DataFrame, history: Mapping, judged: Mapping, *, first: str, sources: Sequence[str]
) -> dict[str, AtlasCell]:
    """Return the cell of each country that has a figure; ``first`` is the indicator that the heading names."""
    found = {}
    for row in newest.to_dict("records"):
        key = tuple(row[column] for column in SUBJECT)
        notes = [count_words(row)] if row["denominator"] < _SMALL else []
        notes += [_(BASES[row["basis"]])] if row["basis"] in _MARKED else []
        notes += [_("published figures differ")] if row["agreement"] == "differ" else []
        found[row["ref_area"]] = AtlasCell(
            amount(row, running=False),
            period_text(row),
            sort_value(row),
            row_name(row) if row["indicator"] != first else "",
            1 + sources.index(row["source_title"]),
            tuple(notes),
            statuses_of(judged.get(key, [])),
            _lines([one for one in history[key] if one["segment"] == row["segment"]]),
        )
    return found


def _lines(figures: Sequence[Row]) -> tuple[Points, ...]:
    points = [(decimal_year(text_of(row, "time_period")), number_of(row, "obs_value")) for row in figures]
    points = sorted((year, value) for year, value in points if known(value))
    longest = most_years_joined([year for year, _value in points])
    return tuple(map(tuple, in_runs(points, lambda before, after: after[0] - before[0] <= longest)))


def _column(heading: str, cells: Mapping[str, AtlasCell], figures: pd.DataFrame, edition: Edition) -> AtlasColumn:
    """Give a column the years and the scale that all its small lines share."""
    points = [point for cell in cells.values() for piece in cell.lines for point in piece]
    years = [int(year) for year, _value in points] or [0]
    public = figures["series"].isin(edition.registry.series_map["series"]).any()
    highest = max([value for _year, value in points], default=0.0)
    ceiling = 10 * max(math.ceil(highest / 10), 1)
    return AtlasColumn(_(heading), len(cells), bool(public), (min(years), max(years)), ceiling)


def _above(ref_area: str, areas: pd.DataFrame) -> tuple[str, ...]:
    """Return the groups and regions that a country is in today."""
    held = areas[(areas["valid_to"] == "") & (areas["parent"] != _WORLD)]
    return tuple(sorted(regions_of(ref_area, held)))
