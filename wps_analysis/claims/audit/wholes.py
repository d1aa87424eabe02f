"""Implied denominators held against those printed, and against those of other heads of the same units."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from wps_analysis.claims.audit.denominators import Pair, pairs_of
from wps_analysis.claims.audit.finding import Found, check, cite, cite_together, few, finding, subject
from wps_analysis.claims.audit.spans import Span, overlap, span_of, span_text
from wps_analysis.claims.audit.statements import SUMMED_UNITS, periods_meet, stated
from wps_analysis.registry.load import Registry

_OF = re.compile(r"\b\d[\d,]* (?:out )?of (\d[\d,]*)\b")
# From one year to another the number of units of a level of government may change by this much.
_UNITS_MAY_CHANGE = 0.10
# A unit has one head and some deputies, clerks and members; more than this for each head is a question.
_MOST_FOR_A_HEAD = 20
_BESIDE_THE_HEAD = frozenset({"deputy", "second_deputy", "clerk", "member"})


class Whole(NamedTuple):
    """A number of posts, implied by a count and a share or printed, and the claims that say it."""

    post: str
    span: Span
    claim: tuple
    count: tuple | None = None

    @property
    def known(self) -> bool:
        """Whether the number is printed."""
        return self.count is None

    @property
    def rows(self) -> list:
        """The claims."""
        return [self.claim] if self.count is None else [self.claim, self.count]

    def text(self) -> str:
        """Say the number and where it comes from."""
        said = f"printed as {cite([self.claim])}" if self.known else f"implied by {cite_together(self.rows)}"
        return f"{span_text(self.span)} for {subject(self.claim, sex=False)}, {said}"


@check("question")
def check_denominator_differs(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find implied denominators that differ from the one printed, or implied elsewhere.

    Compared are the pairs of one count indicator in one period with each other and with the counts of both
    sexes; since a unit of government has one head, the head posts of one level of government; and with those
    the deputies, clerks and members of the level, of whom a unit has some and not dozens.
    """
    frame = stated(claims, registry)
    implied = [_implied(pair) for pair in pairs_of(frame) if pair.implied is not None]
    known = _known(frame, implied)
    yield from filter(None, map(_same_posts, _of_one_post(implied, known)))
    for (ref_area, level), posts in sorted(_head_posts(implied, known).items()):
        units = _units(ref_area, level, registry)
        yield from _odd_heads(posts, level, units)
        yield from _too_many(implied, posts, ref_area, level, units)


def _implied(pair: Pair) -> Whole:
    return Whole(pair.count.indicator, pair.implied, pair.share, pair.count)


def _known(frame: pd.DataFrame, implied: list[Whole]) -> list[Whole]:
    """Collect the printed denominators of posts that one is implied of: counts of both sexes, the N of "x of N"."""
    posts = {(whole.post, whole.claim.ref_area) for whole in implied}
    post = frame["indicator"].where((frame["sex"] == "_T") | (frame["count_indicator"] == ""), frame["count_indicator"])
    frame = frame[np.array([each in posts for each in zip(post, frame["ref_area"], strict=True)], dtype=bool)]
    counts = frame[frame["unit_measure"].isin(SUMMED_UNITS) & (frame["sex"] == "_T")]
    found = [Whole(row.indicator, span_of(row), row) for row in counts.itertuples(index=False)]
    for row in frame[frame["sex"] != "_T"].itertuples(index=False):
        printed = _OF.search(row.value_text)
        if printed:
            number = float(printed.group(1).replace(",", ""))
            found.append(Whole(row.count_indicator or row.indicator, Span(number, number), row))
    return found


def _of_one_post(implied: list[Whole], known: list[Whole]) -> list[list[Whole]]:
    """Gather what is said of one post, area and population in one period."""
    posts: dict[tuple, list[Whole]] = {}
    for whole in implied:
        claim = whole.claim
        key = (whole.post, claim.ref_area, claim.population, claim.compared_period)
        posts.setdefault(key, []).append(whole)
    # Where the count is of both sexes itself (108 of the States), it is no denominator.
    counted = {whole.count.claim_id for whole in implied}
    printed: dict[tuple, list[Whole]] = {}
    for whole in known:
        printed.setdefault((whole.post, whole.claim.ref_area, whole.claim.population), []).append(whole)
    for (*of_post, period), wholes in posts.items():
        wholes += [
            whole
            for whole in printed.get(tuple(of_post), [])
            if periods_meet(whole.claim.time_period, period) and whole.claim.claim_id not in counted
        ]
    return [posts[key] for key in sorted(posts)]


def _same_posts(wholes: list[Whole]) -> dict[str, str] | None:
    if all(overlap(one.span, other.span) for one in wholes for other in wholes):
        return None
    odd = [whole for whole in wholes if not whole.known]
    return _finding(odd, [whole for whole in wholes if whole.known], "of which whole is the share")


def _finding(odd: list[Whole], others: list[Whole], question: str) -> dict[str, str]:
    texts = ", against ".join(few(dict.fromkeys(whole.text() for whole in [*odd, *others])))
    return finding(
        [whole.claim for whole in odd],
        also=[row for whole in [*odd, *others] for row in whole.rows],
        what=f"The whole behind a count and its share differs: {texts}",
        question=question,
        expected=_spans(others) or "one whole",
        found=_spans(odd),
    )


def _spans(wholes: Iterable[Whole]) -> str:
    return "; ".join(few(dict.fromkeys(span_text(whole.span) for whole in wholes)))


def _head_posts(implied: list[Whole], known: list[Whole]) -> dict[tuple[str, str], dict[str, list[Whole]]]:
    """Gather the head posts of each area and level of government, by post."""
    levels: dict[tuple[str, str], dict[str, list[Whole]]] = {}
    for whole in implied:
        claim = whole.claim
        # At the national level one unit has heads of many bodies.
        if claim.rank == "head" and claim.government_level not in {"", "national"} and claim.population == "_T":
            posts = levels.setdefault((claim.ref_area, claim.government_level), {})
            posts.setdefault(whole.post, []).append(whole)
    for (ref_area, _), posts in levels.items():
        for whole in known:
            same_place = (whole.claim.ref_area, whole.claim.population) == (ref_area, "_T")
            if same_place and whole.post in posts:
                posts[whole.post].append(whole)
    return levels


def _units(ref_area: str, level: str, registry: Registry) -> float:
    """Count the listed areas of that level."""
    areas = registry.areas
    return float(((areas["level"] == level) & (areas["parent"] == ref_area)).sum())


def _odd_heads(posts: dict[str, list[Whole]], level: str, units: float) -> list[dict[str, str]]:
    """Return one finding for each head post whose number of posts does not fit the others."""
    votes = {post: _votes(post, posts, units) for post in sorted(posts)}
    best = max(votes, key=votes.__getitem__)
    odd = [post for post in votes if not _fit(posts[post], posts[best])]
    listed = f" (the list of areas has {units:g})" if units else ""
    question = f"is this post held once in each unit of the {level} level{listed}, and of which whole is the share"
    if odd and votes[best] == 0:
        return [_finding([whole for post in votes for whole in posts[post]], [], question)]
    return [_finding(posts[post], posts[best], question) for post in odd]


def _too_many(
    implied: list[Whole], heads: dict[str, list[Whole]], ref_area: str, level: str, units: float
) -> list[dict[str, str]]:
    """Return one finding for each other post of the level of which every head would have dozens."""
    votes = {post: _votes(post, heads, units) for post in sorted(heads)}
    best = max(votes, key=votes.__getitem__)
    trusted = heads[best] if votes[best] else [whole for post in votes for whole in heads[post]]
    most = _MOST_FOR_A_HEAD * max(whole.span.upper for whole in trusted)
    question = f"has each unit of the {level} level so many of them, or is the count or the share misprinted"
    odd = [
        whole
        for whole in implied
        if whole.claim.rank in _BESIDE_THE_HEAD
        and (whole.claim.ref_area, whole.claim.government_level, whole.claim.population) == (ref_area, level, "_T")
        and whole.span.lower > most
    ]
    return [_finding([whole], trusted, question) for whole in odd]


def _votes(post: str, posts: dict[str, list[Whole]], units: float) -> int:
    """Count what speaks for a post's number: other posts, the list of areas, a printed number."""
    others = sum(_fit(posts[post], posts[other]) for other in posts if other != post)
    listed = all(overlap(whole.span, Span(units, units)) for whole in posts[post])
    return others + listed + any(whole.known for whole in posts[post])


def _fit(wholes: list[Whole], others: list[Whole]) -> bool:
    return all(_near(one, other) for one in wholes for other in others)


def _near(one: Whole, other: Whole) -> bool:
    if periods_meet(one.claim.time_period, other.claim.time_period):
        return overlap(one.span, other.span)
    low, high = 1 - _UNITS_MAY_CHANGE, 1 + _UNITS_MAY_CHANGE
    return overlap(one.span, other.span._replace(lower=other.span.lower * low, upper=other.span.upper * high))
