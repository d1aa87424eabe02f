"""Months of a register: which follow each other, the mean of twelve, and the time that no figure speaks of."""

from __future__ import annotations

from wps_analysis.charts.sheet.rows import Row
from wps_analysis.codes import period_span, read_period
from wps_analysis.words.figures import known, number_of, text_of

YEAR = 12
"""Months of the mean."""
MONTH = 1 / 12


def is_month(time_period: str) -> bool:
    """Tell whether a period is one month."""
    parts = read_period(time_period)
    return bool(parts and parts.month and not parts.day and not parts.is_range)


def month_of(row: Row) -> float:
    """Return the middle of a figure's period, in years."""
    return sum(period_span(text_of(row, "time_period"))) / 2


def gaps_between(pieces: list[list[Row]]) -> list[tuple[float, float]]:
    """Return from when to when no figure speaks."""
    spans = sorted((period_span(text_of(p[0], "time_period"))[0], period_span(text_of(p[-1], "time_period"))[1])
                   for p in pieces)  # fmt: skip
    found, reached = [], spans[0][1]
    for start, end in spans[1:]:
        if start - reached > MONTH / 2:
            found.append((reached, start))
        reached = max(reached, end)
    return found


def twelve_month_means(run: list[Row]) -> list[tuple[float, float]]:
    """Return month and mean: women of twelve consecutive months by all of these months, in per cent."""
    means = []
    for last in range(YEAR, len(run) + 1):
        women, everyone = (sum(number_of(row, column) for row in run[last - YEAR : last])
                           for column in ("numerator", "denominator"))  # fmt: skip
        if known(women, everyone) and everyone > 0:
            means.append((month_of(run[last - 1]), 100 * women / everyone))
    return means
