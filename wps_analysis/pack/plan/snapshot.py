"""What a batch is made from, as it stood when it began: nobody's edit can reach a pack that is being made."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wps_analysis.pack.plan.manifest import files_of
from wps_analysis.paths import read_bytes


@contextmanager
def snapshot(root: Path) -> Iterator[Path]:
    """Copy a project's data and notebooks into a private folder, which is gone when the block ends.

    Each file is read once; runs, tables and the manifest are made from the copy.

    Parameters
    ----------
    root
        The project's folder.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="wps-snapshot-") as folder:
        copy = Path(folder)
        (copy / "data" / "raw").mkdir(parents=True)
        for path in [*files_of(root / "data"), *sorted((root / "notebooks").glob("*.ipynb"))]:
            place = copy / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(read_bytes(path))
        yield copy
