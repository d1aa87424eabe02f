"""Tables of the page: read from a notebook or made here, each with what its rows sort by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import Markup

_LONG = 60
_NUMBER = re.compile(r"[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?$")


@dataclass(frozen=True)
class Cell:
    """What stands in a field, and the number it sorts by; `lang` where it is not the page's."""

    content: str
    value: float | None = None
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """Fields of a line; the first is its heading."""

    cells: Sequence[Cell]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its headings; a row of cells for each thing it lists."""

    headers: Sequence[str]
    rows: Sequence[Row]
    kind: str = field(default="table", init=False)

    @property
    def long(self) -> set[int]:
        """The columns with a text that needs room."""
        texts = ((place, _plain(cell)) for row in self.rows for place, cell in enumerate(row.cells))
        return {place for place, text in texts if len(text) > _LONG}

    @property
    def numeric(self) -> set[int]:
        """The columns whose filled fields are all numbers."""
        columns = zip(*([_is_number(cell) for cell in row.cells] for row in self.rows), strict=True)
        return {place for place, found in enumerate(columns) if set(found) - {None} == {True}}


def _is_number(cell: Cell) -> bool | None:
    """Tell whether a field is a number; None for an empty one."""
    text = _plain(cell)
    return bool(_NUMBER.match(text)) if text else None


def _plain(cell: Cell) -> str:
    return cell.content.striptags() if isinstance(cell.content, Markup) else cell.content


def text_cell(text: str) -> Cell:
    """Return a field of plain text; a number sorts by its value.

    Examples
    --------
    >>> text_cell("1,144").value, text_cell("Dec 2024").value
    (1144.0, None)
    """
    return Cell(text, float(text.replace(",", "").replace("−", "-")) if _NUMBER.match(text) else None)


def read_table(source: str) -> Table:
    """Read a table that a notebook shows (`display.show_table`).

    Examples
    --------
    >>> table = read_table("<table><thead><tr><th>Figure</th></tr></thead><tbody><tr><td>8 &amp; 9</td></tr></table>")
    >>> table.headers, table.rows[0].cells[0].content
    (['Figure'], '8 & 9')
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    headers = reader.rows.pop(0) if reader.headed else []
    return Table(headers, [Row([text_cell(text) for text in row]) for row in reader.rows])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.headed = self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.headed |= tag == "th"
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data
