"""Each latest figure and its target joined by a line, in groups by what gives the targets their force."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.gap_lines import (
    Columns,
    Line,
    figure_of_row,
    judged_earlier,
    lay_out,
    measure_columns,
    order_key,
)
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import chart, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, wrap_text
from wps_analysis.charts.sheet.marks import draw_figure, mark_notes, target_ends, target_mark
from wps_analysis.charts.sheet.rows import Row, womens_shares
from wps_analysis.charts.sheet.theme import COLOURS, GRID, INK, MUTED, PAPER, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import known, number_of, target_text, text_of
from wps_analysis.words.language import _, ngettext

_COLUMNS = (
    "indicator", "population", "ref_area", "sex", "unit_measure", "latest", "latest_lower", "latest_upper",
    "latest_period", "target_id", "operator", "target_lower", "gap_pp", "gap_lower_pp", "gap_upper_pp", "status",
    "judged", "judged_period", "legal_force", "target_upper", "latest_qualifier",
)  # fmt: skip
_LINK = COLOURS["other"]


@chart
def plot_gap(assessed: pd.DataFrame, **common: str | None) -> ChartFigure:
    """Draw how far women's share is from each target that binds it: figure and target joined by a line, 0 to 100 %.

    Parameters
    ----------
    assessed
        As ``assess`` returns it. Rows with a target and women's share of a whole (``sex`` F, ``unit_measure`` PT,
        ``measure`` composition) are drawn; a note counts the other rows with a target.

    Returns
    -------
    ChartFigure
        One block each for law, plans, guidelines, benchmarks and parity; in it the rows of a target below its
        basis and year, the widest gap first, with the gap, what rounding leaves of it, and the status. "No target
        year" stands beside the target and not on its rows.

    Raises
    ------
    WpsError
        If a column is missing or no women's share has a target.

    Examples
    --------
    >>> from wps_analysis import assess, load, targets
    >>> figure = plot_gap(assess(load("commune_chiefs", ref_area="KHM"), targets()))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith("value")]
    ['176 of 1,652 (10.7 %), 2022', '19.3 ± 0.05']
    """
    with open_front(assessed, _COLUMNS, "plot_gap", made_by="wps.assess()", **common) as front:
        bound = [row for row in assessed.to_dict("records") if text_of(row, "target_id")]
        lengths, rows = front.lengths, sorted(womens_shares(bound), key=order_key)
        if not rows:
            raise WpsError(
                "plot_gap: no row holds women's share of a whole (sex F, unit PT, composition) and a target."
                " Assess figures that a row of targets.csv binds."
            )
        columns = measure_columns(rows, lengths)
        lines = lay_out(rows, columns, lengths)
        height = stack(lines) + 0.3 * lengths.lines(1)
        heads = [
            wrap_text(_("Latest figure"), columns.value, lengths.small),
            wrap_text(_("Gap in points, ±\u00a0rounding"), columns.gap, lengths.small),
        ]
        top = lengths.lines(max(map(line_count, heads)) + 0.3)
        figures = [figure for figure in map(figure_of_row, rows) if figure]
        notes = _notes(rows, figures, len(bound) - len(rows))
        sheet = front.open(top + height + 1.7 * lengths.lines(1), notes, rows=figures)
        ax = sheet.axes(columns.panel_left, top, columns.panel, height)
        _draw_frame(ax, height, wide=columns.panel > 15 * columns.points / 72)
        for left, head in zip((columns.value_left, columns.gap_left), heads, strict=True):
            write(ax, left, -3 / 72, head, "column", va="bottom", size=lengths.small, color=MUTED)
        for line in lines:
            _DRAW[line.role](ax, line, lines, columns, lengths)
    return sheet.figure


def _notes(rows: list[Row], figures: list[Row], left_out: int) -> str:
    key = _("● Latest figure, joined to its target. Gap: points from the figure to the target; below zero: beyond it.")
    ticks = any(judged_earlier(row) and number_of(row, "judged") != number_of(row, "latest") for row in rows)
    tick = [_("Tick: the earlier figure that the target is judged by.")] if ticks else []
    sentences = [key, *tick, *mark_notes(figures)]
    if left_out:
        more = ngettext(
            "Not drawn: {count} figure with a target that is not women's share of a whole.",
            "Not drawn: {count} figures with a target that are not women's shares of a whole.",
            left_out,
        )
        sentences.append(more.format(count=left_out))
    return " ".join(sentences)


def _draw_frame(ax: Axes, height: float, *, wide: bool) -> None:
    row_axis(ax, height, labels=() if wide else ("0", "", "50", "", "100 %"))
    ax.tick_params(axis="x", labeltop=True, pad=3)
    last = ax.xaxis.get_major_ticks()[-1]
    for label in (last.label1, last.label2):
        label.set_ha("right")  # clear of the head of the column beside the panel


def _draw_heading(ax: Axes, line: Line, lines: list[Line], columns: Columns, size: Size) -> None:
    style = {"weight": "bold", "size": columns.points} if line.role == "heading" else {"size": size.small}
    below = line.top + line.height - columns.lines(0.1)
    write(ax, size.margin, below, line.text, line.role, va="bottom", **style)


def _draw_target(ax: Axes, line: Line, lines: list[Line], columns: Columns, size: Size) -> None:
    """Draw a target as a line through the rows that it binds, with its mark on each of them."""
    _draw_heading(ax, line, lines, columns, size)
    own = [other for other in lines if other.role == "row" and other.target is line.target]
    span = [own[0].top, own[-1].top + own[-1].height]
    for tick in ax.get_xticks():
        ax.plot([tick] * 2, span, color=GRID, linewidth=size.mark / 11, zorder=1)
    marker, _like, style = target_mark(line.target)
    mark = {"markersize": 0.95 * size.mark, "markerfacecolor": PAPER, "markeredgewidth": size.mark / 8, "zorder": 2.5}
    for value in target_ends(line.target):
        ax.plot([value] * 2, span, color=INK, linestyle=style, linewidth=size.mark / 9, zorder=1.5)
        ax.plot([value] * len(own), [other.middle for other in own], color=INK, linestyle="", marker=marker,
                clip_on=False, **mark)  # fmt: skip


def _draw_row(ax: Axes, line: Line, lines: list[Line], columns: Columns, size: Size) -> None:
    write(ax, size.margin, line.middle, line.text, "row", size=columns.points)
    name = _("{name} (share; gap in points to {target})")
    about = name.format(name=line.text, target=target_text(line.target, basis=False))
    role = f"value:{wrap_text(about, 10 * size.width, size.small)}"
    first, second = line.above_words, line_count(line.words)
    start = line.middle - columns.lines(first + second) / 2
    under = start + columns.lines(first + second / 2)
    for left, at, text, look in (
        (columns.value_left, start + columns.lines(first / 2), line.value, {"size": columns.points}),
        (columns.gap_left, start + columns.lines(first / 2), line.gap, {"size": columns.points}),
        (columns.value_left, under, line.words, {"size": size.small, "color": MUTED}),
    ):
        if text:
            write(ax, left, at, text, role, **look)
    ax.plot([0, 100], [line.middle] * 2, color=GRID, linewidth=size.mark / 11, zorder=1)
    _draw_dumbbell(ax, line, size)


def _draw_dumbbell(ax: Axes, line: Line, size: Size) -> None:
    judged, aim = number_of(line.row, "judged"), number_of(line.row, "target_lower")
    if known(judged, number_of(line.row, "gap_pp")):
        ax.plot([judged, aim], [line.middle] * 2, color=_LINK, linewidth=size.mark / 2.6, solid_capstyle="butt",
                zorder=1.8)  # fmt: skip
        if judged_earlier(line.row):
            tick = {"marker": "|", "markersize": 1.5 * size.mark, "markeredgewidth": size.mark / 5}
            ax.plot([judged], [line.middle], color=INK, zorder=3, **tick)
    if figure := figure_of_row(line.row):
        draw_figure(ax, figure, at=line.middle, colour=SEX_COLOURS["F"], mark=0.9 * size.mark)


_DRAW = {"heading": _draw_heading, "target": _draw_target, "row": _draw_row}
