"""Women's share by rank, one block a ladder of ranks, with the ratio of each rank to the rank below it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.charts.sheet.front import Band, chart, edges, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, line_height, wrap_text
from wps_analysis.charts.sheet.marks import draw_figure, mark_notes, value_label
from wps_analysis.charts.sheet.rows import LEVELS, OBSERVED, Row, several_areas
from wps_analysis.charts.sheet.theme import MUTED, RULE, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import known, number_of, number_text, row_name, text_of, value_text
from wps_analysis.words.language import N_, _, use_language

_LADDER = ["ref_area", "government_level", "ladder"]
_COLUMNS = (*OBSERVED, "name", "government_level", "ladder", "rank")
_HALF = 50  # where no share reaches it the axis ends at half, which is parity
_MANY = 12  # more ranks than this are written small
_PALE = "#cfe3f1"
_RATIO = N_(
    "Ratio: women's share in a rank by that in the rank below, in brackets what rounding leaves open; below 1, the"
    " share is lower in the upper rank. It is no promotion rate: nobody is followed from one rank to the next."
)


@dataclass(frozen=True)
class _Ladder:
    """The ranks of one ladder from the top down, the ratio of each to the next, and that of the top to the bottom."""

    ranks: list[Row]
    steps: list[Row]
    whole: Row


@dataclass
class _Line(Band):
    """One line of the chart: a heading, a rank, or the ratio between two ranks."""

    role: str
    name: str
    value: str
    row: Row = field(default_factory=dict)


@chart
def plot_pipeline(observations: pd.DataFrame, **common: str | None) -> Figure:
    """Draw women's share in each rank of a ladder, the top rank first, with the ratio of each rank to the next.

    Parameters
    ----------
    observations
        As ``load`` returns them. The latest women's shares of whole bodies are drawn, as ``pipeline_ratios``
        takes them: a block for each level of government and ladder that has two ranks or more.

    Returns
    -------
    Figure
        A bar and a dot a rank, with count, denominator and period beside. The axis starts at zero and ends at 50 %
        where no share reaches it, else at 100 %.

    Raises
    ------
    WpsError
        If a column is missing or no ladder has two ranks.

    Examples
    --------
    >>> from wps_analysis import load
    >>> staff = load(pillar="protection", ref_area="KHM")
    >>> figure = plot_pipeline(staff[staff["ladder"] == "mine action operators"])
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith("value")]
    ['22 %, 2023', 'ratio 0.647 (0.623–0.672)', '34 %, 2023']
    """
    with open_front(observations, _COLUMNS, "plot_pipeline", **common) as front:
        lengths, ladders = front.lengths, _read_ladders(observations)
        rows = [row for ladder in ladders for row in ladder.ranks]
        points = lengths.small if len(rows) > _MANY else lengths.text
        em = points / 72
        widths = 1.17 * lengths.label_column, 1.17 * lengths.value_column
        left, value_left = lengths.margin + widths[0] + em, lengths.width - lengths.margin - widths[1]
        lines = _lay_out(ladders, widths, points, lengths)
        height = stack(lines) + 0.2 * lengths.lines(1)
        top, edge = edges(height, lengths)
        sheet = front.open(top + height + edge, " ".join([_(_RATIO), *mark_notes(rows)]), rows=rows)
        ax = sheet.axes(left, top, value_left - 1.4 * em - left, height)
        reaches = any(number_of(row, "upper") > _HALF or number_of(row, "envelope_upper") > _HALF for row in rows)
        row_axis(ax, height, range(0, 101, 25) if reaches else range(0, _HALF + 1, 10))
        ax.tick_params(axis="x", labeltop=top > 0, pad=3)
        for line in lines:
            _draw_line(ax, line, value_left, points, lengths)
        for heading, ranks in groupby(lines, key=lambda line: line.role == "heading"):
            if not heading:
                _join(ax, [line for line in ranks if line.role == "row"], lengths)
    return sheet.figure


def pipeline_title(observations: pd.DataFrame, *, language: str | None = None) -> str:
    """State women's share at the bottom and at the top of one ladder: that with most ranks, else the steepest.

    Parameters
    ----------
    observations
        As for ``plot_pipeline``.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.

    Returns
    -------
    str
        Level of government and two shares with the names of their ranks; no cause.

    Raises
    ------
    WpsError
        If a column is missing or no ladder has two ranks.

    Examples
    --------
    >>> from wps_analysis import load
    >>> print(pipeline_title(load(pillar="participation", ref_area="KHM")).replace(chr(160), " "))
    Commune level: women's share is 22.0 % (Commune and Sangkat councillors) and 10.7 % (Commune and Sangkat chiefs)
    """
    ranks = min(_read_ladders(observations), key=_less_telling).ranks
    with use_language(language):
        shares = {"upper_share": value_text(ranks[0]), "lower_share": value_text(ranks[-1])}
        words = _("{level}: women's share is {lower_share} ({lower}) and {upper_share} ({upper})")
        return words.format(level=_level(ranks[0]), upper=row_name(ranks[0]), lower=row_name(ranks[-1]), **shares)


def _read_ladders(observations: pd.DataFrame) -> list[_Ladder]:
    """Return the ladders that ``pipeline_ratios`` compares, with the observations of their ranks."""
    pairs = pipeline_ratios(observations)
    if pairs.empty:
        raise WpsError(
            "No ladder has women's share for two of its ranks. Load figures of one level of government and ladder"
            " (columns government_level, ladder and rank of indicators.csv)."
        )
    shares = observations[
        (observations["sex"] == "F") & (observations["population"] == "_T") & (observations["unit_measure"] == "PT")
    ]
    rows = {_rank_key(row, "name", "time_period", "obs_value"): row for row in shares.to_dict("records")}
    ladders = []
    for _key, group in pairs.groupby(_LADDER, sort=False):
        steps = group.to_dict("records")
        whole = steps[-1]
        # Where there are ranks between, the last pair is the top and the bottom.
        steps = steps[:-1] if len(steps) > 1 else steps
        ranks = [_rank_key(steps[0], "upper", "upper_period", "upper_share_pct")]
        ranks += [_rank_key(step, "lower", "lower_period", "lower_share_pct") for step in steps]
        ladders.append(_Ladder([rows[rank] for rank in ranks], steps, whole))
    return ladders


def _less_telling(ladder: _Ladder) -> tuple:
    ratio = number_of(ladder.whole, "ratio")  # two shares of one date go first
    return not _same_date(ladder.whole), -len(ladder.ranks), ratio if known(ratio) else math.inf


def _rank_key(row: Row, *columns: str) -> tuple:
    return tuple(row[column] for column in (*_LADDER, *columns))


def _same_date(step: Row) -> bool:
    return step["upper_period"] == step["lower_period"]


def _level(row: Row) -> str:
    return _(LEVELS.get(row["government_level"], text_of(row, "government_level")))


def _pair(step: Row) -> str:
    return f"{_(step['upper'])} / {_(step['lower'])}"


def _ratio_text(step: Row) -> str:
    """Return a ratio with what rounding leaves of it, and whether its two figures are of different dates."""
    ratio, low, high = (number_of(step, column) for column in ("ratio", "ratio_lower", "ratio_upper"))
    if not known(ratio):
        return _("no ratio: no woman in the rank below")
    words = _("ratio {ratio}") if _same_date(step) else _("ratio {ratio}, dates differ")
    ends = [number_text(end, 3) if known(end) else "" for end in (low, high)]
    if all(ends) and ends[0] != ends[1]:
        return words.format(ratio=f"{number_text(ratio, 3)} ({ends[0]}–{ends[1]})")
    return words.format(ratio=number_text(ratio, 2))


def _lay_out(ladders: list[_Ladder], widths: tuple[float, float], points: float, size: Size) -> list[_Line]:
    """Return the lines of the chart from the top down, with names and values no wider than ``widths`` (inches)."""
    areas = several_areas([ladder.whole for ladder in ladders])
    lines: list[_Line] = []

    def add(role: str, name: str, value: str, row: Row | None = None, *, pad: float) -> None:
        if role == "row":
            name, value = wrap_text(name, widths[0], points), wrap_text(value, widths[1], points)
        else:
            name, value = wrap_text(name, size.width, points, "bold"), wrap_text(value, widths[1], size.small)
        tall = max(line_count(name) * (role != "ratio"), line_count(value)) + pad
        lines.append(_Line(role, name, value, row or {}, height=tall * points * line_height() / 72))

    for ladder in ladders:
        words = _("{level}: {ladder}")
        name = words.format(level=_level(ladder.whole), ladder=_(text_of(ladder.whole, "ladder")))
        add("heading", name, "", pad=0.9 if lines else 0.3)
        for row, step in zip_longest(ladder.ranks, ladder.steps):
            add("row", row_name(row, area=areas), value_label(row), row, pad=0.2)
            if step:
                add("ratio", _pair(step), _ratio_text(step), pad=0.1)
        if len(ladder.steps) > 1:
            whole = _("top to bottom: {ratio}").format(ratio=_ratio_text(ladder.whole))
            add("ratio", _pair(ladder.whole), whole, pad=0.3)
    return lines


def _draw_line(ax: Axes, line: _Line, value_left: float, points: float, size: Size) -> None:
    if line.role == "heading":
        below = line.top + line.height - 0.2 * size.lines(1)
        write(ax, size.margin, below, line.name, "heading", va="bottom", size=points, weight="bold")
        return
    look = {"size": size.small, "color": MUTED} if line.role == "ratio" else {"size": points}
    write(ax, value_left, line.middle, line.value, f"value:{line.name}", **look)
    if line.role == "row":
        write(ax, size.margin, line.middle, line.name, "row", size=points)
        end, value = ax.get_xlim()[1], number_of(line.row, "obs_value")
        ax.plot([0, end], [line.middle] * 2, color=RULE, linewidth=size.mark / 11, zorder=1)
        bar = {"color": _PALE, "linewidth": 0.75 * size.mark, "solid_capstyle": "butt", "zorder": 1.5}
        ax.plot([0, value], [line.middle] * 2, **bar)
        draw_figure(ax, line.row, at=line.middle, colour=SEX_COLOURS["F"], mark=size.mark)


def _join(ax: Axes, ranks: list[_Line], size: Size) -> None:
    """Draw the line from rank to rank of one ladder, and the axis' own lines behind it."""
    span = [ranks[0].top, ranks[-1].top + ranks[-1].height]
    for tick in ax.get_xticks():
        ax.plot([tick] * 2, span, color=RULE, linewidth=size.mark / 11, zorder=1)
    shares = [number_of(line.row, "obs_value") for line in ranks]
    ax.plot(shares, [line.middle for line in ranks], color=SEX_COLOURS["F"], linewidth=size.mark / 6, zorder=2,
            linestyle=(0, (2, 1.5)))  # fmt: skip
