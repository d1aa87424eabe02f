"""The draft checker: what a text says is held against what the tables say."""

import pytest

from wps_analysis import check_text
from wps_analysis.report.check.numbers import find_numbers
from wps_analysis.report.check.passages import Passage, from_lines, table_passages


def verdicts(text, **options):
    """Return the verdict of each figure of a text."""
    table = check_text(text, "KHM", **options)
    return dict(table.loc[table["severity"] != "none", ["number", "verdict"]].values.tolist())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A quarter of staff, two of 25 governors, nearly 250 people", ["A quarter", "two of 25", "nearly 250"]),
        ("Twenty-seven per cent, 4 to 9 per cent, 14th out of 120",
         ["Twenty-seven per cent", "4 to 9 per cent", "14th out of 120"]),
        ("from 8 per cent in 2017 to 9% in 2018", ["8 per cent", "9%"]),
        ("Resolution 1325 (2000), Article 494, US$ 5 million, 3 years, Table 2, 12 March 2026, section 3.4", []),
        ("two-thirds of a total of 1,234,567 titles", ["two-thirds", "1,234,567"]),
    ],
)  # fmt: skip
def test_numbers_of_a_sentence(text, found):
    assert [each.text for each in find_numbers([Passage(text)]) if not each.not_a_figure] == found


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In 2024, women held 17.7 per cent of the seats of the Senate.", "17.7 per cent", "agrees"),
        ("In 2024, women held 18 per cent of the seats of the Senate.", "18 per cent", "agrees within rounding"),
        ("In 2024, women held 19.7 per cent of the seats of the Senate.", "19.7 per cent", "differs"),
        ("In 2024, women were 41 per cent of civil servants.", "41 per cent",
         "agrees with a figure that others contradict"),
        ("Women were 7.9 per cent of commune chiefs.", "7.9 per cent", "older than the newest held"),
        ("In 2021, women held 17.7 per cent of the seats of the Senate.", "17.7 per cent",
         "another year, sex, area or population than said"),
        ("Men held 17.7 per cent of the seats of the Senate in 2024.", "17.7 per cent",
         "another year, sex, area or population than said"),
        ("In Thailand, women held 17.7 per cent of the seats of the Senate.", "17.7 per cent",
         "another year, sex, area or population than said"),
        ("Women in the Senate rose from 14.8 per cent in 1999 to 17.7 per cent in 2024.", "17.7 per cent",
         "unlike things compared"),
        ("The share of women among commune chiefs fell from 7.9 per cent in 2017 to 10.7 per cent in 2022.",
         "10.7 per cent", "a change or trend the figures do not carry"),
        ("In 2028, women held 31 per cent of the seats of the Senate.", "31 per cent", "not known"),
        ("Some 45 per cent of households have clean water.", "Some 45 per cent", "not known"),
        ("The dialogue of 18 October 2023 was joined by 26 people (19 women and 8 men).", "26",
         "parts that do not add up"),
    ],
)  # fmt: skip
def test_a_number_has_its_verdict(text, number, verdict):
    assert verdicts(text)[number] == verdict


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("Women held 14.77 per cent of Secretary of State positions in 2024.", "14.77 per cent", "agrees"),
        ("Women held 14.77 per cent of Under-Secretary of State positions in 2024.", "14.77 per cent", "differs"),
        ("The share of women commune chiefs rose to 10.7 per cent in 2022.", "10.7 per cent", "agrees"),
        ("Women commune second deputy chiefs rose to 176 (10.7 per cent) in 2022.", "10.7 per cent", "differs"),
        ("In 2023, women made up a quarter of CMAA employees.", "a quarter", "agrees"),
        (
            "In 2023, women made up a quarter of CMAA managers and 19 per cent of staff.",
            "a quarter",
            "another year, sex, area or population than said",  # 24.62 per cent of all managers, in 2021
        ),
    ],
)
def test_the_words_that_a_number_is_tied_to_outweigh_those_beside_them(text, number, verdict):
    assert verdicts(text)[number] == verdict


@pytest.mark.parametrize(
    ("group", "verdict"),
    [
        ("non-women CSOs", "agrees"),
        ("women's CSOs", "another year, sex, area or population than said"),
    ],
)
def test_a_population_named_word_for_word_is_the_one_that_is_meant(group, verdict):
    text = f"In 2024, online harassment was experienced by 48 per cent of {group}."
    assert verdicts(text)["48 per cent"] == verdict


@pytest.mark.parametrize(("post", "verdict"), [("councillors", "agrees"), ("chiefs", "another")])
def test_another_post_is_another_population(post, verdict):
    text = f"In communes, 46 per cent of male {post} said that men make better political leaders than women."
    assert verdicts(text)["46 per cent"].startswith(verdict)


@pytest.mark.parametrize(
    ("text", "number", "found"),
    [
        ("In 2024, one in six senators were women.", "one in six", {"agrees within rounding"}),
        ("In 2024, one in three senators were women.", "one in three", {"differs"}),
        ("In 2024, women were 11 per cent of police officers; the target for recruits is 20 per cent.", "11 per cent",
         {"agrees"}),
        ("Asked in 2024, 35 per cent of women feel unsafe; 11 per cent of the police are women.", "35 per cent",
         {"not known", "may differ: a question"}),
        ("Figures are of 2023. Women were 60 per cent of the labour force that participated.", "60 per cent",
         {"not known", "may differ: a question"}),
    ],
)  # fmt: skip
def test_what_is_true_in_other_words_is_no_error(text, number, found):
    assert verdicts(text)[number] in found


def test_another_year_of_which_nothing_is_held_is_a_question_and_an_area_has_its_name():
    row = check_text("In 2024, women made up 17.7 per cent of the Senate of Thailand.", "KHM").iloc[1]
    assert (row["verdict"], row["severity"]) == ("another year, sex, area or population than said", "question")
    assert "another area (the draft: Thailand); of that, no figure is held" in row["why"]


def test_an_ordinal_is_a_figure_where_something_is_ranked():
    texts = ["The 3rd National Action Plan", "Ranked 93rd of 146 countries", "The 25th meeting of the 1st quarter"]
    found = find_numbers([Passage(text) for text in texts])
    assert [each.text for each in found if not each.not_a_figure] == ["93rd of 146"]


def test_what_a_sentence_does_not_name_is_not_surely_different():
    text = "Women are 42 per cent of civil servants, and only a quarter of the caretakers."
    assert verdicts(text)["a quarter"] not in ("differs", "another year, sex, area or population than said")


def test_a_verdict_names_its_claims_and_why():
    row = check_text("In 2024, women held 19.7 per cent of the seats of the Senate.", "KHM").iloc[1]
    assert "sa25.es_s4.senate.F.2024" in row["claims"]
    assert row["why"].startswith(
        "the draft says 19.7 per cent, the table 17.7 per cent (Members of the Senate, women, 2024; Situation Analysis"
    )
    assert (row["severity"], row["certainty"]) == ("error", "sure")


def test_the_line_that_opens_a_list_and_the_labels_of_a_table_tell_what_a_number_is():
    assert verdicts("At the commune and Sangkat level:\n- Women comprise 23 per cent of council members.") == {
        "23 per cent": "differs"
    }
    cells = list(table_passages([["", "Women, 2022"], ["Commune chiefs", "10.7%"]], 1))
    assert cells[-1].around == "Commune chiefs | Women, 2022"
    assert verdicts("\tWomen, 2022\tx\nCommune chiefs\t12.7%\tx") == {"12.7%": "differs"}


def test_strict_makes_an_error_of_a_question():
    text = "Women were 7.9 per cent of commune chiefs."
    assert list(check_text(text, "KHM")["severity"]) == ["question"]
    assert list(check_text(text, "KHM", strict=True)["severity"]) == ["error"]


def test_a_paragraph_that_a_page_cuts_is_one():
    lines = ["Women hold 17.7 per cent of", "[20] A footnote", "seats of the Senate."]
    assert [each.text for each in from_lines((line, 1) for line in lines)] == [
        "Women hold 17.7 per cent of seats of the Senate.",
        "[20] A footnote",
    ]
