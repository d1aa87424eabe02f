"""Figures that cannot be: outside the indicator's valid range, or dated after their document."""

import math

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, date_words, finding, subject
from wps_analysis.claims.audit.spans import number_text
from wps_analysis.claims.audit.statements import DATED, distinct, months_of, stated
from wps_analysis.claims.values import parse_value
from wps_analysis.errors import WpsError
from wps_analysis.registry.load import Registry


@check("error")
def check_outside_valid_range(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find figures beyond the valid range of their indicator."""
    for row, low, high in outside_valid_range(claims, registry):
        valid = " ".join(
            f"{word} {number_text(end)}" for word, end in (("at least", low), ("at most", high)) if pd.notna(end)
        )
        what = f"{subject(row)}: {cite([row])} is outside the valid range ({valid})"
        question = "is the figure misprinted or its unit another one"
        yield finding([row], what=what, question=question, expected=valid, found=row.value_text)


def outside_valid_range(claims: pd.DataFrame, registry: Registry) -> list[tuple[tuple, float, float]]:
    """Return each figure beyond the valid range of its indicator, with that range; a missing end is no limit."""
    frame = stated(claims, registry)
    limits = registry.indicators.set_index("indicator")
    lowest = frame["indicator"].map(pd.to_numeric(limits["valid_min"], errors="coerce"))
    highest = frame["indicator"].map(pd.to_numeric(limits["valid_max"], errors="coerce"))
    outside = (frame["obs_value"] < lowest) | (frame["obs_value"] > highest)
    # "over 110 per cent" has no value, and bounds that lie beyond the range as a whole.
    outside |= (frame["lower"] > highest) | (frame["upper"] < lowest)
    # Bounds are clipped to the range; what "90 to 110 per cent" prints is not.
    ranges = frame[frame["qualifier"] == "range"]
    ends = [_printed_ends(row) for row in ranges.itertuples(index=False)]
    ends = pd.DataFrame(ends, columns=["lower", "upper"], index=ranges.index, dtype=float).reindex(frame.index)
    outside |= (ends["lower"] < lowest) | (ends["upper"] > highest)
    return list(zip(frame[outside].itertuples(index=False), lowest[outside], highest[outside], strict=True))


def _printed_ends(row) -> tuple[float, float]:
    """Return the ends that a range prints."""
    try:
        parsed = parse_value(row.value_text)
    except (WpsError, ValueError):
        return row.lower, row.upper
    return tuple(math.nan if end is None else end for end in (parsed.lower, parsed.upper))


@check("error")
def check_period_after_publication(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find figures whose period begins after the document that prints them was published.

    Where the document's own date is not known, the newest date of all documents stands for it.
    """
    for row, published in _too_late(claims, registry):
        what = f"{subject(row)}: {cite([row])} is dated after {published}"
        question = "is it a projection or is its year misprinted"
        yield finding([row], what=what, question=question, expected=f"by {published}", found=row.time_period)


@check("question")
def check_period_after_origin(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find figures whose period begins after the document that they are cited from was published."""
    appeared, titles = _appeared(registry), registry.sources.set_index("source_id")["short_title"]
    asked = {row.claim_id for row, _ in _too_late(claims, registry)}
    frame = _dated(claims, registry)
    cited = frame[frame["origin"].isin(list(appeared)) & ~frame["claim_id"].isin(asked)]
    late = distinct(cited, ["time_period", "origin"], lambda period, origin: _begins_after(period, appeared[origin]))
    for row in late.itertuples(index=False):
        date = appeared[row.origin]
        origin = titles[row.origin] or row.origin
        what = f"{subject(row)}: {cite([row])} is dated after the document cited for it ({origin}), "
        yield finding(
            [row],
            what=f"{what}published {date_words(date)}",
            question="which document has this figure, or for which date does it hold",
            expected=f"by {date_words(date)}",
            found=row.time_period,
        )


def _dated(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    frame = stated(claims, registry)
    return frame[frame["period_basis"].isin(DATED)]


def _appeared(registry: Registry) -> dict[str, str]:
    """Return the date of each source that states one."""
    exact = registry.sources[registry.sources["published_basis"] != "not_before"]
    return dict(zip(exact["source_id"], exact["published"].fillna(""), strict=True))


def _begins_after(time_period: str, date: str) -> bool:
    period, published = months_of(time_period), months_of(date)
    return period is not None and published is not None and period.first > published.last


def _too_late(claims: pd.DataFrame, registry: Registry) -> list[tuple[tuple, str]]:
    """Collect the figures dated after their document, each with what dates the document."""
    appeared = _appeared(registry)
    dates = [date for date in registry.sources["published"].fillna("") if months_of(date)]
    newest = max(dates, key=lambda date: months_of(date).last, default="")

    def dated_by(time_period: str, source: str) -> str:
        own = appeared.get(source, "")
        if own and _begins_after(time_period, own):
            return f"its document appeared ({date_words(own)})"
        late = _begins_after(time_period, newest)
        return f"the newest of all documents appeared ({date_words(newest)})" if late else ""

    late = distinct(_dated(claims, registry), ["time_period", "source"], lambda *texts: bool(dated_by(*texts)))
    return [(row, dated_by(row.time_period, row.source)) for row in late.itertuples(index=False)]
