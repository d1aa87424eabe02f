"""What all charts share: the parameters beside the table, the checks at the door, the sheet, its rows and axis."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial, wraps
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Transform, blended_transform_factory

from wps_analysis.assessment.handed_in import handed_in, refuse_mistyped
from wps_analysis.charts.sheet.figure import Sheet, hook_pyplot, open_sheet
from wps_analysis.charts.sheet.lettering import leading
from wps_analysis.charts.sheet.rows import TARGET, Row, check_rows
from wps_analysis.charts.sheet.theme import Size, chart_theme, pick_size
from wps_analysis.codes import AsOf, as_of_text
from wps_analysis.errors import WpsError
from wps_analysis.tables import as_loaded
from wps_analysis.words.figures import number_text
from wps_analysis.words.language import use_language
from wps_analysis.words.source_note import source_paragraph

_EVERYWHERE = ("print", "slide")


class NotOnPhoneError(WpsError):
    """A chart was asked for in a size that it is not drawn in."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """What every chart is told beside its table, with what follows from it.

    Parameters
    ----------
    title, subtitle
        The finding, and what is drawn.
    size
        ``"print"`` (740 pixels, 170 mm wide), ``"slide"`` (1600 by 900) or, of most charts, ``"phone"`` (360 pixels).
    source_note
        Said of the sources, in place of what the table says of them.
    as_of
        Date, month or year of the data, printed with the chart.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    """

    title: str = ""
    subtitle: str = ""
    size: str = "print"
    source_note: str = ""
    as_of: AsOf = ""
    language: str | None = None

    @property
    def lengths(self) -> Size:
        """The lengths of its size."""
        return pick_size(self.size)

    def open(
        self, body: float, *notes: str, rows: Iterable[Row] = (), subtitle: str = "", stretch: float = 1.0
    ) -> Sheet:
        """Open a sheet with a body of some inches; below it the notes, then what there is to say of the sources.

        Parameters
        ----------
        body
            Height left free for the axes, in inches.
        *notes
            Paragraphs that explain the marks.
        rows
            The observations drawn, whose sources are named.
        subtitle
            Replaces the subtitle.
        stretch
            How many times its height the body may take where a slide has room.
        """
        sources = source_paragraph(list(rows), source_note=self.source_note, as_of=self.as_of)
        words = {"title": self.title, "subtitle": subtitle or self.subtitle, "notes": notes, "source": sources}
        return open_sheet(self.lengths, body, stretch=stretch, **words)


def chart(plot: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that takes ``**common``, which it hands on to ``open_front``, draw a chart.

    The parameters of ``Front`` are written into its signature and its docstring, and the chart that it returns knows
    its table and how to draw it again.

    Examples
    --------
    >>> @chart
    ... def plot_words(table: pd.DataFrame, **common: str | None) -> ChartFigure:
    ...     '''Draw words.
    ...
    ...     Parameters
    ...     ----------
    ...     table
    ...         Words.
    ...
    ...     Returns
    ...     -------
    ...     ChartFigure
    ...     '''
    >>> list(inspect.signature(plot_words).parameters)
    ['table', 'title', 'subtitle', 'size', 'source_note', 'as_of', 'language']
    >>> inspect.getdoc(plot_words).splitlines()[4:7]
    ['table', '    Words.', 'title, subtitle']
    """
    own, shared = inspect.signature(plot), inspect.signature(Front).parameters
    *before, _common = own.parameters.values()

    @wraps(plot)
    def drawn(*table: pd.DataFrame, **options: Any) -> Any:
        if {*TARGET} <= {*getattr(options.get("targets"), "columns", ())}:
            options["targets"] = handed_in(options["targets"], plot.__name__, needed=TARGET)
            refuse_mistyped(options["targets"], getattr(table[0], "indicator", ()) if table else (), plot.__name__)
        table, options = tuple(map(as_loaded, table)), {name: as_loaded(value) for name, value in options.items()}
        figure = plot(*table, **options)
        hook_pyplot()
        if options.get("ax") is None:
            figure.data = next(iter(own.bind(*table, **options).arguments.values()))
            figure.redraw = partial(drawn, *table, **{**options, "language": figure.get_label()})
        return figure

    drawn.__signature__ = own.replace(parameters=[*before, *shared.values()])
    described = (inspect.getdoc(Front) or "").partition("----------\n")[2]
    drawn.__doc__ = (inspect.getdoc(plot) or "").replace("\n\nReturns\n", f"\n{described}\n\nReturns\n", 1)
    return drawn


@contextmanager
def open_front(
    table: pd.DataFrame,
    columns: Sequence[str],
    name: str,
    *,
    phone: bool = False,
    made_by: str = "wps.load()",
    **common: str | None,
) -> Iterator[Front]:
    """Check what a chart was given; inside the ``with`` block its language and its look are in force.

    Parameters
    ----------
    table
        What is to be drawn.
    columns
        Columns that it must have.
    name
        The function that draws it, for its errors.
    phone
        Whether it can be drawn in 360 pixels.
    made_by
        What makes such a table, for its errors.
    **common
        Fields of ``Front``.

    Raises
    ------
    WpsError
        If the table is none, is empty or lacks a column; if size, language or date is unknown, or the chart is not
        drawn in that size.
    TypeError
        If there is no such parameter.
    """
    if unknown := common.keys() - {field.name for field in fields(Front)}:
        raise TypeError(f"{name}() got an unexpected keyword argument {min(unknown)!r}")
    front = Front(**common)
    if front.size == "phone" and not phone:
        raise NotOnPhoneError(f"{name}: this chart is not drawn for a phone. Choose one of: {', '.join(_EVERYWHERE)}.")
    if front.as_of != "":
        front = replace(front, as_of=as_of_text(front.as_of))
    check_rows(table, columns, name, made_by=made_by)
    with use_language(front.language), chart_theme(front.size):
        yield front


@dataclass(kw_only=True)
class Band:
    """A strip of a chart from edge to edge, in inches: one row, heading or block; ``stack`` gives it its place."""

    height: float = 0.0
    top: float = 0.0

    @property
    def middle(self) -> float:
        """Where its marks are drawn, from the top of the chart."""
        return self.top + self.height / 2


def stack(bands: Iterable[Band]) -> float:
    """Set bands below one another and return their height together."""
    below = 0.0
    for band in bands:
        band.top = below
        below += band.height
    return below


def row_axis(
    ax: Axes,
    height: float,
    ticks: Sequence[float] = (0, 25, 50, 75, 100),
    *,
    unit: str = " %",
    labels: Sequence[str] = (),
    end: float | None = None,
) -> None:
    """Let values run from zero to the right, and rows, in inches, from the top down.

    Parameters
    ----------
    ax
        The panel.
    height
        Of all rows.
    ticks
        Where numbers stand; the axis ends at the last.
    unit
        Printed behind the last number.
    labels
        What stands at the ticks in place of numbers.
    end
        Where the axis ends, if not at the last tick.
    """
    ax.set_xlim(0, ticks[-1] if end is None else end)
    ax.set_ylim(height, 0)
    ax.set_xticks(ticks, labels or [number_text(tick) + (unit if tick == ticks[-1] else "") for tick in ticks])
    ax.set_yticks([])


def inches(ax: Axes) -> Transform:
    """Return the places of what stands beside a panel: inches from the figure's left edge across, its rows down."""
    return blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)


def write(ax: Axes, left: float, at: float, text: str, role: str, **look) -> Text:
    """Write a text beside a panel, ``left`` inches from the figure's edge; ``role`` tells the twin what it is."""
    style = {"va": "center", "linespacing": leading(), **look}
    return ax.text(left, at, text, transform=inches(ax), label=role, **style)
