"""Candidate claims of a new document: each figure with its likeliest indicators, for a person to accept or refuse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from wps_analysis.report.check.companions import asks, complete
from wps_analysis.report.check.dated import named_years, periods_in, told_before
from wps_analysis.report.check.lexicon import stems
from wps_analysis.report.check.lookup import Reading, Tables
from wps_analysis.report.check.matches import fitted
from wps_analysis.report.check.numbers import find_numbers
from wps_analysis.report.check.passages import Passage
from wps_analysis.report.check.readings import read_numbers
from wps_analysis.tables import RawClaims

COLUMNS = ["decision", "reason", *RawClaims.columns, "page", "score", "likeliest", "sentence"]
_LEAST = 0.12
_MOST = 5
_LIKELY = 0.4


def propose(passages: Sequence[Passage], source: str, tables: Tables, *, ref_area: str) -> pd.DataFrame:
    """Propose a raw claim for each figure of a document that may be of an indicator.

    Parameters
    ----------
    passages
        The document, as ``report.check.read.read_document`` reads it.
    source
        The id under which its claims will be keyed.
    tables
        What is known, without the claims of this source.
    ref_area
        The area of figures that name none.

    Returns
    -------
    DataFrame
        ``decision`` and ``reason``, empty, for a person; the columns of ``tables.RawClaims`` as they would be keyed;
        ``page``, ``score``, ``likeliest`` (up to five indicators with their scores) and the ``sentence``.
    """
    readings = [_able(each, tables) for each in read_numbers(find_numbers(passages), tables)]
    kept = [each for each in readings if each.candidates and each.candidates[0].score >= _LEAST]
    rows = [row for each in kept for row in _rows(each, source, tables, ref_area)]
    complete(rows, tables)
    _pair(rows, tables)
    _name(rows, source)
    return pd.DataFrame(rows, columns=COLUMNS)


def _able(reading: Reading, tables: Tables) -> Reading:
    value = reading.number.value
    able = tuple(c for c in reading.candidates if fitted(value, tables.indicators[c.indicator]) is not None)
    return replace(reading, candidates=able)


def _rows(reading: Reading, source: str, tables: Tables, ref_area: str) -> list[dict[str, object]]:
    number, best = reading.number, reading.candidates[0]
    indicator = tables.indicators[best.indicator]
    cell = number.passage.cell
    row = {
        "indicator": best.indicator,
        "area": tables.area_name(reading.area.code or ref_area),
        "population": _population(reading, indicator, tables),
        "period_text": _printed_period(reading),
        "value_text": _printed_value(reading),
        "series": tables.usual_series.get(best.indicator, ""),
        "origin": "",
        "locator": locator(number.passage),
        "pair_id": "",
        "table_id": f"{source}.t{cell[0]}" if cell else "",
        "role": _role(reading),
        "note": "",
        "decision": "",
        "reason": "",
        "page": "" if number.passage.page is None else str(number.passage.page),
        "score": f"{best.score:.2f}",
        "likeliest": "; ".join(f"{c.indicator} {c.score:.2f}" for c in reading.candidates[:_MOST]),
        "sentence": f"{number.passage.around}: {number.sentence}" if cell else number.sentence,
        "order": number.order,
        "reading": reading,
    }
    rows = [row | {"sex": sex} for sex in _sexes(reading, indicator)]
    whole = indicator["unit_count_indicator"] if number.value.denominator else ""
    if whole:  # "14th of 120": the 120 is a figure too
        count = {"indicator": whole, "sex": "_T", "value_text": f"{number.value.denominator:g}", "likeliest": whole}
        rows.append(row | count | {"series": tables.usual_series.get(whole, "")})
    return rows


_WOMEN_AMONG = re.compile(
    r"\b(?:women|men|female|male)\b[^.;,\d]{0,25}\b(?:among|(?:out )?of)(?: the| all)* $", re.IGNORECASE
)


def _sexes(reading: Reading, indicator: dict) -> list[str]:
    """Say of whom a figure is; one that stands for women and men alike is two claims."""
    said, number = reading.sex.code, reading.number
    if indicator["measure"] == "count" and _WOMEN_AMONG.search(number.sentence[: number.at]):
        return ["_T"]  # "3 women among 25 governors": the 25 are all of them
    if indicator["measure"] == "rate" and indicator["rate_of"] == "other":
        return ["_T"]
    if said == "FM":
        return ["F", "M"] if indicator["measure"] == "rate" else ["F"]
    if indicator["measure"] == "composition":
        return [said if said in ("F", "M") else "F"]
    if indicator["measure"] in {"rank", "index"} or indicator["unit_measure"] == "NUMBER":
        return [said if said in ("F", "M") and reading.sex.near and indicator["measure"] == "count" else "_T"]
    near = reading.sex.near or indicator["measure"] == "count"
    return [said if said in ("F", "M") and near else "_T"]


_FIRST_OF_TWO = re.compile(r"\s*(?:vs\.?|versus)\s")
_SECOND_OF_TWO = re.compile(r"\b(?:vs\.?|versus) $")


def _population(reading: Reading, indicator: dict, tables: Tables) -> str:
    """Say of which population a figure is: of two that are set against each other its own, else the likeliest."""
    number = reading.number
    named = [code for code in reading.groups if not _is_its_own(code, indicator, tables)]
    if len(named) == 2 and _FIRST_OF_TWO.match(number.sentence, number.at + len(number.text)):
        return named[0]
    if len(named) == 2 and _SECOND_OF_TWO.search(number.sentence[: number.at]):
        return named[1]
    others = _of_the_next(reading, tables) if indicator["measure"] in ("composition", "count") else set()
    if asks(indicator["indicator"], tables):
        others = {code for code in reading.populations if not tables.wordings[code]}  # nobody can be asked there
    likely = {
        code: score
        for code, score in reading.populations.items()
        if not _is_its_own(code, indicator, tables) and code not in others
    }
    best = max(likely, key=likely.get, default="_T")
    return best if likely.get(best, 0.0) >= _LIKELY else "_T"


def _of_the_next(reading: Reading, tables: Tables) -> set[str]:
    """Return the populations that a sentence names only behind its next figure: they are of that one."""
    number = reading.number
    behind = re.search(r"\d.*", number.sentence[number.at + len(number.text) :])
    if number.passage.cell or not behind:
        return set()
    own = f"{number.passage.around} | {number.sentence.removesuffix(behind[0])}"
    return set(tables.words.groups_in(behind[0])) - set(tables.words.groups_in(own))


def _is_its_own(population: str, indicator: dict, tables: Tables) -> bool:
    """Tell whether a population is what an indicator of shares is about: councillors, of district councillors."""
    if indicator["measure"] != "composition":
        return False
    own = {word for name in ("name", "short_name", "wording") for _, word in stems(indicator[name])}
    return any(own.issuperset(words) for words in tables.words.words_of_groups[population])


def _printed_period(reading: Reading) -> str:
    """Return the period as it is printed; in square brackets with its section where the sentence has none."""
    code, passage = reading.period.code, reading.number.passage
    if not code:
        return ""
    for text in told_before(reading.number):
        for each in (*periods_in(text), *named_years(text)):
            if each.code == code:
                section = re.fullmatch(r"(?:ES )?s[\d.]+", locator(passage))
                apart = text != reading.number.sentence and section and not passage.cell
                return f"[{each.words}, {locator(passage)}]" if apart else each.words
    return code


def _printed_value(reading: Reading) -> str:
    number = reading.number
    bare = number.is_share and re.fullmatch(r"\d+(?:\.\d+)?", number.text)
    return f"{number.text} per cent" if bare else number.text


_SET = re.compile(r"\b(?:target|goal of|quota|aims? (?:to|at)|commitment to|at least .* by)\b")


def _role(reading: Reading) -> str:
    number = reading.number
    if number.passage.cell:
        row = number.passage.around.lower().partition(" | ")[0]
        return "total" if re.match(r"(?:grand )?total\b", row) else ""
    return "target" if _SET.search(number.sentence[max(0, number.at - 60) : number.at + 60].lower()) else ""


def locator(passage: Passage) -> str:
    """Say where a passage stands, as claims do: ``s3.4.1``, ``ES s4``, else its heading, else its page.

    Examples
    --------
    >>> [locator(Passage("", section=name)) for name in ("3.4.1 Women in posts", "Executive Summary > 4 Posts")]
    ['s3.4.1', 'ES s4']
    """
    section = passage.section.rpartition(" > ")[2]
    number = re.match(r"\d+(?:\.\d+)*(?=[. ]|$)", section)
    summary = "ES " if passage.section.startswith("Executive Summary") else ""
    if number:
        return f"{summary}s{number[0]}"
    if summary and section:
        return f"ES {section.lower()}"
    return section or (f"p. {passage.page}" if passage.page else "text")


def _pair(rows: list[dict], tables: Tables) -> None:
    """Give a count and the share printed beside it one ``pair_id``."""
    for one, other in zip(rows, rows[1:], strict=False):
        if one["sentence"] != other["sentence"] or abs(one["order"] - other["order"]) > 1:
            continue
        links = {tables.indicators[row["indicator"]]["count_indicator"] for row in (one, other)} - {""}
        if links & {one["indicator"], other["indicator"]}:
            share = one if tables.indicators[one["indicator"]]["count_indicator"] else other
            one["pair_id"] = other["pair_id"] = _slug(f"{share['indicator']}.{share['locator']}.{share['order']}")


def _name(rows: list[dict], source: str) -> None:
    """Give each row an id that no other has."""
    seen: Counter[str] = Counter()
    for row in rows:
        population = "" if row["population"] == "_T" else f".{row['population']}"
        name = _slug(f"{source}.{row['locator']}.{row['indicator']}{population}.{row['sex'].strip('_')}")
        seen[name] += 1
        row["claim_id"] = name if seen[name] == 1 else f"{name}.{seen[name]}"


def _slug(text: str) -> str:
    return re.sub(r"[^\w.]+", "_", text).strip("_")
