"""Compare a pack with one made again, or with its manifest: which file differs, and where it first does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from wps_analysis.errors import PackError
from wps_analysis.pack.plan.manifest import MANIFEST, entries_of
from wps_analysis.pack.verify.first_difference import first_difference, first_unlike
from wps_analysis.paths import sha256

COLUMNS = ["file", "kind", "where", "in_pack", "again"]
_SHOWN = 120
_BEFORE = 40
"""Characters shown of a value, and how many of them stand before the difference."""


def compare_folders(pack: Path, again: Path) -> pd.DataFrame:
    """Compare the files of a pack with those of the same pack made again, byte by byte.

    Parameters
    ----------
    pack, again
        Their folders. Everything in them counts: hidden files, logs, and links, which are no files of a pack wherever
        they lead.

    Returns
    -------
    DataFrame
        One row a file that is ``missing`` (from the pack), ``extra`` (in the pack) or ``differs``, sorted by name, with
        the columns ``file``, ``kind``, ``where`` (the chart's figure, row and column, key, line or byte of the first
        difference), ``in_pack`` and ``again``: what stands there, 120 characters at most around the difference.

    Raises
    ------
    PackError
        If one of them is no folder.
    """
    mine, other = _entries(pack), _entries(again)
    rows = []
    for name in sorted(mine.keys() | other.keys()):
        if name not in mine:
            rows.append((name, "missing", "", "absent", "present"))
        elif name not in other:
            rows.append((name, "extra", "", "present", "absent"))
        elif kind := _no_file(mine[name]):
            rows.append((name, "differs", "", kind, "a file"))
        elif found := first_difference(mine[name], other[name]):
            rows.append((name, "differs", found.where, *_around(found.in_pack, found.again)))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def check_manifest(pack: Path, listed: Mapping[str, str]) -> pd.DataFrame:
    """Compare the files of a pack with the hashes in its ``manifest.json``.

    Parameters
    ----------
    pack
        The pack's folder.
    listed
        The hashes, by the files' names.

    Returns
    -------
    DataFrame
        As `compare_folders`; ``in_pack`` is the SHA-256 of the file, ``again`` that of the manifest.

    Raises
    ------
    PackError
        If the folder is not there.
    """
    files, rows = _entries(pack), []
    files.pop(MANIFEST, None)
    for name in sorted(files.keys() | listed.keys()):
        if name not in files:
            rows.append((name, "missing", "", "absent", listed[name]))
        elif name not in listed:
            rows.append((name, "extra", "", _no_file(files[name]) or "present", "not listed"))
        elif kind := _no_file(files[name]):
            rows.append((name, "differs", "", kind, "a file"))
        elif (found := _sha256(files[name])) != listed[name]:
            rows.append((name, "differs", "sha256", found, listed[name]))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def _entries(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise PackError(f"There is no pack {folder.name}: give the folder of one that `wps pack` made.")
    return entries_of(folder)


def _no_file(path: Path) -> str:
    """Say what stands in the place of a file; empty where it is one, which may be read."""
    if path.is_symlink():
        return f"a link to {path.readlink()}"
    return "" if path.is_file() else "a folder that cannot be read" if path.is_dir() else "no ordinary file"


def _sha256(path: Path) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _around(a: str, b: str) -> tuple[str, str]:
    """Cut two values to the characters around their first difference, which is made visible."""
    at = first_unlike(a, b)
    hidden = any(not text[at : at + 1].isprintable() for text in (a, b))
    a, b = (_visible(text, hidden) for text in (a, b))
    at = first_unlike(a, b)
    return _cut(a, at), _cut(b, at)


def _visible(text: str, hidden: bool) -> str:
    """Write line ends as codes; other characters without ink, such as no-break spaces, where they are what differs."""
    codes = "\\" if hidden else ""  # so that a line end is not taken for the two characters of its code
    return "".join(repr(c)[1:-1] if c in codes or c < " " or (hidden and not c.isprintable()) else c for c in text)


def _cut(text: str, at: int) -> str:
    if len(text) <= _SHOWN:
        return text
    start = max(0, min(at - _BEFORE, len(text) - _SHOWN))
    end = start + _SHOWN
    return (
        ("…" if start else "") + text[start + bool(start) : end - (end < len(text))] + ("…" if end < len(text) else "")
    )
