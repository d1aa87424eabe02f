"""A pack made by the workers of a Dask cluster is the one made here, also if a worker is lost in the middle."""

import json
import os
import subprocess
import sys
import time

import nbformat
import pytest

from wps_analysis.errors import PackError
from wps_analysis.pack.kernel.cluster import cluster_executor, unlike
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.run import run_packs

WORKERS = {"one": ["--nthreads", "1", "--no-nanny"], "two": ["--nthreads", "1", "--no-nanny"]}
SLOW = """
import os, time
with open({mark!r}, "a") as file:
    print(os.environ.get("WORKER", "here"), file=file)
time.sleep(2)
"""
REQUEST = Request(("KHM",), pillars=("protection",), formats=("notebooks",))


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a program of Dask with a folder of its own; all are stopped in the end."""
    started = []

    def begin(name, program, *arguments):
        folder = tmp_path / name
        folder.mkdir()
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"]
        env = {**os.environ, "WORKER": name}
        with (folder / "log").open("w") as log:
            started.append(subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(start, tmp_path):
    """Start a scheduler on loopback and return its address and what workers are started with."""
    file = tmp_path / "scheduler.json"
    start("scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    wait_until(lambda: file.exists() and file.read_text().endswith("}"))
    return json.loads(file.read_text())["address"]


def wait_until(done, seconds=60):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_a_lost_worker_changes_nothing_in_the_pack(tiny_project, contents, start, scheduler, tmp_path):
    mark = tmp_path / "who"
    for path in (tiny_project / "notebooks").iterdir():  # slow enough to be under way when their worker is killed
        source = nbformat.read(path, as_version=4)
        source.cells.append(nbformat.v4.new_code_cell(SLOW.format(mark=str(mark))))
        nbformat.write(source, path)
    here = run_packs(REQUEST, root=tiny_project, output=tmp_path / "here")[0]
    mark.unlink()
    workers = {name: start(name, "dask_worker", scheduler, *options) for name, options in WORKERS.items()}

    def kill_one(event):
        if event.kind == "run" and event.done == 1:
            wait_until(lambda: len(mark.read_text().splitlines()) > 2)
            workers[mark.read_text().splitlines()[-1]].kill()

    there = run_packs(REQUEST, scheduler=scheduler, root=tiny_project, output=tmp_path / "there", report=kill_one)[0]
    assert [worker.poll() for worker in workers.values()].count(None) == 1
    assert len(mark.read_text().splitlines()) > len(there.outcomes)  # what was lost was done again
    assert there.failures == ()
    assert contents(there.folder) == contents(here.folder)


def test_a_scheduler_that_is_not_there_or_has_no_workers_is_named(scheduler, monkeypatch):
    monkeypatch.setattr("wps_analysis.pack.kernel.cluster._CONNECT_SECONDS", 1)
    for address, message in {
        scheduler: f"The Dask scheduler at {scheduler} has no workers",
        "tcp://127.0.0.1:1": r"No Dask scheduler answers at tcp://127\.0\.0\.1:1 ",
    }.items():
        with pytest.raises(PackError, match=message), cluster_executor(address):
            pass


def test_workers_that_would_draw_otherwise_are_named_with_what_differs():
    here = {"pandas": "3.1.1", "font DejaVu Sans": "ab"}
    workers = {"b": {"pandas": "3.0.0"}, "a": here, "c": ModuleNotFoundError("No module named 'wps_analysis'")}
    assert unlike(workers, here) == [
        "b has pandas 3.0.0 (here 3.1.1), font DejaVu Sans missing (here ab)",
        "c: ModuleNotFoundError: No module named 'wps_analysis'",
    ]
