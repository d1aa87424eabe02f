"""Raw claims to coded claims: indicator, area, population, sex, period, unit, value and bounds; corrections."""

from __future__ import annotations

import re

import pandas as pd

from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.periods import ParsedPeriod, parse_period
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.codes import nearest_hint
from wps_analysis.errors import InputError, UnreadablePeriodError, UnreadableValueError, WpsError
from wps_analysis.registry.areas import resolve_areas
from wps_analysis.registry.load import Correction, Registry
from wps_analysis.tables import Claims

_WRITE_VALUE = "write the figure as it is printed, or list it in data/registry/exclusions.csv"
_MEND = "correct the entry, or remove it if the raw files no longer need it"
_WRITE_PERIOD = "write the period as printed, or [period, section] if another section prints it"
_WORDS_ONLY = re.compile(r"“[^”]+”")  # "in the aftermath": printed instead of a date, which it does not name


def harmonise(raw: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Code every claim, or say of all rows at once what cannot be coded.

    Parameters
    ----------
    raw
        As ``readers.raw_files.read_all`` returns: raw claims with ``source``, ``file`` and ``row``.
    registry
        The code lists, sources and corrections.

    Returns
    -------
    DataFrame
        Columns of ``tables.Claims``; ``obs_value``, ``lower`` and ``upper`` in ``unit_measure``, percent 0-100.

    Raises
    ------
    InputError
        For codes that the registry does not hold (with the nearest that it does), values and periods that the
        grammar does not understand, values in another unit than the indicator's, unknown
        place names, and corrections that find no row or another value than they expect.
    """
    raw = _without_excluded_areas(raw, registry)
    problems = _unknown_codes(raw, registry)
    if problems:
        raise InputError(problems)
    periods = [_period(row, problems) for row in _with_publication(raw, registry)]
    placed = raw.assign(
        ref_area=_areas(raw, registry, problems),
        time_period=[p.time_period for p in periods],
        freq=[p.freq for p in periods],
        period_basis=[p.basis for p in periods],
        unit_measure=raw["indicator"].map(registry.indicators.set_index("indicator")["unit_measure"]),
    )
    placed = _correct(placed, registry.corrections, problems)
    values = _values(placed, registry, problems)
    if problems:
        raise InputError(problems)
    parsed = {c: [getattr(v, c) for v in values] for c in ("obs_value", "lower", "upper", "qualifier", "obs_status")}
    return placed.assign(**parsed)[list(Claims.columns)].sort_values("claim_id", ignore_index=True)


def _without_excluded_areas(raw: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Leave out the areas of publishers' files that ``exclusions.csv`` names with the reason (``value_text`` is *)."""
    whole = registry.exclusions[registry.exclusions["value_text"] == "*"]
    excluded = pd.MultiIndex.from_frame(whole[["source", "locator"]])
    return raw[~pd.MultiIndex.from_frame(raw[["source", "area"]]).isin(excluded)].reset_index(drop=True)


def _unknown_codes(raw: pd.DataFrame, registry: Registry) -> list[str]:
    sources = set(registry.sources["source_id"])
    lists = {
        "indicator": ("indicators.csv", set(registry.indicators["indicator"])),
        "population": ("populations.csv", {"_T", *registry.populations["population"]}),
        "series": ("series.csv", set(registry.series["series"])),
        "origin": ("sources.csv", {"", *sources}),
        "source": ("sources.csv", sources),
    }
    problems = []
    for column, (file, known) in lists.items():
        unknown = raw[~raw[column].isin(known)]
        if column == "source":  # the folder's name: once a file, not once a row
            unknown = unknown.drop_duplicates("file")
        for row in unknown.itertuples():
            code = getattr(row, column)
            problems.append(
                f"{row.file} row {row.row}: {column} {code!r} is not in data/registry/{file}"
                f"{nearest_hint(code, known)}: correct it, or add it to data/registry/{file}"
            )
    return problems


def _areas(raw: pd.DataFrame, registry: Registry, problems: list[str]) -> pd.Series:
    try:
        return resolve_areas(raw["area"], areas=registry.areas, aliases=registry.area_aliases)
    except InputError as error:
        files = {label: f"{g['file'].iloc[0]} row {g['row'].iloc[0]}" for label, g in raw.groupby("area")}
        problems += [
            next((f"{files[label]}: {p}" for label in files if f"label {label!r} (" in p), p) for p in error.problems
        ]
        return raw["area"]


def _with_publication(raw: pd.DataFrame, registry: Registry) -> list[dict]:
    """Add what is known of the date of each claim's origin, or of its document where it cites no origin."""
    sources = registry.sources.set_index("source_id")[["reference_period", "published"]]
    cited = raw["origin"].where(raw["origin"] != "", raw["source"])
    dated = raw.assign(**{c: cited.map(sources[c]) for c in sources.columns})
    return dated.to_dict("records")


def _period(row: dict, problems: list[str]) -> ParsedPeriod:
    worded = _WORDS_ONLY.fullmatch(row["period_text"])
    candidates = [
        ("" if worded else row["period_text"], ""),
        (row["reference_period"], "study"),
        (row["published"][:4], "publication"),
    ]
    text, basis = next((c for c in candidates if c[0]), ("", ""))
    try:
        period = parse_period(text)
    except UnreadablePeriodError as error:
        advice = "correct the source's date in data/registry/sources.csv" if basis else _WRITE_PERIOD
        problems.append(
            f"{row['file']} row {row['row']}: period_text {row['period_text']!r}: {str(error).rstrip('.')}: {advice}"
        )
        return ParsedPeriod("", "", "")
    return ParsedPeriod(period.time_period, period.freq, basis) if basis else period


def _values(raw: pd.DataFrame, registry: Registry, problems: list[str]) -> list[ParsedValue]:
    indicators = registry.indicators.set_index("indicator")
    values = []
    for row in raw.itertuples():
        indicator = indicators.loc[row.indicator]
        try:
            values.append(_value(row.value_text, indicator))
        except UnreadableValueError as error:
            reason = f"{str(error).rstrip('.')}: {_WRITE_VALUE}"
            problems.append(f"{row.file} row {row.row}: value_text {row.value_text!r}: {reason}")
        except WpsError as error:
            problems.append(f"{row.file} row {row.row}: value_text {row.value_text!r}: {error}")
    return values


def _value(text: str, indicator: pd.Series) -> ParsedValue:
    parsed = parse_value(text)
    unit = indicator["unit_measure"]
    if parsed.unit_measure and parsed.unit_measure != unit:
        raise WpsError(
            f"printed in {parsed.unit_measure}, but {indicator.name} is in {unit}: key it for an indicator in "
            f"{parsed.unit_measure}, or list it in data/registry/exclusions.csv"
        )
    if parsed.denominator and unit == "PT":
        raise WpsError(f"a count of a whole, but {indicator.name} is in percent: key it for its count indicator")
    low, high = (None if pd.isna(indicator[c]) else indicator[c] for c in ("valid_min", "valid_max"))
    return fit_bounds(parsed, unit_measure=unit, valid_min=low, valid_max=high)


def _correct(claims: pd.DataFrame, corrections: list[Correction], problems: list[str]) -> pd.DataFrame:
    for number, fix in enumerate(corrections, start=1):
        where = f"data/registry/corrections.yml entry {number}"
        years = claims["time_period"].str[:4].isin([str(year) for year in fix.years])
        source = claims["source"] == fix.source
        hits = claims[(claims["indicator"] == fix.indicator) & (claims["ref_area"] == fix.area) & years & source]
        found = sorted(set(hits["value_text"]))
        if hits.empty:
            problems.append(f"{where}: {fix.source} has no claim of {fix.indicator}, {fix.area}, {fix.years}: {_MEND}")
        elif found != [fix.expect]:
            problems.append(f"{where}: expects {fix.expect!r} and finds {', '.join(map(repr, found))}: {_MEND}")
        elif fix.action == "drop":
            claims = claims.drop(hits.index)
        else:
            claims = claims.assign(value_text=claims["value_text"].mask(claims.index.isin(hits.index), fix.value_text))
    return claims


def check_target_claims(claims: pd.DataFrame, registry: Registry) -> None:
    """Raise an InputError for targets of the registry that no claim with role target stands for."""
    targets = set(claims.loc[claims["role"] == "target", "claim_id"])
    problems = [
        f"data/registry/targets.csv {row.target_id}: claim_id {row.claim_id!r} is no claim with role target"
        f"{nearest_hint(row.claim_id, targets)}: key the target's number in data/raw with role target, or correct it"
        for row in registry.targets.itertuples()
        if row.claim_id not in targets
    ]
    if problems:
        raise InputError(problems)
