"""Whole columns are read like single words: plain numbers give what the grammar gives them."""

import dataclasses

import pandas as pd
import pytest

from wps_analysis.claims.readers.coded import by_distinct, by_rows, coded, stacked
from wps_analysis.claims.whole_columns import PLAIN, by_code, value_of, values_of
from wps_analysis.registry.load import load_registry


def columns_of(root, indicator, texts, **given):
    registry = load_registry(root)
    unit = registry.indicators.set_index("indicator")["unit_measure"][indicator]
    raw = pd.DataFrame({"indicator": indicator, "value_text": texts, "note": "", "file": "a.csv", "unit_measure": unit})
    problems = []
    values = values_of(raw.assign(row=range(len(raw)), **given), registry, problems)
    return pd.DataFrame(values), problems


@pytest.mark.parametrize("text", ["0", "5", "21.4", "20.00", "99.99", "100", "0.05", "33.333333"])
def test_a_plain_number_gives_what_the_grammar_gives(small_project, text):
    assert pd.Series([text]).str.fullmatch(PLAIN).all()
    table, problems = columns_of(small_project, "national_assembly", [text])
    word = value_of(text, by_code(load_registry(small_project))["national_assembly"], note="")
    expected = {name: value for name, value in dataclasses.asdict(word).items() if name in table}
    assert problems == []
    assert table.iloc[0].to_dict() == expected


def test_counts_are_whole_and_what_is_none_is_named(small_project):
    table, problems = columns_of(small_project, "national_assembly_number", ["15.0", "1234", "2.5"])
    assert table[["lower", "upper"]].iloc[:2].to_numpy().tolist() == [[15, 15], [1234, 1234]]
    assert len(problems) == 1
    assert problems[0].startswith("a.csv row 2: value_text '2.5': 2.5 is no whole number, but PS is counted")


@pytest.mark.parametrize(
    ("text", "given", "ends"),
    [
        ("0.152", {"scale": 100.0}, [15.2, 15.15, 15.25]),
        ("20", {"decimals": 1}, [20, 19.95, 20.05]),
        ("20.83", {"decimals": 1}, [20.83, 20.825, 20.835]),
        ("21.9512195121951", {}, [21.9512195121951, 21.951219, 21.95122]),
        ("0.035087719298245615", {"scale": 100.0}, [3.5087719298245617, 3.508771, 3.508773]),
    ],
)
def test_a_scale_multiplies_and_decimals_tell_how_exact_a_figure_is(small_project, text, given, ends):
    table, _ = columns_of(small_project, "national_assembly", [text], **given)
    assert table[["obs_value", "lower", "upper"]].iloc[0].to_list() == pytest.approx(ends, abs=1e-6)
    assert table["lower"].iloc[0] <= table["obs_value"].iloc[0] < table["upper"].iloc[0]


def test_a_text_that_no_row_holds_any_more_is_not_asked():
    cells = coded(pd.Series(["2021", "unreadable", "2022"]))
    assert by_distinct(cells[cells != "unreadable"], lambda text: str(int(text) + 1)).to_list() == ["2022", "2023"]


def test_rows_of_objects_stay_objects_and_tables_keep_categories():
    rows = pd.DataFrame({"code": ["", "KHM"], "name": ["Laos", "Cambodia"]})
    assert by_rows(rows, lambda code, name: code or name).dtype == object
    assert isinstance(stacked([rows.astype("category"), rows])["code"].dtype, pd.CategoricalDtype)
