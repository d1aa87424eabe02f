"""The numbers of one row of an assessment that need no target: the latest figure and its change."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS, closed_ends
from wps_analysis.methods.aarr import aarr_regression
from wps_analysis.methods.change import compute_change, compute_process_variability
from wps_analysis.methods.comparability import check_break
from wps_analysis.methods.edges import Figure
from wps_analysis.methods.intervals import Interval, difference, point
from wps_analysis.methods.progress import linear_years_to_target
from wps_analysis.tables import Row
from wps_analysis.words.figures import number_of, period_text, text_of

_COPIED = [
    "indicator", "name", "pillar", "ref_area", "area_name", "population", "population_name", "sex", "measure", "kind",
    "unit_measure", "basis", "n", "source_title", "locator", "claim_id", "custodian", "agreement", "envelope_lower",
    "envelope_upper", "segment",
]  # fmt: skip
_ENDINGS = {
    "obs_value": "", "lower": "_lower", "upper": "_upper", "qualifier": "_qualifier", "value_text": "_text",
    "numerator": "_count", "denominator": "_denominator", "time_period": "_period", "period_basis": "_period_basis",
}  # fmt: skip
"""What a column of observations is called beside ``latest`` and ``base``."""
_PRINTS_UPPER = ("under", "at_most", "nearly", "typically")
_HALF = 50.0


def interval_of(row: Row) -> Interval:
    """Return all the values that a figure can have, with the ends that its qualifier closes."""
    lower, upper = (None if pd.isna(row[end]) else float(row[end]) for end in ("lower", "upper"))
    if lower is not None and lower == upper:
        return point(lower)
    closed = closed_ends(row["qualifier"] or "exact", row["unit_measure"])
    # "100 per cent" is clipped at 100, which it holds.
    return Interval(lower, upper, closed[0], closed[1] or row["obs_value"] == upper)


def figure_of(row: Row) -> Figure:
    """Return a figure with its decimal year; a one-sided one speaks with the end that it prints."""
    interval = interval_of(row)
    ends = [end for end in (interval.lower, interval.upper) if end is not None]
    printed = row["obs_value"] if pd.notna(row["obs_value"]) else ends[-1 if row["qualifier"] in _PRINTS_UPPER else 0]
    return Figure(row["year"], float(printed), interval)


def latest_values(row: Row) -> dict:
    """Return what an assessment copies of the figure that speaks."""
    return {name: row.get(name) for name in _COPIED} | _beside(row, "latest")


def notes_of(latest: Row, base: Row) -> dict[str, str]:
    """Return what limits a row: the clauses of the findings on its latest figure and on its base."""
    found = {}
    for name in ("note", "cannot_hold"):
        own, earlier = text_of(latest, name), text_of(base, name)
        dated = f"{earlier} ({period_text({'time_period': base['time_period']})})" if earlier not in ("", own) else ""
        found[name] = "; ".join(filter(None, [own, dated]))
    return found


def figure_in(row: Row, which: str = "latest") -> dict:
    """Return the ``latest`` or ``base`` figure of a row of an assessment, with the columns of observations."""
    return {name: row.get(f"{which}{ending}") for name, ending in _ENDINGS.items()}


def target_in(row: Row) -> dict:
    """Return a row of an assessment with the names of ``targets.csv`` for what it says of its target."""
    return {**row, **{name: row.get(f"target_{name}") for name in ("lower", "upper", "basis")}}


def _beside(row: Row, which: str) -> dict:
    return {f"{which}{ending}": row.get(name) for name, ending in _ENDINGS.items()}


def comparison_values(history: list[dict], unlike: Row | None = None) -> dict:
    """Return the change from the first to the last figure of a segment, with its rounding box.

    A change is stated if its sign is the same under every published claim of both ends, neither is refuted by counts
    and no finding doubts whom they speak of.

    Parameters
    ----------
    history
        Figures of one segment, the oldest first; with one figure there is no change.
    unlike
        An earlier figure of another definition, which is a level and never subtracted.
    """
    values = {"n_obs": len(history), "break_suspected": False}
    base, latest = history[0] if len(history) > 1 else unlike, history[-1] if history else {}
    if not base:
        return values
    values |= _beside(base, "base")
    values |= {f"base_{name}": base.get(name) for name in ("agreement", "envelope_lower", "envelope_upper")}
    if base is unlike:
        return values | {"change_stated": False}
    first, last = figure_of(base), figure_of(latest)
    change = compute_change(
        first.interval, last.interval, base_year=first.year, latest_year=last.year,
        base_value=base["obs_value"], latest_value=latest["obs_value"],
    )  # fmt: skip
    low, high = (a - b for a, b in zip(choice_of(latest), choice_of(base)[::-1], strict=True))
    stated = is_stated(base, latest)
    values |= {
        "change_choice_lower_pp": tidy(low), "change_choice_upper_pp": tidy(high), "change_stated": stated,
        "change_pp": tidy(change.change_pp) if stated else math.nan, "change_lower_pp": tidy(change.box.lower),
        "change_upper_pp": tidy(change.box.upper),
    }  # fmt: skip
    if latest["unit_measure"] == "PT":
        values["break_suspected"] = breaks_off(first, last, latest["kind"])
        if stated:
            values |= _process_variability(base, latest)
            values |= _rate_of_reduction([figure_of(row) for row in history])
            values |= _years_to_parity(first, last) if latest["measure"] == "composition" else {}
    return values


def is_stated(base: Row, latest: Row) -> bool:
    """Tell whether a change has one sign under every published claim of both ends, of which none is doubted."""
    low, high = (tidy(a - b) for a, b in zip(choice_of(latest), choice_of(base)[::-1], strict=True))
    box = difference(interval_of(latest), interval_of(base))
    return _same_sign(box, low, high, latest["unit_measure"]) and not (is_doubted(base) or is_doubted(latest))


def beyond_ends(rows: Sequence[Row]) -> tuple[Row, Row] | None:
    """Return the lowest and the highest figure of a series that moved beyond its first and last; else nothing.

    Parameters
    ----------
    rows
        The figures of one series with a value, by date, with the bounds of their rounding.

    Examples
    --------
    >>> rows = [{"obs_value": value, "lower": value - 0.1, "upper": value + 0.1} for value in (6.0, 5.0, 16.0, 15.0)]
    >>> [row["obs_value"] for row in beyond_ends(rows)], beyond_ends(rows[1:3])
    ([5.0, 16.0], None)
    """
    ends = (rows[0], rows[-1])
    low, high = (choose(rows, key=lambda row: row["obs_value"]) for choose in (min, max))
    below = number_of(low, "upper") < min(number_of(row, "lower") for row in ends)
    above = number_of(high, "lower") > max(number_of(row, "upper") for row in ends)
    return (low, high) if below or above else None


def choice_of(row: Row) -> tuple[float, float]:
    """Return what a figure can be under any published claim; without those, its own bounds."""
    ends = (("choice_lower", "envelope_lower", "lower"), ("choice_upper", "envelope_upper", "upper"))
    return tuple(next((float(row[n]) for n in names if pd.notna(row.get(n))), math.nan) for names in ends)


def is_doubted(row: Row) -> bool:
    """Tell whether counts refute a figure, or a finding doubts whom it speaks of."""
    return text_of(row, "claim_id") in text_of(row, "refuted").split() or row.get("doubted") is True


def _same_sign(box: Interval, low: float, high: float, unit_measure: str) -> bool:
    if box.lower == box.upper == 0:
        return low == high == 0
    # The ends of shares are open on one side; counts that differ by nought are equal.
    counted = unit_measure in COUNT_UNITS
    rises = box.is_above(0) and (low > 0 or (low == 0 and not counted))
    return rises or (box.is_below(0) and (high < 0 or (high == 0 and not counted)))


def breaks_off(first: Figure, last: Figure, kind: str) -> bool:
    """Tell whether a headcount moved faster than staff come and go, so that a break is suspected."""
    found = check_break(first.interval, last.interval, base_year=first.year, latest_year=last.year, kind=kind)
    return found.flag == "suspected_break"


def _process_variability(base: Row, latest: Row) -> dict:
    counts = [base.get("numerator"), base.get("denominator"), latest.get("numerator"), latest.get("denominator")]
    if any(count is None or pd.isna(count) for count in counts):
        return {}
    found = compute_process_variability(*(int(count) for count in counts))
    return {
        "process_lower_pp": tidy(found.interval.lower), "process_upper_pp": tidy(found.interval.upper),
        "fisher_p": tidy(found.fisher_p),
    }  # fmt: skip


def _rate_of_reduction(figures: list[Figure]) -> dict[str, float]:
    """Return the average annual rate of reduction, percent a year, and what rounding leaves possible."""
    years = [figure.year for figure in figures]
    middle = sum(years) / len(years)
    # The rate falls as later shares rise and as earlier ones fall.
    low, high = (
        [_end(figure, upper=(figure.year > middle) == is_lowest) for figure in figures] for is_lowest in (True, False)
    )
    series = {"aarr_pct": [figure.value for figure in figures], "aarr_lower_pct": low, "aarr_upper_pct": high}
    rates = {name: aarr_regression(years, values).aarr for name, values in series.items()}
    return {name: math.nan if rate is None else round(100 * rate, 6) for name, rate in rates.items()}


def _years_to_parity(base: Figure, latest: Figure) -> dict[str, float]:
    """Return the years to a half if the pace from base to latest went on, and what rounding leaves possible."""
    if latest.value >= _HALF:
        return {}
    ends = [[_end(figure, upper=upper) for upper in (False, True)] for figure in (base, latest)]

    def years(first: float, last: float) -> float | None:
        pace = (last - first) / (latest.year - base.year)
        return linear_years_to_target(last, latest.year, pace, _HALF).years

    found, tried = years(base.value, latest.value), [years(first, last) for first in ends[0] for last in ends[1]]
    never = any(each is None for each in tried)
    known = [each for each in tried if each is not None]
    return {
        "years_to_parity": tidy(found), "years_to_parity_lower": min(known, default=math.nan),
        "years_to_parity_upper": math.nan if never else max(known),
    }  # fmt: skip


def _end(figure: Figure, *, upper: bool) -> float:
    end = figure.interval.upper if upper else figure.interval.lower
    return figure.value if end is None else end


def tidy(number: float | None) -> float:
    """Take the noise of binary fractions out of a difference of decimal figures."""
    return math.nan if number is None else round(float(number), 9) + 0.0
