"""What is known about the world, as data: the files of ``data/registry``, loaded and checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import yaml
from pydantic import ValidationError

from wps_analysis.codes import PILLARS, check_code, last_day
from wps_analysis.errors import InputError
from wps_analysis.paths import read_text, registry_dir, shown
from wps_analysis.registry import rows
from wps_analysis.registry.cross_checks import KEYS, cross_check
from wps_analysis.registry.rows import Correction, RegistryRow
from wps_analysis.tables import check_columns, read_text_table

_FILES: dict[str, type[RegistryRow]] = {
    "indicators": rows.Indicator, "plan_outputs": rows.PlanOutput, "populations": rows.Population,
    "targets": rows.Target, "sources": rows.Source, "series": rows.Series, "breaks": rows.Break,
    "exclusions": rows.Exclusion, "areas": rows.Area, "area_aliases": rows.AreaAlias, "elections": rows.Election,
    "table_parts": rows.TablePart, "series_map": rows.SeriesMap,
    "target_statements": rows.TargetStatement,
}  # fmt: skip


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
    target_statements: pd.DataFrame
    corrections: list[Correction]

    @property
    def titles(self) -> pd.Series:
        """The short title of each source."""
        return self.sources.set_index("source_id")["short_title"]

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
    problems: list[str] = []
    frames = {name: _load(folder / f"{name}.csv", model, problems) for name, model in _FILES.items()}
    corrections = _load_corrections(folder / "corrections.yml", problems)
    if not problems:
        problems = cross_check(frames)
    if problems:
        raise InputError(problems)
    return Registry(**{name: _with_numbers(name, frame) for name, frame in frames.items()}, corrections=corrections)


def _load(path: Path, model: type[RegistryRow], problems: list[str]) -> pd.DataFrame:
    columns = list(model.model_fields)
    where = shown(path)
    empty = pd.DataFrame(columns=columns, dtype=str)
    if not path.exists():
        problems.append(f"{where}: the file is missing")
        return empty
    try:
        frame = read_text_table(path)
        wrong = check_columns(frame, columns, where)
    except InputError as error:
        wrong = error.problems
    if wrong:
        problems += wrong
        return empty
    for row, record in zip(frame.index, frame.to_dict("records"), strict=True):
        problems += _row_problems(model, record, f"{where} row {row}")
    key = KEYS.get(path.stem)
    if key:
        twice = frame.loc[frame[key].duplicated(), key]
        problems += [f"{where} row {row}: {key} {value!r} stands twice" for row, value in twice.items()]
    return frame[columns]


def _row_problems(model: type[RegistryRow], record: dict, where: str) -> list[str]:
    try:
        model.model_validate(record)
    except ValidationError as error:
        # A union reports one error for each member; the field and the value say enough.
        fields = {str(e["loc"][0]): e for e in reversed(error.errors())}
        return [
            f"{where}: {name}={e['input']!r}: {e['msg'].removeprefix('Value error, ')}" for name, e in fields.items()
        ][::-1]
    return []


def _load_corrections(path: Path, problems: list[str]) -> list[Correction]:
    if not path.exists():
        return []
    where = shown(path)
    try:
        entries = yaml.safe_load(read_text(path))
    except InputError as error:
        problems += error.problems
        return []
    except (yaml.YAMLError, ValueError) as error:  # a ValueError for a date that is none
        problems.append(f"{where}: not readable as YAML ({_yaml_reason(error)}); write it as its comment shows")
        return []
    if not isinstance(entries, list | None):
        problems.append(f"{where}: must be a list of entries, each begun with '- ', not {_shown(entries)}")
        return []
    found = []
    for number, entry in enumerate(entries or [], start=1):
        if isinstance(entry, dict):
            found += _row_problems(Correction, entry, f"{where} entry {number}")
        else:
            found.append(f"{where} entry {number}: must have keys such as 'indicator: police', not be {_shown(entry)}")
    problems += found
    return [] if found else [Correction(**entry) for entry in entries or []]


def _yaml_reason(error: Exception) -> str:
    mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None) or error
    place = f"line {mark.line + 1}: " if mark else ""
    return place + " ".join(str(reason).split())


def _shown(value: object) -> str:
    kind = {dict: "a mapping", list: "a list"}.get(type(value), "a single value")
    text = repr(value)
    return f"{kind}: {text if len(text) <= 60 else text[:60] + '...'}"


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
