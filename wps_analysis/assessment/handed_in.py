"""Targets that a caller hands in, checked as strictly as the rows of ``targets.csv``, and those that bind nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from wps_analysis.assessment.targets import EMPTY_FIGURE, binding_targets
from wps_analysis.codes import nearest_hint, read_year
from wps_analysis.columns import SEXES, SUBJECT
from wps_analysis.errors import WpsError, refuse, short
from wps_analysis.paths import registry_dir
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.asked import asked_areas
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.registry.local_names import custodian_names
from wps_analysis.registry.official_names import is_area
from wps_analysis.tables import Row, as_loaded, read_text_table
from wps_analysis.words.figures import text_of
from wps_analysis.words.names import TARGET_KINDS

NEEDED = ("target_id", "indicators", "operator", "lower", "legal_force", "basis")
_OPEN = {
    "population": "_T", "sex": "F", "ref_area": "", "upper": math.nan, "target_year": math.nan, "path": "", "kind": "",
    "mandate": "", "claim_id": "",
}  # fmt: skip
"""What holds where a column is left out: all women of the indicators, everywhere, and no year."""
_WORDS = {
    "operator": (">=", "<=", "=", "parity", "range"), "sex": SEXES, "kind": ("stock", "flow"),
    "legal_force": tuple(TARGET_KINDS),
}  # fmt: skip
_SIGNS = {"at least": ">=", "minimum": ">=", ">": ">=", "at most": "<=", "maximum": "<=", "<": "<=", "==": "="}
_AIM = [*SUBJECT[2:], "target_id", "indicators", "ref_area", "operator", "lower", "upper", "target_year"]
"""What makes a target the one that it is."""


def handed_in(targets: pd.DataFrame | None, function: str, *, needed: Sequence[str] = NEEDED) -> pd.DataFrame:
    """Return targets as ``targets.csv`` would have them: checked, with all columns, areas by their codes.

    Parameters
    ----------
    targets
        As ``targets`` returns them, or rows of one's own. None: no target.
    function
        The public function that was given them, for its errors.
    needed
        Columns that must be there.

    Raises
    ------
    RequestError
        With everything that is wrong with them, at once.

    Examples
    --------
    >>> mine = {"target_id": "mine", "indicators": "police", "operator": "at least", "lower": 0.3}
    >>> handed_in(pd.DataFrame([mine]), "assess", needed=[*mine])
    Traceback (most recent call last):
    ...
    wps_analysis.errors.RequestError: assess, 2 problems:
    - targets row 0 (mine): operator 'at least' is none of '>=', '<=', '=', 'parity', 'range'; write '>='
    - targets row 0 (mine): lower 0.3 is less than 1 per cent: write percent, 30 for 0.3
    """
    if targets is None:
        return pd.DataFrame(columns=[*NEEDED, *_OPEN])
    if not isinstance(targets, pd.DataFrame):
        refuse(function, [f"targets must be a table (DataFrame) as targets() returns it, not {type(targets).__name__}"])
    if len(targets):
        refuse(function, [f"targets: column {name} is missing" for name in needed if name not in targets.columns])
    rows = list(zip(targets.index, targets.to_dict("records"), strict=True))
    problems = [
        f"targets row {place} ({text_of(row, 'target_id')}): {said}" for place, row in rows for said in _wrong(row)
    ]
    codes, unknown = _codes({text_of(row, "ref_area") for _place, row in rows})
    refuse(function, [*problems, *(f"targets: {said}" for said in unknown)])
    table = as_loaded(targets.assign(**{name: value for name, value in _OPEN.items() if name not in targets.columns}))
    return table.assign(ref_area=table["ref_area"].map(lambda code: codes.get(code, code))) if codes else table


def with_idle(observations: pd.DataFrame, targets: pd.DataFrame, function: str) -> pd.DataFrame:
    """Return figures with an empty one for each target of the caller's own that binds none of them.

    A target of the registry that binds none is left alone: most of them bind other figures.

    Raises
    ------
    RequestError
        If a target names an indicator that neither the figures nor the registry know.
    """
    figures = observations.to_dict("records")
    aims = targets.to_dict("records")
    loose = [aim for aim in aims if not any(binding_targets(row, [aim]) for row in figures)]
    if not loose:
        return observations
    registry = load_registry()
    listed = {_aim(target) for target in registry.targets.to_dict("records")}
    loose = [aim for aim in loose if _aim(aim) not in listed]
    _refuse_unknown(loose, {*registry.indicators["indicator"], *observations["indicator"]}, function)
    idle = pd.DataFrame([_empty(aim, figures, registry) for aim in loose])
    return pd.concat([observations, idle], ignore_index=True) if len(idle) else observations


def refuse_mistyped(targets: pd.DataFrame, drawn: Iterable[str], function: str) -> None:
    """Raise a RequestError if a target of a chart names an indicator that is neither drawn nor in the registry."""
    aims, codes = targets.to_dict("records"), set(drawn)
    if codes.issuperset(code for aim in aims for code in text_of(aim, "indicators").split()):
        return
    try:
        registry = registry_dir()
    except WpsError:  # a chart of one's own figures needs no project
        return
    _refuse_unknown(aims, codes | set(read_text_table(registry / "indicators.csv")["indicator"]), function)


def _refuse_unknown(aims: Iterable[Row], codes: set[str], function: str) -> None:
    refuse(
        function,
        [
            f"targets ({aim['target_id']}): unknown indicator {short(code)}{nearest_hint(code, codes)}"
            for aim in aims
            for code in text_of(aim, "indicators").split() or [""]
            if code not in codes
        ],
    )


def _wrong(row: Row) -> list[str]:
    """Say what is wrong with a row of targets, by itself."""
    wrong = [f"{name} is empty" for name in ("target_id", "indicators") if not text_of(row, name)]
    for name, words in _WORDS.items():
        word = text_of(row, name)
        if word not in words and (word or name == "operator"):
            meant = f"; write {_SIGNS[word.lower()]!r}" if word.lower() in _SIGNS else ""
            wrong.append(f"{name} {short(word)} is none of {', '.join(map(repr, words))}{meant}")
    return [*wrong, *_wrong_numbers(row)]


def _wrong_numbers(row: Row) -> list[str]:
    lower, upper = (row.get(end) for end in ("lower", "upper"))
    wrong = [said for end in ("lower", "upper") if (said := _wrong_share(end, row.get(end)))]
    if not wrong and text_of(row, "operator") != "parity" and not text_of(row, "lower"):
        wrong.append("lower is empty: write the number to reach, in percent")
    if not wrong and text_of(row, "operator") == "range" and not (text_of(row, "upper") and lower < upper):
        wrong.append(f"a range needs an upper end above its lower one, not {short(lower)} to {short(upper)}")
    year = row.get("target_year")
    year = int(year) if isinstance(year, float) and year.is_integer() else year
    if text_of(row, "target_year") and read_year(year) is None:
        wrong.append(f"target_year {short(year)} is no year such as 2030; leave it empty for none")
    return wrong


def _wrong_share(end: str, given: Any) -> str:
    """Say why a number is no percent, 0 to 100; nothing where it is one or is left open."""
    if given is None or given is pd.NA or given != given or given == "":
        return ""
    try:
        number = float(given)
    except (TypeError, ValueError, OverflowError):
        return f"{end} {short(given)} is no number: write percent without a sign, 40 for 40 %"
    if 0 < number < 1:
        return f"{end} {number:g} is less than 1 per cent: write percent, {100 * number:g} for {number:g}"
    return "" if 0 <= number <= 100 else f"{end} {number:g} is outside 0 to 100 per cent"


def _codes(places: set[str]) -> tuple[dict[str, str], list[str]]:
    """Return the codes of areas that are named otherwise, and what is said of those that are unknown."""
    named = sorted(place for place in places if place and not is_area(place, ("001",)))
    if not named:
        return {}, []
    registry = load_registry()
    given = {"areas": registry.areas, "aliases": registry.area_aliases}
    found = {place: asked_areas([place], **given) for place in named}
    return {p: codes[0] for p, (codes, _) in found.items() if codes}, [
        str(e) for _, wrong in found.values() for e in wrong
    ]


def _aim(target: Row) -> tuple[str, ...]:
    return tuple(text_of(target, column) for column in _AIM if column in _OPEN or column in NEEDED)


def _empty(target: Row, figures: list[Row], registry: Registry) -> dict[str, Any]:
    """Return an empty figure of what a target is set for; its note says why it binds none of the figures."""
    code = text_of(target, "indicators").split()[0]
    same = next((row for row in figures if row["indicator"] == code), None)
    about = same or next(iter(registry.indicators[registry.indicators["indicator"] == code].to_dict("records")), {})
    area, population = text_of(target, "ref_area"), text_of(target, "population") or "_T"
    kind = {"flow": "flow", "stock": about.get("kind", "").replace("flow", "")}.get(text_of(target, "kind"))
    subject = {"indicator": code, "ref_area": area, "population": population, "sex": text_of(target, "sex") or "F"}
    (custodian,) = custodian_names([about.get("custodian", "")], [area], registry)
    return EMPTY_FIGURE | {
        **{name: about.get(name, "") for name in ("name", "pillar", "measure", "unit_measure")},
        "custodian": custodian,
        "kind": about.get("kind", "") if kind is None else kind,
        **subject, "population_name": "" if population == "_T" else population.replace("_", " "),
        "area_name": local_area_name(area, registry.areas) if area not in ("", "001") else "",
        "note": f"target {target['target_id']!r} binds none of the figures: {_why(target, figures)}",
    }  # fmt: skip


def _why(target: Row, figures: list[Row]) -> str:
    figures = [row for row in figures if row["indicator"] in text_of(target, "indicators").split()]
    if not figures:
        return f"none is of {text_of(target, 'indicators')}"
    for name in ("population", "sex", "ref_area"):
        held = sorted({text_of(row, name) for row in figures})
        if text_of(target, name) not in ("", *held):
            return f"its {name} is {text_of(target, name)}, theirs {', '.join(held)}"
    return f"its kind is {text_of(target, 'kind') or 'open'}, and it lies on no path of theirs"
