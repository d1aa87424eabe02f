"""The rows of ``data/registry``: what each column holds, one pydantic model for each file."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wps_analysis.codes import Pillar
from wps_analysis.columns import FIGURE, LABELS, SEXES, UNITS
from wps_analysis.errors import short
from wps_analysis.registry import kinds
from wps_analysis.registry.kinds import AreaCode, Code, Codes, Empty, Filled, OptionalCode, PopulationCode, Words
from wps_analysis.texts import text_problems
from wps_analysis.words.names import TARGET_KINDS

Level = Literal["national", "province", "district", "commune"]


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


def row_problems(model: type[RegistryRow], record: dict, where: str) -> list[str]:
    """Return a sentence for each column of a row that its model refuses, or that would act where it is printed."""
    acts = list(text_problems(record, where))
    try:
        model.model_validate(record)
    except ValidationError as error:
        # A union reports one error for each member; the field and the value say enough.
        fields = {str(e["loc"][0]) if e["loc"] else "row": e for e in reversed(error.errors())}
        return [
            f"{where}: {name}={short(e['input'])}: {e['msg'].removeprefix('Value error, ')}"
            for name, e in fields.items()
        ][::-1] + acts
    return acts


class Indicator(RegistryRow):
    """A row of indicators.csv: what a number measures."""

    indicator: Code
    name: Filled
    short_name: kinds.ShortName = Field(
        description="its name where room is short, 32 letters at most; empty: the name itself"
    )
    wording: Words = Field(
        description="in running text: of a composition who are meant ('district governors'), of a rate what is said of "
        "them ('sought help'); with {value}, or {women} and {men}, the whole sentence; empty where none is made of it"
    )
    message: Literal["yes", "list", "never"] = Field(
        description="yes: it may be a message; list: it stands in the list of figures alone; never: in neither"
    )
    pillar: Pillar
    also_pillar: Words
    rpa_output: kinds.OutputCodes = Field(
        description="outputs of the ASEAN Regional Plan of Action that it is attached to"
    )
    rpa_relation: Literal["measures", "related"] | Empty = Field(
        description="measures: a move of the figure is a move of what the output names; related: it is context of it"
    )
    theme: Code
    measure: Literal["composition", "rate", "count", "amount", "index", "rank"]
    kind: Literal["headcount", "body", "deployment", "flow", "cumulative", "survey", "process", "index", "attendance"]
    unit_measure: Literal[*UNITS]
    direction: Literal["up", "down", "parity"] | Empty = Field(description="up, down or parity: the way to the target")
    complement: Literal["yes"] | Empty = Field(description="yes where women's and men's shares add up to 100")
    rate_of: Literal["persons", "women", "other"] | Empty = Field(
        description="of a rate: persons of the sex that stands with it; women, by its own words; other than persons"
    )
    valid_min: kinds.OptionalNumber = Field(description="lowest value that can be")
    valid_max: kinds.OptionalNumber = Field(description="highest value that can be; empty where there is none")
    government_level: Level | Empty
    rank: Literal["head", "deputy", "second_deputy", "member", "staff", "clerk"] | Empty
    ladder: Words
    count_indicator: OptionalCode = Field(description="the indicator that counts the women of this share")
    unit_count_indicator: OptionalCode = Field(
        description="the indicator that counts the units which this share, count or rank is of"
    )
    sdg_indicator: kinds.SdgIndicator = Field(description="number of the SDG indicator")
    sdg_series: kinds.SdgSeries = Field(description="code of the SDG series")
    custodian: Words = Field(description="the office that would confirm the figure; custodians.csv names it by country")
    definition: Filled = Field(description="what is measured")
    not_measured: Words = Field(description="what is not")


class PlanOutput(RegistryRow):
    """A row of plan_outputs.csv: an output of the regional plan in our words, and who holds data in one area."""

    output: kinds.OutputCode
    pillar: Pillar
    outcome: kinds.Outcome
    text: Filled
    data_holder: Words
    holder_area: AreaCode
    ref_area: AreaCode = Field(description="the group whose plan it is: its outputs are its members'")


class Population(RegistryRow):
    """A row of populations.csv: the group that a figure speaks of."""

    population: Code
    name: Filled
    wording: Words = Field(description="behind 'women' or 'men' in running text ('in rural areas')")
    parent: PopulationCode


class Target(RegistryRow):
    """A row of targets.csv: it has no defaults and applies to the population that it names."""

    target_id: Code = Field(description="the target")
    indicators: Codes = Field(description="codes of the indicators it binds, separated by spaces")
    population: PopulationCode
    sex: Literal[*SEXES]
    ref_area: AreaCode | Empty
    operator: Literal[">=", "<=", "=", "parity", "range"] = Field(
        description=">= (a floor), <= (a ceiling), = or range, parity (50 %)"
    )
    lower: kinds.Number = Field(description="the number to reach, percent")
    upper: kinds.OptionalNumber = Field(description="upper end of a range, percent")
    target_year: kinds.OptionalYear = Field(description="calendar year; empty where the target has none")
    path: OptionalCode = Field(description="shared by the yearly points of one target; empty where it has one number")
    kind: Literal["stock", "flow"] = Field(description="stock or flow: a target on recruits does not bind the staff")
    legal_force: Literal[*TARGET_KINDS] = Field(description="law, plan, guideline or benchmark")
    basis: Filled = Field(description="the document or plan that sets it")
    mandate: Filled = Field(description="what it asks for, in words")
    claim_id: kinds.ClaimId = Field(description="the claim that prints it")


class TargetStatement(RegistryRow):
    """A row of target_statements.csv: what a document itself says of a target, met or not; no judgement of ours."""

    target_id: Code
    source: Code
    locator: kinds.Printed
    statement: Filled = Field(description="the few words of the document")
    note: Words = Field(description="what the reader of the document must know")


class Source(RegistryRow):
    """A row of sources.csv: a document held, or a primary source that one cites."""

    source_id: Code = Field(description="the document")
    committed: Literal["yes", "no"] | Empty = Field(
        description="yes where its figures stand in data/raw; no where its terms keep them with each user; empty for "
        "one that others cite"
    )
    producer: Filled = Field(description="who published it")
    title: Filled = Field(description="its title")
    short_title: Filled = Field(description="its title in charts and tables")
    url: Words = Field(description="its address")
    published: kinds.Published = Field(description="date, month or year of publication")
    published_basis: Literal["stated", "not_before"] = Field(description="stated, or not_before")
    reference_period: kinds.OptionalPrinted = Field(description="the period it speaks of")
    date_accessed: kinds.OptionalDate = Field(description="when it was fetched")
    release_of: OptionalCode = Field(description="the source of which it is a release")
    licence: Words = Field(description="under which it may be used")
    citation: Filled = Field(
        description="how to cite it: producer, title, date, address, day of access, and for an origin the document "
        "and the footnotes that cite it"
    )
    file: kinds.FileName = Field(description="its file among those held")
    sha256: kinds.Fingerprint = Field(description="fingerprint of that file")


class Series(RegistryRow):
    """A row of series.csv: a register and its definition, whichever document repeats it."""

    series: Code
    name: Filled
    definition: Filled
    population: Filled
    basis: Literal[
        "register", "election", "census", "survey_probability", "survey_purposive", "estimate", "modelled", "press"
    ]
    rank: kinds.Rank
    n: kinds.OptionalCount
    n_women: kinds.OptionalCount
    n_men: kinds.OptionalCount
    custodian: Words


class Break(RegistryRow):
    """A row of breaks.csv: from this period on, a series counts something else."""

    series: Code
    time_period: kinds.Period
    reason: Filled
    source: Code


class Exclusion(RegistryRow):
    """A row of exclusions.csv: a printed number that is not used, and why.

    ``value_text`` is ``*`` for all figures of an area of a publisher's file; ``locator`` is then the area's label.
    """

    source: Code
    locator: kinds.Printed
    value_text: kinds.Printed
    what: Filled
    reason: Filled


class Area(RegistryRow):
    """A row of areas.csv: a place, its names and the group or area it belongs to."""

    ref_area: AreaCode
    name_en: kinds.Name
    name_km: Words
    level: Literal["world", "region", "group", "country", "province", "district"]
    parent: AreaCode | Empty
    valid_from: kinds.OptionalDay
    valid_to: kinds.OptionalDay


class AreaAlias(RegistryRow):
    """A row of area_aliases.csv: a reviewed spelling of a place name, with several codes where it is ambiguous."""

    alias: kinds.Name
    ref_area: kinds.AreaCodes


class Synonym(RegistryRow):
    """A row of synonyms.csv: other words by which drafts and reports call what the registry names."""

    list: Literal["indicator", "population", "area"] = Field(description="which list the code stands in")
    code: kinds.Printed = Field(description="the code")
    phrase: Filled = Field(description="words that mean it, as reports print them")


class Election(RegistryRow):
    """A row of elections.csv: when a body was elected."""

    election_id: Code
    ref_area: AreaCode
    indicators: Codes
    year: kinds.Year
    source: Filled


class Confirmation(RegistryRow):
    """A row of confirmations.csv: what a custodian said of a claim; without a row it is held as printed."""

    claim_id: kinds.ClaimId
    state: Literal["sent", "confirmed", "corrected", "embargo"] = Field(
        description="sent: the custodian was asked; confirmed; corrected: by the claim named; embargo: not to be "
        "published before a date"
    )
    until: kinds.OptionalDay = Field(description="ISO date on which an embargo is over")
    day: kinds.OptionalDay = Field(description="ISO date of the custodian's word, or of the question")
    corrected_by: Words = Field(description="the claim that corrects it")
    note: Words

    @model_validator(mode="after")
    def _whole(self) -> Confirmation:
        if (self.state == "embargo") != bool(self.until):
            raise ValueError("an embargo, and nothing else, has a date until when")
        if (self.state == "corrected") != bool(self.corrected_by):
            raise ValueError("what is corrected, and nothing else, names the claim that corrects it")
        return self


class Correction(RegistryRow):
    """An entry of corrections.yml: a fix that must find the value it expects."""

    indicator: Code
    area: AreaCode
    years: Annotated[list[kinds.Year], Field(min_length=1)]
    source: Code
    action: Literal["replace", "drop"]
    value_text: str = ""
    expect: kinds.Printed
    reason: Filled
    provider: Filled
    status: Literal["proposed", "confirmed"]
