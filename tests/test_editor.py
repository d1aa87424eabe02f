"""What a brief says first: each form has a condition, and nothing is said that the figures do not carry."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.claims.build import build
from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.report.brief import Brief
from wps_analysis.report.editor.cards import choose_cards, make_card
from wps_analysis.report.editor.country import country, editor_of, unused_messages
from wps_analysis.report.editor.earlier import compared_with, is_apart, is_same
from wps_analysis.report.editor.facts import Fact, _is_part, status_of
from wps_analysis.report.editor.forms import FORMS
from wps_analysis.report.editor.headings import HEADINGS, fewer_than, headline_group
from wps_analysis.report.editor.messages import Editor
from wps_analysis.report.editor.wording import amount, fraction_near, in_words
from wps_analysis.report.overview_brief import OverviewBrief
from wps_analysis.words.said import parts_of

EDITION = Edition("2025-10-31")
BRIEF = OverviewBrief(EDITION, "KHM")
EDITOR = editor_of(BRIEF)
FACTS = {fact.key[0]: fact for fact in EDITOR.facts if fact.key[1] == "_T"}
BY_RULES = replace(EDITOR, messages=[])
NUMBER = re.compile(r"\d[\d,.]*")
YEAR = re.compile(r"(?:19|20)\d\d")


def fact(name):
    return next(one for one in EDITOR.facts if one.key[0] == name)


def changed(one: Fact, **columns) -> Fact:
    """Return a fact whose main figure has other columns."""
    return replace(one, by_sex={**one.by_sex, one.row["sex"]: {**one.row, **columns}})


def test_the_headline_of_cambodia_speaks_of_all_recent_posts_and_seats():
    said, group = EDITOR.headline()
    assert said == (
        "Women hold fewer than three in ten leadership posts and elected seats in Cambodia, from the commune to the"
        " capital"
    )
    assert len(group) == 20
    assert BY_RULES.headline()[0] == said


def test_a_headline_that_no_longer_holds_is_left_out_and_the_rule_speaks():
    above = changed(FACTS["senate"], obs_value=31.0, lower=30.5, upper=31.5)
    above = replace(above, assessed=[{**row, "status": "met"} for row in above.assessed])
    facts = [above if one is FACTS["senate"] else one for one in EDITOR.facts]
    editor = replace(EDITOR, facts=facts)
    assert [line for line in editor.left_out() if "headline 0, fewer_than" in line]
    assert editor.headline()[0] is None
    assert fewer_than(headline_group(facts, EDITOR.as_of), "Cambodia") is None


def test_a_message_of_an_unknown_form_or_claim_is_named():
    row = {"ref_area": "KHM", "pillar": "protection", "rank": 1, "form": "boast", "claims": "", "card": ""}
    problems = replace(EDITOR, messages=[row, {**row, "form": "rate", "claims": "sa25.nowhere"}]).left_out()
    assert "no such form; choose one of: share," in problems[0]
    assert "no latest figure rests on sa25.nowhere" in problems[1]


def test_every_message_of_the_registry_holds_on_the_figures():
    assert unused_messages(EDITION) == []


@given(
    earlier=st.decimals(5, 60, places=1), later=st.decimals(5, 60, places=1),
    halves=st.tuples(*[st.sampled_from([0.05, 0.5, 5.0])] * 2), publishers=st.tuples(*[st.sampled_from("ab")] * 2),
    other=st.sampled_from([0.0, 1.0, -20.0]),
)  # fmt: skip
def test_no_change_is_said_whose_sign_is_in_doubt_under_any_published_figure(earlier, later, halves, publishers, other):
    rows = [
        {"sex": "F", "time_period": year, "segment": "s:0", "end": year, "source": source, "refuted": "",
         "obs_value": float(value), "lower": float(value) - half, "upper": float(value) + half,
         "envelope_lower": float(value) - half + min(other, 0), "envelope_upper": float(value) + half + max(other, 0)}
        for year, value, half, source in zip(("2018", "2024"), (earlier, later), halves, publishers, strict=True)
    ]  # fmt: skip
    compared = compared_with({**rows[1], "agreement": "single"}, rows, {})
    base = compared if compared and is_apart(rows[1], compared) else None
    apart = rows[0]["envelope_upper"] < rows[1]["lower"] or rows[1]["upper"] < rows[0]["envelope_lower"]
    assert (base is not None) == (apart and publishers[0] == publishers[1])


@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_form_speaks_of_a_figure_of_the_press_alone(name):
    pair = [FACTS["district_governors"], FACTS["district_deputy_governors"]]
    facts = pair if name == "heads_deputies" else [fact("unscr1325_never_heard")] if name == "about_rate" else pair[:1]
    pressed = [changed(one, basis="press", cannot_hold="") for one in facts]
    assert name == "nothing_since" or FORMS[name](pressed) is None


def test_one_part_of_a_whole_is_said_with_the_largest():
    assert FORMS["share"]([FACTS["land_titles"]]) == (
        "Women hold 18\u00a0per\u00a0cent of land titles (published\u00a02024); jointly: 68\u00a0per\u00a0cent."
    )


def test_figures_that_differ_are_all_said():
    assert str(FORMS["share"]([FACTS["un_peacekeepers"]])).startswith("21.2 or 21.4\u00a0per\u00a0cent of UN")
    assert FORMS["share_change"]([FACTS["civil_service"]]) is None
    assert "41 or 42" in FORMS["share_target"]([FACTS["civil_service"]])


def test_figures_that_cannot_all_be_true_are_told_by_what_holds_for_each():
    never_heard = fact("unscr1325_never_heard")
    said = FORMS["about_rate"]([never_heard])
    assert all(number in said for number in ("91", "93", "89", "nine in ten"))
    assert FORMS["rate"]([never_heard]) is None


def test_unlike_heads_and_deputies_are_not_compared():
    assert FORMS["heads_deputies"]([FACTS["district_governors"], FACTS["commune_deputy_chiefs"]]) is None
    assert HEADINGS["deputies_more_often"]([FACTS["senate"], FACTS["national_assembly"]], "") is None


@pytest.mark.parametrize("editor", [EDITOR, BY_RULES], ids=["edited", "by rules"])
def test_a_pillar_is_told_in_a_heading_and_at_most_five_findings_each_of_other_indicators(editor):
    for code in PILLARS:
        told = editor.pillar(code)
        assert 1 <= len(told.findings) <= 5
        assert told.heading[0].isupper()
        assert "%" not in told.heading
        indicators = [one.row["indicator"] for choice, _said in editor.findings(code) for one in choice.facts]
        assert editor is EDITOR or len(set(indicators)) == len(indicators)
        assert all(one.text.endswith((".", "each.")) for one in told.findings)


def test_every_number_that_is_said_rests_on_claims():
    brief = country(EDITION, "KHM")
    texts = [brief.deck, *(finding.text for pillar in brief.pillars for finding in pillar.findings)]
    texts += [card.number for card in brief.cards]
    for text in texts:
        for part in parts_of(text):
            numbers = [n for n in NUMBER.findall(part.text) if not YEAR.fullmatch(n.strip(".,"))]
            assert part.claims or not set(numbers) - {"20", "1325", "1990", "15.", "15"}, part


def test_attendance_is_never_told():
    assert not [one.key for one in EDITOR.facts if one.row["kind"] == "attendance"]
    assert not [row.name for theme in country(EDITION, "KHM").themes for row in theme.rows if "onsultation" in row.name]


def test_cards_are_five_of_which_three_of_one_pillar_and_one_that_is_met():
    for editor in (EDITOR, BY_RULES):
        cards = choose_cards([choice for code in PILLARS for choice, _said in editor.findings(code)], editor.facts)
        assert len(cards) == 5
        assert any(card.status.kind == "met" for card in cards)


def test_the_cards_that_the_editors_chose_stand_in_their_order():
    numbers = [card.number.replace("\u00a0", " ") for card in country(EDITION, "KHM").cards]
    assert numbers == ["14.4%", "2 of 25", "21%", "31 of 100", "9 in 10"]


def test_a_card_says_for_whom_a_target_has_no_figure():
    said = make_card(FACTS["un_peacekeepers"])
    assert said.status.words == "met 20%"
    assert said.source.endswith("; Military personnel deployed: no figure")
    assert "no figure" not in make_card(FACTS["police"]).source


def test_a_card_is_never_of_the_press_alone():
    assert make_card(FACTS["national_assembly_by_term"]) is None


def test_the_list_shows_each_target_once_and_a_benchmark_where_it_says_something():
    rows = {row.name: row for theme in country(EDITION, "KHM").themes for row in theme.rows}
    assert [status.words for status in rows["Senior civil service posts"].statuses] == ["met 27%", "below 30%"]
    assert [status.words for status in rows["National Assembly"].statuses] == ["below 30%"]
    assert rows["Provincial governors"].value.replace("\u00a0", " ") == "8% (2 of 25)"
    assert rows["Never heard of resolution 1325"].marks == (91.0, 93.0)


def test_a_target_that_is_exactly_reached_is_met():
    assert {status_of(row) for row in FACTS["civil_service_decision_makers"].assessed} == {"met", "below"}


@pytest.mark.parametrize("ref_area", ["LAO", "THA"])
def test_a_country_with_few_figures_has_a_brief(ref_area):
    brief = country(EDITION, ref_area)
    assert brief.headline
    assert brief.edited == ""
    assert len(brief.pillars) == 4
    assert len(brief.cards) > 2
    assert brief.missing
    assert "read from the copy" not in brief.main_source


@pytest.mark.parametrize(
    ("ref_area", "said"),
    [
        ("IDN", "Indonesia: women are a larger share of members of the House of Representatives than in 2017"),
        ("035", "South-East Asia: about three in four women's organisations report online harassment"),
        (
            "001",
            "World: about one in five women aged 20 to 24 were married before age 18; "
            "little else is in the reports used here",
        ),
        ("X_ASIA_PACIFIC", "No figure by sex on Asia and the Pacific is in the reports used here"),
    ],
)
def test_the_headline_of_few_figures_names_the_area_and_says_what_is_known(ref_area, said):
    assert country(EDITION, ref_area).headline == said


def test_groups_side_by_side_are_told_in_one_finding():
    (protection,) = (part for part in country(EDITION, "035").pillars if part.code == "protection")
    assert protection.findings[0].text == (
        "73\u00a0per\u00a0cent of women's organisations report online harassment (published\u00a02024);"
        " 48\u00a0per\u00a0cent of other organisations report online harassment (published\u00a02024)."
    )


@given(st.floats(1, 99))
def test_a_share_is_about_a_fraction_that_is_within_three_points(value):
    near = fraction_near([value])
    assert near is None or abs(100 * near - value) <= 3


def test_fractions_read_as_people_say_them():
    assert [in_words(fraction_near([value])) for value in (31, 20, 66.4, 91)] == [
        "three in ten", "one in five", "two in three", "nine in ten",
    ]  # fmt: skip


def test_a_share_has_one_decimal_at_most_and_none_if_it_is_zero():
    row = {"unit_measure": "PT", "qualifier": "exact"}
    assert amount({**row, "obs_value": 22.0, "lower": 21.95, "upper": 22.05}) == "22\u00a0per\u00a0cent"
    assert amount({**row, "obs_value": 14.77, "lower": 14.765, "upper": 14.775}, running=False) == "14.8%"


def test_an_editor_without_figures_says_so():
    empty = Editor([], [], "Atlantis", "2025-10-31")
    assert empty.headline()[0] is None
    assert empty.pillar("protection").heading == "No figure of this pillar is in the reports used here"


def test_a_share_of_a_class_is_not_told_where_that_of_all_is_held():
    row = {
        "indicator": "un_peacekeepers",
        "ref_area": "THA",
        "population": "military_contingents",
        "measure": "composition",
    }
    whole, part = ("un_peacekeepers", "THA", "_T"), ("un_peacekeepers", "THA", "military_contingents")
    assert _is_part(row, {whole: [], part: []})
    assert not _is_part(row, {part: []})
    assert not _is_part({**row, "population": "_T"}, {whole: []})
    assert not _is_part({**row, "measure": "rate"}, {whole: [], part: []})


def test_the_whole_that_a_share_is_of_is_context_without_an_arrow(copied_data):
    path = copied_data / "data/raw/press_2023/claims.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if ",national_assembly" not in line]
    row = "seats.{year},national_assembly_number,Cambodia,_T,_T,{year},{seats},assembly_members,,s1,,,,"
    seats = [row.format(year=year, seats=number) for year, number in (("2018", 100), ("2023", 125))]
    path.write_text("\n".join([*kept, *seats, ""]), encoding="utf-8")
    build(copied_data)
    known = Edition("2025-10-31", root=copied_data)
    (whole,) = (one for one in editor_of(OverviewBrief(known, "KHM")).facts if one.key[0] == "national_assembly_number")
    assert (whole.value, whole.base, whole.is_told) == (125, None, False)


def yearly(*values, source="a"):
    return [
        {"sex": "F", "time_period": str(2010 + year), "segment": "s:0", "end": f"{2010 + year}-12-31", "source": source,
         "refuted": "", "obs_value": value, "lower": value, "upper": value, "envelope_lower": value,
         "envelope_upper": value, "agreement": "single", "basis": "register", "n": ""}
        for year, value in enumerate(values)
    ]  # fmt: skip


def test_a_yearly_figure_is_held_to_the_newest_that_is_five_years_older_else_to_the_newest():
    rows = yearly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
    assert compared_with(rows[-1], rows, {})["time_period"] == "2011"
    assert compared_with(rows[3], rows[:4], {})["time_period"] == "2012"
    assert compared_with(rows[0], rows[:1], {}) is None
    assert is_same(rows[0], {**rows[1], "lower": 0.5}) and not is_same(rows[0], rows[1])


def test_releases_of_one_publisher_are_held_to_each_other_and_documents_are_not():
    rows = yearly(1.0, source="release_2014") + yearly(1.0, 9.0, source="release_2021")[1:]
    publishers = {"release_2014": "un_dpo", "release_2021": "un_dpo"}
    assert compared_with(rows[-1], rows, publishers) == rows[0]
    assert compared_with(rows[-1], rows, {}) is None


def test_context_is_told_of_a_country_of_which_little_else_is_known():
    told = {fact.row["indicator"] for fact in editor_of(Brief(EDITION, "THA")).facts if fact.is_told}
    assert {"national_assembly", "cabinet_ministers", "child_marriage_18"} <= told
    assert "cabinet_ministers" not in {fact.row["indicator"] for fact in FACTS.values() if fact.is_told}


def test_no_number_of_a_theme_is_told_twice():
    laos = editor_of(Brief(EDITION, "LAO"))
    told = [(c.facts[0].theme, c.facts[0].value) for code in PILLARS for c, _said in laos.findings(code)]
    assert len(told) > 3 and len(set(told)) == len(told)
