"""What pages show of each executed notebook: prose, sentences, tables and charts under their headings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from wps_analysis.pack.publish.layout import Cell
from wps_analysis.report.display import PARTS, Lines, Table, cell_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import Part, Said

# A cell with one of these tags is taken, under the heading that stands before it in the notebook.
SHOWN = {
    "key_messages", "limits", "status", "chart", "coverage", "outputs", "differing", "findings", "missing",
    "definitions", "methods",
}  # fmt: skip
_DOWNLOADS = {".png": "PNG", ".svg": "SVG", ".csv": N_("data (CSV)")}
_PNG = b"\x89PNG\r\n\x1a\n"
# What a notebook of a user's own shows as HTML; the page has its own style, light and dark.
_PRESENTATION = re.compile(r"<style\b.*?</style>|\s(?:border|style)=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A saved chart: its name, alternative text and files, the size of its picture in points of the screen.

    What it hands over in a run (`display.PARTS`) besides: ``title``, ``subtitle`` and ``sources`` in words, the drawing
    as SVG for a ``wide`` and a ``narrow`` screen, and the ``headings`` and ``rows`` of the values drawn.
    """

    name: str
    alt: str
    links: dict[str, str] = field(default_factory=dict)
    picture: Path | None = None
    size: tuple[int, int] | None = None
    title: str = ""
    subtitle: str = ""
    sources: str = ""
    wide: str = ""
    narrow: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def words(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ")

    @property
    def image(self) -> str:
        """The picture as an address that holds it."""
        data = self.picture.read_bytes() if self.picture else b""
        return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"


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
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def places(self) -> set[str]:
        """The names of the places that links can lead to."""
        tables = (item for passage in self.passages for item in passage.items if isinstance(item, Table))
        named = {anchor for table in tables for anchor in table.anchors}
        return {self.anchor, *named, *(passage.anchor for passage in self.passages)} - {""}

    def tagged(self, tag: str) -> list[Passage]:
        """Return the passages that a tag of the notebook chose."""
        return [passage for passage in self.passages if tag in passage.tags]


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
    charts = read_charts(pack, run.name)
    found = (_passage(*under, charts) for under in _under_headings(executed))
    return Section(
        anchor=run.name,
        title=_(PILLAR_NAMES.get(run.parameters.get("pillar", ""), "")) or _title(executed) or run.name,
        passages=[passage for passage in found if passage.items],
        notebook=file,
        error=str(outcome) if outcome.failure else "",
        parameters=run.parameters,
    )


def charts_of(section: Section) -> dict[str, Chart]:
    """Return the charts of a run by their names, in the order of the notebook."""
    items = (item for passage in section.passages for item in passage.items)
    return {item.name: item for item in items if isinstance(item, Chart)}


def read_charts(pack: Path, name: str) -> dict[str, Chart]:
    """Find the charts that a run saved, by their alternative text."""
    charts = {}
    for text in sorted((pack / "charts" / name).glob("*.txt")):
        files = {word: text.with_suffix(suffix) for suffix, word in _DOWNLOADS.items()}
        alt = text.read_text(encoding="utf-8").strip()
        links = {_(word): path.relative_to(pack).as_posix() for word, path in files.items() if path.is_file()}
        picture = text.with_suffix(".png")
        charts[alt] = Chart(text.stem, alt, links, picture, _size(picture))
    return charts


def _size(picture: Path) -> tuple[int, int] | None:
    """Return the width and height of a picture, so that the page keeps its place before it is drawn."""
    with picture.open("rb") as file:
        head = file.read(24)
    if not head.startswith(_PNG):
        return None
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


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
    charts: Mapping[str, Chart],
) -> Passage:
    """Put together what stands under a heading: nothing if no cell has an output, or a chart was not drawn."""
    passage = Passage(heading, set())
    for cell in cells:
        tags = SHOWN.intersection(cell.metadata.get("tags", []))
        items = list(_items(cell, charts)) if tags else []
        if "chart" in tags:  # beside it stand its text twin, or a sentence where nothing was drawn
            items = [item for item in items if isinstance(item, Chart)]
        passage.items += items
        passage.tags |= tags if items else set()
    if (passage.items or not cells) and prose:  # prose alone tells how to read what stands before it
        passage.items.insert(0, Markup("").join(Markup("<p>{}</p>").format(text) for text in prose.split("\n\n")))
    return passage


def _items(cell: nbformat.NotebookNode, charts: Mapping[str, Chart]) -> Iterator[Item]:
    """Yield what a page can show of a cell's outputs; a chart once, whether as a picture, by its parts or both."""
    shown = [output.get("data", {"text/plain": output.get("text", "")}) for output in cell.get("outputs", [])]
    handed = [data[PARTS]["chart"] for data in shown if "chart" in data.get(PARTS, {})]
    left = {**charts, **{chart["alt"]: _drawn(chart, charts.get(chart["alt"])) for chart in handed}}
    for data in shown:
        source, text, parts = data.get("text/html", ""), data.get("text/plain", ""), data.get(PARTS, {})
        if "chart" in parts or "image/png" in data:
            alt = parts["chart"]["alt"] if "chart" in parts else text.strip()
            if chart := left.pop(alt, None):
                yield chart
        elif parts:
            yield _spoken(parts)
        elif "<table" in source:
            yield Markup('<div class="wide" tabindex="0">{}</div>').format(Markup(_PRESENTATION.sub("", source)))
        elif source:
            yield Markup(_PRESENTATION.sub("", source))
        elif text.strip():
            yield Markup("<pre>{}</pre>").format(text)


def _drawn(parts: Mapping[str, Any], saved: Chart | None) -> Chart:
    """Return a chart with the parts that it handed over, and the files that were saved of it, if any."""
    words = {name: parts[name] for name in ("title", "subtitle", "sources", "wide", "narrow")}
    chart = saved or Chart(parts["name"], parts["alt"])
    return replace(chart, **words, headings=tuple(parts["headings"]), rows=_cells(parts["rows"]))


def _spoken(parts: Mapping[str, Any]) -> Lines | Table:
    """Return the sentences or the table whose parts a notebook handed over (`display.PARTS`)."""
    if "lines" in parts:
        return Lines(map(_said, parts["lines"]))
    return Table(tuple(parts["headings"]), _cells(parts["rows"]), tuple(parts["anchors"]))


def _cells(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(handed: Any) -> Cell:
    """Return a field of a table, which hands over its parts; of a chart's values a text or a number may do."""
    if isinstance(handed, str | int | float):
        return Cell(*astuple(cell_of(handed)))
    text, value, lang = handed
    return Cell(_said(text), value, lang)


def _said(parts: Sequence[Sequence[Any]]) -> Said:
    return Said(Part(text, tuple(claims), place) for text, claims, place in parts)
