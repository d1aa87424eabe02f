"""Whether the columns of a registry row fit each other, and rows their parents: ends, units, circles, paths."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from wps_analysis.codes import area_kind, last_day, nearest_hint
from wps_analysis.registry.areas import conflicting_aliases
from wps_analysis.registry.editorial import FORMS, HEADINGS

_UNITS = {
    "composition": ("PT",), "rate": ("PT",), "count": ("PS", "NUMBER"), "index": ("IX",), "rank": ("RANK",),
    "amount": ("NUMBER", "YR", "HA"),
}  # fmt: skip
_LOWEST = {"PT": 0, "PS": 0, "NUMBER": 0, "HA": 0, "YR": 0, "RANK": 1}
_LEVELS = {"country": "country", "province": "province district", "aggregate": "world region group"}
_SAME_ALONG_A_PATH = [
    "indicators", "population", "sex", "ref_area", "operator", "kind", "legal_force", "basis",
]  # fmt: skip


def check_relations(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Find columns of a row that contradict each other, and rows that do so with those that they lead to."""
    checks = {
        "indicators": _check_indicators, "targets": _check_targets, "areas": _check_areas, "sources": _check_sources,
        "populations": _check_populations, "series": _check_series, "messages": _check_messages,
        "table_parts": _check_parts, "area_aliases": _check_aliases, "themes": _check_themes,
        "atlas": _check_atlas, "custodians": _check_custodians,
    }  # fmt: skip
    problems = [(name, found) for name, check in checks.items() for found in check(frames)]
    problems += [("indicators", found) for found in _check_measures(frames)]
    return [f"data/registry/{name}.csv {where}: {problem}" for name, (where, problem) in problems]


_Found = Iterator[tuple[str, str]]


def _rows(frames: dict[str, pd.DataFrame], name: str) -> Iterator[tuple[str, dict[str, str]]]:
    for row, record in zip(frames[name].index, frames[name].to_dict("records"), strict=True):
        yield f"row {row}", record


def _number(text: str) -> float:
    return float(pd.to_numeric(text or "nan", errors="coerce"))


def _in_order(row: dict[str, str], low: str, high: str) -> list[str]:
    """Say where a lower end stands above the upper one."""
    above = _number(row[low]) > _number(row[high])
    return [f"{low} {row[low]!r} is above {high} {row[high]!r}: exchange or correct them"] if above else []


def _check_indicators(frames: dict[str, pd.DataFrame]) -> _Found:
    measures = dict(zip(frames["indicators"]["indicator"], frames["indicators"]["measure"], strict=True))
    for where, row in _rows(frames, "indicators"):
        units, measure, unit = _UNITS.get(row["measure"], ()), row["measure"], row["unit_measure"]
        if units and unit not in units:
            yield where, f"unit_measure {unit!r} and measure {measure!r}: a {measure} is in {' or '.join(units)}"
        if unit in _LOWEST and not _number(row["valid_min"]) >= _LOWEST[unit]:
            yield where, f"valid_min {row['valid_min']!r}: a figure in {unit} is {_LOWEST[unit]} at least; write it"
        if unit == "PT" and not _number(row["valid_max"]) <= 100:
            yield where, f"valid_max {row['valid_max']!r}: a share is 100 at most; write it"
        for problem in _in_order(row, "valid_min", "valid_max"):
            yield where, problem
        for column in ("count_indicator", "unit_count_indicator"):
            if measures.get(row[column], "count") != "count":
                yield where, f"{column} {row[column]!r} is a {measures[row[column]]}: name an indicator that counts"
        if row["count_indicator"] and row["count_indicator"] == row["indicator"]:
            yield where, f"count_indicator {row['count_indicator']!r} is the indicator itself: name the one that counts"


def _check_measures(frames: dict[str, pd.DataFrame]) -> _Found:
    for where, row in _rows(frames, "indicators"):
        measure = row["measure"]
        if bool(row["rate_of"]) != (measure == "rate"):
            yield (
                where,
                (
                    f"rate_of {row['rate_of']!r} and measure {measure!r}: say of a rate what it is a share of "
                    "(persons, women or other), and of nothing else"
                ),
            )
        if row["complement"] and measure != "composition":
            yield (
                where,
                f"complement {row['complement']!r} and measure {measure!r}: only parts of a whole add up to 100",
            )


def _check_targets(frames: dict[str, pd.DataFrame]) -> _Found:
    """Find ends that fit neither operator nor indicator, indicators that nobody holds, and paths that are none."""
    indicators = frames["indicators"].drop_duplicates("indicator").set_index("indicator")
    for where, row in _rows(frames, "targets"):
        yield from ((where, problem) for problem in _in_order(row, "lower", "upper"))
        if (row["operator"] in ("range", "parity")) != bool(row["upper"]):
            both = "both ends" if row["operator"] in ("range", "parity") else "no upper"
            yield where, f"upper {row['upper']!r} and operator {row['operator']!r}: this operator has {both}"
        if row["operator"] == "parity" and (_number(row["lower"]), _number(row["upper"])) != (50, 50):
            yield where, f"lower {row['lower']!r} and upper {row['upper']!r}: parity is 50 and 50"
        for code in row["indicators"].split():
            if code not in indicators.index:
                continue
            bound = indicators.loc[code]
            if bound["custodian"] == "":
                yield where, f"{code!r} has no custodian in indicators.csv: name who would hold the figure it asks for"
            for end in ("lower", "upper"):
                if _number(row[end]) < _number(bound["valid_min"]) or _number(row[end]) > _number(bound["valid_max"]):
                    limits = f"{bound['valid_min']} to {bound['valid_max']}"
                    yield where, f"{end} {row[end]!r} is outside what {code} can be ({limits}): correct it"
    targets = frames["targets"]
    for path, points in targets[targets["path"] != ""].groupby("path"):
        yield from ((f"row {points.index[0]}: path {path!r}", problem) for problem in _path_problems(points))


def _path_problems(points: pd.DataFrame) -> Iterator[str]:
    if len(points) < 2:
        yield "has one point only: add the others, or leave path empty"
    for column in _SAME_ALONG_A_PATH:
        if len(set(points[column])) > 1:
            yield f"{column} differs between its points: {', '.join(map(repr, sorted(set(points[column]))))}"
    if "" in set(points["target_year"]) or points["target_year"].duplicated().any():
        yield "each point needs a target_year of its own"
        return
    numbers = points.sort_values("target_year")["lower"].map(_number)
    if not (numbers.is_monotonic_increasing or numbers.is_monotonic_decreasing):
        yield "its numbers go up and down with the years: correct lower or target_year"


def _check_areas(frames: dict[str, pd.DataFrame]) -> _Found:
    first: dict[str, tuple[str, dict[str, str]]] = {}
    parents: dict[str, set[str]] = {}
    for where, row in _rows(frames, "areas"):
        code = row["ref_area"]
        at, same = first.setdefault(code, (where, row))
        for column in ("name_en", "name_km", "level"):
            if row[column] != same[column]:
                yield where, f"{column} {row[column]!r} of {code} is {same[column]!r} in {at}: an area has one {column}"
        fitting = _LEVELS[area_kind(code)]
        if row["level"] not in fitting.split():
            yield where, f"level {row['level']!r} of {code}: its code is one of {' or '.join(fitting.split())}"
        if row["valid_from"] > (row["valid_to"] or "9999"):
            yield where, f"valid_from {row['valid_from']!r} is after valid_to {row['valid_to']!r}: correct them"
        parents.setdefault(code, set()).update({row["parent"]} - {""})
    yield from _circles(frames, "areas", "ref_area", "parent", parents)


def _check_populations(frames: dict[str, pd.DataFrame]) -> _Found:
    table = frames["populations"]
    parents = {code: {parent} for code, parent in zip(table["population"], table["parent"], strict=True)}
    yield from _circles(frames, "populations", "population", "parent", parents)


def _circles(frames: dict[str, pd.DataFrame], name: str, key: str, column: str, parents: dict[str, set[str]]) -> _Found:
    """Find rows that come back to themselves by way of their parents."""
    for where, row in _rows(frames, name):
        seen: set[str] = set()
        above = {row[column]} - {""}
        while above and row[key] not in seen:
            seen |= above
            above = {parent for code in above for parent in parents.get(code, ())} - seen
        if row[key] in seen:
            yield where, f"{column} {row[column]!r} leads back to {row[key]!r}: name what it really belongs to"


def _check_sources(frames: dict[str, pd.DataFrame]) -> _Found:
    table = frames["sources"]
    releases = table.loc[table["release_of"] != "", "release_of"].value_counts().to_dict()
    ids = {*table["source_id"], *frames["publishers"]["publisher"]}
    for where, row in _rows(frames, "sources"):
        family = row["release_of"]
        if family and family not in ids and releases[family] < 2:
            yield where, f"release_of {family!r} is no source and no other source has it: correct it, or leave it empty"
        if family and family == row["source_id"]:
            yield where, f"release_of {family!r} is the source itself: leave it empty"
        if bool(row["file"]) != bool(row["sha256"]):
            yield where, f"file {row['file']!r} and sha256 {row['sha256']!r} are filled together, or both empty"
        if row["date_accessed"] and _is_after(row["published"], row["date_accessed"]):
            yield where, f"published {row['published']!r} is after date_accessed {row['date_accessed']!r}: correct one"


def _is_after(one: str, other: str) -> bool:
    """Tell whether a date, month or year begins after another one has ended; what is no date is after nothing."""
    try:
        return one > last_day(other).isoformat()
    except ValueError:
        return False


def _check_series(frames: dict[str, pd.DataFrame]) -> _Found:
    for where, row in _rows(frames, "series"):
        women, men, both = (_number(row[name]) for name in ("n_women", "n_men", "n"))
        if max(women, men) > both or women + men > both:
            yield (
                where,
                f"n_women {row['n_women']!r} and n_men {row['n_men']!r} are more than n {row['n']!r}: correct them",
            )


def _check_messages(frames: dict[str, pd.DataFrame]) -> _Found:
    for where, row in _rows(frames, "messages"):
        forms = HEADINGS if row["rank"] == "0" else FORMS
        if row["form"] not in forms:
            yield where, f"form {row['form']!r} and rank {row['rank']!r}: choose one of: {', '.join(forms)}"
        if bool(row["checked_by"]) != bool(row["checked_on"]):
            yield where, f"checked_by {row['checked_by']!r} and checked_on {row['checked_on']!r} are filled together"


def _check_parts(frames: dict[str, pd.DataFrame]) -> _Found:
    for where, row in _rows(frames, "table_parts"):
        if len({bool(row[column]) for column in ("indicator", "population", "sex")}) > 1:
            yield where, "indicator, population and sex are filled together, or all empty for the rest of the whole"


def _check_themes(frames: dict[str, pd.DataFrame]) -> _Found:
    used = set(frames["indicators"]["theme"])
    for where, row in _rows(frames, "themes"):
        if row["theme"] not in used:
            yield where, f"theme {row['theme']!r} is of no indicator: correct it, or remove the row"


def _check_custodians(frames: dict[str, pd.DataFrame]) -> _Found:
    used = {*frames["indicators"]["custodian"], *frames["series"]["custodian"]}
    for where, row in _rows(frames, "custodians"):
        if row["custodian"] not in used:
            hint = nearest_hint(row["custodian"], used - {""})
            yield where, f"custodian {row['custodian']!r} is of no indicator and no series{hint}"


def _check_atlas(frames: dict[str, pd.DataFrame]) -> _Found:
    measures = dict(zip(frames["indicators"]["indicator"], frames["indicators"]["measure"], strict=True))
    for where, row in _rows(frames, "atlas"):
        if (measure := measures.get(row["indicator"], "composition")) != "composition":
            yield where, f"indicator {row['indicator']!r} is a {measure}: the atlas shows women's shares of a whole"


def _check_aliases(frames: dict[str, pd.DataFrame]) -> _Found:
    for row, problem in conflicting_aliases(frames["area_aliases"], frames["areas"]):
        yield f"row {row}", problem
