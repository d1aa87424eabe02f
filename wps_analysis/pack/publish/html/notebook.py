"""What the page shows of each executed notebook: prose, sentences, tables and charts under their headings."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape

from wps_analysis.pack.publish.html.figures import Figures
from wps_analysis.pack.publish.html.rows import link_table
from wps_analysis.pack.publish.html.sentences import link_count, link_line
from wps_analysis.pack.publish.html.tables import Table, read_table
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES

Cell = nbformat.NotebookNode
# A cell with one of these tags is shown on the page, under the heading that stands before it in the notebook.
SHOWN = {"key_messages", "limits", "status", "chart", "findings", "missing", "definitions"}
AUDIT = "data_audit"
# Of the audit's notebook the page has its own: findings and sources, with links to the claims.
_OF_AUDIT = {"key_messages", "chart", "missing"}
_DOWNLOADS = {".png": "PNG", ".svg": "SVG", ".csv": N_("data (CSV)")}
_PNG = b"\x89PNG\r\n\x1a\n"
# pandas writes presentation into its tables; the page has its own style, light and dark.
_PRESENTATION = re.compile(r"<style\b.*?</style>|\s(?:border|style)=\"[^\"]*\"", re.DOTALL)
_LIST = re.compile(r"<ul>(?:<li>[^<]*</li>)+</ul>")


@dataclass(frozen=True)
class Chart:
    """A saved chart: its name, picture, alternative text and files."""

    name: str
    image: str
    alt: str
    links: dict[str, str]
    size: tuple[int, int] | None
    kind: str = field(default="chart", init=False)


@dataclass
class Part:
    """What stands under one heading of a notebook: prose, tables and lists, charts, in the notebook's order."""

    heading: str
    tags: set[str]
    items: list[Markup | Table | Chart] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading of its own; `notebook` and `error` where a run made it."""

    anchor: str
    title: str
    parts: Sequence[Part]
    notebook: str = ""
    error: str = ""

    def tagged(self, tag: str) -> list[Part]:
        """Return the parts that a tag of the notebook chose."""
        return [part for part in self.parts if tag in part.tags]

    def without(self, *tags: str) -> Section:
        """Return the section without the parts that some tags chose."""
        return replace(self, parts=[part for part in self.parts if not part.tags.intersection(tags)])


def read_section(pack: Path, outcome: Any, figures: Figures) -> Section:
    """Collect from a run's notebook and chart folder what the page shows of it.

    Parameters
    ----------
    pack
        The pack's folder.
    outcome
        The run and how it ended (`run.Outcome`).
    figures
        The figures that the numbers of sentences and tables are linked to.
    """
    run = outcome.run
    file = f"failed/{run.name}.ipynb" if outcome.failure else f"{run.name}.ipynb"
    executed = nbformat.read(pack / file, as_version=4)
    shown = _OF_AUDIT if run.notebook == AUDIT else SHOWN
    table = f"{run.name}-figures" if "status" in shown and _has_output(executed, "status") else ""
    read = _reader(figures, read_charts(pack, run.name), table=table)
    parts = [
        part
        for heading, prose, cells in _under_headings(executed)
        if (part := _part(heading, prose, cells, shown, read)) is not None
    ]
    for part in [part for part in parts if "status" in part.tags][:1]:
        part.anchor = table
    pillar = run.parameters.get("pillar", "")
    return Section(
        anchor=run.name,
        title=_(PILLAR_NAMES.get(pillar, "")) or _title(executed) or run.name,
        parts=parts,
        notebook=file,
        error=str(outcome) if outcome.failure else "",
    )


def read_charts(pack: Path, name: str) -> dict[str, Chart]:
    """Find the charts that a run saved by their alternative text, each with its picture and files."""
    charts = {}
    for text in sorted((pack / "charts" / name).glob("*.txt")):
        files = {word: text.with_suffix(suffix) for suffix, word in _DOWNLOADS.items()}
        picture = text.with_suffix(".png").read_bytes()
        alt = text.read_text(encoding="utf-8").strip()
        charts[alt] = Chart(
            name=text.stem.replace("_", " "),
            image=f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}",
            alt=alt,
            links={_(word): path.relative_to(pack).as_posix() for word, path in files.items() if path.is_file()},
            size=_size(picture),
        )
    return charts


def _size(picture: bytes) -> tuple[int, int] | None:
    """Return the width and height of a picture, so that the page keeps its place before it is drawn."""
    if not picture.startswith(_PNG):
        return None
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _has_output(notebook: nbformat.NotebookNode, tag: str) -> bool:
    cells = (cell for cell in notebook.cells if tag in cell.metadata.get("tags", []))
    return any("data" in output for cell in cells for output in cell.get("outputs", []))


def _title(notebook: nbformat.NotebookNode) -> str:
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def _under_headings(notebook: nbformat.NotebookNode) -> list[tuple[str, str, list[Cell]]]:
    """Cut a notebook at its second-level headings: heading, prose and the code cells below."""
    found: list[tuple[str, str, list[Cell]]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _end, prose = cell.source.partition("\n")
            found.append((heading.removeprefix("## ").strip(), prose.strip(), []))
        elif found and cell.cell_type == "code":
            found[-1][2].append(cell)
    return found


def _part(
    heading: str, prose: str, cells: Sequence[Cell], shown: set[str], read: Callable[[Cell], Iterator[Any]]
) -> Part | None:
    """Put together what stands under a heading; nothing if no cell has an output, or a chart was not drawn."""
    part = Part(heading, set())
    for cell in cells:
        tags = shown.intersection(cell.metadata.get("tags", []))
        items = list(read(cell)) if tags else []
        drawn = any(isinstance(item, Chart) for item in items)
        part.items += items if drawn or "chart" not in tags else []
        part.tags |= tags if items else set()
    if (part.items or not cells) and prose:  # prose alone tells how to read what stands before it
        part.items.insert(0, Markup("").join(Markup("<p>{}</p>").format(text) for text in prose.split("\n\n")))
    return part if part.items else None


def _reader(figures: Figures, charts: dict[str, Chart], *, table: str) -> Callable[[Cell], Iterator[Any]]:
    """Return a function that yields what the page shows of a cell's outputs."""

    def read(cell: Cell) -> Iterator[Markup | Table | Chart]:
        tags = set(cell.metadata.get("tags", []))
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            source, text = data.get("text/html", ""), data.get("text/plain", output.get("text", ""))
            if "image/png" in data:
                if chart := charts.get(text.strip()):
                    yield chart
            elif _LIST.fullmatch(source):
                lines = [html.unescape(line) for line in re.findall("<li>([^<]*)</li>", source)]
                yield _list(figures, lines, counted="key_messages" in tags, table=table)
            elif "<table" in source:
                yield link_table(figures, read_table(_PRESENTATION.sub("", source)))
            elif source:
                yield Markup(_PRESENTATION.sub("", source))
            elif text.strip():
                yield Markup("<pre>{}</pre>").format(text)

    return read


def _list(figures: Figures, lines: Sequence[str], *, counted: bool, table: str) -> Markup:
    linked = [
        link_count(figures, line, table=table)
        if counted and place == 0 and line not in figures.sentences
        else link_line(figures, line, table=table)
        for place, line in enumerate(lines)
    ]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(escape(line)) for line in linked))
