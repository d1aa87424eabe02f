"""Intervals with open or closed ends: the arithmetic that the checks do on what a printed figure can mean."""

import math
from collections.abc import Iterable
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from wps_analysis.claims.bounds import closed_ends

# Sums of printed decimals carry binary noise; no source prints more than a few decimals.
_DECIMALS = 6


class Span(NamedTuple):
    """An interval and whether it holds its ends."""

    lower: float
    upper: float
    closed_lower: bool = True
    closed_upper: bool = True


class Bounded(Protocol):
    """What a row needs to be read as an interval."""

    obs_value: float
    lower: float
    upper: float
    qualifier: str
    unit_measure: str


def span_of(row: Bounded) -> Span:
    """Read the interval of one claim; a missing end is unbounded."""
    closed_lower, closed_upper = closed_ends(row.qualifier, row.unit_measure)
    lower = -math.inf if math.isnan(row.lower) else float(row.lower)
    upper = math.inf if math.isnan(row.upper) else float(row.upper)
    # "100 per cent" is clipped at 100, which must stay inside: a figure holds the value it prints.
    return Span(lower, upper, closed_lower, closed_upper or row.obs_value == upper)


def overlap(one: Span, other: Span) -> bool:
    """Say whether two intervals share a number.

    Examples
    --------
    >>> overlap(Span(40.5, 41.5, True, False), Span(41.5, 42.5, True, False))
    False
    """
    return not (_before(one, other) or _before(other, one))


def _before(one: Span, other: Span) -> bool:
    touching = one.closed_upper and other.closed_lower
    return one.upper < other.lower if touching else one.upper <= other.lower


def holds(span: Span, number: float) -> bool:
    """Say whether the interval holds the number.

    Examples
    --------
    >>> holds(Span(10.5, 11.5, True, False), 11.5)
    False
    """
    return overlap(span, Span(number, number))


def outside_common_part(frame: pd.DataFrame, groups: np.ndarray) -> np.ndarray:
    """Say of each row whether its interval lacks a number in common with another of its group.

    Parameters
    ----------
    frame
        The columns of ``Bounded``.
    groups
        The number of each row's group.

    Examples
    --------
    >>> shares = {"obs_value": [41.0, 42.0, 41.9], "lower": [40.5, 41.5, 41.85], "upper": [41.5, 42.5, 41.95]}
    >>> rows = pd.DataFrame(shares).assign(qualifier="exact", unit_measure="PT")
    >>> outside_common_part(rows, np.array([0, 0, 0])).tolist()
    [True, True, True]
    >>> outside_common_part(rows, np.array([0, 1, 1])).tolist()
    [False, False, False]
    """
    kinds = pd.MultiIndex.from_frame(frame[["qualifier", "unit_measure"]])
    closed = {kind: closed_ends(*kind) for kind in kinds.unique()}
    closed_lower, closed_upper = np.array([closed[kind] for kind in kinds], dtype=bool).reshape(-1, 2).T
    lower, upper = frame["lower"].fillna(-math.inf).to_numpy(), frame["upper"].fillna(math.inf).to_numpy()
    closed_upper = closed_upper | (frame["obs_value"].to_numpy() == upper)
    # The tightest ends of each group: at equal ends the open one.
    by_group = pd.DataFrame({"lower": lower, "upper": upper}).groupby(groups)
    most, least = by_group["lower"].transform("max").to_numpy(), by_group["upper"].transform("min").to_numpy()
    most_closed = ~np.isin(groups, groups[(lower == most) & ~closed_lower])
    least_closed = ~np.isin(groups, groups[(upper == least) & ~closed_upper])
    below = np.where(closed_upper & most_closed, upper < most, upper <= most)
    above = np.where(closed_lower & least_closed, least < lower, least <= lower)
    return below | above


def total(spans: Iterable[Span]) -> Span:
    """Add intervals end by end.

    Examples
    --------
    >>> total([Span(44.5, 45.5, True, False), Span(54.5, 55.5, True, False)])
    Span(lower=99.0, upper=101.0, closed_lower=True, closed_upper=False)
    """
    parts = list(spans)
    return Span(
        round(sum(part.lower for part in parts), _DECIMALS),
        round(sum(part.upper for part in parts), _DECIMALS),
        all(part.closed_lower for part in parts),
        all(part.closed_upper for part in parts),
    )


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest interval that covers all.

    Examples
    --------
    >>> hull([Span(90.5, 91.5), Span(92.5, 93.5, True, False)])
    Span(lower=90.5, upper=93.5, closed_lower=True, closed_upper=False)
    """
    parts = list(spans)
    lower = min(part.lower for part in parts)
    upper = max(part.upper for part in parts)
    return Span(
        lower,
        upper,
        any(part.closed_lower for part in parts if part.lower == lower),
        any(part.closed_upper for part in parts if part.upper == upper),
    )


def number_text(number: float) -> str:
    """Write a number without a useless decimal point.

    Examples
    --------
    >>> number_text(177.0), number_text(99.3)
    ('177', '99.3')
    """
    return f"{number:.4f}".rstrip("0").rstrip(".")


def span_text(span: Span) -> str:
    """Write an interval for a reader.

    Examples
    --------
    >>> span_text(Span(161, 162)), span_text(Span(248, 248)), span_text(Span(2322, math.inf))
    ('161 to 162', '248', 'at least 2322')
    """
    if span.lower == span.upper:
        return number_text(span.lower)
    if math.isinf(span.upper):
        return f"at least {number_text(span.lower)}"
    if math.isinf(span.lower):
        return f"at most {number_text(span.upper)}"
    return f"{number_text(span.lower)} to {number_text(span.upper)}"
