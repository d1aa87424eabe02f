"""What is known about the world, as data: the files of ``data/registry``, loaded and checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import yaml
from pydantic import ValidationError

from wps_analysis.codes import PILLARS, check_code, last_day, nearest_hint
from wps_analysis.errors import InputError
from wps_analysis.paths import read_text, registry_dir, shown
from wps_analysis.registry import rows
from wps_analysis.registry.official_names import is_area
from wps_analysis.registry.rows import Correction, RegistryRow
from wps_analysis.tables import check_columns, read_text_table

_FILES: dict[str, type[RegistryRow]] = {
    "indicators": rows.Indicator, "plan_outputs": rows.PlanOutput, "populations": rows.Population,
    "targets": rows.Target, "sources": rows.Source, "series": rows.Series, "breaks": rows.Break,
    "exclusions": rows.Exclusion, "areas": rows.Area, "area_aliases": rows.AreaAlias, "elections": rows.Election,
    "table_parts": rows.TablePart, "series_map": rows.SeriesMap,
    "target_statements": rows.TargetStatement,
}  # fmt: skip
_KEYS = {
    "indicators": "indicator", "plan_outputs": "output", "populations": "population", "targets": "target_id",
    "sources": "source_id", "series": "series", "elections": "election_id",
}  # fmt: skip
_SAME_ALONG_A_PATH = [
    "indicators", "population", "sex", "ref_area", "operator", "kind", "legal_force", "basis",
]  # fmt: skip


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
        problems = _cross_check(frames)
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
    key = _KEYS.get(path.stem)
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


def _cross_check(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Find codes that one file uses and the file that should define them does not hold."""
    known = {name: set(frames[name][key]) for name, key in _KEYS.items()}
    known["populations"].add("_T")
    uses = [
        ("indicators", "count_indicator", "indicators"), ("indicators", "unit_count_indicator", "indicators"),
        ("indicators", "rpa_output", "plan_outputs"),
        ("populations", "parent", "populations"), ("targets", "indicators", "indicators"),
        ("targets", "population", "populations"), ("breaks", "series", "series"), ("breaks", "source", "sources"),
        ("target_statements", "target_id", "targets"), ("target_statements", "source", "sources"),
        ("table_parts", "indicator", "indicators"), ("table_parts", "population", "populations"),
        ("elections", "indicators", "indicators"), ("exclusions", "source", "sources"),
        ("series_map", "source", "sources"), ("series_map", "indicator", "indicators"),
        ("series_map", "population", "populations"), ("series_map", "series", "series"),
    ]  # fmt: skip
    problems = []
    for name, column, defined_in in uses:
        for row, value in frames[name][column].items():
            problems += [
                f"data/registry/{name}.csv row {row}: {column} {code!r} is not in {defined_in}.csv"
                f"{nearest_hint(code, known[defined_in])}: correct it, or add it there"
                for code in value.split()
                if code not in known[defined_in]
            ]
    areas = set(frames["areas"]["ref_area"])
    for name in ("targets", "elections"):
        for row, code in frames[name]["ref_area"].items():
            if code and not is_area(code, areas):
                problems.append(
                    f"data/registry/{name}.csv row {row}: ref_area {code!r} is no code of an area"
                    f"{nearest_hint(code, areas)}: write an ISO code, 001 for the world, or nothing for any area"
                )
    problems += _check_pillars(frames["indicators"], frames["plan_outputs"])
    return problems + _check_targets(frames["targets"], frames["indicators"])


def _check_targets(targets: pd.DataFrame, indicators: pd.DataFrame) -> list[str]:
    """Find indicators of a target whose figures nobody is named to hold, and points that make no path."""
    held = set(indicators.loc[indicators["custodian"] != "", "indicator"])
    known = set(indicators["indicator"])
    problems = [
        f"data/registry/targets.csv row {row}: {code!r} has no custodian in indicators.csv: "
        "name who would hold the figure that the target asks for"
        for row, codes in targets["indicators"].items()
        for code in codes.split()
        if code in known - held
    ]
    for path, points in targets[targets["path"] != ""].groupby("path"):
        where = f"data/registry/targets.csv path {path!r}"
        if len(points) < 2:
            problems.append(f"{where}: has one point only: add the others, or leave path empty")
        problems += [
            f"{where}: {column} differs between its points: {', '.join(map(repr, sorted(set(points[column]))))}"
            for column in _SAME_ALONG_A_PATH
            if len(set(points[column])) > 1
        ]
        if "" in set(points["target_year"]) or points["target_year"].duplicated().any():
            problems.append(f"{where}: each point needs a target_year of its own")
            continue
        numbers = points.sort_values("target_year")["lower"].astype(float)
        if not (numbers.is_monotonic_increasing or numbers.is_monotonic_decreasing):
            problems.append(f"{where}: its numbers go up and down with the years: correct lower or target_year")
    return problems


def _check_pillars(indicators: pd.DataFrame, plan_outputs: pd.DataFrame) -> list[str]:
    """Find pillars that are none, and indicators of another pillar than the output of the plan that they measure."""
    pillar_of = dict(zip(plan_outputs["output"], plan_outputs["pillar"], strict=True))
    problems = []
    for row in indicators.itertuples():
        where = f"data/registry/indicators.csv row {row.Index}"
        problems += [
            f"{where}: also_pillar {pillar!r} is not a pillar"
            for pillar in row.also_pillar.split()
            if pillar not in PILLARS
        ]
        problems += [
            f"{where}: rpa_output {output!r} is an output of {pillar_of[output]}, and the indicator of {row.pillar}: "
            "correct one of them, or leave rpa_output empty"
            for output in row.rpa_output.split()
            if pillar_of.get(output, row.pillar) != row.pillar
        ]
        if bool(row.rate_of) != (row.measure == "rate"):
            problems.append(
                f"{where}: rate_of {row.rate_of!r} and measure {row.measure!r}: say of a rate what it is a share of "
                "(persons, women or other), and of nothing else"
            )
        if bool(row.rpa_output) != bool(row.rpa_relation):
            problems.append(
                f"{where}: rpa_output {row.rpa_output!r} and rpa_relation {row.rpa_relation!r} are filled together: "
                "say whether the indicator measures the output or is related to it, or leave both empty"
            )
    return problems


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
