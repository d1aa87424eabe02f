from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wps_analysis.claims.edition import Edition
from wps_analysis.errors import PackError
from wps_analysis.pack.publish.change_words import change_lines
from wps_analysis.pack.publish.changes import (
    COLUMNS,
    Tables,
    compare_tables,
    no_changes,
    read_changes,
    read_tables,
)
from wps_analysis.pack.publish.content import gather
from wps_analysis.tables import to_csv_text
from wps_analysis.words.language import _, use_language

PROJECT = Path(__file__).parents[1]
FIGURE = {
    "indicator": "police", "ref_area": "KHM", "population": "_T", "sex": "F", "time_period": "2024", "obs_value": 11.0,
    "lower": 10.5, "upper": 11.5, "qualifier": "exact", "unit_measure": "PT", "numerator": float("nan"),
    "denominator": float("nan"), "denominator_lower": float("nan"), "denominator_upper": float("nan"),
    "agreement": "single", "claim_id": "a", "source": "s", "period_basis": "stated", "measure": "composition",
    "pillar": "participation", "name": "Police officers", "population_name": "",
}  # fmt: skip
TARGET = {
    "target_id": "t", "indicators": "police", "population": "_T", "sex": "F", "ref_area": "", "operator": ">=",
    "lower": 20.0, "upper": float("nan"), "target_year": 2024.0, "kind": "stock", "legal_force": "plan",
    "basis": "Plan", "mandate": "", "claim_id": "c",
}  # fmt: skip
STATUS = {
    "indicator": "police", "ref_area": "KHM", "population": "_T", "sex": "F", "target_id": "t", "pillar": "protection",
    "name": "Police officers", "population_name": "", "measure": "composition", "status": "no target year",
    "sentence": "It was 11 %.",
}  # fmt: skip


def tables(figures=(), targets=(), statuses=()):
    parts = ((FIGURE, figures), (TARGET, targets), (STATUS, statuses))
    return Tables(*(pd.DataFrame([base | row for row in rows], columns=list(base)) for base, rows in parts))


def changed(before, after):
    return (
        compare_tables(before, after)[["change", "before", "after"]]
        .replace("\u00a0", " ", regex=True)
        .to_numpy()
        .tolist()
    )


def revised(**after):
    return changed(tables([{}]), tables([after]))


def test_a_figure_comes_goes_or_moves_to_a_newer_period_beside_the_old_one():
    one, two = tables([{}]), tables([{}, {"time_period": "2025", "obs_value": 12.0, "lower": 11.5, "upper": 12.5}])
    assert changed(one, two) == [["figure_added", "", "12 %"]]
    assert changed(two, one) == [["figure_withdrawn", "12 %", ""]]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({"obs_value": 12.0, "lower": 11.5, "upper": 12.5}, ("11 %", "12 %")),
        ({"numerator": 11.0, "denominator": 100.0}, ("11 %", "11 of 100 (11 %)")),
        ({"agreement": "differ"}, ("11 %; one published figure", "11 %; published figures differ")),
        ({"unit_measure": "IX"}, ("11 %", "11")),
        ({"qualifier": "about", "lower": 10.0, "upper": 12.0}, ("11 %", "about 11 %")),
        ({"obs_value": 11.02, "lower": 11.02, "upper": 11.02}, ("11 % [10.5–11.5]", "11 % [11.02]")),
        ({"unit_measure": "PS"}, ("11 %", "11")),
    ],
)
def test_a_figure_is_revised_when_what_is_printed_or_its_bounds_change(after, words):
    assert revised(**after) == [["figure_revised", *words]]


@pytest.mark.parametrize(
    "after",
    [{"claim_id": "b"}, {"source": "z"}, {"name": "The police"}, {"period_basis": "study"}, {"lower": 10.5 + 1e-12}],
)
def test_another_claim_source_or_label_is_no_revision(after):
    assert revised(**after) == []


def test_words_that_hide_the_change_say_what_differs():
    counts = [{"unit_measure": unit, "sex": "_T", "measure": "count"} for unit in ("PS", "NUMBER")]
    assert changed(tables(counts[:1]), tables(counts[1:])) == [
        ["figure_revised", "11 [unit_measure PS]", "11 [unit_measure NUMBER]"]
    ]


def test_a_row_without_a_number_is_a_figure_not_held():
    gap = dict.fromkeys(("obs_value", "lower", "upper"), float("nan")) | {"qualifier": ""}
    assert revised(**gap) == [["figure_revised", "11 %", "no figure in the reports used here"]]


def test_targets_are_added_withdrawn_and_changed():
    held, none = tables([{}], [{}]), tables([{}])
    words = "at least 20 %, plan: Plan (by 2024); for Police officers"
    assert changed(none, held) == [["target_added", "", words]]
    assert changed(held, none) == [["target_withdrawn", words, ""]]
    later = tables([{}], [{"target_year": 2030.0, "indicators": "police un_peacekeepers"}])
    assert changed(held, later) == [
        ["target_changed", words, "at least 20 %, plan: Plan (by 2030); for Police officers, un peacekeepers"]
    ]
    assert changed(held, tables([{}], [{"claim_id": "d", "mandate": "other words"}])) == []
    assert changed(held, tables([{}], [{"kind": "flow"}]))[0][1:] == [f"{words} [kind stock]", f"{words} [kind flow]"]


def test_a_status_changes_for_the_same_figure_and_target():
    before = tables(statuses=[{}, {"target_id": float("nan"), "status": "two points: difference"}])
    after = tables(statuses=[{"status": "met", "sentence": "It is 31 %."}, {"target_id": "other", "status": "met"}])
    (row,) = compare_tables(before, after).to_dict("records")
    assert (row["change"], row["target_id"], row["before"], row["after"]) == (
        "status_changed",
        "t",
        "no target year",
        "met",
    )
    assert (row["sentence_before"], row["sentence_after"]) == ("It was 11 %.", "It is 31 %.")
    assert change_lines(compare_tables(before, after)) == [
        "1 status changed",
        "Police officers: no target year → met. Before: It was 11 %. Now: It is 31 %.",
    ]


def test_people_read_how_many_changed_and_then_each_change():
    twelve = {"obs_value": 12.0, "lower": 11.5, "upper": 12.5}
    rate = {
        "indicator": "aid_stigma",
        "name": "Stigma",
        "measure": "rate",
        "population_name": "rural",
        "pillar": "protection",
    }
    before = tables([{}, {"time_period": "2020"}, rate], [{}])
    after = tables([twelve, rate | {"sex": "M"}, {"period_basis": "publication", "time_period": "2025"}])
    assert [line.replace("\u00a0", " ") for line in change_lines(compare_tables(before, after))] == [
        "2 figures added, 2 figures withdrawn, 1 figure revised; 1 target withdrawn",
        "Police officers, 2020: 11 % (withdrawn)",
        "Police officers, 2024: 11 % → 12 %",
        "Police officers, published 2025: 11 % (added)",
        "Stigma (rural, women), 2024: 11 % (withdrawn)",
        "Stigma (rural, men), 2024: 11 % (added)",
        "Target: at least 20 %, plan: Plan (by 2024); for Police officers (withdrawn)",
    ]
    assert change_lines(no_changes()) == ["No figure, target or status changed."]


def test_words_are_in_the_language_of_the_packs():
    about = {"qualifier": "about", "lower": 10.0, "upper": 12.0}
    with use_language("km"):
        (khmer,) = compare_tables(tables([{}]), tables([about])).to_dict("records")
        assert (khmer["name"], khmer["after"]) == (_("Police officers"), _("about {value}").format(value="11\u00a0%"))
    assert khmer["name"] != "Police officers"


def test_the_table_for_machines_has_one_row_a_change():
    text = to_csv_text(compare_tables(tables(), tables([{}])))
    assert text == f"{','.join(COLUMNS)}\nfigure_added,police,KHM,_T,F,2024,,Police officers,2024,,11\u00a0%,,\n"
    assert to_csv_text(no_changes()) == f"{','.join(COLUMNS)}\n"


def test_changes_are_read_back_as_they_were_written(khm, tmp_path):
    path = tmp_path / "changes.csv"
    for table in (compare_tables(*khm), no_changes()):
        path.write_text(to_csv_text(table), encoding="utf-8", newline="")
        pd.testing.assert_frame_equal(read_changes(path), table)
    assert read_changes(tmp_path / "none.csv").empty
    path.write_text("change,what\nfigure_added,x\n", encoding="utf-8")
    assert read_changes(path).columns.tolist() == COLUMNS  # of an older version


ROWS = st.lists(
    st.fixed_dictionaries({
        "indicator": st.sampled_from(["police", "senate"]), "ref_area": st.sampled_from(["KHM", "LAO"]),
        "population": st.sampled_from(["_T", "rural"]), "sex": st.sampled_from(["F", "M"]),
        "time_period": st.sampled_from(["2023", "2024"]), "pillar": st.sampled_from(["protection", "participation"]),
        "obs_value": st.sampled_from([11.0, 12.0]), "agreement": st.sampled_from(["agree", "differ"]),
    }),
    unique_by=lambda r: (r["indicator"], r["ref_area"], r["population"], r["sex"], r["time_period"]), max_size=8,
)  # fmt: skip
AIMS = st.lists(
    st.fixed_dictionaries({"target_id": st.sampled_from("abc"), "lower": st.sampled_from([20.0, 30.0])}),
    unique_by=lambda r: r["target_id"],
)
STANDINGS = st.lists(
    st.fixed_dictionaries({"target_id": st.sampled_from("abc"), "status": st.sampled_from(["met", "no target year"])}),
    unique_by=lambda r: r["target_id"],
)
TABLES = st.builds(tables, ROWS, AIMS, STANDINGS)
SWAPPED = {
    "figure_added": "figure_withdrawn", "figure_withdrawn": "figure_added",
    "target_added": "target_withdrawn", "target_withdrawn": "target_added",
}  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(TABLES, TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(before, after, random):
    def shuffled(frame):
        return frame.iloc[random.sample(range(len(frame)), len(frame))]

    mixed = [
        replace(t, **{name: shuffled(getattr(t, name)) for name in ("observations", "targets", "assessments")})
        for t in (before, after)
    ]
    pd.testing.assert_frame_equal(compare_tables(*mixed), compare_tables(before, after))


@settings(deadline=None, max_examples=40)
@given(TABLES, TABLES)
def test_a_table_has_not_changed_from_itself_and_swapping_two_swaps_added_and_withdrawn(before, after):
    assert compare_tables(before, before).empty
    forth, back = compare_tables(before, after), compare_tables(after, before)
    codes = ["indicator", "ref_area", "population", "sex", "time_period", "target_id"]
    # The place of a figure whose pillar changed is that of the newer table, so places are not compared.
    there = (
        forth.assign(change=forth["change"].replace(SWAPPED))[["change", *codes, "before", "after"]].to_numpy().tolist()
    )
    assert sorted(there) == sorted(back[["change", *codes, "after", "before"]].to_numpy().tolist())


@pytest.fixture(scope="module")
def khm():
    packs = [gather(Edition(day, root=PROJECT), "KHM") for day in ("2023-12-31", "2025-10-31")]
    return [Tables(pack.observations, pack.targets, pack.assessments) for pack in packs]


def test_two_years_of_cambodia(khm):
    table = compare_tables(*khm)
    found = table["change"].value_counts()
    before, after = (
        set(t.observations.set_index(["indicator", "population", "sex", "time_period"]).index) for t in khm
    )
    assert found["figure_added"] == len(after - before)
    assert found.get("figure_withdrawn", 0) == len(before - after)
    assert found["target_added"] == len(set(khm[1].targets["target_id"]) - set(khm[0].targets["target_id"])) > 0
    chiefs = table[(table["indicator"] == "commune_councillors") & (table["time_period"] == "2017")].iloc[0]
    assert chiefs["after"].replace("\u00a0", " ") == "17.7 %; published figures differ"
    assert list(dict.fromkeys(table["change"].str.partition("_")[0])) == ["figure", "target", "status"]
    assert len(change_lines(table)) == len(table) + 1


def test_a_second_figure_changes_a_status_of_cambodia(khm):
    table = compare_tables(gather(Edition("2024-06-30", root=PROJECT), "KHM"), khm[1])
    changed = table[table["change"] == "status_changed"]
    status = changed[changed["sentence_before"].str.endswith("4 in 2021.")].iloc[0]
    assert (status["before"], status["after"]) == ("one figure: level", "two points: difference")
    assert status["sentence_before"].endswith("4 in 2021.")
    assert "4 in 2021 and 4 in 2023" in status["sentence_after"]


def write(pack, held):
    (pack / "data").mkdir(parents=True)
    for name in ("observations", "targets", "assessments"):
        text = to_csv_text(getattr(held, name))
        (pack / "data" / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return pack


def test_a_pack_read_from_its_folder_is_the_pack_in_memory(khm, tmp_path):
    read = read_tables(write(tmp_path / "pack", khm[1]))
    assert compare_tables(read, khm[1]).empty
    assert compare_tables(khm[1], read).empty
    for name in ("observations", "targets", "assessments"):
        was, now = (getattr(t, name).select_dtypes("number") for t in (khm[1], read))
        numbers = set(was) - {"note"}  # words, of which Cambodia has none
        assert numbers == set(now)


def test_codes_are_read_as_text_and_namibia_is_not_missing(tmp_path):
    pack = write(tmp_path / "pack", tables([{"ref_area": "NA", "population": "004"}], [{}], [{"sentence": ""}]))
    read = read_tables(pack)
    assert read.observations[["ref_area", "population"]].to_numpy().tolist() == [["NA", "004"]]
    assert read.observations["obs_value"].tolist() == [11.0]
    assert read.assessments["sentence"].tolist() == [""]


def test_a_pack_without_the_tables_is_not_compared_and_a_damaged_one_is_named(khm, tmp_path):
    assert read_tables(tmp_path) is None
    pack = write(tmp_path / "2025-09-30", tables([{}]))
    path = pack / "data" / "observations.csv"
    whole = path.read_text(encoding="utf-8")
    for damaged in (b"\xff", whole.replace(",11.0,", ",eleven,").replace(",11,", ",eleven,").encode()):
        path.write_bytes(damaged)
        with pytest.raises(PackError, match="The earlier pack 2025-09-30 cannot be compared with: .*Make it again"):
            read_tables(pack)
    path.write_text(whole.replace("agreement", "accord"), encoding="utf-8")
    assert read_tables(pack) is None  # of an older version
