"""Targets said of another population or kind than the one they bind, or with another number."""

import math

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, few, finding, join_words, subject
from wps_analysis.claims.audit.spans import number_text
from wps_analysis.claims.audit.statements import describe, groups
from wps_analysis.registry.load import Registry

_STOCKS = frozenset({"headcount", "body", "deployment"})
_KIND_WORDS = {"headcount": "stock of staff", "body": "stock of seats", "deployment": "stock of deployed personnel"}
# "One woman for every three" is listed with four decimals.
_SAME_NUMBER = 0.01
_BINDING = "which number is in force"
_HELD_AGAINST = "which figure should be held against it"
_BY_TARGET = ["series", "indicator", "population", "ref_area"]


@check("question", of_targets=True)
def check_target_other_population(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find targets that a text says of an indicator, population or kind that the target does not bind.

    A claim is held against the listed targets whose own claim has the same series; where several are listed,
    against those with the same number.
    """
    frame = _target_claims(claims, registry)
    every, asked = list(frame.itertuples(index=False)), set()
    for target in _records(registry.targets):
        rows = _restatements(target, every)
        said = _other_kind(target, rows, registry.indicators)
        yield from said
        # That the text has another indicator than the list is then the same question.
        asked |= {_target_key(row) for row in rows if said}
    for rows in groups(frame, _BY_TARGET):
        if _target_key(rows[0]) in asked:
            continue
        listed = _records(_listed_for(rows[0], every, registry.targets))
        # Where the list has one target of several populations, the text is held against the first.
        unbound = [row for row in rows if listed and not _binds(listed[0], row)]
        if unbound:
            others = [target for target in listed if not _binds(target, unbound[0])]
            yield _other_population(unbound, others, every)


@check("question", of_targets=True)
def check_target_differs(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find one target printed with different numbers, or with another number than the one listed."""
    frame = _target_claims(claims, registry)
    for rows in groups(frame, [*_BY_TARGET, "compared_period"]):
        if len({_numbers(row) for row in rows}) < 2:
            continue
        what = f"{subject(rows[0])}: the target is printed as {cite(rows)}"
        numbers = "; ".join(few(sorted({row.value_text for row in rows})))
        yield finding(rows, what=what, question=_BINDING, expected="one number", found=numbers)
    every = list(frame.itertuples(index=False))
    for target in _records(registry.targets):
        listed = [end for end in (target["lower"], target["upper"]) if not pd.isna(end)]
        for row in _own_claim(target, every):
            if all(_is_listed(number, listed) for number in _numbers(row)):
                continue
            expected = join_words(number_text(end) for end in dict.fromkeys(listed))
            what = f"{subject(row)}: the list of targets has {expected} where {cite([row])} is printed"
            yield finding([row], what=what, question=_BINDING, expected=expected, found=row.value_text)


def _target_claims(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    frame = describe(claims, registry)
    return frame[(frame["role"] == "target") & (frame["qualifier"] != "")]


def _records(targets: pd.DataFrame) -> list[dict]:
    return targets.sort_values("target_id").to_dict("records")


def _own_claim(target: dict, every: list) -> list:
    return [row for row in every if row.claim_id == target["claim_id"]]


def _target_key(row) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in _BY_TARGET)


def _restatements(target: dict, every: list) -> list:
    """Return a target's own claim and the others that say the same target of the same quantity."""
    own = _own_claim(target, every)
    keys = {_target_key(row) for row in own}
    rows = [row for row in every if row.series and _target_key(row) in keys]
    # Rows are compared by claim_id: a missing number does not equal itself.
    return list({row.claim_id: row for row in [*own, *rows]}.values())


def _listed_for(row, every: list, targets: pd.DataFrame) -> pd.DataFrame:
    own = {other.claim_id: other.series for other in every}
    listed = targets[(targets["claim_id"].map(own) == row.series) & (row.series != "")]
    same_number = [_is_listed(min(_numbers(row)), [target["lower"]]) for target in listed.to_dict("records")]
    return listed[same_number] if any(same_number) else listed


def _binds(target: dict, row) -> bool:
    indicators = target["indicators"].split()
    return row.indicator in indicators and row.population == target["population"] and row.sex == target["sex"]


def _other_population(rows: list, targets: list[dict], every: list) -> dict[str, str]:
    own = [row for target in targets for row in _own_claim(target, every)]
    bound = join_words(f"{_mandate(target)} ({target['basis']})" for target in targets)
    said_here = {row.claim_id for row in rows}
    elsewhere = [row for row in own if row.claim_id not in said_here]
    what = (
        f"{subject(rows[0])}: the target {cite(rows)} is said of this population, while the list of targets has "
        f"{', '.join([bound, cite(elsewhere)] if elsewhere else [bound])}"
    )
    expected = join_words(f"{target['indicators']} {target['population']}" for target in targets)
    found = f"{rows[0].indicator} {rows[0].population}"
    return finding(rows, also=own, what=what, question=_HELD_AGAINST, expected=expected, found=found)


def _mandate(target: dict) -> str:
    return f'"{target["mandate"].replace("; ", ", ")}"'


def _other_kind(target: dict, own: list, indicators: pd.DataFrame) -> list[dict[str, str]]:
    """Say where the list attaches a target on a flow to a stock, or the other way round."""
    kinds, names = (dict(zip(indicators["indicator"], indicators[c], strict=True)) for c in ("kind", "name"))
    unlike = _STOCKS if target["kind"] == "flow" else {"flow"}
    attached = [name for name in target["indicators"].split() if kinds.get(name) in unlike]
    if not (own and attached):
        return []
    found = join_words(f"{name} ({kinds[name]})" for name in attached)
    named = join_words(f"{names[name]} (a {_KIND_WORDS.get(kinds[name], kinds[name])})" for name in attached)
    what = (
        f"{_mandate(target)} ({target['basis']}): the target {cite(own)} is set for a {target['kind']} "
        f"and the list of targets has it for {named}"
    )
    return [finding(own, what=what, question=_HELD_AGAINST, expected=target["kind"], found=found)]


def _numbers(row) -> tuple[float, ...]:
    """Return the numbers that a target prints: its value, or the ends that it names."""
    if not math.isnan(row.obs_value):
        return (row.obs_value,)
    ends = {"over": [row.lower], "at_least": [row.lower], "under": [row.upper], "at_most": [row.upper]}
    ends |= {"nearly": [row.upper]}
    return tuple(ends.get(row.qualifier, [row.lower, row.upper]))


def _is_listed(number: float, listed: list[float]) -> bool:
    return any(math.isclose(number, end, abs_tol=_SAME_NUMBER) for end in listed)
