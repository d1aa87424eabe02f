"""Claims that cannot hold because of what else is held: counts of the same figure, or another group's line."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from wps_analysis.claims.audit.digits import wrong_lines
from wps_analysis.claims.audit.finding import Found, check, cite, finding, subject
from wps_analysis.claims.audit.ranges import outside_valid_range
from wps_analysis.claims.audit.spans import Span, number_text, overlap, span_of
from wps_analysis.claims.audit.statements import SUMMED_UNITS, stated, year_end
from wps_analysis.registry.load import Registry

_WHERE = ["indicator", "ref_area"]


class Refuted(NamedTuple):
    """A share, and the counts of the same figure that give another one."""

    share: tuple
    part: tuple
    whole: tuple


def refuted_claims(claims: pd.DataFrame, registry: Registry) -> set[str]:
    """Name the claims that a finding says are wrong, beside those that counts refute.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``.
    registry
        Which counts belong to which shares, valid ranges, and what the findings name.

    Returns
    -------
    set of str
        Figures outside the valid range of their indicator, and those that another document prints for another group
        while it gives this one otherwise.
    """
    figures = stated(claims, registry)
    found = {row.claim_id for row, *_ in outside_valid_range(figures, registry)}
    return found | {row.claim_id for row, *_ in wrong_lines(figures, registry)}


def refuted_by_counts(claims: pd.DataFrame, registry: Registry) -> list[Refuted]:
    """Find shares that lie outside every share that held counts of the same indicator, area, group and period give.

    Counts speak against a share where women, or men, and all are counted in one series; where women and men do not add
    up to all, the counts are in doubt themselves.
    """
    indicators = registry.indicators
    linked = indicators[(indicators["measure"] == "composition") & (indicators["count_indicator"] != "")]
    counted = dict(zip(linked["indicator"], linked["count_indicator"], strict=True))
    known = claims[(claims["role"] != "target") & (claims["qualifier"] != "")]
    shares = known[known["indicator"].isin(list(counted)) & (known["unit_measure"] == "PT") & (known["sex"] != "_T")]
    wanted = {(counted[row.indicator], row.ref_area) for row in shares.drop_duplicates(_WHERE).itertuples(index=False)}
    is_count = pd.MultiIndex.from_frame(known[_WHERE]).isin(wanted) & known["unit_measure"].isin(SUMMED_UNITS)
    counts: dict[tuple, list[tuple]] = {}
    for row in known[is_count].itertuples(index=False):
        counts.setdefault(_place(row, row.indicator), []).append(row)
    ends = shares["time_period"].map(year_end)
    places = zip(shares["indicator"].map(counted), shares["ref_area"], shares["population"], ends, strict=True)
    found = []
    for share in shares[np.array([place in counts for place in places], dtype=bool)].itertuples(index=False):
        pairs = _pairs(share.sex, counts[_place(share, counted[share.indicator])])
        if pairs and not any(overlap(_closed(span_of(share)), _share_of(*pair)) for pair in pairs):
            found.append(Refuted(share, *pairs[0]))
    return found


def _place(row: tuple, indicator: str) -> tuple:
    return indicator, row.ref_area, row.population, year_end(row.time_period)


def _pairs(sex: str, counts: list[tuple]) -> list[tuple[tuple, tuple]]:
    """Return each count of a sex with each of all in its series, but those that do not add up with the other sex."""
    parts = [row for row in counts if row.sex == sex]
    wholes = [row for row in counts if row.sex == "_T" and row.lower > 0]
    rest = [row for row in counts if row.sex not in (sex, "_T")]
    return [
        (part, whole)
        for part in parts
        for whole in wholes
        if part.series == whole.series and part.upper <= whole.upper
        and all(_adds_up(part, other, whole) for other in rest if other.series == whole.series)
    ]  # fmt: skip


def _adds_up(part: tuple, other: tuple, whole: tuple) -> bool:
    both = Span(part.lower + other.lower, part.upper + other.upper)
    return overlap(both, Span(whole.lower, whole.upper))


def _share_of(part: tuple, whole: tuple) -> Span:
    upper = 100.0 if math.isnan(part.upper) else 100 * part.upper / whole.lower
    return Span(0.0 if math.isnan(whole.upper) else 100 * part.lower / whole.upper, upper)


def _closed(span: Span) -> Span:
    # 22.5 is printed as 22 by some and as 23 by others: neither is refuted by it.
    return Span(span.lower, span.upper)


@check("error")
def check_refuted_by_counts(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find shares that held counts of the same figure refute."""
    refuted = refuted_by_counts(claims, registry)
    frame = stated(claims, registry)
    named = frame[frame["claim_id"].isin([row.claim_id for each in refuted for row in each])]
    rows = {row.claim_id: row for row in named.itertuples(index=False)}
    for each in refuted:
        share, part, whole = (rows[row.claim_id] for row in each)
        given = _share_of(part, whole)
        computed = number_text(round((given.lower + given.upper) / 2, 1))
        what = (
            f"{subject(share)}: {cite([share])} is not what the counts give, "
            f"{cite([part])} of {cite([whole])}, {computed} per cent"
        )
        question = "does the share speak of another group, or are the counts those of another date"
        yield finding(
            [share], also=[part, whole], what=what, question=question, expected=computed, found=share.value_text
        )
