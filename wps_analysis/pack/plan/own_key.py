"""A secret of this user, made once and read by nobody else: what proves that a finished run is one's own."""

import contextlib
import os
import secrets
import stat
import tempfile
from functools import cache
from pathlib import Path

_NAME, _BYTES = "shelf.key", 32


@cache
def own_key() -> bytes | None:
    """Return the key, made if there is none; None where there is no place for one, or others could have read it."""
    try:
        path = _folder() / _NAME
        if not path.exists():
            _make(path)
        return _read(path)
    except (OSError, RuntimeError):  # a home that cannot be written, or none
        return None


def _folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "wps_analysis"


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)  # for this user alone, whatever the umask
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):  # of two that make one at once the first counts
            os.link(name, path)
    finally:
        Path(name).unlink()


def _read(path: Path) -> bytes | None:
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        key = file.read(_BYTES + 1)
    private = os.name != "posix" or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
    return key if private and stat.S_ISREG(about.st_mode) and len(key) == _BYTES else None
