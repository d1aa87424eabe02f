"""A pack's manifest: what went in, what came out and with which versions; nothing about when, where or how fast."""

import json
from collections.abc import Sequence
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
    pack: Path, plan: PackPlan, outcomes: Sequence[Outcome], *, formats: Sequence[str], previous: str, root: Path
) -> None:
    """Write ``manifest.json`` into a pack's folder that is complete but for it.

    Parameters
    ----------
    pack, plan, outcomes, formats
        The folder, what was to be done, how it ended, and what was published.
    previous
        The date of the pack that ``changes.csv`` compares with; empty where there is none.
    root
        The project's folder.
    """
    manifest = {
        "ref_area": plan.ref_area,
        "as_of": plan.as_of,
        "language": plan.language,
        "complete": not any(outcome.failure for outcome in outcomes),
        "previous": previous,
        "formats": in_order(formats),
        "plan": [
            {**asdict(outcome.run), "key": outcome.key, "failure": outcome.failure and asdict(outcome.failure)}
            for outcome in outcomes
        ],
        "warnings": _warnings(pack, plan, outcomes),
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


@cache
def fonts(language: str) -> dict[str, str]:
    """Return the fonts that charts in a language are drawn with, and the SHA-256 of each one's file."""
    from matplotlib.font_manager import FontProperties, findfont

    from wps_analysis.charts.sheet.lettering import font_families

    families = font_families(language)
    return {name: sha256(Path(findfont(FontProperties(family=[name]))).read_bytes()) for name in families}


def _warnings(pack: Path, plan: PackPlan, outcomes: Sequence[Outcome]) -> list[str]:
    with use_language(plan.language):
        found = [notice] if (notice := draft_notice()) else []
    for outcome in outcomes:
        path = pack / outcome.file
        if not path.is_file():
            continue
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        lines = "".join("".join(o["text"]) for o in outputs if o.get("name") == "stderr").splitlines()
        found += [f"{outcome.run.name} wrote to stderr: {lines[0]}"] if lines else []
    return found
