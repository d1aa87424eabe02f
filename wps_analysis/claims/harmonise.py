"""Raw claims to coded claims: indicator, area, population, sex, period, unit, value and bounds; corrections."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.coded import as_text, by_distinct, by_rows
from wps_analysis.claims.whole_columns import by_code, periods_of, value_of, values_of
from wps_analysis.codes import nearest_hint
from wps_analysis.columns import numbers
from wps_analysis.errors import InputError, WpsError
from wps_analysis.registry.areas import resolve_areas
from wps_analysis.registry.load import Correction, Registry
from wps_analysis.tables import Claims

_NUMBERS = numbers(Claims.columns)
_MEND = "correct the entry, or remove it if the raw files no longer need it"


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
    problems, unknown = _unknown_codes(raw, registry)
    raw = raw[~unknown].reset_index(drop=True)  # what is wrong with the others is said too
    units = registry.indicators.set_index("indicator")["unit_measure"].to_dict()
    placed = raw.assign(
        ref_area=_areas(raw, registry, problems),
        **periods_of(_with_publication(raw, registry), problems),
        unit_measure=by_distinct(raw["indicator"], units.__getitem__),
    )
    placed = _correct(placed, registry, problems)
    parsed = values_of(placed, registry, problems)
    if problems:
        raise InputError(problems)
    claims = placed.assign(**parsed)[list(Claims.columns)]
    claims = claims.iloc[claims["claim_id"].argsort(kind="stable")].reset_index(drop=True)
    return claims.assign(**{name: as_text(claims[name]) for name in Claims.columns if name not in _NUMBERS})


def _without_excluded_areas(raw: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Leave out the areas of publishers' files that ``exclusions.csv`` names with the reason (``value_text`` is *)."""
    whole = registry.exclusions[registry.exclusions["value_text"] == "*"]
    excluded = set(zip(whole["source"], whole["locator"], strict=True))
    out = by_rows(raw[["source", "area"]], lambda *place: "yes" if place in excluded else "") == "yes"
    return raw[~out].reset_index(drop=True)


def _unknown_codes(raw: pd.DataFrame, registry: Registry) -> tuple[list[str], pd.Series]:
    """Return a sentence for each code that the registry does not hold, and which rows have one."""
    sources = set(registry.sources["source_id"])
    lists = {
        "indicator": ("indicators.csv", set(registry.indicators["indicator"])),
        "population": ("populations.csv", {"_T", *registry.populations["population"]}),
        "series": ("series.csv", set(registry.series["series"])),
        "origin": ("sources.csv", {"", *sources}),
        "source": ("sources.csv", sources),
    }
    problems, wrong = [], pd.Series(False, index=raw.index)
    for column, (file, known) in lists.items():
        unknown = ~raw[column].isin(known)
        wrong |= unknown
        # Once a code and file, with the number of its rows.
        for (code, place), rows in raw[unknown].groupby([column, "file"], sort=False):
            more = f" ({len(rows)} rows)" if len(rows) > 1 else ""
            problems.append(
                f"{place} row {rows['row'].iloc[0]}: {column} {code!r} is not in data/registry/{file}"
                f"{nearest_hint(code, known)}: correct it, or add it to data/registry/{file}{more}"
            )
    return problems, wrong


def _areas(raw: pd.DataFrame, registry: Registry, problems: list[str]) -> pd.Series:
    """Return the codes of the areas as printed; those of publishers' files have been placed."""
    placed = raw["ref_area"] if "ref_area" in raw else pd.Series("", index=raw.index)
    labels = raw.loc[placed == "", ["area", "file", "row"]].astype({"area": object, "file": object})
    try:
        found = resolve_areas(labels["area"], areas=registry.areas, aliases=registry.area_aliases)
        return placed if labels.empty else placed.astype(object).where(placed != "", found)
    except InputError as error:
        files = {label: f"{g['file'].iloc[0]} row {g['row'].iloc[0]}" for label, g in labels.groupby("area")}
        problems += [
            next((f"{files[label]}: {p}" for label in files if f"label {label!r} (" in p), p) for p in error.problems
        ]
        return raw["area"]


def _with_publication(raw: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Add what is known of the date of each claim's origin, or of its document where it cites no origin."""
    sources = registry.sources.set_index("source_id")[["reference_period", "published"]]
    cited = by_rows(raw[["origin", "source"]], lambda origin, source: origin or source)
    return raw.assign(**{c: by_distinct(cited, sources[c].to_dict().get) for c in sources.columns})


def _correct(claims: pd.DataFrame, registry: Registry, problems: list[str]) -> pd.DataFrame:
    for number, fix in enumerate(registry.corrections, start=1):
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
        elif wrong := _wrong_value(fix, registry):
            problems.append(f"{where}: value_text {fix.value_text!r}: {wrong}")
        else:
            texts = claims["value_text"].astype(object)
            claims = claims.assign(value_text=texts.mask(claims.index.isin(hits.index), fix.value_text))
    return claims


def _wrong_value(fix: Correction, registry: Registry) -> str:
    try:
        value_of(fix.value_text, by_code(registry)[fix.indicator], note="")
    except WpsError as error:
        return f"{str(error).rstrip('.')}: write the value that is to stand instead"
    return ""
