"""What is said of each number of a draft: it agrees, it differs, it is another's, it is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wps_analysis.claims.bounds import intervals_overlap
from wps_analysis.report.check.lexicon import stem, stems
from wps_analysis.report.check.lookup import Candidate, Reading, Tables
from wps_analysis.report.check.matches import (
    Match,
    end_of,
    find_matches,
    fitted,
    holds,
    is_exact,
    key_of,
    of_year,
    period_agrees,
    roles_agree,
    subject,
)
from wps_analysis.report.check.numbers import Number
from wps_analysis.words.figures import NBSP, period_text
from wps_analysis.words.rounding import as_printed

VERDICTS = {
    "agrees": "agrees",
    "rounding": "agrees within rounding",
    "contested": "agrees with a figure that others contradict",
    "older": "older than the newest held",
    "differs": "differs",
    "may_differ": "may differ: a question",
    "another": "another year, sex, area or population than said",
    "unlike": "unlike things compared",
    "trend": "a change or trend the figures do not carry",
    "no_count": "share without its count",
    "parts": "parts that do not add up",
    "unknown": "not known",
    "none": "not about an indicator",
}
"""Each verdict in words, the quiet ones first."""
ALARMS = frozenset({"differs", "another", "unlike", "trend", "parts"})
_SURE_SHARE, _SURE_COUNT, _PLAUSIBLE = 0.18, 0.38, 0.12
_NEAR_TOP, _IN_FULL, _PLAINLY, _WHOLE, _LITTLE = 0.6, 0.8, 0.75, 0.99, 0.3


@dataclass(frozen=True)
class Finding:
    """A number with its verdict, how sure it is (``sure``, ``likely`` or ``doubtful``), why, and on which claims."""

    number: Number
    verdict: str
    certainty: str
    why: str
    claims: tuple[str, ...] = ()
    reading: Reading | None = None


def judge(reading: Reading, tables: Tables, ref_area: str) -> Finding:
    """Judge one number by the claims that its words may mean."""
    number = reading.number
    able = tuple(c for c in reading.candidates if fitted(number.value, tables.indicators[c.indicator]) is not None)
    reading = replace(reading, candidates=able)
    if left_out := _excluded(reading, tables):
        return Finding(number, "unknown", "likely", f"left out of the tables on purpose: {left_out}", (), reading)
    if not reading.candidates:
        return Finding(number, "unknown", "likely", "no indicator is near", (), reading)
    plausible = _plausible(reading, tables)
    reading = replace(reading, candidates=tuple(dict.fromkeys((*plausible, *able))))
    matches = [m for c in plausible for m in find_matches(c, reading, tables, ref_area)]
    fitting = sorted((m for m in matches if holds(number, m, tables)), key=lambda m: (len(m.wrong), -m.weight))
    clean = _as_fine_as_printed([m for m in fitting if set(m.wrong) <= {"part"}], number, matches, tables)
    if clean:
        best = max(clean, key=lambda m: (m.weight * (1.15 if is_exact(number.value, m.claim) else 1), end_of(m.claim)))
        return _agreement(best, reading, tables, matches)
    top = reading.candidates[0]
    sure = _is_sure(reading, tables)
    fitting = [m for m in fitting if "part" not in m.wrong]
    if fitting and fitting[0].candidate.score >= 0.6 * top.score and sure:
        return _another(fitting[0], reading, tables, matches)
    comparable = [
        m for m in matches if not m.wrong and m.candidate == top and _can_be_held_against(m.claim, reading, tables)
    ]
    if not comparable:
        near = sorted((m for m in matches if m.candidate == top), key=lambda m: (len(m.wrong), -m.weight))
        hint = f"; nearest: {_said(near[0].claim, tables)}" if near else ""
        return Finding(number, "unknown", "likely", f"no such figure is held{hint}", _ids(near[:1]), reading)
    best = _nearest(comparable, number)
    why = f"the draft says {number.text}, the table {_listed(best, tables)}"
    said = reading.period.code
    if sure and (not said or any(period_agrees(claim, said) for claim in best)):
        return Finding(number, "differs", "sure" if top.score > 0.5 else "likely", why, _ids(best), reading)
    if top.score >= _PLAUSIBLE * 2:
        name = tables.name_of(top.indicator, reading.area.code)
        return Finding(number, "may_differ", "doubtful", f"if it is {name}: {why}", _ids(best), reading)
    return Finding(number, "unknown", "doubtful", f"nearest: {_listed(best, tables)}", _ids(best[:1]), reading)


def _as_fine_as_printed(clean: list[Match], number: Number, matches: Sequence[Match], tables: Tables) -> list[Match]:
    """Leave out what agrees by rounding alone where a finer claim of the same figure does not agree."""
    finer = {
        (of_year(m.claim), m.claim["upper"] - m.claim["lower"])
        for m in matches
        if not m.wrong and not holds(number, m, tables)
    }
    return [
        m
        for m in clean
        if is_exact(number.value, m.claim)
        or not any(key == of_year(m.claim) and not width >= m.claim["upper"] - m.claim["lower"] for key, width in finer)
    ]


def _plausible(reading: Reading, tables: Tables) -> list[Candidate]:
    """Return the likeliest indicator, and others that are near it and whose own name stands there in full."""
    top, *others = reading.candidates
    least = min(top.score, max(0.05, _NEAR_TOP * top.score))
    near = [top, *(c for c in others if c.score >= least and c.named >= _IN_FULL)]
    named = max((c.tied for c in near if reading.tied and c.close >= _WHOLE and c.tied >= _LITTLE), default=0.0)
    if named:
        near = [
            c
            for c in near
            if (c.close >= _IN_FULL and c.tied >= named / 2)
            or not tables.populations_of[c.indicator].isdisjoint(reading.groups)
        ]
    rank = max(c.rank for c in reading.candidates if c.score >= least)
    return [c for c in near if c.rank == rank] or [c for c in reading.candidates if c.score >= least and c.rank == rank]


def _can_be_held_against(claim: dict, reading: Reading, tables: Tables) -> bool:
    """Tell whether a claim is of what the draft speaks of: its year if it names one, its meeting, a target or not."""
    said = reading.period
    if said.code and said.near and not period_agrees(claim, said.code):
        return False
    attended = tables.indicators[claim["indicator"]]["kind"] == "attendance"
    if attended and reading.populations.get(claim["population"], 0) < 0.3:
        return False
    return roles_agree(reading, claim)


def _is_sure(reading: Reading, tables: Tables) -> bool:
    """Tell whether the words name one indicator plainly enough to say that a number differs from it."""
    top = reading.candidates[0]
    if re.search(r"\b(?:remarks|notes?|comments?)\b", reading.number.passage.around, re.IGNORECASE):
        return False
    if tables.indicators[top.indicator]["kind"] == "attendance":
        return max(reading.populations.values(), default=0.0) > 0.5 and _counts_it(reading, tables)
    if top.named < _PLAINLY or not _is_tied_to(top, reading, tables):
        return False
    if reading.number.is_share:
        return top.score >= _SURE_SHARE
    return top.score >= _SURE_COUNT and _counts_it(reading, tables)


def _is_tied_to(candidate: Candidate, reading: Reading, tables: Tables) -> bool:
    """Tell whether the words that a number is tied to are the indicator's, or name whom it asks."""
    asked = tables.populations_of[candidate.indicator]
    post = any(tables.words.is_another_rank(population, reading.tied) for population in asked)
    return candidate.tied > 0 or post or not asked.isdisjoint(reading.groups)


_PERSONS = frozenset(map(stem, "women men people persons individuals participants members females males girls".split()))


def _counts_it(reading: Reading, tables: Tables) -> bool:
    """Tell whether what stands right behind a count, or heads its table, is what the indicator counts."""
    number = reading.number
    bare = number.passage.kind == "table" and len(number.sentence) <= len(number.text) + 3
    if bare or number.value.unit_measure == "RANK" or number.value.denominator:
        return True
    after = number.sentence[number.at + len(number.text) :]
    if after.lstrip()[:1] in {")", "(", ".", ",", ";", ""}:
        return True
    following = [w.strip(".,;:()").lower() for w in after.split()[:3]]
    name = tables.indicators[reading.candidates[0].indicator]
    own = {word for text in (name["name"], name["definition"]) for _, word in stems(text)}
    return any(stem(word) in _PERSONS or stem(word) in own for word in following if word)


def _agreement(match: Match, reading: Reading, tables: Tables, matches: Sequence[Match]) -> Finding:
    number, claim = reading.number, match.claim
    same = [m.claim for m in matches if key_of(m.claim) == key_of(claim) and m.claim["role"] == claim["role"]]
    others = [c for c in same if not intervals_overlap([c, claim])]
    certainty = "sure" if match.weight > 0.4 else "likely" if match.weight > 0.2 else "doubtful"
    if others:
        why = f"{_said(claim, tables)}; published figures differ: {_listed(others, tables)}"
        return Finding(number, "contested", certainty, why, _ids([claim, *others]), reading)
    newer = _newer(claim, reading, matches)
    if newer is not None:
        why = f"{_said(claim, tables)}; the newest held is {_said(newer, tables)}"
        return Finding(number, "older", certainty, why, _ids([claim, newer]), reading)
    exact = is_exact(number.value, claim)
    return Finding(number, "agrees" if exact else "rounding", certainty, _said(claim, tables), _ids([claim]), reading)


def _newer(claim: dict, reading: Reading, matches: Sequence[Match]) -> dict | None:
    """Return the newest figure of the same thing, where the draft names no year and holds an older one."""
    if reading.period.code or claim["role"] == "target":
        return None
    same = [m.claim for m in matches if subject(m.claim) == subject(claim) and m.claim["role"] != "target"]
    newest = max(same, key=lambda c: (end_of(c), c["claim_id"]), default=claim)
    return newest if end_of(newest) > end_of(claim) else None


def _another(match: Match, reading: Reading, tables: Tables, matches: Sequence[Match]) -> Finding:
    said = {
        "year": reading.period.code, "sex": {"F": "women", "M": "men"}.get(reading.sex.code, reading.sex.code),
        "area": tables.area_name(reading.area.code) if reading.area.code else "",
        "population": tables.population_name(max(reading.populations, key=reading.populations.get, default="")),
    }  # fmt: skip
    what = ", ".join(f"{word} (the draft: {said[word]})" for word in match.wrong)
    right = [
        m
        for m in matches
        if not m.wrong and m.claim["indicator"] == match.claim["indicator"] and roles_agree(reading, m.claim)
    ]
    also = f"; as said: {_listed(_nearest(right, reading.number), tables)}" if right else ""
    why = f"{_said(match.claim, tables)}: another {what}{also}"
    certainty = "sure" if match.weight > 0.3 else "likely"
    if not right and set(match.wrong) <= {"year", "area"}:
        certainty, why = "doubtful", f"{why}; of that, no figure is held"
    return Finding(reading.number, "another", certainty, why, _ids([match.claim]), reading)


def _nearest(matches: Sequence[Match], number: Number) -> list[dict]:
    """Return the claims that a differing number is held against, the newest and likeliest first, one a figure."""
    if not matches:
        return []
    best = max(m.weight for m in matches)
    near = [m for m in matches if m.weight >= 0.9 * best]
    near.sort(key=lambda m: (-end_of(m.claim), -m.weight, m.claim["claim_id"]))
    seen, kept = set(), []
    for match in near:
        key = (key_of(match.claim), match.claim["obs_value"])
        if key not in seen:
            seen.add(key)
            kept.append(match.claim)
    return kept[:4]


def _excluded(reading: Reading, tables: Tables) -> str:
    number = reading.number
    words = {
        word for _, word in stems(f"{number.sentence} {number.passage.around} {number.passage.section} {number.before}")
    }
    for row, texts in tables.excluded.get(number.value.obs_value, ()):
        if number.is_share == row["share"] and len(words & texts) >= 0.5 * len(texts):
            return row["what"]
    return ""


def _ids(found: Iterable[dict | Match]) -> tuple[str, ...]:
    return tuple((each.claim if isinstance(each, Match) else each)["claim_id"] for each in found)


def _said(claim: dict, tables: Tables) -> str:
    """Say a claim: the words as printed, then its name, who, when and where."""
    name = tables.name_of(claim["indicator"], claim["ref_area"])
    who = {"F": ", women", "M": ", men"}.get(claim["sex"], "")
    group = f", {tables.population_name(claim['population'])}" if claim["population"] != "_T" else ""
    where = f"{tables.titles.get(claim['source'], claim['source'])} {claim['locator']}"
    kind = " (a target)" if claim["role"] == "target" else ""
    when = period_text(claim).replace(NBSP, " ")
    return f"{as_printed(claim['value_text'])} ({name}{who}{group}, {when}{kind}; {where})"


def _listed(claims: Sequence[dict], tables: Tables) -> str:
    return "; ".join(_said(claim, tables) for claim in claims)
