"""Notebooks are thin, executed in order, and hold no time, place or warning."""

import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
THIN = sorted(NOTEBOOKS.glob("*.ipynb"))
ALL = sorted(NOTEBOOKS.rglob("*.ipynb"))


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", THIN, ids=lambda path: path.name)
def test_cells_are_thin(path):
    for cell in code_cells(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if "parameters" in cell.metadata.get("tags", []):
            assert all(re.match(r"\w+ = .+  # .+", line) for line in lines), cell.source
        else:
            assert len(lines) <= 5
            assert not re.search(r"^\s*(def|class|for|while|with)\b", cell.source, re.MULTILINE), cell.source


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_notebooks_are_executed_whole_and_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_notebooks_hold_no_place_time_warning_or_error(path):
    text = re.sub(r'"image/png": "[^"]*"', "", path.read_text(encoding="utf-8"))
    assert not re.search(r"/(home|root|tmp|work|Users)/|[A-Z]:\\\\", text)
    assert not re.search(r"\d\d:\d\d:\d\d", text)
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_the_four_pillars_are_reviewed():
    names = {path.name for path in (NOTEBOOKS / "reviewed").glob("*.ipynb")}
    assert names == {f"pillar-{p}.ipynb" for p in ("participation", "protection", "prevention", "relief_recovery")}
