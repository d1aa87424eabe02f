"""What a pack consists of: a list of runs, each a notebook with validated parameters.

Papermill warns about an unknown parameter and checks no type. So each notebook has a model here, and
everything that is wrong with a request is said at once, before any kernel starts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from wps_analysis.errors import PackError
from wps_analysis.pack.notebook import declared_parameters
from wps_analysis.registry import PILLARS, nearest_codes
from wps_analysis.registry_rows import Pillar
from wps_analysis.translation import SOURCE_LANGUAGE, is_draft, languages, translations


def _iso_date(text: str) -> str:
    """Accept 2024-12-31 and nothing else: one way to write a date, one folder name."""
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        raise ValueError("is not a date written as YYYY-MM-DD")
    return text


def _language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"has no catalogue; {nearest(code, languages())}")
    return code


class AreaParameters(BaseModel):
    """Parameters of the notebooks that speak of a whole area."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ref_area: str
    as_of: Annotated[str, AfterValidator(_iso_date)]
    language: Annotated[str, AfterValidator(_language)]


class PillarParameters(AreaParameters):
    """Parameters of ``notebooks/pillar.ipynb``."""

    pillar: Pillar


MODELS: dict[str, type[AreaParameters]] = {
    "overview": AreaParameters,
    "pillar": PillarParameters,
    "pipeline": AreaParameters,
    "peers": AreaParameters,
    "data_audit": AreaParameters,
}
"""The notebooks of a pack in the order of its page, with what each is given."""


@dataclass(frozen=True)
class Run:
    """One notebook to be run: `name` is that of its output file and chart folder."""

    notebook: str
    name: str
    parameters: dict[str, str]

    @property
    def common(self) -> dict[str, str]:
        """The parameters that all runs of a pack share."""
        return {name: self.parameters[name] for name in AreaParameters.model_fields}


class PlanError(PackError):
    """A pack that was asked for wrongly, with everything that is wrong with the request."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Say all of it, one line each."""
        if len(self.problems) == 1:
            return f"The pack cannot be made: {self.problems[0]}"
        return "\n- ".join([f"The pack cannot be made, for {len(self.problems)} reasons:", *self.problems])


def plan_pack(
    ref_area: str,
    *,
    as_of: str,
    pillars: Sequence[str] | None = None,
    language: str = SOURCE_LANGUAGE,
    allow_draft: bool = False,
    areas: Collection[str],
    notebooks: Path,
) -> tuple[Run, ...]:
    """List the runs of a pack: ``pillar`` once for each pillar, every other notebook once.

    Parameters
    ----------
    ref_area, as_of
        The area and the ISO date of the pack.
    pillars
        Some of `PILLARS`; all of them by default.
    language
        One of `translation.languages()`.
    allow_draft
        Whether texts may be printed that no reader of the language has checked.
    areas
        The areas of which there are figures.
    notebooks
        The folder of the notebooks. Each must be there and declare the parameters of its model.

    Raises
    ------
    PlanError
        Naming everything that is wrong with the request, at once.

    Examples
    --------
    >>> plan_pack("KMH", as_of="2025-13-01", pillars=["relief"], areas={"KHM"}, notebooks=Path("none"))
    Traceback (most recent call last):
    ...
    wps_analysis.pack.plan.PlanError: The pack cannot be made, for 8 reasons:
    - no figure for ref_area 'KMH'; did you mean 'KHM'?
    - as_of '2025-13-01' is not a date written as YYYY-MM-DD
    - unknown pillar 'relief'; did you mean 'relief_recovery'?
    - none/overview.ipynb: there is no such notebook
    - none/pillar.ipynb: there is no such notebook
    - none/pipeline.ipynb: there is no such notebook
    - none/peers.ipynb: there is no such notebook
    - none/data_audit.ipynb: there is no such notebook
    """
    wanted = list(dict.fromkeys(PILLARS if pillars is None else pillars))
    common = {"ref_area": ref_area, "as_of": as_of, "language": language}
    by_pillar = [Run("pillar", f"pillar-{pillar}", {"pillar": pillar, **common}) for pillar in wanted]
    once = [Run(notebook, notebook, common) for notebook in MODELS if notebook != "pillar"]
    runs = [once[0], *by_pillar, *once[1:]]
    problems = [] if wanted else [f"no pillar is named; choose from {', '.join(PILLARS)}"]
    if ref_area not in areas:
        problems.append(f"no figure for ref_area {ref_area!r}; {nearest(ref_area, areas)}")
    for run in runs:
        problems += _parameter_problems(run)
    for notebook in dict.fromkeys(run.notebook for run in runs):
        problems += _notebook_problems(notebooks / f"{notebook}.ipynb", MODELS[notebook])
    problems += [] if allow_draft or language not in languages() else _draft_problems(language)
    if problems:
        raise PlanError(list(dict.fromkeys(problems)))
    return tuple(runs)


def _draft_problems(language: str) -> list[str]:
    states = translations(language)["state"].value_counts() if is_draft(language) else {}
    unchecked = states.get("draft", 0) + states.get("missing", 0)
    if not unchecked:
        return []
    return [
        f"{unchecked} texts in language {language!r} have not been checked by a reader of it"
        " (`wps list translations`); with --allow-draft they are printed, and DRAFT on every page and chart"
    ]


def nearest(value: str, known: Collection[str]) -> str:
    """Name the codes that resemble one which is not known, or all of them if none does.

    Examples
    --------
    >>> nearest("khm", {"KHM", "THA"})
    "did you mean 'KHM'?"
    >>> nearest("health", PILLARS)
    'choose from participation, prevention, protection, relief_recovery'
    """
    codes = list(known)
    near = nearest_codes(value, codes) or nearest_codes(value.upper(), codes)  # khm, for KHM
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    return f"choose from {', '.join(sorted(known))}"


def _parameter_problems(run: Run) -> list[str]:
    try:
        MODELS[run.notebook].model_validate(run.parameters)
    except ValidationError as error:
        return [_sentence(detail) for detail in error.errors()]
    return []


def _sentence(detail: Any) -> str:
    name, value = ".".join(str(part) for part in detail["loc"]), detail["input"]
    if detail["type"] == "literal_error":
        return f"unknown {name} {value!r}; {nearest(str(value), PILLARS)}"
    if detail["type"] == "value_error":
        return f"{name} {value!r} {detail['ctx']['error']}"
    return f"{name} {value!r}: {detail['msg']}"


def _notebook_problems(path: Path, model: type[BaseModel]) -> list[str]:
    if not path.is_file():
        return [f"{path}: there is no such notebook"]
    try:
        declared = declared_parameters(path)
    except Exception as error:  # nbformat and json have many ways to say that a file is no notebook
        return [f"{path}: not a readable notebook ({type(error).__name__}: {error})"]
    missing = sorted(set(model.model_fields) - declared)
    if missing:
        return [f"{path}: its cell tagged 'parameters' does not declare {', '.join(missing)}"]
    return []
