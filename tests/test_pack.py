import hashlib
import json
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from filelock import FileLock

from wps_analysis.errors import PackError, StaleError
from wps_analysis.pack import publish_html, review, run
from wps_analysis.pack.plan import PILLARS, PlanError, plan_pack

TINY = Path(__file__).parent / "data" / "notebooks"
AS_OF = "2025-09-30"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of tiny notebooks (`good` by default) whose tables are stubs."""
    row = {"ref_area": "KHM", "agreement": "differ", "source": "a", "role": "", "severity": "note"}
    frame = pd.DataFrame([row])
    for name in ("load", "load_claims", "load_findings"):
        monkeypatch.setattr(run.dataset, name, lambda **_: frame)
    monkeypatch.setattr(run.dataset, "check", lambda root: [])
    monkeypatch.setattr(run.dataset, "default_as_of", lambda root: AS_OF)
    areas = pd.DataFrame({"ref_area": ["KHM"], "name_en": ["Cambodia"]})
    monkeypatch.setattr(publish_html, "load_registry", lambda root: SimpleNamespace(areas=areas))
    root = tmp_path / "a {project}"  # papermill takes braces in a path for a template
    (root / "data" / "raw").mkdir(parents=True)
    (root / "data" / "raw" / "a.csv").write_text("claim_id\n")
    (root / "notebooks").mkdir()
    use(root, **dict.fromkeys(["overview", "pillar", "pipeline", "peers", "data_audit"], "good"))
    return root


def use(root, **notebooks):
    for name, tiny in notebooks.items():
        shutil.copy(TINY / f"{tiny}.ipynb", root / "notebooks" / f"{name}.ipynb")


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def plan(ref_area="KHM", **options):
    return plan_pack(ref_area, **{"as_of": AS_OF, "areas": {"KHM", "LAO"}, "notebooks": TINY, **options})


def test_a_plan_has_a_run_for_each_pillar_and_one_audit(project):
    runs = plan(notebooks=project / "notebooks")
    assert [r.name for r in runs] == [
        "overview",
        *(f"pillar-{pillar}" for pillar in PILLARS),
        "pipeline",
        "peers",
        "data_audit",
    ]
    assert runs[2].parameters == {"pillar": "protection", "ref_area": "KHM", "as_of": AS_OF, "language": "en"}
    assert runs[-1].parameters == {"ref_area": "KHM", "as_of": AS_OF, "language": "en"}


@pytest.mark.parametrize("as_of", ["2025-9-30", "20250930", "2025-02-30", "today", "../.."])
def test_one_way_to_write_a_date(project, as_of):
    with pytest.raises(PlanError, match=f"as_of '{as_of}' is not a date written as YYYY-MM-DD"):
        plan(as_of=as_of, notebooks=project / "notebooks")


def test_all_that_is_wrong_with_a_request_is_said_at_once():
    with pytest.raises(PlanError) as caught:
        plan("KMH", as_of="soon", pillars=["protecton", "relief-recovery"])
    text = str(caught.value)
    assert "'KMH'; did you mean 'KHM'?" in text
    assert "'protecton'; did you mean 'protection'" in text
    assert "'relief-recovery'; did you mean 'relief_recovery'?" in text
    assert "'soon'" in text
    assert "pillar.ipynb: there is no such notebook" in text
    assert text.count("\n- ") == len(caught.value.problems) == 9


def test_a_notebook_must_declare_what_it_is_given(project):
    path = project / "notebooks" / "pillar.ipynb"
    path.write_text(path.read_text().replace("as_of: str", "until: str"))
    with pytest.raises(PlanError, match="does not declare as_of"):
        plan(notebooks=project / "notebooks")


def test_a_pack_holds_notebooks_charts_page_and_manifest(project):
    result = run.run_pack("KHM", pillars=["protection"], root=project)
    assert result.failures == ()
    assert result.folder == project / "outputs" / "KHM" / f"{AS_OF}.partial"  # not in the place of a whole pack
    files = contents(result.folder)
    names = ("overview", "pillar-protection", "pipeline", "peers", "data_audit")
    charts = {f"charts/{name}/levels.{suffix}" for name in names for suffix in ("png", "svg", "csv", "txt")}
    pages = {"index.html", "manifest.json", *(f"{name}.ipynb" for name in names)}
    assert set(files) == charts | pages
    assert files["charts/pillar-protection/levels.csv"] == b"protection"
    assert [path.name for path in (project / "outputs" / "KHM").iterdir()] == [f"{AS_OF}.partial"]
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["outputs"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert set(manifest["inputs"]) == {
        "data/raw/a.csv",
        *(f"notebooks/{name}.ipynb" for name in ("overview", "pillar", "pipeline", "peers", "data_audit")),
    }
    assert manifest["complete"]


def test_two_runs_give_the_same_bytes_and_name_no_place(project, tmp_path):
    seen = []
    first = run.run_pack("KHM", root=project, on_progress=lambda *call: seen.append(call)).folder
    second = run.run_pack("KHM", root=project, output=tmp_path / "elsewhere").folder
    assert contents(first) == contents(second)
    assert not [name for name, data in contents(first).items() if str(tmp_path).encode() in data]
    assert [(done, total) for done, total, _ in seen] == [(n, 8) for n in range(9)]


def test_executed_notebooks_bear_no_times_and_stable_ids(project):
    folder = run.run_pack("KHM", pillars=["prevention"], root=project).folder
    executed = nbformat.read(folder / "pillar-prevention.ipynb", as_version=4)
    assert "papermill" not in executed.metadata
    assert "version" not in executed.metadata.language_info
    assert [cell.id for cell in executed.cells][:2] == ["cell-01", "cell-02"]
    assert {key for cell in executed.cells for key in cell.metadata} == {"tags"}
    assert [c.execution_count for c in executed.cells if c.cell_type == "code"] == list(range(1, 9))
    streams = [output.name for output in executed.cells[6].outputs]
    assert sorted(streams) == ["stderr", "stdout"]


def test_failures_are_kept_and_named_while_the_others_finish(project):
    use(project, pillar="failing", data_audit="killed")
    result = run.run_pack("KHM", pillars=["protection", "participation"], root=project)
    assert [str(outcome) for outcome in result.outcomes] == [
        "overview: done",
        "pillar-protection (pillar.ipynb, code cell 5): ValueError: no figure for",
        "pillar-participation: done",
        "pipeline: done",
        "peers: done",
        "data_audit (data_audit.ipynb, code cell 5): DeadKernelError: Kernel died",
    ]
    assert result.folder == project / "outputs" / "KHM" / f"{AS_OF}.failed"
    for name, error in {"pillar-protection": "ValueError", "data_audit": "DeadKernelError"}.items():
        kept = nbformat.read(result.folder / "failed" / f"{name}.ipynb", as_version=4)
        assert "An Exception was encountered" in kept.cells[0].source
        assert error in kept.cells[1].source
        assert sum('id="papermill-error-cell"' in cell.source for cell in kept.cells) == 1
    page = (result.folder / "index.html").read_text()
    assert page.count("This pack is not complete.") == 2
    assert "pillar-participation.ipynb" in contents(result.folder)
    assert not json.loads((result.folder / "manifest.json").read_text())["complete"]


def test_a_failed_pack_leaves_the_previous_one_and_goes_when_the_next_succeeds(project):
    good = run.run_pack("KHM", pillars=["protection"], root=project).folder
    before = contents(good)
    use(project, data_audit="leaving")
    failed = run.run_pack("KHM", pillars=["protection"], root=project)
    assert "left with sys.exit()" in str(failed.failures[0])
    assert contents(good) == before
    use(project, data_audit="good")
    (good / "old.txt").touch()
    assert run.run_pack("KHM", pillars=["protection"], root=project).folder == good
    assert contents(good) == before
    assert [path.name for path in good.parent.iterdir()] == [good.name]


def test_a_pack_that_cannot_be_moved_in_leaves_the_old_one(project, monkeypatch):
    good = run.run_pack("KHM", pillars=["protection"], root=project).folder
    before = contents(good)
    rename = Path.rename

    def fail(path, target):
        if path.name.startswith(".building"):
            raise OSError("disk full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(PackError, match="disk full"):
        run.run_pack("KHM", pillars=["protection"], root=project)
    assert contents(good) == before
    assert [path.name for path in good.parent.iterdir()] == [good.name]


def test_stale_tables_make_no_pack(project, monkeypatch):
    monkeypatch.setattr(run.dataset, "check", lambda root: ["claims.csv"])
    with pytest.raises(StaleError, match=r"claims\.csv"):
        run.run_pack("KHM", root=project)


def test_kernels_run_this_interpreter_and_open_no_port(project):
    path = project / "notebooks" / "data_audit.ipynb"
    probe = nbformat.read(path, as_version=4)
    probe.cells[-1].source = (
        "import sys\nfrom ipykernel.kernelapp import IPKernelApp\n"
        "print(sys.executable, IPKernelApp.instance().transport, os.environ['WPS_ROOT'])"
    )
    nbformat.write(probe, path)
    folder = run.run_pack("KHM", pillars=["protection"], root=project).folder
    printed = nbformat.read(folder / "data_audit.ipynb", as_version=4).cells[-1].outputs[0].text
    assert printed == f"{sys.executable} {'ipc' if os.name == 'posix' else 'tcp'} {project}\n"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], text
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def values(self, tag, name):
        return [attrs[name] for found, attrs in self.tags if found == tag and name in attrs]


def test_the_page_shows_the_pack_and_asks_nothing_of_the_network(project):
    folder = run.run_pack("KHM", root=project).folder
    page = Page((folder / "index.html").read_text())
    assert page.values("html", "lang") == ["en"]
    assert page.values("img", "alt") == ["Women hold 2 of 25 seats."] * 8
    links = page.values("img", "src") + page.values("a", "href")
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert not [x for x in links if not (x[1:] in ids if x[0] == "#" else (folder / x).is_file())]
    assert {f"charts/pillar-{p}/levels.{s}" for p in PILLARS for s in ("png", "svg", "csv")} <= set(links)
    assert "<h1>Women, Peace and Security: Cambodia</h1>" in page.text
    assert page.text.count("<h3>Latest figures</h3>\n<p>A share &amp; its count.</p>") == 8
    assert f"<table><tr><td>KHM {AS_OF}</td></tr></table>" in page.text
    assert "not drawn" not in page.text
    assert '<h2 id="data_audit">A tiny notebook</h2>' in page.text
    assert "color: red" not in page.text
    assert "<dt>Findings of the data audit</dt><dd>1 note</dd>" in page.text
    assert "http" not in page.text


def test_review_rewrites_the_committed_notebooks_stably_and_without_charts(project, monkeypatch):
    monkeypatch.setenv("WPS_CHART_DIR", "charts")
    written = review.accept(root=project)
    first = contents(project / "notebooks")
    assert {path.relative_to(project / "notebooks").as_posix() for path in written} == set(first)
    assert set(first) == {
        *(f"{name}.ipynb" for name in ("overview", "pillar", "pipeline", "peers", "data_audit")),
        *(f"reviewed/pillar-{p}.ipynb" for p in PILLARS),
    }
    review.accept(root=project)
    assert contents(project / "notebooks") == first
    copy = nbformat.reads(first["reviewed/pillar-protection.ipynb"].decode(), as_version=4)
    assert copy.cells[2].source == '# Parameters\npillar = "protection"\n'


def test_review_rewrites_nothing_if_a_notebook_fails(project):
    use(project, pillar="failing")
    before = contents(project / "notebooks")
    with pytest.raises(PackError, match=r"pillar-protection \(pillar.ipynb, code cell 5\): ValueError"):
        review.accept(root=project)
    assert contents(project / "notebooks") == before


def test_a_kernel_that_died_once_is_tried_again(project, tmp_path):
    path = project / "notebooks" / "pipeline.ipynb"
    lines = f"from pathlib import Path; import os\nonce = Path({str(tmp_path / 'once')!r})"
    die = "if not once.exists():\n    once.touch()\n    os.kill(os.getpid(), 9)"
    source = nbformat.read(path, as_version=4)
    source.cells.append(nbformat.v4.new_code_cell(f"{lines}\n{die}"))
    nbformat.write(source, path)
    result = run.run_pack("KHM", pillars=["protection"], root=project)
    assert result.failures == ()
    assert (tmp_path / "once").exists()


def test_a_second_pack_of_an_area_waits_for_the_first(project):
    shelf = project / "outputs" / "KHM"
    shelf.mkdir(parents=True)
    with ThreadPoolExecutor(1) as pool:
        with FileLock(shelf.with_name(".KHM.lock")):
            second = pool.submit(run.run_pack, "KHM", pillars=["protection"], root=project)
            time.sleep(2)
            assert not second.done()
            assert not list(shelf.glob(".building*"))
        assert second.result(timeout=60).failures == ()
