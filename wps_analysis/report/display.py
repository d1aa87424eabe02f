"""What a brief is made of, and how it shows itself in a notebook: headings, sentences, tables and charts.

Each is shown as plain HTML without random ids, so that a review can compare it. In a run of a pack (``WPS_CHART_DIR``)
sentences and tables also hand over their parts, as charts hand over their files: the page is made from these.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.front import NotOnPhoneError
from wps_analysis.charts.sheet.inline import inline_svg
from wps_analysis.charts.twin.describe import display_chart
from wps_analysis.digits import plain
from wps_analysis.paths import write_atomic
from wps_analysis.words.said import parts_of

PARTS = "application/vnd.wps.parts+json"
"""The output type in which sentences and tables hand over their parts."""
_NOTHING = "<p>–</p>"
_STYLE = (
    "<style>.wps{width:100%}.wps th,.wps td{text-align:left!important;vertical-align:top;white-space:normal;"
    "overflow-wrap:break-word}</style>"
)
"""Of a table in a notebook, which would print it right-aligned and as wide as its longest text."""


class spoken(cached_property):  # noqa: N801  # used as cached_property is
    """A part of a brief: made once, when it is first asked for, in the language of the brief's edition."""

    def __get__(self, brief: Any, owner: type | None = None) -> Any:
        """Return the part; the property itself where a class is asked."""
        if brief is None:
            return self
        with brief.edition.speaking():
            return super().__get__(brief, owner)


@dataclass(frozen=True)
class Heading:
    """A title that shows itself."""

    text: str

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        return {"text/plain": self.text, "text/html": f"<h2>{html.escape(self.text)}</h2>"}


class Lines(tuple[str, ...]):
    """Sentences that show themselves as a list; a dash where there is none."""

    __slots__ = ()

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self)
        bundle = {"text/plain": "\n".join(self), "text/html": f"<ul>{items}</ul>" if items else _NOTHING}
        return _handed_over(bundle, {"lines": [parts_of(line) for line in self]})


@dataclass(frozen=True)
class Cell:
    """What stands in a field of a table.

    ``value`` is the number that it sorts by, and that a workbook holds; ``lang`` the language of quoted words, where it
    is not the reader's.
    """

    text: str
    value: float | None = None
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """A table that shows itself whole; a dash where it has no row. ``frame`` gives it to who computes with it.

    ``anchors`` name the rows that other parts lead to, an empty text for others; no anchors where nothing does.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchors: tuple[str, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """The texts of the cells."""
        return pd.DataFrame([[str(cell.text) for cell in row] for row in self.rows], columns=list(self.headings))

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        with pd.option_context("display.max_colwidth", None):
            table = self.frame.to_html(index=False, border=0, na_rep="", classes="wps", justify="left")
        source = _STYLE + table if self.rows else _NOTHING
        bundle = {"text/plain": f"{' | '.join(self.headings)} ({len(self.rows)})", "text/html": source}
        return _handed_over(bundle, {**self.parts, "anchors": self.anchors})

    @property
    def parts(self) -> dict[str, Any]:
        """The headings, and of each cell the parts of its text, its number and its language."""
        rows = [[(parts_of(cell.text), cell.value, cell.lang) for cell in row] for row in self.rows]
        return {"headings": self.headings, "rows": rows}


def table_of(frame: pd.DataFrame) -> Table:
    """Return a frame as a table that shows itself; a cell keeps its parts, a number is what its column sorts by."""
    rows = frame.astype(object).where(frame.notna(), "").itertuples(index=False, name=None)
    return Table(tuple(map(str, frame.columns)), tuple(tuple(map(cell_of, row)) for row in rows))


def cell_of(content: Cell | str | float) -> Cell:
    """Return a text or a number as a cell."""
    if isinstance(content, Cell):
        return content
    return Cell(content) if isinstance(content, str) else Cell(plain(content, ","), float(content))


@dataclass(frozen=True, repr=False, eq=False)
class Chart:
    """A chart that shows itself, page by page, with its alt text and its text twin; a sentence where there is none.

    In a run of a pack it writes its files, ``<name>.png``, ``.svg``, ``.txt`` (alt text) and ``.csv``, into the folder
    ``WPS_CHART_DIR`` and hands over what a page takes of it: texts, inline SVGs and a small table of what is drawn.

    Attributes
    ----------
    name
        File name without ending.
    data
        What is drawn.
    figures
        Its pages.
    nothing
        Said where there is none.
    table
        Makes the table of a figure, from the rows that it draws.
    on_page
        The size in which a page on a broad screen takes it.
    """

    name: str
    data: pd.DataFrame
    figures: Sequence[ChartFigure]
    nothing: str
    table: Callable[[pd.DataFrame], Table] | None = None
    on_page: str = "column"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not self.figures:
            display(Lines([self.nothing]))
        for number, fig in enumerate(self.figures, start=1):
            name = self.name if len(self.figures) == 1 else f"{self.name}_{number}"
            folder = os.environ.get("WPS_CHART_DIR")
            if not folder:
                display_chart(fig)
                continue
            svg, parts = render(fig, "svg"), {PARTS: {"chart": self._parts(fig, name)}}
            png = display_chart(fig, parts=parts)  # last: the text twin tells where all stands as it is drawn here
            csv = self.data.to_csv(index=False, lineterminator="\n")
            for ending, content in ((".png", png), (".svg", svg), (".txt", fig.alt + "\n"), (".csv", csv)):
                write_atomic(Path(folder) / f"{name}{ending}", content)

    def _parts(self, fig: ChartFigure, name: str) -> dict[str, Any]:
        """Return what a page takes of a figure; no drawing of a chart that is not drawn for a phone."""
        try:
            narrow = inline_svg(fig.redraw(size="phone"), f"{name}-n-")
            wide = inline_svg(fig.redraw(size=self.on_page), f"{name}-w-")
        except NotOnPhoneError:
            wide = narrow = ""
        table = self.table(fig.data) if self.table else Table((), ())
        return {
            "name": name, "title": fig.words("title"), "subtitle": fig.words("subtitle"),
            "sources": fig.words("source"), "alt": fig.alt, "wide": wide, "narrow": narrow,
            **table.parts,
        }  # fmt: skip


class Charts(tuple[Chart, ...]):
    """Charts that show themselves, one below the other."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        for chart in self:
            chart._ipython_display_()


def _handed_over(bundle: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown, and in a run of a pack the parts of it."""
    return {**bundle, PARTS: parts} if os.environ.get("WPS_CHART_DIR") else bundle
