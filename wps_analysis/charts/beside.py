"""What a trend draws beside its lines: dots, other published figures, the fitted line with its band; and its notes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.sheet.figure import claims_of, rests_on
from wps_analysis.charts.sheet.marks import is_hollow, mark_notes, short_value
from wps_analysis.charts.sheet.panels import Panel
from wps_analysis.charts.sheet.placement import Label, blocked_by_points
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import PAPER, Size
from wps_analysis.columns import KEY
from wps_analysis.words.figures import (
    is_survey_without_n,
    known,
    number_of,
    period_text,
    target_text,
    text_of,
    unique,
)
from wps_analysis.words.language import _

CLAIMED = ("claim_id", "role", "unit_measure", "obs_value", *KEY)
_SEGMENT = ("indicator", "ref_area", "population", "sex", "segment")
FITTED = (*_SEGMENT, "year", "mean", "ci_lower", "ci_upper")
_BAND = {"alpha": 0.15, "edgecolor": "none", "zorder": 0.7}


def other_claims(row: Row, claims: pd.DataFrame | None) -> list[Row]:
    """Return the other published figures on a row's place and period, one for each value that differs from it."""
    if claims is None or claims.empty:
        return []
    same = claims[claims["indicator"] == row["indicator"]]  # few are left for the other comparisons
    same = same[(same["role"] != "target") & (same["unit_measure"] == text_of(row, "unit_measure"))]
    same = same[np.logical_and.reduce([same[column] == row[column] for column in KEY])]
    same = same[same["obs_value"].notna() & (same["obs_value"] != number_of(row, "obs_value"))]
    return same.sort_values(["obs_value", "claim_id"]).drop_duplicates("obs_value").to_dict("records")


def draw_dot(ax: Axes, x: float, row: Row, *, colour: str, marker: str, diameter: float) -> None:
    """Draw a figure as a dot: hollow where it is of the press, or of a survey whose sample size is not known."""
    (dot,) = ax.plot([x], [number_of(row, "obs_value")], linestyle="", marker=marker, markersize=diameter, color=colour,
                     markerfacecolor=PAPER if is_hollow(row) else colour, markeredgecolor=colour,
                     markeredgewidth=diameter / 5, zorder=4, clip_on=False)  # fmt: skip
    rests_on(dot, claims=claims_of(row))


def draw_other_claims(
    ax: Axes, panel: Panel, row: Row, others: list[Row], *, marker: str, colour: str, size: Size
) -> tuple[list[np.ndarray], list[list[str]]]:
    """Draw other published figures small beside the one that is used; return what they cover, and their claims."""
    covered, x = [], panel.x(row)
    for claim in others:
        value = number_of(claim, "obs_value")
        draw_dot(ax, x, claim, colour=colour, marker=marker, diameter=0.75 * size.mark)
        text = short_value(claim).removesuffix("%")
        panel.labels.append(Label(text, ((x, value),), size.small, f"value:{panel.name}"))
        covered.append(blocked_by_points(ax, [(x, value)], size.mark))
    return covered, [claims_of(claim) for claim in others]


def draw_fitted_line(ax: Axes, panel: Panel, segment: list[Row], lines: pd.DataFrame, colour: str, size: Size) -> None:
    """Draw the fitted line of a segment and the band of its mean, within the years of its figures."""
    # A year is its number in arithmetic and stands in its middle on the axis.
    middle = 0.5 if len(text_of(segment[-1], "time_period")) == 4 else 0.0
    panel.lines.append(draw_band(ax, line_of(segment, lines), colour, after=middle, linewidth=size.mark / 4))


def draw_band(ax: Axes, line: pd.DataFrame, colour: str, *, after: float = 0.0, **look: object) -> list[tuple]:
    """Draw a fitted line with its band, ``after`` years later than its numbers; return the points of the line."""
    x = line["year"] + after
    ax.fill_between(x, line["ci_lower"], line["ci_upper"], facecolor=colour, **_BAND)
    ax.plot(x, line["mean"], color=colour, zorder=1.8, **look)
    return list(zip(x, line["mean"], strict=True))


def trend_notes(
    panels: list[Panel], others: dict[int, list[Row]], *, fitted: bool, targets: tuple[list[Row], list[Row]]
) -> list[str]:
    """Explain in words what is drawn, and name the targets with their bases.

    Parameters
    ----------
    panels
        Those of the chart.
    others
        Other published figures beside each row, by its ``id``.
    fitted
        Whether there is a fitted line.
    targets
        Those of the panels that have a line, and those that have none.
    """
    rows = [row for panel in panels for row in panel.rows]
    drawn = rows + [claim for row in rows for claim in others[id(row)]]
    notes = []
    if any(text_of(row, "basis") == "press" for row in drawn):
        notes.append(_("Hollow marks: from the press; filled: from other sources."))
    if any(is_survey_without_n(row) for row in drawn):
        notes.append(_("Hollow marks: surveys whose sample size is not in the reports used here."))
    unclosed = [row for row in rows if not known(number_of(row, "obs_value"))]
    notes += mark_notes([{**row, "basis": "", "kind": "", "agreement": ""} for row in unclosed])
    notes += _joined_note(panels)
    for panel in panels:
        if (count := len({text_of(segment[0], "series") for segment in panel.own} - {""})) > 1:
            words = _("{name}: figures of {count} series, each with a definition of its own.")
            notes.append(words.format(name=panel.name, count=count))
    notes += [_differing(panel, row) for panel in panels for row in panel.rows if others[id(row)]]
    if fitted:
        notes.append(fitted_note())
    words = (_("Dashed line: {targets}."), _("Other targets: {targets}."))
    for text, which in zip(words, targets, strict=True):
        if which:
            notes.append(text.format(targets="; ".join(unique(target_text(target) for target in which))))
    return notes


def _joined_note(panels: list[Panel]) -> list[str]:
    """Say which figures the lines join, where somebody could ask."""
    runs = [(panel, run) for panel in panels for segment in panel.segments for run in panel.runs(segment)]
    by_year = {panel.is_next_year(*pair) for panel, run in runs if panel.elections for pair in pairwise(run)}
    if by_year == {True, False}:
        return [_("Lines join figures of one series at consecutive elections, or of consecutive years.")]
    if by_year == {False}:
        return [_("Lines join figures of one series at consecutive elections.")]
    return [_("Lines join figures of one series.")] if by_year or any(len(p.own) > 1 for p, _run in runs) else []


def fitted_note() -> str:
    """Explain a fitted line with its band."""
    return _("Smooth line and band: the fitted log odds and the 95 % interval of their mean.")


def _differing(panel: Panel, row: Row) -> str:
    words = {"name": panel.name, "period": period_text(row), "custodian": _(text_of(row, "custodian"))}
    if not words["custodian"]:
        return _("{name}, {period}: published figures differ.").format(**words)
    return _("{name}, {period}: published figures differ; to be confirmed with {custodian}.").format(**words)


def is_fitted(segment: list[Row], lines: pd.DataFrame | None) -> bool:
    """Tell whether there is a fitted line for a segment."""
    if lines is None or lines.empty or not known(number_of(segment[-1], "obs_value")):
        return False
    return not line_of(segment, lines).empty


def line_of(segment: list[Row], lines: pd.DataFrame) -> pd.DataFrame:
    """Return the fitted line of a segment."""
    return lines[np.logical_and.reduce([lines[column] == text_of(segment[-1], column) for column in _SEGMENT])]
