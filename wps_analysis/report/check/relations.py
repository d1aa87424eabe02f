"""What numbers of a draft say together: changes, shares of few, parts and totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from wps_analysis.codes import period_span
from wps_analysis.report.check.lookup import Tables
from wps_analysis.report.check.verdicts import Finding
from wps_analysis.words.rounding import as_printed

_FEW = 25
_RISE = re.compile(
    r"\b(?:rose|rise[ns]?|rising|risen|increase[sd]?|increasing|grew|grown|grow(?:s|ing|th)?|climb\w*|gain(?:ed|s)?|improv\w+"
    r"|up from|doubl\w+|tripl\w+|higher than in|expand\w*)\b", re.IGNORECASE,
)  # fmt: skip
_FALL = re.compile(
    r"\b(?:fell|fall(?:s|en|ing)?|decrease[sd]?|decreasing|declin\w+|drop(?:s|ped|ping)?|shr[aiu]nk\w*|reduc\w+"
    r"|down from|lower than in|halved)\b", re.IGNORECASE,
)  # fmt: skip
_QUIET = frozenset({"agrees", "rounding", "contested", "older"})


def relate(findings: Sequence[Finding], tables: Tables) -> list[Finding]:
    """Look at the numbers of each sentence together, and at those of each table."""
    found: list[Finding] = []
    for _, group in groupby(findings, key=lambda each: (id(each.number.passage), each.number.sentence)):
        together = list(group)
        found += _moves(_changes(_few(together, tables), tables), tables)
    return _sums(found)


def _claim(finding: Finding, tables: Tables) -> dict | None:
    return tables.claim(finding.claims[0]) if finding.claims and finding.verdict in _QUIET else None


def _few(findings: list[Finding], tables: Tables) -> list[Finding]:
    """Ask for the count beside a share of fewer than 25."""
    counted = any(not each.number.is_share for each in findings if each.verdict in _QUIET)
    out = []
    for each in findings:
        claim = _claim(each, tables)
        if claim and each.number.is_share and not counted and each.verdict in {"agrees", "rounding"}:
            whole = tables.denominators.get(
                (claim["indicator"], claim["ref_area"], claim["population"], claim["time_period"])
            )
            if whole is not None and whole < _FEW:
                each = replace(each, verdict="no_count", why=f"{each.why}; it is a share of {whole:g}: say the count")
        out.append(each)
    return out


def _changes(findings: list[Finding], tables: Tables) -> list[Finding]:
    """Hold what a sentence says of a change against its two figures."""
    pairs = [(i, _claim(each, tables)) for i, each in enumerate(findings)]
    held = [(i, claim) for i, claim in pairs if claim is not None and claim["role"] != "target"]
    out = list(findings)
    for (i, one), (j, other) in pairwise(held):
        same = all(one[key] == other[key] for key in ("indicator", "ref_area", "population", "sex"))
        if not same or one["time_period"] == other["time_period"]:
            continue
        said = _direction(findings[i], findings[j])
        if not said:
            continue
        early, late = sorted((one, other), key=lambda claim: period_span(claim["time_period"]))
        if problem := _unlike(early, late, tables):
            out[j] = replace(findings[j], verdict="unlike", why=problem, claims=(early["claim_id"], late["claim_id"]))
        elif problem := _not_carried(said, early, late):
            out[j] = replace(findings[j], verdict="trend", why=problem, claims=(early["claim_id"], late["claim_id"]))
    return out


_MOVED_TO = re.compile(r"(\w+)(?: (?:again|slightly|only|sharply|steadily|further|back))* to $")


def _moves(findings: list[Finding], tables: Tables) -> list[Finding]:
    """Hold "rose to 42 per cent" against the figure held before it, where the sentence does not give that one."""
    out = []
    for each in findings:
        claim = _claim(each, tables)
        moved = _MOVED_TO.search(each.number.sentence[: each.number.at])
        said = (1 if _RISE.fullmatch(moved[1]) else -1 if _FALL.fullmatch(moved[1]) else 0) if moved else 0
        if claim and said and claim["role"] != "target":
            before = [c for c in tables.of(claim["indicator"], claim["ref_area"]) if _is_before(c, claim)]
            last = max((period_span(c["time_period"]) for c in before), default=None)
            against = [_not_carried(said, c, claim) for c in before if period_span(c["time_period"]) == last]
            if against and all("other way" in problem for problem in against):
                each = replace(each, verdict="trend", why=against[0])
        out.append(each)
    return out


def _is_before(one: dict, claim: dict) -> bool:
    same = all(one[key] == claim[key] for key in ("indicator", "ref_area", "population", "sex", "series"))
    return (
        same and one["role"] != "target" and period_span(one["time_period"])[1] <= period_span(claim["time_period"])[0]
    )


def _direction(one: Finding, other: Finding) -> int:
    """Say which way the words between and before two figures go: up 1, down -1, neither 0."""
    sentence = one.number.sentence
    start, end = one.number.at, other.number.at
    marks = [(each.start(), 1) for each in _RISE.finditer(sentence)] + [
        (each.start(), -1) for each in _FALL.finditer(sentence)
    ]
    near = [(abs(place - start) + (200 if place > end else 0), way) for place, way in marks]
    return min(near)[1] if near else 0


def _unlike(early: dict, late: dict, tables: Tables) -> str:
    if early["series"] == late["series"] or not early["series"] or not late["series"]:
        return next(
            (
                f"a break in {late['time_period']} or before: {row['reason']}"
                for row in tables.edition.registry.breaks.to_dict("records")
                if row["series"] == early["series"]
                and period_span(early["time_period"])[0]
                < period_span(row["time_period"])[0]
                <= period_span(late["time_period"])[0]
            ),
            "",
        )
    names = tables.edition.registry.series.set_index("series")["name"]
    return (
        f"two definitions: {names.get(early['series'], early['series'])} ({early['time_period']}) "
        f"and {names.get(late['series'], late['series'])} ({late['time_period']})"
    )


def _not_carried(said: int, early: dict, late: dict) -> str:
    """Say why a rise or fall is not carried: the figures go the other way, or are the same within rounding."""
    low = {
        end: float(early[end]) if early[end] == early[end] and early[end] is not None else None
        for end in ("lower", "upper")
    }
    high = {
        end: float(late[end]) if late[end] == late[end] and late[end] is not None else None
        for end in ("lower", "upper")
    }
    word = "rise" if said > 0 else "fall"
    before, after = (low, high) if said > 0 else (high, low)
    if before["upper"] is not None and after["lower"] is not None and after["lower"] >= before["upper"]:
        return ""
    figures = " and ".join(f"{as_printed(row['value_text'])} ({row['time_period']})" for row in (early, late))
    if before["lower"] is not None and after["upper"] is not None and after["upper"] <= before["lower"]:
        return f"the draft says a {word}; the figures go the other way: {figures}"
    return f"the draft says a {word}; the figures do not carry it: {figures}"


def _sums(findings: list[Finding]) -> list[Finding]:
    """Look for women and men that do not make the total that stands with them, in a sentence or a row of a table."""
    out = list(findings)
    counts = [i for i, each in enumerate(findings) if _is_count(each)]
    for _, group in groupby(counts, key=lambda i: _together(findings[i])):
        rows = list(group)
        for first, second, third in zip(rows, rows[1:], rows[2:], strict=False):
            by_sex = {findings[i].reading.sex.code: i for i in (second, third)}
            if (
                set(by_sex) != {"F", "M"}
                or findings[first].reading.sex.code in ("F", "M")
                and not _opens(findings[first], findings[second])
            ):
                continue
            women, men = (findings[by_sex[sex]].number.value.obs_value for sex in ("F", "M"))
            total = findings[first].number.value
            if not total.lower <= women + men <= total.upper and not _printed_so(
                [findings[i] for i in (first, second, third)]
            ):
                why = f"{women:g} women and {men:g} men make {women + men:g}, not {findings[first].number.text}"
                out[first] = replace(
                    findings[first], verdict="parts", certainty="sure", why=f"{why}; {findings[first].why}"
                )
    return out


def _is_count(finding: Finding) -> bool:
    value = finding.number.value
    return (
        bool(finding.reading)
        and value is not None
        and not finding.number.is_share
        and value.upper is not None
        and value.lower is not None
    )


def _together(finding: Finding) -> tuple:
    cell = finding.number.passage.cell
    return (
        (finding.number.passage.section, *cell[:2]) if cell else (id(finding.number.passage), finding.number.sentence)
    )


def _opens(total: Finding, part: Finding) -> bool:
    """Tell whether a total opens a bracket with its parts: "50 persons (39 women and 11 men)"."""
    between = total.number.sentence[total.number.at + len(total.number.text) : part.number.at]
    return "(" in between and len(between) < 60


def _printed_so(findings: list[Finding]) -> bool:
    """Tell whether one source prints the three numbers just so: what does not add up then is its own."""
    sources = [{claim.split(".")[0] for claim in each.claims} if each.verdict in _QUIET else set() for each in findings]
    return (
        all(findings[i].claims and findings[i].verdict in _QUIET for i in range(3))
        and bool(set.intersection(*sources))
        and findings[0].number.passage.kind == "table"
    )
