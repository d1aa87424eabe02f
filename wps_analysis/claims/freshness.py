"""Whether the processed tables still follow from the raw figures, told by hashes alone; imports nothing heavy."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from wps_analysis.claims.processed import MANIFEST
from wps_analysis.paths import hashes, is_table, processed_dir, project_root, raw_dir, registry_dir, sha256

_OTHER_CODE = "the code that makes the tables has changed"
_PACKAGE = Path(__file__).parents[1]


def made_from(root: str | Path | None = None) -> dict[str, object]:
    """Return what the tables follow from, as the manifest holds it: the code that makes them, and their inputs' hashes.

    With a hash of the code, tables of an older one are found out under development too, where the version stays.
    Versions of libraries are left to ``wps build --check``: the tables are the same under all that are allowed.
    """
    registry = sorted(path for path in registry_dir(root).glob("[!.]*") if path.is_file())
    raw = sorted(path for path in raw_dir(root).glob("*/*") if is_table(path) and path.is_file())
    inputs = hashes([*raw, *registry], project_root(root))
    return {"version": version("wps-analysis"), "code": _code_hash(), "inputs": inputs}


def stale(root: str | Path | None = None) -> list[str]:
    """Say why ``data/processed`` may not hold what ``build`` would write, from its manifest and without computing it.

    Parameters
    ----------
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    list of str
        One sentence a file that is not as it was, or if the code is not; empty if all are. (``build.check`` computes
        the tables anew.)
    """
    folder, now = processed_dir(root), made_from(root)
    try:
        was = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        problems = [] if (was["version"], was["code"]) == (now["version"], now["code"]) else [_OTHER_CODE]
        tables, inputs = dict(was["outputs"]), dict(was["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return [f"data/processed/{MANIFEST} is missing, or does not say what the tables were made from"]
    found = hashes([folder / name for name in tables if (folder / name).is_file()], folder)
    for place, before, after in (("", inputs, now["inputs"]), ("data/processed/", tables, found)):
        for name in sorted(before | after):
            if before.get(name) != after.get(name):
                how = "is new" if name not in before else "is gone" if name not in after else "has changed"
                problems.append(f"{place}{name} {how}")
    return problems


def withheld(root: str | Path | None = None) -> list[list[str]]:
    """Return indicator and area of the figures that the last build held back, from its manifest."""
    try:
        return json.loads((processed_dir(root) / MANIFEST).read_text(encoding="utf-8")).get("withheld", [])
    except (OSError, ValueError):
        return []


@cache
def _code_hash() -> str:
    rooms = [_PACKAGE.glob("*.py"), *((_PACKAGE / room).rglob("*.py") for room in ("words", "registry", "claims"))]
    return sha256(repr(hashes(sorted(path for room in rooms for path in room), _PACKAGE)).encode())
