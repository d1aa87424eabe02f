"""Periods and values of whole columns: each distinct text is read once, and plain numbers are read together."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.fit import fit_bounds, is_outside
from wps_analysis.claims.periods import ParsedPeriod, parse_period
from wps_analysis.claims.readers.coded import by_distinct, distinct_rows, repeated
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.digits import plain
from wps_analysis.errors import UnreadablePeriodError, UnreadableValueError, WpsError, short
from wps_analysis.registry.load import Registry

_ENDS = ["obs_value", "lower", "upper"]
_WRITE_VALUE = "write the figure as it is printed, or list it in data/registry/exclusions.csv"
_WRITE_PERIOD = (
    "write the period as printed, in years of the common calendar (the printed words of another one in note), or "
    "[period, section] if another section prints it"
)
_WORDS_ONLY = re.compile(r"“[^”]+”")  # "in the aftermath": printed instead of a date, which it does not name
PLAIN = r"(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?"
"""A number that is nothing but digits and a point: the grammar of printed words is not asked."""
_NUMBER = re.compile(PLAIN)
_MOST_DECIMALS = 6  # of a figure once scaled: a share computed to more is no more exact, and tables hold ten digits


def periods_of(raw: pd.DataFrame, problems: list[str]) -> dict[str, pd.Series]:
    """Read the period of each claim: as printed, else that of its study, else the year of its document.

    Parameters
    ----------
    raw
        Raw claims with ``file``, ``row``, ``reference_period`` and ``published``.
    problems
        Takes a sentence for each row whose period is not understood.

    Returns
    -------
    dict
        ``time_period``, ``freq`` and ``period_basis``.
    """
    keys = ["period_text", "reference_period", "published"]
    codes, distinct = _distinct(raw, keys)
    found: list[ParsedPeriod] = []
    wrong: dict[int, str] = {}
    for code, (text, studied, published) in enumerate(distinct):
        candidates = [
            ("" if _WORDS_ONLY.fullmatch(text) else text, ""),
            (studied, "study"),
            (published[:4], "publication"),
        ]
        said, basis = next((each for each in candidates if each[0]), ("", ""))
        try:
            period = parse_period(said)
            found.append(ParsedPeriod(period.time_period, period.freq, basis or period.basis))
        except UnreadablePeriodError as error:
            advice = "correct the source's date in data/registry/sources.csv" if basis else _WRITE_PERIOD
            wrong[code] = f"period_text {short(text)}: {str(error).rstrip('.')}: {advice}"
            found.append(ParsedPeriod("", "", ""))
    problems += _at_rows(raw, codes, wrong)
    columns = {"time_period": "time_period", "freq": "freq", "period_basis": "basis"}
    return {name: repeated([getattr(p, each) for p in found], codes, raw.index) for name, each in columns.items()}


def values_of(raw: pd.DataFrame, registry: Registry, problems: list[str]) -> dict[str, pd.Series]:
    """Read the value of each claim and fit its bounds to what its indicator can be.

    Parameters
    ----------
    raw
        Raw claims with ``unit_measure``; of publishers' files also ``scale``, by which the figure is multiplied, and
        ``decimals``, which the publisher gives though zeros at the end may be lost.
    registry
        The indicators.
    problems
        Takes a sentence for each row whose value is not understood, or in another unit.

    Returns
    -------
    dict
        ``obs_value``, ``lower``, ``upper``, ``qualifier`` and ``obs_status``.
    """
    given = {"scale": 1.0, "decimals": 0}
    raw = raw.assign(**{name: raw[name].fillna(other) if name in raw else other for name, other in given.items()})
    # Of a publisher's file, the audit reports what an indicator cannot be; a keyer is asked at once.
    keyed = raw["keyed"] if "keyed" in raw else True
    raw = raw.assign(held=(raw["note"] == "") & keyed)
    is_plain = by_distinct(raw["value_text"], lambda text: "yes" if _NUMBER.fullmatch(text) else "")
    plain_ = (is_plain == "yes").to_numpy()
    worded = raw[~plain_]
    codes, distinct = _distinct(worded, ["indicator", "value_text", "scale", "held"])
    indicators = by_code(registry)
    values: list[ParsedValue] = []
    wrong: dict[int, str] = {}
    for code, (indicator, text, scale, held) in enumerate(distinct):
        try:
            values.append(value_of(text, indicators[indicator], note="" if held else "not keyed", scale=scale))
        except WpsError as error:
            advice = f"{str(error).rstrip('.')}: {_WRITE_VALUE}" if isinstance(error, UnreadableValueError) else error
            wrong[code] = f"value_text {short(text)}: {advice}"
            values.append(ParsedValue(None, None, None, "", "", ""))
    problems += _at_rows(worded, codes, wrong)
    numbers = np.full((len(raw), len(_ENDS)), math.nan)
    numbers[plain_] = _plain_values(raw[plain_], registry, problems)
    if values:
        numbers[~plain_] = np.array([[getattr(value, name) for name in _ENDS] for value in values], dtype=float)[codes]
    said = np.full(len(raw), len(values))
    said[~plain_] = codes
    given_words = {
        "qualifier": [*(value.qualifier for value in values), "exact"],
        "obs_status": [*(value.obs_status for value in values), "A"],
    }
    return {
        **{name: pd.Series(numbers[:, place], index=raw.index) for place, name in enumerate(_ENDS)},
        **{name: repeated(each, said, raw.index) for name, each in given_words.items()},
    }


def by_code(registry: Registry) -> dict[str, dict]:
    """Return each indicator's row by its code."""
    return {row["indicator"]: row for row in registry.indicators.to_dict("records")}


def value_of(text: str, indicator: dict, *, note: str, scale: float = 1) -> ParsedValue:
    """Read a printed value and fit its bounds to what its indicator can be.

    Parameters
    ----------
    text
        As printed.
    indicator
        A row of indicators.csv.
    note
        Why a value is printed that its indicator cannot have; empty where there is none.
    scale
        By which the figure is multiplied.

    Raises
    ------
    UnreadableValueError
        If the text is not understood, or holds no whole number where persons are counted.
    WpsError
        If it is in another unit than the indicator, or outside what it can be and no note says why.
    """
    parsed = parse_value(text)
    unit, name = indicator["unit_measure"], indicator["indicator"]
    if parsed.unit_measure and parsed.unit_measure != unit:
        raise WpsError(
            f"printed in {parsed.unit_measure}, but {name} is in {unit}: key it for an indicator in "
            f"{parsed.unit_measure}, or list it in data/registry/exclusions.csv"
        )
    if parsed.denominator and unit == "PT":
        raise WpsError(f"a count of a whole, but {name} is in percent: key it for its count indicator")
    low, high = (None if pd.isna(indicator[c]) else indicator[c] for c in ("valid_min", "valid_max"))
    parsed = _scaled(parsed, scale)
    if not note and is_outside(parsed, low, high):
        raise WpsError(_outside(name, low, high))
    if parsed.qualifier == "about" and text.endswith("]") and unit in COUNT_UNITS:
        parsed = replace(parsed, upper=parsed.upper + 0.5)  # the publisher's highest count belongs to its bounds
    return fit_bounds(parsed, unit_measure=unit, valid_min=low, valid_max=high)


def _outside(indicator: str, low: float | None, high: float | None) -> str:
    limits = " and ".join(
        f"{word} {plain(end)}" for word, end in (("at least", low), ("at most", high)) if end is not None
    )
    return f"outside what {indicator} can be ({limits}): correct it, or say in note why it is printed so"


def _distinct(raw: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, list[tuple]]:
    """Return the number of each row's distinct texts, and those texts."""
    number, firsts = distinct_rows(raw[columns])
    return number, list(raw[columns].iloc[firsts].itertuples(index=False, name=None))


def _at_rows(raw: pd.DataFrame, codes: np.ndarray, wrong: dict[int, str]) -> list[str]:
    if not wrong:
        return []
    hits = np.isin(codes, list(wrong))
    places = zip(raw.loc[hits, "file"], raw.loc[hits, "row"], codes[hits], strict=True)
    return [f"{file} row {row}: {wrong[code]}" for file, row, code in places]


def _scaled(parsed: ParsedValue, scale: float) -> ParsedValue:
    if scale == 1:
        return parsed
    ends = (parsed.obs_value, parsed.lower, parsed.upper)
    scaled = [None if end is None else float(Decimal(repr(end)) * Decimal(repr(scale))) for end in ends]
    return ParsedValue(*scaled, parsed.qualifier, parsed.unit_measure, parsed.obs_status)


def _plain_values(raw: pd.DataFrame, registry: Registry, problems: list[str]) -> np.ndarray:
    """Read numbers that are nothing but digits and a point: half a unit of the last digit to each side."""
    scale = raw["scale"].to_numpy(dtype=float)
    codes, texts = _distinct(raw, ["value_text"])
    printed = np.array([len(text.partition(".")[2]) for (text,) in texts], dtype=int)[codes]
    most = _MOST_DECIMALS + np.round(np.log10(scale)).astype(int)
    digits = np.minimum(np.maximum(printed, raw["decimals"].to_numpy(dtype=int)), most)
    value = np.array([float(text) for (text,) in texts])[codes] * scale
    half = 0.5 * scale * 10.0**-digits
    kept = digits + 1
    value = np.where(scale == 1, value, _rounded(value, printed + 1))
    lower, upper = _rounded(value - half, kept), _rounded(value + half, kept)
    units = raw["unit_measure"].isin(COUNT_UNITS).to_numpy(dtype=bool)
    lower = np.where(units, np.ceil(lower), lower)
    upper = np.where(units, np.ceil(upper) - 1, upper)
    broken = units & (lower > upper)
    problems += [
        f"{row.file} row {row.row}: value_text {short(row.value_text)}: {row.value_text} is no whole number, but "
        f"{row.unit_measure} is counted: {_WRITE_VALUE}"
        for row in raw[broken].itertuples()
    ]
    limits = registry.indicators.set_index("indicator")[["valid_min", "valid_max"]].astype(float)
    codes, indicators = _distinct(raw, ["indicator"])
    limits = limits.reindex([indicator for (indicator,) in indicators]).to_numpy()[codes]
    beyond = raw["held"].to_numpy(dtype=bool) & ((value < limits[:, 0]) | (value > limits[:, 1]))
    problems += [
        f"{row.file} row {row.row}: value_text {short(row.value_text)}: "
        + _outside(row.indicator, *(None if math.isnan(end) else end for end in ends))
        for row, ends in zip(raw[beyond].itertuples(), limits[beyond], strict=True)
    ]
    low, high = np.fmax(lower, limits[:, 0]), np.fmin(upper, limits[:, 1])
    outside = low > high  # wholly outside what can be: kept, for the audit to report
    return np.column_stack([value, np.where(outside, lower, low), np.where(outside, upper, high)])


def _rounded(numbers: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Round each number to its own decimals, so that 21.4 - 0.05 is 21.35."""
    rounded = numbers.copy()
    for each in np.unique(decimals[decimals <= 12]):  # beyond, a float cannot hold what would be rounded
        at = decimals == each
        rounded[at] = np.round(numbers[at], each)
    return rounded
