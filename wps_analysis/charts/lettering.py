"""Fonts and lines of text: how wide a text will be, and where it is broken."""

from __future__ import annotations

import base64
import io
import re
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from wps_analysis.paths import write_atomic
from wps_analysis.translation import ZERO_WIDTH_SPACE, language_in_force

DPI = 150
# A word with the space after it, or up to a zero-width space.
_PIECES = re.compile(f"[^ {ZERO_WIDTH_SPACE}]*(?: |{ZERO_WIDTH_SPACE}|$)")
_BOLD = 700
_NO_BREAK_SPACE = "\u00a0"
_COENG = "\u17d2"
_HANGS = re.compile("[\u17b4-\u17d3\u17dd]")


def line_height() -> float:
    """Return the height of a line of text in font sizes; Khmer signs stand above and below their letters."""
    return 1.5 if language_in_force() == "km" else 1.22


def leading() -> float:
    """Return what matplotlib multiplies a line's height with, so that lines of the language in force do not touch."""
    return 1.42 if language_in_force() == "km" else 1.15


@cache
def font_families(language: str) -> tuple[str, ...]:
    """Return the fonts of a language: one for Latin letters, and one for those that it lacks."""
    if language != "km":
        return ("DejaVu Sans",)
    from fontpkg_noto_sans_khmer import FAMILY
    from matplotlib.font_manager import fontManager

    regular = _khmer_font()
    for path in (regular, _bold(regular)):
        fontManager.addfont(path)
    return ("DejaVu Sans", FAMILY)


def font_face(language: str) -> str:
    """Return the CSS that brings the font of a language which many machines have none for; empty for others."""
    if language != "km":
        return ""
    from fontpkg_noto_sans_khmer import FAMILY

    source = base64.b64encode(_khmer_font().read_bytes()).decode("ascii")
    face = {
        "font-family": f'"{FAMILY}"',
        "font-weight": "100 900",
        "font-display": "block",
        "unicode-range": "U+1780-17FF, U+19E0-19FF, U+200B-200D",
        "src": f"url(data:font/ttf;base64,{source})",
    }
    return "@font-face { " + " ".join(f"{name}: {value};" for name, value in face.items()) + " }"


def _khmer_font() -> Path:
    from fontpkg_noto_sans_khmer import ROOT

    return min(ROOT.rglob("*.ttf"))


def _bold(variable_font: Path) -> Path:
    """Return the bold cut of a font that holds all weights; matplotlib draws such a font in one weight."""
    path = Path(mpl.get_cachedir()) / f"{variable_font.name.split('[')[0]}-Bold-{_BOLD}.ttf"
    if not path.is_file():
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

        font = instantiateVariableFont(TTFont(variable_font, recalcTimestamp=False), {"wght": _BOLD, "wdth": 100})
        cut = io.BytesIO()
        font.save(cut)
        write_atomic(path, cut.getvalue())
    return path


@lru_cache(maxsize=1)
def _measure():
    return FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DPI)).get_renderer()


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """Width of one line of text in inches, as it will be drawn in the language in force."""
    return _text_width(text.replace(ZERO_WIDTH_SPACE, ""), points, weight, language_in_force())


@lru_cache(maxsize=8192)
def _text_width(text: str, points: float, weight: str, language: str) -> float:
    font = FontProperties(family=list(font_families(language)), size=points, weight=weight)
    return _measure().get_text_width_height_descent(text, font, False)[0] / DPI


def wrap_text(text: str, width: float, points: float, weight: str = "normal") -> str:
    """Break a text at spaces so that no line is wider than ``width`` inches; longer words are split.

    A line may end at a zero-width space too, which is not drawn. A no-break space holds its words together and is drawn
    as an ordinary space.

    Examples
    --------
    >>> wrap_text("Commune and Sangkat chiefs", 1.2, 8.5).splitlines()
    ['Commune and', 'Sangkat chiefs']
    """
    lines: list[str] = []
    for paragraph in str(text).split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            longer = line + piece
            if not line.strip() or text_width(longer.rstrip(" "), points, weight) <= width:
                line = longer
            else:
                lines.append(line)
                line = piece
            while text_width(line.rstrip(" "), points, weight) > width and len(line) > 1:
                cut = _longest_start(line, width, points, weight)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    drawn = "\n".join(line.rstrip(f" {_NO_BREAK_SPACE}") for line in lines)
    return drawn.replace(_NO_BREAK_SPACE, " ").replace(ZERO_WIDTH_SPACE, "")


def _longest_start(line: str, width: float, points: float, weight: str) -> int:
    """Return where a word that is too long is cut; never before a Khmer sign that hangs on its consonant."""
    ends = [n for n in range(1, len(line)) if not _HANGS.match(line, n) and line[n - 1] != _COENG]
    fitting = [n for n in ends if text_width(line[:n], points, weight) <= width]
    # Rather between words that should stay together than within a number.
    fitting = [n for n in fitting if line[n - 1] == _NO_BREAK_SPACE] or fitting
    return max(fitting, default=min(ends, default=len(line)))


def line_count(text: str) -> int:
    """Count the lines of a wrapped text."""
    return text.count("\n") + 1 if text else 0
