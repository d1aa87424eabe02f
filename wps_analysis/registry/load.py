"""What is known about the world, as data: the files of ``data/registry``, loaded and checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from wps_analysis.codes import PILLARS, check_code, last_day
from wps_analysis.errors import InputError
from wps_analysis.paths import is_beside_data, registry_dir, shown
from wps_analysis.registry import editorial, publisher_rows, rows
from wps_analysis.registry.corrections import load_corrections
from wps_analysis.registry.cross_checks import cross_check
from wps_analysis.registry.relations import check_relations
from wps_analysis.registry.rows import Correction, RegistryRow, row_problems
from wps_analysis.tables import check_columns, read_text_table

_FILES: dict[str, type[RegistryRow]] = {
    "indicators": rows.Indicator, "plan_outputs": rows.PlanOutput, "populations": rows.Population,
    "targets": rows.Target, "sources": rows.Source, "series": rows.Series, "breaks": rows.Break,
    "exclusions": rows.Exclusion, "areas": rows.Area, "area_aliases": rows.AreaAlias, "elections": rows.Election,
    "table_parts": editorial.TablePart, "series_map": publisher_rows.SeriesMap,
    "publishers": publisher_rows.Publisher, "publisher_areas": publisher_rows.PublisherArea,
    "target_statements": rows.TargetStatement, "themes": editorial.Theme,
    "messages": editorial.Message, "atlas": editorial.AtlasColumn,
    "downloads": publisher_rows.DownloadChoice, "fetch": publisher_rows.Fetched,
    "confirmations": rows.Confirmation, "synonyms": rows.Synonym, "custodians": editorial.Custodian,
    "local_names": editorial.LocalName,
}  # fmt: skip


_FOLDERS = ("frameworks", "monitoring")
"""What ``registry.frameworks`` reads."""


@dataclass(frozen=True)
class Registry:
    """The tables of ``data/registry`` as frames, text but for their numbers, and the corrections."""

    indicators: pd.DataFrame
    plan_outputs: pd.DataFrame
    populations: pd.DataFrame
    targets: pd.DataFrame
    sources: pd.DataFrame
    series: pd.DataFrame
    breaks: pd.DataFrame
    exclusions: pd.DataFrame
    areas: pd.DataFrame
    area_aliases: pd.DataFrame
    elections: pd.DataFrame
    table_parts: pd.DataFrame
    series_map: pd.DataFrame
    publishers: pd.DataFrame
    publisher_areas: pd.DataFrame
    downloads: pd.DataFrame
    fetch: pd.DataFrame
    target_statements: pd.DataFrame
    synonyms: pd.DataFrame
    themes: pd.DataFrame
    messages: pd.DataFrame
    atlas: pd.DataFrame
    confirmations: pd.DataFrame
    custodians: pd.DataFrame
    local_names: pd.DataFrame
    corrections: list[Correction]
    lines: dict[str, list[int]]
    """The line of its file on which each row of a frame begins."""

    @property
    def titles(self) -> pd.Series:
        """The short title of each source."""
        return self.sources.set_index("source_id")["short_title"]

    @cached_property
    def of_publishers(self) -> frozenset[str]:
        """The sources that are a publisher's file on many countries; the others are documents."""
        theirs = self.sources["release_of"].isin(self.publishers["publisher"])
        return frozenset(self.sources.loc[theirs, "source_id"])

    @property
    def context(self) -> set[str]:
        """The indicators that public series may fill and the regional plan does not name: no gap if empty."""
        unnamed = self.indicators.loc[self.indicators["rpa_output"] == "", "indicator"]
        return set(self.series_map["indicator"]) & set(unnamed)

    @property
    def newest_day(self) -> date:
        """The day by which every source was surely published."""
        return max(map(last_day, self.sources["published"]))


def load_registry(root: str | Path | None = None) -> Registry:
    """Load and cross-check the registry.

    Parameters
    ----------
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    Registry
        One frame a file; ``valid_min``, ``valid_max``, ``lower``, ``upper``, ``target_year``, ``rank`` of a series
        and ``year`` are numbers, all else is text.

    Raises
    ------
    InputError
        If a file is missing or unreadable, a row breaks its model, a key stands twice, or a code is used that no
        file defines: all problems at once.
    """
    folder = registry_dir(root)
    problems = _unknown_files(folder)
    frames = {name: _load(folder / f"{name}.csv", model, problems) for name, model in _FILES.items()}
    whole = not problems  # where a file is missing, each of its codes would be unknown
    for name, frame in frames.items():
        problems += _problems_of_rows(_FILES[name], frame, f"data/registry/{name}.csv")
    corrections = load_corrections(folder / "corrections.yml", problems)
    if whole:
        problems += cross_check(frames, corrections)
        problems += check_relations(frames)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    lines = {name: list(frame.index) for name, frame in frames.items()}
    tables = {name: _with_numbers(name, frame) for name, frame in frames.items()}
    return Registry(**tables, corrections=corrections, lines=lines)


def load_rows(path: Path, model: type[RegistryRow], problems: list[str]) -> pd.DataFrame:
    """Read a file in a folder of the registry; what is wrong with it and its rows is added to the problems."""
    frame = _load(path, model, problems)
    problems += _problems_of_rows(model, frame, shown(path))
    return frame


def _load(path: Path, model: type[RegistryRow], problems: list[str]) -> pd.DataFrame:
    columns = list(model.model_fields)
    where = shown(path)
    empty = pd.DataFrame(columns=columns, dtype=str)
    if not path.exists():
        problems.append(f"{where}: the file is missing in {path.parents[2]}")
        return empty
    try:
        frame = read_text_table(path)
        wrong = check_columns(frame, columns, where)
    except InputError as error:
        wrong = error.problems
    if wrong:
        problems += wrong
        return empty
    return frame[columns]


def _problems_of_rows(model: type[RegistryRow], frame: pd.DataFrame, where: str) -> list[str]:
    records = zip(frame.index, frame.to_dict("records"), strict=True)
    return [problem for row, record in records for problem in row_problems(model, record, f"{where} row {row}")]


def _unknown_files(folder: Path) -> list[str]:
    """Name what lies in the folder and is read by nobody: a file that was renamed would be lost in silence."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        return [f"data/registry: the folder cannot be read ({error.strerror}); it must be one that you may read"]
    known = {"corrections.yml", *_FOLDERS, *(f"{name}.csv" for name in _FILES)}
    return [
        f"{shown(path)}: no file of the registry has this name; rename it, or keep it outside data/registry"
        for path in found
        if path.name not in known and not is_beside_data(path)
    ]


def _with_numbers(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{c: pd.to_numeric(frame[c]) for c in _FILES[name].numbers()}).reset_index(drop=True)


def indicators(*, pillar: str | None = None, root: str | Path | None = None) -> pd.DataFrame:
    """List the indicators of the registry: what each number measures, and what it does not.

    Parameters
    ----------
    pillar
        Only those that this pillar counts.
    root
        The project's root.

    Returns
    -------
    DataFrame
        Columns of ``data/registry/indicators.csv``.

    Raises
    ------
    UnknownCodeError
        If the pillar is not known.
    """
    check_code("pillar", pillar, PILLARS)
    table = load_registry(root).indicators
    return table.copy() if pillar is None else table[table["pillar"] == pillar].reset_index(drop=True)


def targets(*, root: str | Path | None = None) -> pd.DataFrame:
    """List the targets: number, population that it binds, year, force and the claim it rests on."""
    return load_registry(root).targets.copy()


def sources(*, root: str | Path | None = None) -> pd.DataFrame:
    """List the documents held and the primary sources that they cite."""
    return load_registry(root).sources.copy()


def areas(*, root: str | Path | None = None) -> pd.DataFrame:
    """List the areas with their names, level and the area or group that they belong to."""
    return load_registry(root).areas.copy()
