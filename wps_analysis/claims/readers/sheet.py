"""What lies in a file as it was downloaded: its sheets as rows of text, whatever wraps and encodes them."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.claims.readers.coded import by_distinct, coded, repeated
from wps_analysis.claims.readers.plain_text import Text, read_columns
from wps_analysis.claims.readers.trees import flatten_json, flatten_sdmx
from wps_analysis.errors import InputError
from wps_analysis.paths import TABLES, WORKBOOKS, read_bytes, shown

HEAD_ROWS = 40
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file: a text file, a sheet of a workbook, a member of a zip, the records of a JSON file.

    ``head`` holds its first rows as they stand; once a reader knows which of them is the header, ``header`` and
    ``frame`` are that row and the rows below it, all of them text.
    """

    file: str
    """The file as messages name it, with the member of a zip or the sheet of a workbook behind it."""
    kind: str
    """What it looks like: "a semicolon-separated file", "a sheet of an Excel workbook"."""
    head: list[list[str]]
    body: Text | list[list[str]] = field(repr=False)
    start: int = 0
    notes: tuple[str, ...] = ()

    @cached_property
    def header(self) -> list[str]:
        """The names of the columns, as they stand."""
        return [cell.strip() for cell in self.head[self.start]]

    @property
    def preamble(self) -> list[list[str]]:
        """The rows above the header."""
        return self.head[: self.start]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows below the header: columns by their place, each row labelled with its number in the file."""
        if isinstance(self.body, Text):
            frame = read_columns(self.body, self.start, len(self.head[self.start]), self.file)
        else:
            width = len(self.head[self.start])
            rows = [row[:width] + [""] * (width - len(row)) for row in self.body[self.start + 1 :]]
            frame = pd.DataFrame(rows, columns=range(width), dtype=object)
        frame.index = pd.RangeIndex(self.start + 2, self.start + 2 + len(frame))
        filled = np.zeros(len(frame), dtype=bool)
        for place in frame:
            if filled.all():
                return frame
            filled |= (frame[place] != "").to_numpy()
        return frame[filled]

    def beginning(self, start: int) -> Sheet:
        """Return the sheet with its header in another row."""
        return replace(self, start=start)


def open_sheets(path: Path) -> list[Sheet]:
    """Open a file and return its tables, those of its members too.

    Parameters
    ----------
    path
        A text file (comma, semicolon, tab or bar; UTF-8 with or without mark, UTF-16 or Windows-1252), a workbook,
        JSON or SDMX, or a zip or gzip of one or several of them.

    Raises
    ------
    InputError
        If the file cannot be opened, or is cut off or damaged.
    """
    return list(_open(read_bytes(path), path.name, shown(path)))


def _open(data: bytes, name: str, where: str) -> Iterator[Sheet]:
    ending = Path(name).suffix.lower()
    if not data.strip():
        raise InputError([f"{where}: the file is empty; download it again"])
    if data[:2] == b"\x1f\x8b":
        yield from _open(_unpacked(data, where), name.removesuffix(".gz"), where)
    elif data[:4] == b"PK\x03\x04" and ending not in WORKBOOKS and not _is_workbook(data):
        yield from _members(data, where)
    elif data[:4] in {b"PK\x03\x04", _OLE}:
        yield from _workbook(data, where)
    elif data[:2] == b"PK":
        raise InputError([f"{where}: the file is cut off or damaged; download it again"])
    else:
        yield from _text(data, where)


def _text(data: bytes, where: str) -> Iterator[Sheet]:
    text = Text.of(data, where)
    start = text.content.lstrip()[:200]
    if start[:1] in "{[" and (rows := flatten_json(text.content, where)) is not None:
        kind, rows = rows
        yield Sheet(where, kind, rows[:HEAD_ROWS], rows)
    elif start.startswith("<") and (rows := flatten_sdmx(data, where)) is not None:
        yield Sheet(where, "an SDMX-ML file", rows[:HEAD_ROWS], rows)
    elif start.startswith("<"):
        page = "html" in start.lower()
        kind = "a page of HTML, not the file that it links to" if page else "an XML file without SDMX data"
        yield Sheet(where, kind, [[]], [[]])
    else:
        yield Sheet(where, text.kind, text.head(HEAD_ROWS), text, notes=text.notes)


def _unpacked(data: bytes, where: str) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, ValueError, zlib.error) as error:
        raise InputError([f"{where}: the file is cut off or damaged ({error}); download it again"]) from None


def _is_workbook(data: bytes) -> bool:
    """Tell a workbook under another name from a zip of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _members(data: bytes, where: str) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist() if _is_followed(info)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise InputError([f"{where}: the file is cut off or damaged ({error}); download it again"]) from None
    if not members:
        raise InputError([f"{where}: a zip without a table (csv, xlsx, json or SDMX) in it"])
    for name, content in members.items():
        yield from _open(content, name, f"{where}/{name}")


def _is_followed(info: zipfile.ZipInfo) -> bool:
    path = Path(info.filename)
    hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    return path.suffix.lower() in TABLES and not hidden and not info.is_dir()


def _workbook(data: bytes, where: str) -> Iterator[Sheet]:
    import python_calamine  # where a workbook is opened

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError([f"{where}: the workbook is cut off or damaged ({error}); download it again"]) from None
    for name, rows in tables:
        cells = [[_cell(value) for value in row] for row in rows]
        yield Sheet(f"{where} [{name}]", "a sheet of an Excel workbook", cells[:HEAD_ROWS] or [[]], cells or [[]])


def _cell(value: object) -> str:
    """Write a cell as a person would: 2018.0 is 2018, a date is an ISO date."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return repr(value).removesuffix(".0") if abs(value) < 1e15 else f"{value:.0f}"
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return str(value)


def column(sheet: Sheet, place: int | None) -> pd.Series:
    """Return one column of a sheet without the blanks around its texts; empty texts where there is none."""
    return cells_of(sheet, place).astype(object)


def cells_of(sheet: Sheet, *places: int | None) -> pd.Series:
    """Return columns of a sheet, one below the other, as ``column`` returns each; as categories."""
    if places == (None,):
        return repeated([""], np.zeros(len(sheet.frame), dtype=int), sheet.frame.index)
    cells = np.concatenate([sheet.frame[place].to_numpy(dtype=object) for place in places])
    index = sheet.frame.index if len(places) == 1 else pd.RangeIndex(len(cells))
    return by_distinct(coded(pd.Series(cells, index=index, dtype=object)), str.strip)
