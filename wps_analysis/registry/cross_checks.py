"""Whether the files of the registry agree: each code that one uses is defined where it should be."""

from __future__ import annotations

import pandas as pd

from wps_analysis.codes import PILLARS, nearest_hint
from wps_analysis.registry.official_names import is_area

KEYS = {
    "indicators": "indicator", "plan_outputs": "output", "populations": "population", "targets": "target_id",
    "sources": "source_id", "series": "series", "elections": "election_id",
}  # fmt: skip
_SAME_ALONG_A_PATH = [
    "indicators", "population", "sex", "ref_area", "operator", "kind", "legal_force", "basis",
]  # fmt: skip


def cross_check(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Find codes that one file uses and the file that should define them does not hold."""
    known = {name: set(frames[name][key]) for name, key in KEYS.items()}
    known["populations"].add("_T")
    uses = [
        ("indicators", "count_indicator", "indicators"), ("indicators", "unit_count_indicator", "indicators"),
        ("indicators", "rpa_output", "plan_outputs"),
        ("populations", "parent", "populations"), ("targets", "indicators", "indicators"),
        ("targets", "population", "populations"), ("breaks", "series", "series"), ("breaks", "source", "sources"),
        ("target_statements", "target_id", "targets"), ("target_statements", "source", "sources"),
        ("table_parts", "indicator", "indicators"), ("table_parts", "population", "populations"),
        ("elections", "indicators", "indicators"), ("exclusions", "source", "sources"),
        ("series_map", "source", "sources"), ("series_map", "indicator", "indicators"),
        ("series_map", "population", "populations"), ("series_map", "series", "series"),
    ]  # fmt: skip
    problems = []
    for name, column, defined_in in uses:
        for row, value in frames[name][column].items():
            problems += [
                f"data/registry/{name}.csv row {row}: {column} {code!r} is not in {defined_in}.csv"
                f"{nearest_hint(code, known[defined_in])}: correct it, or add it there"
                for code in value.split()
                if code not in known[defined_in]
            ]
    areas = set(frames["areas"]["ref_area"])
    for name in ("targets", "elections"):
        for row, code in frames[name]["ref_area"].items():
            if code and not is_area(code, areas):
                problems.append(
                    f"data/registry/{name}.csv row {row}: ref_area {code!r} is no code of an area"
                    f"{nearest_hint(code, areas)}: write an ISO code, 001 for the world, or nothing for any area"
                )
    problems += _check_pillars(frames["indicators"], frames["plan_outputs"])
    return problems + _check_targets(frames["targets"], frames["indicators"])


def _check_targets(targets: pd.DataFrame, indicators: pd.DataFrame) -> list[str]:
    """Find indicators of a target whose figures nobody is named to hold, and points that make no path."""
    held = set(indicators.loc[indicators["custodian"] != "", "indicator"])
    known = set(indicators["indicator"])
    problems = [
        f"data/registry/targets.csv row {row}: {code!r} has no custodian in indicators.csv: "
        "name who would hold the figure that the target asks for"
        for row, codes in targets["indicators"].items()
        for code in codes.split()
        if code in known - held
    ]
    for path, points in targets[targets["path"] != ""].groupby("path"):
        where = f"data/registry/targets.csv path {path!r}"
        if len(points) < 2:
            problems.append(f"{where}: has one point only: add the others, or leave path empty")
        problems += [
            f"{where}: {column} differs between its points: {', '.join(map(repr, sorted(set(points[column]))))}"
            for column in _SAME_ALONG_A_PATH
            if len(set(points[column])) > 1
        ]
        if "" in set(points["target_year"]) or points["target_year"].duplicated().any():
            problems.append(f"{where}: each point needs a target_year of its own")
            continue
        numbers = points.sort_values("target_year")["lower"].astype(float)
        if not (numbers.is_monotonic_increasing or numbers.is_monotonic_decreasing):
            problems.append(f"{where}: its numbers go up and down with the years: correct lower or target_year")
    return problems


def _check_pillars(indicators: pd.DataFrame, plan_outputs: pd.DataFrame) -> list[str]:
    """Find pillars that are none, and indicators of another pillar than the output of the plan that they measure."""
    pillar_of = dict(zip(plan_outputs["output"], plan_outputs["pillar"], strict=True))
    problems = []
    for row in indicators.itertuples():
        where = f"data/registry/indicators.csv row {row.Index}"
        problems += [
            f"{where}: also_pillar {pillar!r} is not a pillar"
            for pillar in row.also_pillar.split()
            if pillar not in PILLARS
        ]
        problems += [
            f"{where}: rpa_output {output!r} is an output of {pillar_of[output]}, and the indicator of {row.pillar}: "
            "correct one of them, or leave rpa_output empty"
            for output in row.rpa_output.split()
            if pillar_of.get(output, row.pillar) != row.pillar
        ]
        if bool(row.rate_of) != (row.measure == "rate"):
            problems.append(
                f"{where}: rate_of {row.rate_of!r} and measure {row.measure!r}: say of a rate what it is a share of "
                "(persons, women or other), and of nothing else"
            )
        if bool(row.rpa_output) != bool(row.rpa_relation):
            problems.append(
                f"{where}: rpa_output {row.rpa_output!r} and rpa_relation {row.rpa_relation!r} are filled together: "
                "say whether the indicator measures the output or is related to it, or leave both empty"
            )
    return problems
