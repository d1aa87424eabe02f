"""Frameworks that are reported against and what a plan's monitoring adds to the registry, checked against it.

A framework is a file of ``data/registry/frameworks``: its first row, of level ``framework``, names it, and each
further row is one of its goals, outputs, questions or gaps. ``data/registry/monitoring`` holds the indicators that
documents ask for and of which there is no figure, and the level and the disaggregation proposed for each theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import Field

from wps_analysis.codes import Pillar, nearest_hint
from wps_analysis.columns import UNITS
from wps_analysis.errors import InputError
from wps_analysis.paths import registry_dir
from wps_analysis.registry import kinds
from wps_analysis.registry.load import Registry, load_rows
from wps_analysis.registry.official_names import is_area
from wps_analysis.registry.rows import Empty, Filled, RegistryRow

UNVERIFIED = "unverified"
_ROOT = "framework"
_SAID_BY_INDICATORS = {"asean_rpa_wps": "rpa_output", "sdg": "sdg_indicator"}
"""What a column of indicators.csv says of a framework already is not said again in its file."""


class FrameworkRow(RegistryRow):
    """A row of a file of frameworks/: what a framework asks, in our words, and the indicators that answer it."""

    code: kinds.Printed = Field(description="as the framework numbers it")
    title: Filled = Field(description="in our words")
    level: Filled = Field(description="what it is there: goal, target, output, indicator, policy, gap")
    indicators: kinds.OptionalPrinted = Field(
        description="codes of the indicators that answer it, separated by spaces; behind a stroke the one group "
        "that is meant: un_peacekeepers/individual_police"
    )
    outputs: kinds.OutputCodes = Field(description="outputs of the ASEAN Regional Plan of Action that it touches")
    ref_area: kinds.AreaCode | Empty = Field(description="the area that it speaks of; empty where it speaks of all")
    source: Filled = Field(description="where it was read")
    verified: Literal["read", "partly", "unverified"] = Field(
        description="read: in the document or a page of its publisher; partly; unverified: its document was not read"
    )


class PlannedIndicator(RegistryRow):
    """A row of monitoring/planned.csv: an indicator that a document asks for, of which no figure is held."""

    indicator: Filled
    name: Filled
    pillar: Pillar
    theme: Filled
    rpa_output: kinds.OutputCodes
    measure: Literal["composition", "rate", "count"]
    unit_measure: Literal[*UNITS]
    definition: Filled
    not_measured: kinds.Words
    custodian: Filled
    ref_area: kinds.AreaCode | Empty
    source: Filled = Field(description="the document and section that ask for it")


class MonitoredTheme(RegistryRow):
    """A row of monitoring/themes.csv: what is proposed for the indicators of a theme."""

    theme: Filled
    level: Literal["output", "outcome", "impact"] | Empty = Field(description="of the plan's chain of results")
    disaggregation: kinds.Words = Field(description="wanted beside sex")


class ElectedBody(RegistryRow):
    """A row of monitoring/elected.csv: posts that are filled by election, where elections.csv has no dates of it."""

    indicator: Filled
    source: Filled


@dataclass(frozen=True)
class Crosswalk:
    """The rows of all frameworks with ``framework`` and ``framework_title``, and the files of ``monitoring/``."""

    rows: pd.DataFrame
    planned: pd.DataFrame
    themes: pd.DataFrame
    elected: frozenset[str]

    def codes_of(self, indicator: str, framework: str, ref_area: str, population: str = "_T") -> list[str]:
        """Return the codes of a framework that an indicator answers; one whose document was not read says so."""
        rows = self.rows[(self.rows["framework"] == framework) & self.rows["ref_area"].isin(["", ref_area])]
        asked = rows.loc[[answers(codes, indicator, population) for codes in rows["indicators"]]]
        marks = asked["verified"].map(lambda verified: f" ({verified})" if verified == UNVERIFIED else "")
        return (asked["code"] + marks).to_list()


def answers(codes: str, indicator: str, population: str) -> bool:
    """Tell whether an indicator of a group is among codes, by its own code or with the group behind a stroke.

    Examples
    --------
    >>> answers("police un_peacekeepers/individual_police", "un_peacekeepers", "military_contingents")
    False
    """
    return bool({indicator, f"{indicator}/{population}"} & set(codes.split()))


def load_crosswalk(registry: Registry, root: str | Path | None = None) -> Crosswalk:
    """Load the frameworks and what belongs to them.

    Parameters
    ----------
    registry
        Which they are checked against.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    Crosswalk
        All of it text.

    Raises
    ------
    InputError
        If a file cannot be read, a row breaks its model, a code stands twice, or names what no file defines: all
        problems at once.

    Examples
    --------
    >>> from wps_analysis.registry.load import load_registry
    >>> crosswalk = load_crosswalk(load_registry())
    >>> crosswalk.codes_of("police", "un1325", "KHM")
    ['16 (unverified)']
    """
    folder = registry_dir(root)
    problems: list[str] = []
    files = sorted((folder / "frameworks").glob("[!.]*.csv"))
    frames = {path.stem: load_rows(path, FrameworkRow, problems) for path in files}
    planned = _load_if_there(folder / "monitoring" / "planned.csv", PlannedIndicator, problems)
    themes = _load_if_there(folder / "monitoring" / "themes.csv", MonitoredTheme, problems)
    elected = _load_if_there(folder / "monitoring" / "elected.csv", ElectedBody, problems)
    if not problems:
        problems = [line for name, frame in frames.items() for line in _check_framework(name, frame, planned, registry)]
        problems += _check_planned(planned, registry)
        problems += _twice(themes, "theme", "monitoring/themes.csv")
        problems += [
            f"data/registry/monitoring/elected.csv row {row}: indicator {code!r} is not in indicators.csv"
            for row, code in elected["indicator"].items()
            if code not in set(registry.indicators["indicator"])
        ]
    if problems:
        raise InputError(problems)
    named = [_named(name, frame, registry) for name, frame in frames.items()]
    columns = ["framework", "framework_title", *FrameworkRow.model_fields]
    rows = pd.concat(named, ignore_index=True) if named else pd.DataFrame(columns=columns, dtype=str)
    plan = (planned.reset_index(drop=True), themes.reset_index(drop=True), frozenset(elected["indicator"]))
    return Crosswalk(rows[columns], *plan)


def _load_if_there(path: Path, model: type[RegistryRow], problems: list[str]) -> pd.DataFrame:
    """Load a file that a project without a plan need not have."""
    return load_rows(path, model, problems) if path.exists() else pd.DataFrame(columns=[*model.model_fields], dtype=str)


def _named(name: str, frame: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return the rows of a framework under its title, with the indicators that the registry itself attaches to them."""
    title, rows = frame.iloc[0]["title"], frame.iloc[1:]
    if column := _SAID_BY_INDICATORS.get(name):
        known = registry.indicators
        said = [known.loc[[code in v.split() for v in known[column]], "indicator"] for code in rows["code"]]
        both = [dict.fromkeys([*own.split(), *more]) for own, more in zip(rows["indicators"], said, strict=True)]
        rows = rows.assign(indicators=[" ".join(codes) for codes in both])
    return rows.assign(framework=name, framework_title=title)


def _check_framework(name: str, frame: pd.DataFrame, planned: pd.DataFrame, registry: Registry) -> list[str]:
    """Find a framework without its name, codes that stand twice, and codes that no file defines."""
    where = f"frameworks/{name}.csv"
    roots = [row for row, level in frame["level"].items() if level == _ROOT]
    problems = _twice(frame, "code", where)
    if roots != list(frame.index[:1]):
        problems.append(f"data/registry/{where}: the first row, and no other, is of level {_ROOT!r} and names it")
    known = {*registry.indicators["indicator"], *planned["indicator"]}
    groups = {"", *registry.populations["population"]}
    problems += [
        f"data/registry/{where} row {row}: group {code!r} is not in populations.csv"
        for row, value in frame["indicators"].items()
        for code in value.split()
        if code.partition("/")[2] not in groups
    ]
    uses = (("indicators", known, "indicators.csv and monitoring/planned.csv"),
            ("outputs", set(registry.plan_outputs["output"]), "plan_outputs.csv"))  # fmt: skip
    for column, codes, files in uses:
        problems += [
            f"data/registry/{where} row {row}: {column} {code!r} is not in {files}{nearest_hint(code, codes)}: "
            "correct it, or add it there"
            for row, value in frame[column].items()
            for code in value.split()
            if code.partition("/")[0] not in codes
        ]
    return problems + _check_areas(frame, where, registry)


def _check_planned(planned: pd.DataFrame, registry: Registry) -> list[str]:
    """Find planned indicators that have become indicators, and outputs or areas that are none."""
    where, known = "monitoring/planned.csv", set(registry.indicators["indicator"])
    outputs = set(registry.plan_outputs["output"])
    problems = [
        f"data/registry/{where} row {row}: {code!r} is in indicators.csv too: take it out here"
        for row, code in planned["indicator"].items()
        if code in known
    ]
    problems += [
        f"data/registry/{where} row {row}: rpa_output {code!r} is not in plan_outputs.csv{nearest_hint(code, outputs)}"
        for row, value in planned["rpa_output"].items()
        for code in value.split()
        if code not in outputs
    ]
    return problems + _twice(planned, "indicator", where) + _check_areas(planned, where, registry)


def _check_areas(frame: pd.DataFrame, where: str, registry: Registry) -> list[str]:
    areas = set(registry.areas["ref_area"])
    return [
        f"data/registry/{where} row {row}: ref_area {code!r} is no code of an area{nearest_hint(code, areas)}: "
        "write an ISO code, or nothing for any area"
        for row, code in frame["ref_area"].items()
        if code and not is_area(code, areas)
    ]


def _twice(frame: pd.DataFrame, key: str, where: str) -> list[str]:
    twice = frame.loc[frame[key].duplicated(), key]
    return [f"data/registry/{where} row {row}: {key} {value!r} stands twice" for row, value in twice.items()]
