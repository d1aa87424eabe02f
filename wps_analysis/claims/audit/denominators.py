"""What a count and its share, printed together, imply about the whole they are taken of."""

import math
from typing import NamedTuple

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, finding, subject
from wps_analysis.claims.audit.spans import Span, span_of
from wps_analysis.claims.audit.statements import SUMMED_UNITS, groups, stated
from wps_analysis.registry.load import Registry

# A wide range of counts holds a fitting one among its first few hundred, or none does.
_COUNTS_TRIED = 1000
_DECIMALS = 9


class Pair(NamedTuple):
    """A count and a share printed together, and the whole numbers of which the count can be that share."""

    count: tuple
    share: tuple
    implied: Span | None

    @property
    def rows(self) -> list:
        """The two claims."""
        return [self.count, self.share]


def implied_whole(count: Span, share: Span) -> Span | None:
    """Return the whole numbers of which the count is the share, or None where there is none.

    Examples
    --------
    >>> implied_whole(Span(16, 16), Span(9.85, 9.95, True, False))
    Span(lower=161.0, upper=162.0, closed_lower=True, closed_upper=True)
    >>> implied_whole(Span(2, 2), Span(9.85, 9.95, True, False)) is None
    True
    """
    if math.isinf(count.upper) or count.upper - count.lower > _COUNTS_TRIED:
        lowest = _wholes(count.lower, share)
        return Span(lowest.lower, math.inf)
    fitting = [_wholes(number, share) for number in range(math.ceil(count.lower), math.floor(count.upper) + 1)]
    fitting = [whole for whole in fitting if whole.lower <= whole.upper]
    if not fitting:
        return None
    return Span(min(whole.lower for whole in fitting), max(whole.upper for whole in fitting))


def _wholes(count: float, share: Span) -> Span:
    """Bound the wholes for one count: 100 * count / share, rounded inwards to whole numbers."""
    smallest, largest = max(count, 0.0), math.inf
    if share.upper > 0 and not math.isinf(share.upper):
        edge = round(100 * count / share.upper, _DECIMALS)
        smallest = math.ceil(edge) if share.closed_upper or not edge.is_integer() else edge + 1
    if share.lower > 0:
        edge = round(100 * count / share.lower, _DECIMALS)
        largest = math.floor(edge) if share.closed_lower or not edge.is_integer() else edge - 1
    return Span(float(smallest), float(largest))


def pairs_of(frame: pd.DataFrame) -> list[Pair]:
    """Collect the counts and shares that `pair_id` links."""
    found = []
    for rows in groups(frame[frame["pair_id"] != ""], ["source", "pair_id", "sex"]):
        counts = [row for row in rows if row.unit_measure in SUMMED_UNITS]
        shares = [row for row in rows if row.unit_measure == "PT"]
        found += [Pair(c, s, implied_whole(span_of(c), span_of(s))) for c in counts for s in shares]
    return found


@check("error")
def check_impossible_denominator(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find a count and a share, printed together, that no whole number of posts can give."""
    for pair in (pair for pair in pairs_of(stated(claims, registry)) if pair.implied is None):
        yield finding(
            [pair.share],
            also=[pair.count],
            what=f"{subject(pair.share)}: {cite([pair.count])} is {cite([pair.share])} of no whole number",
            question="which of the two is misprinted, or of which whole is the share",
            expected="a whole number",
            found="none",
        )
