"""The forms of findings: a template with a condition each; numbers come from the figures, never from the template.

A form takes facts and gives a sentence, or nothing where its condition does not hold: no form states a change whose
sign is in doubt, a gap of a survey without a sample size, a press figure alone, or one part without the largest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wps_analysis.report.editor.facts import Fact, status_of
from wps_analysis.report.editor.wording import (
    amount,
    base_amount,
    count_of,
    dated,
    fraction_near,
    in_words,
    is_count,
    persons,
    published,
    sentence,
    sentence_case,
)
from wps_analysis.tables import Row
from wps_analysis.words.figures import known, number_of, number_text, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import Said, figure, joined, say

Form = Callable[[Sequence[Fact]], Said | None]
"""Facts to a sentence; nothing where the condition of the form does not hold."""
FORMS: dict[str, Form] = {}
_TARGET = {
    ("met", True): N_("The target of {target} by {year} is reached."),
    ("below", True): N_("The target of {target} by {year} is not reached."),
    ("met", False): N_("That reaches the {target} of {basis}."),
    ("below", False): N_("That is below the {target} of {basis}."),
}


def form(make: Form) -> Form:
    """Let a form be named in ``messages.csv``."""
    FORMS[make.__name__] = make
    return make


@form
def share(facts: Sequence[Fact]) -> Said | None:
    """Say women's share of one or several groups: ``2 of 25 provincial governors are women (about 2024).``."""
    said = [_share(fact) for fact in facts]
    if not facts or not all(said):
        return None
    return sentence(joined("; ", said))


@form
def share_change(facts: Sequence[Fact]) -> Said | None:
    """Say a share and the earlier one of its series, where the direction is sound."""
    fact, *others = facts
    if others or fact.base is None or not (level := _share(fact)):
        return None
    base = fact.base
    earlier = say(_("against {base} in {period}"), base=base_amount(fact), period=dated(base))
    return sentence(say(_("{level}, {earlier}"), level=level, earlier=earlier))


@form
def share_target(facts: Sequence[Fact]) -> Said | None:
    """Say a share, and whether it reaches its target."""
    fact, *others = facts
    judged = next((row for row in fact.assessed if row["legal_force"] != "benchmark"), next(iter(fact.assessed), None))
    if others or judged is None or not (level := _share(fact)):
        return None
    return say("{level} {target}", level=sentence(level), target=target_words(judged))


@form
def heads_deputies(facts: Sequence[Fact]) -> Said | None:
    """Say women's share of heads and of their deputies: ``7 district governors are women, against 243 deputies``."""
    pairs = list(zip(facts[::2], facts[1::2], strict=False))
    if not pairs or len(facts) % 2 or not all(_is_ladder(*pair) for pair in pairs):
        return None
    said = []
    for head, deputy in pairs:
        above, below = _share(head, period=False), _counted_share(deputy)
        if not above or not below:
            return None
        words = _("{head}, and {share} of {deputies}")
        said.append(say(words, head=above, share=below, deputies=_(deputy.about["wording"])))
    return sentence(say("{pairs} ({period})", pairs=joined("; ", said), period=dated(facts[0].row)))


@form
def rate(facts: Sequence[Fact]) -> Said | None:
    """Say what share of a group something is said of, of women and men where both are published."""
    said = [_rate(fact) for fact in facts]
    return sentence(joined("; ", said)) if facts and all(said) else None


@form
def about_rate(facts: Sequence[Fact]) -> Said | None:
    """Say figures that cannot all be true, and the fraction that each of them is about."""
    fact, *others = facts
    rows = [fact.by_sex[sex] for sex in ("F", "M", "_T") if sex in fact.by_sex]
    near = fraction_near([row["obs_value"] for row in rows])
    if others or not fact.cannot_hold or fact.is_press or near is None:
        return None
    shares = {"F": _("{value} of women"), "M": _("{value} of men"), "_T": _("{value} of all")}
    printed = joined(", ", (say(shares[row["sex"]], value=amount(row)) for row in rows))
    words = _(
        "about {fraction} {persons} {predicate} ({period}). Published are {printed}; they cannot all be right, and"
        " “about {fraction}” holds for each."
    )
    return sentence_case(
        say(
            words, fraction=in_words(near), persons=persons(fact, "_T"), predicate=_(fact.about["wording"]),
            period=dated(fact.row), printed=printed,
        )
    )  # fmt: skip


@form
def count(facts: Sequence[Fact]) -> Said | None:
    """Say numbers of women in posts: ``3 ministers are women (2024).``."""
    if not facts or not all(is_count(f.row) and f.row["sex"] == "F" and f.about["wording"] for f in facts):
        return None
    words = _("{count} {who} are women")
    said = [say(words, count=amount(f.row), who=_(f.about["wording"])) for f in facts]
    return sentence(say("{counts} ({period})", counts=joined("; ", said), period=dated(facts[0].row)))


@form
def nothing_since(facts: Sequence[Fact]) -> Said | None:
    """Say how old the newest figure by sex of some facts is."""
    if not facts:
        return None
    newest = max(facts, key=lambda fact: fact.row["end"])
    return say(_("No figure later than {period} is in the reports used here."), period=dated(newest.row))


def target_words(row: Row) -> Said:
    """Say whether the figure of a row of an assessment reaches its target."""
    year = number_of(row, "target_year")
    aim = figure(
        _("{number}\u00a0per\u00a0cent").format(number=number_text(number_of(row, "target_lower"))),
        text_of(row, "target_claim_id"),
    )
    words = _TARGET[status_of(row), known(year)]
    return say(_(words), target=aim, year=f"{year:.0f}", basis=_(row["target_basis"]))


def _share(fact: Fact, *, period: bool = True) -> Said | None:
    """Say women's share of one group, without a full stop; nothing where it may not be said."""
    row, who = fact.row, fact.about["wording"]
    if not fact.is_share or not who or fact.cannot_hold or fact.is_press:
        return None
    value = published(fact.published) if fact.differs else amount(row)
    if "{value}" in who:
        said = say(_(who), value=value)
    elif (counted := count_of(row)) and not fact.differs:
        dated_share = say("{share}, {period}", share=value, period=dated(row)) if period else value
        words = _("{count} {who} are women ({share})")
        return sentence_case(_with_part(say(words, count=counted, who=_(who), share=dated_share), fact))
    else:
        said = say(_("{value} of {who} are women"), value=value, who=_(who))
    return sentence_case(_with_part(say("{said} ({period})", said=said, period=dated(row)) if period else said, fact))


def _with_part(said: Said, fact: Fact) -> Said:
    """Add the largest other part to a sentence on one part of a whole."""
    if fact.part is None:
        return said
    return say(_("{said}; {label}: {value}"), said=said, value=amount(fact.part), label=_(fact.part["part"]))


def _counted_share(fact: Fact) -> Said | None:
    return amount(fact.row) if fact.is_share and not fact.cannot_hold and not fact.differs else None


def _is_ladder(head: Fact, deputy: Fact) -> bool:
    same = all(head.row[column] == deputy.row[column] for column in ("government_level", "ladder"))
    return same and bool(head.row["ladder"]) and head.row["rank"] == "head"


def _rate(fact: Fact) -> Said | None:
    """Say a share within a group, or one of women and one of men, without a full stop."""
    row, said_of = fact.row, fact.about["wording"]
    if row["measure"] != "rate" or not said_of or fact.cannot_hold or fact.is_press or fact.differs:
        return None
    words = {"value": amount(row), "persons": persons(fact, row["sex"]), "group": _(fact.group) if fact.group else ""}
    if fact.is_pair:
        words |= {"women": amount(fact.by_sex["F"]), "men": amount(fact.by_sex["M"])}
    if "{" in said_of:
        if "{men}" in said_of and not fact.is_pair:
            return None
        said = say(_(said_of), **words)
    elif fact.is_pair:
        template = (
            _("{women} of women and {men} of men {group} {predicate}")
            if fact.group
            else _("{women} of women and {men} of men {predicate}")
        )
        said = say(template, predicate=_(said_of), **words)
    else:
        template = _("{value} of {persons} {predicate}") if words["persons"] else _("{value} of {predicate}")
        said = say(template, predicate=_(said_of), **words)
    return sentence_case(_with_part(say("{said} ({period})", said=said, period=dated(row)), fact))
