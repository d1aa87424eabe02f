"""A kernel's sockets: files in a short folder of this user alone, instead of ports that anybody may take or ask."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# A Unix socket's path may hold about 100 characters; jupyter_client adds some 20 to the folder's name.
_LONGEST_FOLDER = 70


def socket_base() -> str | None:
    """Return where the folders of sockets may lie, however long TMPDIR is; None where only ports will do."""
    if os.name != "posix":
        return None
    bases = (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR"), "/tmp", "/var/tmp")
    short = (base for base in bases if base and len(f"{base}/wps-12345678") <= _LONGEST_FOLDER)
    return next((base for base in short if os.access(base, os.W_OK | os.X_OK)), None)


def make_socket_folder() -> Path | None:
    """Make a private folder for a kernel's sockets; None where only ports will do."""
    base = socket_base()
    return Path(tempfile.mkdtemp(prefix="wps-", dir=base)) if base else None
