"""Rows of marks on one axis of per cent: names beside or above them, labels at the marks, targets and keys on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import Band, Front, row_axis, stack
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import is_contested
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import GRID, MUTED, PAPER, Size
from wps_analysis.words.figures import period_text
from wps_analysis.words.language import _

_HIGH = 60  # per cent: where values pass it the axis is whole
_NAMES = 0.9  # font sizes between names and panel
PLATE = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}


@dataclass(kw_only=True)
class Item(Band):
    """A row of a chart: its name, what is counted beside it, and the figures that it rests on."""

    name: str
    side: str = ""
    rows: tuple[Row, ...] = ()
    down: float = 0.0

    @property
    def at(self) -> float:
        """Where its marks are drawn: in the middle, or below the name where this stands above."""
        return self.middle + self.down


@dataclass(frozen=True)
class Columns:
    """Widths in inches: of the names, of the panel and where it starts, of labels right of it, of what is counted."""

    left: float
    width: float
    names: float
    labels: float
    side: float


def axis_end(highest: float) -> int:
    """Return where an axis of per cent ends: at the next ten above all that is drawn, or at 100.

    Examples
    --------
    >>> axis_end(42), axis_end(50), axis_end(61)
    (50, 60, 100)
    """
    return 100 if highest > _HIGH else 10 * (int(highest) // 10 + 1)


def bare_period(*rows: Row) -> str:
    """Return the period of rows in words, without how it is known; several where they differ."""
    words = (period_text({**row, "period_basis": "", "period_words": ""}) for row in rows)
    return ", ".join(dict.fromkeys(words))


def usual_period(groups: Iterable[Sequence[Row]]) -> str:
    """Return the period of most rows of a chart, which names need not repeat; of equals one period, the latest."""
    counts = Counter(bare_period(*rows) for rows in groups)
    return max(counts, key=lambda words: (counts[words], "," not in words, words))


def period_note(usual: str, periods: Iterable[str]) -> str:
    """Say of which period the figures are whose names bear none, where some bear one."""
    if set(periods) == {usual}:
        return _("Figures of {period}.").format(period=usual)
    return _("Figures of {period} where no other period is named.").format(period=usual)


def measure_columns(items: Sequence[Item], size: Size, *, labels: float, before: float = 0.0) -> Columns:
    """Measure the columns of a chart, and break the names where they need more than one line.

    Parameters
    ----------
    items
        The rows.
    size
        The lengths of its size.
    labels
        Inches right of the panel that labels of marks need.
    before
        Inches left of the panel that they need.
    """
    em = size.text / 72
    side = max((text_width(item.side, size.small) for item in items), default=0.0)
    if size.is_narrow:
        left = size.margin + before
        for item in items:
            item.name = wrap_text(item.name, size.width - 2 * size.margin - (side + em if item.side else 0), size.text)
            item.down = size.lines(line_count(item.name) / 2 - 0.12)
            item.height = size.lines(line_count(item.name) + 1.15)
        return Columns(left, size.width - size.margin - labels - left, 0.0, labels, side)
    for item in items:
        item.name = wrap_text(item.name, size.label_column, size.text)
        item.height = size.lines(line_count(item.name)) + 0.36 * size.lines(1)
    names = max(text_width(line, size.text) for item in items for line in item.name.split("\n"))
    left = size.margin + names + max(_NAMES * em, before)
    return Columns(left, size.width - size.margin - side - labels - left, names, labels, side)


def open_panel(
    front: Front, items: Sequence[Item], columns: Columns, above: float, notes: str, rows: Sequence[Row]
) -> tuple[Axes, ChartFigure]:
    """Open a sheet for rows with ``above`` inches for what stands over the axis; on a slide they are spread out."""
    height, size = stack(items), front.lengths
    top = above + size.small_lines(1.5)
    sheet = front.open(top + height + 0.3 * size.lines(1), notes, rows=rows, stretch=1.6)
    body = sheet.body - top - 0.3 * size.lines(1)
    return sheet.axes(columns.left, top, columns.width, body), sheet.figure


def draw_axis(ax: Axes, items: Sequence[Item], end: int) -> None:
    """Let per cent run from 0 to ``end``, its numbers on top, and rows from the top down."""
    row_axis(ax, stack(items), range(0, end + 1, 20 if end == 100 else 10), unit="%")
    ax.spines[:].set_visible(False)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, pad=3)
    ax.grid(axis="x", color=GRID)
    ax.set_axisbelow(True)


def write_item(ax: Axes, item: Item, columns: Columns, size: Size) -> None:
    """Write the name of a row and what is counted: beside the panel, or above the marks."""
    em = size.text
    claims = claims_of(*item.rows)
    if size.is_narrow:
        place = item.top + size.lines(line_count(item.name)) / 2
        name = _beside(ax, 0, place, item.name, -72 * (columns.left - size.margin), "left", "row")
    else:
        place = item.at
        name = _beside(ax, 0, place, item.name, -72 * (columns.left - size.margin - columns.names), "right", "row")
        name.set_position((-max(_NAMES * em, 72 * (columns.left - size.margin - columns.names)), 0))
    rests_on(name, claims=claims)
    if item.side:
        right = 72 * (columns.labels + (0 if size.is_narrow else columns.side))
        look = {"size": size.small, "color": MUTED}
        rests_on(_beside(ax, 1, place, item.side, right, "right", f"value:{item.name}", **look), claims=claims)


def _beside(ax: Axes, edge: int, at: float, text: str, away: float, ha: str, role: str, **look):
    return ax.annotate(text, (edge, at), xycoords=("axes fraction", "data"), xytext=(away, 0),
                       textcoords="offset points", ha=ha, va="center", multialignment=ha, linespacing=leading(),
                       annotation_clip=False, label=role, **look)  # fmt: skip


def write_label(
    ax: Axes, x: float, item: Item, text: str, *, right: bool, mark: float, row: Row, role: str = "", **look
) -> None:
    """Write a label at a mark, right or left of it and of its ring; ``role`` tells the twin what it is."""
    away = (0.9 if is_contested(row) else 0.5) * mark + 4
    label = ax.annotate(text, (x, item.at), xytext=(away if right else -away, 0), textcoords="offset points",
                        ha="left" if right else "right", va="center", annotation_clip=False, zorder=5,
                        label=role or f"value:{item.name}", **look)  # fmt: skip
    rests_on(label, claims=claims_of(row))


def write_above(ax: Axes, x: float, text: str, up: float, *, data: bool = False, **look):
    """Write a text over the numbers of the axis, ``up`` inches above the panel, at a value or a part of its width."""
    coordinates = ("data" if data else "axes fraction", "axes fraction")
    return ax.annotate(text, (x, 1), xycoords=coordinates, xytext=(0, 72 * up), textcoords="offset points",
                       va="bottom", annotation_clip=False, linespacing=leading(), **look)  # fmt: skip


def draw_key(ax: Axes, groups: Sequence[tuple[str, str, str, bool]], up: float, size: Size) -> None:
    """Name two groups once, above the first row: words, marker, colour and whether it is hollow."""
    left = 0.0
    for words, marker, colour, hollow in groups:
        move = ScaledTranslation(left + size.mark / 144, up + size.lines(0.5), ax.figure.dpi_scale_trans)
        ax.plot([0], [1], marker=marker, linestyle="", markersize=size.mark, markeredgecolor=colour,
                markerfacecolor=PAPER if hollow else colour, markeredgewidth=size.mark / 6, clip_on=False,
                transform=ax.transAxes + move)  # fmt: skip
        left += 1.5 * size.mark / 72
        label = write_above(ax, 0, words, up, label="key", ha="left", color=colour, weight="bold")
        label.set_position((72 * left, 72 * up))
        left += text_width(words, size.text, "bold") + 1.6 * size.text / 72
