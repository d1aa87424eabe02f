"""What a batch of packs consists of: a table of runs, each a notebook with validated parameters.

Papermill warns about an unknown parameter and checks no type. Here everything that is wrong with a request is said at
once, before any kernel starts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wps_analysis.codes import PILLARS, did_you_mean
from wps_analysis.errors import PackError
from wps_analysis.pack.plan.parameters import free_parameters, notebook_problems
from wps_analysis.pack.plan.task import CELL_TIMEOUT
from wps_analysis.report.parameters import MODELS, validated
from wps_analysis.words.language import SOURCE_LANGUAGE, is_draft, languages, translations

FORMATS = ("notebooks", "html", "xlsx", "csv")
"""What a pack holds: executed notebooks with their charts (which are always there), pages, workbook, tables."""
ON_DEMAND = ("pdf", "slides", "matrix", "requests", "report")
"""What it holds besides where it is asked for by name."""


def in_order(formats: Sequence[str]) -> list[str]:
    """Return some of `FORMATS` and `ON_DEMAND`, each once, in their order."""
    return [name for name in (*FORMATS, *ON_DEMAND) if name in formats]


@dataclass(frozen=True)
class Request:
    """A batch of packs that is asked for.

    Parameters
    ----------
    ref_areas
        The codes of the areas.
    as_of
        The ISO date of the packs; by default the date by which every source was published.
    pillars
        Some of `PILLARS`; all of them by default.
    languages
        Some of `words.language.languages()`.
    formats
        Some of `FORMATS` and `ON_DEMAND`.
    parameters
        Further parameters, such as ``horizon``: each is given to the notebooks that have it.
    allow_draft
        Whether texts may be printed that no reader of the language has checked.
    cell_timeout
        Seconds after which a cell is stopped and its notebook given up.
    force
        Whether to do runs again that ended well before with the same ingredients.
    cold
        Whether each kernel is started by itself even where it could be forked.
    strict
        Whether to refuse where a message of ``messages.csv`` does not hold on the figures; else it is left out.
    only_confirmed
        Whether no figure is used but those that their custodian confirmed or put right.
    changes_of
        A pack whose own account of what changed since its previous one is taken over; without it the packs on the
        shelf are compared.
    """

    ref_areas: tuple[str, ...]
    as_of: str = ""
    pillars: tuple[str, ...] | None = None
    languages: tuple[str, ...] = (SOURCE_LANGUAGE,)
    formats: tuple[str, ...] = FORMATS
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    allow_draft: bool = False
    cell_timeout: int = CELL_TIMEOUT
    force: bool = False
    cold: bool = False
    strict: bool = False
    only_confirmed: bool = False
    changes_of: Path | None = None


@dataclass(frozen=True)
class Run:
    """One notebook to be run: `name` is that of its output file and chart folder."""

    notebook: str
    name: str
    parameters: dict[str, str | int]


@dataclass(frozen=True)
class PackPlan:
    """The runs of one pack: one area, date and language."""

    ref_area: str
    as_of: str
    language: str
    runs: tuple[Run, ...]
    only_confirmed: bool = False

    @property
    def name(self) -> str:
        """The pack's folder; one of some pillars or figures never stands in the place of a whole one."""
        some = f"{'' if self.is_whole else '.partial'}{'.confirmed' if self.only_confirmed else ''}"
        return f"{self.as_of}{self.language_suffix}{some}"

    @property
    def language_suffix(self) -> str:
        """What a pack's name says of its language: nothing for English, else ``.km``."""
        return "" if self.language == SOURCE_LANGUAGE else f".{self.language}"

    @property
    def is_whole(self) -> bool:
        """Whether it holds all pillars."""
        return {run.name for run in self.runs} >= {f"pillar-{pillar}" for pillar in PILLARS}

    def __str__(self) -> str:
        """Say which pack it is: ``KHM/2025-10-31.km``."""
        return f"{self.ref_area}/{self.name}"


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


def plan_packs(
    request: Request, *, areas: Collection[str], groups: Collection[str] = (), notebooks: Path
) -> tuple[PackPlan, ...]:
    """List the packs of a batch and the runs of each: ``pillar`` once for each pillar, every other notebook once.

    Parameters
    ----------
    request
        What is asked for, with its date.
    areas, groups
        The areas of which there are figures, and the groups and regions whose members can be compared.
    notebooks
        The folder of the notebooks. Each must be there and declare the parameters that it is given.

    Raises
    ------
    PlanError
        Naming everything that is wrong with the request, at once.

    Examples
    --------
    >>> plan_packs(Request(("KMH",), "2025-10-31", ("relief",)), areas={"KHM"}, notebooks=Path("none"))
    Traceback (most recent call last):
    ...
    wps_analysis.pack.plan.plan.PlanError: The pack cannot be made, for 7 reasons:
    - no figure for ref_area 'KMH'; did you mean 'KHM'?
    - unknown pillar 'relief'; did you mean 'relief_recovery'?
    - none/overview.ipynb: there is no such notebook
    - none/pillar.ipynb: there is no such notebook
    - none/pipeline.ipynb: there is no such notebook
    - none/peers.ipynb: there is no such notebook
    - none/data_audit.ipynb: there is no such notebook
    """
    ref_areas, formats, parameters = request.ref_areas, request.formats, request.parameters
    wanted = list(dict.fromkeys(PILLARS if request.pillars is None else request.pillars))
    packs = tuple(
        PackPlan(ref_area, request.as_of, language, _runs(wanted, request, ref_area, language), request.only_confirmed)
        for ref_area in dict.fromkeys(ref_areas)
        for language in dict.fromkeys(request.languages)
    )
    free = free_parameters()
    asked = {"area": ref_areas, "language": request.languages, "format": formats}
    problems = [f"no {what} is named" for what, named in asked.items() if not named]
    problems += [] if wanted else [f"no pillar is named; choose from {', '.join(PILLARS)}"]
    problems += [f"no figure for ref_area {a!r}; {did_you_mean(a, areas)}" for a in ref_areas if a not in areas]
    known = (*FORMATS, *ON_DEMAND)
    problems += [f"unknown format {name!r}; {did_you_mean(name, known)}" for name in formats if name not in known]
    problems += [f"unknown parameter {name!r}; {did_you_mean(name, free)}" for name in parameters if name not in free]
    checked = [_checked(pack, groups) for pack in packs]
    problems += [problem for _pack, found in checked for problem in found]
    for run in {run.notebook: run for pack in packs for run in pack.runs}.values():
        problems += notebook_problems(notebooks / f"{run.notebook}.ipynb", run.parameters)
    for language in request.languages:
        problems += [] if request.allow_draft else _draft_problems(language)
    if problems:
        raise PlanError(list(dict.fromkeys(problems)))
    return tuple(pack for pack, _problems in checked)


def _checked(pack: PackPlan, groups: Collection[str]) -> tuple[PackPlan, list[str]]:
    runs, problems = [], []
    for run in pack.runs:
        parameters, found = validated(run.notebook, run.parameters, groups=groups)
        runs.append(replace(run, parameters=parameters))
        problems += found
    return replace(pack, runs=tuple(runs)), problems


def _runs(pillars: Sequence[str], request: Request, ref_area: str, language: str) -> tuple[Run, ...]:
    def run(notebook: str, name: str, **own: str) -> Run:
        given = {key: value for key, value in request.parameters.items() if key in MODELS[notebook].model_fields}
        return Run(notebook, name, {**own, "ref_area": ref_area, "as_of": request.as_of, "language": language, **given})

    by_pillar = [run("pillar", f"pillar-{pillar}", pillar=pillar) for pillar in pillars]
    once = [run(notebook, notebook) for notebook in MODELS if notebook != "pillar"]
    return (once[0], *by_pillar, *once[1:])


def _draft_problems(language: str) -> list[str]:
    known = language in languages()
    states = translations(language)["state"].value_counts() if known and is_draft(language) else {}
    unchecked = states.get("draft", 0) + states.get("missing", 0)
    if not unchecked:
        return []
    return [
        f"{unchecked} texts in language {language!r} have not been checked by a reader of it"
        " (`wps list translations`); with --allow-draft they are printed, and DRAFT on every page and chart"
    ]
