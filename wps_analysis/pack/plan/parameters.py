"""What a notebook of a pack declares, and which of its parameters a user may set."""

import ast
import json
from collections.abc import Collection
from pathlib import Path

from wps_analysis.report.parameters import MODELS

OF_THE_PLAN = ("ref_area", "as_of", "language", "pillar")
"""Parameters that the plan itself sets."""


def free_parameters() -> set[str]:
    """Return the names of the parameters that a user may set.

    Examples
    --------
    >>> sorted(free_parameters())
    ['annex_horizon', 'group', 'horizon']
    """
    return {name for model in MODELS.values() for name in model.model_fields} - {*OF_THE_PLAN}


def notebook_problems(path: Path, given: Collection[str]) -> list[str]:
    """Say what keeps a notebook from being run with parameters of these names; nothing if it is as it must be."""
    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        return [f"{name}: there is no such notebook"]
    try:
        declared = declared_parameters(path)
    except (OSError, ValueError, KeyError, TypeError, SyntaxError) as error:
        return [f"{name}: not a readable notebook ({type(error).__name__}: {error})"]
    missing = sorted(set(given) - declared)
    if missing:
        return [f"{name}: its cell tagged 'parameters' does not declare {', '.join(missing)}"]
    return []


def declared_parameters(path: Path) -> set[str]:
    """Return the names that the cell tagged ``parameters`` of a notebook assigns.

    Examples
    --------
    >>> sorted(declared_parameters(Path("notebooks/pipeline.ipynb")))
    ['as_of', 'language', 'ref_area']
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tagged = ["".join(c["source"]) for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    assigned = [node for source in tagged for node in ast.walk(ast.parse(source))]
    return {node.id for node in assigned if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
