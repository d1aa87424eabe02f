"""The pack that another says it was compared with: whether that can be done again, and what is taken on trust."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from wps_analysis.errors import PackError
from wps_analysis.pack.plan.manifest import is_intact, read_manifest
from wps_analysis.pack.publish import changes
from wps_analysis.pack.publish.borne_out import borne_out
from wps_analysis.pack.publish.changes import Tables

CHANGES = "changes.csv"


def find_previous(pack: Path, outputs: Path) -> tuple[Path | None, str]:
    """Find the pack that a pack says it was compared with.

    Parameters
    ----------
    pack
        The folder of the later pack.
    outputs
        The folder of all packs, where it is looked for too.

    Returns
    -------
    tuple
        Its folder, and why there is none: nothing where the pack names none.
    """
    told = read_manifest(pack)
    previous, as_of = str(told.get("previous", "")), told.get("as_of")
    if not previous:
        return None, ""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", previous):
        return None, f"it names no date of a pack, but {previous[:40]!r}"
    if previous == as_of:
        return None, f"the pack of {previous} in whose place it stands is gone"
    same = {**{key: told.get(key) for key in ("ref_area", "language")}, "as_of": previous}
    suffix = "" if told["language"] == "en" else f".{told['language']}"
    for shelf in (pack.parent, outputs / str(told["ref_area"])):
        found = shelf / f"{previous}{suffix}"
        manifest = read_manifest(found)
        if {key: manifest.get(key) for key in same} != same:
            continue
        return (found, "") if _is_whole(found) else (None, f"the pack of {previous} is not as its manifest says")
    return None, f"the pack of {previous} is not here"


def _is_whole(pack: Path) -> bool:
    try:
        return is_intact(pack, read_manifest(pack)) and changes.read_tables(pack) is not None
    except (PackError, OSError):
        return False


def changes_again(pack: Path, now: Tables, outputs: Path) -> tuple[pd.DataFrame, str]:
    """List anew what changed since the pack that a pack was compared with, in words of the language in force.

    Parameters
    ----------
    pack
        The folder of the pack, which says with which one it was compared.
    now
        Its tables, made again.
    outputs
        The folder of all packs.

    Returns
    -------
    tuple
        The changes with ``changes.COLUMNS`` and the date of the earlier pack. Where that pack is gone they are those
        that the pack tells, as far as its own tables bear them out: what stands now is written anew.
    """
    told = read_manifest(pack)
    found, _why = find_previous(pack, outputs)
    if found and (before := changes.read_tables(found)):
        return changes.compare_tables(before, now), told["previous"]
    if not told.get("previous"):
        return changes.no_changes(), ""
    return borne_out(changes.read_changes(pack / CHANGES), now), told["previous"]
