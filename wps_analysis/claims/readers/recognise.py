"""What a file is: the reader that knows it by its structure, or in words what it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pandas as pd

from wps_analysis.claims import readers
from wps_analysis.claims.readers.figures import Head, fold
from wps_analysis.claims.readers.sheet import HEAD_ROWS, Sheet, open_sheets
from wps_analysis.errors import InputError, WpsError

_AREA = ("country", "area", "geo", "iso", "economy", "territory", "contributor", "entity", "nation", "state")


@dataclass(frozen=True, eq=False)
class Recognised:
    """A sheet with its reader; the header has been found."""

    sheet: Sheet
    reader: ModuleType

    @property
    def format(self) -> str:
        """The name of the format, which is that of the reader's file."""
        return self.reader.__name__.rpartition(".")[2]

    def about(self) -> dict[str, str]:
        """Return what the sheet says of itself: title, published, licence, url."""
        return self.reader.about(self.sheet) if hasattr(self.reader, "about") else {}

    def notes(self) -> list[str]:
        """Say how the sheet is encoded, and what its user has changed."""
        return [*self.sheet.notes, *(self.reader.differs(self.sheet) if hasattr(self.reader, "differs") else [])]

    def read(self) -> pd.DataFrame:
        """Return the sheet's figures (``figures.FIGURES``)."""
        try:
            return self.reader.read(self.sheet).reset_index(drop=True)
        except WpsError:
            raise
        except Exception as error:  # a file that a reader's author did not think of, whatever it breaks
            raise InputError([
                f"{self.sheet.file}: the reader {self.format} failed ({type(error).__name__}: {error}); the file has "
                "another form than it expects, or it is wrong"
            ]) from error  # fmt: skip


@cache
def formats() -> tuple[ModuleType, ...]:
    """Return the modules of this package that read a publisher's format, those that know many files last."""
    names = sorted(module.name for module in iter_modules(readers.__path__))
    modules = [import_module(f"{readers.__name__}.{name}") for name in names if name != "recognise"]
    found = [module for module in modules if hasattr(module, "PUBLISHER")]
    return tuple(sorted(found, key=lambda module: getattr(module, "GENERAL", False)))


def recognise(path: Path) -> tuple[list[Recognised], list[str]]:
    """Find the reader of each sheet of a file.

    Parameters
    ----------
    path
        A file as downloaded, or as its user has edited it.

    Returns
    -------
    tuple
        The sheets that a reader knows; and of each other sheet what it looks like and lacks.
    """
    known, unknown = [], []
    for sheet in open_sheets(path):
        found = next(_headers(sheet), None)
        if found:
            known.append(found)
        else:
            unknown.append(f"{sheet.file}: {describe(sheet)}")
    return known, unknown


def _headers(sheet: Sheet) -> Iterator[Recognised]:
    for start, row in enumerate(sheet.head[:HEAD_ROWS]):
        if sum(bool(cell.strip()) for cell in row) < 1:
            continue
        head = Head(tuple(cell.strip() for cell in row))
        for reader in formats():
            if reader.recognises(head):
                yield Recognised(sheet.beginning(start), reader)


def describe(sheet: Sheet) -> str:
    """Say what a sheet that no reader knows looks like, and what it lacks.

    Examples
    --------
    >>> describe(Sheet("a.csv", "a comma-separated file", [["Song", "Artist"], ["Apsara", "Sinn"]], []))
    'a comma-separated file with the columns Song, Artist; no area column, no year'
    """
    rows = [row for row in sheet.head if any(cell.strip() for cell in row)]
    if not rows:
        return f"{sheet.kind}, without a table"
    widest = max(rows[:10], key=lambda row: sum(bool(cell.strip()) for cell in row))
    names = [cell.strip()[:30] for cell in widest if cell.strip()]
    if {"claim_id", "value_text"} <= {*names}:
        return f"{sheet.kind} with the columns of keyed claims; save it as claims.csv: CSV in UTF-8 with commas"
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    head = Head(tuple(cell.strip() for cell in widest))
    lacks = []
    if not any(word in fold(name) for name in names for word in _AREA):
        lacks.append("no area column")
    if not head.years() and not any(
        "year" in fold(name) or "date" in fold(name) or "time" in fold(name) for name in names
    ):
        lacks.append("no year")
    missing = "; " + ", ".join(lacks) if lacks else "; no reader knows these columns"
    return f"{sheet.kind} with the columns {', '.join(names[:6])}{more}{missing}"
