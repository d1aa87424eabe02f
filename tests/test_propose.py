"""Proposals: the figures of a new document, which enter only when a person accepts them."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from wps_analysis.claims.edition import Edition
from wps_analysis.errors import InputError, RequestError
from wps_analysis.front.cli import app
from wps_analysis.front.confirm import confirm
from wps_analysis.report.check.confirm import accept, only_new, proposals_path, read_decisions
from wps_analysis.report.check.lookup import Tables
from wps_analysis.report.check.passages import from_lines
from wps_analysis.report.check.propose import propose

REPORT = """3.4 Posts
In 2024, women held 17.7 per cent of the seats of the Senate.
The number of women commune chiefs rose to 176 (10.7 per cent) in 2022.
Gender training was attended by 43 per cent of both men and women of the armed forces."""


@pytest.fixture(scope="module")
def rows():
    """The proposals of a short report."""
    passages = from_lines((line, 12) for line in REPORT.splitlines())
    return propose(passages, "new_2026", Tables(Edition()), ref_area="KHM")


def test_a_row_is_what_would_be_keyed(rows):
    fields = ["indicator", "area", "population", "sex", "period_text", "value_text", "locator", "page"]
    assert rows[fields].head(3).to_numpy().tolist() == [
        ["senate", "Cambodia", "_T", "F", "2024", "17.7 per cent", "s3.4", "12"],
        ["commune_chiefs_number", "Cambodia", "_T", "F", "2022", "176", "s3.4", "12"],
        ["commune_chiefs", "Cambodia", "_T", "F", "2022", "10.7 per cent", "s3.4", "12"],
    ]
    assert rows["likeliest"].str.split("; ").str.len().max() <= 5
    assert rows["claim_id"].is_unique


def test_a_count_and_its_share_are_a_pair_and_both_sexes_are_two_claims(rows):
    assert rows.loc[1, "pair_id"] == rows.loc[2, "pair_id"] != ""
    assert rows.loc[rows["value_text"] == "43 per cent", "sex"].tolist() == ["F", "M"]


@pytest.mark.parametrize(
    ("lines", "periods"),
    [
        (["3.4 Posts", "A 2021 report asked women. Of them 20 per cent reported online harassment."], ["[2021, s3.4]"]),
        (["The 2023 Global Gender Gap Index ranked Cambodia 93rd of 146 countries."], ["2023", "2023"]),
        (["Commune chiefs rose to 176 (10.7 per cent) in 2022, up from 130 (7.9 per cent) in 2017."],
         ["2022", "2022", "2017", "2017"]),
        (["1 Posts", "Women are 14.8 per cent of Secretaries of State.",
          "3.4 Posts", "In 2024, women held 14.77 per cent of Secretary of State positions."],
         ["[2024, s3.4]", "2024"]),
        (["Women are 6 per cent of the police in Indonesia, with Cambodia at 11 per cent of the police as of 2024."],
         ["", "2024"]),
        (["Under the Strategy 2021–2030, women are 11 per cent of the police."], [""]),
    ],
)  # fmt: skip
def test_a_figure_is_dated_by_what_stands_around_it(lines, periods):
    rows = propose(from_lines((line, 1) for line in lines), "new_2026", Tables(Edition()), ref_area="KHM")
    assert rows["period_text"].tolist() == periods


@pytest.mark.parametrize("said", ["3 women among 25", "3 women among the 25", "3 women out of 25"])
def test_those_among_whom_women_are_counted_are_all_of_them(said):
    passages = from_lines([(f"In 2025 there were {said} provincial governors.", 1)])
    found = propose(passages, "new_2026", Tables(Edition()), ref_area="KHM")
    assert found[["value_text", "sex"]].to_numpy().tolist() == [["3", "F"], ["25", "_T"]]


def test_two_populations_set_against_each_other_have_each_its_figure():
    text = "In 2024, women's CSOs met more doxing than non-women CSOs (61 per cent vs 32 per cent)."
    rows = propose(from_lines([(text, 1)]), "new_2026", Tables(Edition()), ref_area="KHM")
    assert rows["population"].tolist() == ["women_csos", "other_csos"]


@pytest.mark.parametrize(
    ("lines", "column", "values"),
    [
        (["In 2019, 4.9 per cent of the population (5.5 per cent of females and 4.2 per cent of males) reported "
          "some form of disability."], "sex", ["_T", "F", "M"]),
        (["Of returned women migrant workers 66.4 per cent had no source of income, compared to 48 per cent of men."],
         "population", ["returned_migrant_workers"] * 2),
        (["3.5 Defence", "A survey asked the RCAF.", "Most women (79 per cent) have a mentor."],
         "population", ["armed_forces"]),
        (["3.5 Defence", "79 per cent of women of the RCAF have a mentor.", "It was read.",
          "24 per cent of women reported social stigma when deployed."], "population", ["armed_forces"] * 2),
        (["3.5 Defence", "79 per cent of women of the RCAF have a mentor.",
          "3.6 Villages", "24 per cent of women reported social stigma when deployed."],
         "population", ["armed_forces", "_T"]),
        (["Women are 18.2 per cent of commune clerks and 22 per cent of council members."],
         "population", ["_T", "_T"]),
    ],
)  # fmt: skip
def test_a_figure_is_of_those_whom_its_companions_name(lines, column, values):
    rows = propose(from_lines((line, 1) for line in lines), "new_2026", Tables(Edition()), ref_area="KHM")
    assert rows[column].tolist() == values


def test_a_part_is_of_the_time_of_its_whole():
    lines = [
        "1.2 Method",
        "In July 2024, key informant interviews and focus group discussions reached 198 individuals.",
        "9.3 Participants",
        "Stakeholder Group\tFemale\tMale",
        "Youth Groups, KII FGD at National Level\t5\t3",
    ]
    rows = propose(from_lines((line, 1) for line in lines), "new_2026", Tables(Edition()), ref_area="KHM")
    assert rows["period_text"].tolist() == ["July 2024", "[July 2024, s1.2]", "[July 2024, s1.2]"]


@pytest.fixture
def decided(small_project, rows, tmp_path):
    """Proposals for a source of the small project, each decided, and that project."""
    import shutil

    root = shutil.copytree(small_project, tmp_path / "project")
    known = Edition(root=root)
    chiefs = rows[rows["indicator"] == "commune_chiefs"]
    source = known.registry.sources["source_id"].iloc[0]
    series = known.registry.series["series"].iloc[0]
    table = pd.concat([chiefs, chiefs, chiefs], ignore_index=True).assign(series=series)
    table["claim_id"] = ["new.a", "new.b", "new.c"]
    table["decision"], table["reason"] = ["accept", "exclude", ""], ["", "said of another year", ""]
    path = tmp_path / "decided.csv"
    table.to_csv(path, index=False)
    return path, source, known, table


def test_what_is_accepted_is_keyed_and_what_is_refused_is_excluded(decided):
    path, source, known, _ = decided
    assert accept(path, source, known) == {"accepted": 1, "excluded": 1, "open": 1}
    written = (known.root / "data" / "raw" / source / "claims.csv").read_text(encoding="utf-8")
    assert "new.a,commune_chiefs,Cambodia" in written
    assert "new.b" not in written
    assert "said of another year" in (known.root / "data/registry/exclusions.csv").read_text(encoding="utf-8")
    assert read_decisions(path)["claim_id"].tolist() == ["new.c"]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("decision", "perhaps", "none of accept, exclude and nothing"),
        ("indicator", "comune_chiefs", "nearest: commune_chiefs"),
        ("value_text", "some", "'some' is not understood"),
        ("series", "nowhere", "not in data/registry/series.csv"),
    ],
)
def test_nothing_is_written_where_a_row_is_wrong(decided, column, value, said):
    path, source, known, table = decided
    table.loc[0, column] = value
    table.to_csv(path, index=False)
    before = {file: file.read_bytes() for file in known.root.rglob("*.csv")}
    with pytest.raises(InputError, match=said):
        accept(path, source, known)
    assert {file: file.read_bytes() for file in known.root.rglob("*.csv")} == before


def test_a_second_run_proposes_what_is_new(rows):
    assert len(only_new(rows, "new_2026", Edition())) == len(rows)
    keyed = rows.head(1).assign(locator="ES s4", value_text="17.7 percent")
    assert only_new(keyed, "situation_analysis_2025", Edition()).empty


def test_the_command_says_what_it_needs(decided):
    path, _, known, _ = decided
    run = CliRunner().invoke
    assert "Name --source" in run(app, ["propose", "--root", str(known.root)]).output
    assert "is no id" in run(app, ["propose", str(path), "--source", "../x", "--root", str(known.root)]).output
    with pytest.raises(RequestError, match="sources.csv"):
        accept(path, "unknown", known)
    assert proposals_path("new_2026", known.root).is_relative_to(known.root / "outputs")


def test_the_panel_keeps_each_decision_and_wants_a_reason(decided):
    path, source, known, table = decided
    target = proposals_path(source, known.root)
    target.parent.mkdir(parents=True, exist_ok=True)
    table.assign(decision="", reason="").to_csv(target, index=False)
    panel = confirm(source, root=known.root)
    assert repr(panel) == f"<ConfirmPanel: {source}, 3 of 3 rows to decide>"
    panel._key.value = "x"
    assert panel.left == 3  # no reason is given
    panel._key.value = "a"
    panel._fields["reason"].value = "said of another year"
    panel._key.value = "x"
    assert read_decisions(target)["decision"].tolist() == ["accept", "exclude", ""]
    assert panel.write() == {"accepted": 1, "excluded": 1, "open": 1}
    assert "nothing to decide" in repr(confirm("", root=known.root))
