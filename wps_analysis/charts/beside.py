"""What a trend draws beside its figures: other published figures, and the fitted line with its band."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.sheet.lettering import wrap_text
from wps_analysis.charts.sheet.panels import Panel
from wps_analysis.charts.sheet.placement import Label, blocked_by_points
from wps_analysis.charts.sheet.rows import Row
from wps_analysis.charts.sheet.theme import PAPER, Size
from wps_analysis.columns import KEY
from wps_analysis.words.figures import known, number_of, text_of, unique, value_text
from wps_analysis.words.language import _

_WIDEST = 1.8  # inches of a label
_STEP = 0.02  # of the width of a panel: how far beside a figure another one stands
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


def draw_other_claims(
    ax: Axes, panel: Panel, row: Row, others: list[Row], *, marker: str, colour: str, size: Size
) -> list[np.ndarray]:
    """Draw other published figures hollow beside the one that speaks, a thin bar between; return what they cover."""
    left, right = ax.get_xlim()
    x, value = panel.x(row), number_of(row, "obs_value")
    covered = []
    for place, claim in enumerate(others, start=1):
        at, other = x + place * _STEP * (right - left), number_of(claim, "obs_value")
        ax.plot([x, at], [value, other], color=colour, linewidth=size.mark / 9, zorder=2.2)
        ax.scatter(at, other, marker=marker, s=(0.75 * size.mark) ** 2, facecolors=PAPER, edgecolors=colour,
                   linewidths=size.mark / 8, zorder=3.8, clip_on=False)  # fmt: skip
        text = wrap_text(_("also published: {value}").format(value=value_text(claim)), _WIDEST, size.small)
        panel.labels.append(Label(text, ((at, other),), size.small, f"value:{panel.name}"))
        covered.append(blocked_by_points(ax, [(at, other)], size.mark))
    return covered


def draw_fitted_line(ax: Axes, panel: Panel, segment: list[Row], lines: pd.DataFrame, colour: str, size: Size) -> None:
    """Draw the fitted line of a segment and the band of its mean, within the years of its figures."""
    line = _line_of(segment, lines)
    # A year is its number in arithmetic and stands in its middle on the axis.
    x = line["year"] + (0.5 if len(text_of(segment[-1], "time_period")) == 4 else 0.0)
    ax.fill_between(x, line["ci_lower"], line["ci_upper"], facecolor=colour, **_BAND)
    ax.plot(x, line["mean"], color=colour, linewidth=size.mark / 4, zorder=1.8)
    panel.lines.append(list(zip(x, line["mean"], strict=True)))


def beside_notes(rows: list[Row], others: list[Row], *, fitted: bool) -> list[str]:
    """Explain in words what is drawn beside the figures."""
    notes = []
    if others:
        owners = ", ".join(
            unique(_(text_of(row, "custodian")) for row in rows if text_of(row, "agreement") == "differ")
        )
        words = _("Smaller hollow mark beside a figure: also published, and not used here.")
        if owners:
            words = _(
                "Smaller hollow mark beside a figure: also published, and not used here; to be confirmed with"
                " {custodians}."
            )
        notes.append(words.format(custodians=owners))
    if fitted:
        notes.append(_("Smooth line and band: the fitted log odds and the 95 % interval of their mean."))
    return notes


def is_fitted(segment: list[Row], lines: pd.DataFrame | None) -> bool:
    """Tell whether there is a fitted line for a segment."""
    if lines is None or lines.empty or not known(number_of(segment[-1], "obs_value")):
        return False
    return not _line_of(segment, lines).empty


def _line_of(segment: list[Row], lines: pd.DataFrame) -> pd.DataFrame:
    return lines[np.logical_and.reduce([lines[column] == text_of(segment[-1], column) for column in _SEGMENT])]
