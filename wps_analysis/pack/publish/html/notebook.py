"""What the page shows of each executed notebook: prose, sentences, tables and charts under their headings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from wps_analysis.pack.publish.layout import Cell
from wps_analysis.report.display import PARTS, Lines, Table
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import Part, Said, place_of

# A cell with one of these tags is shown on the page, under the heading that stands before it in the notebook.
SHOWN = {"key_messages", "limits", "status", "chart", "findings", "missing", "definitions"}
AUDIT = "data_audit"
# Of the audit's notebook the page has its own: findings and sources, with links to the claims.
_OF_AUDIT = {"key_messages", "chart", "missing"}
_DOWNLOADS = {".png": "PNG", ".svg": "SVG", ".csv": N_("data (CSV)")}
_PNG = b"\x89PNG\r\n\x1a\n"
# What a notebook of a user's own shows as HTML; the page has its own style, light and dark.
_PRESENTATION = re.compile(r"<style\b.*?</style>|\s(?:border|style)=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A saved chart: its name, picture, alternative text and files."""

    name: str
    image: str
    alt: str
    links: dict[str, str]
    size: tuple[int, int] | None


Item = Lines | Table | Chart | Markup


@dataclass
class Passage:
    """What stands under one heading of a notebook: prose, tables and lists, charts, in the notebook's order."""

    heading: str
    tags: set[str]
    items: list[Item] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading of its own; `notebook` and `error` where a run made it."""

    anchor: str
    title: str
    passages: Sequence[Passage]
    notebook: str = ""
    error: str = ""

    @property
    def places(self) -> set[str]:
        """The names of the places that links can lead to."""
        tables = (item for passage in self.passages for item in passage.items if isinstance(item, Table))
        named = {anchor for table in tables for anchor in table.anchors}
        return {self.anchor, *named, *(passage.anchor for passage in self.passages)} - {""}

    def tagged(self, tag: str) -> list[Passage]:
        """Return the passages that a tag of the notebook chose."""
        return [passage for passage in self.passages if tag in passage.tags]

    def without(self, *tags: str) -> Section:
        """Return the section without the passages that some tags chose."""
        return replace(self, passages=[passage for passage in self.passages if not passage.tags.intersection(tags)])


def read_section(pack: Path, outcome: Any) -> Section:
    """Collect from a run's notebook and chart folder what the page shows of it.

    Parameters
    ----------
    pack
        The pack's folder.
    outcome
        The run and how it ended (`outcome.Outcome`).
    """
    run, file = outcome.run, outcome.file
    executed = nbformat.read(pack / file, as_version=4)
    shown, charts = _OF_AUDIT if run.notebook == AUDIT else SHOWN, read_charts(pack, run.name)
    found = (_passage(*under, shown, charts) for under in _under_headings(executed))
    section = Section(
        anchor=run.name,
        title=_(PILLAR_NAMES.get(run.parameters.get("pillar", ""), "")) or _title(executed) or run.name,
        passages=[passage for passage in found if passage.items],
        notebook=file,
        error=str(outcome) if outcome.failure else "",
    )
    for passage in section.tagged("status")[:1]:
        codes = run.parameters.get("ref_area", ""), run.parameters.get("pillar", run.notebook)
        passage.anchor = place_of("figures", *codes)
    return section


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


def _title(notebook: nbformat.NotebookNode) -> str:
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def _under_headings(notebook: nbformat.NotebookNode) -> list[tuple[str, str, list[nbformat.NotebookNode]]]:
    """Cut a notebook at its second-level headings: heading, prose and the code cells below."""
    found: list[tuple[str, str, list[nbformat.NotebookNode]]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _end, prose = cell.source.partition("\n")
            found.append((heading.removeprefix("## ").strip(), prose.strip(), []))
        elif found and cell.cell_type == "code":
            found[-1][2].append(cell)
    return found


def _passage(
    heading: str,
    prose: str,
    cells: Sequence[nbformat.NotebookNode],
    shown: set[str],
    charts: Mapping[str, Chart],
) -> Passage:
    """Put together what stands under a heading: nothing if no cell has an output, or a chart was not drawn."""
    passage = Passage(heading, set())
    for cell in cells:
        tags = shown.intersection(cell.metadata.get("tags", []))
        items = list(_items(cell, charts)) if tags else []
        if "chart" in tags:
            items = [item for item in items if not isinstance(item, Lines)]
            items = items if any(isinstance(item, Chart) for item in items) else []
        passage.items += items
        passage.tags |= tags if items else set()
    if (passage.items or not cells) and prose:  # prose alone tells how to read what stands before it
        passage.items.insert(0, Markup("").join(Markup("<p>{}</p>").format(text) for text in prose.split("\n\n")))
    return passage


def _items(cell: nbformat.NotebookNode, charts: Mapping[str, Chart]) -> Iterator[Item]:
    """Yield what the page shows of a cell's outputs."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        source, text = data.get("text/html", ""), data.get("text/plain", output.get("text", ""))
        if parts := data.get(PARTS):
            yield _spoken(parts)
        elif "image/png" in data:
            if chart := charts.get(text.strip()):
                yield chart
        elif "<table" in source:
            yield Markup('<div class="wide" tabindex="0">{}</div>').format(Markup(_PRESENTATION.sub("", source)))
        elif source:
            yield Markup(_PRESENTATION.sub("", source))
        elif text.strip():
            yield Markup("<pre>{}</pre>").format(text)


def _spoken(parts: Mapping[str, Any]) -> Lines | Table:
    """Return the sentences or the table whose parts a notebook handed over (`display.PARTS`)."""
    if "lines" in parts:
        return Lines(map(_said, parts["lines"]))
    rows = tuple(tuple(Cell(_said(text), value, lang) for text, value, lang in row) for row in parts["rows"])
    return Table(tuple(parts["headings"]), rows, tuple(parts["anchors"]))


def _said(parts: Sequence[Sequence[Any]]) -> Said:
    return Said(Part(text, tuple(claims), place) for text, claims, place in parts)
