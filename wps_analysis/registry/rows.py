"""The rows of ``data/registry``: what each column holds, one pydantic model for each file."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from wps_analysis.codes import Pillar, last_day
from wps_analysis.columns import FIGURE, LABELS, SEXES, UNITS
from wps_analysis.words.names import TARGET_KINDS

_Empty = Literal[""]
_Filled = Annotated[str, StringConstraints(min_length=1)]


class RegistryRow(BaseModel):
    """A row of a registry file: all columns, and no others."""

    model_config = ConfigDict(extra="forbid", str_min_length=0)

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """Say what the columns mean; what stands beside figures too is explained with those (``columns``)."""
        known = {name: column.description for name, column in (FIGURE | LABELS).items()}
        return {name: field.description or known.get(name, "") for name, field in cls.model_fields.items()}

    @classmethod
    def numbers(cls) -> list[str]:
        """Name the columns that hold numbers.

        Examples
        --------
        >>> Target.numbers()
        ['lower', 'upper', 'target_year']
        """
        kinds = {name: {field.annotation, *get_args(field.annotation)} for name, field in cls.model_fields.items()}
        return [name for name, kind in kinds.items() if kind & {int, float}]


class Indicator(RegistryRow):
    """A row of indicators.csv: what a number measures."""

    indicator: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    name: _Filled
    pillar: Pillar
    also_pillar: str
    rpa_output: str = Field(description="outputs of the ASEAN Regional Plan of Action that it is attached to")
    rpa_relation: Literal["measures", "related"] | _Empty = Field(
        description="measures: a move of the figure is a move of what the output names; related: it is context of it"
    )
    theme: str
    measure: Literal["composition", "rate", "count", "amount", "index", "rank"]
    kind: Literal["headcount", "body", "deployment", "flow", "cumulative", "survey", "process", "index", "attendance"]
    unit_measure: Literal[*UNITS]
    direction: Literal["up", "down", "parity"] | _Empty = Field(description="up, down or parity: the way to the target")
    complement: Literal["yes"] | _Empty = Field(description="yes where women's and men's shares add up to 100")
    rate_of: Literal["persons", "women", "other"] | _Empty = Field(
        description="of a rate: persons of the sex that stands with it; women, by its own words; other than persons"
    )
    valid_min: float | _Empty = Field(description="lowest value that can be")
    valid_max: float | _Empty = Field(description="highest value that can be; empty where there is none")
    government_level: Literal["national", "province", "district", "commune"] | _Empty
    rank: Literal["head", "deputy", "second_deputy", "member", "staff", "clerk"] | _Empty
    ladder: str
    count_indicator: str = Field(description="the indicator that counts the women of this share")
    unit_count_indicator: str = Field(
        description="the indicator that counts the units which this share, count or rank is of"
    )
    sdg_indicator: str = Field(description="number of the SDG indicator")
    sdg_series: str = Field(description="code of the SDG series")
    custodian: str
    definition: _Filled = Field(description="what is measured")
    not_measured: str = Field(description="what is not")


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

    target_id: str = Field(description="the target")
    indicators: str = Field(description="codes of the indicators it binds, separated by spaces")
    population: str
    sex: Literal[*SEXES]
    ref_area: str
    operator: Literal[">=", "<=", "=", "parity", "range"] = Field(
        description=">= (a floor), <= (a ceiling), = or range, parity (50 %)"
    )
    lower: float = Field(description="the number to reach, percent")
    upper: float | _Empty = Field(description="upper end of a range, percent")
    target_year: int | _Empty = Field(description="calendar year; empty where the target has none")
    path: str = Field(description="shared by the yearly points of one target; empty where it has one number")
    kind: Literal["stock", "flow"] = Field(description="stock or flow: a target on recruits does not bind the staff")
    legal_force: Literal[*TARGET_KINDS] = Field(description="law, plan, guideline or benchmark")
    basis: str = Field(description="the document or plan that sets it")
    mandate: str = Field(description="what it asks for, in words")
    claim_id: str = Field(description="the claim that prints it")


class TargetStatement(RegistryRow):
    """A row of target_statements.csv: what a document itself says of a target, met or not; no judgement of ours."""

    target_id: str
    source: str
    locator: _Filled
    statement: _Filled = Field(description="the few words of the document")
    note: str = Field(description="what the reader of the document must know")


class Source(RegistryRow):
    """A row of sources.csv: a document held, or a primary source that one cites."""

    source_id: str = Field(description="the document")
    held: Literal["yes"] | _Empty = Field(
        description="yes where the document is held; empty for one that another cites"
    )
    producer: str = Field(description="who published it")
    title: str = Field(description="its title")
    short_title: str = Field(description="its title in charts and tables")
    url: str = Field(description="its address")
    published: str = Field(description="date, month or year of publication")
    published_basis: Literal["stated", "not_before"] = Field(description="stated, or not_before")
    reference_period: str = Field(description="the period it speaks of")
    date_accessed: str = Field(description="when it was fetched")
    release_of: str = Field(description="the source of which it is a release")
    licence: str = Field(description="under which it may be used")
    citation: str = Field(
        description="how to cite it: producer, title, date, address, day of access, and for an origin the document "
        "and the footnotes that cite it"
    )
    file: str = Field(description="its file among those held")
    sha256: str = Field(description="fingerprint of that file")

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
    sex: Literal[*SEXES]
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
    sex: Literal[*SEXES] | _Empty
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
