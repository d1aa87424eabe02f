"""The house as DESIGN draws it: few rooms, each with a purpose, imports that go down only, and small modules."""

import ast
import pkgutil
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import wps_analysis

HOUSE = Path(wps_analysis.__file__).parent
GROUND = {"__init__", "__main__", "errors", "paths", "codes", "columns", "digits", "tables", "texts"}
ROOMS = ["words", "registry", "claims", "methods", "assessment", "charts", "report", "pack", "front", "dev"]
"""From the ground up: a room imports only what stands below it."""
DATA = {"templates", "locale"}
MODULES = {
    ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(HOUSE.rglob("*.py"))
}
PAGE = (HOUSE.parent / "docs" / "house.md").read_text(encoding="utf-8")
FOLDERS = sorted({path.parent for path in MODULES.values()} - {HOUSE})


def imports(module: str) -> set[str]:
    """Return the modules of the package that a module imports, anywhere in it."""
    named = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            named |= inner & MODULES.keys() or {node.module}
        elif isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
    return named & (MODULES.keys() - {"wps_analysis", module})


def floor(module: str) -> int:
    """Count the floors up to a module: the ground is 0, then the rooms in their order."""
    room = module.split(".")[1]
    return 0 if room in GROUND else ROOMS.index(room) + 1


def test_at_the_top_stand_ten_rooms_the_ground_files_and_what_is_no_code():
    inside = {path.stem for path in HOUSE.glob("*") if path.name != "__pycache__"}
    assert inside == GROUND | set(ROOMS) | DATA
    assert len(ROOMS) <= 10


def test_no_room_imports_from_a_room_above_it():
    inner = MODULES.keys() - {"wps_analysis", "wps_analysis.__main__"}
    assert [(one, other) for one in sorted(inner) for other in imports(one) if floor(other) > floor(one)] == []


def test_no_module_imports_itself_by_way_of_others():
    try:
        TopologicalSorter({module: imports(module) for module in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(f"imports go round: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(HOUSE).as_posix())
def test_a_room_says_its_purpose_in_its_first_line(folder):
    purpose = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert purpose is not None
    assert purpose.splitlines()[0].endswith(".")


def test_no_room_bears_a_public_name():
    """As soon as it is imported, it would stand in the place of the function."""
    assert set(ROOMS) & set(wps_analysis.__all__) == set()


def test_a_module_has_three_hundred_lines_at_most():
    lines = {module: path.read_text(encoding="utf-8").count("\n") for module, path in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > 300} == {}


@pytest.mark.parametrize(
    "name",
    sorted(name for name in set(re.findall(r"`((?:\w+\.)+\w+)`", PAGE)) if name.split(".")[0] in {*ROOMS, *GROUND}),
)
def test_every_name_on_the_page_of_the_house_exists(name):
    pkgutil.resolve_name(f"wps_analysis.{name}")
