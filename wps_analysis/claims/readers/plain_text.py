"""A text file as rows and columns: its encoding, its delimiter, and whether it is whole."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from wps_analysis.errors import InputError

_DELIMITERS = {",": "a comma-separated file", ";": "a semicolon-separated file", "\t": "a tab-separated file",
               "|": "a file separated by bars"}  # fmt: skip
_SAMPLE = 200_000
_NO_TABLES = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}
_CUT = "the file is cut off; download it again"


@dataclass(frozen=True)
class Text:
    """The content of a text file with line feeds, the delimiter of its columns, and what was found of its encoding."""

    content: str
    delimiter: str
    notes: tuple[str, ...]

    @classmethod
    def of(cls, data: bytes, where: str) -> Text:
        r"""Decode the bytes of a file and find its delimiter.

        Examples
        --------
        >>> Text.of("Côte;2,5\r\nLaos;3\r\n".encode("cp1252"), "a.csv")
        Text(content='Côte;2,5\nLaos;3\n', delimiter=';', notes=('encoded as Windows-1252',))
        """
        content, notes = _decoded(data, where)
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        if not content.endswith("\n"):
            notes = (*notes, "the last line has no line end: see that the file is whole")
        return cls(content, _delimiter(content), notes)

    @property
    def kind(self) -> str:
        """What the file looks like."""
        return _DELIMITERS[self.delimiter]

    def head(self, count: int) -> list[list[str]]:
        """Return its first rows."""
        rows = csv.reader(io.StringIO(self.content[:_SAMPLE], newline=""), delimiter=self.delimiter)
        try:
            return list(islice(rows, count))
        except csv.Error:
            return [line.split(self.delimiter) for line in self.content[:_SAMPLE].split("\n")[:count]]


def _decoded(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    if kind := next((kind for begin, kind in _NO_TABLES.items() if data.startswith(begin)), ""):
        raise InputError([f"{where}: {kind}; only files of tables are read"])
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace"), ("encoded as UTF-16",)
    if (odd := data[1:400:2].count(0)) > 100 or data[:400:2].count(0) > 100:
        return data.decode("utf-16-le" if odd > 100 else "utf-16-be", errors="replace"), ("encoded as UTF-16",)
    if b"\0" in data[:4000]:
        raise InputError([f"{where}: neither text nor a workbook; only files of tables are read"])
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end >= len(data):
            raise InputError([f"{where}: {_CUT}"]) from None
        return data.decode("cp1252", errors="replace"), ("encoded as Windows-1252",)


def _delimiter(content: str) -> str:
    """Return the delimiter that splits most of the first lines into the same number of columns."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in content[:_SAMPLE].split("\n")[:60] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        most = max(set(counts) - {0}, key=counts.count, default=0)
        return (counts.count(most) if most else 0, most)

    return max(_DELIMITERS, key=agreement)


def read_columns(text: Text, start: int, width: int, where: str) -> pd.DataFrame:
    """Read the rows below a header.

    Parameters
    ----------
    text
        The file.
    start
        The row of the header, from 0.
    width
        How many columns the header has; a row may lack no more than the header's unnamed last ones.
    where
        The file, as messages name it.

    Raises
    ------
    InputError
        If a row has fewer columns than the header, or the text ends within quotation marks: the file is cut off.
    """
    counts = _fields(text)
    widest = int(counts.max(initial=width))
    below = counts[start + 1 :]
    usual = min(width, int(np.median(below[below > 1]))) if (below > 1).any() else width
    if len(below) and not text.content.endswith("\n") and below[-1] < usual:
        raise InputError([f"{where} row {len(counts)}: {_CUT}"])
    # A note under the table stands in one field; a file in which many rows are short is ragged, not damaged.
    short = np.flatnonzero((below > 1) & (below < usual))
    if 0 < len(short) <= max(3, len(below) // 50):
        row, found = start + 2 + int(short[0]), below[short[0]]
        damage = f"{found} fields, but the header has {width}: the file is cut off or damaged; download it again"
        raise InputError([f"{where} row {row}: {_CUT if short[0] == len(below) - 1 else damage}"])
    # Between tabs a quotation mark may be a letter like any other; elsewhere one that stays open means a cut.
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE) if text.delimiter == "\t" else (csv.QUOTE_MINIMAL,):
        try:
            frame = pd.read_csv(
                io.StringIO(text.content), sep=text.delimiter, header=None, names=range(widest), dtype=object,
                keep_default_na=False, na_filter=False, skip_blank_lines=False, quoting=quoting,
            )  # fmt: skip
        except pd.errors.ParserError:
            continue
        return frame.iloc[start + 1 :].reset_index(drop=True)
    raise InputError([f"{where} row {len(counts)}: {_CUT}"])


def _fields(text: Text) -> np.ndarray:
    """Count the fields of each row, whatever its quotation marks hold."""
    data = np.frombuffer(text.content.rstrip("\n").encode("utf-8"), dtype=np.uint8)
    parts = (data == ord(text.delimiter)) | (data == ord("\n"))
    if len(marks := np.flatnonzero(data == ord('"'))) > 1:
        opened = np.zeros(len(data), dtype=np.int8)
        opened[marks[: len(marks) // 2 * 2 : 2]], opened[marks[1::2]] = 1, -1
        parts &= np.cumsum(opened, dtype=np.int8) == 0
    places = np.flatnonzero(parts)
    lines = np.flatnonzero(data[places] == ord("\n"))
    counts = np.diff(np.concatenate([[-1], lines, [len(places)]]))
    ends = np.append(places[lines], len(data))
    begins, blank = np.append(0, ends[:-1] + 1), f" \t\n{text.delimiter}".encode()
    empty = begins == ends
    for row in np.flatnonzero(empty | np.isin(data[np.where(empty, 0, begins)], [*blank])) if len(data) else ():
        if not data[begins[row] : ends[row]].tobytes().strip(blank):
            counts[row] = 0
    return counts
