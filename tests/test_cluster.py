"""A pack made by the workers of a Dask cluster is the one made here, also if a worker is lost in the middle."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import dask
import nbformat
import pytest

from wps_analysis.errors import PackError
from wps_analysis.pack.kernel import cluster_address
from wps_analysis.pack.kernel.cluster import cluster_executor, unlike
from wps_analysis.pack.kernel.cluster_address import check_address
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.run import run_packs

WORKERS = {"one": ["--nthreads", "1", "--no-nanny"], "two": ["--nthreads", "1", "--no-nanny"]}
SLOW = """
import pathlib, tempfile, time
with open({mark!r}, "a") as file:
    print(pathlib.Path(tempfile.gettempdir()).name, file=file)
time.sleep(2)
"""
REQUEST = Request(("KHM",), pillars=("protection",), formats=("notebooks",))


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a program of Dask with a folder of its own; all are stopped in the end."""
    started = []

    def begin(name, program, *arguments, **more):
        folder = tmp_path / name
        folder.mkdir()
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"]
        env = {**os.environ, "TMPDIR": str(folder), **more}
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


def test_a_scheduler_without_workers_is_named(scheduler, monkeypatch):
    monkeypatch.setattr("wps_analysis.pack.kernel.cluster._CONNECT_SECONDS", 1)
    check_address(scheduler)
    with pytest.raises(PackError, match=f"The Dask scheduler at {scheduler} has no workers"):
        cluster_executor(scheduler).__enter__()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("127.0.0.1:8786", "is no address: write tls://host:port or"),
        ("tcp://127.0.0.1", "is no address"),
        ("tcp://mia:pw@127.0.0.1:8786", "is no address"),
        ("http://127.0.0.1:8786", "has the scheme 'http'"),
        ("tcp://127.0.0.1:0", "has a port that is none"),
        ("tcp://127.0.0.1:99999", "has a port that is none"),
        ("tcp://nowhere.invalid:8786", "there is no host 'nowhere.invalid'"),
        ("tcp://127.0.0.1:1", "No Dask scheduler answers at tcp://127.0.0.1:1"),
        ("tcp://192.0.2.7:8786", "is neither encrypted nor authenticated, .* or say --insecure-cluster"),
        ("tcp://[2001:db8::7]:8786", "is neither encrypted nor authenticated"),
        ("tls://127.0.0.1:1", "needs your certificates, .* not configured: distributed.comm.tls.ca-file"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_at_once(tiny_project, address, message):
    start = time.monotonic()
    with pytest.raises(PackError, match=message):
        run_packs(REQUEST, scheduler=address, root=tiny_project)
    assert time.monotonic() - start < 10
    assert not (tiny_project / "outputs").exists()


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n"])
def test_another_service_is_no_scheduler(says, monkeypatch):
    monkeypatch.setattr(cluster_address, "_ANSWER_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(says), daemon=True).start()
        with pytest.raises(PackError, match="No Dask scheduler answers at tcp://127.0.0.1"):
            check_address(f"tcp://127.0.0.1:{server.getsockname()[1]}")


def test_an_open_line_to_another_machine_is_allowed_by_name(monkeypatch):
    monkeypatch.setattr(cluster_address, "_ANSWER_SECONDS", 0.1)
    with pytest.raises(PackError, match="No Dask scheduler answers at tcp://192.0.2.7:8786"):
        check_address("tcp://192.0.2.7:8786", insecure=True)


@pytest.fixture
def certificates(tmp_path):
    """Make an authority and a certificate of its own, as Dask's settings name them."""
    key, chain, request = (str(tmp_path / name) for name in ("key.pem", "cert.pem", "cert.csr"))
    authority, authority_key = str(tmp_path / "ca.pem"), str(tmp_path / "ca-key.pem")
    new = ["-newkey", "rsa:2048", "-nodes"]
    for command in (
        ["req", "-x509", *new, "-keyout", authority_key, "-out", authority, "-subj", "/CN=authority", "-days", "2"],
        ["req", *new, "-keyout", key, "-out", request, "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial", "-out", chain,
         "-days", "2"],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return {"ca-file": authority, "key": key, "cert": chain}


@pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made with openssl")
def test_a_cluster_with_certificates_is_reached_with_ones_own_and_with_no_others(
    tiny_project, start, certificates, tmp_path
):
    ca, key, cert = (certificates[name] for name in ("ca-file", "key", "cert"))
    tls = ["--protocol", "tls", "--tls-ca-file", ca, "--tls-key", key, "--tls-cert", cert]
    file = tmp_path / "scheduler.json"
    start("scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), *tls)
    wait_until(lambda: file.exists() and file.read_text().endswith("}"))
    address = json.loads(file.read_text())["address"]
    assert address.startswith("tls://127.0.0.1:")
    start("one", "dask_worker", address, *WORKERS["one"], *tls)
    tls = "distributed.comm.tls"
    with dask.config.set({f"{tls}.ca-file": ca, f"{tls}.client.key": key, f"{tls}.client.cert": cert}):
        assert run_packs(REQUEST, scheduler=address, root=tiny_project)[0].failures == ()
    with pytest.raises(PackError, match="No Dask scheduler answers"):
        check_address(address.replace("tls://", "tcp://"))  # an open line to it says nothing


def test_workers_that_would_draw_otherwise_are_named_with_what_differs():
    here = {"pandas": "3.1.1", "font DejaVu Sans": "ab"}
    workers = {"b": {"pandas": "3.0.0"}, "a": here, "c": ModuleNotFoundError("No module named 'wps_analysis'")}
    assert unlike(workers, here) == [
        "b has pandas 3.0.0 (here 3.1.1), font DejaVu Sans missing (here ab)",
        "c: ModuleNotFoundError: No module named 'wps_analysis'",
    ]
