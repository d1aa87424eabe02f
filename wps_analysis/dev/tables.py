"""Build the tables of publishers' figures where a clone has none yet: they are not committed (``make test``)."""

from __future__ import annotations

import sys
from pathlib import Path

from wps_analysis.claims.build import build
from wps_analysis.claims.freshness import stale
from wps_analysis.claims.processed import EXTRACTS
from wps_analysis.errors import WpsError


def complete(root: str | Path | None = None) -> bool:
    """Build the tables if those of publishers' figures are missing, or are of another time than the others.

    Parameters
    ----------
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    bool
        Whether they were built. Tables that are stale for another reason are left as they are.

    Examples
    --------
    >>> complete()
    False
    """
    if not any(f"data/processed/{EXTRACTS}/" in sentence for sentence in stale(root)):
        return False
    build(root)
    return True


def main() -> int:
    """Build what is missing, and say so."""
    try:
        if complete():
            sys.stdout.write("built: data/processed, with the tables of publishers' figures\n")
    except WpsError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
