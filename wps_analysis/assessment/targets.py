"""Which targets bind a figure, and which have none: a target applies to the population that it names alone."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.periods import period_year
from wps_analysis.codes import area_kind
from wps_analysis.columns import OF_INDICATOR, SUBJECT
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import Registry
from wps_analysis.registry.local_names import indicators_in
from wps_analysis.tables import Row
from wps_analysis.words.figures import known, number_of, text_of

_WORLD = "001"
EMPTY_FIGURE = dict.fromkeys(
    ["time_period", "freq", "period_basis", "qualifier", "series", "segment", "claim_id", "basis", "n", "agreement"], ""
)
"""A figure that is not there: the row of a target that none measures."""


def binding_targets(row: Row, targets: pd.DataFrame | list[Row] | None) -> list[Row]:
    """Return the targets that bind exactly this row, the lowest number first.

    A target binds a row when it names its indicator, population, sex and area (or the world), and when it
    does not speak of another kind: a share of recruits is never held against a share of the force.

    Parameters
    ----------
    row
        One observation.
    targets
        The rows of ``targets.csv``, as a table or, for many calls, as its records; or None.

    Returns
    -------
    list of dict
        The target rows, with ``lower`` filled for parity.
    """
    if targets is None or not len(targets):
        return []
    found = []
    for target in targets if isinstance(targets, list) else targets.to_dict("records"):
        if (
            text_of(row, "indicator") in text_of(target, "indicators").split()
            and text_of(row, "population") == (text_of(target, "population") or "_T")
            and text_of(row, "sex") == (text_of(target, "sex") or "F")
            and text_of(target, "ref_area") in ("", _WORLD, text_of(row, "ref_area"))
            and _same_kind(row, target)
        ):
            found.append(_with_number(target))
    return sorted(
        (target for target in _on_paths(row, found) if known(number_of(target, "lower"))),
        key=lambda target: (number_of(target, "lower"), text_of(target, "target_id")),
    )


def _on_paths(row: Row, targets: list[Row]) -> list[Row]:
    """Return the targets that are no path, and of each path the points that a figure is held against.

    These are the point of the figure's year; where none is set for it, the last before it and the next after it; and
    the path's end. No value between two points is made up.
    """
    time_period = text_of(row, "time_period")
    if not time_period:
        return targets
    year = period_year(time_period)
    paths: dict[str, list[Row]] = {}
    for target in sorted(targets, key=lambda target: number_of(target, "target_year")):
        if text_of(target, "path"):
            paths.setdefault(text_of(target, "path"), []).append(target)
    kept = [target for target in targets if not text_of(target, "path")]
    for points in paths.values():
        years = [number_of(point, "target_year") for point in points]
        past, coming = [y for y in years if y <= year], [y for y in years if y > year]
        held = {years[-1], *past[-1:], *(coming[:1] if year not in past else ())}
        kept += [point for point, its_year in zip(points, years, strict=True) if its_year in held]
    return kept


def targets_without_figure(
    observations: pd.DataFrame, targets: pd.DataFrame, registry: Registry, ref_area: str
) -> pd.DataFrame:
    """Return an empty figure for each target that holds for an area and that no figure measures.

    Parameters
    ----------
    observations
        All observations of the area, labelled.
    targets
        The rows of ``targets.csv``, past ones too.
    registry
        Names, populations and areas: a target for the world or for a group that the area belongs to holds for it.
    ref_area
        The area's code.

    Returns
    -------
    DataFrame
        Columns of ``observations``: the subject of the target (of several indicators the first), its labels and the
        custodian who would hold the figure; ``time_period`` and all else of a figure is empty. ``assess`` gives such a
        row the status "no figure".
    """
    places = _holds_for(ref_area, registry)
    every = targets.to_dict("records")
    aimed = {code for target in every for code in target["indicators"].split()}
    bound = {
        target["target_id"]
        for row in observations[observations["indicator"].isin(aimed)].to_dict("records")
        if known(number_of(row, "lower")) or known(number_of(row, "upper"))
        for target in binding_targets(row, every)
    }
    indicators = indicators_in(ref_area, registry).set_index("indicator", drop=False)
    populations = registry.populations.set_index("population")["name"]
    area_name = local_area_name(ref_area, registry.areas)
    paths = {text_of(target, "path") for target in every if target["target_id"] in bound} - {""}
    rows: dict[tuple, dict] = {}
    for target in every:
        if target["target_id"] in bound or target["ref_area"] not in places or text_of(target, "path") in paths:
            continue
        indicator = indicators.loc[target["indicators"].split()[0]]
        subject = (indicator["indicator"], ref_area, target["population"], target["sex"])
        labels = {name: indicator[name] for name in OF_INDICATOR} | (
            {"kind": "flow"} if target["kind"] == "flow" else {}
        )
        rows[subject] = EMPTY_FIGURE | dict(zip(SUBJECT, subject, strict=True)) | labels | {
            "unit_measure": indicator["unit_measure"], "area_name": area_name,
            "population_name": populations.get(target["population"], ""),
        }  # fmt: skip
    return pd.DataFrame(list(rows.values()), columns=observations.columns)


def _holds_for(ref_area: str, registry: Registry) -> set[str]:
    """Return the areas whose targets hold for an area: itself, what it lies in, for a country the world too."""
    parents = registry.areas.groupby("ref_area")["parent"].agg(list).to_dict()
    found, todo = {ref_area}, [ref_area]
    while todo:
        new = {parent for parent in parents.get(todo.pop(), []) if parent and area_kind(parent) == "aggregate"} - found
        found |= new
        todo += new
    return found | ({"", _WORLD} if area_kind(ref_area) == "country" else set())


def _same_kind(row: Row, target: Row) -> bool:
    # targets.csv says "flow" or "stock"; a flow is one kind of indicator, all the others are stocks.
    kind = text_of(target, "kind")
    return kind not in ("flow", "stock") or (kind == "flow") == (text_of(row, "kind") == "flow")


def _with_number(target: Row) -> Row:
    if text_of(target, "operator") == "parity" and not known(number_of(target, "lower")):
        return {**target, "lower": 50.0}
    return target
