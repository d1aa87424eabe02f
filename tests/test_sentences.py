"""A part is said with the largest other, a rank with its whole, a rate with its persons, a date as it is printed."""

import pytest

from wps_analysis.assessment.assess import assess
from wps_analysis.claims.edition import edition
from wps_analysis.words.figures import NBSP


@pytest.fixture(scope="module")
def said():
    """Return the first sentence on each figure of Cambodia, by indicator, population and sex."""
    held = edition()
    table = assess(held.figures(ref_area="KHM"), held.targets, claims=held.claims)
    table = table.drop_duplicates(["indicator", "population", "sex"])
    keys = zip(table["indicator"], table["population"], table["sex"], strict=True)
    return {key: row for key, row in zip(keys, table["sentence"], strict=True)}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (("land_titles", "_T", "F"), "Land titles by holder, Cambodia: 18 % women alone, 68 % jointly as published in"),
        (("land_titles_joint", "_T", "_T"), "68 % jointly, 18 % women alone"),
        (("napvaw_priorities", "laws_and_policies", "_T"), "3 % laws and policies, 73 % prevention in 2021."),
        (("napvaw_priorities", "prevention", "_T"), "73 % prevention, 21 % legal protection and services"),
        (("gbv_help_sought", "violence_survivors", "F"), "31 % sought help, 16 % told someone"),
        (("social_media_users", "_T", "F"), "women's share was 44.8 %, men's 55.2 % in 2024."),
        (("global_gender_gap_rank", "_T", "_T"), ": 93 of 146 in 2023."),
        (("global_gender_gap_regional_rank", "_T", "_T"), ": 10 of 19 in 2023."),
        (("un_peacekeepers_rank", "_T", "F"), ": 14 of 120 in Dec 2024."),
        (
            ("heads_of_mission_number", "_T", "F"),
            ": 7 women of 31 embassies and permanent missions (27 and 4; the sum is implied) in 2024.",
        ),
        (("agricultural_land_women_headed", "_T", "F"), ": 10 % in 2021 (study). The size of the sample is not in the"),
        (("land_disputes_women_party", "resolved_cases", "F"), ": approximately 40 % in Nov 2023."),
        (("women_served_in_leadership", "armed_forces", "F"), ": 10 % in 2023 (study)."),
        (("armed_forces_mentor", "armed_forces", "F"), ": 79 % for women in 2023 (study)."),
        (("adult_population", "_T", "F"), "over 60 %, “In the immediate aftermath of the conflict”."),
        (("battalions_and_police_units", "_T", "F"), "women's share was typically less than 20 % in"),
        (("social_media_users_number", "_T", "_T"), ": 11.65 million in 2024."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_a_figure_is_said_with_what_it_needs(said, key, words):
    assert words in said[key].replace(NBSP, " ")


def test_numbers_beside_a_figure_lead_to_their_own_claims(said):
    def claims(key):
        return {part.text: part.claims for part in said[key].parts if part.claims}

    ambassadors = claims(("heads_of_mission_number", "_T", "F"))
    assert ambassadors["27"] == ("sa25.s3.5.2.diplomatic_missions_number.embassies.T",)
    assert ambassadors["4"] == ("sa25.s3.5.2.diplomatic_missions_number.permanent_missions.T",)
    assert ambassadors["31"] == (*ambassadors["27"], *ambassadors["4"])
    (rank,) = claims(("global_gender_gap_rank", "_T", "_T"))["146"]
    assert "global_gender_gap_countries_number" in rank
    titles = claims(("land_titles", "_T", "F"))
    assert "land_titles_joint" in titles[f"68{NBSP}%"][0]


def test_a_doubt_is_said_once(said):
    for sentence in said.values():
        assert not ("a change within rounding" in sentence and "within rounding)" in sentence.split(". ")[0])
