"""The day by which something was surely published; imports nothing heavy."""

from __future__ import annotations

import calendar
from datetime import date


def last_day(published: str) -> date:
    """Return the last day of a date, month or year.

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> last_day("2024-02"), last_day("2025"), last_day("2025-10-07")
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 31), datetime.date(2025, 10, 7))
    """
    try:
        year, month, day = [*map(int, published.split("-")), 0, 0][:3]
        found = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        found = None
    if found is None or not found.isoformat().startswith(published) or len(published) not in (4, 7, 10):
        raise ValueError(f"{published!r} is not a date (2025-10-31), a month (2025-10) or a year (2025)")
    return found
