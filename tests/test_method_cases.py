"""Worked cases: every row of the project's own file, and of the shared one where it lies beside the project."""

import csv
import json
from pathlib import Path

import pytest
from method_cases import METHODS

OWN = Path(__file__).parent / "data" / "method_cases.csv"
SHARED = Path(__file__).parents[2] / "shared" / "method-cases.csv"
COLUMNS = "case_id method inputs_json expected_json tolerance expected_origin source notes".split()


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cases_of(path):
    if not path.exists():
        reason = "the shared file of worked cases does not lie beside this project"
        return [pytest.param(None, id="shared", marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(row, id=f"{row['case_id']}-{row['method']}") for row in rows_of(path)]


def agree(found, expected, tolerance):
    """Say whether an answer is the expected one: numbers to the tolerance, all else exactly."""
    if isinstance(expected, list):
        pairs = isinstance(found, list) and len(found) == len(expected)
        return pairs and all(agree(one, other, tolerance) for one, other in zip(found, expected, strict=True))
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return type(found) is type(expected) and found == expected
    number = isinstance(found, int | float) and not isinstance(found, bool)
    return number and abs(found - expected) <= tolerance


def run(row):
    answer = METHODS[row["method"]](**json.loads(row["inputs_json"]))
    json.dumps(answer, allow_nan=False)  # plain values, neither NaN nor infinity
    tolerance = float(row["tolerance"])
    return {
        name: (answer.get(name, "no such key"), expected)
        for name, expected in json.loads(row["expected_json"]).items()
        if name not in answer or not agree(answer[name], expected, tolerance)
    }


@pytest.mark.parametrize("row", cases_of(OWN))
def test_own_case(row):
    assert run(row) == {}


@pytest.mark.parametrize("row", cases_of(SHARED))
def test_shared_case(row):
    assert run(row) == {}


def test_every_method_has_a_case_with_its_source():
    rows = rows_of(OWN)
    assert list(rows[0]) == COLUMNS
    assert {row["method"] for row in rows} == set(METHODS)
    assert len({row["case_id"] for row in rows}) == len(rows)
    assert all(row["source"] for row in rows)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared file of worked cases does not lie beside this project")
def test_own_cases_are_not_the_shared_ones():
    def inputs(path):
        return {(row["method"], row["inputs_json"]) for row in rows_of(path)}

    assert {row["method"] for row in rows_of(SHARED)} == set(METHODS)
    assert not inputs(OWN) & inputs(SHARED)


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        (1.0, 1, True),
        (1.1, 1, False),
        (True, 1, False),
        (None, 0, False),
        ([1, None], [1, None], True),
        ([1], [1, 1], False),
        ("met", "met", True),
        (0, False, False),
    ],
)
def test_the_comparison_itself(found, expected, same):
    assert agree(found, expected, 0.01) is same
