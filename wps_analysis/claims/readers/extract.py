"""Extracts that `wps add --extract` makes of a publisher's file: its used figures, each as it stands there."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import FIGURES, Head, head_of
from wps_analysis.claims.readers.sheet import Sheet, cells_of

PUBLISHER = "extract"


def recognises(head: Head) -> bool:
    """Tell the row of names: the publisher, then the columns of a reader's table."""
    return list(head.names) == ["publisher", *FIGURES]


def read(sheet: Sheet) -> pd.DataFrame:
    """Read a figure a row, with the publisher whose it is."""
    head = head_of(sheet)
    table = pd.DataFrame({name: cells_of(sheet, head.at(name)) for name in head.names})
    return table.assign(row=table["row"].astype(int))
