"""What a pack tells of changes, held against the tables that they led to, where the pack before it is gone."""

from __future__ import annotations

import pandas as pd

from wps_analysis.columns import KEY
from wps_analysis.pack.publish.changes import COLUMNS, STATUS, Tables, compare_tables, may_say, status_now
from wps_analysis.tables import Row
from wps_analysis.words.figures import text_of

_KEYS = {"figure": KEY, "target": ["target_id"], "status": STATUS}
_OTHERWISE = {"figure": "revised", "target": "changed", "status": "changed"}
_SILENT = {"sentence_before": "", "sentence_after": ""}
Thing = tuple[str, ...]
"""Whether it is a figure, a target or a status, and its codes."""


def borne_out(told: pd.DataFrame, now: Tables) -> pd.DataFrame:
    """Return the changes that a table tells, as far as the tables that they led to bear them out.

    Parameters
    ----------
    told
        Of `changes.compare_tables`; what stood before is taken as it tells.
    now
        The tables of the later pack.

    Returns
    -------
    DataFrame
        Without what these tables refute (a figure added that is not there, one withdrawn that is), each once; what
        stands now is written anew.
    """
    nothing = Tables(now.observations.iloc[:0], now.targets.iloc[:0], now.assessments.iloc[:0])
    stands = {_thing("status", row): status_now(row) for row in now.assessments.to_dict("records")}
    stands |= {_thing(row["change"], row): row for row in compare_tables(nothing, now).to_dict("records")}
    rows = {_thing("figure", row): row for row in now.observations.to_dict("records")}
    rows |= {_thing("target", row): row for row in now.targets.to_dict("records")}
    said = [_renewed(row, stands, rows) for row in told.to_dict("records")]
    frame = pd.DataFrame([row for row in said if row], columns=COLUMNS, dtype=str)
    return frame.fillna("").drop_duplicates(ignore_index=True)


def _thing(change: str, row: Row) -> Thing:
    kind = change.partition("_")[0]
    return kind, *(text_of(row, column) for column in _KEYS.get(kind, ()))


def _renewed(told: Row, stands: dict[Thing, Row], rows: dict[Thing, Row]) -> Row | None:
    """Return a change with what stands now, or nothing where that refutes it."""
    kind, _line, how = told["change"].partition("_")
    thing = _thing(kind, told)
    now = stands.get(thing)
    if how == "withdrawn" and kind in ("figure", "target"):
        return told | _SILENT | {"after": ""} if now is None and told["before"] else None
    if now is None or how not in ("added", _OTHERWISE[kind]) or (how == "added" and kind == "status"):
        return None
    if how == "added":
        return now
    if not told["before"] or told["before"] == told["after"]:
        return None
    renewed = now | {"change": told["change"], "before": told["before"]}
    if kind == "status":
        return renewed | {"sentence_before": told["sentence_before"]}
    return renewed | ({"after": told["after"]} if may_say(told["after"], rows[thing], now["after"]) else {})
