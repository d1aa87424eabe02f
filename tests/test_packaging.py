"""The files that describe the environment agree with each other and with the code."""

import ast
import csv
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)( ; [^/@:]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def declared(*extras: str) -> dict[str, Requirement]:
    """The requirements of pyproject.toml and of some extras, by their normalised names."""
    lines = PROJECT["dependencies"] + [line for extra in extras for line in EXTRAS[extra]]
    return {canonicalize_name(each.name): each for each in map(Requirement, lines)}


def conda_names() -> dict[str, str]:
    """The names that differ: PyPI's to conda's, which is empty for what only PyPI has."""
    with (ROOT / "tests/data/conda_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["pypi"]: row["conda"] for row in csv.DictReader(file)}


def test_conda_environment_asks_for_what_pyproject_asks_for():
    names = conda_names()
    conda, pip = {f"python{PROJECT['requires-python']}", "pip"}, {"--editable ."}
    for name, each in declared(*EXTRAS).items():
        into, called = (conda, names.get(name, name)) if names.get(name, name) else (pip, name)
        into.add(f"{called}{each.specifier}")
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert {line for line in listed if isinstance(line, str)} == conda
    assert {line for part in listed if isinstance(part, dict) for line in part["pip"]} == pip


def test_each_differing_name_is_a_dependency():
    assert set(conda_names()) <= set(declared(*EXTRAS))


def test_lock_holds_exact_versions_and_hashes_and_no_address():
    after_pin = False
    for line in LOCK.splitlines():
        assert PIN.fullmatch(line) or HASH.fullmatch(line)
        assert not (after_pin and PIN.fullmatch(line)), f"no hash before {line}"
        after_pin = bool(PIN.fullmatch(line))


def test_lock_satisfies_every_dependency():
    pins = [(found["name"], found["version"]) for found in map(PIN.fullmatch, LOCK.splitlines()) if found]
    for name, each in declared(*EXTRAS).items():
        versions = [pinned for locked, pinned in pins if locked == name]
        assert versions and all(each.specifier.contains(pinned) for pinned in versions), name


def test_polars_is_neither_locked_nor_installed():
    assert "polars" not in LOCK
    assert find_spec("polars") is None  # statsmodels would import it and start its threads


@pytest.mark.parametrize(("folder", "extras"), [("wps_analysis", ["cluster"]), ("tests", ["test"])])
def test_every_import_is_a_declared_dependency(folder, extras):
    imported = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(node.module.partition(".")[0])
    owners = packages_distributions()
    ours = {"wps_analysis"} | {path.stem for path in (ROOT / "tests").glob("*.py")}
    for name in imported - sys.stdlib_module_names - ours:
        assert declared(*extras).keys() & map(canonicalize_name, owners.get(name, [])), f"{name} is not declared"


def test_version_stands_in_pyproject_only():
    assert version("wps-analysis") == PROJECT["version"]
    copies = [p for p in (ROOT / "wps_analysis").rglob("*.py") if f'"{PROJECT["version"]}"' in p.read_text()]
    assert copies == []
