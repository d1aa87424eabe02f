"""Where two files of one name first differ, said in the terms of their format."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

_KEYS = ("indicator", "ref_area", "population", "sex", "time_period", "target_id", "claim_id", "finding_id")
_PICTURES = (".png", ".svg")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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
        None if they hold the same bytes. A file that cannot be read is said to be so.
    """
    found, data = _both(Path.read_bytes, path, other)
    if found or data[0] == data[1]:
        return found
    suffix = path.suffix.lower()
    read, compare = _FORMATS.get(suffix, (bytes, _in_bytes))
    found, contents = _both(read, *data)
    if found is None:
        try:
            found = compare(*contents)
        except RecursionError:  # from Python 3.12 on, json reads what is nested deeper than a function may call itself
            found = None
    found = found or _in_bytes(*data)
    if suffix in _PICTURES:
        return found._replace(where=_joined(_figure_beside(path, other), "picture", found.where))
    return found


def first_unlike(a: Sequence, b: Sequence) -> int:
    """Return the place of the first item in which two sequences differ, or where the shorter one ends."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _both(read: Callable[[Any], Any], mine: Any, again: Any) -> tuple[Difference | None, list[Any]]:
    """Read both files, or say which cannot be read."""
    contents, problems = [], []
    for source in (mine, again):
        try:
            contents.append(read(source))
            problems.append("")
        except Exception as error:  # a damaged file fails in any of many ways, and none may stop the comparison
            told = (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
            problems.append(f"cannot be read ({told})")
    return (Difference("", *(p or "can be read" for p in problems)) if any(problems) else None), contents


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _figure_beside(*pictures: Path) -> str:
    for path in (picture.with_suffix(".txt") for picture in pictures):
        if path.is_file():
            return _figure(path.read_text(encoding="utf-8", errors="replace"))
    return ""


def _figure(alt: str) -> str:
    """Name a figure by its title, the first sentence of its alt text."""
    return f"figure “{alt.split('. ')[0].strip()}”"


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


def _notebook(data: bytes) -> dict[str, Any]:
    """Return a notebook whose cells also have their output as ``lines``, and their ``pictures`` with alt texts."""
    notebook = _json(data)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        cell["lines"], cell["pictures"] = [], []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            pictures = [mime for mime in sorted(data) if mime.startswith("image/")]
            shown = [output.get("text", ""), *output.get("traceback", [])]
            shown += [
                d if isinstance(d, str | list) else _as_json(d) for m, d in sorted(data.items()) if m not in pictures
            ]
            cell["lines"] += "\n".join("".join(text) for text in shown if text).split("\n")
            for mime in pictures:
                alt = output.get("metadata", {}).get(mime, {}).get("alt", "") or "".join(data.get("text/plain", ""))
                cell["pictures"].append((alt, data[mime]))
    return notebook


def _in_notebook(mine: dict[str, Any], again: dict[str, Any]) -> Difference | None:
    heading = ""
    for number, (cell, other) in enumerate(zip(mine["cells"], again["cells"], strict=False), start=1):
        if cell != other:
            found = _in_cell(cell, other)
            return found._replace(where=_joined(f"cell {number}{heading}", found.where)) if found else None
        if cell["cell_type"] == "markdown" and (titles := re.findall(r"^#+ *(.+)$", cell["source"], re.MULTILINE)):
            heading = f" under “{titles[-1]}”"
    return _in_json(mine, again)


def _in_cell(cell: dict[str, Any], other: dict[str, Any]) -> Difference | None:
    if found := _in_lines(cell["source"].split("\n"), other["source"].split("\n")):
        return found._replace(where=f"source {found.where}")
    found = _in_lines(cell["lines"], other["lines"])
    pictures = zip_longest(cell["pictures"], other["pictures"], fillvalue=("", ""))
    figure = next((_figure(a[0] or b[0]) for a, b in pictures if a != b), "")
    if found:  # the alt text or the text twin says what a picture shows otherwise
        return found._replace(where=_joined(figure, f"output {found.where}"))
    if figure:
        return Difference(figure, *("the picture differs, its text does not",) * 2)
    return _in_json(cell, other)


def _picture(data: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        width, height = picture.size
    return f"{width} by {height} pixels, sha256 {hashlib.sha256(data).hexdigest()[:12]}"


def _in_picture(mine: str, again: str) -> Difference:
    return Difference("", mine, again)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_parts(mine: dict[str, bytes], again: dict[str, bytes]) -> Difference:
    for name in sorted(mine.keys() | again.keys()):
        if name not in mine or name not in again:
            return Difference(f"part {name}", *("present" if name in parts else "absent" for parts in (mine, again)))
        if mine[name] != again[name]:
            found = _in_bytes(mine[name], again[name])
            return found._replace(where=f"part {name}, {found.where}")
    return Difference("", *("the parts are the same, their order, dates or packing differ",) * 2)


def _workbook(data: bytes) -> tuple[dict[str, dict[str, str]], dict[str, bytes]]:
    """Return the cells of each sheet by the sheet's name, and the parts of the file."""
    parts = _parts(data)
    book, links = (ElementTree.fromstring(parts[f"xl/{name}"]) for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    paths = {link.get("Id"): link.get("Target", "").removeprefix("/xl/") for link in links}
    shared = parts.get("xl/sharedStrings.xml", b"<none/>")
    texts = ["".join(item.itertext()) for item in ElementTree.fromstring(shared)]
    sheets = {
        sheet.get("name", ""): dict(_cells(ElementTree.fromstring(parts[f"xl/{paths[sheet.get(_LINK)]}"]), texts))
        for sheet in book.iter(f"{_SHEET}sheet")
    }
    return sheets, parts


def _cells(sheet: ElementTree.Element, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for cell in sheet.iter(f"{_SHEET}c"):
        text = "".join(cell.itertext())
        yield cell.get("r", ""), texts[int(text)] if cell.get("t") == "s" else text


def _in_workbook(mine: tuple, again: tuple) -> Difference:
    (sheets, parts), (others, other_parts) = mine, again
    for name in sheets | others:
        if name not in sheets or name not in others:
            return Difference(f"sheet “{name}”", *("present" if name in s else "absent" for s in (sheets, others)))
        for place in sheets[name] | others[name]:
            values = sheets[name].get(place, ""), others[name].get(place, "")
            if values[0] != values[1]:
                return Difference(f"sheet “{name}”, cell {place}", *values)
    return _in_parts(parts, other_parts)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8").split("\n")


def _in_lines(mine: list[str], again: list[str]) -> Difference | None:
    for number, (line, other) in enumerate(zip_longest(mine, again), start=1):
        if line != other:
            return Difference(f"line {number}", *("no line" if text is None else text for text in (line, other)))
    return None


def _in_page(mine: list[str], again: list[str]) -> Difference | None:
    """Compare HTML by lines; of a picture inside it, name the figure instead of printing its bytes."""
    found = _in_lines(mine, again)
    before = found.in_pack[: first_unlike(found.in_pack, found.again)] if found else ""
    tag = before.rfind("<img")
    if tag <= before.rfind(">") or "data:image/" not in before[tag:]:
        return found
    alt = re.search(r'\balt="([^"]*)"', found.in_pack[tag:])
    figure = _figure(html.unescape(alt[1])) if alt else "picture"
    return Difference(_joined(figure, found.where), *("the picture differs",) * 2)


def _in_bytes(mine: bytes, again: bytes) -> Difference:
    try:
        found = _in_lines(_lines(mine), _lines(again))
    except UnicodeDecodeError:
        found = None
    at = first_unlike(mine, again)
    return found or Difference(f"byte {at + 1}", *(data[at : at + 8].hex(" ") or "no byte" for data in (mine, again)))


_FORMATS: dict[str, tuple[Callable[[bytes], Any], Callable[[Any, Any], Difference | None]]] = {
    ".csv": (_table, _in_table),
    ".json": (_json, _in_json),
    ".ipynb": (_notebook, _in_notebook),
    ".png": (_picture, _in_picture),
    ".xlsx": (_workbook, _in_workbook),
    ".pptx": (_parts, _in_parts),
    ".html": (_lines, _in_page),
    **dict.fromkeys((".svg", ".txt", ".md"), (_lines, _in_lines)),
}
