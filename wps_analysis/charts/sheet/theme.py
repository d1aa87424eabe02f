"""One look for every chart: sizes, colours, the sheet with title and source note, and the final bytes."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from wps_analysis.charts.sheet.lettering import DPI, Canvas, font_families, leading, line_count, line_height, wrap_text
from wps_analysis.errors import WpsError
from wps_analysis.words.language import draft_notice, language_in_force

# matplotlib's "okabe_ito" sequence, which stays distinct for the colour-blind. A table of our own, so that
# another matplotlib version cannot recolour a reviewed chart.
PALETTE = {
    "blue": "#0072b2",
    "orange": "#e69f00",
    "green": "#009e73",
    "vermillion": "#d55e00",
    "purple": "#cc79a7",
    "sky": "#56b4e9",
    "yellow": "#f0e442",
    "black": "#000000",
}
INK, MUTED, RULE, PAPER = "#1a1a1a", "#4d4d4d", "#d4d4d4", "#ffffff"
DRAFT_INK = "#a33b00"
SEX_COLOURS = {"F": PALETTE["blue"], "M": PALETTE["vermillion"], "_T": INK}
_tallest: ContextVar[float] = ContextVar("tallest", default=math.inf)


class TooTall(Exception):  # noqa: N818  # no error of the user's: it tells whoever set the limit to draw less
    """A figure would be taller than ``no_taller_than`` allows; nothing of it is drawn."""

    def __init__(self, height: float) -> None:
        super().__init__(f"{height:.2f} inches")
        self.height = height


@dataclass(frozen=True)
class Size:
    """Lengths of one output size: inches for widths and heights, points for text and marks."""

    width: float
    margin: float
    title: float
    text: float
    small: float
    label_column: float
    value_column: float
    panel_columns: int
    panel_height: float

    @property
    def mark(self) -> float:
        """Diameter of a dot, in points."""
        return 0.75 * self.text

    def lines(self, count: float) -> float:
        """Height of some lines of ordinary text, in inches."""
        return count * self.text * line_height() / 72

    def small_lines(self, count: float) -> float:
        """Height of some lines of small text, in inches."""
        return self.lines(count) * self.small / self.text

    def panel(
        self, *, names: float = 1.0, values: float = 1.0, before: float = 1.6, after: float = 1.6
    ) -> tuple[float, float]:
        """Left edge and width of a panel between a column of names and one of values.

        ``names`` and ``values`` are parts of the columns' usual widths; ``before`` and ``after`` are font sizes.
        """
        left = self.margin + names * self.label_column + before * self.text / 72
        return left, self.width - self.margin - values * self.value_column - after * self.text / 72 - left


SIZES = {
    # 170 mm is the text width of an A4 page; 13.33 inches is a 16:9 slide.
    "print": Size(6.7, 0.08, 11.5, 8.5, 8.0, 2.15, 1.95, 2, 3.2),
    "slide": Size(13.33, 0.3, 23.0, 15.0, 12.0, 4.1, 3.7, 3, 2.3),
}


@dataclass(frozen=True)
class Sheet:
    """A figure whose title and notes are drawn, with an empty body between them."""

    figure: Figure
    header: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at inches from the left edge and from the top of the body."""
        fig_width, fig_height = self.figure.get_size_inches()
        bottom = fig_height - self.header - top - height
        return self.figure.add_axes((left / fig_width, bottom / fig_height, width / fig_width, height / fig_height))


def pick_size(name: str) -> Size:
    """Return the lengths of an output size by its name."""
    if name not in SIZES:
        raise WpsError(f"Unknown chart size {name!r}. Choose one of: {', '.join(SIZES)}.")
    return SIZES[name]


@contextmanager
def chart_theme(size: str = "print") -> Iterator[Size]:
    """Apply the look of the charts inside a ``with`` block and nowhere else.

    Parameters
    ----------
    size
        ``"print"`` (170 mm wide) or ``"slide"`` (16:9).

    Yields
    ------
    Size
        The lengths to draw with.

    Examples
    --------
    >>> with chart_theme("print") as lengths:
    ...     lengths.width
    6.7
    """
    lengths = pick_size(size)
    settings = {
        "font.family": list(font_families(language_in_force())),
        "font.size": lengths.text,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.linewidth": lengths.mark / 11,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": lengths.small,
        "ytick.labelsize": lengths.small,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "grid.color": RULE,
        "grid.linewidth": lengths.mark / 11,
        "hatch.linewidth": lengths.mark / 11,
        "figure.facecolor": PAPER,
        "figure.dpi": DPI,
        "savefig.facecolor": PAPER,
        "svg.fonttype": "path",
        "svg.hashsalt": "wps_analysis",
    }
    with mpl.rc_context(settings):
        yield lengths


@contextmanager
def no_taller_than(height: float) -> Iterator[None]:
    """Let ``open_sheet`` raise TooTall, before anything is drawn, for a figure of more inches."""
    token = _tallest.set(height)
    try:
        yield
    finally:
        _tallest.reset(token)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by the rule of the Web Content Accessibility Guidelines, 1 to 21.

    Examples
    --------
    >>> contrast("black", "white")
    21.0
    """

    def luminance(colour: str) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return round((light + 0.05) / (dark + 0.05), 2)


def open_sheet(size: Size, body: float, *, title: str = "", subtitle: str = "", notes: Sequence[str] = ()) -> Sheet:
    """Start a figure just tall enough for its title, a body of ``body`` inches and the notes below.

    Every block is measured before it is drawn, so nothing is cut and no layout engine has to guess.

    Parameters
    ----------
    size
        From `pick_size`.
    body
        Height left free for the axes, in inches.
    title, subtitle
        The finding, and what is drawn.
    notes
        Paragraphs below the chart: keys to the marks first, then the source note.

    Returns
    -------
    Sheet
        The figure and a way to place axes on it.

    Raises
    ------
    TooTall
        If the figure would be taller than ``no_taller_than`` allows.
    """
    room = size.width - 2 * size.margin
    blocks = [
        (wrap_text(draft_notice(), room, size.small, "bold"), size.small, "bold", DRAFT_INK, "draft"),
        (wrap_text(title, room, size.title, "bold"), size.title, "bold", INK, "title"),
        (wrap_text(subtitle, room, size.text), size.text, "normal", MUTED, "subtitle"),
    ]
    blocks = [block for block in blocks if block[0]]
    gap = 0.5 * size.text / 72
    header = size.margin + sum(line_count(b[0]) * b[1] * line_height() / 72 + gap for b in blocks)
    paragraphs = [wrap_text(note, room, size.small) for note in notes if note]
    footer = size.margin + sum(line_count(p) * size.small * line_height() / 72 + gap for p in paragraphs)
    height = header + body + footer
    if height > _tallest.get():
        raise TooTall(height)
    figure = Figure(figsize=(size.width, height), dpi=DPI, label=language_in_force())
    Canvas(figure)
    blocks += [(p, size.small, "normal", MUTED, "note") for p in paragraphs]
    top = size.margin
    for index, (text, points, weight, colour, role) in enumerate(blocks):
        if index == len(blocks) - len(paragraphs):
            top = header + body + gap
        figure.text(
            size.margin / size.width, 1 - top / height, text, size=points, weight=weight, color=colour,
            ha="left", va="top", linespacing=leading() + 0.05, label=role,
        )  # fmt: skip
        top += line_count(text) * points * line_height() / 72 + gap
    return Sheet(figure, header)


def render(fig: Figure, format: str = "png") -> bytes:
    """Turn a finished figure into bytes that depend on nothing but the figure.

    Parameters
    ----------
    fig
        A figure of this package.
    format
        ``"png"`` (150 dots per inch) or ``"svg"``.

    Returns
    -------
    bytes
        The file, without a date or the name of a program in it.

    Raises
    ------
    WpsError
        If the format is another one.

    Examples
    --------
    >>> with chart_theme() as size:
    ...     sheet = open_sheet(size, 1.0, title="A title")
    >>> render(sheet.figure)[1:4]
    b'PNG'
    """
    if format not in ("png", "svg"):
        raise WpsError(f"Unknown chart format {format!r}. Choose one of: png, svg.")
    buffer = io.BytesIO()
    with chart_theme():
        if format == "svg":
            fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
            return buffer.getvalue()
        fig.savefig(buffer, format="rgba", dpi=DPI)
    width, height = (int(inches * DPI) for inches in fig.get_size_inches())
    return _png(Image.frombytes("RGBA", (width, height), buffer.getvalue()))


def _png(picture: Image.Image) -> bytes:
    # A chart has a few hundred colours. With 256, none is off by more than an eye sees, and the file is a third.
    few = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "png", dpi=(DPI, DPI), compress_level=6)
    return buffer.getvalue()
