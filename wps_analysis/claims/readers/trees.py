"""Files that are no tables, JSON and SDMX, as rows under a header."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from wps_analysis.errors import InputError

Rows = list[list[str]]
_CUT = "the file is cut off or damaged; download it again"


def flatten_json(content: str, where: str) -> tuple[str, Rows] | None:
    """Return the records of a JSON file as rows under a header, and what the file looks like; None if it is no JSON.

    Lists of records within records give a row each, beside what stands around them.

    Examples
    --------
    >>> flatten_json('{"series": "PARL", "areas": [{"code": "004", "data": [{"year": 2019, "value": 27.9}]}]}', "a")
    ('a JSON file', [['series', 'code', 'year', 'value'], ['PARL', '004', '2019', '27.9']])
    """
    try:
        tree = json.loads(content)
    except ValueError as error:
        if content.lstrip()[:1] == "[" and not content.lstrip()[1:2].strip(" \n[{\"'-0123456789"):
            raise InputError([f"{where}: {_CUT}"]) from None
        if content.lstrip()[:1] == "{":
            raise InputError([f"{where}: {_CUT} ({error})"]) from None
        return None
    if isinstance(tree, dict) and "dataSets" in str(list(tree) + list(tree.get("data") or [])):
        return "an SDMX-JSON file", _sdmx_rows(content.encode(), where)
    tree = _columns_as_records(tree)
    records = list(_records(tree, {}))
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = [[_text(record.get(name)) for name in names] for record in records]
    return "a JSON file", [names, *rows] if records else [[]]


def _columns_as_records(tree: Any) -> Any:
    """Turn a table written by its columns, {"Date": [...], "Troops": [...]} or {"Date": {"0": ...}}, into records."""
    if isinstance(tree, dict) and len(tree) > 1:
        columns = [list(each.values()) if isinstance(each, dict) else each for each in tree.values()]
        plain = all(isinstance(each, list) and each and not isinstance(each[0], dict | list) for each in columns)
        if plain and len({len(each) for each in columns}) == 1:
            return [dict(zip(tree, row, strict=True)) for row in zip(*columns, strict=True)]
    if isinstance(tree, list) and len(tree) > 1 and all(isinstance(row, list) and row for row in tree):
        if all(isinstance(name, str) for name in tree[0]) and not isinstance(tree[1][0], dict):
            return [dict(zip(tree[0], row, strict=False)) for row in tree[1:]]
    return tree


def _records(tree: Any, around: dict[str, Any], key: str = "") -> Iterator[dict[str, Any]]:
    """Walk down to the innermost lists of records, each record with what stands around it."""
    if isinstance(tree, list):
        for item in tree:
            if isinstance(item, dict | list):
                yield from _records(item, around)
        return
    flat = {name: _by_key(value) for name, value in _flat(tree).items()}
    lists = {name: value for name, value in flat.items() if _holds_records(value)}
    if not lists and tree and all(_holds_records(value) for value in tree.values() if isinstance(value, list | dict)):
        lists = {name: value for name, value in tree.items() if _holds_records(value)}
    own = around | {name: value for name, value in flat.items() if name not in lists}
    for name, value in lists.items():
        named = own | ({"key": name} if len(lists) > 1 else {})
        yield from _records(value, named)
    if not lists:
        yield own


def _by_key(value: Any) -> Any:
    """Turn records by their key, {"KHM": {...}, "THA": {...}}, into a list that holds the key too."""
    records = isinstance(value, dict) and value and all(isinstance(item, dict) and item for item in value.values())
    return [{"key": key} | item for key, item in value.items()] if records else value


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tree.items():
        inner = isinstance(value, dict) and value and not any(isinstance(v, dict | list) for v in value.values())
        named = prefix if name in {"attributes", "dimensions"} else f"{prefix}{name}."
        found |= _flat(value, named) if inner else {f"{prefix}{name}": value}
    return found


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).strip() if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)


def flatten_sdmx(data: bytes, where: str) -> Rows | None:
    """Return the observations of an SDMX-ML file with their attributes as rows under a header; None if it is none."""
    return _sdmx_rows(data, where) if b"sdmx" in data[:4000].lower() else None


def _sdmx_rows(data: bytes, where: str) -> Rows:
    import sdmx  # heavy: where a file of it is opened

    try:
        message = sdmx.read_sdmx(io.BytesIO(data))
        frames = [sdmx.to_pandas(part, attributes="osgd", dtype=str).reset_index() for part in message.data]
    except Exception as error:  # the library raises of all kinds on a damaged file
        raise InputError([f"{where}: not readable as SDMX ({type(error).__name__}: {error})"]) from None
    flows = [
        getattr(getattr(part, "described_by", None) or part.structured_by, "id", "") or "" for part in message.data
    ]
    tables = [frame.assign(DATAFLOW=flow) for frame, flow in zip(frames, flows, strict=True) if len(frame)]
    if not tables:
        return [[]]
    table = pd.concat(tables, ignore_index=True).rename(columns={"value": "OBS_VALUE"})
    cells = [[_text(getattr(value, "value", value)) if pd.notna(value) else "" for value in row]
             for row in table.to_numpy(dtype=object)]  # fmt: skip
    return [[str(name) for name in table.columns], *cells]
