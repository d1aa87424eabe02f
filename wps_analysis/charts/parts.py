"""Parts of a hundred: one stacked bar a group, every part labelled in or beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wps_analysis.charts.sheet.front import Band, chart, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import leading, line_count, text_width, wrap_text
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import INK, MUTED, PALETTE, PAPER, Size, contrast
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import number_of, text_of, unique, value_text
from wps_analysis.words.language import _

_COLUMNS = ("group", "label", "obs_value")
_COLOURS = (
    PALETTE["blue"],
    PALETTE["orange"],
    PALETTE["green"],
    PALETTE["sky"],
    PALETTE["vermillion"],
    PALETTE["purple"],
    PALETTE["yellow"],
)
_DERIVED = "#ededed"


@dataclass
class _Part:
    """One part of a bar, in percent; ``side`` of its label: 0 inside, -1 above the bar, 1 below."""

    start: float
    value: float
    text: str
    colour: str
    derived: bool
    side: int = 0
    away: float = 0.0

    @property
    def centre(self) -> float:
        return self.start + self.value / 2


@dataclass
class _Bar(Band):
    """One group with its parts, the bar's own height and, ``above`` it, that of the labels outside."""

    name: str
    parts: list[_Part] = field(default_factory=list)
    thick: float = 0.0
    above: float = 0.0


@chart
def plot_parts(parts: pd.DataFrame, **common: str | None) -> Figure:
    """Draw parts of a hundred as one stacked bar a group.

    Parameters
    ----------
    parts
        Columns ``group``, ``label``, ``obs_value`` (percent) and, if known, ``lower``, ``upper`` and
        ``derived`` (``"yes"`` for a rest computed by us, drawn pale and hatched). Columns of the
        observations (``source_title``, ``locator``, ``time_period``) make the source note.

    Returns
    -------
    Figure
        Groups and parts in the order of the table.

    Raises
    ------
    WpsError
        If the table is empty, a part is negative or missing, or a group's parts sum to more than 100.

    Examples
    --------
    >>> titles = pd.DataFrame({"group": ["Land titles"] * 2, "label": ["women", "joint"],
    ...                        "obs_value": [18.0, 68.0]})
    >>> figure = plot_parts(titles, title="86 % of land titles name a woman")
    >>> [float(bar.get_width()) for bar in figure.axes[0].patches]
    [18.0, 68.0]
    """
    with open_front(parts, _COLUMNS, "plot_parts", **common) as front:
        lengths, rows = front.lengths, parts.to_dict("records")
        bars = _bars(rows)
        names = [bar.name for bar in bars if bar.name]
        column = min(max((text_width(name, lengths.text) for name in names), default=0.0), lengths.label_column)
        left = lengths.margin + column + (0.8 if names else 1.2) * lengths.text / 72
        width = lengths.width - lengths.margin - 2.4 * lengths.text / 72 - left
        for bar in bars:
            _place_labels(bar, width, lengths)
        height = stack(bars)
        ax = front.open(height + lengths.lines(2), rows=rows).axes(left, 0, width, height)
        row_axis(ax, height)
        for bar in bars:
            _draw_bar(ax, bar, column, lengths)
    return ax.figure


def _bars(rows: list[Row]) -> list[_Bar]:
    labels = unique(_(text_of(row, "label")) for row in rows if text_of(row, "derived") != "yes")
    bars: dict[str, _Bar] = {}
    for row in rows:
        name, label, value = _(text_of(row, "group")), _(text_of(row, "label")), number_of(row, "obs_value")
        bar = bars.setdefault(name, _Bar(name))
        if not value >= 0:
            raise WpsError(f"plot_parts: part {label!r} of {name!r} has no value, or a negative one ({value}).")
        derived = text_of(row, "derived") == "yes"
        share = value_text({**row, "unit_measure": "PT"})
        text = f"{label} {share}" + (" " + _("(derived:\u00a0rest)") if derived else "")
        colour = _DERIVED if derived else _COLOURS[labels.index(label) % len(_COLOURS)]
        start = sum(part.value for part in bar.parts)
        bar.parts.append(_Part(start, value, text, colour, derived))
        if start + value > 100 + 1e-9:
            raise WpsError(
                f"plot_parts: the parts of {name!r} sum to {start + value:g}, more than 100. "
                "Parts must be shares of one whole, each counted once."
            )
    return list(bars.values())


def _place_labels(bar: _Bar, width: float, size: Size) -> None:
    inside_lines = 1
    for part in bar.parts:
        room = part.value / 100 * width - 0.9 * size.text / 72
        widest = max(text_width(word, size.text) for word in part.text.split(" "))
        wrapped = wrap_text(part.text, max(room, widest), size.text)
        if widest <= room and line_count(wrapped) <= 3:
            part.text = wrapped
            inside_lines = max(inside_lines, line_count(wrapped))
            continue
        # In the left half a label hangs below and runs to the right, in the right half it stands above and
        # runs to the left.
        part.side = 1 if part.centre < 50 else -1
        room = max(part.centre, 100 - part.centre) / 100 * width - size.text / 72
        part.text = wrap_text(part.text, room, size.text)
    bar.thick = size.lines(inside_lines + 1)
    # A staircase, the parts next to the middle nearest to the bar: no line to a label crosses another label.
    below = _stack([part for part in reversed(bar.parts) if part.side > 0], size)
    bar.above = _stack([part for part in bar.parts if part.side < 0], size)
    bar.height = bar.above + bar.thick + below + size.lines(0.9)


def _stack(parts: list[_Part], size: Size) -> float:
    reach = 0.0
    for part in parts:
        part.away = reach + size.lines(0.3)
        reach += size.lines(line_count(part.text) + 0.3)
    return reach


def _draw_bar(ax: Axes, bar: _Bar, column: float, size: Size) -> None:
    middle = bar.top + size.lines(0.9) / 2 + bar.above + bar.thick / 2
    if bar.name:
        write(ax, size.margin, middle, wrap_text(bar.name, column + 0.01, size.text), "row")
    for part in bar.parts:
        ax.barh(middle, part.value, left=part.start, height=bar.thick, color=part.colour, linewidth=1,
                edgecolor=MUTED if part.derived else PAPER, hatch="////" if part.derived else None)  # fmt: skip
        style = {"label": f"value:{bar.name}", "linespacing": leading()}
        if part.side == 0:
            plate = {"facecolor": _DERIVED, "edgecolor": "none", "pad": 1.0} if part.derived else None
            ax.text(part.centre, middle, part.text, ha="center", va="center", color=_ink_on(part.colour),
                    bbox=plate, **style)  # fmt: skip
            continue
        edge = middle + part.side * bar.thick / 2
        end = edge + part.side * part.away
        tip = end + part.side * size.lines(0.5)
        ax.plot([part.centre, part.centre], [edge, tip], color=MUTED, linewidth=size.mark / 9, clip_on=False)
        ax.annotate(part.text, (part.centre, end), xytext=(part.side * 0.35 * size.text, 0),
                    textcoords="offset points", ha="left" if part.side > 0 else "right",
                    va="top" if part.side > 0 else "bottom", annotation_clip=False, **style)  # fmt: skip


def _ink_on(colour: str) -> str:
    return INK if contrast(colour, INK) >= contrast(colour, PAPER) else PAPER
