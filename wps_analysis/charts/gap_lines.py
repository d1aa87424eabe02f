"""What stands on each line of a gap chart: headings, targets, figures with their gaps, and the room they take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from wps_analysis.assessment.levels import figure_in, target_in
from wps_analysis.assessment.status import STATUSES
from wps_analysis.charts.sheet.front import Band
from wps_analysis.charts.sheet.lettering import line_count, line_height, text_width, wrap_text
from wps_analysis.charts.sheet.marks import differing_text, target_mark
from wps_analysis.charts.sheet.rows import Row, row_key, several_areas
from wps_analysis.charts.sheet.theme import Size
from wps_analysis.words.figures import (
    NBSP,
    count_text,
    known,
    number_of,
    number_text,
    period_text,
    row_name,
    target_text,
    text_of,
    value_text,
)
from wps_analysis.words.language import N_, _

_KINDS = {
    "law": N_("Set by law"),
    "plan": N_("Targets of plans"),
    "guideline": N_("Guidelines"),
    "benchmark": N_("Benchmarks"),
    "parity": N_("Parity"),
}
_MANY = 12  # more rows than this are written small, so that most of them take one line


@dataclass(frozen=True)
class Columns:
    """Where the columns begin and how wide they are, in inches; and the size of what is written in them."""

    points: float
    name: float
    panel: float
    value: float
    gap: float
    panel_left: float
    value_left: float
    gap_left: float

    def lines(self, count: float) -> float:
        """Height of some lines, in inches."""
        return count * self.points * line_height() / 72


@dataclass
class Line(Band):
    """One line of the chart: a heading, a target, or a row with its figure, its gap and the words below them."""

    role: str
    text: str
    target: Row = field(default_factory=dict)
    row: Row = field(default_factory=dict)
    value: str = ""
    gap: str = ""
    words: str = ""

    @property
    def above_words(self) -> int:
        """Lines that the figure and its gap take."""
        return max(line_count(self.value), line_count(self.gap))


def figure_of_row(row: Row) -> Row:
    """Return the latest figure of a row with the column names of an observation; nothing where none is held."""
    figure = {**row, **figure_in(row)}
    return figure if any(known(number_of(figure, end)) for end in ("obs_value", "lower", "upper")) else {}


def judged_earlier(row: Row) -> bool:
    """Tell whether the target is judged by another figure than the latest: that of the target's year."""
    return known(number_of(row, "judged")) and text_of(row, "judged_period") != text_of(row, "latest_period")


def _target(rows: list[Row]) -> Row:
    """Return the target of rows with the column names of ``targets.csv``."""
    # A figure above a range is held against its upper end.
    return {**target_in(rows[0]), "lower": min(number_of(row, "target_lower") for row in rows)}


def _kind(row: Row) -> str:
    return "parity" if text_of(row, "operator") == "parity" else text_of(row, "legal_force")


def order_key(row: Row) -> tuple:
    """Sort key: kind of target, target, widest gap first; a gap that is no single number stands last."""
    kinds = list(_KINDS)
    gap, widest = number_of(row, "gap_pp"), number_of(row, "gap_upper_pp")
    return (
        kinds.index(_kind(row)) if _kind(row) in kinds else len(kinds),
        _kind(row),
        text_of(row, "target_id"),
        not known(gap),
        -gap if known(gap) else -widest if known(widest) else math.inf,
        row_key(row),
    )


def _value_text(row: Row) -> str:
    figure = figure_of_row(row)
    return f"{count_text(figure)}, {period_text(figure)}" if figure else ""


def _gap_text(row: Row) -> str:
    gap, low, high = (number_of(row, column) for column in ("gap_pp", "gap_lower_pp", "gap_upper_pp"))
    choice = [number_of(row, column) for column in ("gap_choice_lower_pp", "gap_choice_upper_pp")]
    low, high = choice if known(*choice) else (low, high)
    if not known(gap):
        words = _("not one number: from {low} to {high}")
        return words.format(low=_points(low), high=_points(high)) if known(low, high) else ""
    if not known(low, high) or low == high:
        return _points(gap)
    if abs((low + high) / 2 - gap) > 1e-6:
        words = _("{gap} (from {low} to {high})")
        return words.format(gap=_points(gap), low=_points(low), high=_points(high))
    rounding = (high - low) / 2
    return f"{_points(gap, _decimals(rounding) - 1)}{NBSP}±{NBSP}{_points(rounding)}"


def _points(number: float, least: int = 0) -> str:
    return number_text(number, max(_decimals(number), least)).replace("-", "−")


def _decimals(number: float) -> int:
    # A difference of shares that were computed has no last digit; it is printed to one decimal.
    return next((digits for digits in range(4) if abs(number - round(number, digits)) < 1e-6), 1)


def _words(row: Row) -> str:
    """Return what is said below a figure and its gap; that a target has no year stands beside the target."""
    status = text_of(row, "status")
    words = [] if status == STATUSES["no_target_year"] else [_(status)]
    if judged_earlier(row):
        judged = {"obs_value": row["judged"], "time_period": row["judged_period"], "unit_measure": "PT"}
        if text_of(row, "judged_period") == text_of(row, "base_period"):
            judged["period_basis"] = text_of(row, "base_period_basis")
        by_which = _("{status} (by the figure of {period}: {value})")
        words = [by_which.format(status=_(status), period=period_text(judged), value=value_text(judged))]
    return "; ".join(filter(None, (*words, differing_text(row))))


def _target_label(target: Row) -> str:
    label = _("{mark} {target}") if text_of(target, "target_year") else _("{mark} {target}; no target year")
    if target.get("year_assumed") is True:
        label = _("{mark} {target}; the year is an assumption")
    return label.format(mark=target_mark(target)[1], target=target_text(target))


def measure_columns(rows: list[Row], size: Size) -> Columns:
    """Measure the columns: the names leave some width for the panel, and the panel takes all that is left."""
    many, areas = len(rows) > _MANY, several_areas(rows)
    points = size.small if many else size.text
    em = points / 72
    # Never so narrow that a status below them breaks within words.
    value = min(max(_widest(map(_value_text, rows), points), 11 * em), 15 * em)
    gap = min(max(_widest(map(_gap_text, rows), points), 7 * em), 9 * em)
    gap_left = size.width - size.margin - gap
    value_left = gap_left - 0.8 * em - value
    room = value_left - 2.2 * em - (0.165 if many else 0.25) * size.width - size.margin
    name = _widest((wrap_text(row_name(row, area=areas), room, points) for row in rows), points)
    left = size.margin + name + 1.1 * em
    return Columns(points, name, value_left - 1.1 * em - left, value, gap, left, value_left, gap_left)


def _widest(texts: Iterable[str], points: float) -> float:
    lines = (line for text in texts for line in text.replace(NBSP, " ").split("\n"))
    return max(text_width(line, points) for line in lines) + 0.01


def lay_out(rows: list[Row], columns: Columns, size: Size) -> list[Line]:
    """Return the lines of the chart from the top down: headings, targets and the rows that these bind.

    Parameters
    ----------
    rows
        Rows of an assessment in the order of ``order_key``.
    columns
        From ``measure_columns``.
    size
        From ``pick_size``.
    """
    room, areas = size.width - 2 * size.margin, several_areas(rows)
    below = columns.gap_left + columns.gap - columns.value_left
    lines = []
    for kind, of_kind in groupby(rows, key=_kind):
        heading = _(_KINDS.get(kind, kind)) or _("Other")
        lines.append(Line("heading", wrap_text(heading, room, columns.points, "bold")))
        for _id, members in groupby(of_kind, key=lambda row: text_of(row, "target_id")):
            own = list(members)
            target = _target(own)
            lines.append(Line("target", wrap_text(_target_label(target), room, size.small), target))
            lines += [
                Line(
                    "row", wrap_text(row_name(row, area=areas), columns.name, columns.points), target, row,
                    value=wrap_text(_value_text(row), columns.value, columns.points),
                    gap=wrap_text(_gap_text(row), columns.gap, columns.points),
                    words=wrap_text(_words(row), below, size.small),
                )
                for row in own
            ]  # fmt: skip
    for line in lines:
        pad = {"heading": 0.2 if line is lines[0] else 0.7, "target": 0.2, "row": 0.15}[line.role]
        tall = max(line_count(line.text), line.above_words + line_count(line.words))
        line.height = columns.lines(tall + pad)
    return lines
