"""Where the project's folders are, and how a file is known again, and written whole or not at all."""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from wps_analysis.errors import InputError, WpsError

_MARK = Path("data") / "raw"
_REGISTRY = Path("data") / "registry"
"""Many projects have a ``data/raw``; with this beside it, it is one of ours."""
MOST_BYTES = 250_000_000
"""Of a file that is read."""
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TABLES = WORKBOOKS | {".csv", ".tsv", ".tab", ".json", ".xml", ".sdmx", ".gz", ".zip"}
"""Endings of the files that may hold figures."""


def project_root(root: str | Path | None = None) -> Path:
    """Find the project's root folder.

    Parameters
    ----------
    root
        The folder, when the caller knows it. Otherwise the environment variable ``WPS_ROOT``, otherwise the
        nearest parent of the working directory, or of this package, that holds ``data/raw`` and ``data/registry``.

    Returns
    -------
    Path
        An absolute path.

    Raises
    ------
    WpsError
        If the folder does not hold both.
    """
    named = root or os.environ.get("WPS_ROOT")
    if named:
        candidates = [Path(named).resolve()]
    else:
        here, package = Path.cwd().resolve(), Path(__file__).resolve()
        candidates = [here, *here.parents, *package.parents]
    for candidate in candidates:
        if (candidate / _MARK).is_dir() and (candidate / _REGISTRY).is_dir():
            return candidate
    alike = [str(candidate) for candidate in candidates if (candidate / _MARK).is_dir()]
    found = f"{alike[0]} holds data/raw but no data/registry" if alike else f"No data/raw under {candidates[0]}"
    raise WpsError(
        f"{found}: it is no project of wps_analysis. Run the command inside the project, or name its folder with "
        "--root or WPS_ROOT."
    )


def raw_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the figures as published."""
    return project_root(root) / _MARK


def is_table(path: Path) -> bool:
    """Tell a file that may hold figures by its name; hidden and lock files, and notes, are none."""
    return path.suffix.lower() in TABLES and not path.name.startswith((".", "~$"))


def registry_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the code lists, targets, sources and other reviewed facts."""
    return project_root(root) / _REGISTRY


def processed_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the harmonised tables that ``wps build`` writes."""
    return project_root(root) / "data" / "processed"


def outputs_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the chart packs."""
    return project_root(root) / "outputs"


def shown(path: Path) -> str:
    """Name a file of the project's data from that folder on, another one by its name alone.

    Examples
    --------
    >>> shown(Path("/home/me/wps/data/raw/un/police.csv")), shown(Path("/tmp/observations.csv"))
    ('data/raw/un/police.csv', 'observations.csv')
    """
    found = re.search(r"^(?:.*/)?(data/(?:raw|registry|processed)/.+)$", path.as_posix())
    return found[1] if found else path.name


_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore", ".ipynb_checkpoints"}


def is_beside_data(path: Path) -> bool:
    """Tell whether a file may lie beside data: a note, or what an operating system, editor or office leaves there.

    Examples
    --------
    >>> [is_beside_data(Path(name)) for name in ("README.md", "~$claims.xlsx", "claims.txt", ".claims.csv")]
    [True, True, False, False]
    """
    left = path.name in _LITTER or path.name.startswith(("~$", ".~lock.", "._"))
    return left or path.suffix.lower() == ".md"


def sha256(data: bytes) -> str:
    """Return the hash of some bytes, as ``sha256sum`` prints it."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Return the content of an ordinary file, or raise an InputError that says why it cannot be read."""
    try:
        size, mode = (found := path.stat()).st_size, found.st_mode
        if stat.S_ISREG(mode) and size <= MOST_BYTES:
            return path.read_bytes()
        what = "no ordinary file" if not stat.S_ISREG(mode) else f"larger than {MOST_BYTES // 1_000_000} MB"
        reason = "Is a directory" if stat.S_ISDIR(mode) else what
    except OSError as error:
        reason = error.strerror or type(error).__name__
    raise InputError(
        [f"{shown(path)}: the file cannot be read ({reason}); it must be an ordinary file that you may read"]
    )


def hashes(files: Iterable[Path], base: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path from a folder."""
    return {path.relative_to(base).as_posix(): sha256(read_bytes(path)) for path in files}


def write_atomic(path: str | Path, data: str | bytes) -> None:
    """Write a file whole or not at all: into a temporary neighbour first, then moved over the old one."""
    path = Path(path)
    write_together(path.parent, {path.name: data})


def write_together(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write the files of a folder, all aside before the first is moved over an old one: a full disk harms none."""
    written: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
            written[Path(temporary)] = place
            with os.fdopen(handle, "wb") as stream:
                stream.write(data.encode("utf-8") if isinstance(data, str) else data)
            # mkstemp makes private files; a published table has ordinary rights.
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
        for temporary, path in written.items():
            temporary.replace(path)
    except BaseException:
        for temporary in written:
            temporary.unlink(missing_ok=True)
        raise
