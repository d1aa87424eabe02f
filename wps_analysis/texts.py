"""How texts get in: files in UTF-8 with whole rows, no character that hides, no text that acts where it is printed.

A spreadsheet would run such a text, a terminal obey it, a browser follow it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from wps_analysis.errors import InputError
from wps_analysis.paths import read_bytes, shown

_LONGEST_LINE = 1_000_000
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
# Khmer and its neighbours are written with zero-width spaces and joiners; no other text here needs one.
_JOINED = "\u0600-\u109f\u1780-\u17ff\u1950-\u1aff"
_HIDDEN = (
    "\x00-\x08\t\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffd\ufffe\uffff\U000e0000-\U000e007f"
)
_REFUSED = re.compile(f"[{_HIDDEN}]|(?<![{_JOINED}])[\u200b-\u200d](?![{_JOINED}])")
_MAY_BE_REFUSED = re.compile(f"[{_HIDDEN}\u200b-\u200d]")
"""One set of characters is looked for in a third of the time; it is asked first."""
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
ADDRESSES = frozenset({"url"})
"""The columns that hold addresses, separated by spaces."""
_PLAIN = re.compile(r"(?:[^\W_][^;\x00-\x1f\x7f-\x9f]*)?")
"""What most texts are, told at once: begun with a letter or digit, without a control character or the end of a cell."""
_FORMULA = re.compile(r"[=@+-].")
_NUMBER = re.compile(r"[+-] ?\d[\d ,.]*( ?(%|per ?cent|pp))?")
_CELLS = re.compile(r"[;\t\r\n]")
"""What a spreadsheet may take for the end of a cell, whatever it was told of commas."""
_SHOWN = 60


def read_text(path: Path) -> str:
    """Return a text file's content, or raise an InputError if it cannot be opened or is not UTF-8."""
    return _decoded(read_bytes(path), shown(path))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        form = "CSV UTF-8" if name.endswith(".csv") else "UTF-8"
        raise InputError([f"{name}: not UTF-8 (line {line}, byte {error.start}); save the file as {form}"]) from None


def hidden_characters(text: str) -> list[str]:
    r"""Name the characters of a text that control a terminal, change the direction of letters or print nothing.

    Examples
    --------
    >>> hidden_characters("police\u200b"), hidden_characters("ខេត្ត\u200bកែប")
    (['U+200B ZERO WIDTH SPACE'], [])
    """
    found = dict.fromkeys(_REFUSED.findall(text))
    return [f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}" for char in found]


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Write rows as lines of CSV, each ended by a line feed alone."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def with_rows(path: Path, rows: Iterable[Iterable[object]]) -> str:
    """Return the text of a CSV file with rows behind its own."""
    held = path.read_text(encoding="utf-8")
    return held + ("" if held.endswith("\n") else "\n") + csv_text(rows)


def csv_rows(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    r"""Read the rows of a CSV file that hold anything, each with the line on which it begins.

    A line break within a field is read as a space; empty columns to the right of the last name are left out.

    Parameters
    ----------
    data
        The file's content, in UTF-8.
    name
        The file, as messages name it.

    Raises
    ------
    InputError
        If the file is not UTF-8 or no CSV, has other separators than commas, a line or field is too long, or it holds
        characters that print nothing.

    Examples
    --------
    >>> csv_rows(b"indicator,sex\n\npolice,F\n", "claims.csv")
    [(1, ['indicator', 'sex']), (3, ['police', 'F'])]
    """
    text = _decoded(data, name)
    rows, begin = [], 1
    lines = io.StringIO(text, newline="")
    if too_long := next((n for n, line in enumerate(lines, 1) if len(line) > _LONGEST_LINE), 0):
        raise InputError(
            [f"{name} row {too_long}: the line is longer than {_LONGEST_LINE:,} characters; check the file"]
        )
    if problems := _separator_problems(text, name):
        raise InputError(problems)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for fields in reader:
            if any(map(str.strip, fields)):
                plain = all(map(str.isprintable, fields))
                rows.append((begin, fields if plain else [_BREAKS.sub(" ", field) for field in fields]))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputError([f"{name} row {begin}: not readable as CSV ({error}); {_remedy(error)}"]) from None
    if problems := _character_problems(rows, name, text):
        raise InputError(problems)
    return _without_empty_columns(rows)


def _remedy(error: csv.Error) -> str:
    quotes = "check the double quotes from there on"
    return f"{quotes}, or shorten the field" if "field limit" in str(error) else quotes


def _separator_problems(text: str, name: str) -> list[str]:
    header = text.partition("\n")[0].strip()
    if re.fullmatch(r'"?sep=.{,3}', header, re.IGNORECASE):
        return [f"{name} row 1: {header!r} is a line for Excel alone; remove it"]
    named = [words for char, words in _SEPARATORS.items() if "," not in header and char in header]
    return [f"{name}: the fields are separated by {words}; save the file as CSV with commas" for words in named]


def _character_problems(rows: list[tuple[int, list[str]]], name: str, text: str) -> list[str]:
    if not (_MAY_BE_REFUSED.search(text) and _REFUSED.search(text)):  # of a whole file at once: nearly every one
        return []
    header = rows[0][1]
    return [
        f"{name} row {line}: column {(header[place] if place < len(header) else '')!r} holds {', '.join(found)}, "
        "which hides or acts in print; take it out"
        for line, fields in rows
        for place, field in enumerate(fields)
        if (found := hidden_characters(field))
    ]


def _without_empty_columns(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Leave out the empty fields that a spreadsheet writes to the right of the last column."""
    width = max((place for place, title in enumerate(rows[0][1], 1) if title.strip()), default=0) if rows else 0
    if all(len(fields) <= width for _, fields in rows):
        return rows
    return [(line, fields if any(map(str.strip, fields[width:])) else fields[:width]) for line, fields in rows]


def active(text: str, *, address: bool = False) -> str:
    r"""Say what a text would do where it is printed; empty for one that only says something.

    Parameters
    ----------
    text
        A text of an input.
    address
        Whether it is to hold addresses, which pages make links of.

    Examples
    --------
    >>> active("-3.2 %"), active("ca. 11 per cent"), active("=")
    ('', '', '')
    >>> active("＝HYPERLINK(1)")
    "begins with '=': a spreadsheet runs it; write it as the document prints it, or a word before it"
    >>> active("javascript:alert(1)", address=True)
    "holds 'javascript:alert(1)': an address begins with https:// or http:// and names a host; write it so, or none"
    """
    if not address and _PLAIN.fullmatch(text):
        return ""
    if codes := [c for c in text if unicodedata.category(c) == "Cc" and c not in "\t\r\n"]:
        return f"holds the control character U+{ord(codes[0]):04X}: a terminal obeys it; take it out"
    if text[:1] in ("\t", "\r", "\n"):
        return "begins with a tab or a line break: a spreadsheet takes what follows for a cell; take it out"
    for number, cell in enumerate(_CELLS.split(text)):
        bare = _bare(cell)
        if _FORMULA.match(bare) and not _NUMBER.fullmatch(bare):
            place = "begins with" if number == 0 else "has, where a cell may begin,"
            return (
                f"{place} {bare[0]!r}: a spreadsheet runs it; write it as the document prints it, or a word before it"
            )
    wrong = [part for part in text.split() if not _is_web(part)] if address else []
    if wrong:
        return (
            f"holds {wrong[0][:_SHOWN]!r}: an address begins with https:// or http:// and names a host; "
            "write it so, or none"
        )
    return ""


def text_problems(row: Mapping[str, object], where: str) -> Iterator[str]:
    """Yield a sentence for each text of a row of input that acts.

    Parameters
    ----------
    row
        Values by column; what is no text is passed over.
    where
        File and row, as messages name them.

    Examples
    --------
    >>> next(text_problems({"name": "@SUM(1)", "sex": "F"}, "data/registry/areas.csv row 2"))[:60]
    "data/registry/areas.csv row 2: name '@SUM(1)' begins with '@"
    """
    for column, value in row.items():
        if isinstance(value, str) and (act := active(value, address=column in ADDRESSES)):
            yield f"{where}: {column} {value[:_SHOWN]!r} {act}"


def _bare(cell: str) -> str:
    """Write full-width and other forms of a sign as itself, without the marks and spaces that nobody sees before it."""
    plain = unicodedata.normalize("NFKC", cell)
    start = next((at for at, c in enumerate(plain) if unicodedata.category(c)[0] not in "ZC"), len(plain))
    return plain[start:].rstrip()


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\"'<>\\`]", text)
    except ValueError:
        return False
