"""One look for every chart: colours by their role, and the lengths of each size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.colors import to_rgb

from wps_analysis.charts.sheet.lettering import DPI, font_families, line_height
from wps_analysis.errors import WpsError
from wps_analysis.words.language import language_in_force

# Light colours. Each belongs to one role and to no other, so that a page can give the roles other ones.
COLOURS = {
    "ink": "#17212b",
    "muted": "#586470",
    "axis": "#8a95a0",
    "grid": "#e3e7eb",
    "paper": "#ffffff",
    "women": "#5b3a9e",
    "women2": "#a892d6",
    "men": "#74808c",
    "target": "#b4470f",
    "other": "#b3bbc3",
    "met": "#0d6e66",
    "senate": "#9a5a00",
    "council": "#0d6e67",
    "chief": "#1c64b0",
    "band": "#f1f3f5",
}
INK, MUTED, AXIS, GRID, PAPER = (COLOURS[role] for role in ("ink", "muted", "axis", "grid", "paper"))
SEX_COLOURS = {"F": COLOURS["women"], "M": COLOURS["men"], "_T": INK}
_PIXEL = 1 / 72
"""Inches: a chart is drawn at 72 units an inch, so that a point is a pixel of its SVG."""


@dataclass(frozen=True)
class Size:
    """Lengths of one output size: inches for widths and heights, points for text and marks.

    ``height`` is that of the figure, 0 where it is as tall as it needs; ``least`` the smallest letters, in points.
    """

    width: float
    height: float
    margin: float
    title: float
    text: float
    small: float
    least: float
    label_column: float
    value_column: float
    panel_columns: int
    panel_height: float

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above their rows, there being no room beside."""
        return self.label_column == 0

    @property
    def mark(self) -> float:
        """Diameter of a dot, in points."""
        return 0.72 * self.text

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
    "print": Size(740 * _PIXEL, 0, 4 * _PIXEL, 18, 13, 12, 11.5, 268 * _PIXEL, 214 * _PIXEL, 2, 350 * _PIXEL),
    # On a page: half its breadth, and the whole.
    "column": Size(560 * _PIXEL, 0, 4 * _PIXEL, 18, 13, 12, 11.5, 200 * _PIXEL, 150 * _PIXEL, 2, 260 * _PIXEL),
    "page": Size(1136 * _PIXEL, 0, 4 * _PIXEL, 18, 13, 12, 11.5, 300 * _PIXEL, 240 * _PIXEL, 4, 190 * _PIXEL),
    "phone": Size(360 * _PIXEL, 0, 4 * _PIXEL, 18, 13, 12, 11.5, 0, 0, 1, 240 * _PIXEL),
    # 1600 by 900 dots; letters of 46, 22 and 20 of them.
    "slide": Size(1600 / DPI, 900 / DPI, 60 / DPI, 33.12, 15.84, 14.4, 14.4, 5.6, 4.3, 3, 2.9),
}


def pick_size(name: str) -> Size:
    """Return the lengths of an output size by its name."""
    if name not in SIZES:
        raise WpsError(f"Unknown chart size {name!r}. Choose one of: {', '.join(SIZES)}.")
    return SIZES[name]


@contextmanager
def chart_theme(size: str = "print") -> Iterator[Size]:
    """Apply the look of the charts inside a ``with`` block and nowhere else.

    seaborn's contexts and styles would do the same, but importing it takes a second, for pyplot and statsmodels.

    Parameters
    ----------
    size
        ``"print"`` (740 pixels, 170 mm wide), ``"phone"`` (360 pixels) or ``"slide"`` (16:9).

    Yields
    ------
    Size
        The lengths to draw with.

    Examples
    --------
    >>> with chart_theme("print") as lengths:
    ...     lengths.text
    13
    """
    lengths = pick_size(size)
    settings = {
        "font.family": list(font_families(language_in_force())),
        "font.size": lengths.text,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": AXIS,
        "axes.labelcolor": INK,
        "axes.linewidth": lengths.mark / 9,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "xtick.color": AXIS,
        "ytick.color": AXIS,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.labelsize": lengths.small,
        "ytick.labelsize": lengths.small,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "grid.color": GRID,
        "grid.linewidth": lengths.mark / 9,
        "hatch.linewidth": lengths.mark / 9,
        "figure.facecolor": PAPER,
        "figure.dpi": DPI,
        "savefig.facecolor": PAPER,
        "savefig.dpi": DPI,
        "svg.fonttype": "path",
        "svg.hashsalt": "wps_analysis",
        "pdf.fonttype": 42,
    }
    with mpl.rc_context(settings):
        yield lengths


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
