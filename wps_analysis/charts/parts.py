"""Parts of a hundred: ten by ten squares a whole, each part with its number beside."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from wps_analysis.charts.sheet.figure import ChartFigure, claims_of, rests_on
from wps_analysis.charts.sheet.front import Band, chart, open_front, stack
from wps_analysis.charts.sheet.lettering import leading, line_count, line_height, wrap_text
from wps_analysis.charts.sheet.marks import short_value
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.spread import spread
from wps_analysis.charts.sheet.theme import AXIS, COLOURS, INK, MUTED, PAPER, Size, contrast
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import known, number_of, text_of
from wps_analysis.words.language import _

_COLUMNS = ("group", "label", "obs_value")
_COLOURS = tuple(COLOURS[role] for role in ("women", "council", "women2", "senate", "chief", "other", "men"))
_SQUARES = 100
_CELLS = {"print": 22 / 72, "phone": 16.5 / 72}  # inches of a square with the space around it
_ON_SLIDE = (0.25, 0.4, 5.0)  # least and most, and the height of all wholes together
_LEGIBLE = 4.5
_FEW = 3  # parts whose numbers are written large on a slide
_GAP = 1.5 / 72  # inches between a number and its words


@dataclass
class _Part:
    """One part of a whole: its figure, how many squares it takes, and the words beside."""

    row: Row
    value: float
    label: str
    colour: str = ""
    squares: int = 0

    @property
    def is_rest(self) -> bool:
        return text_of(self.row, "derived") == "yes"

    @property
    def number(self) -> str:
        text = short_value({**self.row, "unit_measure": "PT"}).removesuffix("%")
        return _("about {value}").format(value=text) if self.is_rest else text


@dataclass(kw_only=True)
class _Whole(Band):
    """Ten by ten squares with the numbers beside; ``head`` is the height of its name."""

    name: str
    cell: float
    parts: list[_Part] = field(default_factory=list)
    head: float = 0.0
    heights: list[float] = field(default_factory=list)


@chart
def plot_parts(parts: pd.DataFrame, **common: str | None) -> ChartFigure:
    """Draw parts of a hundred as ten by ten squares a group, with the number of each part beside.

    Parameters
    ----------
    parts
        Columns ``group``, ``label``, ``obs_value`` (percent) and, if known, ``lower``, ``upper`` and
        ``derived`` (``"yes"`` for a rest computed by us, whose squares stay open). Columns of the
        observations (``source_title``, ``locator``, ``time_period``) make the source note.

    Returns
    -------
    ChartFigure
        Groups and parts in the order of the table. Shares are rounded to squares so that these are a hundred; a part
        without a value takes the middle of its interval, and its words say the interval.

    Raises
    ------
    WpsError
        If the table is empty, a part is negative or missing, or a group's parts sum to more than 100.

    Examples
    --------
    >>> titles = pd.DataFrame({"group": ["Land titles"] * 2, "label": ["women", "joint"],
    ...                        "obs_value": [18.0, 68.0]})
    >>> figure = plot_parts(titles, title="86 % of land titles name a woman")
    >>> [len(part.get_path()) // 5 for part in figure.axes[0].patches if len(part.get_path()) > 5][:2]
    [18, 68]
    """
    with open_front(parts, _COLUMNS, "plot_parts", made_by="", phone=True, **common) as front:
        size, rows = front.lengths, parts.to_dict("records")
        wholes = _wholes(rows)
        for whole in wholes:
            whole.cell = _cell(front.size, len(wholes))
            _lay_out(whole, size)
        height = stack(wholes)
        sheet = front.open(height, rows=rows)
        ax = sheet.axes(size.margin, 0, size.width - 2 * size.margin, height)
        ax.set_xlim(0, size.width - 2 * size.margin)
        ax.set_ylim(height, 0)
        ax.set_axis_off()
        for whole in wholes:
            _draw_whole(ax, whole, size)
    return ax.figure


def _cell(size: str, wholes: int) -> float:
    least, most, together = _ON_SLIDE
    return _CELLS.get(size) or max(min(together / wholes / 10 - 0.05, most), least)


def _wholes(rows: list[Row]) -> list[_Whole]:
    wholes: dict[str, _Whole] = {}
    for row in rows:
        name, label = _(text_of(row, "group")), _(text_of(row, "label"))
        whole = wholes.setdefault(name, _Whole(name=name, cell=0.0))
        value = _value(row)
        if not value >= 0:
            raise WpsError(f"plot_parts: part {label!r} of {name!r} has no value, or a negative one ({value}).")
        whole.parts.append(_Part(row, value, label))
        if (total := sum(part.value for part in whole.parts)) > 100 + 1e-9:
            raise WpsError(
                f"plot_parts: the parts of {name!r} sum to {total:g}, more than 100. "
                "Parts must be shares of one whole, each counted once."
            )
    colours: dict[str, str] = {}
    for whole in wholes.values():
        _colour(whole, colours)
        _count_squares(whole)
    return list(wholes.values())


def _value(row: Row) -> float:
    """Return a share, or the middle of its interval."""
    value, lower, upper = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    return value if known(value) else (lower + upper) / 2


def _colour(whole: _Whole, colours: dict[str, str]) -> None:
    """Give each printed part a colour: that of its label in another whole, if no other part here has it."""
    for part in whole.parts:
        if part.is_rest:
            continue
        taken = {other.colour for other in whole.parts}
        free = [colour for colour in _COLOURS if colour not in taken] or list(_COLOURS)
        part.colour = colours.get(part.label, free[0])
        part.colour = part.colour if part.colour in free else free[0]
        colours.setdefault(part.label, part.colour)


def _count_squares(whole: _Whole) -> None:
    """Round shares to whole squares, the largest remainders up, so that with what is left they are a hundred."""
    left = _Part({}, 100 - sum(part.value for part in whole.parts), "")
    shares = [*whole.parts, left]
    for part in shares:
        part.squares = math.floor(part.value + 1e-9)
    missing = _SQUARES - sum(part.squares for part in shares)
    for part in sorted(shares, key=lambda part: part.squares - part.value)[:missing]:
        part.squares += 1


def _lay_out(whole: _Whole, size: Size) -> None:
    room = size.width - 2 * size.margin - 10 * whole.cell - _beside(size) - _swatch(size)
    for part in whole.parts:
        part.label = wrap_text(part.label, room, size.text)
    whole.heights = [_line(size, whole) + size.lines(line_count(part.label) + 0.45) for part in whole.parts]
    whole.name = wrap_text(whole.name, size.width - 2 * size.margin, size.text, "bold")
    whole.head = size.lines(line_count(whole.name) + 0.4) if whole.name else 0.0
    whole.height = whole.head + max(10 * whole.cell, sum(whole.heights)) + size.lines(0.9)


def _beside(size: Size) -> float:
    """Inches between squares and words."""
    return (1.1 if size.is_narrow else 1.7) * size.text / 72


def _swatch(size: Size) -> float:
    """Inches that the square before a number takes."""
    return 1.35 * size.text / 72


def _big(size: Size, whole: _Whole) -> float:
    """Size of the letters of a number, in points; many parts leave less room on a slide."""
    on_slide = 2.2 if len(whole.parts) <= _FEW else 1.3
    return (1.3 if size.is_narrow else on_slide if size.height else 1.7) * size.text


def _line(size: Size, whole: _Whole) -> float:
    """Height of the line of a number, in inches."""
    return _big(size, whole) * line_height() / 72


def _draw_whole(ax: Axes, whole: _Whole, size: Size) -> None:
    top = whole.top + whole.head
    if whole.name:
        ax.text(0, whole.top, whole.name, weight="bold", va="top", linespacing=leading(), label="row")
    drawn, middles = 0, []
    for part in whole.parts:
        _draw_squares(ax, range(drawn, drawn + part.squares), top, whole.cell, part)
        middles.append(top + (drawn + part.squares / 2) / 10 * whole.cell)
        drawn += part.squares
    if drawn < _SQUARES:
        _draw_squares(ax, range(drawn, _SQUARES), top, whole.cell, None)
    bottom = top + max(10 * whole.cell, sum(whole.heights))
    for part, centre, tall in zip(whole.parts, spread(middles, whole.heights, top, bottom), whole.heights, strict=True):
        _write_part(ax, whole, part, centre - tall / 2, size)


def _draw_squares(ax: Axes, places: range, top: float, cell: float, part: _Part | None) -> None:
    if not places:
        return
    side = 0.82 * cell
    corners = [(place % 10 * cell, top + place // 10 * cell) for place in places]
    outline = Path.make_compound_path(
        *(Path([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)], closed=True) for x, y in corners)
    )
    squares = ax.add_patch(PathPatch(outline, clip_on=False, **_look(part)))
    if part:
        rests_on(squares, claims=claims_of(part.row))


def _look(part: _Part | None) -> dict:
    """Return fill and edge: open for what no source tells."""
    is_open = part is None or part.is_rest
    return {"facecolor": PAPER if is_open else part.colour, "edgecolor": AXIS if is_open else part.colour,
            "linewidth": 1}  # fmt: skip


def _write_part(ax: Axes, whole: _Whole, part: _Part, top: float, size: Size) -> None:
    left, big = 10 * whole.cell + _beside(size), _big(size, whole)
    line = _line(size, whole)
    side = 0.8 * size.text / 72
    ax.add_patch(Rectangle((left, top + (line - side) / 2), side, side, clip_on=False, **_look(part)))
    left += _swatch(size)
    colour = MUTED if part.is_rest else part.colour
    colour = colour if contrast(colour, PAPER) >= _LEGIBLE else INK
    number = ax.text(left, top + line / 2, part.number, size=big, weight="bold", color=colour, va="center",
                     label=f"number:{whole.name}")  # fmt: skip
    words = ax.text(left, top + line + _GAP, part.label, va="top", linespacing=leading(), label=f"value:{whole.name}")
    rests_on(number, words, claims=claims_of(part.row))
