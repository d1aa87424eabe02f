"""The folder of an area's packs: one writer at a time, packs moved in whole, and ``latest`` for the newest of them."""

import contextlib
import ctypes
import os
import re
import shutil
import socket
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from wps_analysis.pack.plan.manifest import read_manifest
from wps_analysis.pack.plan.store import Store

_WHOLE = re.compile(r"\d{4}-\d\d-\d\d(?P<language>\.[a-z]{2,3})?")
_ASIDE = re.compile(r"\.(?:building|old|removing)-.*")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_POLL_SECONDS = 0.2


class Shelf:
    """The packs of one area.

    Parameters
    ----------
    outputs
        The folder of all packs.
    ref_area
        The area's code.
    """

    def __init__(self, outputs: Path, ref_area: str) -> None:
        self.ref_area = ref_area
        self.folder = outputs / ref_area
        self.runs = self.folder / ".runs"

    @contextlib.contextmanager
    def locked(self, waiting: Callable[[str], None]) -> Iterator[bool]:
        """Hold the area, and tell whether it had to wait: a second pack waits, after `waiting` was told for whom."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder.with_name(f".{self.ref_area}.lock"))
        # Beside the lock, since whoever tries the lock empties its file.
        holder = self.folder.with_name(f".{self.ref_area}.holder")
        waited = False
        try:
            lock.acquire(blocking=False)
        except Timeout:
            waited = True
            with contextlib.suppress(OSError):
                who = holder.read_text(encoding="utf-8").strip()
                waiting(f"{self.ref_area} is being made by {who}; waiting for it")
            lock.acquire(poll_interval=_POLL_SECONDS)
        try:
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}\n", encoding="utf-8")
            self._tidy_up()
            yield waited
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    @contextlib.contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """Give a new empty folder to build a pack in, beside its place; what was not moved in is removed."""
        folder = self.folder / f".building-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def move_in(self, building: Path, name: str) -> Path:
        """Put a finished folder in its place; at no moment is there no pack, or half a one."""
        final = self.folder / name
        if not final.exists():
            building.rename(final)
        elif not _exchange(building, final):  # else `building` is the old one now
            old = final.with_name(f".old-{name}")
            final.rename(old)
            try:
                building.rename(final)
            except OSError:
                old.rename(final)  # as `_tidy_up` does if this line is never reached
                raise
            shutil.rmtree(old, ignore_errors=True)
        self._point_to_latest()
        return final

    def remove(self, name: str) -> None:
        """Remove a pack: first out of its place as a whole."""
        aside = self.folder / f".removing-{name}"
        with contextlib.suppress(FileNotFoundError):
            (self.folder / name).rename(aside)
        shutil.rmtree(aside, ignore_errors=True)

    def keep(self, number: int, *, language: str) -> list[str]:
        """Remove all whole packs of a language but the newest ones, and return the names removed."""
        removed = self.whole(language)[:-number]
        for name in removed:
            self.remove(name)
        return removed

    def whole(self, language: str) -> list[str]:
        """Return the names of the whole packs of a language (``".km"``; empty for English), the oldest first."""
        found = [(path.name, _WHOLE.fullmatch(path.name)) for path in self.folder.iterdir() if path.is_dir()]
        return sorted(name for name, match in found if match and (match["language"] or "") == language)

    def forget_unused_runs(self, wanted: Collection[str]) -> None:
        """Remove the finished runs that no pack of the area is made of, but those whose keys are wanted."""
        manifests = [read_manifest(path) for path in self.folder.iterdir() if path.is_dir()]
        used = {run["key"] for manifest in manifests for run in manifest.get("plan", [])}
        Store(self.runs).keep(used.union(wanted))

    def _point_to_latest(self) -> None:
        names = {match["language"] or "" for path in self.folder.iterdir() if (match := _WHOLE.fullmatch(path.name))}
        for language in names:
            newest, link = self.whole(language)[-1], self.folder / f"latest{language}"
            if link.is_symlink() and link.readlink() == Path(newest):
                continue
            new = self.folder / f".building-latest{language}"
            new.unlink(missing_ok=True)
            new.symlink_to(newest, target_is_directory=True)
            new.replace(link)

    def _tidy_up(self) -> None:
        """Move back what was moved aside, and remove what was not finished, when a writer was killed."""
        for path in self.folder.iterdir():
            if not _ASIDE.fullmatch(path.name):
                continue
            final = self.folder / path.name.removeprefix(".old-")
            if path.name.startswith(".old-") and not final.exists():
                path.rename(final)
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, as Linux can; False where the system or the disk cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0
