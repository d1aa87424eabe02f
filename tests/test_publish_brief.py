"""The brief of a pack: its numbers lead to the evidence, its charts are drawn in it, and it stands by itself."""

import re
from dataclasses import replace
from html import unescape

import pytest
from page_packs import write_pack

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.html.write import write_pages

PAGES = ("index.html", "one-page.html", "evidence.html")


@pytest.fixture(scope="module", params=[("KHM", "en"), ("KHM", "km"), ("LAO", "en")], ids="-".join)
def pages(request, tmp_path_factory):
    """Return the texts of the pages of a pack by their names, with its area and language."""
    area, language = request.param
    folder, edition = tmp_path_factory.mktemp("pack"), Edition("2025-10-31", language)
    outcomes = write_pack(folder, edition, area, drawn=True)
    content = replace(gather(edition, area), languages={"en": "2025-10-31", "km": "2025-10-31.km"})
    write_pages(folder, outcomes, content=content)
    return {name: (folder / name).read_text(encoding="utf-8") for name in PAGES}, area, language


def ids_of(page):
    return re.findall(r'\bid="([^"]+)"', page)


def test_every_link_of_a_page_leads_to_a_place_that_is_there(pages):
    texts, _area, _language = pages
    places = {name: set(ids_of(text)) for name, text in texts.items()}
    for name, text in texts.items():
        for file, place in re.findall(r'href="([\w.-]*)#([^"]+)"', text):
            assert place in places[file or name], (name, file, place)


def test_no_id_stands_twice(pages):
    for text in pages[0].values():
        assert len(ids_of(text)) == len(set(ids_of(text)))


def test_a_number_of_the_brief_leads_to_its_claim_and_tells_its_words(pages):
    texts, _area, _language = pages
    links = re.findall(r'<a class="claim" href="evidence\.html#claim-([^"]+)" title="([^"]+)"', texts["index.html"])
    assert links
    assert all("“" in words for _claim, words in links)


def test_the_charts_stand_in_the_page_with_links_on_their_marks(pages):
    texts, area, _language = pages
    page = texts["index.html"]
    assert page.count("<svg") > 0
    assert "data-claims" not in page
    drawn = re.findall(r'id="(chart-[\w-]+)"', page)
    assert ("chart-posts" in drawn) == (area == "KHM")
    if area == "KHM":
        figure = page.split('id="chart-participation-heads_and_deputies"')[1].split("</figure>")[0]
        assert figure.count('href="evidence.html#claim-') > 10
        assert "%" in figure.split("<details")[1]


def test_a_page_asks_for_nothing_else(pages):
    for text in pages[0].values():
        assert not re.findall(r'(?:src|srcset)="(?!data:)', text)
        assert not re.findall(r"<link\b|@import|url\((?!data:|#)", text)
        assert "default-src 'none'" in unescape(text)


def test_the_brief_is_light_and_the_evidence_not_heavy(pages):
    texts, _area, _language = pages
    assert len(texts["index.html"].encode()) < 1_000_000
    assert len(texts["evidence.html"].encode()) < 3_000_000


def test_a_translation_says_that_it_is_a_draft_and_each_page_names_the_other_language(pages):
    texts, _area, language = pages
    for name in PAGES:
        assert ("DRAFT" in texts[name]) == (language == "km"), name
    assert "../2025-10-31" in texts["index.html"]
