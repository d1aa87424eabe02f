"""The list of all figures: one row an indicator and group, under the headings of themes, sorted by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence

import pandas as pd

from wps_analysis.assessment.levels import target_in
from wps_analysis.assessment.status import is_above_parity
from wps_analysis.codes import PILLARS
from wps_analysis.report.editor.facts import Fact, status_of
from wps_analysis.report.editor.parts import Direction, FigureRow, Status, Theme
from wps_analysis.report.editor.wording import (
    amount,
    base_amount,
    count_of,
    dated,
    is_count,
    name_of,
    published,
    total_of,
)
from wps_analysis.tables import Row
from wps_analysis.words.figures import count_text, known, number_of, number_text, target_text, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import persons_template
from wps_analysis.words.said import Said, figure, joined, say

_STATUS_WORDS = {"met": N_("met {target}%"), "below": N_("below {target}%")}


def themes(facts: Sequence[Fact], claims: pd.DataFrame, titles: Mapping[str, str]) -> tuple[Theme, ...]:
    """Lay out all facts of a brief under the headings of their themes, in the order of pillars and registry.

    Parameters
    ----------
    facts
        What is known of each indicator and group.
    claims
        All claims of the edition, whose words are quoted.
    titles
        The short title of each source.
    """
    printed = claims.set_index("claim_id", drop=False)
    several = {name for name, count in Counter(fact.row["indicator"] for fact in facts).items() if count > 1}
    told = []
    for code in PILLARS:
        for name, own in _by_theme([fact for fact in facts if fact.pillar == code]).items():
            ordered = sorted(own, key=lambda fact: (is_count(fact.row), -fact.value))
            rows = tuple(_row(fact, _full_name(fact, several), printed, titles) for fact in ordered)
            told.append(Theme(code, _(name), rows))
    return tuple(told)


def _by_theme(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.theme, []).append(fact)
    return groups


def anchor_of(fact: Fact) -> str:
    """Return the name of a fact's row, without the letter that a page puts before it."""
    indicator, population = fact.key
    return indicator if population == "_T" else f"{indicator}-{population}"


def targets_shown(assessed: Sequence[Row]) -> list[Row]:
    """Return what a figure is shown against: each national target, and the first benchmark that it does not reach.

    Under a benchmark that is reached the next higher one says more; under one that is not, it says nothing new.

    Parameters
    ----------
    assessed
        The rows of the assessment of one figure.
    """
    national = [row for row in assessed if row["legal_force"] != "benchmark"]
    others = sorted(
        (row for row in assessed if row["legal_force"] == "benchmark"), key=lambda r: number_of(r, "target_lower")
    )
    below = [row for row in others if status_of(row) == "below"]
    return [*national, *(below[:1] or others[-1:])]


def statuses_of(assessed: Sequence[Row]) -> tuple[Status, ...]:
    """Return where a figure stands to each target that it is shown against."""
    return tuple(map(_status, targets_shown(assessed)))


def _status(row: Row) -> Status:
    kind = status_of(row)
    words = _("above {target}%") if is_above_parity(row) else _(_STATUS_WORDS[kind])
    words = words.format(target=number_text(number_of(row, "target_lower")))
    return Status(kind, words, f"{target_text(target_in(row))}; {_(row['status'])}")


def direction_of(fact: Fact) -> Direction | None:
    """Return where a figure stands beside an earlier one of its series, where that is sound."""
    if fact.same is not None:
        return Direction("none", say(_("As in {period}"), period=dated(fact.same)))
    if fact.base is None:
        return None
    sign = "up" if fact.row["lower"] > fact.base["upper"] else "down"
    words = say(_("from {base} in {period}"), base=base_amount(fact, running=False), period=dated(fact.base))
    return Direction(sign, words)


def printed(fact: Fact) -> Said:
    """Return the figures of a fact that stand side by side because they differ: ``89, 91 or 93%``."""
    if fact.cannot_hold:
        values = sorted({number_of(row, "obs_value") for row in fact.by_sex.values()})
        *first, last = map(number_text, values)
        words = _("{first} or {last}").format(first=", ".join(first), last=f"{last}%")
        return figure(words, *(row["claim_id"] for row in fact.by_sex.values()))
    return published(fact.published, running=False)


def _row(fact: Fact, name: str, claims: pd.DataFrame, titles: Mapping[str, str]) -> FigureRow:
    differs = ""
    if fact.cannot_hold:
        differs = text_of(next(r for r in fact.by_sex.values() if text_of(r, "cannot_hold")), "cannot_hold")
    elif fact.differs:
        differs = say(_("published figures differ: {values}"), values=printed(fact))
    shown = fact.is_share or fact.row["measure"] == "rate"
    pair = [number_of(fact.by_sex[sex], "obs_value") for sex in ("F", "M")] if fact.is_pair else []
    single = [number_of(fact.row, "obs_value")] if shown and fact.row["unit_measure"] == "PT" else []
    aim = next((number_of(row, "target_lower") for row in targets_shown(fact.assessed)), None)
    return FigureRow(
        anchor=anchor_of(fact),
        name=name,
        value=_value(fact),
        period=dated(fact.row),
        quotes=joined("; ", [_quote(claims.loc[c], titles) for c in _latest_claims(fact) if c in claims.index]),
        marks=tuple(value for value in pair or single if known(value)),
        target=aim,
        differs=differs,
        earlier=direction_of(fact),
        statuses=statuses_of(fact.assessed),
    )


def _full_name(fact: Fact, several: Container[str]) -> str:
    """Return the name of a row, with its group where the list has other groups of the same indicator."""
    group = text_of(fact.row, "population_name")
    return f"{name_of(fact)} ({_(group)})" if group and fact.row["indicator"] in several else name_of(fact)


def _latest_claims(fact: Fact) -> list[str]:
    rows = fact.by_sex.values()
    named = " ".join(
        f"{row['claim_id']} {text_of(row, 'numerator_claim_id')} {text_of(row, 'denominator_claim_id')}" for row in rows
    )
    return list(dict.fromkeys(named.split()))


def _quote(claim: Row, titles: Mapping[str, str]) -> Said:
    source = ", ".join(filter(None, (titles.get(claim["source"], ""), claim["locator"])))
    return figure(f"“{claim['value_text']}”, {source}", claim["claim_id"])


def _value(fact: Fact) -> Said:
    """Return the latest figures of a fact as the list prints them."""
    row = fact.row
    if fact.is_pair:
        words = {"women": amount(fact.by_sex["F"], running=False), "men": amount(fact.by_sex["M"], running=False)}
        return say(_("women {women}, men {men}"), **words)
    if row["unit_measure"] == "RANK":
        return count_text(row)
    if row["unit_measure"] == "PT":
        return _share(fact)
    return _women(amount(row)) if is_count(row) and row["sex"] == "F" else amount(row)


def _share(fact: Fact) -> Said:
    """Return a share as the list prints it: with its count, or the other part of the whole where that is larger."""
    row, share = fact.row, amount(fact.row, running=False)
    if row["measure"] == "composition" and row["sex"] == "M":
        return say(_("men {value}"), value=share)
    if fact.part is not None and fact.part["obs_value"] > fact.value:
        part = amount(fact.part, running=False)
        return say(_("{share} ({label}: {part})"), share=share, label=_(fact.part["part"]), part=part)
    counted = count_of(row) if row["sex"] == "F" else None
    if not counted:
        return share
    return say("{share} ({count})", share=share, count=counted if known(total_of(row)) else _women(counted))


def _women(count: Said) -> Said:
    return say(persons_template("F", count), value=count)
