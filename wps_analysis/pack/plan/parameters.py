"""The parameters of each notebook of a pack, and what is wrong with given ones: codes, dates and years, no secrets."""

import ast
import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
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

from wps_analysis.codes import PILLARS, Pillar, did_you_mean
from wps_analysis.words.language import languages


def _iso_date(text: str) -> str:
    """Accept 2024-12-31 and nothing else: one way to write a date, one folder name."""
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise ValueError("is not a date written as YYYY-MM-DD")


def _language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"has no catalogue; {did_you_mean(code, languages())}")
    return code


def _horizon(value: object) -> int:
    if not re.fullmatch(r"0|(?:19|20|21)\d\d", str(value)):
        raise ValueError("is not a year such as 2030, or 0 for none")
    return int(str(value))


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

OF_THE_PLAN = ("ref_area", "as_of", "language", "pillar")
"""Parameters that the plan itself sets."""


def free_parameters() -> set[str]:
    """Return the names of the parameters that a user may set.

    Examples
    --------
    >>> sorted(free_parameters())
    ['annex_horizon', 'group', 'horizon']
    """
    return {name for model in MODELS.values() for name in model.model_fields} - {*OF_THE_PLAN}


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
        return f"unknown {name} {value!r}; {did_you_mean(str(value), PILLARS)}"
    if detail["type"] == "value_error":
        return f"{name} {value!r} {detail['ctx']['error']}"
    return f"{name} {value!r}: {detail['msg']}"


def notebook_problems(path: Path, given: Collection[str]) -> list[str]:
    """Say what keeps a notebook from being run with parameters of these names; nothing if it is as it must be."""
    if not path.is_file():
        return [f"{path}: there is no such notebook"]
    try:
        declared = declared_parameters(path)
    except (OSError, ValueError, KeyError, TypeError, SyntaxError) as error:
        return [f"{path}: not a readable notebook ({type(error).__name__}: {error})"]
    missing = sorted(set(given) - declared)
    if missing:
        return [f"{path}: its cell tagged 'parameters' does not declare {', '.join(missing)}"]
    return []


def declared_parameters(path: Path) -> set[str]:
    """Return the names that the cell tagged ``parameters`` of a notebook assigns.

    Examples
    --------
    >>> sorted(declared_parameters(Path("notebooks/pipeline.ipynb")))
    ['as_of', 'language', 'ref_area']
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tagged = ["".join(c["source"]) for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    assigned = [node for source in tagged for node in ast.walk(ast.parse(source))]
    return {node.id for node in assigned if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
