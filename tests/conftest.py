"""A copy of the project's data, to be spoilt or corrected."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.registry import load_registry

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def copied_data(tmp_path):
    """Return the root of a project that holds a copy of ``data`` and nothing else."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    return tmp_path


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
