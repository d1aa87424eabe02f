"""Targets said of another population or kind than the one they bind, or with another number."""

import math

import pandas as pd

from wps_analysis.audit.finding import cite, finding, join_words, subject, to_frame
from wps_analysis.audit.spans import number_text
from wps_analysis.audit.statements import Registry, describe, groups

_STOCKS = frozenset({"headcount", "body", "deployment"})
# "One woman for every three" is listed with four decimals.
_SAME_NUMBER = 0.01
_BINDING = "which number is binding"
_HELD_AGAINST = "which figure should be held against it"
_BY_TARGET = ["series", "indicator", "population"]


def check_target_other_population(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Find targets that a text says of an indicator, population or kind that the target does not bind.

    A claim is held against the listed targets whose own claim has the same series; where several are listed,
    against those with the same number.
    """
    frame = _target_claims(claims, registry)
    kinds = dict(zip(registry.indicators["indicator"], registry.indicators["kind"], strict=True))
    found = []
    for rows in groups(frame, _BY_TARGET):
        listed = _listed_for(rows[0], frame, registry.targets)
        unbound = [row for row in rows if len(listed) and not any(_binds(t, row) for t in _records(listed))]
        if unbound:
            found.append(_other_population(unbound, listed, frame))
    for target in _records(registry.targets):
        found += _other_kind(target, _own_claim(target, frame), kinds)
    return to_frame(found)


def check_target_differs(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Find one target printed with different numbers, or with another number than the one listed."""
    frame = _target_claims(claims, registry)
    found = []
    for rows in groups(frame, [*_BY_TARGET, "compared_period"]):
        if len({_numbers(row) for row in rows}) < 2:
            continue
        what = f"{subject(rows[0])}: the target is printed as {cite(rows)}"
        numbers = "; ".join(sorted({row.value_text for row in rows}))
        found.append(finding(rows, what=what, question=_BINDING, expected="one number", found=numbers))
    for target in _records(registry.targets):
        listed = [end for end in (target["lower"], target["upper"]) if not pd.isna(end)]
        for row in _own_claim(target, frame):
            if all(_is_listed(number, listed) for number in _numbers(row)):
                continue
            expected = join_words(number_text(end) for end in dict.fromkeys(listed))
            what = f"{subject(row)}: the list of targets has {expected} where {cite([row])} is printed"
            found.append(finding([row], what=what, question=_BINDING, expected=expected, found=row.value_text))
    return to_frame(found)


def _target_claims(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    frame = describe(claims, registry)
    return frame[(frame["role"] == "target") & (frame["qualifier"] != "")]


def _records(targets: pd.DataFrame) -> list[dict]:
    return targets.sort_values("target_id").to_dict("records")


def _own_claim(target: dict, frame: pd.DataFrame) -> list:
    return list(frame[frame["claim_id"] == target["claim_id"]].itertuples(index=False))


def _listed_for(row, frame: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    own = frame.set_index("claim_id")["series"]
    listed = targets[(targets["claim_id"].map(own) == row.series) & (row.series != "")]
    same_number = [_is_listed(min(_numbers(row)), [target["lower"]]) for target in listed.to_dict("records")]
    return listed[same_number] if any(same_number) else listed


def _binds(target: dict, row) -> bool:
    indicators = target["indicators"].split()
    return row.indicator in indicators and row.population == target["population"] and row.sex == target["sex"]


def _other_population(rows: list, listed: pd.DataFrame, frame: pd.DataFrame) -> dict[str, str]:
    targets = _records(listed)
    own = [row for target in targets for row in _own_claim(target, frame)]
    bound = join_words(f"{target['mandate']} ({target['basis']})" for target in targets)
    elsewhere = [row for row in own if row not in rows]
    what = (
        f"{subject(rows[0])}: the target {cite(rows)} is said of this population, while it binds: "
        f"{', '.join([bound, cite(elsewhere)] if elsewhere else [bound])}"
    )
    expected = join_words(f"{target['indicators']} {target['population']}" for target in targets)
    found = f"{rows[0].indicator} {rows[0].population}"
    return finding(rows, also=own, what=what, question=_HELD_AGAINST, expected=expected, found=found)


def _other_kind(target: dict, own: list, kinds: dict[str, str]) -> list[dict[str, str]]:
    """Say where the list attaches a target on a flow to a stock, or the other way round."""
    unlike = _STOCKS if target["kind"] == "flow" else {"flow"}
    attached = [name for name in target["indicators"].split() if kinds.get(name) in unlike]
    if not (own and attached):
        return []
    found = join_words(f"{name} ({kinds[name]})" for name in attached)
    what = f"{target['mandate']}: the target {cite(own)} binds a {target['kind']} and is attached to {found}"
    return [finding(own, what=what, question=_HELD_AGAINST, expected=target["kind"], found=found)]


def _numbers(row) -> tuple[float, ...]:
    """Return the numbers that a target prints: its value, or the ends that it names."""
    if not math.isnan(row.obs_value):
        return (row.obs_value,)
    ends = {"over": [row.lower], "at_least": [row.lower], "under": [row.upper], "at_most": [row.upper]}
    return tuple(ends.get(row.qualifier, [row.lower, row.upper]))


def _is_listed(number: float, listed: list[float]) -> bool:
    return any(math.isclose(number, end, abs_tol=_SAME_NUMBER) for end in listed)
