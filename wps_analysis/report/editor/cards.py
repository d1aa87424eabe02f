"""Fact cards: one number each in words that can be said aloud, with picture, direction, target and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wps_analysis.report.editor.facts import Fact, status_of
from wps_analysis.report.editor.listing import anchor_of, direction_of, printed, statuses_of, targets_shown
from wps_analysis.report.editor.messages import Choice
from wps_analysis.report.editor.parts import Card, Direction, Picture, Status
from wps_analysis.report.editor.wording import (
    amount,
    count_of,
    dated,
    fraction_near,
    is_count,
    is_countable,
    persons,
    sentence,
)
from wps_analysis.words.figures import known, number_of
from wps_analysis.words.language import _
from wps_analysis.words.rounding import half_up
from wps_analysis.words.said import figure, say

_MOST, _OF_ONE_PILLAR = 5, 3
_DOTS = 125
"""A larger total has too many dots to be counted at a glance."""
_HALF, _WHOLE = 50, 100


def choose_cards(told: Sequence[Choice], facts: Sequence[Fact]) -> list[Card]:
    """Choose five facts at most for the first screen, and make their cards.

    Parameters
    ----------
    told
        The findings of all pillars; those of the editors say which is a card, and come first.
    facts
        All facts, which fill up what is left: counts of a published total, then figures with a target, then surveys;
        three of one pillar at most, and one that meets its target if there is one.
    """
    wanted = [choice.facts[0] for choice in told if choice.card]
    if not wanted:
        wanted = _default([choice.facts[0] for choice in told], facts)
    cards = [card for fact in wanted if (card := make_card(fact)) is not None]
    return cards[:_MOST]


def make_card(fact: Fact) -> Card | None:
    """Make the card of a fact; nothing where one number cannot stand for it.

    The number is never of the press alone, and never one of several that differ: those are said as what holds for each.
    """
    if fact.is_press or not fact.about["wording"] or "{men}" in fact.about["wording"]:
        return None
    number, prefix, rest = _words(fact)
    if not number:
        return None
    return Card(
        anchor=anchor_of(fact),
        number=number,
        prefix=prefix,
        rest=rest,
        picture=_picture(fact),
        direction=_direction(fact),
        status=next(iter(statuses_of(fact.assessed)), Status("no_target", _("no target"))),
        source=_source(fact),
    )


def _source(fact: Fact) -> str:
    """Return year and source of a card, and the groups for which a target of the area has no figure."""
    told = say("{period} {source}", period=sentence(dated(fact.row)), source=fact.row["source_title"])
    if not fact.without_figure:
        return told
    return say(_("{told}; {groups}: no figure"), told=told, groups=", ".join(map(_, fact.without_figure)))


def _default(told: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    def telling(fact: Fact) -> tuple:
        return (
            -(is_countable(fact.row) and not fact.is_of_handful), -bool(fact.assessed), -(fact.base is not None),
            fact not in told, -fact.row["end"].toordinal(),
        )  # fmt: skip

    usable = [f for f in facts if f.is_told and make_card(f) is not None]
    met = [f for f in usable if any(status_of(row) == "met" for row in f.assessed)][:1]
    chosen: list[Fact] = []
    for fact in [*sorted(usable, key=telling)[:1], *met, *told, *sorted(usable, key=telling)]:
        pillars = Counter(one.pillar for one in chosen)
        if fact in usable and fact not in chosen and pillars[fact.pillar] < _OF_ONE_PILLAR and len(chosen) < _MOST:
            chosen.append(fact)
    return chosen


def _words(fact: Fact) -> tuple[str, str, str]:
    """Return the number of a card, the small word before it, and the rest of the sentence; no number where none can."""
    if is_count(fact.row):
        return amount(fact.row), "", say(_("{who} are women"), who=_(fact.about["wording"]))
    return _words_of_share(fact) if fact.is_share else _words_of_rate(fact)


def _words_of_share(fact: Fact) -> tuple[str, str, str]:
    row, who = fact.row, _(fact.about["wording"])
    if fact.differs:
        whole = int(half_up(number_of(row, "obs_value"), 0))
        if max(abs(claim["obs_value"] - whole) for claim in fact.published) > 0.5:  # no whole number is near all
            return "", "", ""
        number = figure(f"{whole}%", *(claim["claim_id"] for claim in fact.published))
        return number, _("about"), say(_("of {who} are women"), who=who)
    if "{value}" in who:
        before, _value, after = who.partition("{value}")
        return amount(row, running=False), before.strip(), after.strip()
    if is_countable(row):
        return count_of(row), "", say(_("{who} are women"), who=who)
    return amount(row, running=False), "", say(_("of {who} are women"), who=who)


def _words_of_rate(fact: Fact) -> tuple[str, str, str]:
    row, value, predicate = fact.row, number_of(fact.row, "obs_value"), _(fact.about["wording"])
    who = persons(fact, "_T" if fact.cannot_hold else row["sex"])
    if fact.cannot_hold:
        near = fraction_near([number_of(r, "obs_value") for r in fact.by_sex.values()])
        if near is None:
            return "", "", ""
        words = _("{count} in {whole}").format(count=near.numerator, whole=near.denominator)
        number = figure(words, *(r["claim_id"] for r in fact.by_sex.values()))
        return number, _("about"), say("{persons} {predicate}", persons=who, predicate=predicate)
    if fact.differs or not known(value) or not who:
        return "", "", ""
    if value == round(value):
        number = figure(_("{count} of {whole}").format(count=f"{value:.0f}", whole=_WHOLE), row["claim_id"])
        return number, "", say("{persons} {predicate}", persons=who, predicate=predicate)
    return amount(row, running=False), "", say(_("of {persons} {predicate}"), persons=who, predicate=predicate)


def _picture(fact: Fact) -> Picture:
    row = fact.row
    value, whole = number_of(row, "obs_value"), number_of(row, "denominator")
    if is_count(row):
        return Picture("dots", filled=value, total=int(value) if known(value) and value <= _DOTS else 0)
    if fact.cannot_hold:
        near = fraction_near([number_of(r, "obs_value") for r in fact.by_sex.values()])
        return Picture("dots", filled=near.numerator, total=near.denominator) if near else Picture("dots", 0)
    if is_countable(row) and whole <= _DOTS:
        return Picture("dots", filled=number_of(row, "numerator"), total=int(whole))
    aim = next((number_of(judged, "target_lower") for judged in targets_shown(fact.assessed)), None)
    if aim is not None:
        return Picture("bar", filled=value, target=aim, end=_HALF if max(value, aim) < _HALF else _WHOLE)
    return Picture("dots", filled=int(half_up(value, 0)) if known(value) else 0, total=_WHOLE)


def _direction(fact: Fact) -> Direction:
    if fact.cannot_hold or fact.differs:
        return Direction("differ", say(_("{values} in print"), values=printed(fact)))
    none = _("No comparable earlier figure") if fact.has_earlier else _("No earlier figure")
    return direction_of(fact) or Direction("none", none)
