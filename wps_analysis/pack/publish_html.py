"""Write ``index.html``: one page to look through a pack, without outside requests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from wps_analysis import dataset
from wps_analysis.areas import area_name
from wps_analysis.paths import write_atomic
from wps_analysis.registry import load_registry

# Cells whose output is shown on the page, by their tag, in this order and under these headings.
SECTIONS = {
    "key_messages": "Key messages",
    "status": "Latest figures",
    "findings": "Findings",
    "missing": "What is missing",
    "definitions": "Definitions",
}
_DOWNLOADS = {".png": "PNG", ".svg": "SVG", ".csv": "data (CSV)"}
_WORDS = {"data_audit": "The figures themselves", "relief_recovery": "Relief and recovery"}
# pandas writes presentation into its tables; the page has its own style, light and dark.
_PRESENTATION = re.compile(r"<style\b.*?</style>|\s(?:border|style)=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A saved chart: its alternative text, the text twin if it says more, and its files."""

    name: str
    image: str
    alt: str
    twin: str
    links: dict[str, str]


@dataclass(frozen=True)
class Section:
    """A part of the page made from one run."""

    anchor: str
    title: str
    notebook: str
    error: str
    tables: dict[str, Markup]
    charts: tuple[Chart, ...]


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
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("wps_analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = environment.get_template("index.html.j2").render(
        area=area_name(ref_area, areas=load_registry(root).areas),
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
    claims = claims[claims["ref_area"] == ref_area]
    observations = dataset.load(ref_area=ref_area, as_of=as_of, root=root)
    findings = dataset.load_findings(root=root)
    severities = findings.loc[findings["ref_area"] == ref_area, "severity"].value_counts()
    counted = [f"{severities[word]} {word}s" for word in ("error", "question", "note") if word in severities]
    return {
        "Published figures": str(len(claims)),
        "Documents": str(claims["source"].nunique()),
        "Observations": str(len(observations)),
        "Observations whose published figures differ": str((observations["agreement"] == "differ").sum()),
        "Findings of the data audit": ", ".join(counted) or "none",
    }


def read_section(pack: Path, outcome: Any) -> Section:
    """Collect from a run's notebook and chart folder what the page shows of it."""
    run = outcome.run
    file = f"failed/{run.name}.ipynb" if outcome.failure else f"{run.name}.ipynb"
    executed = nbformat.read(pack / file, as_version=4)
    subject = run.parameters.get("pillar", run.notebook)
    return Section(
        anchor=run.name,
        title=_WORDS.get(subject, subject.replace("_", " ").capitalize()),
        notebook=file,
        error=str(outcome) if outcome.failure else "",
        tables={SECTIONS[tag]: html for tag in SECTIONS if (html := tagged_output(executed, tag))},
        charts=tuple(read_chart(pack, image) for image in sorted((pack / "charts" / run.name).glob("*.png"))),
    )


def tagged_output(notebook: nbformat.NotebookNode, tag: str) -> Markup:
    """Return as HTML what the cells with `tag` put out, or an empty text.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> output = new_output("display_data", {"text/html": '<table border="1"></table>', "text/plain": "x"})
    >>> cell = new_code_cell("show()", outputs=[output], metadata={"tags": ["status"]})
    >>> str(tagged_output(new_notebook(cells=[cell]), "status"))
    '<table></table>'
    """
    cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return Markup("\n").join(_html(output) for output in outputs)


def _html(output: nbformat.NotebookNode) -> Markup:
    data = output.get("data", {})
    if "text/html" in data:
        return Markup(_PRESENTATION.sub("", data["text/html"]))
    if "text/markdown" in data:
        from markdown_it import MarkdownIt

        return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(data["text/markdown"]))
    text = data.get("text/plain", output.get("text", ""))
    return Markup("<pre>{}</pre>").format(text) if text.strip() else Markup("")


def read_chart(pack: Path, image: Path) -> Chart:
    """Find a chart's files; the first paragraph of its ``.txt`` is the alternative text, all is the twin."""
    text_file = image.with_suffix(".txt")
    text = text_file.read_text(encoding="utf-8").strip() if text_file.is_file() else ""
    alt = " ".join(text.split("\n\n")[0].split()) or image.stem.replace("_", " ")
    found = {word: image.with_suffix(suffix) for suffix, word in _DOWNLOADS.items()}
    return Chart(
        name=image.stem.replace("_", " "),
        image=image.relative_to(pack).as_posix(),
        alt=alt,
        twin=text if "\n" in text else "",
        links={word: path.relative_to(pack).as_posix() for word, path in found.items() if path.is_file()},
    )
