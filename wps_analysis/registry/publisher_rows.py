"""The rows of what is known of publishers: who they are, their series, their areas, and what of a download is used."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wps_analysis.registry import kinds
from wps_analysis.registry.kinds import (
    Code,
    Empty,
    Filled,
    OptionalCode,
    OptionalPrinted,
    PopulationCode,
    Printed,
    Words,
)
from wps_analysis.registry.rows import RegistryRow


class Publisher(RegistryRow):
    """A row of publishers.csv: what every file of a publisher has in common."""

    publisher: Code = Field(description="the publisher's code, with which the id of each of its sources begins")
    name: Filled = Field(description="who publishes")
    title: Filled = Field(description="title of its files where they name none")
    licence: Words = Field(description="the terms of use, where they are known")
    commit: Literal["yes"] | Empty = Field(description="yes where the terms allow its figures to be committed")
    url: Words = Field(description="where its files are offered")


class Fetched(RegistryRow):
    """A row of fetch.csv: a file of a publisher that ``wps fetch`` brings, and how it is known again."""

    fetch: Code = Field(description="the word for it on the command line")
    publisher: Code = Field(description="whose file it is, in publishers.csv; its licence stands there")
    what: Filled = Field(description="what it holds")
    file: kinds.FileWithEnding = Field(description="the name that it is kept under, with its ending")
    url: kinds.Printed = Field(description="its address, of one vintage where there is such a one")
    sha256: kinds.Fingerprint = Field(description="fingerprint of the file; empty where its publisher revises it")


class SeriesMap(RegistryRow):
    """A row of series_map.csv: what a series of a publisher's file is in this registry."""

    publisher: Code
    published_series: Printed = Field(description="the publisher's code of the series, or the name of its column")
    breakdown: OptionalPrinted = Field(
        description="of whom within the series, in the publisher's words; * any; empty: the whole"
    )
    indicator: Code
    population: PopulationCode
    sex: Literal["F", "M", "_T"] | Empty = Field(description="the sex it speaks of; empty where the file says it")
    series: Code
    unit: OptionalPrinted = Field(
        description="the publisher's units, separated by |, where the file says one; else left out"
    )
    scale: kinds.OptionalFactor = Field(
        description="by which the figure is multiplied, as 100 for a fraction; empty: 1"
    )
    decimals: kinds.OptionalDecimals = Field(
        description="decimals that the publisher gives, though zeros at the end may be lost"
    )


class PublisherArea(RegistryRow):
    """A row of publisher_areas.csv: an area of a publisher's files that ISO does not know, or knows by another name."""

    publisher: OptionalCode = Field(description="empty: of any publisher")
    area: Printed = Field(description="its code or name in the files; * stands for any text")
    ref_area: kinds.AreaCode | Empty = Field(
        description="the code that it is here; empty where its figures are left out"
    )
    kind: Literal["alias", "aggregate", "part", "former", "several", "disputed"] = Field(
        description="alias: another name of a country; aggregate, part of a country, state of the past, several "
        "countries in one cell, or a territory without a code in ISO 3166: left out"
    )


class DownloadChoice(RegistryRow):
    """A row of downloads.csv: what of a file added is used, where that is not all of it."""

    source: Code
    series: OptionalPrinted = Field(description="codes of the publisher's series, separated by commas; empty: all")
    areas: OptionalPrinted = Field(
        description="codes of areas, separated by commas; of a file that names no area, its area"
    )
