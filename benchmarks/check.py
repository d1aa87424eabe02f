"""Measure the draft checker: what it notices of mistakes made on purpose, and what it says of unchanged documents.

Run ``python benchmarks/check.py ../shared/sources`` from the project's root; ``--seed`` and ``--each``
change the draws.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from wps_analysis.claims.bounds import intervals_overlap
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.periods import parse_period
from wps_analysis.claims.values import parse_value
from wps_analysis.errors import UnreadablePeriodError
from wps_analysis.report.check.dated import period_of
from wps_analysis.report.check.lexicon import stems
from wps_analysis.report.check.lookup import Tables
from wps_analysis.report.check.numbers import Number, find_numbers
from wps_analysis.report.check.passages import Passage
from wps_analysis.report.check.propose import propose
from wps_analysis.report.check.read import read_document
from wps_analysis.report.check.readings import read_numbers
from wps_analysis.report.check.said import Around
from wps_analysis.report.check.text import check_passages
from wps_analysis.report.check.verdicts import ALARMS

SOURCE, FILE = "situation_analysis_2025", "situation-analysis-2025.txt"
QUIET = {"rounded", "paraphrase"}


@dataclass(frozen=True)
class Keyed:
    """A number of the document and the claims that were keyed of it."""

    number: Number
    claims: list[dict]


def section_of(number: Number) -> str:
    """Return the section as keyed claims name it."""
    section = number.passage.section
    tail = section.rpartition(">")[2].strip()
    name = re.match(r"\d+(?:\.\d+)*", tail)
    if section.startswith("Executive Summary"):
        return f"ES s{name[0]}" if name else f"ES {tail.lower()}"
    return f"s{name[0]}" if name else section.lower()


def keyed_numbers(numbers: list[Number], tables: Tables) -> tuple[list[Keyed], list[dict]]:
    """Pair the numbers of the document with its keyed claims, by section and value; return claims of none too."""
    places = defaultdict(list)
    for number in numbers:
        remark = number.passage.kind == "table" and number.passage.text != number.text
        if number.value is not None and not remark:
            value = number.value
            places[section_of(number), value.obs_value, value.lower, value.upper].append(number)
    found, missing = defaultdict(list), []
    claims = tables.edition.claims
    for claim in claims[claims["source"] == SOURCE].to_dict("records"):
        section = re.sub(r" (?:footnote|table).*", "", re.sub(r"^annex ", "s", claim["locator"]))
        value = parse_value(claim["value_text"])
        hits = places.get((section, value.obs_value, value.lower, value.upper), [])
        for number in hits:
            found[number.order].append(claim)
        missing += [] if hits else [claim]
    return [Keyed(number, found[number.order]) for number in numbers if number.order in found], missing


# --- mutations: each returns the passage changed, and where the number now stands, or nothing ---------------------

Mutation = Callable[[Keyed, random.Random, Tables], tuple[Passage, int] | None]


def _changed(number: Number, start: int, end: int, text: str) -> tuple[Passage, int]:
    whole = number.passage.text
    shift = len(text) - (end - start) if start < number.start else 0
    return replace(number.passage, text=whole[:start] + text + whole[end:]), number.start + shift


def digit(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Change one digit."""
    number = keyed.number
    places = [at for at, sign in enumerate(number.text) if sign.isdigit()]
    if not places:
        return None
    at = draw.choice(places)
    leading = at == 0 or not number.text[at - 1].isdigit()
    sign = draw.choice([s for s in "0123456789" if s != number.text[at] and not (leading and s == "0")])
    start = number.start + at
    text = number.text[:at] + sign + number.text[at + 1 :]
    passage, _ = _changed(number, number.start, number.end, text)
    return (passage, number.start) if start >= number.start else None


def year(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Change the year that stands with a number of a stated period."""
    number = keyed.number
    if number.passage.kind == "table" or not any(c["period_basis"] == "stated" for c in keyed.claims):
        return None
    said = period_of(number, Around((number.at,)))
    wanted = {c["time_period"][:4] for c in keyed.claims}
    base = number.start - number.at
    places = [m for m in re.finditer(r"\b(?:19|20)\d\d\b", number.sentence) if m[0] in wanted and m[0] == said.code[:4]]
    if not said.near or not places:
        return None
    match = min(places, key=lambda m: abs(m.start() - number.at))
    other = str(int(match[0]) + draw.choice([-4, -3, -2, -1, 1, 2, 3]))
    return _changed(number, base + match.start(), base + match.end(), other)


_SWAP = {"women": "men", "men": "women", "woman": "man", "man": "woman", "female": "male", "male": "female"}
_SEXES = re.compile(r"\b(women|men|woman|man|female|male)(?=s?\b|['’]s)", re.IGNORECASE)


def sex(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Exchange women and men in the sentence of a number that is of one sex."""
    number = keyed.number
    if number.passage.kind == "table" or {c["sex"] for c in keyed.claims} not in ({"F"}, {"M"}):
        return None
    found = list(_SEXES.finditer(number.sentence))
    if not found or re.search(r"both|respondents \(", number.sentence):
        return None
    base = number.start - number.at

    def swapped(match: re.Match[str]) -> str:
        word = _SWAP[match[0].lower()]
        return word.capitalize() if match[0][0].isupper() else word

    text = _SEXES.sub(swapped, number.sentence)
    head = _SEXES.sub(swapped, number.sentence[: number.at])
    whole = number.passage.text
    passage = replace(number.passage, text=whole[:base] + text + whole[base + len(number.sentence) :])
    return passage, base + len(head)


def area(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Put another country in the place of the one that the sentence names."""
    number = keyed.number
    names = {"KHM": "Cambodia", "IDN": "Indonesia", "LAO": "the Lao People's Democratic Republic"}
    codes = {c["ref_area"] for c in keyed.claims} & names.keys()
    base = number.start - number.at
    sentence = number.sentence.replace("’", "'")
    found = [m for code in sorted(codes) for m in re.finditer(rf"\b{re.escape(names[code])}\b(?!['-])", sentence)]
    if not found or number.passage.kind == "table":
        return None
    match = min(found, key=lambda m: abs(m.start() - number.at))
    other = draw.choice(["Viet Nam", "Thailand", "Myanmar", "the Philippines", "Malaysia"])
    return _changed(number, base + match.start(), base + match.end(), other)


def _phrase_swap(number: Number, own: list[str], others: list[str], draw: random.Random) -> tuple[Passage, int] | None:
    base = number.start - number.at
    for phrase in sorted(own, key=len, reverse=True):
        found = [m for m in re.finditer(rf"\b{re.escape(phrase)}\b", number.sentence, re.IGNORECASE)]
        found = [m for m in found if m.end() <= number.at or m.start() >= number.at + len(number.text)]
        if found and others:
            match = min(found, key=lambda m: abs(m.start() - number.at))
            return _changed(number, base + match.start(), base + match.end(), draw.choice(others))
    return None


@cache
def all_claims(tables: Tables) -> dict[str, list[dict]]:
    """Return the claims of every area by indicator."""
    return {code: rows.to_dict("records") for code, rows in tables.edition.claims.groupby("indicator")}


def population(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Put another population that the indicator has figures of in the place of the one named."""
    claim = keyed.claims[0]
    words = tables.edition.registry.synonyms
    words = words[words["list"] == "population"].groupby("code")["phrase"].agg(list).to_dict()
    figures = all_claims(tables)[claim["indicator"]]
    as_true = {c["population"] for c in figures if intervals_overlap([c, claim])}  # said of them it is no mistake
    siblings = {c["population"] for c in figures} - {c["population"] for c in keyed.claims} - as_true
    others = sorted(phrase for code in siblings for phrase in words.get(code, []))
    return _phrase_swap(keyed.number, words.get(claim["population"], []), others, draw)


_NAMES = {
    "National Assembly": ["Senate"], "Senate": ["National Assembly"], "civil servants": ["police officers"],
    "Secretary of State": ["Under-Secretary of State"], "Under-Secretary of State": ["Secretary of State"],
    "Secretaries of State": ["Undersecretaries of State"], "Undersecretaries of State": ["Secretaries of State"],
    "chiefs": ["clerks", "second deputy chiefs"], "clerks": ["chiefs"], "council members": ["chiefs"],
    "councillors": ["chiefs"], "deputy governors": ["governors"], "governors": ["deputy governors"],
    "council chairpersons": ["council members"], "deputy directors": ["directors"], "directors": ["deputy directors"],
    "trolling": ["doxing"], "doxing": ["trolling"], "online harassment": ["doxing"],
    "peacekeepers": ["police officers"],
    "law enforcement": ["peacekeeping"], "diplomacy": ["the police"], "diplomatic affairs": ["law enforcement"],
    "CMAA employees": ["CMAA managers"], "management staff": ["employees"],
    "operational staff": ["managerial or supervisory roles"], "managerial or supervisory roles": ["operational staff"],
    "social stigma": ["harassment"], "commune chiefs": ["commune clerks"],
}  # fmt: skip


def indicator(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Put a sibling's name in the place of the indicator's."""
    number = keyed.number
    near = number.sentence[max(0, number.at - 60) : number.at + 70].lower()
    own = [name for name in _NAMES if name.lower() in near]
    held = [name for name in own if not any(name != o and name.lower() in o.lower() for o in own)]
    others = {name: _NAMES[name] for name in held}
    if not held:
        return None
    name = min(held, key=lambda n: abs(number.sentence.lower().find(n.lower()) - number.at))
    return _phrase_swap(number, [name], others[name], draw)


_PAIR = re.compile(r"\b(\d[\d,]*)\b([^.;()\d%]{0,70}\()(\d+(?:\.\d+)?)( per cent| percent|%)")


def count_and_share(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Exchange a count and its share."""
    number = keyed.number
    base = number.start - number.at
    for match in _PAIR.finditer(number.sentence):
        if match.start() == number.at or match.start(3) == number.at:
            text = f"{match[3]}{match[2]}{match[1]}{match[4]}"
            passage, _ = _changed(number, base + match.start(), base + match.end(), text)
            return passage, base + match.start() + len(match[3]) + len(match[2])
    return None


def total(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Change a total that stands with its parts."""
    number = keyed.number
    parts = re.search(r"women.{0,12}men", number.sentence) or number.passage.kind == "table"
    if not parts or number.is_share or not number.text.isdigit() or {c["sex"] for c in keyed.claims} != {"_T"}:
        return None
    other = str(int(number.text) + draw.choice([-3, -2, -1, 1, 2, 3, 5, 10]))
    return _changed(number, number.start, number.end, other)[0], number.start


_VERBS = {
    "increased": "fell", "increasing": "falling", "rose": "fell", "risen": "fallen", "rise": "fall",
    "up from": "down from",
    "a decline from": "a rise from",
}  # fmt: skip


def verb(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Turn a rise into a fall, or a fall into a rise, in a sentence that gives both figures."""
    number = keyed.number
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})\b")
    near = number.sentence[max(0, number.at - 90) : number.at + 40]
    if (
        not pattern.search(near)
        or not re.search(r"(?:to|from) $", number.sentence[: number.at])
        or not keyed.claims[0]["time_period"]
    ):
        return None
    base = number.start - number.at
    text = pattern.sub(lambda m: _VERBS[m[0]], number.sentence)
    head = pattern.sub(lambda m: _VERBS[m[0]], number.sentence[: number.at])
    whole = number.passage.text
    passage = replace(number.passage, text=whole[:base] + text + whole[base + len(number.sentence) :])
    return passage, base + len(head)


def rounded(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Round a share to a whole number, or say it loosely: this must stay quiet."""
    number = keyed.number
    if not number.is_share or number.value.obs_value is None:
        return None
    value = number.value.obs_value
    decimals = value != round(value) and re.fullmatch(r"\d+\.\d+ per ?cent", number.text)
    text = f"{round(value)} per cent" if decimals else f"about {value:g} per cent"
    return _changed(number, number.start, number.end, text)[0], number.start


_TEMPLATES = [
    "{when}, women made up {value} of {who} in Cambodia.",
    "The share of women among {who} was {value} {when2}.",
    "{value} of {who} were women {when2}.",
    "Among {who}, {value} are women ({year}).",
    "According to the report, women account for {value} of {who} in {year}.",
]


def paraphrase(keyed: Keyed, draw: random.Random, tables: Tables) -> tuple[Passage, int] | None:
    """Say a women's share in other words: this must stay quiet."""
    claims = [c for c in keyed.claims if c["role"] != "target" and c["sex"] == "F" and c["ref_area"] == "KHM"]
    claims = [
        c for c in claims if tables.indicators[c["indicator"]]["measure"] == "composition" and c["population"] == "_T"
    ]
    if not claims or not keyed.number.is_share:
        return None
    claim = claims[0]
    who = tables.indicators[claim["indicator"]]["wording"]
    if not who or "{" in who or claim["period_basis"] == "publication":
        return None
    when = claim["time_period"][:4]
    text = draw.choice(_TEMPLATES).format(
        when=f"In {when}", when2=f"in {when}", year=when, value=keyed.number.text.lower(), who=who
    )
    text = text[0].upper() + text[1:]
    return Passage(text, section="3"), text.lower().find(keyed.number.text.lower())


MUTATIONS: dict[str, Mutation] = {
    each.__name__: each
    for each in (digit, year, sex, area, population, indicator, count_and_share, total, verb, rounded, paraphrase)
}


def drawn(kind: str, keyed: list[Keyed], seed: int, each: int, tables: Tables) -> Iterator[tuple[Keyed, Passage, int]]:
    """Draw mutations of a kind: each keyed number once, then again until there are enough."""
    draw = random.Random(f"{kind} {seed}")
    able = [one for one in keyed if MUTATIONS[kind](one, random.Random(0), tables)]
    order: list[Keyed] = []
    while able and len(order) < each:
        draw.shuffle(able)
        order += able
    for one in order[:each]:
        if changed := MUTATIONS[kind](one, draw, tables):
            yield one, *changed


def noticed(
    one: Keyed, passage: Passage, at: int, before: dict[int, Passage | None], tables: Tables
) -> tuple[str, int]:
    """Check a changed passage with the one before it; return the verdict of the number and the count of alarms."""
    earlier = before.get(id(one.number.passage))
    context = [earlier] if earlier is not None and not passage.around else []
    findings = [f for f in check_passages([*context, passage], "KHM", tables=tables) if f.number.passage is passage]
    here = [f for f in findings if f.number.start <= at < max(f.number.end, f.number.start + 1)]
    same = [f for f in findings if f.number.sentence == (here[0].number.sentence if here else "")]
    verdicts = [f.verdict for f in here] or ["none"]
    if any(f.verdict in ALARMS for f in same):
        verdicts = [next(f.verdict for f in same if f.verdict in ALARMS)] if verdicts[0] not in ALARMS else verdicts
    return verdicts[0], sum(f.verdict in ALARMS for f in findings)


def print_proposals(passages: list[Passage], tables: Tables) -> None:
    """Print what proposing finds of the document's keyed claims, with these unknown, and how right its fields are."""
    rows = propose(passages, SOURCE, Tables(tables.edition, without=SOURCE), ref_area="KHM").to_dict("records")
    places = defaultdict(list)
    for row in rows:
        value = parse_value(row["value_text"])
        places[row["locator"], value.obs_value, value.lower, value.upper].append(row)
    claims = tables.edition.claims
    claims = claims[claims["source"] == SOURCE].to_dict("records")
    right: Counter[str] = Counter()
    for claim in claims:
        section = re.sub(r" (?:footnote|table).*", "", re.sub(r"^annex ", "s", claim["locator"]))
        value = parse_value(claim["value_text"])
        near = places.get((section, value.obs_value, value.lower, value.upper), [])
        if not near:
            continue
        row = max(near, key=lambda r: sum(agreements(r, claim).values()))
        fields = agreements(row, claim)
        right.update(name for name, fits in fields.items() if fits)
        right["found"] += 1
        right["three"] += claim["indicator"] in [each.split()[0] for each in row["likeliest"].split("; ")[:3]]
        right["whole"] += all(fields.values())
    found = right.pop("found")
    print(
        f"\nproposals: {len(rows)} rows; of {len(claims)} keyed claims {found} are proposed ({found / len(claims):.2f})"
    )
    print("of these right: " + ", ".join(f"{name} {count / found:.2f}" for name, count in right.items()))


def agreements(row: dict, claim: dict) -> dict[str, bool]:
    """Tell which fields of a proposal are as a person keyed them."""
    stated = claim["period_basis"] in {"stated", "other_section"}
    try:
        period = parse_period(row["period_text"]).time_period if row["period_text"] else ""
    except UnreadablePeriodError:
        period = row["period_text"]
    return {
        "indicator": row["indicator"] == claim["indicator"],
        "sex": row["sex"] == claim["sex"],
        "population": row["population"] == claim["population"],
        "area": row["area"] == claim["area"],
        "period": period == claim["time_period"] if stated else period in ("", claim["time_period"]),
    }


def baselines(passage: Passage, at: int, tables: Tables) -> tuple[bool, bool]:
    """Tell whether a change is noticed by its value alone (nothing held has it), and by plain word matching."""
    here = [n for n in find_numbers([passage]) if n.start <= at < n.end and n.value is not None]
    if not here:
        return False, False
    number = here[0]
    held = {
        code: {c["obs_value"] for c in rows if (c["unit_measure"] == "PT") == number.is_share}
        for code, rows in all_claims(tables).items()
    }
    by_value = all(number.value.obs_value not in values for values in held.values())
    best = plain_words(number, tables)[:1]
    return by_value, bool(best) and number.value.obs_value not in held[best[0]]


def plain_words(number: Number, tables: Tables) -> list[str]:
    """Rank indicators by how many words of their name and definition the sentence holds: the baseline."""
    words = {word for _, word in stems(f"{number.passage.around} {number.sentence}")}
    scores = {
        code: len(words & {w for _, w in stems(f"{row['name']} {row['definition']}")})
        for code, row in tables.indicators.items()
        if code in all_claims(tables) and (row["unit_measure"] == "PT") == number.is_share
    }
    return sorted((code for code, score in scores.items() if score), key=lambda code: (-scores[code], code))


def print_indicators(keyed: list[Keyed], numbers: list[Number], tables: Tables) -> None:
    """Print how often the right indicator is the first, or among the first three."""
    readings = {r.number.order: [c.indicator for c in r.candidates] for r in read_numbers(numbers, tables)}
    ways = {
        "ours": lambda one: readings.get(one.number.order, []),
        "plain words": lambda one: plain_words(one.number, tables),
    }
    print(f"\nright indicator among the first, of {len(keyed)} keyed numbers")
    for name, ranked in ways.items():
        hits = [{c["indicator"] for c in one.claims} for one in keyed]
        first, three = (
            sum(bool(right & set(ranked(one)[:most])) for one, right in zip(keyed, hits, strict=True)) / len(keyed)
            for most in (1, 3)
        )
        print(f"{name:<18} first {first:.2f}, three {three:.2f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--show", default="", help="print the misses of this kind")
    asked = parser.parse_args()
    tables = Tables(Edition())
    for path in sorted(asked.sources.glob("*.txt")):
        findings = check_passages(read_document(path), "KHM", tables=tables)
        counts = Counter(f.verdict for f in findings)
        alarms = sum(counts[verdict] for verdict in ALARMS)
        figures = sum(f.verdict != "none" for f in findings)
        print(
            f"{path.name}: {len(findings)} numbers, {figures} figures, {counts['differs']} differ, {alarms} alarms; "
            f"{dict(counts)}"
        )
    passages = read_document(asked.sources / FILE)
    before = {id(p): q if q.section == p.section else None for q, p in zip(passages, passages[1:], strict=False)}
    keyed, missing = keyed_numbers(find_numbers(passages), tables)
    print(f"{FILE}: {len(keyed)} numbers are keyed; {len(missing)} keyed claims have no number")
    print_indicators(keyed, find_numbers(passages), tables)
    print_proposals(passages, tables)
    loud_before = {f.number.order for f in check_passages(passages, "KHM", tables=tables) if f.verdict in ALARMS}
    keyed = [one for one in keyed if one.number.order not in loud_before]
    print(f"\n{'kind':<18}{'tried':>6}{'noticed':>9}{'recall':>8}{'asked':>7}{'by value':>9}{'by words':>9}   verdicts")
    for kind in MUTATIONS:
        verdicts: Counter[str] = Counter()
        by_value = by_words = 0
        for one, passage, at in drawn(kind, keyed, asked.seed, asked.each, tables):
            verdict, _ = noticed(one, passage, at, before, tables)
            verdicts[verdict] += 1
            value, words = baselines(passage, at, tables)
            by_value, by_words = by_value + value, by_words + words
            if kind == asked.show and (verdict in ALARMS) == (kind in QUIET):
                print(f"   {verdict} [{one.number.text}] {passage.text[max(0, at - 90) : at + 90]}")
        tried = sum(verdicts.values())
        loud = sum(verdicts[verdict] for verdict in ALARMS)
        wanted = " (must be quiet)" if kind in QUIET else ""
        share = f"{loud / tried:.2f}" if tried else "-"
        print(
            f"{kind:<18}{tried:>6}{loud:>9}{share:>8}{verdicts['may_differ']:>7}"
            f"{by_value / tried if tried else 0:>9.2f}{by_words / tried if tried else 0:>9.2f}"
            f"   {dict(verdicts.most_common(4))}{wanted}"
        )


if __name__ == "__main__":
    main()
