"""How high a row must be so that its wrapped texts are seen whole: LibreOffice and viewers do not work it out."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from wps_analysis.words.language import ZERO_WIDTH_SPACE, language_in_force

_LINE_POINTS = {"km": 15.5}
_USUAL_LINE_POINTS = 12.75
_HIGHEST = 409.0
"""The highest row that a spreadsheet takes, in points."""
_COENG = "\u17d2"
_PIECES = re.compile(f"[^ {ZERO_WIDTH_SPACE}]*(?: |{ZERO_WIDTH_SPACE}|$)")
_PADDING = 0.8
# Widths in the unit of a column, a digit of the usual font at 11 points; texts have 10, and perhaps a wider font. Those
# of Khmer are what the texts of the catalogue take in Noto Sans Khmer, by least squares, and a twentieth more.
_LATIN, _KHMER, _SPACING_MARK, _SUBSCRIPT = 0.92, 1.29, 0.68, 0.29


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height of a row in points.

    Parameters
    ----------
    cells
        The text of each cell with the width of its column, in characters.

    Examples
    --------
    >>> row_height([("one line", 20), ("of two lines, too long for one", 20)])
    27.5
    """
    lines = max(line_count(text, width - _PADDING) for text, width in cells)
    return min(lines * _LINE_POINTS.get(language_in_force(), _USUAL_LINE_POINTS) + 2, _HIGHEST)


def line_count(text: str, width: float) -> int:
    r"""Count the lines of a text that is broken at spaces and, in Khmer, between words; longer words are cut.

    Examples
    --------
    >>> line_count("12345678 1234 123\n1", 10)
    3
    """
    return sum(_lines(paragraph, width) for paragraph in text.split("\n"))


def _lines(paragraph: str, width: float) -> int:
    lines, filled = 1, 0.0
    for piece in _PIECES.findall(paragraph):
        needed = line_width(piece.rstrip(" "))
        if filled and filled + needed > width:
            lines, filled = lines + 1, 0.0
        if needed > width:
            lines += math.ceil(needed / width) - 1
            needed = needed % width
        filled += needed + line_width(piece[len(piece.rstrip(" ")) :])
    return lines


def line_width(text: str) -> float:
    """Return how wide a text is in one line, in the characters that columns are counted in."""
    if text.isascii():
        return len(text) * _LATIN
    before = ("", *text)
    return sum(_SUBSCRIPT if last == _COENG else _char_width(char) for last, char in zip(before, text, strict=False))


@cache
def _char_width(char: str) -> float:
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return 0.0
    if category == "Mc":
        return _SPACING_MARK
    return _KHMER if "\u1780" <= char <= "\u17ff" else _LATIN
