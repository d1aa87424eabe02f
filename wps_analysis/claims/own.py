"""One's own numbers as observations: a table of values, years and areas, checked at the door like a raw file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.periods import ParsedPeriod, parse_period
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.codes import nearest_hint, unknown_codes
from wps_analysis.columns import KEY, LABELS, OBSERVATIONS, OF_INDICATOR, SEXES, UNITS
from wps_analysis.errors import UnreadableValueError, WpsError, refuse, short
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.asked import asked_areas
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Observations, as_loaded, validate_table
from wps_analysis.words.figures import known

_SERIES = "own_figures"
_COLUMNS = {
    "obs_value": ("value", "obs_value"), "time_period": ("year", "time_period", "period", "date"),
    "ref_area": ("area", "ref_area", "country"),
}  # fmt: skip
"""What a table must say of each figure, and the names under which it may."""
_BESIDE = ("sex", "population", "lower", "upper", "numerator", "denominator")
_LIMITS = {"valid_min": -math.inf, "valid_max": math.inf}
_MEASURES = ("composition", "rate", "count", "amount", "index", "rank")


def observations(
    frame: pd.DataFrame,
    *,
    indicator: str,
    name: str = "",
    ref_area: str | int = "",
    unit_measure: str = "",
    measure: str = "",
    kind: str = "",
    sex: str = "",
    population: str = "_T",
    decimals: int | None = None,
    source: str = "Own figures",
    root: str | Path | None = None,
) -> pd.DataFrame:
    """Make a table of observations of one's own numbers, for every function that takes what ``load`` returns.

    Parameters
    ----------
    frame
        One row a figure: ``value``, ``year`` (a year, a month such as 2024-05, or words that ``parse_period`` reads)
        and ``area`` (a code or a name). ``sex``, ``population``, ``lower``, ``upper``, ``numerator`` and
        ``denominator`` are taken where they stand. A value may be a text as printed, such as "over 800" or "14.4 %".
    indicator
        A code of the registry, which then says name, unit, measure and kind; or one of your own.
    name
        Of an indicator of your own, as sentences and charts print it; the words of the code if not given.
    ref_area
        The area of all rows, where the table has no column of areas.
    unit_measure, measure
        Of an indicator of your own: a unit such as ``"PT"`` (percent) or ``"PS"`` (persons); composition (women's share
        of a whole), rate, count, amount, index or rank.
    kind
        Headcount, body, survey and so on; left open if not given, and no rule is used that needs it.
    sex
        ``"F"``, ``"M"`` or ``"_T"`` for all rows; of a composition women's share if not given, of an index or an amount
        all.
    population
        The group that the figures speak of.
    decimals
        How many digits behind the point the numbers were rounded to: their bounds lie half a unit to each side. Without
        it a number stands for itself alone; a text has the digits that it prints.
    source
        What charts name as the source.
    root
        The project's root, whose registry names areas and indicators.

    Returns
    -------
    DataFrame
        The columns of ``load``, one series.

    Raises
    ------
    RequestError
        If anything is missing or not as it must be: all of it at once.

    Examples
    --------
    >>> mine = pd.DataFrame({"year": [2022, 2024], "area": "Cambodia", "value": ["20.9", "22.1"]})
    >>> table = observations(mine, indicator="police")
    >>> table[["ref_area", "time_period", "obs_value", "lower", "upper", "name"]].values.tolist()[0]
    ['KHM', '2022', 20.9, 20.85, 20.95, 'Police officers']
    """
    problems: list[str] = []
    registry = Edition(root=root).registry
    about = _about(indicator, registry, problems, name=name, unit_measure=unit_measure, measure=measure, kind=kind)
    given = _columns(frame, problems, ref_area=ref_area, sex=sex or _own_sex(about["measure"]), population=population)
    if decimals is not None and decimals not in range(16):
        problems.append(f"decimals {short(decimals)} is no number of digits behind the point, such as 1")
    refuse("observations", problems)
    rows = []
    for place, record in zip(frame.index, given.to_dict("records"), strict=True):
        row, wrong = _row(record, about, decimals, registry)
        rows.append(row | {"claim_id": f"own.{len(rows) + 1}"})
        problems += [f"row {place}: {problem}" for problem in wrong]
    keys = Counter(tuple(row[column] for column in KEY) for row in rows if all(row[column] for column in KEY))
    problems += [
        f"{' '.join(key)} stands {count} times; keep one row of it" for key, count in keys.items() if count > 1
    ]
    refuse("observations", problems + _fractions(rows))
    labels = dict.fromkeys(LABELS, "") | about | {"source_title": source, "doubted": pd.NA}
    table = pd.DataFrame([labels | row for row in rows], columns=[*OBSERVATIONS, *LABELS])
    contract = validate_table(table[list(OBSERVATIONS)], Observations, "observations")
    return as_loaded(contract.join(table[list(LABELS)]))


def _about(indicator: str, registry: Registry, problems: list[str], **own: str) -> dict[str, Any]:
    """Return what the registry says of an indicator, or the caller of one of his own."""
    listed = registry.indicators.set_index("indicator")
    if isinstance(indicator, str) and indicator in listed.index:
        columns = [*OF_INDICATOR, "unit_measure", "valid_min", "valid_max"]
        return {"indicator": indicator, **listed.loc[indicator, columns]}
    if not isinstance(indicator, str) or not indicator.isidentifier() or not indicator.islower():
        problems.append(f"indicator {short(indicator)} must be a code of small letters, digits and underscores")
    own["name"] = own["name"] or str(indicator).replace("_", " ").capitalize()
    near = nearest_hint(str(indicator), listed.index)
    for what, words in (("unit_measure", UNITS), ("measure", _MEASURES)):
        if own[what] not in words:
            said = f"{what} {short(own[what])} is unknown" if own[what] else f"{what} is missing"
            problems.append(
                f"{said}: {short(indicator)} is no indicator of the registry{near}, so say one of {', '.join(words)}"
            )
    highest = 100.0 if own["unit_measure"] == "PT" else math.nan
    return {"indicator": indicator, **own, "valid_min": 0.0, "valid_max": highest}


def _own_sex(measure: str) -> str:
    return {"composition": "F", "amount": "_T", "index": "_T", "rank": "_T"}.get(measure, "")


def _columns(frame: pd.DataFrame, problems: list[str], **constant: str | int) -> pd.DataFrame:
    """Return the columns of a table under their names in observations, with what holds for all rows."""
    if not isinstance(frame, pd.DataFrame) or frame.empty:
        given = "a table without rows" if isinstance(frame, pd.DataFrame) else type(frame).__name__
        problems.append(f"observations takes a table (DataFrame) of one row a figure, not {given}")
        return pd.DataFrame()
    columns = {}
    for column, names in [*_COLUMNS.items(), *((name, (name,)) for name in _BESIDE)]:
        found = next((frame[name] for name in names if name in frame.columns), None)
        if found is not None:
            columns[column] = found
        elif constant.get(column):
            columns[column] = pd.Series(constant[column], index=frame.index, dtype=object)
        elif column in _COLUMNS or column in constant:
            argument = f", or the argument {column}" if column in constant else ""
            problems.append(f"column {' or '.join(names[:2])} is missing{argument}")
    return pd.DataFrame(columns)


def _row(
    record: dict[str, Any], about: dict[str, Any], decimals: int | None, registry: Registry
) -> tuple[dict[str, Any], list[str]]:
    """Return one figure with its bounds, and what is wrong with it."""
    wrong: list[str] = []
    figure = _figure(record, about, decimals, wrong)
    codes, unknown = asked_areas([record["ref_area"]], areas=registry.areas, aliases=registry.area_aliases)
    wrong += map(str, [*unknown, *unknown_codes("sex", [record["sex"]], SEXES)])
    period = _tried(wrong, lambda: parse_period(_period(record["time_period"])), ParsedPeriod("", "", ""))
    population, ref_area = str(record["population"]), codes[0] if codes else ""
    names = registry.populations.set_index("population")["name"]
    row = {
        **figure, "indicator": about["indicator"], "unit_measure": about["unit_measure"], "ref_area": ref_area,
        "population": population, "sex": record["sex"], "time_period": period.time_period, "freq": period.freq,
        "period_basis": period.basis, "derived": "", "obs_status": "A", "series": _SERIES, "origin": "",
        "segment": f"{_SERIES}:{population}:{period.freq}:0", "source": _SERIES, "choice_reason": "only_claim",
        "n_claims": 1, "agreement": "single", "refuted": "",
        "area_name": local_area_name(ref_area, registry.areas) if ref_area else "",
        "population_name": names.get(population, "" if population == "_T" else population.replace("_", " ")),
        "value_text": record["obs_value"] if isinstance(record["obs_value"], str) else "",
    }  # fmt: skip
    return row, wrong


def _figure(record: dict[str, Any], about: dict[str, Any], decimals: int | None, wrong: list[str]) -> dict[str, Any]:
    """Return what a row says of its value: number, bounds, count and whole."""
    said = {name: _number(record, name, wrong) for name in ("lower", "upper", "numerator", "denominator")}
    digits = 0 if about["unit_measure"] in COUNT_UNITS else decimals
    limits = {end: about[end] if known(about[end]) else None for end in ("valid_min", "valid_max")}
    parsed = _tried(
        wrong,
        lambda: fit_bounds(_value(record["obs_value"], digits), unit_measure=about["unit_measure"], **limits),
        ParsedValue(None, None, None, "", "", "O"),
    )
    value, *read = (math.nan if end is None else end for end in (parsed.obs_value, parsed.lower, parsed.upper))
    lower, upper = (given if known(given) else end for given, end in zip([*said.values()][:2], read, strict=True))
    wrong += _outside(value, lower, upper, about)
    whole = {f"denominator{end}": said["denominator"] for end in ("", "_lower", "_upper")}
    spread = {
        f"{of}{end}": bound
        for end, bound in (("lower", lower), ("upper", upper))
        for of in ("", "envelope_", "choice_")
    }
    return {"obs_value": value, "qualifier": parsed.qualifier, "numerator": said["numerator"], **whole, **spread}


def _tried(wrong: list[str], read: Callable[[], Any], otherwise: Any) -> Any:
    """Return what is read, or note why it cannot be."""
    try:
        return read()
    except (WpsError, ValueError) as error:
        wrong.append(str(error))
        return otherwise


def _value(value: object, decimals: int | None) -> ParsedValue:
    """Read a number or a printed text; of a number the bounds are half a unit of its last digit, or itself."""
    if isinstance(value, str):
        return parse_value(value)
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        raise UnreadableValueError(f"value {short(value)} is no number; leave out what is missing")
    if decimals is None:
        return ParsedValue(float(value), float(value), float(value), "exact", "", "A")
    if not math.isclose(round(value, decimals), value, rel_tol=1e-12, abs_tol=1e-12):
        raise UnreadableValueError(f"{value:.12g} has more than {decimals} digits behind the point")
    return parse_value(f"{value:.{decimals}f}")


def _outside(value: float, lower: float, upper: float, about: dict[str, Any]) -> list[str]:
    """Say what the indicator cannot be, and bounds that do not hold their figure."""
    least, most = (about[end] if known(about[end]) else limit for end, limit in _LIMITS.items())
    wrong = [
        f"{number:g} is outside what {about['indicator']} can be, {least:g} to {most:g}"
        for number in (value, lower, upper)
        if number < least or number > most
    ]
    if value < lower or value > upper:
        wrong.append(f"the value {value:g} lies outside its bounds {lower:g} to {upper:g}")
    return wrong[:1]


def _number(record: dict[str, Any], name: str, wrong: list[str]) -> float:
    value = record.get(name)
    if value is None or value != value or value == "":
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        wrong.append(f"{name} {short(value)} is no number")
        return math.nan


def _period(value: object) -> str:
    """Write a year that is a number as its digits, and a moment as its month."""
    if isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value) and value == int(value):
        return short(int(value))
    return str(value)[:10] if isinstance(value, date) else str(value)


def _fractions(rows: list[dict[str, Any]]) -> list[str]:
    """Say that shares were given as fractions: none of several reaches one per cent, and none prints a sign."""
    shares = [row["obs_value"] for row in rows if row["unit_measure"] == "PT" and not row["value_text"]]
    if any(shares) and max(shares) <= 1:
        return [f"the values reach {max(shares):g}: shares are percent, 0 to 100; multiply fractions by 100"]
    return []
