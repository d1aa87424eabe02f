"""A raw file that cannot be used gives one clear error, and nothing in data/processed changes."""

import re
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims import build as dataset
from wps_analysis.claims.readers import claims_csv
from wps_analysis.claims.whole_columns import _WRITE_PERIOD
from wps_analysis.errors import InputError
from wps_analysis.registry.areas import _WHERE_TO_ADD
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import read_text_table, to_csv_text

HEADER = (
    "claim_id,indicator,area,population,sex,period_text,value_text,series,origin,locator,pair_id,table_id,role,note\n"
)
GOOD = "x1,police,Cambodia,_T,F,2023,10 per cent,police_register,,s1,,,,\n"
WORLD_BANK = (Path(__file__).parent / "data/formats/world_bank_wide.csv").read_text(encoding="utf-8-sig")


KNOWN = {
    "publishers": "world_bank,World Bank,World Development Indicators,CC BY 4.0,yes,\n",
    "series_map": "world_bank,SG.GEN.PARL.ZS,,national_assembly,_T,F,assembly_members,,,1\n",
}


def problems_of(root):
    before = {path.name: path.read_bytes() for path in (root / "data/processed").iterdir()}
    with pytest.raises(InputError) as caught:
        dataset.build(root)
    assert {path.name: path.read_bytes() for path in (root / "data/processed").iterdir()} == before
    return "\n".join(caught.value.problems)


@pytest.fixture
def raw(copied_data):
    """Return a function that writes a raw file and says what the build answers."""

    for name, row in KNOWN.items():
        with (copied_data / f"data/registry/{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row)

    def write(content):
        path = copied_data / "data/raw/country_report_2025/new.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return problems_of(copied_data)

    return write


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.replace("sex", "gender") + GOOD, "unknown column gender"),
        (HEADER.replace(",note", "") + GOOD.replace(",\n", "\n"), "missing column note"),
        (HEADER + GOOD.replace("police,C", "polise,C"), "indicator 'polise' is not in data/registry/indicators.csv"),
        (HEADER + GOOD.replace("10 per cent", "a lot"), "value_text 'a lot'"),
        (HEADER + GOOD.replace("2023", "lately"), "period_text 'lately'"),
        (HEADER + GOOD.replace("Cambodia", "Cambodja"), "'Cambodja'"),
        (HEADER + GOOD.replace(",F,", ",female,"), "sex='female' must be one of"),
        (HEADER + GOOD + GOOD, "stands twice"),
        (HEADER + GOOD.replace("x1", "report.police.F.2024"), "claim_id 'report.police.F.2024' stands twice"),
        ("", "the file is empty"),
        ((HEADER + GOOD).replace("s1", "s\xe9").encode("latin-1"), "not UTF-8"),
        (HEADER + GOOD.replace(",,,,\n", ",,,,,extra\n"), "fields"),
        (HEADER + GOOD.replace("10 per cent", "2 of 25"), "a count of a whole"),
    ],
)
def test_a_bad_file_is_named_with_its_row_and_value(raw, content, said):
    answer = raw(content)
    assert "data/raw/country_report_2025/new.csv" in answer
    assert said in answer


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("", ""),
        (HEADER, ""),
        (b"\xff\xfe" + HEADER.encode("utf-16-le"), ""),
        (HEADER + GOOD.replace("s1", "s1,s2"), " row 2"),
        (HEADER + GOOD.replace("s1", '"s1'), " row 2"),
        (HEADER + GOOD.replace("s1", "s" * 140_000), " row 2"),
        (HEADER + GOOD + GOOD, " row 3"),
        (HEADER + GOOD.replace("x1", "report.participants.all"), " row 2"),
        (HEADER + GOOD.replace("police,C", "Police,C"), " row 2"),
        (HEADER + GOOD.replace("police,C", "polise,C"), " row 2"),
        (HEADER + GOOD.replace("Cambodia", " "), " row 2"),
        (HEADER + GOOD.replace("Cambodia", "12"), " row 2"),
        (HEADER + GOOD.replace("Cambodia", "Cambodja") + GOOD.replace("x1", "x2"), " row 2"),
        (HEADER + GOOD.replace("2023", "lately"), " row 2"),
        (HEADER + GOOD.replace("10 per cent", " "), " row 2"),
        (HEADER + GOOD.replace("10 per cent", "14th"), " row 2"),
        (HEADER + GOOD.replace("10 per cent", "9" * 400), " row 2"),
        (WORLD_BANK.replace('"SG.GEN.PARL.ZS","21.9512195121951",', '"SG.GEN.PARL.ZS",'), " row 7"),
    ],
)
def test_every_problem_names_the_folder_of_its_file_and_the_row(raw, content, row):
    place = f"data/raw/country_report_2025/new.csv{row}: "
    problems = raw(content).splitlines()
    assert any(problem.startswith(place) for problem in problems)
    for problem in problems:
        assert re.match(r"data/raw/country_report_2025/new\.csv(?: row \d+)?: (?!.*data/raw: )", problem)


def test_a_reader_is_held_to_the_columns_and_words_of_raw_claims(copied_data, monkeypatch):
    def read(path, **given):
        return claims_csv_read(path, **given).assign(sex="female")

    claims_csv_read = claims_csv.read
    monkeypatch.setattr(claims_csv, "read", read)
    assert "data/raw/survey_2024/claims.csv row 4: sex='female' must be one of 'F', 'M', '_T'" in problems_of(
        copied_data
    )


def test_all_problems_of_all_files_come_at_once(raw):
    answer = raw(HEADER + GOOD.replace("10 per cent", "a lot") + GOOD.replace("x1", "x2").replace("2023", "lately"))
    assert "row 2" in answer
    assert "row 3" in answer


def test_an_unknown_indicator_is_answered_with_the_nearest(raw):
    assert "(nearest: police" in raw(HEADER + GOOD.replace("police,C", "polise,C"))


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("10 per cent", "a lot", "write the figure as it is printed, or list it in data/registry/exclusions.csv"),
        ("10 per cent", "9.66 M", "write the figure as it is printed, or list it in data/registry/exclusions.csv"),
        ("10 per cent", "14th", "key it for an indicator in RANK, or list it in data/registry/exclusions.csv"),
        ("10 per cent", "2 of 25", "key it for its count indicator"),
        ("2023", "lately", _WRITE_PERIOD),
        ("2023", "[2023]", _WRITE_PERIOD),
        ("police,C", "polise,C", "correct it, or add it to data/registry/indicators.csv"),
        ("_T", "villagerz", "correct it, or add it to data/registry/populations.csv"),
        ("police_register", "police_registr", "correct it, or add it to data/registry/series.csv"),
        (",,s1", ",nobody,s1", "correct it, or add it to data/registry/sources.csv"),
        ("Cambodia", "Cambodja", _WHERE_TO_ADD),
        ("x1", "report.police.F.2024", "give each claim an id of its own"),
    ],
)
def test_a_problem_ends_with_what_to_do(raw, old, new, advice):
    assert raw(HEADER + GOOD.replace(old, new)).endswith(advice)


def test_a_claim_id_that_stands_twice_in_a_file_is_told_what_to_do(raw):
    answer = raw(HEADER + GOOD + GOOD).splitlines()
    assert len(answer) == 2
    assert all(problem.endswith("stands twice: give each claim an id of its own") for problem in answer)


def test_a_missing_column_is_answered_with_the_header(raw):
    answer = raw(HEADER.replace(",note", "") + GOOD.replace(",\n", "\n"))
    assert f"(expected {HEADER.strip().replace(',', ', ')})" in answer


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER, "new.csv: no rows below the header"),
        (HEADER + "\n \n,,,\n", "new.csv: no rows below the header"),
        ("\n\n", "new.csv: the file is empty"),
        (HEADER + GOOD.replace(",,,,\n", ",,,\n"), "row 2: 13 fields, but the header has 14"),
        (HEADER + GOOD.replace("s1", '"s1'), "row 2: not readable as CSV"),
        (HEADER.replace("note", "role") + GOOD, "column 'role' stands twice in the header"),
    ],
)
def test_a_file_without_whole_rows_is_an_error(raw, content, said):
    assert said in raw(content)


@pytest.mark.parametrize(
    "content",
    [
        "\n" + HEADER + "\n \n" + GOOD.replace("10 per cent", "a lot"),
        ("\n" + HEADER + "\n,,\n" + GOOD.replace("10 per cent", "a lot")).replace("\n", "\r\n"),
        HEADER + GOOD.replace("x1", "x0").replace(",\n", ',"two\n\nbreaks"\n') + GOOD.replace("10 per cent", "a lot"),
    ],
    ids=["blank lines", "of Windows", "line breaks in a field"],
)
def test_the_row_is_the_line_that_an_editor_shows(raw, content):
    assert "new.csv row 5: value_text 'a lot'" in raw(content)


def test_blank_lines_change_nothing(copied_data):
    before = dataset.compute(copied_data).files["claims.csv"]
    path = copied_data / "data/raw/country_report_2025/posts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    assert dataset.compute(copied_data).files["claims.csv"] == before


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("loose.csv", "data/raw/loose.csv: not in a source's folder; move it into data/raw/<source_id>/"),
        ("un/more/deep.csv", "data/raw/un/more/deep.csv: not in a source's folder; move it into data/raw/<source_id>/"),
        (
            "un/a.tsv",
            "data/raw/un/a.tsv: a comma-separated file with the columns of keyed claims; save it as claims.csv",
        ),
        (
            "un/a.xlsx",
            "data/raw/un/a.xlsx: a comma-separated file with the columns of keyed claims; save it as claims.csv",
        ),
    ],
)
def test_a_table_that_would_not_be_read_is_an_error(copied_data, place, said):
    path = copied_data / "data/raw" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + GOOD, encoding="utf-8")
    assert said in problems_of(copied_data)


def test_notes_and_lock_files_beside_the_tables_are_allowed(copied_data):
    folder = copied_data / "data/raw/country_report_2025"
    for name in ("README.md", "SOURCE.md", ".DS_Store", "~$security.xlsx"):
        (folder / name).write_text("a note", encoding="utf-8")
    dataset.compute(copied_data)


def test_a_folder_that_no_source_has_is_named_once(copied_data):
    folder = copied_data / "data/raw/nobody"
    folder.mkdir()
    (folder / "a.csv").write_text(HEADER + GOOD + GOOD.replace("x1", "x2"), encoding="utf-8")
    assert problems_of(copied_data).count("source 'nobody' is not in data/registry/sources.csv") == 1


@pytest.mark.parametrize("place", ["raw/country_report_2025/x.csv", "registry/breaks.csv", "registry/corrections.yml"])
def test_a_folder_named_like_a_file_is_an_error(copied_data, place):
    path = copied_data / "data" / place
    path.unlink(missing_ok=True)
    path.mkdir()
    assert f"data/{place}: the file cannot be read" in problems_of(copied_data)


def test_a_file_that_one_may_not_read_is_an_error(copied_data, monkeypatch):
    read_bytes = Path.read_bytes

    def guarded(path):
        if path.name == "meetings.csv":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    said = "data/raw/country_report_2025/meetings.csv: the file cannot be read (Permission denied)"
    assert said in problems_of(copied_data)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("indicators.csv", "composition,headcount", "mixture,headcount", "measure='mixture'"),
        ("targets.csv", "police_recruits,police_recruits", "police_recruits,no_such", "'no_such' is not in"),
        ("targets.csv", ",>=,20,", ",,20,", "operator=''"),
        ("sources.csv", ",2025-10,stated", ",soon,stated", "'soon'"),
        ("indicators.csv", "protection,2.4,measures,police,", "protection,9.9,measures,police,",
         "indicators.csv row 6: rpa_output '9.9' is not in plan_outputs.csv"),
        ("indicators.csv", "protection,2.4,measures,police,", "protection,1.1,measures,police,",
         "indicators.csv row 6: rpa_output '1.1' is an output of protection, and the indicator of participation"),
        ("indicators.csv", "protection,2.4,measures,police,", "protection,2.4,,police,",
         "indicators.csv row 6: rpa_output '2.4' and rpa_relation '' are filled together"),
        ("indicators.csv", "General Commissariat of National Police,Women's share of a", ",Women's share of a",
         "targets.csv row 3: 'police_recruits' has no custodian"),
        ("targets.csv", ",2026,,flow", ",2026,recruits,flow", "path 'recruits': has one point only"),
        ("target_statements.csv", "police_recruits,", "recruits,", "target_id 'recruits' is not in targets.csv"),
        ("populations.csv", "villagers,", "villager,", "population 'villagers' is not in data/registry"),
    ],
)  # fmt: skip
def test_a_bad_registry_row_is_named(copied_data, file, old, new, said):
    path = copied_data / "data/registry" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in problems_of(copied_data)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({}, "each point needs a target_year of its own"),
        ({"target_year": ""}, "each point needs a target_year of its own"),
        ({"target_year": "2030", "ref_area": "LAO"}, "ref_area differs between its points: 'KHM', 'LAO'"),
        ({"target_year": "2030", "lower": "30"}, ""),
    ],
)
def test_the_yearly_points_of_a_target_make_one_path(copied_data, second, said):
    path = copied_data / "data/registry/targets.csv"
    table = read_text_table(path)
    point = table[table["target_id"] == "police_recruits"].assign(path="recruits")
    later = point.assign(target_id="police_recruits_2030", **second)
    path.write_text(to_csv_text(pd.concat([point, later])), encoding="utf-8")
    assert said in problems_of(copied_data) if said else len(load_registry(copied_data).targets) == 2


def test_the_numbers_of_a_path_go_one_way(copied_data):
    path = copied_data / "data/registry/targets.csv"
    table = read_text_table(path)
    point = table[table["target_id"] == "police_recruits"].assign(path="recruits")
    years = {"2026": "20", "2028": "10", "2030": "30"}
    points = [point.assign(target_id=f"p{year}", target_year=year, lower=lower) for year, lower in years.items()]
    path.write_text(to_csv_text(pd.concat(points)), encoding="utf-8")
    assert "path 'recruits': its numbers go up and down with the years" in problems_of(copied_data)


def test_words_that_name_no_date_are_keyed_in_quotation_marks(copied_data):
    path = copied_data / "data/raw/survey_2024/claims.csv"
    table = read_text_table(path)
    path.write_text(to_csv_text(table.assign(period_text="in the aftermath")), encoding="utf-8")
    assert "period_text 'in the aftermath'" in problems_of(copied_data)
    path.write_text(to_csv_text(table.assign(period_text="“in the aftermath”")), encoding="utf-8")
    claims = dataset.compute(copied_data).claims
    assert set(claims.loc[claims["source"] == "survey_2024", "period_basis"]) == {"study"}


def test_a_target_without_its_claim_is_an_error(copied_data):
    path = copied_data / "data/registry/targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("report.police_recruits.F.target", "nothing"))
    assert "claim_id 'nothing' is no claim with role target" in problems_of(copied_data)


def correct(root, **changes):
    entry = {
        "indicator": "police", "area": "KHM", "years": "[2024]", "source": "country_report_2025",
        "action": "replace", "value_text": "12 per cent", "expect": "11 per cent", "reason": "misprint",
        "provider": "custodian", "status": "confirmed",
    } | changes  # fmt: skip
    lines = "\n".join(f"  {key}: {value}" for key, value in entry.items())
    (root / "data/registry/corrections.yml").write_text(f"-\n{lines}\n", encoding="utf-8")


def test_a_correction_replaces_the_value_it_expects(copied_data):
    correct(copied_data)
    claims = dataset.build(copied_data).claims
    police = claims[(claims["indicator"] == "police") & (claims["time_period"] == "2024")]
    assert set(police["obs_value"]) == {12.0}


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"expect": "9 per cent"}, "expects '9 per cent' and finds '11 per cent'"), ({"years": "[1999]"}, "has no claim")],
)
def test_a_correction_that_does_not_find_what_it_expects_fails(copied_data, changes, said):
    correct(copied_data, **changes)
    assert said in problems_of(copied_data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- indicator: [police\n", "corrections.yml: not readable as YAML (line 2: "),
        ("- years: 2024-13-45\n", "corrections.yml: not readable as YAML (month must be in 1..12"),
        ("- a: \x07\n", "corrections.yml: not readable as YAML ("),
        (b"- a: \xe9\n", "corrections.yml: not UTF-8 (line 1, byte 5)"),
        (
            "none so far\n",
            "corrections.yml: must be a list of entries, each begun with '- ', not a single value: 'none so",
        ),
        ("0\n", "corrections.yml: must be a list of entries, each begun with '- ', not a single value: 0"),
        ("indicator: police\n", "corrections.yml: must be a list of entries, each begun with '- ', not a mapping"),
        ("- police\n", "corrections.yml entry 1: must have keys such as 'indicator: police', not be a single value"),
        ("- [police]\n", "corrections.yml entry 1: must have keys such as 'indicator: police', not be a list"),
        ("- 1: police\n", "corrections.yml entry 1: "),
    ],
)
def test_malformed_corrections_are_an_error(copied_data, content, said):
    path = copied_data / "data/registry/corrections.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    assert f"data/registry/{said}" in problems_of(copied_data)


@pytest.mark.parametrize("content", ["", "# none so far\n", "[]\n"])
def test_no_corrections_are_no_error(copied_data, content):
    (copied_data / "data/registry/corrections.yml").write_text(content, encoding="utf-8")
    dataset.compute(copied_data)
