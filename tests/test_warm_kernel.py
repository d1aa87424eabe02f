"""A forked kernel is a kernel of its own: names, environment, folder, random state; and it leaves with its driver."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from wps_analysis.pack.kernel import fork_server, notebook

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
    cell = new_code_cell("import sys; print('wps_analysis.report.pillar_brief' in sys.modules)", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="True\n")]
    notebook_ = new_notebook(cells=[cell])
    notebook_.metadata["kernelspec"] = {"name": "wps", "display_name": "wps", "language": "python"}
    nbformat.write(notebook_, tmp_path / "in.ipynb")
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    if command[0] != "pytest":
        assert nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs[0].text == "True\n"


def test_a_kernel_can_be_interrupted_and_goes_on():
    manager, client = start_new_kernel(kernel_name="wps")
    try:
        client.execute("import time; print('now'); time.sleep(60)")
        while client.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        assert client.get_shell_msg(timeout=30)["content"]["ename"] == "KeyboardInterrupt"
        client.execute("1 + 1")
        assert client.get_shell_msg(timeout=30)["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_kernel_that_dies_is_the_failure_of_its_cell(tmp_path):
    failure, _ = run(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert "DeadKernelError" in failure.error


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
    cell = new_code_cell("import pathlib, os, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(300)")
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
    for _ in range(240):
        if done():
            return
        time.sleep(0.25)
    pytest.fail("it did not happen within a minute")
