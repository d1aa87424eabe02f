"""Write ``index.html``: one page to look through a pack, without outside requests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape

from wps_analysis import dataset
from wps_analysis.brief import PILLAR_NAMES
from wps_analysis.charts.lettering import font_face, font_families
from wps_analysis.labelling import local_area_name
from wps_analysis.paths import write_atomic
from wps_analysis.registry import load_registry
from wps_analysis.tables import SEVERITIES
from wps_analysis.translation import N_, _, draft_notice, in_language, language_in_force, ngettext

# A cell with one of these tags is shown on the page, under the heading that stands before it in the notebook.
SHOWN = {"key_messages", "limits", "status", "chart", "findings", "missing", "definitions"}
_DOWNLOADS = {".png": "PNG", ".svg": "SVG", ".csv": N_("data (CSV)")}
# pandas writes presentation into its tables; the page has its own style, light and dark.
_PRESENTATION = re.compile(r"<style\b.*?</style>|\s(?:border|style)=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A saved chart: its name, alternative text and files."""

    name: str
    image: str
    alt: str
    links: dict[str, str]


@dataclass
class Part:
    """What stands under one heading of a notebook: prose, tables and lists, charts, in the notebook's order."""

    heading: str
    items: list[Markup | Chart] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the page made from one run."""

    anchor: str
    title: str
    notebook: str
    error: str
    parts: tuple[Part, ...]


@in_language
def write_index(pack: Path, outcomes: Sequence[Any], *, ref_area: str, as_of: str, root: Path) -> Path:
    """Write ``index.html`` into a pack's folder that holds its notebooks and charts.

    Parameters
    ----------
    pack
        The folder: ``<run>.ipynb``, ``failed/<run>.ipynb``, ``charts/<run>/<name>.png|svg|csv|txt``.
    outcomes
        The runs and how they ended (`run.Outcome`).
    ref_area, as_of, root
        The area and date of the pack, and the project's folder.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("wps_analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)
    html = environment.get_template("index.html.j2").render(
        area=local_area_name(ref_area, load_registry(root).areas),
        language=language_in_force(),
        draft=draft_notice(),
        font_face=Markup(font_face(language_in_force())),
        # First, so that a browser waits for it; it has no other letters than the language's own.
        fonts=Markup("".join(f'"{name}", ' for name in font_families(language_in_force())[1:])),
        as_of=as_of,
        facts=key_facts(ref_area, as_of=as_of, root=root),
        sections=[read_section(pack, outcome) for outcome in outcomes],
    )
    page = pack / "index.html"
    write_atomic(page, html)
    return page


def key_facts(ref_area: str, *, as_of: str, root: Path) -> dict[str, str]:
    """Count what the pack rests on: figures, documents, observations, figures that differ, findings."""
    claims = dataset.load_claims(as_of=as_of, root=root)
    claims = claims[(claims["ref_area"] == ref_area) & (claims["role"] != "target")]
    observations = dataset.load(ref_area=ref_area, as_of=as_of, root=root)
    findings = dataset.load_findings(as_of=as_of, root=root)
    severities = findings["severity"].value_counts()
    words = {
        "error": lambda n: ngettext("{count} error", "{count} errors", n),
        "question": lambda n: ngettext("{count} question", "{count} questions", n),
        "note": lambda n: ngettext("{count} note", "{count} notes", n),
    }
    counted = [words[word](n).format(count=n) for word in SEVERITIES if (n := severities.get(word, 0))]
    return {
        _("Published figures"): str(len(claims)),
        _("Documents and pages"): str(claims["source"].nunique()),
        _("Observations"): str(len(observations)),
        _("Observations whose published figures differ"): str((observations["agreement"] == "differ").sum()),
        _("Findings of the data audit"): ", ".join(counted) or _("none"),
    }


def read_section(pack: Path, outcome: Any) -> Section:
    """Collect from a run's notebook and chart folder what the page shows of it."""
    run = outcome.run
    file = f"failed/{run.name}.ipynb" if outcome.failure else f"{run.name}.ipynb"
    executed = nbformat.read(pack / file, as_version=4)
    charts = {chart.alt: chart for chart in read_charts(pack, run.name)}
    parts = [_part(heading, prose, cells, charts) for heading, prose, cells in _under_headings(executed)]
    pillar = run.parameters.get("pillar", "")
    return Section(
        anchor=run.name,
        title=_(PILLAR_NAMES.get(pillar, "")) or _title(executed) or run.name,
        notebook=file,
        error=str(outcome) if outcome.failure else "",
        parts=tuple(part for part in parts if part is not None),
    )


def read_charts(pack: Path, name: str) -> list[Chart]:
    """Find the charts that a run saved, each with its files; its ``.txt`` is the alternative text."""
    charts = []
    for text in sorted((pack / "charts" / name).glob("*.txt")):
        files = {word: text.with_suffix(suffix) for suffix, word in _DOWNLOADS.items()}
        charts.append(
            Chart(
                name=text.stem.replace("_", " "),
                image=text.with_suffix(".png").relative_to(pack).as_posix(),
                alt=text.read_text(encoding="utf-8").strip(),
                links={_(word): path.relative_to(pack).as_posix() for word, path in files.items() if path.is_file()},
            )
        )
    return charts


def _title(notebook: nbformat.NotebookNode) -> str:
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def _under_headings(notebook: nbformat.NotebookNode) -> list[tuple[str, str, list[nbformat.NotebookNode]]]:
    """Cut a notebook at its second-level headings: heading, prose and the cells to show."""
    found: list[tuple[str, str, list[nbformat.NotebookNode]]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _end, prose = cell.source.partition("\n")
            found.append((heading.removeprefix("## ").strip(), prose.strip(), []))
        elif found and SHOWN.intersection(cell.metadata.get("tags", [])):
            found[-1][2].append(cell)
    return found


def _part(heading: str, prose: str, cells: Sequence[nbformat.NotebookNode], charts: Mapping[str, Chart]) -> Part | None:
    """Put together what stands under a heading; nothing if no cell has an output, or a chart was not drawn."""
    part = Part(heading)
    for cell in cells:
        items = [item for output in cell.get("outputs", []) if (item := _item(output, charts))]
        drawn = any(isinstance(item, Chart) for item in items)
        part.items += items if drawn or "chart" not in cell.metadata.tags else []
    if part.items and prose:
        part.items.insert(0, Markup("".join(f"<p>{escape(text)}</p>" for text in prose.split("\n\n"))))
    return part if part.items else None


def _item(output: nbformat.NotebookNode, charts: Mapping[str, Chart]) -> Markup | Chart | None:
    data = output.get("data", {})
    if "image/png" in data:
        return charts.get(str(data.get("text/plain", "")).strip())
    if "text/html" in data:
        return Markup(_PRESENTATION.sub("", data["text/html"]))
    text = data.get("text/plain", output.get("text", ""))
    return Markup("<pre>{}</pre>").format(text) if text.strip() else None
