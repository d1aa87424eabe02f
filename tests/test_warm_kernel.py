"""A forked kernel is a kernel of its own: names, environment, folder, random state; and it leaves with its driver."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from wps_analysis.pack.kernel import fork_server, notebook

PATIENCE = 600
"""Seconds that a thing may take on a busy machine; on a quiet one it takes one or two."""
pytestmark = pytest.mark.skipif(not fork_server.can_fork(), reason="this system cannot fork")


def run(tmp_path, *sources, name="run", seed=0, cold=False, **env):
    """Run cells in a kernel, forked unless it is cold; return why they failed, if they did, and what they printed."""
    source = tmp_path / f"{name}.ipynb"
    cells = [new_code_cell(text) for text in ("language = 'en'  # language", *sources)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(new_notebook(cells=cells), source)
    target = tmp_path / f"{name}.out.ipynb"
    failure = notebook.execute(
        source, target, parameters={}, folder=tmp_path, env={**os.environ, **env}, seed=seed, cold=cold
    )
    executed = nbformat.read(target, as_version=4)
    return failure, "".join(output.get("text", "") for cell in executed.cells for output in cell.get("outputs", []))


def test_names_environment_and_folder_are_the_notebooks_own(tmp_path):
    _, first = run(tmp_path, "import os; seen = os.getcwd(); print(seen, os.environ.get('MINE'))", MINE="1")
    assert first == f"{tmp_path} 1\n"
    failure, _ = run(tmp_path, "print(seen)", name="second")
    assert "NameError: name 'seen' is not defined" in failure.error


def test_what_a_notebook_uses_is_there_already(tmp_path):
    _, said = run(
        tmp_path, "import sys; print('wps_analysis.report.pillar_brief' in sys.modules, __name__, sys.argv[0][-3:])"
    )
    assert said.split() == ["True", "__main__", "her"]


def test_random_numbers_follow_the_seed_of_the_run(tmp_path):
    draw = "import random, numpy; print(random.random(), numpy.random.rand())"
    one, again, other = (run(tmp_path, draw, seed=seed)[1] for seed in (7, 7, 8))
    assert one == again != other
    assert one.split()[0] == str(random.Random(7).random())  # the first: the kernel itself has drawn none
    assert run(tmp_path, draw, seed=7, cold=True)[1] == one


def test_the_name_space_is_empty_in_both_kinds_of_kernel(tmp_path):
    names = "print(sorted(name for name in globals() if name[0] != '_'))"
    forked, ordinary = (run(tmp_path, names, cold=cold)[1] for cold in (False, True))
    assert forked == ordinary == "['In', 'Out', 'exit', 'get_ipython', 'language', 'open', 'quit']\n"


TRANSPORT = "from ipykernel.kernelapp import IPKernelApp; print(IPKernelApp.instance().transport)"


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_pack_opens_no_port_however_long_the_temporary_folder(tmp_path, monkeypatch, cold):
    long = tmp_path / ("x" * 80)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    assert run(tmp_path, TRANSPORT, cold=cold)[1] == "ipc\n"


@pytest.mark.parametrize(
    "command",
    [
        ["papermill", "-k", "wps", "in.ipynb", "out.ipynb"],
        ["jupyter", "nbconvert", "--to", "notebook", "--execute", "in.ipynb", "--output", "out"],
        ["jupyter", "execute", "in.ipynb", "--output", "out.ipynb"],  # nbclient
        ["pytest", "-c", os.devnull, "--rootdir", ".", "--nbval", "--nbval-kernel-name", "wps", "in.ipynb"],
    ],
    ids=["papermill", "nbconvert", "nbclient", "nbval"],
)
def test_other_programs_run_notebooks_on_the_kernelspec_unchanged(tmp_path, command):
    cell = new_code_cell(f"import sys; print('wps_analysis.report.pillar_brief' in sys.modules)\n{TRANSPORT}")
    cell.execution_count, expected = 1, "True\nipc\n"
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=expected)]
    notebook_ = new_notebook(cells=[cell])
    notebook_.metadata["kernelspec"] = {"name": "wps", "display_name": "wps", "language": "python"}
    nbformat.write(notebook_, tmp_path / "in.ipynb")
    program = Path(sys.executable).with_name(command[0])
    (temporary := tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run([program, *command[1:]], cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    if command[0] != "pytest":
        assert nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs[0].text == expected
    assert not [left for left in temporary.iterdir() if left.name.startswith("wps-")]


def test_a_kernel_can_be_interrupted_and_goes_on():
    manager, client = start_new_kernel(kernel_name="wps")
    try:
        client.execute("import time; print('now'); time.sleep(3600)", stop_on_error=False)
        while client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        assert client.get_shell_msg(timeout=PATIENCE)["content"]["ename"] == "KeyboardInterrupt"
        client.execute("1 + 1")
        assert client.get_shell_msg(timeout=PATIENCE)["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_kernel_that_dies_is_the_failure_of_its_cell(tmp_path):
    failure, _ = run(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert "DeadKernelError" in failure.error


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
@pytest.mark.parametrize(
    ("ending", "cause"),
    [
        ("os._exit(0)", "its process ended by itself with status 0"),
        ("os._exit(7)", "its process ended by itself with status 7"),
        ("os.kill(os.getpid(), 9)", "its process was killed (SIGKILL), by hand or because memory ran out"),
        ("os.kill(os.getpid(), 11)", "its process crashed in compiled code (SIGSEGV)"),
    ],
)
def test_the_likely_cause_of_a_dead_kernel_is_said(tmp_path, ending, cause, cold):
    failure, _ = run(tmp_path, "1 + 1", f"import os; {ending}", "2 + 2", cold=cold)
    assert failure.cell == 3
    assert failure.error.startswith("DeadKernelError") and cause in failure.error


def test_a_lost_fork_server_is_said_and_started_again(tmp_path):
    failure, _ = run(tmp_path, "import os; os.kill(os.getppid(), 9)")
    assert failure is None or "the process that it was forked from was lost" in failure.error
    assert run(tmp_path, "print('here')", name="next") == (None, "here\n")


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_nothing_that_a_notebook_started_outlives_it(tmp_path, cold):
    start = "import subprocess; print(subprocess.Popen(['sleep', '3600'], start_new_session={}).pid)"
    failure, said = run(tmp_path, start.format(False), start.format(True), cold=cold)
    assert failure is None
    assert not any(alive(int(pid)) for pid in said.split())


def test_no_process_outlives_a_driver_that_is_killed(tmp_path):
    source = tmp_path / "long.ipynb"
    mark = f"wps-mark-{os.getpid()}"
    (tmp_path / "driver.py").write_text(
        f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from wps_analysis.pack.kernel import notebook
here = Path({str(tmp_path)!r})
notebook.execute(here / "long.ipynb", here / "out.ipynb", parameters={{}}, folder=here,
                 env={{**os.environ, "MARK": {mark!r}}})
"""
    )
    cell = new_code_cell("import pathlib, os, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(3600)")
    first = new_code_cell("language = 'en'  # language", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[first, cell]), source)
    driver = subprocess.Popen([sys.executable, str(tmp_path / "driver.py")])
    pid = tmp_path / "pid"
    wait_until(lambda: pid.exists() and pid.read_text())
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    wait_until(lambda: not alive(int(pid.read_text())))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]


def wait_until(done):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if done():
            return
        time.sleep(0.25)
    pytest.fail(f"it did not happen within {PATIENCE} seconds")
