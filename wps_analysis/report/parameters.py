"""The parameters of each notebook, and what is wrong with given ones: codes, dates and years, no secrets."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from wps_analysis.codes import NO_DATE, PILLARS, Pillar, did_you_mean, read_year
from wps_analysis.errors import short
from wps_analysis.words.language import languages


def _iso_date(text: str) -> str:
    """Accept 2024-12-31, as a request writes what it could read: one way to write a date, one folder name."""
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise ValueError(NO_DATE)


def _language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"has no catalogue; {did_you_mean(code, languages())}")
    return code


def _horizon(value: object) -> int:
    year = 0 if value in (0, "0") and not isinstance(value, bool) else read_year(value)
    if year is None:
        raise ValueError("is not a year such as 2030, or 0 for none")
    return year


Horizon = Annotated[int, BeforeValidator(_horizon)]


class AreaParameters(BaseModel):
    """Parameters of the notebooks that speak of a whole area: codes, dates and years, and nothing secret."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ref_area: str
    as_of: Annotated[str, AfterValidator(_iso_date)]
    language: Annotated[str, AfterValidator(_language)]


class OverviewParameters(AreaParameters):
    """Parameters of ``notebooks/overview.ipynb``."""

    horizon: Horizon = 0


class PillarParameters(AreaParameters):
    """Parameters of ``notebooks/pillar.ipynb``."""

    pillar: Pillar
    annex_horizon: Horizon = 2030


class PeersParameters(AreaParameters):
    """Parameters of ``notebooks/peers.ipynb``."""

    group: str = ""

    @field_validator("group")
    @classmethod
    def _known_group(cls, code: str, info: ValidationInfo) -> str:
        if code and code not in info.context["groups"]:
            raise ValueError(f"is no group or region; {did_you_mean(code, info.context['groups'])}")
        return code


MODELS: dict[str, type[AreaParameters]] = {
    "overview": OverviewParameters,
    "pillar": PillarParameters,
    "pipeline": AreaParameters,
    "peers": PeersParameters,
    "data_audit": AreaParameters,
}
"""The notebooks of a pack in the order of its page, with what each is given."""


def validated(
    notebook: str, parameters: Mapping[str, Any], *, groups: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return parameters in the types of a notebook's model, and a sentence for each that is wrong.

    Parameters
    ----------
    notebook
        A key of `MODELS`.
    parameters
        What is given; numbers may be text.
    groups
        Codes of groups and regions whose members can be compared.

    Examples
    --------
    >>> given = {"ref_area": "KHM", "as_of": "2025-10-31", "language": "en"}
    >>> validated("overview", {**given, "horizon": "2030"}, groups=())[0]["horizon"]
    2030
    >>> validated("overview", {**given, "horizon": "soon"}, groups=())[1]
    ["horizon 'soon' is not a year such as 2030, or 0 for none"]
    """
    try:
        model = MODELS[notebook].model_validate(dict(parameters), context={"groups": groups})
    except ValidationError as error:
        return dict(parameters), [_sentence(detail) for detail in error.errors()]
    values = model.model_dump()
    return {name: values[name] for name in parameters}, []


def _sentence(detail: Any) -> str:
    name, value = ".".join(str(part) for part in detail["loc"]), detail["input"]
    if detail["type"] == "literal_error":
        return f"unknown {name} {short(value)}; {did_you_mean(str(value), PILLARS)}"
    if detail["type"] == "value_error":
        return f"{name} {short(value)} {detail['ctx']['error']}"
    return f"{name} {short(value)}: {detail['msg']}"
