"""The rows of ``data/registry`` that say how figures are told: parts of a whole, headings, names, messages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from wps_analysis.codes import Pillar
from wps_analysis.columns import SEXES
from wps_analysis.registry.kinds import (
    AreaCode,
    ClaimIds,
    Code,
    Empty,
    Filled,
    OptionalCode,
    OptionalDate,
    PopulationCode,
    ShortName,
    Words,
)
from wps_analysis.registry.rows import Level, RegistryRow

HEADINGS = ("fewer_than", "deputies_more_often", "change_since", "about_fraction")
"""The forms of a heading."""
FORMS = ("share", "share_change", "share_target", "heads_deputies", "rate", "about_rate", "count", "nothing_since")
"""The forms of a finding."""


def _rank(value: object) -> int:
    if str(value) not in tuple("012345"):
        raise ValueError("must be 0 (a heading) or a rank from 1 to 5")
    return int(str(value))


class TablePart(RegistryRow):
    """A row of table_parts.csv: a part of a hundred that a chart draws, or (no indicator) what the rest is."""

    table_id: Code
    table_name: Filled
    indicator: OptionalCode
    population: PopulationCode | Empty
    sex: Literal[*SEXES] | Empty
    label: Filled


class Theme(RegistryRow):
    """A row of themes.csv: under which heading the list of figures shows a theme, in the order of the file."""

    theme: Code
    government_level: Level | Empty = Field(description="the rows of one level of government alone; empty: all")
    group: Filled


class Custodian(RegistryRow):
    """A row of custodians.csv: the body that holds an office in a country."""

    custodian: Filled = Field(description="the office, as indicators.csv or series.csv names it")
    ref_area: AreaCode
    name: Filled = Field(description="the body")


class LocalName(RegistryRow):
    """A row of local_names.csv: what an indicator is called in a country, as indicators.csv would name it."""

    indicator: Code
    ref_area: AreaCode
    name: Filled
    short_name: ShortName
    wording: Words


class AtlasColumn(RegistryRow):
    """A row of atlas.csv: an indicator under a heading of the atlas; of several the first that a country has."""

    heading: Filled
    indicator: Code


class Message(RegistryRow):
    """A row of messages.csv: what the brief of an area says first, chosen by its editors; numbers come from claims."""

    ref_area: AreaCode
    release: OptionalDate = Field(description="date of the data that it was chosen for; empty: any")
    pillar: Pillar | Empty = Field(description="empty: the headline of the brief")
    rank: Annotated[int, BeforeValidator(_rank)] = Field(description="0: a heading; 1 to 5: a finding")
    form: Literal[*HEADINGS, *FORMS] = Field(description="the form of the sentence")
    claims: ClaimIds = Field(description="claims of the figures that it is made of, separated by spaces")
    card: Literal["yes"] | Empty = Field(description="yes where its first figure is a fact card")
    checked_by: Words = Field(description="the body or role that checked it, never a person; empty: nobody yet")
    checked_on: OptionalDate = Field(description="the day on which it was checked")
