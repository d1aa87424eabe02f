"""Tables of a pack laid out once: typed cells in columns, of which the page shows some and the workbook others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from wps_analysis.report import display
from wps_analysis.tables import Row
from wps_analysis.words.figures import known, number_of, value_text
from wps_analysis.words.language import SOURCE_LANGUAGE, language_in_force, use_language

_MILLION = 1e6  # from here on a number may be printed in words: "11.65 million"
_MOST_DECIMALS = 3
_DECIMALS = re.compile(r"\.(\d+)")


@dataclass(frozen=True)
class Cell(display.Cell):
    """What stands in a field: a text, or in a workbook the number ``value`` where its ``decimals`` are given.

    ``link`` is the address of a page, or ``#`` and the name of a row of this pack; a ``code`` is no word of a language;
    a page shows a text that is ``folded`` when it is asked for.
    """

    decimals: int | None = None
    link: str = ""
    code: bool = False
    folded: bool = False


class Column(NamedTuple):
    """A column: how its field of a row is made, its width in the workbook and its place on the page, 0 for neither.

    Whether the workbook prints it ``paper`` says: not if it is for the screen alone, behind all that are printed.
    """

    heading: str
    cell: Callable[[Row], Cell | str]
    width: float = 0
    page: int = 0
    paper: bool = True


@dataclass(frozen=True)
class Layout:
    """A table: its name, what it holds in a few words, its columns, the cells of each row, and the names of rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchors: tuple[str, ...] = ()
    names: int = 1
    """How many of the first columns say what a row is of: they stay in sight."""

    @property
    def printed(self) -> int:
        """How many columns are printed: the last ones may be for the screen alone."""
        return max(place for place, column in enumerate(self.columns, start=1) if column.paper)

    @property
    def in_book(self) -> Layout:
        """The same with the columns of the workbook."""
        return self._chosen(place for place, column in enumerate(self.columns) if column.width)

    @property
    def on_page(self) -> display.Table:
        """The same with the columns of the page in their order; those that are empty in all rows are left out."""
        filled = {place for row in self.rows for place, cell in enumerate(row) if cell.text}
        chosen = sorted((column.page, place) for place, column in enumerate(self.columns) if column.page)
        shown = self._chosen(place for _page, place in chosen if place in filled)
        return display.Table(tuple(column.heading for column in shown.columns), shown.rows, self.anchors)

    def _chosen(self, places: Iterable[int]) -> Layout:
        places = tuple(places)
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        columns = tuple(self.columns[place] for place in places)
        return Layout(self.name, self.about, columns, rows, self.anchors, self.names)


def lay_out(
    name: str,
    about: str,
    columns: Iterable[Column],
    rows: Iterable[Row],
    *,
    anchor: Callable[[Row], str] | None = None,
    names: int = 1,
) -> Layout:
    """Lay out records as a table.

    Parameters
    ----------
    name, about
        The table's name, and what it holds.
    columns
        How each field is made of a record.
    rows
        The records.
    anchor
        Names the row of a record; a name that an earlier row has is not given again.
    names
        How many of the first columns say what a row is of.

    Examples
    --------
    >>> column = Column("Figure", lambda row: row["name"], 9, 1)
    >>> lay_out("Figures", "All of them.", [column], [{"name": "police"}]).on_page.frame.values.tolist()
    [['police']]
    """
    columns, rows = tuple(columns), list(rows)
    cells = (tuple(_typed(column.cell(row)) for column in columns) for row in rows)
    named: dict[str, None] = {}
    anchors = []
    for code in (anchor(row) if anchor else "" for row in rows):
        anchors.append("" if code in named else code)
        named.setdefault(code)
    return Layout(name, about, columns, tuple(cells), tuple(anchors) if anchor else (), names)


def number_cell(row: Row, column: str) -> Cell:
    """Return a number with its own decimals, three at most; nothing where there is none.

    Examples
    --------
    >>> number_cell({"lower": 14.765}, "lower").decimals, number_cell({"lower": 10.0}, "lower").decimals
    (3, 0)
    """
    value = number_of(row, column)
    if not known(value):
        return Cell("")
    return Cell("", value, decimals=len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]))


def figure_cell(row: Row) -> Cell:
    """Return the number of a figure with the decimals that are printed of it; nothing for a range.

    Examples
    --------
    >>> figure_cell({"obs_value": 44.0, "lower": 43.95, "upper": 44.05, "unit_measure": "PT"}).decimals
    1
    """
    value = number_of(row, "obs_value")
    if not known(value):
        return Cell("")
    with use_language(SOURCE_LANGUAGE):  # its decimal sign is the point
        printed = _DECIMALS.search(value_text(row))
    return Cell("", value, decimals=len(printed[1]) if printed and value < _MILLION else 0)


def quoted(text: str, value: float | None = None, *, link: str = "") -> Cell:
    """Return words as a document prints them, in English whatever the reader's language is."""
    lang = "" if language_in_force() == SOURCE_LANGUAGE else SOURCE_LANGUAGE
    return Cell(text, value, lang, link=link)


def _typed(cell: Cell | str) -> Cell:
    return cell if isinstance(cell, Cell) else Cell(cell)
