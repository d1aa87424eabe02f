"""The headline of a brief and the headings of its pillars: a finding in a sentence, without a disputed number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from wps_analysis.report.editor.facts import Fact, status_of
from wps_analysis.report.editor.wording import (
    amount,
    dated,
    fraction_near,
    in_words,
    persons,
    sentence_case,
    tenths_above,
)
from wps_analysis.tables import Row
from wps_analysis.words.figures import number_of, number_text, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import Said, figure, say

HeadingForm = Callable[[Sequence[Fact], str], Said | None]
"""Facts and the area's name to a heading; nothing where its condition does not hold."""
HEADINGS: dict[str, HeadingForm] = {}
_FEWEST = 5
"""A headline speaks of a group of at least so many indicators."""
_PAIRS = 2
_LEVELS = {
    "commune": N_("the commune"), "district": N_("the district"), "province": N_("the province"),
    "national": N_("the capital"),
}  # fmt: skip
_HIGHEST_TENTH = 90


def heading(make: HeadingForm) -> HeadingForm:
    """Let the form of a heading be named in ``messages.csv``."""
    HEADINGS[make.__name__] = make
    return make


@heading
def fewer_than(facts: Sequence[Fact], area: str) -> Said | None:
    """Say below which tenth women's share of all of some posts and seats lies, and from which to which level."""
    shares = [fact for fact in facts if fact.is_share]
    if len(shares) < _FEWEST or len(shares) < len(facts) or not _all_below_target(shares):
        return None
    highest = max(number_of(f.row, "upper") for f in shares)
    if not highest < _HIGHEST_TENTH:
        return None
    words = _("Women hold fewer than {fraction} {posts} in {area}{levels}")
    return say(words, fraction=tenths_above(highest), posts=_posts(shares), area=area, levels=_levels(shares))


@heading
def deputies_more_often(facts: Sequence[Fact], area: str) -> Said | None:
    """Say that women are deputies more often than heads, where that holds in every pair."""
    pairs = list(zip(facts[::2], facts[1::2], strict=False))
    if len(pairs) < _PAIRS or not all(head.row["upper"] < deputy.row["lower"] for head, deputy in pairs):
        return None
    return say(_("Women are deputies more often than heads"))


@heading
def change_since(facts: Sequence[Fact], area: str) -> Said | None:
    """Say that women's share is higher or lower than at an earlier date, where the direction is sound."""
    fact, *others = facts
    if others or fact.base is None or not fact.is_share:
        return None
    words = {
        True: _("women are a larger share of {who} than in {period}"),
        False: _("women are a smaller share of {who} than in {period}"),
    }
    return sentence_case(
        say(words[fact.row["lower"] > fact.base["upper"]], who=_(fact.about["wording"]), period=dated(fact.base))
    )


@heading
def about_fraction(facts: Sequence[Fact], area: str) -> Said | None:
    """Say of about what fraction of persons something is said; it holds for every figure published."""
    fact, *others = facts
    rows = list(fact.by_sex.values()) if fact.cannot_hold else [fact.row]
    near = fraction_near([number_of(row, "obs_value") for row in rows])
    if others or near is None or fact.is_press or not fact.about["wording"] or "{" in fact.about["wording"]:
        return None
    if fact.is_share and not fact.differs:
        words = _("about {fraction} {who} are women")
        return sentence_case(say(words, fraction=in_words(near), who=_(fact.about["wording"])))
    who = persons(fact, "_T" if fact.cannot_hold else fact.row["sex"])
    if fact.row["measure"] != "rate" or fact.differs or not who:
        return None
    words = _("about {fraction} {who} {predicate}")
    return sentence_case(say(words, fraction=in_words(near), who=who, predicate=_(fact.about["wording"])))


@heading
def level(facts: Sequence[Fact], area: str) -> Said | None:
    """Say one share: of women in a whole, or of those of whom something is said."""
    fact, *others = facts
    wording = fact.about["wording"]
    if others or fact.differs or fact.cannot_hold or fact.is_press or fact.part or not wording or "{" in wording:
        return None
    if fact.is_share:
        return sentence_case(say(_("{value} of {who} are women"), value=amount(fact.row), who=_(wording)))
    who = persons(fact, fact.row["sex"])
    if fact.row["measure"] != "rate" or fact.is_pair or not who:
        return None
    words = _("{value} of {persons} {predicate}")
    return sentence_case(say(words, value=amount(fact.row), persons=who, predicate=_(wording)))


def deck(group: Sequence[Fact], others: Sequence[Fact]) -> Said | None:
    """Say how many of a group are below its common target, then the first fact that meets a target of its own."""
    row = common_target(group)
    if row is None:
        return None
    below = sum(status_of(_against(fact, row)) == "below" for fact in group)
    aim = figure(
        _("{number}\u00a0per\u00a0cent").format(number=number_text(number_of(row, "target_lower"))),
        text_of(row, "target_claim_id"),
    )
    words = _("{below} of {count} kinds of post and seat with a recent figure are below the {target} of {basis}.")
    if below == len(group):
        words = _("All {count} kinds of post and seat with a recent figure are below the {target} of {basis}.")
    said = say(words, below=str(below), count=str(len(group)), target=aim, basis=_(row["target_basis"]))
    met = [(fact, aim) for fact in others if (aim := _met(fact)) is not None]
    if not met:
        return said
    fact, aim = met[0]
    words = _("{said} Among {who}, the target of {number}\u00a0per\u00a0cent is met.")
    number = number_text(number_of(aim, "target_lower"))
    return say(words, said=said, who=_(fact.about["wording"]), number=figure(number, text_of(aim, "target_claim_id")))


def headline_group(facts: Sequence[Fact], as_of: str) -> list[Fact]:
    """Return the recent shares of posts and seats under the target that the most of them have in common."""
    shares = [f for f in facts if f.is_share and f.recent(as_of) and not f.is_press and f.is_told]
    counts = Counter(row["target_id"] for fact in shares for row in fact.assessed)
    if not counts:
        return []
    most = max(counts, key=lambda target: (counts[target], target))
    return [fact for fact in shares if any(row["target_id"] == most for row in fact.assessed)]


def common_target(group: Sequence[Fact]) -> Row | None:
    """Return a row of the assessment against the target that all of a group have, the lowest number first."""
    if not group:
        return None
    shared = set.intersection(*({row["target_id"] for row in fact.assessed} for fact in group))
    rows = [row for row in group[0].assessed if row["target_id"] in shared]
    return min(rows, key=lambda row: number_of(row, "target_lower"), default=None)


def _all_below_target(group: Sequence[Fact]) -> bool:
    row = common_target(group)
    return row is not None and all(status_of(_against(fact, row)) == "below" for fact in group)


def _against(fact: Fact, row: Row) -> Row:
    return next(own for own in fact.assessed if own["target_id"] == row["target_id"])


def _met(fact: Fact) -> Row | None:
    own = [row for row in fact.assessed if row["legal_force"] != "benchmark" and row["status"] == "met"]
    return own[0] if own and fact.is_share else None


def _posts(facts: Sequence[Fact]) -> str:
    seats = {fact.row["rank"] == "member" for fact in facts}
    if seats == {True}:
        return _("elected seats")
    return _("leadership posts and elected seats") if len(seats) == 2 else _("leadership posts")


def _levels(facts: Sequence[Fact]) -> str:
    held = {fact.row["government_level"] for fact in facts}
    lowest = next((level for level in _LEVELS if level in held), "")
    if lowest in ("", "national") or "national" not in held:
        return ""
    return _(", from {lowest} to {highest}").format(lowest=_(_LEVELS[lowest]), highest=_(_LEVELS["national"]))
