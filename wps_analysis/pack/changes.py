"""What changed since the previous pack: figures, targets and statuses."""

from __future__ import annotations

import pandas as pd

COLUMNS = [
    "change", "indicator", "name", "population", "sex", "time_period", "target_id", "before", "after",
    "sentence_before", "sentence_after",
]  # fmt: skip


def no_changes() -> pd.DataFrame:
    """Return the table of changes without a row."""
    return pd.DataFrame(columns=COLUMNS, dtype=str)
