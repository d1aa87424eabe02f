"""The rows that a run can see: a run is given these and no others, so that its key tells all that it depends on.

Plain CSV rows, without pandas: a pack in which nothing has changed is found out in a fraction of a second.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter
from pathlib import Path

from wps_analysis.claims.processed import ORDER, extracts_file, read_extracts, table_file
from wps_analysis.codes import SEVERITIES, area_kind, last_day
from wps_analysis.paths import read_bytes, registry_dir
from wps_analysis.texts import csv_rows

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
TABLES = ("claims", "observations", "findings")
# A share's count and denominator are needed where it is reconciled again for an earlier date.
_LINKED = ("count_indicator", "unit_count_indicator")


@dataclass(frozen=True)
class Inputs:
    """The processed tables as rows of text with their headers, and the files of the registry as bytes.

    ``extracts`` holds the tables of publishers' figures as the content of their files, by name: file name and bytes.
    They are a hundred times those that are ``keyed``, and turned into rows where these are asked for.
    """

    headers: Mapping[str, list[str]]
    keyed: Mapping[str, list[Row]]
    registry: Mapping[str, bytes]
    extracts: Mapping[str, tuple[str, bytes]]

    def registry_rows(self, name: str) -> list[Row]:
        """Return the rows of a file of the registry."""
        return table_rows(self.registry[f"{name}.csv"], f"data/registry/{name}.csv")[1]

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """The rows of each processed table, in its order."""
        return {
            name: sorted(self._rows(name), key=_place(name)) if name in self.extracts else rows
            for name, rows in self.keyed.items()
        }

    @cached_property
    def places(self) -> dict[str, dict[str, list[int]]]:
        """Where the rows of each area stand in each table."""
        found = {name: defaultdict(list) for name in self.tables}
        for name, rows in self.tables.items():
            for place, row in enumerate(rows):
                found[name][row["ref_area"]].append(place)
        return found

    @cached_property
    def firsts(self) -> dict[str, list[int]]:
        """Where the first row of each area stands among the observations, by indicator."""
        firsts: dict[tuple[str, str], int] = {}
        for place, row in enumerate(self.tables["observations"]):
            firsts.setdefault((row["indicator"], row["ref_area"]), place)
        found = defaultdict(list)
        for (indicator, _), place in firsts.items():
            found[indicator].append(place)
        return found

    @cached_property
    def claims(self) -> dict[str, int]:
        """Where each claim stands, by its id."""
        return {row["claim_id"]: place for place, row in enumerate(self.tables["claims"])}

    @cached_property
    def targets(self) -> set[int]:
        """Where the claims that are targets stand."""
        return {place for place, row in enumerate(self.tables["claims"]) if row["role"] == "target"}

    @property
    def areas(self) -> set[str]:
        """The areas of which there are figures."""
        return {row["ref_area"] for row in self._rows("observations")}

    @property
    def default_as_of(self) -> str:
        """The ISO date by which every source was surely published."""
        return max(last_day(row["published"]) for row in self.registry_rows("sources")).isoformat()

    def published_areas(self, as_of: str) -> set[str]:
        """Return the areas of which a figure had surely been published by an ISO date."""
        return {row["ref_area"] for row in self._published(as_of)}

    def holds(self, areas: Collection[str], as_of: str) -> bool:
        """Tell whether of each area there are figures, published by an ISO date; reads no further than needed."""
        return all(_all_found(areas, rows) for rows in (self._published(as_of), self._rows("observations")))

    def _published(self, as_of: str) -> Iterator[Row]:
        day = last_day(as_of)
        known = {r["source_id"] for r in self.registry_rows("sources") if last_day(r["published"]) <= day}
        return (row for row in self._rows("claims") if row["source"] in known and row["role"] != "target")

    def _rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of a table, those of keyed claims first."""
        yield from self.keyed[name]
        if name in self.extracts:
            yield from _extracted(*self.extracts[name])


def _all_found(areas: Collection[str], rows: Iterable[Row]) -> bool:
    left = set(areas)
    for row in rows if left else ():
        left.discard(row["ref_area"])
        if not left:
            break
    return not left


def read_inputs(root: Path) -> Inputs:
    """Read the processed tables and the registry of a project.

    Raises
    ------
    InputError
        If a processed table cannot be read.
    StaleError
        If a processed table is missing.
    """
    headers, keyed, extracts = {}, {}, {}
    for name in TABLES:
        headers[name], keyed[name] = table_rows(table_file(root, name).read_bytes(), f"data/processed/{name}.csv")
        if beside := extracts_file(root, name):
            extracts[name] = beside.name, read_bytes(beside)
    files = sorted(path for path in registry_dir(root).iterdir() if path.is_file() and path.suffix in (".csv", ".yml"))
    return Inputs(headers, keyed, {path.name: path.read_bytes() for path in files}, extracts)


def _extracted(name: str, data: bytes) -> Iterator[Row]:
    """Yield the rows of a file of publishers' figures, which no hand writes, as text."""
    if name.endswith(".parquet"):
        from wps_analysis.tables import to_csv_text

        data = to_csv_text(read_extracts(data, name)).encode("utf-8")
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    header = next(rows)
    yield from (dict(zip(header, fields, strict=True)) for fields in rows)


def _place(name: str) -> Callable[[Row], list]:
    """Return what the rows of a table are sorted by."""
    return lambda row: [SEVERITIES.index(row[by]) if by == "severity" else row[by] for by in ORDER[name]]


def table_rows(data: bytes, name: str) -> tuple[list[str], list[Row]]:
    """Return the header of a table that is CSV in UTF-8, and its rows; ``name`` is how messages call it."""
    (_, header), *rows = csv_rows(data, name) or [(1, [])]
    return header, [dict(zip(header, fields, strict=False)) for _, fields in rows]


def visible_files(inputs: Inputs, notebook: str, parameters: Mapping[str, object]) -> dict[str, bytes]:
    """Return the data folder that a run is given, as relative paths and bytes.

    Parameters
    ----------
    inputs
        From `read_inputs`.
    notebook, parameters
        What is run: ``overview`` and ``pipeline`` see all figures of the area, any other notebook also those of the
        areas that it is compared with, and ``pillar`` the indicators of its pillar. The registry is seen whole.

    Returns
    -------
    dict
        ``data/registry/*`` and ``data/processed/*.csv``, as an edition reads them.

    Examples
    --------
    >>> files = visible_files(read_inputs(Path()), "pillar", {"ref_area": "KHM", "pillar": "protection"})
    >>> b"national_assembly" in files["data/processed/observations.csv"]
    False
    """
    ref_area = str(parameters["ref_area"])
    areas = {ref_area}
    if notebook not in ("overview", "pipeline"):
        areas |= _compared(inputs, ref_area, parameters.get("group"))
    tables = _of_areas(inputs, areas)
    if notebook == "pillar":
        tables = _of_indicators(tables, _indicators_of(inputs, str(parameters["pillar"])))
    files = {f"data/registry/{name}": data for name, data in inputs.registry.items()}
    for name in TABLES:
        files[f"data/processed/{name}.csv"] = _csv_bytes(inputs.headers[name], tables[name])
    return files


def _compared(inputs: Inputs, ref_area: str, group: object) -> set[str]:
    """Return the members of a group, and of all groups and regions that an area was ever in, and these themselves."""
    rows = inputs.registry_rows("areas")
    own = [row for row in rows if row["ref_area"] == ref_area]
    # A group without dates is a classification, such as that by income: compared with only where it is asked for.
    groups = {row["parent"] for row in own if row["valid_from"] or not row["parent"].startswith("X_")}
    groups = {group, *groups} - {"", None}
    return groups | {row["ref_area"] for row in rows if row["parent"] in groups}


def _of_areas(inputs: Inputs, areas: set[str]) -> Tables:
    """Keep the rows of some areas, those of regions and the world, and the targets, with the claims behind them.

    And one row of another country for each indicator that the areas lack: it tells that countries have such figures.
    """
    held = {area for places in inputs.places.values() for area in places}
    near = {area for area in held if area in areas or not area or area_kind(area) == "aggregate"}
    kept = {name: {place for area in near for place in found.get(area, ())} for name, found in inputs.places.items()}
    kept["observations"] |= _elsewhere(inputs, areas, near)
    figures = (inputs.tables["observations"][place] for place in kept["observations"])
    kept["claims"] |= inputs.targets.union(inputs.claims[claim] for row in figures for claim in row["claim_id"].split())
    return {name: [inputs.tables[name][place] for place in sorted(places)] for name, places in kept.items()}


def _elsewhere(inputs: Inputs, areas: set[str], near: set[str]) -> set[int]:
    """Return where the first observation that is not near stands, of each indicator that the areas lack."""
    figures = inputs.tables["observations"]
    own = {figures[place]["indicator"] for area in areas for place in inputs.places["observations"].get(area, ())}
    lacking = (places for indicator, places in inputs.firsts.items() if indicator not in own)
    far = ((place for place in places if figures[place]["ref_area"] not in near) for places in lacking)
    return {place for places in far for place in islice(places, 1)}


def _of_indicators(tables: Tables, indicators: set[str]) -> Tables:
    """Keep the rows of some indicators, and the targets, with the claims behind the figures."""
    kept = {name: [row for row in rows if row["indicator"] in indicators] for name, rows in tables.items()}
    needed = {claim for row in [*kept["observations"], *kept["claims"]] for claim in row["claim_id"].split()}
    claims = [row for row in tables["claims"] if row["role"] == "target" or row["claim_id"] in needed]
    return {**kept, "claims": claims}


def _indicators_of(inputs: Inputs, pillar: str) -> set[str]:
    """Return the indicators that a pillar counts, shares or measures its outputs with, and those linked to them."""
    rows = inputs.registry_rows("indicators")
    outputs = {row["output"] for row in inputs.registry_rows("plan_outputs") if row["pillar"] == pillar}
    found = {
        row["indicator"]
        for row in rows
        if pillar in (row["pillar"], *row["also_pillar"].split()) or row["rpa_output"] in outputs
    }
    links = [{row["indicator"], *(row[column] for column in _LINKED)} - {""} for row in rows]
    while more := {code for link in links if link & found for code in link} - found:
        found |= more
    return found


def _csv_bytes(header: list[str], rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *map(itemgetter(*header), rows)])  # a dictionary's writer takes three times as long
    return out.getvalue().encode("utf-8")
