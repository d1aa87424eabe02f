"""The environment of a kernel: what is listed here, and nothing else that a user's shell or scheduler holds."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSED_ON = frozenset(
    # where programs, libraries and this user's own folders are
    "WPS_ROOT PATH HOME USER LOGNAME PYTHONPATH PYTHONHOME PYTHONNOUSERSITE VIRTUAL_ENV CONDA_PREFIX "
    "LD_LIBRARY_PATH LD_PRELOAD DYLD_LIBRARY_PATH DYLD_INSERT_LIBRARIES TMPDIR TEMP TMP "
    "XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR JUPYTER_PATH JUPYTER_DATA_DIR JUPYTER_CONFIG_DIR "
    "JUPYTER_RUNTIME_DIR JUPYTER_PLATFORM_DIRS MPLCONFIGDIR FONTCONFIG_FILE FONTCONFIG_PATH "
    # language, encoding and zone, which change nothing in a pack, as the tests see
    "LANG LANGUAGE LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME TZ "
    "PYTHONUTF8 PYTHONIOENCODING PYTHONCOERCECLOCALE "
    # how much of the machine is used, and how Python runs
    "OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS NUMEXPR_NUM_THREADS "
    "PYTHONHASHSEED PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONWARNINGS "
    # without which no program starts on Windows
    "SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA NUMBER_OF_PROCESSORS "
    "PROCESSOR_ARCHITECTURE".split()
)
_changing = threading.Lock()


def kernel_env(root: Path, *, charts: str | None = None) -> dict[str, str]:
    """Return a kernel's whole environment: what is listed of this process's, this root, and where charts are saved.

    Examples
    --------
    >>> sorted(kernel_env(Path("/wps"), charts="charts").keys() - PASSED_ON)
    ['WPS_CHART_DIR']
    """
    return _listed() | {"WPS_ROOT": str(root)} | ({"WPS_CHART_DIR": charts} if charts else {})


@contextmanager
def listed_environment() -> Iterator[None]:
    """Let what is started meanwhile inherit only what is listed: of a process it can be asked what it was given."""
    with _changing:
        before = dict(os.environ)
        try:
            for name in before.keys() - _listed().keys():
                del os.environ[name]
            yield
        finally:
            os.environ.update(before)


def _listed() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if (name if os.name == "posix" else name.upper()) in PASSED_ON
    }
