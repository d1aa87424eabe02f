"""What a sheet of the workbook holds, before any format: its columns, and cells of text, numbers and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wps_analysis.words.figures import known, number_of, value_text
from wps_analysis.words.language import SOURCE_LANGUAGE, ZERO_WIDTH_SPACE, use_language

_MOST_DECIMALS = 3
_DECIMALS = re.compile(r"\.(\d+)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class Number:
    """A number, and how many decimals of it are shown."""

    value: float
    decimals: int = 0


@dataclass(frozen=True)
class Link:
    """A text that leads to a row of another sheet; rows count from 0, the header's."""

    text: str
    sheet: str
    row: int = 0


Cell = str | Number | Link


@dataclass(frozen=True)
class Column:
    """A column's heading, and its width in characters."""

    header: str
    width: float


@dataclass(frozen=True)
class Sheet:
    """A table of the workbook: its name, what it holds in a few words, its columns and rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]


def sheet_name(words: str) -> str:
    """Return words as a name that spreadsheets accept for a sheet.

    Examples
    --------
    >>> sheet_name("Relief/recovery: what the documents held say")
    'Relief recovery what the docume'
    """
    plain = _NOT_IN_NAMES.sub(" ", words.replace(ZERO_WIDTH_SPACE, ""))
    return " ".join(plain.split())[:_LONGEST_NAME].strip()


def number_cell(row: Mapping[str, Any], column: str) -> Cell:
    """Return a number with its own decimals, three at most; nothing where there is none.

    Examples
    --------
    >>> number_cell({"lower": 14.765}, "lower"), number_cell({"lower": 10.0}, "lower"), number_cell({}, "lower")
    (Number(value=14.765, decimals=3), Number(value=10.0, decimals=0), '')
    """
    value = number_of(row, column)
    if not known(value):
        return ""
    return Number(value, len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]))


def figure_cell(row: Mapping[str, Any]) -> Cell:
    """Return the number of a figure with the decimals that are printed of it; nothing for a range.

    Examples
    --------
    >>> figure_cell({"obs_value": 44.0, "lower": 43.95, "upper": 44.05, "unit_measure": "PT"})
    Number(value=44.0, decimals=1)
    """
    value = number_of(row, "obs_value")
    if not known(value):
        return ""
    with use_language(SOURCE_LANGUAGE):  # its decimal sign is the point
        printed = _DECIMALS.search(value_text(row))
    return Number(value, len(printed[1]) if printed else 0)
