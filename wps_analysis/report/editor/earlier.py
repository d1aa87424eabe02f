"""The earlier figure that a latest one may be held to, and what may be said of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wps_analysis.claims.periods import decimal_year
from wps_analysis.tables import Row
from wps_analysis.words.figures import is_survey_without_n, text_of

_TERM = 5
"""Years."""


def compared_with(latest: Row, rows: Sequence[Row], publishers: Mapping[str, str]) -> Row | None:
    """Return the earlier figure that the latest one is held to; nothing where no end of a change is sound.

    It is of the same series and publisher: the newest that is at least five years older, about the term of an elected
    body, else the newest.

    Parameters
    ----------
    latest
        The latest figure.
    rows
        The figures of its indicator and group.
    publishers
        Of which publisher each source is a release; empty for a document, which is alone.
    """
    if latest["agreement"] == "differ":
        return None
    ends = sorted(
        (r for r in rows if r["sex"] == latest["sex"] and r["time_period"] and r["segment"] == latest["segment"]),
        key=lambda r: r["end"],
    )
    if len(ends) < 2:
        return None
    *earlier, last = ends
    long_ago = [row for row in earlier if decimal_year(last["time_period"]) - decimal_year(row["time_period"]) >= _TERM]
    base = [*earlier, *long_ago][-1]
    of = {publishers.get(row["source"], "") or row["source"] for row in (last, base)}
    return base if len(of) == 1 and not text_of(base, "refuted") else None


def is_apart(latest: Row, base: Row) -> bool:
    """Tell whether two figures differ by more than rounding, under every published figure of the earlier one."""
    return latest["lower"] > base["envelope_upper"] or latest["upper"] < base["envelope_lower"]


def is_same(latest: Row, base: Row) -> bool:
    """Tell of two figures, no survey of unknown size among them, whether they are the same within rounding."""
    return latest["lower"] <= base["upper"] and base["lower"] <= latest["upper"] and not is_survey_without_n(latest)
