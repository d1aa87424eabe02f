"""Fonts and lines of text: how wide a text will be, and where it is broken."""

from __future__ import annotations

import base64
import io
import re
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from wps_analysis.paths import write_atomic
from wps_analysis.words.language import ZERO_WIDTH_SPACE, language_in_force

DPI = 100
# A word with the space after it, or up to a zero-width space.
_PIECES = re.compile(f"[^ {ZERO_WIDTH_SPACE}]*(?: |{ZERO_WIDTH_SPACE}|$)")
_BOLD = 700
_NO_BREAK_SPACE = "\u00a0"
_COENG = "\u17d2"
_HANGS = re.compile("[\u17b4-\u17d3\u17dd]")


def line_height() -> float:
    """Return the height of a line of text in font sizes; Khmer signs stand above and below their letters."""
    return 1.62 if language_in_force() == "km" else 1.32


def leading() -> float:
    """Return what matplotlib multiplies the face's own height of a line (1.36) with in the language in force."""
    return 1.15 if language_in_force() == "km" else 0.95


@cache
def font_families(language: str) -> tuple[str, ...]:
    """Return the fonts of a language: one for Latin letters, and those that have what it lacks."""
    import fontpkg_noto_sans

    families = [fontpkg_noto_sans.FAMILY]
    _take_up(min(fontpkg_noto_sans.ROOT.rglob("NotoSans[[]*.ttf")))
    if language == "km":
        from fontpkg_noto_sans_khmer import FAMILY

        families.append(FAMILY)
        _take_up(_khmer_font())
    return (*families, "DejaVu Sans")  # which has the signs, such as ≠ and ●


def _take_up(font: Path) -> None:
    """Let matplotlib find a font, in two weights, before another of its name that a machine may have."""
    from matplotlib.font_manager import fontManager

    for path in (_bold(font), font):
        fontManager.addfont(path)
        fontManager.ttflist.insert(0, fontManager.ttflist.pop())


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


class _Renderer(RendererAgg):
    """Draws as Agg does, and measures each text once for all figures: when it is wrapped, not again when drawn."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: bool) -> tuple[float, float, float]:
        """Return the size of one line of text, in pixels."""
        if self.dpi != DPI:
            return super().get_text_width_height_descent(s, prop, ismath)
        return _extent(s, prop, ismath)


class Canvas(FigureCanvasAgg):
    """A canvas for figures whose texts were measured by ``text_width``."""

    def get_renderer(self) -> RendererAgg:
        """Return the renderer of this size, a new one where the figure has another size than before."""
        before, renderer = getattr(self, "renderer", None), super().get_renderer()
        if renderer is not before:
            self.renderer = _Renderer(renderer.width, renderer.height, renderer.dpi)
        return self.renderer


@lru_cache(maxsize=1)
def _measure() -> RendererAgg:
    return FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DPI)).get_renderer()


@lru_cache(maxsize=16384)
def _extent(text: str, font: FontProperties, ismath: bool) -> tuple[float, float, float]:
    return _measure().get_text_width_height_descent(text, font, ismath)


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """Width of one line of text in inches, as it will be drawn in the language in force."""
    font = _font(points, weight, language_in_force())
    return _extent(text.replace(ZERO_WIDTH_SPACE, ""), font, False)[0] / DPI


@cache
def _font(points: float, weight: str, language: str) -> FontProperties:
    return FontProperties(family=list(font_families(language)), size=points, weight=weight)


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
        line, wide = "", 0.0
        for piece in _PIECES.findall(paragraph):
            if line.strip():
                longer = wide + text_width(piece, points, weight)
                if _fits(line + piece, longer, width, points, weight):
                    line, wide = line + piece, longer
                    continue
                lines.append(line)
                line = ""
            line += piece
            wide = text_width(line, points, weight)
            while not _fits(line, wide, width, points, weight) and len(line) > 1:
                cut = _longest_start(line, width, points, weight)
                lines.append(line[:cut])
                line = line[cut:]
                wide = text_width(line, points, weight)
        lines.append(line)
    drawn = "\n".join(line.rstrip(f" {_NO_BREAK_SPACE}") for line in lines)
    return drawn.replace(_NO_BREAK_SPACE, " ").replace(ZERO_WIDTH_SPACE, "")


def _fits(line: str, wide: float, width: float, points: float, weight: str) -> bool:
    """Tell whether a line is no wider than ``width``, given the sum of the widths of its words.

    The sum differs by no more than the space at the end and a pixel or two, so that a line is measured whole in a close
    case alone.
    """
    if abs(wide - width) > points / 72:
        return wide < width
    return text_width(line.rstrip(" "), points, weight) <= width


def _longest_start(line: str, width: float, points: float, weight: str) -> int:
    """Return where a word that is too long is cut; never before a Khmer sign that hangs on its consonant."""
    ends = [n for n in range(1, len(line)) if not _HANGS.match(line, n) and line[n - 1] != _COENG]
    fitting = ends[: bisect_right(ends, width, key=lambda end: text_width(line[:end], points, weight))]
    # Rather between words that should stay together than within a number.
    fitting = [n for n in fitting if line[n - 1] == _NO_BREAK_SPACE] or fitting
    return max(fitting, default=min(ends, default=len(line)))


def line_count(text: str) -> int:
    """Count the lines of a wrapped text."""
    return text.count("\n") + 1 if text else 0
