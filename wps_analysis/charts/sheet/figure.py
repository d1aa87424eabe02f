"""The figure that every chart is: how it shows itself, what its marks rest on, and the sheet with title and notes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wps_analysis.charts.sheet.lettering import DPI, Canvas, leading, line_count, line_height, wrap_text
from wps_analysis.charts.sheet.theme import COLOURS, INK, MUTED, Size, chart_theme
from wps_analysis.charts.twin.describe import alt_text, display_chart, text_twin
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import text_of
from wps_analysis.words.language import draft_notice, language_in_force

_EDGE = 0.2, 0.4  # inches above the first and below the last text: at most, and on a slide that has room
_CLAIMS = "claims:"
_tallest: ContextVar[float] = ContextVar("tallest", default=math.inf)


class TooTall(Exception):  # noqa: N818  # no error of the user's: it tells whoever set the limit to draw less
    """A figure would be taller than ``no_taller_than`` allows; nothing of it is drawn."""

    def __init__(self, height: float) -> None:
        super().__init__(f"{height:.2f} inches")
        self.height = height


class ChartFigure(Figure):
    """A chart: a figure that shows itself as the last line of any cell, with its text twin folded below.

    Attributes
    ----------
    data : DataFrame
        The table that it was drawn of.
    body : tuple of float
        Inches from the top between which lie the panels and the notes on their marks: what a page takes.
    redraw : callable
        Draws the same table again with other options.
    """

    data: pd.DataFrame
    body: tuple[float, float]
    redraw: Callable[..., ChartFigure]

    @property
    def alt(self) -> str:
        """The finding in at most 300 characters, for readers who do not see the chart."""
        return alt_text(self)

    @property
    def twin(self) -> str:
        """All that is drawn, as text."""
        return text_twin(self)

    def words(self, role: str) -> str:
        """Return what a text of the sheet says on one line: its title, subtitle, draft, note or source."""
        return " ".join(t.get_text().replace("\n", " ") for t in self.texts if t.get_label() == role)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write a file of what is seen, as ``Figure.savefig`` does."""
        with chart_theme(), _without_ids(self):
            super().savefig(fname, **options)

    def _ipython_display_(self) -> None:
        display_chart(self)


class _Page(Figure):
    """A page of pyplot made after a chart: saved while it is empty, it is the chart that was meant."""

    def savefig(self, fname: Any, **options: Any) -> None:
        if len(self.get_children()) == 1:  # its background
            from matplotlib import pyplot as plt

            plt.close(self)
            raise WpsError(
                "This page of pyplot is empty: a chart of wps_analysis is a figure of its own. Keep it, and save it: "
                "chart = wps.plot_trend(...), then chart.savefig('chart.png')."
            )
        super().savefig(fname, **options)


_Page.__name__ = Figure.__name__  # which a notebook shows beside a picture


def refuse_empty_pages(page: Figure) -> None:
    """Let a new page of pyplot say what to call if it is saved empty: Matplotlib calls this for each."""
    if type(page) is Figure:
        page.__class__ = _Page


def hook_pyplot() -> None:
    """Have ``refuse_empty_pages`` called; all else that charts set is in force only while they are drawn."""
    hook = f"{__name__}:{refuse_empty_pages.__name__}"
    if hook not in mpl.rcParams["figure.hooks"]:
        mpl.rcParams["figure.hooks"] = [*mpl.rcParams["figure.hooks"], hook]


def rests_on(*artists: Artist, claims: Sequence[str]) -> None:
    """Note on artists which claims they rest on: in an inline SVG they are links to these.

    Parameters
    ----------
    *artists
        Marks and labels.
    claims
        From ``claims_of``.
    """
    for artist in artists if claims else ():
        artist.set_gid(_CLAIMS + "+".join(claims))


def claims_of(*rows: dict[str, Any]) -> list[str]:
    """Return the claims that rows of figures or targets rest on, in order.

    Examples
    --------
    >>> claims_of({"claim_id": "a", "numerator_claim_id": "b"}, {"claim_id": "a"}, {})
    ['a', 'b']
    """
    columns = ("claim_id", "numerator_claim_id", "denominator_claim_id")
    return list(dict.fromkeys(" ".join(text_of(row, column) for row in rows for column in columns).split()))


def claims_on(gid: str | None) -> list[str] | None:
    """Return the claims that the gid of an artist names, None where it is another's."""
    return gid.removeprefix(_CLAIMS).split("+") if gid and gid.startswith(_CLAIMS) else None


@contextmanager
def _without_ids(fig: Figure) -> Iterator[None]:
    """Take the claims off the artists: two marks of one claim would be two elements of one id."""
    found = [(artist, artist.get_gid()) for artist in fig.findobj(lambda one: claims_on(one.get_gid()) is not None)]
    for artist, _gid in found:
        artist.set_gid(None)
    try:
        yield
    finally:
        for artist, gid in found:
            artist.set_gid(gid)


@dataclass(frozen=True)
class Sheet:
    """A figure whose title and notes are drawn, with an empty body between them."""

    figure: ChartFigure
    header: float
    body: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at inches from the left edge and from the top of the body."""
        return self.figure.add_axes(self._part(left, top, width, height))

    def place(self, ax: Axes, left: float, top: float, width: float, height: float) -> None:
        """Move axes that another library added to inches from the left edge and from the top of the body."""
        ax.set_position(self._part(left, top, width, height))

    def _part(self, left: float, top: float, width: float, height: float) -> tuple[float, float, float, float]:
        fig_width, fig_height = self.figure.get_size_inches()
        bottom = fig_height - self.header - top - height
        return left / fig_width, bottom / fig_height, width / fig_width, height / fig_height


@contextmanager
def no_taller_than(height: float) -> Iterator[None]:
    """Let ``open_sheet`` raise TooTall, before anything is drawn, for a figure of more inches."""
    token = _tallest.set(height)
    try:
        yield
    finally:
        _tallest.reset(token)


@dataclass
class _Block:
    """A wrapped text of the sheet, what it is and how it looks."""

    text: str
    role: str
    points: float
    colour: str
    weight: str
    gap: float

    @property
    def height(self) -> float:
        return line_count(self.text) * self.points * line_height() / 72 + self.gap


def open_sheet(
    size: Size,
    body: float,
    *,
    title: str = "",
    subtitle: str = "",
    notes: Sequence[str] = (),
    source: str = "",
    stretch: float = 1.0,
) -> Sheet:
    """Start a figure just tall enough for its title, a body of ``body`` inches and the notes below.

    Every block is measured before it is drawn, so nothing is cut and no layout engine has to guess.

    Parameters
    ----------
    size
        From `pick_size`; where it has a height, the body stands in the middle of what is left.
    body
        Height left free for the axes, in inches.
    title, subtitle
        The finding, and what is drawn.
    notes
        Paragraphs below the chart: keys to the marks.
    source
        Where the figures come from: the last paragraph.
    stretch
        How many times ``body`` it may be where the size has a height.

    Returns
    -------
    Sheet
        The figure and a way to place axes on it.

    Raises
    ------
    TooTall
        If the figure would be taller than ``no_taller_than`` allows.
    """

    def block(text: str, role: str, points: float, colour: str, weight: str = "normal") -> _Block:
        wrapped = wrap_text(text, size.width - 2 * size.margin, points, weight)
        return _Block(wrapped, role, points, colour, weight, 0.5 * size.text / 72)

    heads = [
        block(draft_notice(), "draft", size.small, COLOURS["target"], "bold"),
        block(title, "title", size.title, INK, "bold"),
        block(subtitle, "subtitle", size.text, MUTED),
    ]
    keys = [block(note, "note", size.small, MUTED) for note in notes if note]
    below = [*keys, *([block(source, "source", size.small, MUTED)] if source else [])]
    edge = min(max(size.margin, 4 / 72), _EDGE[0])
    header = edge + sum(head.height for head in heads if head.text)
    footer = edge + sum(paragraph.height for paragraph in below)
    height = header + body + footer
    if height > _tallest.get():
        raise TooTall(height)
    spare = max(size.height - height, 0.0)
    height += spare
    air = min(spare / 2, _EDGE[1] - edge) if size.height else 0.0
    edge, header, footer, spare = edge + air, header + air, footer + air, spare - 2 * air
    grown = min(spare, (stretch - 1) * body)
    body, spare = body + grown, spare - grown
    figure = ChartFigure(figsize=(size.width, height), dpi=DPI, label=language_in_force())
    Canvas(figure)
    figure.body = header, height - footer + sum(key.height for key in keys)
    _write(figure, [head for head in heads if head.text], edge, size)
    _write(figure, below, height - footer + 0.5 * size.text / 72, size)
    return Sheet(figure, header + spare / 2, body)


def _write(figure: Figure, blocks: list[_Block], top: float, size: Size) -> None:
    width, height = figure.get_size_inches()
    for block in blocks:
        figure.text(
            size.margin / width, 1 - top / height, block.text, size=block.points, weight=block.weight,
            color=block.colour, ha="left", va="top", linespacing=leading() + 0.05, label=block.role,
        )  # fmt: skip
        top += block.height
