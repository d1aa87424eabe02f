"""A copy of a small project, to be spoilt or corrected."""

import json
import shutil
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims.freshness import made_from
from wps_analysis.dev.tables import complete
from wps_analysis.paths import hashes
from wps_analysis.registry.load import load_registry

PROJECT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data" / "notebooks"


def pytest_configure(config):
    """Build the tables of publishers' figures in a fresh clone, before any test module reads them."""
    if not hasattr(config, "workerinput"):
        complete(PROJECT)


@pytest.fixture(scope="session", autouse=True)
def _own_key_of_the_tests(tmp_path_factory):
    """Let finished runs be proved with a key that is not the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def small_project():
    """Return the root of the small project of invented figures, only to be read."""
    return Path(__file__).parent / "data" / "project"


def _copy_data(source, root):
    """Copy a project's data and say that its tables follow from them, as ``build`` would."""
    shutil.copytree(source / "data", root / "data")
    _take_for_fresh(root)
    return root


@pytest.fixture
def copied_data(small_project, tmp_path):
    """Return the root of a project that holds a copy of the small project's data and nothing else."""
    return _copy_data(small_project, tmp_path)


@pytest.fixture
def tiny_project(small_project, tmp_path):
    """Return the root of a copy of the small project, with tiny notebooks."""
    root = _copy_data(small_project, tmp_path / "a {project}")  # papermill takes braces in a path for a template
    (root / "notebooks").mkdir()
    _use_notebooks(root, **dict.fromkeys(["overview", "pillar", "pipeline", "peers", "data_audit"], "good"))
    return root


def _take_for_fresh(root):
    tables = root / "data" / "processed"
    manifest = {**made_from(root), "outputs": hashes(tables.glob("*.csv"), tables)}
    (tables / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def take_for_fresh(tiny_project):
    """Return a function that lets the tables of the tiny project count as made from its data as they are."""
    return partial(_take_for_fresh, tiny_project)


def _use_notebooks(root, **notebooks):
    for name, tiny in notebooks.items():
        source = (TINY / f"{tiny}.ipynb").read_text(encoding="utf-8")
        (root / "notebooks" / f"{name}.ipynb").write_text(source, encoding="utf-8")


@pytest.fixture
def use_notebooks(tiny_project):
    """Return a function that puts tiny notebooks in the place of those of the tiny project."""
    return partial(_use_notebooks, tiny_project)


@pytest.fixture(scope="session")
def contents():
    """Return a function that reads the bytes of each file of a folder by its path, but hidden ones."""

    def read(folder):
        files = (path for path in folder.rglob("[!.]*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read


@pytest.fixture(scope="session")
def registry():
    return load_registry(PROJECT)


@pytest.fixture(scope="session")
def claims_of():
    """Return a function that makes coded claims of one indicator from the few columns that matter."""

    def make(*rows, **common):
        defaults = {
            "indicator": "commune_chiefs", "ref_area": "KHM", "population": "_T", "sex": "F", "time_period": "2022",
            "freq": "A", "period_basis": "stated", "qualifier": "exact", "unit_measure": "PT",
            "source": "situation_analysis_2025", "origin": "", "series": "nec_commune_chiefs", "locator": "s1",
            "pair_id": "", "table_id": "", "role": "", "obs_status": "A", "area": "Cambodia", "period_text": "",
            "value_text": "x", "note": "",
        }  # fmt: skip
        frame = pd.DataFrame([{**defaults, **common, **row} for row in rows])
        return frame.assign(
            claim_id=[row.get("claim_id", f"c{n}") for n, row in enumerate(rows, start=1)],
            lower=[row.get("lower", row["obs_value"] - 0.05) for row in rows],
            upper=[row.get("upper", row["obs_value"] + 0.05) for row in rows],
        )

    return make
