"""A pack is made whole or not at all, does again only what changed, and is the same bytes each time."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
import pytest

from wps_analysis.claims.build import build
from wps_analysis.dev import review
from wps_analysis.errors import PackError, StaleError
from wps_analysis.pack.batch import Batch
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.plan.request import plan_jobs
from wps_analysis.pack.plan.task import Result
from wps_analysis.pack.run import run_pack, run_packs
from wps_analysis.tables import read_text_table

AS_OF = "2025-10-31"
NAMES = ("overview", "pillar-protection", "pipeline", "peers", "data_audit")


def pack(root, ref_area="KHM", **options):
    """Make a pack of one pillar's notebooks, without what is published of the tables."""
    return run_pack(ref_area, **{"root": root, "pillars": ["protection"], "formats": ["notebooks"], **options})


def states(result):
    return {outcome.run.name: outcome.skipped for outcome in result.outcomes}


def edit(root, name, append):
    """Add a code cell to a notebook of a project."""
    path = root / "notebooks" / f"{name}.ipynb"
    source = nbformat.read(path, as_version=4)
    source.cells.append(nbformat.v4.new_code_cell(append))
    nbformat.write(source, path)


def test_a_pack_holds_notebooks_charts_and_manifest(tiny_project, contents):
    result = pack(tiny_project)
    assert result.failures == ()
    assert result.folder == tiny_project / "outputs" / "KHM" / f"{AS_OF}.partial"  # not in the place of a whole pack
    files = contents(result.folder)
    charts = {f"charts/{name}/levels.{suffix}" for name in NAMES for suffix in ("png", "svg", "csv", "txt")}
    assert set(files) == charts | {"manifest.json", *(f"{name}.ipynb" for name in NAMES)}
    assert files["charts/pillar-protection/levels.csv"] == b"protection"
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["complete"]
    assert manifest["outputs"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert {"notebooks/pillar.ipynb", "data/registry/targets.csv", "data/processed/claims.csv"} <= set(
        manifest["inputs"]
    )
    assert [run["name"] for run in manifest["plan"]] == list(NAMES)
    assert set(manifest["fonts"]) == {"DejaVu Sans", "Noto Sans"}
    assert manifest["warnings"] == []


def test_all_formats_stand_in_a_whole_pack_that_latest_points_to(tiny_project, contents):
    result = run_packs(Request(("KHM",)), root=tiny_project)[0]
    files = set(contents(result.folder))
    assert {"index.html", "evidence.html", f"wps-KHM-{AS_OF}.xlsx", "changes.csv", "data/observations.csv"} <= files
    assert (tiny_project / "outputs" / "KHM" / "latest").resolve() == result.folder


@pytest.mark.parametrize("options", [{"jobs": 1}, {"jobs": 8}], ids=str)
def test_two_runs_give_the_same_bytes_and_name_no_place(tiny_project, tmp_path, options, contents):
    request = Request(("KHM",), pillars=("protection",))
    first, second = (
        run_packs(request, root=tiny_project, output=tmp_path / name, **given)[0].folder
        for name, given in {"one": {}, "two": options}.items()
    )
    assert contents(first) == contents(second)
    assert not [name for name, data in contents(first).items() if str(tmp_path).encode() in data]


def test_language_time_zone_and_place_of_a_machine_change_nothing(tiny_project, contents, tmp_path):
    here = run_packs(Request(("KHM",)), root=tiny_project)[0].folder
    moved = tiny_project.rename(tmp_path / "moved")
    env = {**os.environ, "LC_ALL": "C", "LANGUAGE": "km", "TZ": "AAA-14", "PYTHONHASHSEED": "7", "MPLBACKEND": "pdf"}
    command = [sys.executable, "-m", "wps_analysis", "pack", "--ref-area", "KHM", "--root", str(moved)]
    done = subprocess.run([*command, "--output", "there"], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "there" / "KHM" / AS_OF) == contents(moved / here.relative_to(tiny_project))


def test_an_ordinary_kernel_gives_the_same_bytes_as_a_forked_one(tiny_project, tmp_path, contents):
    edit(tiny_project, "peers", "import random\nprint(random.random(), __name__)")
    requests = [Request(("KHM",), pillars=("protection",), formats=("notebooks",), cold=cold) for cold in (False, True)]
    forked, ordinary = (
        run_packs(request, root=tiny_project, output=tmp_path / str(request.cold)) for request in requests
    )
    assert contents(forked[0].folder) == contents(ordinary[0].folder)


def test_nothing_is_done_again_that_has_not_changed(tiny_project, contents):
    before = contents(pack(tiny_project).folder)
    again = pack(tiny_project)
    assert again.unchanged
    assert all(states(again).values())
    assert contents(again.folder) == before


def test_a_pack_that_stands_makes_no_rows(tiny_project, monkeypatch):
    pack(tiny_project)
    monkeypatch.setattr("wps_analysis.pack.plan.request.visible_files", None)
    assert pack(tiny_project).unchanged


@pytest.mark.parametrize("name", ["versions", "inputs", "plan", "formats"])
def test_a_pack_of_other_data_code_or_parameters_does_not_stand(tiny_project, name):
    path = pack(tiny_project).folder / "manifest.json"
    job = plan_jobs(Request(("KHM",), pillars=("protection",), formats=("notebooks",)), root=tiny_project)[0]
    assert list(job.standing()) == list(NAMES)
    manifest = json.loads(path.read_text(encoding="utf-8"))
    said = manifest[name][0]["parameters"] if name == "plan" else manifest[name]
    said.append("csv") if name == "formats" else said.update({next(iter(said)): "another"})
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert not job.standing()


def test_the_finished_runs_of_a_later_pack_are_kept_while_an_earlier_one_is_published(tiny_project):
    request = Request(
        ("KHM",), pillars=("protection",), languages=("en", "km"), formats=("notebooks",), allow_draft=True
    )
    for made in run_packs(request, root=tiny_project):
        shutil.rmtree(made.folder)
    assert [set(states(result).values()) for result in run_packs(request, root=tiny_project)] == [{True}, {True}]


def test_no_more_runs_are_handed_in_than_may_wait(tiny_project):
    handed, ended, waiting = [], [], []

    class Pool(ThreadPoolExecutor):
        def submit(self, function, task):
            handed.append(task.name)
            waiting.append(len(handed) - len(ended))
            return super().submit(Result, task.notebook, {})

    request = Request(("KHM", "LAO"), pillars=("protection",), formats=("notebooks",), cold=True)
    planned = plan_jobs(request, root=tiny_project)
    for job in planned:
        job.shelf.folder.mkdir(parents=True)
    batch = Batch(planned, None, lambda event: ended.append(event) if event.kind == "run" else None)
    with Pool(1) as pool:
        assert len(batch.make(pool, 3)) == 2
    assert handed == [*NAMES, *NAMES]
    assert max(waiting) == 3


def test_what_changed_is_done_again_and_said(tiny_project):
    pack(tiny_project)
    edit(tiny_project, "peers", "print('more')")
    again = pack(tiny_project)
    assert [name for name, skipped in states(again).items() if not skipped] == ["peers"]
    assert [outcome.note for outcome in again.outcomes if not outcome.skipped] == ["changed: notebook"]


def test_a_figure_of_another_area_touches_the_runs_that_see_it(tiny_project, take_for_fresh):
    pack(tiny_project)
    path = tiny_project / "data" / "processed" / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if ",LAO," in line)
    lines[place] = lines[place].replace(",LAO,", ",THA,")
    path.write_text("".join(lines), encoding="utf-8")
    take_for_fresh()
    again = pack(tiny_project)
    done = [name for name, skipped in states(again).items() if not skipped]
    assert done == ["pillar-protection", "peers", "data_audit"]


def test_force_does_all_runs(tiny_project):
    pack(tiny_project)
    assert not any(states(pack(tiny_project, force=True)).values())


def test_a_pack_that_was_touched_is_made_again_from_its_finished_runs(tiny_project, contents):
    result = pack(tiny_project)
    before = contents(result.folder)
    (result.folder / "peers.ipynb").write_text("spoilt")
    again = pack(tiny_project)
    assert not again.unchanged
    assert all(states(again).values())
    assert contents(again.folder) == before


def test_a_finished_run_that_was_touched_is_done_again(tiny_project):
    result = pack(tiny_project)
    for path in (tiny_project / "outputs" / "KHM" / ".runs").glob("*/notebook.ipynb"):
        path.write_text("spoilt")
    (result.folder / "peers.ipynb").write_text("spoilt")
    assert not any(states(pack(tiny_project)).values())


def test_executed_notebooks_bear_no_times_and_stable_ids(tiny_project):
    executed = nbformat.read(pack(tiny_project).folder / "pillar-protection.ipynb", as_version=4)
    assert "papermill" not in executed.metadata
    assert "version" not in executed.metadata.language_info
    assert [cell.id for cell in executed.cells][:2] == ["cell-01", "cell-02"]
    assert {key for cell in executed.cells for key in cell.metadata} == {"tags"}
    assert [c.execution_count for c in executed.cells if c.cell_type == "code"] == list(range(1, 9))
    assert [output.name for output in executed.cells[6].outputs] == ["stdout"]


def test_failures_are_kept_and_named_while_the_others_finish(tiny_project, contents, use_notebooks):
    use_notebooks(pillar="failing", data_audit="killed")
    result = pack(tiny_project, pillars=["protection", "participation"], formats=["notebooks", "html"])
    assert [str(outcome) for outcome in result.failures] == [
        "pillar-protection (pillar.ipynb, code cell 5): ValueError: no figure for",
        "data_audit (data_audit.ipynb, code cell 5): DeadKernelError: Kernel died: its process was killed (SIGKILL), "
        "by hand or because memory ran out",
    ]
    assert result.folder == tiny_project / "outputs" / "KHM" / f"{AS_OF}.partial.failed"
    for name, error in {"pillar-protection": "ValueError", "data_audit": "DeadKernelError"}.items():
        kept = nbformat.read(result.folder / "failed" / f"{name}.ipynb", as_version=4)
        assert "An Exception was encountered" in kept.cells[0].source
        assert error in kept.cells[1].source
        assert sum('id="papermill-error-cell"' in cell.source for cell in kept.cells) == 1
    assert "pillar-participation.ipynb" in contents(result.folder)
    assert not json.loads((result.folder / "manifest.json").read_text())["complete"]


def test_a_failed_pack_leaves_the_previous_one_and_goes_when_the_next_succeeds(tiny_project, contents, use_notebooks):
    good = pack(tiny_project).folder
    before = contents(good)
    use_notebooks(data_audit="leaving")
    failed = pack(tiny_project)
    assert "left with sys.exit()" in str(failed.failures[0])
    assert contents(good) == before
    use_notebooks(data_audit="good")
    assert pack(tiny_project).folder == good
    assert contents(good) == before
    assert sorted(path.name for path in good.parent.iterdir()) == [".runs", good.name]


def test_only_what_failed_is_done_again(tiny_project, use_notebooks):
    use_notebooks(data_audit="leaving")
    pack(tiny_project)
    use_notebooks(data_audit="good")
    assert [name for name, skipped in states(pack(tiny_project)).items() if not skipped] == ["data_audit"]


def test_a_cell_that_takes_too_long_is_the_failure_of_its_notebook(tiny_project):
    edit(tiny_project, "peers", "import time\ntime.sleep(60)")
    request = Request(("KHM",), pillars=("protection",), formats=("notebooks",), cell_timeout=1)
    (result,) = run_packs(request, root=tiny_project)
    (failure,) = result.failures
    assert failure.run.name == "peers"
    assert failure.failure.cell == 9
    assert "CellTimeoutError" in failure.failure.error


def test_a_kernel_that_died_once_is_tried_again(tiny_project, tmp_path):
    once = f"from pathlib import Path; import os\nonce = Path({str(tmp_path / 'once')!r})"
    edit(tiny_project, "pipeline", f"{once}\nif not once.exists():\n    once.touch()\n    os.kill(os.getpid(), 9)")
    assert pack(tiny_project).failures == ()
    assert (tmp_path / "once").exists()


def test_a_pack_that_cannot_be_moved_in_leaves_the_old_one(tiny_project, monkeypatch, contents):
    good = pack(tiny_project).folder
    before = contents(good)

    def fail(shelf, building, name):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wps_analysis.pack.plan.shelf.Shelf.move_in", fail)
    with pytest.raises(PackError, match="could not be written under .*: .*No space left on device"):
        pack(tiny_project, force=True)
    assert contents(good) == before


def test_an_outputs_folder_that_cannot_be_written_is_named(tiny_project, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PackError, match=f"could not be written under {tmp_path / 'file'}"):
        pack(tiny_project, output=tmp_path / "file")


def test_a_pack_of_fresh_tables_computes_none(tiny_project, monkeypatch):
    def fail(*given):
        raise AssertionError("the tables were computed")

    build(tiny_project)
    for name in ("compute", "read_all", "harmonise", "reconcile"):
        monkeypatch.setattr(f"wps_analysis.claims.build.{name}", fail)
    assert pack(tiny_project, formats=["csv"]).failures == ()


def add_a_line(path):
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("raw/country_report_2025/posts.csv", add_a_line, "has changed"),
        ("raw/country_report_2025/posts.csv", Path.unlink, "is gone"),
        ("raw/country_report_2025/more.csv", Path.touch, "is new"),
        ("registry/targets.csv", add_a_line, "has changed"),
        ("processed/observations.csv", add_a_line, "has changed"),
        ("processed/findings.csv", Path.unlink, "is gone"),
        ("processed/manifest.json", Path.unlink, "is missing"),
        ("processed/manifest.json", lambda path: path.write_text("[]"), "is missing, or does not say"),
    ],
)
def test_stale_tables_make_no_pack_and_are_named_with_what_to_do(tiny_project, name, change, said):
    change(tiny_project / "data" / name)
    with pytest.raises(StaleError, match=rf"data/{name} {said}.*Run `wps build`"):
        pack(tiny_project)


def test_tables_of_another_code_make_no_pack(tiny_project):
    path = tiny_project / "data" / "processed" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "code": "of long ago"}))
    with pytest.raises(StaleError, match=r"the code that makes the tables has changed\. Run `wps build`"):
        pack(tiny_project)


def test_an_area_without_a_figure_by_that_date_makes_no_pack(tiny_project):
    with pytest.raises(PackError, match="No figure for LAO had been published by 1990-01-01"):
        pack(tiny_project, "LAO", as_of="1990-01-01")


@pytest.mark.parametrize("asked", ["X_ASEAN", "ASEAN", "world"])
def test_a_group_stands_for_its_members_that_have_figures_and_the_world_for_every_country(tiny_project, asked):
    planned = plan_jobs(Request((asked,)), root=tiny_project)
    assert [job.plan.ref_area for job in planned] == ["KHM", "LAO"]


def test_the_world_holds_countries_that_have_figures_and_no_row_in_the_list_of_areas(tiny_project, take_for_fresh):
    path = tiny_project / "data/registry/areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("LAO,")), encoding="utf-8")
    take_for_fresh()
    planned = plan_jobs(Request(("world",)), root=tiny_project)
    assert [job.plan.ref_area for job in planned] == ["KHM", "LAO"]


def test_a_stale_table_is_told_with_the_folder_of_the_project(tiny_project):
    path = tiny_project / "data" / "registry" / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(StaleError, match=rf"data/processed in {re.escape(str(tiny_project))} is not what"):
        pack(tiny_project)


def test_packs_of_areas_and_languages_are_made_in_one_batch(tiny_project):
    request = Request(
        ("KHM", "LAO"), pillars=("protection",), languages=("en", "km"), formats=("notebooks",), allow_draft=True
    )
    events = []
    results = run_packs(request, root=tiny_project, report=events.append)
    assert [result.folder.relative_to(tiny_project / "outputs").as_posix() for result in results] == [
        f"{area}/{AS_OF}{language}.partial" for area in ("KHM", "LAO") for language in ("", ".km")
    ]
    runs = [event for event in events if event.kind == "run"]
    assert [(event.done, event.total) for event in runs] == [(number, 20) for number in range(1, 21)]
    assert [event.kind for event in events if event.kind != "run"] == ["plan", "pack", "pack", "pack", "pack"]


def test_packs_of_one_language_read_each_table_once(tiny_project, monkeypatch):
    read = []

    def reading(path):
        read.append(path.name)
        return read_text_table(path)

    monkeypatch.setattr("wps_analysis.claims.edition.read_text_table", reading)
    results = run_packs(Request(("KHM", "LAO"), pillars=("protection",), formats=("csv", "xlsx")), root=tiny_project)
    assert [result.failures for result in results] == [(), ()]
    assert sorted(read) == ["claims.csv", "findings.csv", "observations.csv"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import warnings\nwarnings.warn('soon')", "it wrote to stderr: .*UserWarning: soon"),
        ("import sys\nprint('slow', file=sys.stderr)", "it wrote to stderr: 'slow'"),
        ("object()", "it holds an address in memory"),
        ("os.getcwd()", "it holds a path of one machine"),
        ("print('done at 12:30:59')", "it holds a time of day"),
    ],
    ids=["warning", "stderr", "address", "path", "time"],
)
def test_an_output_that_would_be_another_the_next_time_fails_the_pack(tiny_project, source, said):
    edit(tiny_project, "peers", source)
    (failure,) = pack(tiny_project).failures
    assert re.fullmatch(rf"peers \(peers\.ipynb, code cell \d\): Unrepeatable output: {said}.*", str(failure))


def test_a_home_that_cannot_be_written_leaves_no_trace(tiny_project, contents, tmp_path):
    (tmp_path / "file").touch()
    (temporary := tmp_path / "t").mkdir()
    packs = []
    command = [sys.executable, "-m", "wps_analysis", "pack", "--ref-area", "KHM", "--pillar", "protection", "--force"]
    command += ["--root", str(tiny_project), "--formats", "notebooks"]
    nowhere = {"HOME": str(tmp_path / "file" / "home"), "MPLCONFIGDIR": ""}
    for name, surroundings in {"own": {}, "none": nowhere}.items():
        for how in ([], ["--cold"]):
            environment = {**os.environ, **surroundings, "TMPDIR": str(temporary)}
            done = subprocess.run(
                [*command, *how, "--output", str(tmp_path / name)], capture_output=True, text=True, env=environment
            )
            assert done.returncode == 0 and "matplotlib" not in done.stderr.lower(), done.stderr
            packs.append(contents(tmp_path / name / "KHM" / f"{AS_OF}.partial"))
    assert packs == packs[:1] * 4
    assert not [left for left in temporary.iterdir() if left.name.startswith(("wps-", "matplotlib-"))]


def test_kernels_run_this_interpreter_on_their_own_data_and_open_no_port(tiny_project):
    edit(
        tiny_project, "data_audit",
        "import sys\nfrom ipykernel.kernelapp import IPKernelApp\n"
        f"print(sys.executable == {sys.executable!r}, IPKernelApp.instance().transport,\n"
        "      sorted(os.listdir(os.environ['WPS_ROOT'])))",
    )  # fmt: skip
    printed = nbformat.read(pack(tiny_project).folder / "data_audit.ipynb", as_version=4).cells[-1].outputs[0].text
    assert printed == f"True {'ipc' if os.name == 'posix' else 'tcp'} ['data']\n"


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "kill"])
def test_an_interruption_keeps_the_notebooks_as_they_stopped(tiny_project, tmp_path, sent, status, contents):
    good = pack(tiny_project).folder
    before = contents(good)
    started = tmp_path / "started"
    edit(tiny_project, "overview", f"import time\nopen({str(started)!r}, 'w').close()\ntime.sleep(3600)")
    command = [sys.executable, "-m", "wps_analysis", "pack", "--ref-area", "KHM", "--pillar", "protection"]
    command += ["--root", str(tiny_project), "--formats", "notebooks"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # A shell lets what it runs in the background ignore Ctrl-C, and these tests with it.
    driver = subprocess.Popen(command, **pipes, preexec_fn=partial(signal.signal, sent, signal.SIG_DFL))
    while not started.exists() and driver.poll() is None:
        time.sleep(0.1)
    driver.send_signal(sent)
    _out, said = driver.communicate(timeout=600)
    assert driver.returncode == status, said
    assert "Traceback" not in said
    assert contents(good) == before
    kept = nbformat.read(good.with_name(f"{good.name}.failed") / "failed" / "overview.ipynb", as_version=4)
    assert "Interrupted: the pack was stopped" in kept.cells[1].source


def test_what_no_pack_made_is_named_before_anything_runs(tiny_project):
    folder = pack(tiny_project).folder
    (folder / "charts" / "notes.txt").write_text("mine")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "overview-checkpoint.ipynb").touch()
    with pytest.raises(PackError, match=rf"{folder.name} holds what no pack made: charts/notes\.txt: move it away"):
        pack(tiny_project, force=True)
    assert (folder / "charts" / "notes.txt").read_text() == "mine"
    (folder / "charts" / "notes.txt").unlink()
    (folder.parent / "latest").mkdir()
    with pytest.raises(PackError, match="latest is a folder and no link to a pack: move it away"):
        pack(tiny_project, force=True)


def test_a_kernel_that_ends_its_fork_server_fails_alone(tiny_project):
    edit(tiny_project, "peers", "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(3600)")
    (failure,) = pack(tiny_project).failures
    assert str(failure).startswith("peers (peers.ipynb, code cell 9): DeadKernelError")
    assert "the process that it was forked from was lost" in str(failure)


def test_a_line_of_a_megabyte_is_printed_in_seconds(tiny_project, contents):
    edit(tiny_project, "peers", "print('0123456789' * 100_000)")
    result = pack(tiny_project, formats=["notebooks", "html"])
    assert result.failures == ()
    assert b"0123456789" * 100_000 in contents(result.folder)["peers.ipynb"]


def test_review_rewrites_the_committed_notebooks_stably_and_without_charts(tiny_project, monkeypatch, contents):
    monkeypatch.setenv("WPS_CHART_DIR", "charts")
    written = review.accept(root=tiny_project)
    first = contents(tiny_project / "notebooks")
    assert {path.relative_to(tiny_project / "notebooks").as_posix() for path in written} == set(first)
    assert set(first) == {
        *(f"{name}.ipynb" for name in ("overview", "pillar", "pipeline", "peers", "data_audit")),
        *(f"reviewed/pillar-{p}.ipynb" for p in ("participation", "protection", "prevention", "relief_recovery")),
    }
    review.accept(root=tiny_project)
    assert contents(tiny_project / "notebooks") == first
    copy = nbformat.reads(first["reviewed/pillar-protection.ipynb"].decode(), as_version=4)
    assert copy.cells[2].source == '# Parameters\npillar = "protection"\n'


def test_review_rewrites_nothing_if_a_notebook_fails(tiny_project, contents, use_notebooks):
    use_notebooks(pillar="failing")
    before = contents(tiny_project / "notebooks")
    with pytest.raises(PackError, match=r"pillar-protection \(pillar.ipynb, code cell 5\): ValueError"):
        review.accept(root=tiny_project)
    assert contents(tiny_project / "notebooks") == before


def test_what_is_edited_while_a_pack_is_made_reaches_nothing_of_it(tiny_project, contents):
    """Notebook, tables, page and manifest are made from the files as they stood when it began."""
    request = Request(("KHM",), pillars=("protection",))
    before = contents(run_packs(request, root=tiny_project)[0].folder)

    def edit_inputs(event):
        if event.kind == "plan":
            for path in [*tiny_project.rglob("data/*/*.csv"), *tiny_project.glob("notebooks/*.ipynb")]:
                path.write_text(path.read_text(encoding="utf-8").replace("11 per cent", "15 per cent") + "\n")

    again = run_packs(Request(("KHM",), pillars=("protection",), force=True), root=tiny_project, report=edit_inputs)[0]
    assert contents(again.folder) == before
