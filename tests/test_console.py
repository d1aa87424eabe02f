"""What the command line prints on narrow terminals, and where nobody can read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wps_analysis.errors import WpsError
from wps_analysis.front import console
from wps_analysis.paths import project_root

PROJECT = Path(__file__).parents[1]
HEADER, ROW = ["indicator", "name"], ["civil_service_decision_makers", "Civil service decision makers, all ministries"]


def printed(monkeypatch, capsys, columns):
    monkeypatch.setattr(console.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    console.print_table(HEADER, [ROW, ["police", ""]])
    return capsys.readouterr().out.splitlines()


def test_a_table_folds_between_words_and_then_into_records(monkeypatch, capsys):
    assert printed(monkeypatch, capsys, 80)[1].split(maxsplit=1) == [ROW[0], ROW[1]]
    folded = [line.split("  ", 1) for line in printed(monkeypatch, capsys, 50)[1:4]]
    assert [code for code, _name in folded if code] == [ROW[0]]
    assert " ".join(name.strip() for _code, name in folded) == ROW[1]
    assert printed(monkeypatch, capsys, 40) == [
        "indicator: civil_service_decision_makers",
        "name:",
        "  Civil service decision makers, all",
        "  ministries",
        "",
        "indicator: police",
        "",
    ]


@pytest.mark.parametrize("columns", [200, 80, 60, 40, 20])
def test_no_code_is_ever_broken(monkeypatch, capsys, columns):
    words = " ".join(printed(monkeypatch, capsys, columns)).split()
    assert {"police", ROW[0]} <= set(words)


@pytest.mark.parametrize("arguments", ["list indicators", "list sources --format json", "--help", "--version"])
@pytest.mark.parametrize(
    ("out", "status"), [(">&-", 0), (">/dev/full", 1), ("| true", 0)], ids=["closed", "full", "cut"]
)
def test_a_closed_or_full_stdout_ends_quietly(arguments, out, status):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = f"{sys.executable} -m wps_analysis {arguments} {out}"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, cwd=PROJECT, env={**os.environ})
    assert done.returncode == status
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 1


def test_a_folder_that_only_looks_like_a_project_is_told_apart(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    with pytest.raises(WpsError, match=rf"{tmp_path} holds data/raw but no data/registry: it is no project of wps"):
        project_root(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert project_root() != tmp_path
