"""Notebooks are thin, executed in order, and hold no time, place or warning."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from wps_analysis.dev.notebook_checks import check_notebook, main

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
def test_notebooks_can_be_committed(path):
    assert check_notebook(path) == []


def spoilt(tmp_path, change):
    """Write a notebook of two executed cells, changed, and return its problems."""
    cells = [new_code_cell(source, id=f"cell-0{n}", execution_count=n) for n, source in enumerate(("a = 1", "a"), 1)]
    notebook = new_notebook(cells=cells)
    change(notebook.cells)
    path = tmp_path / "a.ipynb"
    nbformat.write(notebook, path)
    return check_notebook(path)


def show(*texts, name="stdout"):
    return lambda cells: cells[1].outputs.extend(new_output("stream", name=name, text=text) for text in texts)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda cells: cells[1].update(execution_count=None), "1 of 2 code cells are not executed"),
        (lambda cells: cells[1].update(execution_count=7), "its cells were not executed once, in their order: 1, 7"),
        (lambda cells: cells.reverse(), "the id of cell 1 is 'cell-02', not 'cell-01'"),
        (lambda cells: cells[1].update(id="4f1c2d3e"), "the id of cell 2 is '4f1c2d3e', not 'cell-02'"),
        (lambda cells: cells[1].metadata.update(papermill={}), "cell-02: its metadata say when it ran (papermill)"),
        (lambda cells: cells[1].update(source="read('/home/mia/a.csv')"), "a path of one machine: '/home/mia'"),
        (show("saved C:\\data"), r"cell-02: it holds a path of one machine: 'C:\\data'"),
        (show("done at 12:30:59"), "cell-02: it holds a time of day: '12:30:59'"),
        (show("<Axes at 0x7f01>"), "cell-02: it holds an address in memory: 'at 0x7f01'"),
        (show('<table id="T_0a1b2">'), "cell-02: it holds a random id: 'T_0a1b2'"),
        (show("id 123e4567-e89b-12d3-a456-426614174000"), "it holds a random id: '123e4567-e89b"),
        (show("FutureWarning: soon", name="stderr"), "cell-02: it wrote to stderr: 'FutureWarning: soon'"),
        (lambda cells: cells[1].outputs.append(new_output("error", ename="KeyError")), "it failed with KeyError"),
    ],
)
def test_what_keeps_a_notebook_from_being_committed(tmp_path, change, problem):
    assert problem in " ".join(spoilt(tmp_path, change))


@pytest.mark.parametrize("text", ["see un.org/work/", "1 : 2", "ratio 10:30", "14.4 % (26 of 125)", "figures, 2024-12"])
def test_what_does_not_keep_it(tmp_path, text):
    assert spoilt(tmp_path, show(text)) == []


def test_a_picture_is_not_read_as_text(tmp_path):
    picture = new_output("display_data", data={"image/png": "/home/a0b1", "text/plain": "A chart"})
    assert spoilt(tmp_path, lambda cells: cells[1].outputs.append(picture)) == []


def test_the_command_names_file_and_cell_and_what_to_do(tmp_path, capsys):
    assert spoilt(tmp_path, show("12:30:59")) != []
    assert main([str(tmp_path / "a.ipynb")]) == 1
    said = capsys.readouterr().err
    assert "a.ipynb: cell-02: it holds a time of day: '12:30:59'" in said and "make review-accept" in said
    (tmp_path / "b.ipynb").write_text("{")
    assert main([str(tmp_path / "b.ipynb")]) == 1
    assert "it is no valid notebook" in capsys.readouterr().err
    assert main([str(THIN[0])]) == 0


def test_the_four_pillars_are_reviewed():
    names = {path.name for path in (NOTEBOOKS / "reviewed").glob("*.ipynb")}
    assert names == {f"pillar-{p}.ipynb" for p in ("participation", "protection", "prevention", "relief_recovery")}
