"""What a candidate claim takes from the others of its document, where its own words do not say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from wps_analysis.claims.periods import parse_period
from wps_analysis.claims.values import ParsedValue, parse_value
from wps_analysis.errors import UnreadablePeriodError
from wps_analysis.report.check.dated import told_before
from wps_analysis.report.check.lookup import Tables

_SUBJECT = ("indicator", "area", "population", "sex")


def complete(rows: Sequence[dict], tables: Tables) -> None:
    """Complete candidate claims by the others: what they are of, who was asked, and when."""
    for _, group in groupby(rows, key=lambda row: (row["locator"], row["sentence"])):
        together = list(group)
        for whole, parts in _brackets(together):
            _are_of_one(whole, parts, tables)
        _set_against_each_other(together)
    _asked_before(rows, tables)
    _dated_by_others(rows, tables)


def _brackets(rows: list[dict]) -> Iterator[tuple[dict, list[dict]]]:
    """Find a figure with its women and men in the bracket behind it: "198 people (166 women and 32 men)"."""
    for place, whole in enumerate(rows):
        number = whole["reading"].number
        bracket = re.match(r"[^\d().;]{0,60}\(([^()]*)", number.sentence[number.at + len(number.text) :])
        if number.passage.cell or not bracket:
            continue
        end = number.at + len(number.text) + bracket.end()
        parts = [
            row
            for row in rows[place + 1 :]
            if number.at < row["reading"].number.at < end
            and row["reading"].number.is_share == number.is_share
            and row["reading"].sex.near
            and row["sex"] in ("F", "M")
        ]
        if parts:
            yield whole, parts


def _are_of_one(whole: dict, parts: list[dict], tables: Tables) -> None:
    """Read a whole and its parts by sex as the likeliest of their indicators."""
    able = [row for row in (whole, *parts) if tables.indicators[row["indicator"]]["measure"] in ("rate", "count")]
    if not able:
        return
    best = max(able, key=lambda row: float(row["score"]))
    shared = {name: best[name] for name in ("indicator", "series", "likeliest")}
    shared |= {name: whole[name] for name in ("area", "population", "period_text")}
    for row in (whole, *parts):
        row.update(shared)
    whole["sex"] = "_T"


def _set_against_each_other(rows: list[dict]) -> None:
    """Let women and men who are set against each other be of the group that is named of the one."""
    for row in rows:
        others = {
            other["population"]
            for other in rows
            if other["indicator"] == row["indicator"] and {row["sex"], other["sex"]} == {"F", "M"}
        } - {"_T"}
        if row["population"] == "_T" and len(others) == 1:
            row["population"] = others.pop()


def _asked_before(rows: Sequence[dict], tables: Tables) -> None:
    """Let a survey's figure be of those whom its paragraph, else its section, names last as asked."""
    asked: dict[str, str] = {}
    for row in rows:
        if not asks(row["indicator"], tables):
            continue
        if row["population"] == "_T":
            row["population"] = _named_before(row, tables) or asked.get(row["locator"], "_T")
        asked[row["locator"]] = row["population"]


def asks(indicator: str, tables: Tables) -> bool:
    """Tell whether an indicator is what persons say who are asked."""
    row = tables.indicators[indicator]
    return row["kind"] == "survey" and row["measure"] == "rate" and row["rate_of"] != "other"


def _named_before(row: dict, tables: Tables) -> str:
    """Return the group that is named last before a figure; one without a wording is nobody who is asked."""
    for text in told_before(row["reading"].number):
        if named := [code for code in tables.words.groups_in(text) if tables.wordings[code]]:
            return named[-1]
    return ""


def _dated_by_others(rows: Sequence[dict], tables: Tables) -> None:
    """Give a figure without a period that of the same figure, or of the group that it is a part of, elsewhere."""
    dated = [(row, parse_value(row["value_text"]), _code(row["period_text"])) for row in rows if row["period_text"]]
    for row in rows:
        if row["period_text"] or row["role"] == "target":
            continue
        value = parse_value(row["value_text"])
        same = {
            code: other
            for other, held, code in reversed(dated)
            if all(row[name] == other[name] for name in _SUBJECT) and _overlap(value, held)
        }
        found = same or _of_its_group(row, dated, tables)
        if len(found) == 1:
            words, place = next((each["period_text"], each["locator"]) for each in found.values())
            row["period_text"] = words if words.startswith("[") else f"[{words}, {place}]"


def _of_its_group(row: dict, dated: list[tuple[dict, ParsedValue, str]], tables: Tables) -> dict[str, dict]:
    """Return the figures of the nearest group that holds a row's and that is dated: who met or was asked once."""
    for group in tables.holders(row["population"]):
        found = {
            code: other
            for other, _, code in reversed(dated)
            if (other["indicator"], other["population"]) == (row["indicator"], group)
        }
        if found:
            return found
    return {}


def _code(period_text: str) -> str:
    try:
        return parse_period(period_text).time_period
    except UnreadablePeriodError:
        return period_text


def _overlap(one: ParsedValue, other: ParsedValue) -> bool:
    ends = (one.lower, one.upper, other.lower, other.upper)
    return None not in ends and one.lower < other.upper and other.lower < one.upper
