"""Whether the files of the registry agree: keys stand once, and each code is defined where it should be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from wps_analysis.codes import PILLARS, nearest_hint
from wps_analysis.registry.official_names import is_area
from wps_analysis.registry.rows import Correction

KEYS = {
    "indicators": ["indicator"], "plan_outputs": ["output"], "populations": ["population"], "targets": ["target_id"],
    "sources": ["source_id"], "series": ["series"], "elections": ["election_id"], "breaks": ["series", "time_period"],
    "areas": ["ref_area", "parent", "valid_from"],
    "series_map": ["publisher", "published_series", "breakdown", "sex"], "publishers": ["publisher"],
    "publisher_areas": ["publisher", "area"], "downloads": ["source"],
    "fetch": ["fetch"],
    "exclusions": ["source", "locator", "value_text", "what"], "themes": ["theme", "government_level"],
    "table_parts": ["table_id", "indicator", "population", "sex", "label"],
    "target_statements": ["target_id", "source", "locator", "statement"],
    "messages": ["ref_area", "release", "pillar", "rank", "form", "claims"],
    "atlas": ["indicator"], "confirmations": ["claim_id"],
    "custodians": ["custodian", "ref_area"], "local_names": ["indicator", "ref_area"],
    "synonyms": ["list", "code", "phrase"],
}  # fmt: skip
"""What tells the rows of each file from each other."""
_DEFINED = {
    "indicators": "indicator", "plan_outputs": "output", "populations": "population", "targets": "target_id",
    "sources": "source_id", "series": "series", "themes": "theme", "publishers": "publisher",
}  # fmt: skip
_USES = [
    ("indicators", "count_indicator", "indicators"), ("indicators", "unit_count_indicator", "indicators"),
    ("indicators", "rpa_output", "plan_outputs"), ("indicators", "theme", "themes"),
    ("populations", "parent", "populations"), ("targets", "indicators", "indicators"),
    ("targets", "population", "populations"), ("breaks", "series", "series"), ("breaks", "source", "sources"),
    ("target_statements", "target_id", "targets"), ("target_statements", "source", "sources"),
    ("table_parts", "indicator", "indicators"), ("table_parts", "population", "populations"),
    ("atlas", "indicator", "indicators"), ("local_names", "indicator", "indicators"),
    ("elections", "indicators", "indicators"), ("exclusions", "source", "sources"),
    ("series_map", "publisher", "publishers"), ("publisher_areas", "publisher", "publishers"),
    ("downloads", "source", "sources"), ("fetch", "publisher", "publishers"), ("series_map", "indicator", "indicators"),
    ("series_map", "population", "populations"), ("series_map", "series", "series"),
]  # fmt: skip
_AREAS = [
    ("targets", "ref_area"), ("elections", "ref_area"), ("messages", "ref_area"), ("plan_outputs", "holder_area"),
    ("plan_outputs", "ref_area"), ("custodians", "ref_area"), ("local_names", "ref_area"),
    ("areas", "ref_area"), ("areas", "parent"), ("area_aliases", "ref_area"),
]  # fmt: skip


def cross_check(frames: dict[str, pd.DataFrame], corrections: Sequence[Correction]) -> list[str]:
    """Find keys that stand twice, and codes that one file uses and the file that should define them does not hold."""
    known = {name: set(frames[name][key]) for name, key in _DEFINED.items()}
    known["populations"].add("_T")
    areas = set(frames["areas"]["ref_area"])
    problems = [problem for name, key in KEYS.items() for problem in _doubled(name, frames[name], key)]
    for name, column, defined_in in _USES:
        for where, code in _codes(name, frames[name][column]):
            problems += _unknown(where, column, code, defined_in, known[defined_in])
    for name, column in _AREAS:
        # A row of areas.csv makes an area of a group alone; what is a country or province, ISO and the gazetteer say.
        groups = {code for code in areas if code.isdigit() or code.startswith("X_")} if name == "areas" else areas
        for where, code in _codes(name, frames[name][column]):
            problems += _no_area(where, column, code, groups)
    for number, fix in enumerate(corrections, start=1):
        where = f"data/registry/corrections.yml entry {number}"
        problems += _unknown(where, "indicator", fix.indicator, "indicators", known["indicators"])
        problems += _unknown(where, "source", fix.source, "sources", known["sources"])
        problems += _no_area(where, "area", fix.area, areas)
    problems += _same_files(frames["sources"])
    problems += _check_synonyms(frames["synonyms"], known | {"areas": areas})
    return problems + _check_pillars(frames["indicators"], frames["plan_outputs"])


def _same_files(sources: pd.DataFrame) -> list[str]:
    """Find documents that are one file under several names: each figure of it would count as published twice."""
    filed = sources[sources["sha256"] != ""]
    return [
        f"data/registry/sources.csv rows {' and '.join(map(str, rows.index))}: {' and '.join(rows['source_id'])} are "
        f"one file (sha256 {digest[:12]}...): keep one of them, and key its figures there; or correct sha256"
        for digest, rows in filed.groupby("sha256", sort=False)
        if len(rows) > 1
    ]


def _check_synonyms(synonyms: pd.DataFrame, known: dict[str, set[str]]) -> list[str]:
    """Find synonyms of what no list holds."""
    return [
        f"data/registry/synonyms.csv row {row.Index}: {row.list} {row.code!r} is not in {row.list}s.csv"
        f"{nearest_hint(row.code, known[f'{row.list}s'])}: correct it, or add it there"
        for row in synonyms.itertuples()
        if f"{row.list}s" in known and row.code not in known[f"{row.list}s"]
    ]


def _codes(name: str, column: pd.Series) -> Iterator[tuple[str, str]]:
    for row, codes in column.items():
        for code in codes.split():
            yield f"data/registry/{name}.csv row {row}", code


def _doubled(name: str, frame: pd.DataFrame, key: list[str]) -> list[str]:
    first = frame.reset_index().groupby(key)["index"].first()
    return [
        f"data/registry/{name}.csv row {row}: {', '.join(key)} {' '.join(values)!r} stands twice "
        f"(first in row {first[values if len(key) > 1 else values[0]]}): keep one of them"
        for row, *values in frame.loc[frame.duplicated(key), key].itertuples()
        for values in [tuple(values)]
    ]


def _unknown(where: str, column: str, code: str, defined_in: str, known: Collection[str]) -> list[str]:
    if code in known:
        return []
    return [
        f"{where}: {column} {code!r} is not in {defined_in}.csv{nearest_hint(code, known)}: correct it, or add it there"
    ]


def _no_area(where: str, column: str, code: str, areas: Collection[str]) -> list[str]:
    if is_area(code, areas):
        return []
    return [
        f"{where}: {column} {code!r} is no code of an area{nearest_hint(code, areas)}: "
        "write an ISO code, 001 for the world, or nothing for any area"
    ]


def _check_pillars(indicators: pd.DataFrame, plan_outputs: pd.DataFrame) -> list[str]:
    """Find pillars that are none, and indicators of another pillar than the output of the plan that they measure."""
    pillar_of = dict(zip(plan_outputs["output"], plan_outputs["pillar"], strict=True))
    problems = []
    for row in indicators.itertuples():
        where = f"data/registry/indicators.csv row {row.Index}"
        problems += [
            f"{where}: also_pillar {pillar!r} is not a pillar: choose from {', '.join(PILLARS)}"
            for pillar in row.also_pillar.split()
            if pillar not in PILLARS
        ]
        problems += [
            f"{where}: rpa_output {output!r} is an output of {pillar_of[output]}, and the indicator of {row.pillar}: "
            "correct one of them, or leave rpa_output empty"
            for output in row.rpa_output.split()
            if pillar_of.get(output, row.pillar) != row.pillar
        ]
        if bool(row.rpa_output) != bool(row.rpa_relation):
            problems.append(
                f"{where}: rpa_output {row.rpa_output!r} and rpa_relation {row.rpa_relation!r} are filled together: "
                "say whether the indicator measures the output or is related to it, or leave both empty"
            )
    return problems
