"""A chart inside a page: what of it is taken, and what its marks lead to."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.sheet.figure import claims_of
from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.inline import inline_svg
from wps_analysis.charts.sheet.theme import COLOURS

ROW = {
    "indicator": "police", "name": "Police officers", "population": "_T", "ref_area": "KHM", "sex": "F",
    "time_period": "2024", "unit_measure": "PT", "obs_value": 11.0, "lower": 10.5, "upper": 11.5,
    "measure": "composition", "claim_id": "sa25.police", "source_title": "A report", "agreement": "differ",
    "envelope_lower": 9.5, "envelope_upper": 11.5,
}  # fmt: skip
WORDS = {"title": "A title", "subtitle": "A subtitle"}


@pytest.fixture
def chart():
    other = {**ROW, "indicator": "army", "name": "Soldiers", "obs_value": 5.0, "claim_id": "a b"}
    return plot_levels(pd.DataFrame([ROW, other]), **WORDS)


def test_the_page_sets_title_and_sources_and_the_body_keeps_its_notes(chart):
    svg = inline_svg(chart, "p-")
    assert not re.search("A title|A subtitle|Source: A report", svg)
    assert "Police officers" in svg and "figures differ" in svg
    assert all(chart.words(role) for role in ("title", "subtitle", "note", "source"))


def test_the_body_alone_is_as_high_as_the_element(chart):
    root = ElementTree.fromstring(inline_svg(chart, "p-"))
    width, height = (int(root.get(side)) for side in ("width", "height"))
    top = float(root.get("viewBox").split()[1])
    assert width == 740
    assert 0 < top and top + height < 72 * chart.get_figheight()


def test_marks_and_labels_are_links_to_their_claims(chart):
    links = re.findall(r'<a data-claims="([^"]*)"', inline_svg(chart, "p-"))
    assert {"sa25.police", "a b"} == set(links)
    assert links.count("sa25.police") > 2


def test_every_colour_is_a_role_with_its_light_colour_behind(chart):
    svg = inline_svg(chart, "p-")
    assert f"var(--women,{COLOURS['women']})" in svg
    assert re.findall(r"(?<!,)#[0-9a-f]{6}", svg) == []
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_ids_are_few_and_bear_the_prefix(chart):
    svg = inline_svg(chart, "p-")
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) and all(name.startswith("p-") for name in ids)
    assert set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg)) == set(ids)


def test_files_and_twin_know_nothing_of_links(chart):
    png, svg, twin = render(chart), render(chart, "svg"), chart.twin
    inline = inline_svg(chart, "p-")
    assert (render(chart), render(chart, "svg"), chart.twin) == (png, svg, twin)
    assert inline_svg(chart, "p-") == inline
    assert b"claims:" not in svg and b"<text" not in svg


def test_no_letter_of_a_phone_is_under_eleven_and_a_half_pixels(chart):
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", inline_svg(chart.redraw(size="phone"), "n-"))]
    assert sizes and min(sizes) >= 11.5


def test_a_derived_share_leads_to_all_that_it_rests_on():
    assert claims_of({"claim_id": "a b", "denominator_claim_id": "c"}) == ["a", "b", "c"]
