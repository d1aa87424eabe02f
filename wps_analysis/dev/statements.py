"""Write every sentence of an area's assessment in one list (``make statements``): a rule's change is read as a diff."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from wps_analysis.claims.edition import Edition
from wps_analysis.paths import project_root, write_atomic
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.words.figures import NBSP
from wps_analysis.words.names import PILLAR_NAMES

AREA = "KHM"


def statements_path(root: str | Path | None = None, *, ref_area: str = AREA) -> Path:
    """Return where the list of an area's sentences lies."""
    return project_root(root) / "docs" / f"assessment-{ref_area}.md"


def statements_text(root: str | Path | None = None, *, ref_area: str = AREA) -> str:
    """Return the sentences of an area's assessment, by pillar and in the order of the registry.

    Examples
    --------
    >>> print(statements_text(ref_area="LAO").splitlines()[0])
    # Every sentence on Lao People's Democratic Republic
    """
    brief = DataBrief(Edition(language="en", root=root), ref_area)
    assessed = brief.assessed
    lines = [
        f"# Every sentence on {brief.area}",
        "Written by `make statements` from the tables of `data/processed`; not edited by hand. A change of a figure or"
        " of a rule is read here as a difference.",
    ]
    for pillar, name in PILLAR_NAMES.items():
        said = dict.fromkeys(assessed.loc[assessed["pillar"] == pillar, "sentence"])
        if said:
            lines += [f"## {name}", "\n".join(f"- {sentence}" for sentence in said)]
    return "\n\n".join(lines).replace(NBSP, " ") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the list of sentences, or with --check say whether it is stale."""
    parser = argparse.ArgumentParser(prog="python -m wps_analysis.dev.statements", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the list is stale")
    check, path, text = parser.parse_args(arguments).check, statements_path(), statements_text()
    stale = not path.is_file() or path.read_text(encoding="utf-8") != text
    if stale and not check:
        write_atomic(path, text)
    if stale:
        sys.stdout.write(f"{'stale' if check else 'updated'}: docs/{path.name}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
