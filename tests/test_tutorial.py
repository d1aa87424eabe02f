"""The tutorial is the documentation of the public names: it leaves none out, and what it quotes is so."""

import re
from pathlib import Path

import nbformat
import pytest

import wps_analysis as wps
from wps_analysis.errors import UnknownCodeError
from wps_analysis.front.completion import matching_codes

CELLS = nbformat.read(Path(__file__).parents[1] / "notebooks" / "tutorial.ipynb", as_version=4).cells
CODE = "\n".join(cell.source for cell in CELLS if cell.cell_type == "code")
PROSE = "\n".join(cell.source for cell in CELLS if cell.cell_type == "markdown")
NAMED_ONLY = {
    "__version__",
    "build",
    "explore",
    "revisions",
    "run_pack",
    "verify_pack",
    "plot_areas",
    "plot_classes",
    "plot_neighbours",
    "plot_register",
}
"""Names that write files, open a panel, move with each release, or draw series that are not here yet."""


@pytest.mark.parametrize("name", wps.__all__)
def test_every_public_name_is_in_the_tutorial(name):
    where = PROSE if name in NAMED_ONLY else CODE
    assert re.search(rf"\bwps\.{name}\b", where)


def test_it_uses_no_name_that_is_not_public():
    assert set(re.findall(r"\bwps\.(\w+)", CODE + PROSE)) <= set(wps.__all__)


def test_the_error_that_it_quotes_is_the_error_raised():
    code, message = re.search(r'`wps\.load\("(\w+)"\)` raises "(.+?\?)"', PROSE).groups()
    with pytest.raises(UnknownCodeError) as raised:
        wps.load(code)
    assert str(raised.value) == message


def test_the_code_that_it_begins_is_completed():
    begun = re.search(r'type `(wps\.load\("\w+)`', PROSE)[1]
    assert "commune_chiefs" in matching_codes(begun, {"wps": wps})
    assert "%load_ext wps_analysis" in CODE


def test_it_asks_for_area_and_language_as_every_notebook_does():
    parameters = next(cell for cell in CELLS if "parameters" in cell.metadata.get("tags", []))
    assert re.findall(r"^(\w+) = ", parameters.source, re.MULTILINE) == ["ref_area", "language"]
