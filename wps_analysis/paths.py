"""Where the project's folders are, and how a file is read row by row, known again, and written whole or not at all."""

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from wps_analysis.errors import InputError, WpsError

_MARK = Path("data") / "raw"


def project_root(root: str | Path | None = None) -> Path:
    """Find the project's root folder.

    Parameters
    ----------
    root
        The folder, when the caller knows it. Otherwise the environment variable ``WPS_ROOT``, otherwise the
        nearest parent of the working directory, or of this package, that holds ``data/raw``.

    Returns
    -------
    Path
        An absolute path.

    Raises
    ------
    WpsError
        If the folder does not hold ``data/raw``.
    """
    named = root or os.environ.get("WPS_ROOT")
    if named:
        candidates = [Path(named).resolve()]
    else:
        here, package = Path.cwd().resolve(), Path(__file__).resolve()
        candidates = [here, *here.parents, *package.parents]
    for candidate in candidates:
        if (candidate / _MARK).is_dir():
            return candidate
    looked = str(candidates[0])
    raise WpsError(
        f"No data/raw under {looked}. Run the command inside the project, or name its folder with --root or WPS_ROOT."
    )


def raw_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the figures as published."""
    return project_root(root) / _MARK


def registry_dir(root: str | Path | None = None) -> Path:
    """Return the folder of the code lists, targets, sources and other reviewed facts."""
    return project_root(root) / "data" / "registry"


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


def sha256(data: bytes) -> str:
    """Return the hash of some bytes, as ``sha256sum`` prints it."""
    return hashlib.sha256(data).hexdigest()


def hashes(files: Iterable[Path], base: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path from a folder."""
    return {path.relative_to(base).as_posix(): sha256(path.read_bytes()) for path in files}


def write_atomic(path: str | Path, data: str | bytes) -> None:
    """Write a file whole or not at all: into a temporary neighbour first, then moved over the old one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        # mkstemp makes private files; a published table has ordinary rights.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, or raise an InputError that says why it cannot be opened and what to do."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([
            f"{shown(path)}: the file cannot be read ({reason}); it must be an ordinary file that you may read"
        ]) from None  # fmt: skip


def read_text(path: Path) -> str:
    """Return a text file's content, or raise an InputError if it cannot be opened or is not UTF-8."""
    return _decoded(read_bytes(path), shown(path))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        form = "CSV UTF-8" if name.endswith(".csv") else "UTF-8"
        raise InputError([f"{name}: not UTF-8 (line {line}, byte {error.start}); save the file as {form}"]) from None


def csv_rows(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    r"""Read the rows of a CSV file that hold anything, each with the line on which it begins.

    Parameters
    ----------
    data
        The file's content, in UTF-8.
    name
        The file, as messages name it.

    Raises
    ------
    InputError
        If the file is not UTF-8 or no CSV, or a field is longer than ``csv`` reads.

    Examples
    --------
    >>> csv_rows(b"indicator,sex\n\npolice,F\n", "claims.csv")
    [(1, ['indicator', 'sex']), (3, ['police', 'F'])]
    """
    reader = csv.reader(io.StringIO(_decoded(data, name), newline=""), strict=True)
    rows, begin = [], 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                rows.append((begin, fields))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputError([f"{name} row {begin}: not readable as CSV ({error}); {_remedy(error)}"]) from None
    return rows


def _remedy(error: csv.Error) -> str:
    quotes = "check the double quotes from there on"
    return f"{quotes}, or shorten the field" if "field limit" in str(error) else quotes
