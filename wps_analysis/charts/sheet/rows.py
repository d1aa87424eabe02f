"""Choosing what a chart draws: checks on the frame, the latest row of each key, the targets that bind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from wps_analysis.codes import period_span
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import known, number_of, text_of
from wps_analysis.words.language import N_

Row = dict[str, Any]

OBSERVED = ("indicator", "population", "ref_area", "sex", "time_period", "unit_measure", "obs_value")
TARGET = ("target_id", "indicators", "operator", "lower")
_KEY = ("indicator", "population", "ref_area")
LEVELS = {
    "national": N_("National level"),
    "province": N_("Province level"),
    "district": N_("District level"),
    "commune": N_("Commune level"),
}


def check_rows(frame: pd.DataFrame, columns: Sequence[str], chart: str, *, made_by: str = "") -> None:
    """Raise a WpsError that says what a frame lacks, rows or columns, and what makes such a table."""
    check_beside(frame, columns, chart, made_by=made_by)
    if frame is None or frame.empty:
        whence = f"; {made_by} makes such a table" if made_by else ""
        raise WpsError(f"{chart}: the table has no rows, so there is nothing to draw{whence}.")


def check_beside(frame: pd.DataFrame | None, columns: Sequence[str], chart: str, *, made_by: str = "") -> None:
    """Raise a WpsError if a frame that may be missing or empty is another thing, or lacks columns."""
    if not isinstance(frame, pd.DataFrame | None):
        raise WpsError(
            f"{chart} takes a table (DataFrame), not {type(frame).__name__}; see help(wps.{chart.split()[0]})."
        )
    missing = [] if frame is None or frame.empty else [column for column in columns if column not in frame.columns]
    if missing:
        whence = f"; {made_by} makes such a table" if made_by else "; the table does not have them"
        raise WpsError(f"{chart} needs the column(s) {', '.join(missing)}{whence}.")


def row_key(row: Row) -> tuple[str, ...]:
    """Return what a row is about: indicator, population and area."""
    return tuple(text_of(row, column) for column in _KEY)


def time_key(row: Row) -> tuple[float, float]:
    """Sort key of a row's period: by its end, then its start."""
    start, end = period_span(text_of(row, "time_period"))
    return (end, start) if known(start, end) else (0.0, 0.0)


def latest_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the latest row of each indicator, population and area, in order of first appearance."""
    latest: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = row_key(row)
        if key not in latest or time_key(row) > time_key(latest[key]):
            latest[key] = row
    return list(latest.values())


def womens_shares(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that hold women's share of a whole, in percent."""
    return [
        row
        for row in rows
        if text_of(row, "unit_measure") == "PT"
        and text_of(row, "sex") == "F"
        and text_of(row, "measure") in ("composition", "")
    ]


def by_value(row: Row) -> tuple:
    """Sort key: the largest share first, the end that is known where there is no value."""
    ends = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    return -next((end for end in ends if known(end)), math.nan), row_key(row)


def several_areas(rows: Sequence[Row]) -> bool:
    """Tell whether the rows are about more than one area."""
    return len({text_of(row, "ref_area") for row in rows}) > 1
