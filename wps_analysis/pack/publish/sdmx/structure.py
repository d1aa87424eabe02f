"""The structures, concepts and code lists that the project's SDMX-CSV files name, as SDMX-ML 2.1 made by sdmx1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sdmx
from sdmx.message import Header, StructureMessage
from sdmx.model import common, v21

from wps_analysis import columns
from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.sdmx.write import AGENCY, DATAFLOWS, NOT_APPLICABLE, VERSION, Dataflow
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.load import Registry

_WORDS = {
    "sex": {"F": "Women", "M": "Men", "_T": "All"},
    "freq": {"A": "Annual", "M": "Monthly", "_O": "Other length"},
    "obs_status": {"A": "Normal value", "O": "Missing value", "M": "Missing value; data cannot exist"},
    "unit_measure": {
        "PT": "Percent (0-100)", "PS": "Persons", "NUMBER": "Number", "IX": "Index", "RANK": "Rank", "YR": "Years",
        "HA": "Hectares",
    },
}  # fmt: skip
# The columns of words that need no other name, by the code list that they share.
_OWN_NAMES = {
    "qualifier": (columns.QUALIFIERS, ("qualifier", "latest_qualifier", "base_qualifier")),
    "period_basis": (columns.PERIOD_BASES, ("period_basis", "latest_period_basis")),
    "agreement": (columns.AGREEMENTS, ("agreement", "base_agreement")),
    "choice_reason": (columns.CHOICES, ("choice_reason",)),
    "role": (columns.ROLES, ("role",)),
}


def structure(edition: Edition) -> bytes:
    """Write the structures of the dataflows, with their concepts and code lists.

    Parameters
    ----------
    edition
        Its date is printed as that of preparation, so that the bytes do not depend on the clock.

    Returns
    -------
    bytes
        SDMX-ML 2.1. The code lists are those of ``data/registry``; names are in English.

    Examples
    --------
    >>> import io, sdmx
    >>> message = sdmx.read_sdmx(io.BytesIO(structure(Edition("2025-10-31"))))
    >>> [dimension.id for dimension in message.structure["DSD_OBSERVATIONS"].dimensions]
    ['INDICATOR', 'REF_AREA', 'POPULATION', 'SEX', 'FREQ', 'TIME_PERIOD']
    """
    day = datetime.fromisoformat(edition.as_of)
    codelists = _codelists(edition.registry, edition.claims["ref_area"])
    message = StructureMessage(header=Header(id="WPS_STRUCTURES", prepared=day, sender=_agency()))
    for name, flow in DATAFLOWS.items():
        concepts = _concepts(name, flow)
        definition = _definition(name, flow, concepts, codelists)
        message.add(concepts)
        message.add(definition)
        message.add(_maintained(v21.DataflowDefinition, name.upper(), flow.name, structure=definition))
    for codes in {codes.id: codes for codes in codelists.values()}.values():
        message.add(codes)
    return sdmx.to_xml(message, pretty_print=True)


def _agency() -> common.Agency:
    return common.Agency(id=AGENCY, name="wps_analysis")


def _maintained(kind: type, id_: str, name: str, **other: object) -> Any:
    """Make an artefact of the project's; English is the language of its names."""
    fixed = {"maintainer": _agency(), "version": VERSION, "is_final": True, "is_external_reference": False}
    return kind(id=id_, name={"en": name}, **fixed, **other)


def _concepts(name: str, flow: Dataflow) -> common.ConceptScheme:
    """Return the concepts of a dataflow, each with the meaning of its column."""
    scheme = _maintained(common.ConceptScheme, f"CS_{name.upper()}", f"Concepts of {name}")
    for column, id_ in flow.concepts.items():
        words, meaning = column.replace("_", " ").capitalize(), flow.contract[column].description
        scheme.append(common.Concept(id=id_, name={"en": words}, description={"en": meaning}))
    return scheme


def _codelists(registry: Registry, areas: Iterable[str]) -> dict[str, common.Codelist]:
    """Return the code list of each coded column."""
    indicators, known = registry.indicators.set_index("indicator"), sorted({*registry.areas["ref_area"], *areas})
    named = {
        "indicator": indicators["name"].to_dict(),
        "ref_area": {code: area_name(code, areas=registry.areas) for code in known},
        "population": {"_T": "Everybody"} | registry.populations.set_index("population")["name"].to_dict(),
        "series": registry.series.set_index("series")["name"].to_dict(),
        "source": registry.titles.to_dict(),
        "target_id": {NOT_APPLICABLE: "No target"} | registry.targets.set_index("target_id")["basis"].to_dict(),
        **_WORDS,
    }
    lists = {column: _codelist(column, names) for column, names in named.items()}
    for code, definition in indicators["definition"].items():
        lists["indicator"][code].description["en"] = definition
    for name, (words, shared) in _OWN_NAMES.items():
        codes = _codelist(name, {word: word.replace("_", " ").capitalize() for word in words if word})
        lists |= dict.fromkeys(shared, codes)
    return lists


def _codelist(column: str, names: dict[str, str]) -> common.Codelist:
    codes = _maintained(common.Codelist, f"CL_{column.upper()}", f"Codes of {column}")
    for code, name in names.items():
        codes.append(common.Code(id=code, name={"en": name}))
    return codes


def _definition(
    name: str, flow: Dataflow, concepts: common.ConceptScheme, codelists: dict[str, common.Codelist]
) -> v21.DataStructureDefinition:
    """Put together dimensions, measure and attributes: all attributes belong to the single figure."""

    def parts(column: str) -> dict[str, Any]:
        concept = concepts[flow.concepts[column]]
        return {
            "id": concept.id,
            "concept_identity": concept,
            "local_representation": _representation(column, str(flow.contract[column].dtype), codelists.get(column)),
        }

    dimensions = [
        (common.TimeDimension if column == "time_period" else common.Dimension)(order=place, **parts(column))
        for place, column in enumerate(flow.dimensions, start=1)
    ]
    attributes = [
        common.DataAttribute(
            usage_status=common.UsageStatus.conditional, related_to=v21.PrimaryMeasureRelationship(), **parts(column)
        )
        for column in flow.attributes
    ]
    return _maintained(
        v21.DataStructureDefinition,
        f"DSD_{name.upper()}",
        f"Structure of {name}",
        dimensions=common.DimensionDescriptor(id="DimensionDescriptor", components=dimensions),
        measures=v21.MeasureDescriptor(id="MeasureDescriptor", components=[v21.PrimaryMeasure(**parts(flow.measure))]),
        attributes=common.AttributeDescriptor(id="AttributeDescriptor", components=attributes),
    )


def _representation(column: str, dtype: str, codelist: common.Codelist | None) -> common.Representation:
    """Return what a column holds: a code, a number, true or false, a period, or text."""
    if codelist is not None:
        return common.Representation(enumerated=codelist)
    kinds = common.FacetValueType
    held = {"boolean": kinds.boolean, "int64": kinds.integer, "float64": kinds.double}.get(dtype, kinds.string)
    kind = kinds.observationalTimePeriod if column == "time_period" else held
    return common.Representation(non_enumerated=[common.Facet(value_type=kind)])
