"""The rows that a run can see: a run is given these and no others, so that its key tells all that it depends on.

Plain CSV rows, without pandas: a pack in which nothing has changed is found out in a fraction of a second.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wps_analysis.claims.processed import ORDER, extracts_file, read_extracts, table_file
from wps_analysis.codes import SEVERITIES, area_kind, last_day
from wps_analysis.paths import read_bytes, registry_dir
from wps_analysis.texts import csv_rows

Row = dict[str, str]
TABLES = ("claims", "observations", "findings")
# A share's count and denominator are needed where it is reconciled again for an earlier date.
_LINKED = ("count_indicator", "unit_count_indicator")


@dataclass(frozen=True)
class Inputs:
    """The processed tables as rows of text with their headers, and the files of the registry as bytes."""

    headers: Mapping[str, list[str]]
    tables: Mapping[str, list[Row]]
    registry: Mapping[str, bytes]

    def registry_rows(self, name: str) -> list[Row]:
        """Return the rows of a file of the registry."""
        return table_rows(self.registry[f"{name}.csv"], f"data/registry/{name}.csv")[1]

    @property
    def areas(self) -> set[str]:
        """The areas of which there are figures."""
        return {row["ref_area"] for row in self.tables["observations"]}

    @property
    def default_as_of(self) -> str:
        """The ISO date by which every source was surely published."""
        return max(last_day(row["published"]) for row in self.registry_rows("sources")).isoformat()

    def published_areas(self, as_of: str) -> set[str]:
        """Return the areas of which a figure had surely been published by an ISO date."""
        day = last_day(as_of)
        known = {r["source_id"] for r in self.registry_rows("sources") if last_day(r["published"]) <= day}
        return {r["ref_area"] for r in self.tables["claims"] if r["source"] in known and r["role"] != "target"}


def read_inputs(root: Path) -> Inputs:
    """Read the processed tables and the registry of a project.

    Raises
    ------
    InputError
        If a processed table cannot be read.
    StaleError
        If a processed table is missing.
    """
    headers, tables = {}, {}
    for name in TABLES:
        path = table_file(root, name)
        headers[name], tables[name] = table_rows(path.read_bytes(), f"data/processed/{name}.csv")
        if beside := extracts_file(root, name):
            tables[name] = sorted([*tables[name], *_extracted(beside)], key=_place(name))
    files = sorted(path for path in registry_dir(root).iterdir() if path.is_file() and path.suffix in (".csv", ".yml"))
    return Inputs(headers, tables, {path.name: path.read_bytes() for path in files})


def _extracted(path: Path) -> list[Row]:
    """Return the rows of publishers' figures, which no hand writes, as text."""
    data = read_bytes(path)
    if path.suffix == ".parquet":
        from wps_analysis.tables import to_csv_text

        data = to_csv_text(read_extracts(data, path.name)).encode("utf-8")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


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
    tables = _of_areas(inputs.tables, areas)
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


def _of_areas(tables: Mapping[str, list[Row]], areas: set[str]) -> dict[str, list[Row]]:
    """Keep the rows of some areas, those of regions and the world, and the targets.

    And one row of another country for each indicator that the areas lack: it tells that countries have such figures.
    """
    held = {row["ref_area"] for rows in tables.values() for row in rows}
    near = {area for area in held if area in areas or not area or area_kind(area) == "aggregate"}

    def is_near(row: Row) -> bool:
        return row["ref_area"] in near

    figures = tables["observations"]
    own = {row["indicator"] for row in figures if row["ref_area"] in areas}
    elsewhere: dict[str, int] = {}
    for place, row in enumerate(figures):
        if not is_near(row) and row["indicator"] not in own:
            elsewhere.setdefault(row["indicator"], place)
    shown = set(elsewhere.values())
    return _kept(tables, [row for place, row in enumerate(figures) if is_near(row) or place in shown], is_near)


def _of_indicators(tables: Mapping[str, list[Row]], indicators: set[str]) -> dict[str, list[Row]]:
    def is_of(row: Row) -> bool:
        return row["indicator"] in indicators

    return _kept(tables, [row for row in tables["observations"] if is_of(row)], is_of)


def _kept(tables: Mapping[str, list[Row]], figures: list[Row], keep: Callable[[Row], bool]) -> dict[str, list[Row]]:
    """Return figures with their claims, the claims and findings that are to be kept, and the targets."""
    needed = {claim_id for row in figures for claim_id in row["claim_id"].split()}
    claims = [row for row in tables["claims"] if row["role"] == "target" or row["claim_id"] in needed or keep(row)]
    return {"claims": claims, "observations": figures, "findings": [row for row in tables["findings"] if keep(row)]}


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
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
