"""Figures that cannot be: outside the indicator's valid range, or dated after their document."""

import pandas as pd

from wps_analysis.audit.finding import cite, finding, subject, to_frame
from wps_analysis.audit.spans import number_text
from wps_analysis.audit.statements import Registry, months_of, stated


def check_outside_valid_range(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Find figures beyond the valid range of their indicator."""
    frame = stated(claims, registry)
    limits = registry.indicators.set_index("indicator")
    lowest = frame["indicator"].map(pd.to_numeric(limits["valid_min"], errors="coerce"))
    highest = frame["indicator"].map(pd.to_numeric(limits["valid_max"], errors="coerce"))
    outside = (frame["obs_value"] < lowest) | (frame["obs_value"] > highest)
    # "over 110 per cent" has no value, and bounds that lie beyond the range as a whole.
    outside |= (frame["lower"] > highest) | (frame["upper"] < lowest)
    found = []
    for row, low, high in zip(frame[outside].itertuples(index=False), lowest[outside], highest[outside], strict=True):
        valid = " ".join(
            f"{word} {number_text(end)}" for word, end in (("at least", low), ("at most", high)) if pd.notna(end)
        )
        what = f"{subject(row)}: {cite([row])} is outside the valid range ({valid})"
        question = "is the figure misprinted or its unit another one"
        found.append(finding([row], what=what, question=question, expected=valid, found=row.value_text))
    return to_frame(found)


def check_period_after_publication(
    claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry
) -> pd.DataFrame:
    """Find figures whose period begins after the document that prints them was published."""
    frame = stated(claims, registry)
    exact = registry.sources[registry.sources["published_basis"] != "not_before"]
    published = dict(zip(exact["source_id"], exact["published"].fillna(""), strict=True))
    found = []
    for row in frame[frame["period_basis"] == "stated"].itertuples(index=False):
        period, date = months_of(row.time_period), months_of(published.get(row.source, ""))
        if period is None or date is None or period.first <= date.last:
            continue
        what = f"{subject(row)}: {cite([row])} is dated after its document appeared ({published[row.source]})"
        question = "is it a projection or is its year misprinted"
        by = f"by {published[row.source]}"
        found.append(finding([row], what=what, question=question, expected=by, found=row.time_period))
    return to_frame(found)
