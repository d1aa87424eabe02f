"""What is trusted: finished runs that this user has proved, a kernel's listed environment, folders of one's own."""

import json
import os
import stat
import time
from itertools import repeat
from multiprocessing import forkserver
from pathlib import Path

import nbformat
import psutil
import pytest

from wps_analysis.pack.kernel import fork_server
from wps_analysis.pack.kernel.environment import kernel_env, listed_environment
from wps_analysis.pack.kernel.fork_server import can_fork, fork_context, forked_process
from wps_analysis.pack.plan.own_key import own_key
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.store import Store
from wps_analysis.pack.plan.task import Result, Task
from wps_analysis.pack.run import run_packs
from wps_analysis.paths import sha256

TASK = Task("overview", b"{}", {}, {}, 60)
RESULT = Result(b"notebook", {"levels.svg": b"drawing"})
SECRET = "s3cr3t-4711"
ASKS = """
import os
print(str(dict(os.environ)).replace("/", "|"))  # a path would fail the pack
for process in ("self", os.getppid()):
    print(open(f"/proc/{process}/environ").read().replace("/", "|") if os.path.exists("/proc/self/environ") else "")
"""


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / ".runs")
    made.put(TASK, RESULT)
    return made


@pytest.fixture
def keys(monkeypatch, tmp_path):
    """Return a function that gives the key of a user whose folder is the one named."""
    own_key.cache_clear()

    def key_in(folder):
        monkeypatch.setenv("XDG_STATE_HOME", str(folder))
        own_key.cache_clear()
        return own_key()

    yield key_in
    monkeypatch.undo()
    own_key.cache_clear()


def record_of(store):
    (path,) = store.folder.glob("*/run.json")
    return path, json.loads(path.read_text())


def test_a_run_that_is_proved_is_not_done_again(store):
    kept = store.get(TASK)
    assert (kept.notebook, kept.charts) == (RESULT.notebook, RESULT.charts)


def test_a_run_that_was_changed_with_its_hash_is_done_again(store):
    path, record = record_of(store)
    (path.parent / "notebook.ipynb").write_bytes(b"forged")
    assert store.get(TASK) is None
    record["files"]["notebook.ipynb"] = sha256(b"forged")
    path.write_text(json.dumps(record))
    assert store.get(TASK) is None
    assert store.why_again(TASK) == "the finished run is not proved to be as it was"


def test_a_run_of_another_key_proves_nothing(store):
    other = Task("overview", b"{ }", {}, {}, 60)
    path, _record = record_of(store)
    path.parent.rename(path.parents[1] / other.key[:32])
    assert store.get(other) is None


@pytest.mark.parametrize("name", ["../../page.html", "/etc/passwd", "..", ".evil.html", "a/b.svg"])
def test_a_name_that_leads_elsewhere_is_never_read_nor_written(store, name):
    path, record = record_of(store)
    path.write_text(json.dumps(record | {"files": {**record["files"], name: sha256(b"x")}}))
    assert store.get(TASK) is None
    store.put(TASK, RESULT)
    assert sorted(each.name for each in path.parent.iterdir()) == ["levels.svg", "notebook.ipynb", "run.json"]


@pytest.mark.parametrize("text", ["[]", "1", '{"files": 3, "proof": ""}', '{"files": {}}', "[" * 100_000, "\0", ""])
def test_a_record_that_says_something_else_is_no_record(store, text):
    path, _record = record_of(store)
    path.write_text(text)
    assert store.get(TASK) is None
    assert store.why_again(TASK) == "no finished run"


def test_the_key_is_this_users_alone(keys, tmp_path):
    key = keys(tmp_path / "mia")
    path = tmp_path / "mia" / "wps_analysis" / "shelf.key"
    assert (len(key), keys(tmp_path / "mia"), stat.S_IMODE(path.stat().st_mode)) == (32, key, 0o600)
    assert keys(tmp_path / "tom") != key
    path.chmod(0o644)  # who could read it could forge
    assert keys(tmp_path / "mia") is None


def test_without_a_place_for_a_key_nothing_is_kept_and_all_is_done(keys, tmp_path):
    (tmp_path / "file").touch()
    assert keys(tmp_path / "file" / "no folder") is None
    store = Store(tmp_path / ".runs")
    store.put(TASK, RESULT)
    assert (store.get(TASK), store.folder.exists()) == (None, False)


def test_a_run_proved_by_another_user_is_done_again(store, keys, tmp_path):
    keys(tmp_path / "another")
    assert store.get(TASK) is None


def test_a_shelf_of_runs_that_is_a_link_is_not_followed(tmp_path):
    shelf, elsewhere = Shelf(tmp_path, "KHM"), tmp_path / "papers"
    (elsewhere / ("0" * 32)).mkdir(parents=True)
    shelf.folder.mkdir()
    shelf.runs.symlink_to(elsewhere)
    with shelf.locked(print):
        shelf.forget_unused_runs([])
    assert (elsewhere / ("0" * 32)).is_dir()


def test_what_is_no_run_is_not_removed_from_the_shelf(store):
    (store.folder / "papers").mkdir()
    store.keep([])
    assert [path.name for path in store.folder.iterdir()] == ["papers"]


@pytest.fixture
def loose_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_folders_are_private_under_a_loose_umask_and_a_pack_is_only_read_by_others(loose_umask, tmp_path):
    shelf = Shelf(tmp_path, "KHM")
    with shelf.locked(print), shelf.building("2025-10-31") as building:
        Store(shelf.runs).put(TASK, RESULT)
        assert stat.S_IMODE(building.stat().st_mode) == 0o700
        (building / "data").mkdir()
        (building / "data" / "a.csv").touch()
        shelf.move_in(building, "2025-10-31")
    runs = [shelf.runs, *shelf.runs.iterdir()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in runs] == [0o700, 0o700]
    pack = shelf.folder / "2025-10-31"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (shelf.folder, pack, *sorted(pack.rglob("*")))] == [
        0o755, 0o755, 0o755, 0o644,
    ]  # fmt: skip


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_secret_of_the_shell_reaches_no_notebook_output_or_shelf(tiny_project, monkeypatch, cold):
    monkeypatch.setenv("API_TOKEN", SECRET)
    monkeypatch.setenv("HTTPS_PROXY", f"http://mia:{SECRET}@proxy")
    path = tiny_project / "notebooks" / "overview.ipynb"
    source = nbformat.read(path, as_version=4)
    source.cells.append(nbformat.v4.new_code_cell(ASKS if not cold else ASKS.replace(", os.getppid()", ",")))
    nbformat.write(source, path)
    request = Request(("KHM",), pillars=("protection",), formats=("notebooks",), cold=cold)
    result = run_packs(request, root=tiny_project)[0]
    assert result.failures == ()
    assert "WPS_ROOT" in (result.folder / "overview.ipynb").read_text(encoding="utf-8")  # it was asked
    files = [path for path in (tiny_project / "outputs").rglob("*") if path.is_file()]
    assert any(".runs" in path.parts for path in files)
    assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []


def test_what_is_started_meanwhile_inherits_what_is_listed(monkeypatch, tmp_path):
    monkeypatch.setenv("API_TOKEN", SECRET)
    with listed_environment():
        inside = dict(os.environ)
    assert ("API_TOKEN" in inside, inside["PATH"], os.environ["API_TOKEN"]) == (False, os.environ["PATH"], SECRET)
    assert "API_TOKEN" not in kernel_env(tmp_path)


@pytest.mark.skipif(not (can_fork() and Path("/proc/self/environ").exists()), reason="asks a forked process's system")
def test_a_fork_server_that_is_started_again_knows_no_more_than_the_first(monkeypatch):
    fork_context()
    first = psutil.Process(forkserver._forkserver._forkserver_pid)
    first.kill()
    while first.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    monkeypatch.setenv("API_TOKEN", SECRET)
    process = forked_process(print)
    server = forkserver._forkserver._forkserver_pid
    process.join()
    assert SECRET.encode() not in Path(f"/proc/{server}/environ").read_bytes()


@pytest.mark.skipif(not can_fork(), reason="there is no fork server here")
def test_a_fork_server_that_is_lost_while_a_process_starts_is_started_again(monkeypatch):
    started, answers = fork_server._started, iter([EOFError, ConnectionRefusedError])

    def lost_twice(*given):
        if error := next(answers, None):
            raise error
        return started(*given)

    monkeypatch.setattr(fork_server, "_started", lost_twice)
    process = forked_process(print)
    process.join()
    assert process.exitcode == 0
    answers = repeat(ConnectionRefusedError)
    with pytest.raises(ConnectionRefusedError):
        forked_process(print)
