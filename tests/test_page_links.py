"""Each link of a page: a number leads to a claim that prints it, whatever the area, the language and the horizon."""

import re

import pytest
from page_packs import links, plain, write_pack, wrong_links

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.html.write import write_pages
from wps_analysis.words.language import _, use_language

PAGES = [("KHM", "en", 0), ("KHM", "en", 2030), ("KHM", "km", 0), ("LAO", "en", 0)]


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: "-".join(map(str, page)))
def read(request, tmp_path_factory):
    """Return a page, its claims, and how a title begins that names what a number was computed from."""
    ref_area, language, horizon = request.param
    folder, edition = tmp_path_factory.mktemp("pack"), Edition(language=language)
    outcomes = write_pack(folder, edition, ref_area, horizon=horizon)
    content = gather(edition, ref_area)
    page = (write_pages(folder, outcomes, content=content).parent / "evidence.html").read_text(encoding="utf-8")
    with use_language(language):
        computed = _("Computed from {claims}").partition("{")[0]
    return page, content.claims, computed


def test_a_number_leads_to_a_claim_that_prints_it(read):
    page, claims, computed = read
    assert wrong_links(page, claims, computed) == []


def test_every_link_leads_to_a_place_of_the_page(read):
    page, _claims, _computed = read
    places = re.findall(r'\sid="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert {place for _text, place, _title in links(page)} <= set(places)


def test_every_statement_and_status_of_figures_has_its_links(read):
    page, _claims, _computed = read
    told = page.split('<section aria-labelledby="pillar-participation">')[1].split('aria-labelledby="statements"')[0]
    rows = re.findall(r"<tr>.*?</tr>", told, re.DOTALL)
    assert len(rows) > 4
    assert [plain(row) for row in rows if "%" in row and not links(row)] == []


def test_wrong_links_are_found():
    claims = gather(Edition(), "KHM").claims
    chiefs = "claim-sa25.s3.4.1.commune_chiefs.F.2022"
    page = "".join(
        f'{before}<a class="claim" href="#{place}" title="{title}">{text}</a>'
        for before, text, place, title in (
            ("from ", "7.9\u00a0%", chiefs, "“10.7 per cent”"),
            (" in 2017, ", "2.8", chiefs, "Computed from “10.7 per cent” (Report, s3)"),
            (" (1990/", "15", chiefs, "Computed from “10.7 per cent” (Report, s3); “7.9 per cent” (Report, s3)"),
            (", held against ", "2030", "differing", ""),
            (") to ", "10.7\u00a0%", chiefs, "“10.7 per cent”"),
        )
    )
    assert [problem.split(":")[0] for problem in wrong_links(page, claims)] == [
        "a name is a link", "7.9\u00a0%", "2.8", "a year is a link",
    ]  # fmt: skip
