"""Which targets bind a figure: a target applies to the population that it names and to nothing else."""

from __future__ import annotations

import pandas as pd

from wps_analysis.tables import Row
from wps_analysis.words.figures import known, number_of, text_of

_WORLD = "001"


def binding_targets(row: Row, targets: pd.DataFrame | None) -> list[Row]:
    """Return the targets that bind exactly this row, the lowest number first.

    A target binds a row when it names its indicator, population, sex and area (or the world), and when it
    does not speak of another kind: a share of recruits is never held against a share of the force.

    Parameters
    ----------
    row
        One observation.
    targets
        The rows of ``targets.csv``, or None.

    Returns
    -------
    list of dict
        The target rows, with ``lower`` filled for parity.
    """
    if targets is None or targets.empty:
        return []
    found = []
    for target in targets.to_dict("records"):
        if (
            text_of(row, "indicator") in text_of(target, "indicators").split()
            and text_of(row, "population") == (text_of(target, "population") or "_T")
            and text_of(row, "sex") == (text_of(target, "sex") or "F")
            and text_of(target, "ref_area") in ("", _WORLD, text_of(row, "ref_area"))
            and _same_kind(row, target)
        ):
            found.append(_with_number(target))
    return sorted(
        (target for target in found if known(number_of(target, "lower"))),
        key=lambda target: (number_of(target, "lower"), text_of(target, "target_id")),
    )


def _same_kind(row: Row, target: Row) -> bool:
    # targets.csv says "flow" or "stock"; a flow is one kind of indicator, all the others are stocks.
    kind = text_of(target, "kind")
    return kind not in ("flow", "stock") or (kind == "flow") == (text_of(row, "kind") == "flow")


def _with_number(target: Row) -> Row:
    if text_of(target, "operator") == "parity" and not known(number_of(target, "lower")):
        return {**target, "lower": 50.0}
    return target
