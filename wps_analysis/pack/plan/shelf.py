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
_BY_THE_WAY = re.compile(r"(?:^|/)(?:\.ipynb_checkpoints/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
"""What programs leave in a folder that is looked at."""
_POLL_SECONDS, _SHOWN = 0.2, 5


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
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
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

    def in_the_way(self, names: Collection[str]) -> list[str]:
        """Say what stands where packs of these names would be moved in, and is none of the tool's own making.

        A link ``latest`` that was copied as a folder cannot be turned to another pack, and a file that somebody put
        into a pack's folder would be gone with the old pack.
        """
        links = [path for path in sorted(self.folder.glob("latest*")) if path.is_dir() and not path.is_symlink()]
        wrong = [f"{path} is a folder and no link to a pack: move it away" for path in links]
        for place in (self.folder / name for name in names):
            known = {"manifest.json", *read_manifest(place).get("outputs", {})}
            files = (path for path in sorted(place.rglob("*")) if path.is_symlink() or not path.is_dir())
            own = [name for path in files if (name := path.relative_to(place).as_posix()) not in known]
            own = [name for name in own if not _BY_THE_WAY.search(name)]
            if own:
                more = f" and {len(own) - _SHOWN} more" if len(own) > _SHOWN else ""
                wrong.append(f"{place} holds what no pack made: {', '.join(own[:_SHOWN])}{more}: move it away")
        return wrong

    @contextlib.contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """Give a new empty folder to build a pack in, beside its place; what was not moved in is removed."""
        folder = self.folder / f".building-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def move_in(self, building: Path, name: str) -> Path:
        """Put a finished folder in its place; at no moment is there no pack, or half a one."""
        final = self.folder / name
        _open_to_readers(building)
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
        if self.runs.is_symlink():  # what is kept and removed there would be another's
            self.runs.unlink()
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


def _open_to_readers(folder: Path) -> None:
    """Give a finished folder and all in it the rights of the umask, but let nobody else write there."""
    umask = os.umask(0o022)
    os.umask(umask)
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o755 if path.is_dir() else 0o644) & ~umask)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, as Linux can; False where the system or the disk cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0
