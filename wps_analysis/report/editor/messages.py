"""Which findings a brief tells, in which form: those of ``messages.csv`` whose condition holds, else those of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

import pandas as pd

from wps_analysis.codes import PILLARS
from wps_analysis.report.editor.facts import FEW, Fact
from wps_analysis.report.editor.forms import FORMS
from wps_analysis.report.editor.headings import HEADINGS, headline_group
from wps_analysis.report.editor.parts import Finding, PillarPart
from wps_analysis.report.editor.wording import name_of
from wps_analysis.tables import Row
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import Said, joined, parts_of, say

_MOST = 5
_OF_ONE_THEME = 3
"""So many findings under one heading of themes: a pillar is told by what it holds, not by its best measured corner."""
_HEADINGS_OF_ONE_FACT = ("change_since", "about_fraction", "level")


@dataclass(frozen=True)
class Choice:
    """A form and the facts it is made of; ``card`` where the first of them is a fact card."""

    form: str
    facts: tuple[Fact, ...]
    card: bool = False


@dataclass(frozen=True)
class Editor:
    """What an area's brief can choose from.

    Parameters
    ----------
    facts
        What is known of each indicator and group.
    messages
        The rows of ``messages.csv`` for this area and release (`rows_for`).
    area, as_of
        The area's name, and the date of the data.
    """

    facts: Sequence[Fact]
    messages: Sequence[Row]
    area: str
    as_of: str

    @cached_property
    def _by_claim(self) -> dict[str, Fact]:
        return {claim["claim_id"]: fact for fact in self.facts for claim in fact.claims}

    def headline(self) -> tuple[Said | None, list[Fact]]:
        """Return the headline with the facts that it speaks of: the editors', else the default rule's."""
        said = next(((said, list(c.facts)) for c, said in self._told("", 0)), None)
        group = headline_group(self.facts, self.as_of)
        return said or (HEADINGS["fewer_than"](group, self.area), group)

    def pillar(self, code: str) -> PillarPart:
        """Return what is said of a pillar: heading and findings."""
        told = self.findings(code)
        words = _("Few figures of this pillar are in the reports used here")
        if not self._held(code):
            words = _("No figure of this pillar is in the reports used here")
        heading = self.heading(code) or say(words)
        findings = tuple(Finding(_subject(choice), said) for choice, said in told)
        return PillarPart(code, _(PILLAR_NAMES[code]), heading, findings)

    def findings(self, code: str) -> list[tuple[Choice, Said]]:
        """Return the findings of a pillar with their sentences: the editors', else those of the default rules."""
        return self._findings[code]

    def left_out(self) -> list[str]:
        """Say which rows of ``messages.csv`` are not used on these data, and why."""
        return [problem for row in self.messages if (problem := self._problem(row))]

    @cached_property
    def _findings(self) -> dict[str, list[tuple[Choice, Said]]]:
        by_rank = {code: [self._told(code, rank) for rank in range(1, _MOST + 1)] for code in PILLARS}
        return {
            code: list(chain.from_iterable(told))
            or self._weightiest_first(islice(_first_of_each(self._default(code)), _MOST))
            for code, told in by_rank.items()
        }

    def _weightiest_first(self, told: Iterable[tuple[Choice, Said]]) -> list[tuple[Choice, Said]]:
        """Put recent figures before old ones, and of each those that a target judges first; else keep the order."""

        def weight(choice_and_said: tuple[Choice, Said]) -> tuple[bool, bool]:
            first = choice_and_said[0].facts[0]
            return not first.recent(self.as_of), not first.assessed

        return sorted(told, key=weight)

    @cached_property
    def _used(self) -> list[tuple[Row, Choice, Said]]:
        """The messages that hold on the figures."""
        used = []
        for row in self.messages:
            if not self._problem(row):
                choice = Choice(row["form"], tuple(self._facts_of(row)), bool(row["card"]))
                used.append((row, choice, self._said(row["rank"], choice.form, choice.facts)))
        return used

    def _told(self, code: str, rank: int) -> list[tuple[Choice, Said]]:
        return [(choice, said) for row, choice, said in self._used if (row["pillar"], row["rank"]) == (code, rank)]

    def _said(self, rank: int, form: str, facts: Sequence[Fact]) -> Said | None:
        return FORMS[form](facts) if rank else HEADINGS[form](facts, self.area)

    def _problem(self, row: Row) -> str:
        where = f"messages.csv: {row['ref_area']} {row['pillar'] or 'headline'} {row['rank']}, {row['form']}"
        forms = FORMS if row["rank"] else HEADINGS
        if row["form"] not in forms:
            return f"{where}: no such form; choose one of: {', '.join(forms)}"
        facts = self._facts_of(row)
        if unknown := [code for code, fact in zip(row["claims"].split(), facts, strict=True) if fact is None]:
            return f"{where}: no latest figure rests on {', '.join(unknown)}"
        if self._said(row["rank"], row["form"], facts) is None:
            return f"{where}: its condition does not hold on these figures"
        return ""

    def _facts_of(self, row: Row) -> list[Fact | None]:
        return [self._by_claim.get(code) for code in row["claims"].split()]

    def heading(self, code: str) -> Said | None:
        """Return the finding that heads a pillar; nothing where no form of a heading holds."""
        pairs = list(chain.from_iterable(heads_and_deputies(self._own(code))))
        singles = [fact for choice, _said in self.findings(code) for fact in choice.facts]
        default = chain(
            [HEADINGS["deputies_more_often"](pairs, self.area)],
            (HEADINGS[name]([fact], self.area) for fact in singles for name in _HEADINGS_OF_ONE_FACT),
        )
        edited = [said for _choice, said in self._told(code, 0)]
        told = edited or list(islice(filter(None, default), 1))
        if not told:
            return None
        said = joined(_(", and "), [told[0], *map(as_clause, told[1:])])
        few = sum(fact.pillar == code for fact in self.facts) < FEW
        return say(_("{finding}; little else is in the reports used here"), finding=said) if few else said

    def _held(self, code: str) -> bool:
        return any(fact.pillar == code for fact in self.facts)

    def _own(self, code: str) -> list[Fact]:
        return [f for f in self.facts if f.pillar == code and f.is_told]

    def _default(self, code: str) -> Iterator[tuple[Choice, Said]]:
        """Yield what can be said of a pillar, the more telling first.

        Figures against a national target, changes between two figures of one series, heads and deputies, women and men
        by distance, then levels; context last, else the newest first.
        """
        own = sorted(self._own(code), key=lambda fact: (fact.about["message"] == "yes", fact.row["end"]), reverse=True)
        shares = [fact for fact in own if fact.is_share]
        national = [f for f in shares if any(row["legal_force"] != "benchmark" for row in f.assessed)]
        pairs = sorted((f for f in own if f.is_pair), key=lambda fact: -fact.distance)
        levels = [f for f in own if not f.is_pair]
        wanted = chain(
            (Choice("share_target", (fact,)) for fact in national),
            (Choice("share_change", (fact,)) for fact in shares),
            (Choice("heads_deputies", pair) for pair in heads_and_deputies(own)),
            (Choice(form, (fact,)) for fact in pairs for form in ("about_rate", "rate")),
            (Choice("rate", siblings) for siblings in _siblings(levels)),
            (Choice(form, (fact,)) for fact in levels for form in ("rate", "share", "count")),
        )
        for choice in wanted:
            if (said := FORMS[choice.form](choice.facts)) is not None:
                yield choice, said


def rows_for(messages: pd.DataFrame, ref_area: str, as_of: str) -> list[Row]:
    """Return the messages of an area that were chosen for the newest release up to a date, in their order."""
    own = messages[(messages["ref_area"] == ref_area) & (messages["release"] <= as_of)]
    own = own[own["release"] == own["release"].max()] if len(own) else own
    return own.sort_values("rank", kind="stable").to_dict("records")


def heads_and_deputies(facts: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Return the heads of each ladder with the rank below them, the widest distance first."""
    ladders: dict[tuple, dict[str, Fact]] = {}
    for fact in facts:
        if fact.is_share and fact.row["ladder"] and fact.row["population"] == "_T":
            ladders.setdefault((fact.row["government_level"], fact.row["ladder"]), {})[fact.row["rank"]] = fact
    pairs = [(ranks["head"], ranks["deputy"]) for ranks in ladders.values() if {"head", "deputy"} <= set(ranks)]
    return sorted(pairs, key=lambda pair: pair[0].value - pair[1].value)


def _siblings(facts: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """Return the facts of each indicator that stands for a few groups side by side in one period."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.row["indicator"], fact.row["time_period"]), []).append(fact)
    return [tuple(group) for group in groups.values() if 1 < len(group) < FEW]


def _first_of_each(told: Iterator[tuple[Choice, Said]]) -> Iterator[tuple[Choice, Said]]:
    """Leave out what speaks of an indicator again or repeats a number of its theme, and a fourth finding of a theme."""
    spoken: set[object] = set()
    themes: list[str] = []
    for choice, said in told:
        first = choice.facts[0]
        theme = first.theme
        names = {fact.row["indicator"] for fact in choice.facts} | {(theme, first.value, first.row["time_period"])}
        if names & spoken or themes.count(theme) >= _OF_ONE_THEME:
            continue
        spoken |= names
        themes.append(theme)
        yield choice, said


def _subject(choice: Choice) -> str:
    return _("Newer figures") if choice.form == "nothing_since" else name_of(choice.facts[0])


def as_clause(said: Said) -> Said:
    """Return a text that begins a sentence as it stands inside one."""
    first, *others = parts_of(said)
    return Said([first._replace(text=first.text[:1].lower() + first.text[1:]), *others])
