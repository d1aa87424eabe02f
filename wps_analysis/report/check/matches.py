"""Claims that a number may be a figure of: what the sentence says otherwise, and whether both can be true."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from wps_analysis.claims.bounds import intervals_overlap
from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.codes import area_kind, period_span
from wps_analysis.errors import UnreadableValueError
from wps_analysis.report.check.lexicon import stems
from wps_analysis.report.check.lookup import Candidate, Reading, Tables
from wps_analysis.report.check.numbers import Number

_TARGET = frozenset(
    "target quota goal commitment aim threshold minimum guideline recommend recommendation commit ambition".split()
)


_SPOKEN = 2.0
"""Points by which a share may be rounded in words, as 17.7 per cent to one in six."""


@dataclass(frozen=True)
class Match:
    """A claim that a number may be a figure of, how likely, and what the sentence says otherwise."""

    claim: dict
    candidate: Candidate
    weight: float
    wrong: tuple[str, ...]
    """What the sentence says otherwise: year, sex, area, population; or that it speaks of a part of the area."""


def find_matches(candidate: Candidate, reading: Reading, tables: Tables, ref_area: str) -> list[Match]:
    """Hold each claim of an indicator against what the sentence says."""
    claims = tables.of(candidate.indicator, reading.area.code or ref_area)
    return [_matched(claim, candidate, reading, tables, ref_area) for claim in claims]


def _matched(claim: dict, candidate: Candidate, reading: Reading, tables: Tables, ref_area: str) -> Match:
    wrong, weight = [], candidate.score
    if not _sex_agrees(claim, reading, tables):
        wrong += ["sex"] if reading.sex.near else []
        weight *= 0.6
    area = reading.area.code or ref_area
    if area and claim["ref_area"] != area:
        said, held = area_kind(area), area_kind(claim["ref_area"])
        if said == "province":
            wrong.append("part")
        elif said == "country" and (reading.area.near or held == "country"):
            wrong.append("area")
        weight *= 0.6
    if reading.period.code and not period_agrees(claim, reading.period.code):
        wrong += ["year"] if reading.period.near and _is_dated(claim) else []
        weight *= 0.75
    held = reading.populations.get(claim["population"], 0.0)
    best = max(reading.populations.values(), default=0.0)
    weight *= 0.85 + 0.15 * held if claim["population"] != "_T" else 0.97
    if _other_population(claim, reading, tables, best):
        wrong.append("population")
        weight *= 0.7
    if not roles_agree(reading, claim):
        weight *= 0.85
    return Match(claim, candidate, weight, tuple(wrong))


def _other_population(claim: dict, reading: Reading, tables: Tables, best: float) -> bool:
    """Tell whether the words name plainly another population that the indicator has figures of."""
    if tables.words.is_another_rank(claim["population"], reading.tied) or _another_is_named(claim, reading, tables):
        return True
    if best < 0.45:
        return False
    named = max(reading.populations, key=reading.populations.get)
    if named not in tables.populations_of[claim["indicator"]]:
        return False
    if reading.number.passage.kind == "table" and claim["population"] != named:
        return reading.populations.get(claim["population"], 0.0) < 0.8 * best
    related = tables.related(named, claim["population"])
    return not related and reading.populations.get(claim["population"], 0.0) < 0.5 * best


def _another_is_named(claim: dict, reading: Reading, tables: Tables) -> bool:
    """Tell whether the sentence names, word for word, a population with a figure of its own, and not the claim's."""
    own = claim["population"]
    if own == "_T" or own in reading.groups or own in reading.hinted:
        return False
    return any(
        each["population"] in reading.groups
        and each["sex"] == claim["sex"]
        and each["time_period"] == claim["time_period"]
        and not intervals_overlap([each, claim])
        for each in tables.of(claim["indicator"], claim["ref_area"])
    )


def _sex_agrees(claim: dict, reading: Reading, tables: Tables) -> bool:
    said, sex = reading.sex.code, claim["sex"]
    if said in ("", "FM") or sex == said:
        return True
    if sex == "_T":
        return tables.indicators[claim["indicator"]]["measure"] != "composition" and said != "M"
    return False


def period_agrees(claim: dict, said: str) -> bool:
    """Tell whether a claim is of the year, or within the range, that is said."""
    (a, b), (c, d) = period_span(claim["time_period"]), period_span(said)
    if said[:4] == claim["time_period"][:4]:
        return True
    return a < d and c < b


def _is_dated(claim: dict) -> bool:
    return claim["period_basis"] in {"stated", "other_section"}


def roles_agree(reading: Reading, claim: dict) -> bool:
    """Tell whether both speak of a target, or neither does."""
    number = reading.number
    before, after = number.sentence[: number.at], number.sentence[number.at :]
    near = before[-70:].rpartition(";")[2] + after[: len(number.text) + 50].partition(";")[0]
    words = {word for _, word in stems(f"{number.passage.around} {near}")}
    return (claim["role"] == "target") == bool(words & _TARGET)


def fitted(value: ParsedValue, indicator: dict) -> ParsedValue | None:
    """Fit a draft's value to an indicator; None where it cannot be a figure of it."""
    low, high = (
        None if pd.isna(indicator[end]) or indicator[end] == "" else float(indicator[end])
        for end in ("valid_min", "valid_max")
    )
    try:
        fit = fit_bounds(value, unit_measure=indicator["unit_measure"], valid_min=low, valid_max=high)
    except UnreadableValueError:
        return None
    return fit


def holds(number: Number, match: Match, tables: Tables) -> bool:
    """Tell whether a claim and the draft can both be true as printed, and the draft would be said of that claim."""
    claim, indicator = match.claim, tables.indicators[match.claim["indicator"]]
    value = fitted(number.value, indicator)
    if value is None or not claim["qualifier"] or pd.isna(claim["qualifier"]):
        return False
    if not _same_whole(value, claim):
        return False
    if value.obs_value is not None and value.obs_value == claim["obs_value"]:
        return True
    said, held = _point(value.obs_value, value), _point(claim["obs_value"], claim)
    if claim["role"] == "target":
        return abs(said - held) <= 0.005 * abs(held)
    if value.obs_value is not None and pd.notna(claim["obs_value"]):
        spoken = _SPOKEN if number.is_share and not re.search(r"\d", number.text) else 0.0
        margin = max(claim["upper"] - held, value.upper - said, spoken)
        exact = value.qualifier == claim["qualifier"] == "exact"  # 11.5 may be printed as 12
        return abs(said - held) < margin or (exact and abs(said - held) <= margin + 1e-9)
    if value.qualifier == "range" or claim["qualifier"] == "range":
        if value.qualifier == claim["qualifier"]:
            return (value.lower, value.upper) == (claim["lower"], claim["upper"])
        return _overlap(value, claim, indicator)
    open_both = value.obs_value is None and pd.isna(claim["obs_value"])
    slack = 0.02 if open_both else 0.2 if number.text.lower().startswith(("less", "more")) else 0.1
    near = abs(said - held) <= slack * max(abs(held), abs(said))
    return near and (open_both or _overlap(value, claim, indicator))


def _point(value: float | None, ends: ParsedValue | dict) -> float:
    """Return the number that is printed: the value, or the end that "over" and "under" name."""
    if value is not None and pd.notna(value):
        return float(value)
    get = ends.get if isinstance(ends, dict) else lambda name: getattr(ends, name)
    upward = get("qualifier") in {"over", "at_least"}
    end = get("lower") if upward else get("upper")
    return float(end) if end is not None and pd.notna(end) else 0.0


def _overlap(value: ParsedValue, claim: dict, indicator: dict) -> bool:
    own = {
        "lower": value.lower, "upper": value.upper, "qualifier": value.qualifier, "obs_value": value.obs_value,
        "unit_measure": indicator["unit_measure"],
    }  # fmt: skip
    return intervals_overlap([own, claim])


def _same_whole(value: ParsedValue, claim: dict) -> bool:
    """Tell whether "14th of 120" is held against a claim of another 120."""
    if value.denominator is None:
        return True
    whole = parse_value(claim["value_text"]).denominator
    return whole is None or whole == value.denominator


def is_exact(value: ParsedValue, claim: dict) -> bool:
    """Tell whether a draft prints the number of a claim, not a rounded one."""
    return value.obs_value == claim["obs_value"] or (value.obs_value is None and pd.isna(claim["obs_value"]))


def end_of(claim: dict) -> float:
    """Return where the period of a claim ends."""
    return period_span(claim["time_period"])[1]


def subject(claim: dict) -> tuple:
    """Return what a claim is of, whenever."""
    return claim["indicator"], claim["ref_area"], claim["population"], claim["sex"]


def key_of(claim: dict) -> tuple:
    """Return what a claim is of, and when."""
    return (*subject(claim), claim["time_period"])


def of_year(claim: dict) -> tuple:
    """Return what a claim is of, its year, and whether it is a target."""
    return (*subject(claim), claim["time_period"][:4], claim["role"] == "target")
