"""The rows of ``data/registry``: what each column holds, one pydantic model for each file."""

from __future__ import annotations

from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

from wps_analysis import codes
from wps_analysis.codes import Pillar
from wps_analysis.errors import WpsError

_Empty = Literal[""]
_Filled = Annotated[str, StringConstraints(min_length=1)]


def last_day(published: str) -> pd.Timestamp:
    """Return the last day of a date, month or year: the day by which a thing was surely published.

    Examples
    --------
    >>> str(last_day("2025-10").date())
    '2025-10-31'
    """
    return pd.Timestamp(codes.last_day(published))


def day_of(as_of: str) -> pd.Timestamp:
    """Return the last day of a date that a user gives, or say what a date is."""
    try:
        return last_day(as_of)
    except ValueError:
        raise WpsError(f"as_of {as_of!r} is not a date (2025-10-31), a month (2025-10) or a year (2025).") from None


class RegistryRow(BaseModel):
    """A row of a registry file: all columns, and no others."""

    model_config = ConfigDict(extra="forbid", str_min_length=0)


class Indicator(RegistryRow):
    """A row of indicators.csv: what a number measures."""

    indicator: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    name: _Filled
    pillar: Pillar
    also_pillar: str
    rpa_output: str
    theme: str
    measure: Literal["composition", "rate", "count", "amount", "index", "rank"]
    kind: Literal["headcount", "body", "deployment", "flow", "cumulative", "survey", "process", "index"]
    unit_measure: Literal["PT", "PS", "NUMBER", "IX", "RANK", "YR", "HA"]
    direction: Literal["up", "down", "parity"] | _Empty
    complement: Literal["yes"] | _Empty
    valid_min: float | _Empty
    valid_max: float | _Empty
    government_level: Literal["national", "province", "district", "commune"] | _Empty
    rank: Literal["head", "deputy", "second_deputy", "member", "staff", "clerk"] | _Empty
    ladder: str
    count_indicator: str
    unit_count_indicator: str
    sdg_indicator: str
    sdg_series: str
    custodian: str
    definition: _Filled
    not_measured: str


class PlanOutput(RegistryRow):
    """A row of plan_outputs.csv: an output of the regional plan in our words, and who holds data in one area."""

    output: str
    pillar: Pillar
    outcome: str
    text: str
    data_holder: str
    holder_area: str


class Population(RegistryRow):
    """A row of populations.csv: the group that a figure speaks of."""

    population: str
    name: str
    parent: str


class Target(RegistryRow):
    """A row of targets.csv: it has no defaults and applies to the population that it names."""

    target_id: str
    indicators: str
    population: str
    sex: Literal["F", "M", "_T"]
    ref_area: str
    operator: Literal[">=", "<=", "=", "parity", "range"]
    lower: float
    upper: float | _Empty
    target_year: int | _Empty
    kind: Literal["stock", "flow"]
    legal_force: Literal["law", "plan", "guideline", "benchmark"]
    basis: str
    mandate: str
    claim_id: str


class Source(RegistryRow):
    """A row of sources.csv: a document held, or a primary source that one cites."""

    source_id: str
    held: Literal["yes"] | _Empty
    producer: str
    title: str
    short_title: str
    url: str
    published: str
    published_basis: Literal["stated", "not_before"]
    reference_period: str
    date_accessed: str
    release_of: str
    licence: str
    citation: str
    file: str
    sha256: str

    @field_validator("published")
    @classmethod
    def _a_date(cls, value: str) -> str:
        last_day(value)
        return value


class Series(RegistryRow):
    """A row of series.csv: a register and its definition, whichever document repeats it."""

    series: str
    name: str
    definition: str
    population: str
    basis: Literal["register", "election", "census", "survey_probability", "survey_purposive", "estimate", "press"]
    rank: int
    n: str
    n_women: str
    n_men: str
    custodian: str


class Break(RegistryRow):
    """A row of breaks.csv: from this period on, a series counts something else."""

    series: str
    time_period: str
    reason: str
    source: str


class SeriesMap(RegistryRow):
    """A row of series_map.csv: what a series of a publisher's file is in this registry."""

    source: str
    published_series: str
    indicator: str
    population: str
    sex: Literal["F", "M", "_T"]
    series: str


class Exclusion(RegistryRow):
    """A row of exclusions.csv: a printed number that is not used, and why.

    ``value_text`` is ``*`` for all figures of an area of a publisher's file; ``locator`` is then the area's label.
    """

    source: str
    locator: str
    value_text: str
    what: str
    reason: str


class Area(RegistryRow):
    """A row of areas.csv: a place, its names and the group or area it belongs to."""

    ref_area: str
    name_en: str
    name_km: str
    level: str
    parent: str
    valid_from: str
    valid_to: str


class AreaAlias(RegistryRow):
    """A row of area_aliases.csv: a reviewed spelling of a place name."""

    alias: str
    ref_area: str


class TablePart(RegistryRow):
    """A row of table_parts.csv: a part of a hundred that a chart draws, or (no indicator) what the rest is."""

    table_id: str
    table_name: str
    indicator: str
    population: str
    sex: Literal["F", "M", "_T"] | _Empty
    label: str


class Election(RegistryRow):
    """A row of elections.csv: when a body was elected."""

    election_id: str
    ref_area: str
    indicators: str
    year: int
    source: str


class Correction(RegistryRow):
    """An entry of corrections.yml: a fix that must find the value it expects."""

    indicator: str
    area: str
    years: list[int]
    source: str
    action: Literal["replace", "drop"]
    value_text: str = ""
    expect: str
    reason: str
    provider: str
    status: Literal["proposed", "confirmed"]
