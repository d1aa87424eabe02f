"""Where two files of one name first differ: the row and figure of a table, the key of JSON, else the line or byte."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

_KEYS = ("indicator", "ref_area", "population", "sex", "time_period", "target_id", "claim_id", "finding_id")


class Difference(NamedTuple):
    """The first place where two files differ, and what stands there in each."""

    where: str
    in_pack: str
    again: str


def first_difference(path: Path, other: Path) -> Difference | None:
    """Find where two files first differ.

    Parameters
    ----------
    path, other
        A file of a pack and the one of that name in the pack made again.

    Returns
    -------
    Difference or None
        None if they hold the same bytes. A file that cannot be read is said to be so; of a chart's file the figure is
        named too.
    """
    data, told = [], []
    for file in (path, other):
        try:
            data.append(file.read_bytes())
            told.append("can be read")
        except OSError as error:
            told.append(f"cannot be read ({error.strerror})")
    if len(data) < 2:
        return Difference("", *told)
    mine, again = data
    if mine == again:
        return None
    found = None
    # What is damaged, or nested too deep, is compared by its lines or bytes.
    with contextlib.suppress(ValueError, csv.Error, RecursionError):
        if path.suffix == ".csv":
            found = _in_table(_table(mine), _table(again))
        elif path.suffix == ".json":
            found = _in_json(_json(mine), _json(again))
    found = found or _in_bytes(mine, again)
    return found._replace(where=", ".join(filter(None, (_figure(path), found.where))))


def first_unlike(a: Sequence, b: Sequence) -> int:
    """Return the place of the first item in which two sequences differ, or where the shorter one ends."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _figure(chart: Path) -> str:
    """Name the figure of a chart's file by its title, the first sentence of the alt text that lies beside it."""
    alt = chart.with_suffix(".txt")
    if chart == alt or not alt.is_file():
        return ""
    return f"figure “{alt.read_text(encoding='utf-8', errors='replace').split('. ')[0].strip()}”"


def _table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def _in_table(mine: list[list[str]], again: list[list[str]]) -> Difference | None:
    header = mine[0] if mine else []
    for number, (row, other) in enumerate(zip_longest(mine, again)):
        if row is None or other is None:
            return Difference(f"row {number}", *("no row" if r is None else ",".join(r) for r in (row, other)))
        if row != other:
            at = next(i for i, (a, b) in enumerate(zip_longest(row, other)) if a != b)
            where = f"row {number}{_key(header, row)}" if number else "header"
            column = header[at] if number and at < len(header) else str(at + 1)
            return Difference(f"{where}, column {column}", *(r[at] if at < len(r) else "no cell" for r in (row, other)))
    return None


def _key(header: list[str], row: list[str]) -> str:
    known = {name: value for name, value in zip(header, row, strict=False) if name in _KEYS and value}
    return f" ({', '.join(f'{name} {known[name]}' for name in _KEYS if name in known)})" if known else ""


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-8"), parse_constant=str)  # NaN is not equal to itself


def _in_json(mine: Any, again: Any, path: str = "") -> Difference | None:
    if isinstance(mine, dict) and isinstance(again, dict):
        steps = [(f".{key}" if re.fullmatch(r"[\w-]+", key) else f'["{key}"]', key) for key in mine | again]
        there = mine, again
    elif isinstance(mine, list) and isinstance(again, list):
        steps = [(f"[{number}]", number) for number in range(max(len(mine), len(again)))]
        there = range(len(mine)), range(len(again))
    else:
        same = type(mine) is type(again) and mine == again
        return None if same else Difference(f"key {path.removeprefix('.')}", _as_json(mine), _as_json(again))
    for step, key in steps:
        if key in there[0] and key in there[1]:
            if found := _in_json(mine[key], again[key], path + step):
                return found
        else:
            values = (
                _as_json(v[key]) if key in held else "absent" for v, held in zip((mine, again), there, strict=True)
            )
            return Difference(f"key {(path + step).removeprefix('.')}", *values)
    return None


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _in_bytes(mine: bytes, again: bytes) -> Difference:
    with contextlib.suppress(UnicodeDecodeError):
        lines = (data.decode("utf-8").split("\n") for data in (mine, again))
        for number, both in enumerate(zip_longest(*lines), start=1):
            if both[0] != both[1]:
                return Difference(f"line {number}", *("no line" if text is None else text for text in both))
    at = first_unlike(mine, again)
    return Difference(f"byte {at + 1}", *(data[at : at + 8].hex(" ") or "no byte" for data in (mine, again)))
