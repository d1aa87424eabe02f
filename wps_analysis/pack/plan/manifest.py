"""A pack's manifest: what went in, what came out and with which versions; nothing about when, where or how fast."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.plan import PackPlan, in_order
from wps_analysis.pack.plan.task import versions
from wps_analysis.paths import hashes, sha256, write_atomic
from wps_analysis.words.language import draft_notice, use_language

MANIFEST = "manifest.json"
_KEYS = {"ref_area", "as_of", "language", "complete", "formats", "plan", "inputs", "outputs"}


def write_manifest(
    pack: Path,
    plan: PackPlan,
    outcomes: Sequence[Outcome],
    *,
    formats: Sequence[str],
    told: Mapping[str, Any],
    root: Path,
) -> None:
    """Write ``manifest.json`` into a pack's folder that is complete but for it.

    Parameters
    ----------
    pack, plan, outcomes, formats
        The folder, what was to be done, how it ended, and what was published.
    told
        What the pack tells of others: ``previous``, the date of the pack that ``changes.csv`` compares with, empty
        where there is none; ``languages``, the other ones that its pages lead to.
    root
        The project's folder.
    """
    manifest = {
        "ref_area": plan.ref_area,
        "as_of": plan.as_of,
        "language": plan.language,
        "only_confirmed": plan.only_confirmed,
        "complete": not any(outcome.failure for outcome in outcomes),
        **told,
        "formats": in_order(formats),
        "plan": [
            {**asdict(outcome.run), "key": outcome.key, "failure": outcome.failure and asdict(outcome.failure)}
            for outcome in outcomes
        ],
        "warnings": _warnings(plan),
        "versions": versions(),
        "fonts": fonts(plan.language),
        "inputs": input_hashes(plan, root),
        "outputs": hashes(files_of(pack), pack),
    }
    write_atomic(pack / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def read_manifest(pack: Path) -> dict[str, Any]:
    """Read a pack's manifest; empty where there is none, or none that can be read."""
    try:
        manifest = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
        whole = manifest.keys() >= _KEYS and all(isinstance(sha, str) for sha in manifest["outputs"].values())
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return manifest if whole else {}


def is_intact(pack: Path, manifest: dict[str, Any]) -> bool:
    """Tell whether a pack's files are those of its manifest, and no others."""
    return hashes([path for path in files_of(pack) if path.name != MANIFEST], pack) == manifest.get("outputs")


def input_hashes(plan: PackPlan, root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that a pack is made from: all data, and the notebooks that are run."""
    used = sorted({f"{run.notebook}.ipynb" for run in plan.runs})
    return hashes([*files_of(root / "data"), *(root / "notebooks" / name for name in used)], root)


def files_of(folder: Path) -> list[Path]:
    """List the files of a folder and of those in it, but hidden ones."""
    return sorted(path for path in folder.rglob("[!.]*") if path.is_file())


def entries_of(folder: Path) -> dict[str, Path]:
    """Return all that lies in a folder and in those in it, by its path: hidden files and links too.

    Links are not followed; of the folders only those that cannot be read are named.
    """
    found: list[Path] = []
    unread: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unread.append):
        found += [Path(place) / name for name in files]
        found += [path for name in folders if (path := Path(place) / name).is_symlink()]
    found += [Path(error.filename) for error in unread]
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


@cache
def fonts(language: str) -> dict[str, str]:
    """Return the fonts that charts in a language are drawn with, and the SHA-256 of each one's file."""
    from matplotlib.font_manager import FontProperties, findfont

    from wps_analysis.charts.sheet.lettering import font_families

    families = font_families(language)
    return {name: sha256(Path(findfont(FontProperties(family=[name]))).read_bytes()) for name in families}


def _warnings(plan: PackPlan) -> list[str]:
    with use_language(plan.language):
        return [notice] if (notice := draft_notice()) else []
