"""Packs are moved in whole; at no moment is there half a pack or none where one was."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from wps_analysis.pack.plan import shelf as shelf_module
from wps_analysis.pack.plan.shelf import Shelf


@pytest.fixture
def shelf(tmp_path):
    made = Shelf(tmp_path, "KHM")
    made.folder.mkdir()
    return made


def put(shelf, name, text):
    with shelf.building(name) as building:
        (building / "page").write_text(text)
        return shelf.move_in(building, name)


def names(shelf):
    return sorted(path.name for path in shelf.folder.iterdir())


def test_a_pack_takes_the_place_of_the_one_of_its_date(shelf):
    put(shelf, "2025-01-31", "old")
    put(shelf, "2025-01-31", "new")
    assert (shelf.folder / "latest" / "page").read_text() == "new"
    assert names(shelf) == ["2025-01-31", "latest"]


def test_so_it_does_where_folders_cannot_be_exchanged(shelf, monkeypatch):
    monkeypatch.setattr(shelf_module, "_exchange", lambda one, other: False)
    test_a_pack_takes_the_place_of_the_one_of_its_date(shelf)


def test_latest_points_to_the_newest_date_of_each_language(shelf):
    for name in ("2025-01-31", "2024-12-31", "2024-12-31.km", "2026-01-31.partial", "2026-01-31.failed"):
        put(shelf, name, name)
    assert (shelf.folder / "latest" / "page").read_text() == "2025-01-31"
    assert (shelf.folder / "latest.km" / "page").read_text() == "2024-12-31.km"


def test_old_packs_are_removed_by_language(shelf):
    for name in ("2023-12-31", "2024-12-31", "2025-12-31", "2023-12-31.km"):
        put(shelf, name, name)
    assert shelf.keep(2, language="") == ["2023-12-31"]
    assert names(shelf) == ["2023-12-31.km", "2024-12-31", "2025-12-31", "latest", "latest.km"]
    assert (shelf.folder / "latest" / "page").read_text() == "2025-12-31"


def test_what_a_killed_writer_left_is_mended(shelf):
    put(shelf, "2025-01-31", "old").rename(shelf.folder / ".old-2025-01-31")
    (shelf.folder / ".building-2025-01-31").mkdir()
    (shelf.folder / ".removing-2024-01-31").mkdir()
    with shelf.locked(print):
        assert (shelf.folder / "2025-01-31" / "page").read_text() == "old"
        assert names(shelf) == ["2025-01-31", "latest"]


def test_a_second_writer_waits_and_is_told_who_holds_the_area(shelf):
    told = []
    with ThreadPoolExecutor(1) as pool:
        with shelf.locked(told.append):
            second = pool.submit(lambda: shelf.locked(told.append).__enter__())
            while not told:
                time.sleep(0.01)
            assert not second.done()
        second.result(timeout=10)
    assert told == [f"KHM is being made by process {os.getpid()} on {os.uname().nodename}; waiting for it"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_pack_that_is_not_finished_is_removed_and_the_old_one_stays(shelf, monkeypatch, exchange):
    put(shelf, "2025-01-31", "old")
    if not exchange:
        monkeypatch.setattr(shelf_module, "_exchange", lambda one, other: False)
    with pytest.raises(OSError, match="full"), shelf.building("2025-01-31") as building:
        (building / "page").write_text("half")
        raise OSError("full")
    assert (shelf.folder / "latest" / "page").read_text() == "old"
    assert names(shelf) == ["2025-01-31", "latest"]


WRITER = """
import sys
from pathlib import Path
from wps_analysis.pack.plan.shelf import Shelf
shelf, number = Shelf(Path(sys.argv[1]), "KHM"), 0
with shelf.locked(print):
    while True:
        number += 1
        with shelf.building("2025-01-31") as building:
            for name in "abc":
                (building / name).write_text(str(number))
            shelf.move_in(building, "2025-01-31")
"""


def names_in(pack):
    """List a folder; once more if another took its place while it was listed, as the old one is then being deleted."""
    while True:
        listed, found = pack.stat().st_ino, {path.name for path in pack.iterdir()}
        if pack.stat().st_ino == listed:
            return found


@pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step on Linux")
def test_a_writer_killed_at_any_moment_leaves_a_whole_pack(shelf, tmp_path):
    for wait in (0.0, 0.003, 0.007, 0.011, 0.013, 0.017, 0.019, 0.023):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)])
        pack = shelf.folder / "2025-01-31"
        while not pack.exists():
            time.sleep(0.01)
        deadline = time.monotonic() + 0.2 + wait
        while time.monotonic() < deadline:  # who reads while it is written sees a whole pack too
            assert names_in(pack) == {"a", "b", "c"}
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert len({(pack / name).read_text() for name in "abc"}) == 1
        assert (shelf.folder / "latest" / "a").is_file()
    shutil.rmtree(shelf.folder)
