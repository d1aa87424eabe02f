"""What a page may not say of a country that is in no plan's group, above parity, or speaks of a handful of persons."""

import pandas as pd
import pytest

from wps_analysis.assessment.target_words import target_sentence
from wps_analysis.charts.twin.describe import alt_text
from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.xlsx.readers import _target
from wps_analysis.report.brief import Brief
from wps_analysis.report.chart_tables import figures_table
from wps_analysis.report.coverage import outputs_table
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.editor.country import country
from wps_analysis.report.editor.listing import statuses_of
from wps_analysis.report.pillar_brief import PillarBrief
from wps_analysis.report.selections import gaps_title, neighbours
from wps_analysis.report.views import draw_view
from wps_analysis.words.figures import value_text


@pytest.fixture(scope="module")
def edition():
    return Edition("2025-10-31")


@pytest.fixture(scope="module")
def pages(edition):
    return {area: country(edition, area) for area in ("RWA", "TLS", "VNM")}


def cards(page):
    return {card.anchor: card for card in page.cards}


def parity(latest, lower):
    return {
        "target_id": "parity", "legal_force": "benchmark", "operator": "parity", "target_lower": 50, "n_obs": 1,
        "target_upper": 50, "target_basis": "CEDAW", "latest": latest, "latest_lower": lower,
        "status": "no target year",
        "gap_pp": abs(latest - 50), "gap_lower_pp": abs(latest - 50), "gap_upper_pp": abs(latest - 50),
    }  # fmt: skip


@pytest.mark.parametrize(("latest", "kind", "words"), [(61, "met", "above 50%"), (39, "below", "below 50%")])
def test_a_share_above_parity_is_not_below_it(latest, kind, words):
    row = parity(latest, latest - 0.5)
    (status,) = statuses_of([row])
    assert (status.kind, status.words) == (kind, words)
    assert ("points short" in _target(row)) == (kind == "below")
    assert ("points above it" in target_sentence(row)) == (kind == "met")


def test_no_page_says_that_rwandas_deputies_are_below_half(pages):
    (row,) = [row for theme in pages["RWA"].themes for row in theme.rows if row.anchor == "national_assembly"]
    assert [status.words for status in row.statuses] == ["above 50%"]


def test_the_plan_of_a_group_is_asked_of_its_members_alone(edition, pages):
    assert not any("ASEAN" in row.reason for row in pages["RWA"].missing)
    assert any("ASEAN" in row.reason for row in pages["VNM"].missing)
    assert outputs_table(Brief(edition, "RWA")).empty
    assert PillarBrief(edition, "RWA", "participation").missing.rows == ()
    assert Brief(edition, "KH-1").plan_outputs["output"].nunique() == 14
    assert Brief(Edition("2025-09-30"), "TLS").plan_outputs.empty, "Timor-Leste joined in October 2025"


def test_the_tick_of_a_bar_is_the_target_in_words_below_it(pages):
    card = cards(pages["VNM"])["national_assembly"]
    assert (card.picture.target, card.status.words) == (50, "below 50%")


def test_of_a_handful_of_persons_no_change_is_told(pages):
    card = cards(pages["TLS"])["un_peacekeepers"]
    assert (card.number.replace("\u00a0", " "), card.direction.sign) == ("2 of 4", "none")
    assert pages["TLS"].cards[0].anchor == "national_assembly"


def test_a_share_without_its_number_of_posts_is_named(pages):
    assert "The number of posts behind the share: National Parliament" in [row.name for row in pages["TLS"].missing]


def test_who_is_meant_stands_in_the_sentence(pages):
    told = " ".join(finding.text for pillar in pages["RWA"].pillars for finding in pillar.findings)
    assert "UN peacekeepers from the country" in told
    assert "of women aged 20 to 24 were married before age 18" in told


def test_gaps_that_are_all_closed_are_not_told_as_gaps():
    rows = pd.DataFrame(
        {"operator": ">=", "legal_force": "benchmark", "target_year": [None] * 2, "gap_pp": [-31.0, -0.3],
         "gap_upper_pp": [-30.5, -0.2], "name": "Members", "status": "met"}
    )  # fmt: skip
    assert gaps_title(rows) == "Benchmarks: every figure with a target reaches it"
    assert "widest gap is 0.4" in gaps_title(rows.assign(gap_pp=[-31.0, 0.4], gap_upper_pp=[-30.5, 0.5]))


def test_lines_of_several_countries_are_named_in_subtitle_and_table(edition):
    chart = draw_view("neighbours", Brief(edition, "RWA", "participation"))
    assert "other members of Eastern Africa" in alt_text(chart.figures[0])
    row = {"name": "Members", "sex": "F", "unit_measure": "PT", "obs_value": 8.0, "time_period": "2024"}
    table = figures_table(pd.DataFrame([row | {"area_name": name} for name in ("Fiji", "Vanuatu")]))
    assert [cells[1].text for cells in table.rows] == ["Fiji", "Vanuatu"]
    assert "Area" in table.headings


def test_the_headline_of_a_country_is_of_its_recent_figure_with_a_target_not_of_the_newest_change(pages):
    words = "Rwanda: about three in five members of the lower or single chamber of parliament are women"
    assert pages["RWA"].headline == words
    assert pages["RWA"].pillars[0].findings[0].subject == "Lower or single chamber"


def test_what_a_publisher_calls_not_applicable_is_no_figure_and_hides_those_before_it(edition):
    brief = Brief(edition, "AFG")
    assert {"2020", "2022"} == set(brief.figures.query("indicator == 'local_government_seats'")["time_period"])
    assert "local_government_seats" not in set(brief.latest_rows["indicator"])
    (row,) = brief.assessed.query("indicator == 'local_government_seats'").to_dict("records")
    said = "Seats in local government, Afghanistan: not applicable in 2022, by its publisher."
    assert (row["status"], row["sentence"]) == ("no figure", said)
    assert value_text(row) == "no figure"


@pytest.mark.parametrize("ref_area", ["MMR", "SGP", "YEM"])
def test_a_country_where_an_indicator_does_not_apply_has_a_page(edition, ref_area):
    assert country(edition, ref_area).cards


def test_a_region_is_not_set_beside_the_countries_in_it(edition):
    assert neighbours(Brief(edition, "035").figures, Brief(edition, "035")).empty
    assert len(neighbours(Brief(edition, "VNM").figures, Brief(edition, "VNM")))


def test_the_audit_of_a_country_asks_nothing_of_another_countrys_bodies_and_documents(edition):
    audit = DataBrief(edition, "RWA")
    assert "outputs_without_figure" not in set(audit.findings["check"])
    assert edition.left_out_of("RWA").empty
    assert not any("were left out" in line for line in audit.messages)
    assert "outputs_without_figure" in set(DataBrief(edition, "KHM").findings["check"])
    assert len(edition.left_out_of("KHM")) == len(edition.registry.exclusions)
