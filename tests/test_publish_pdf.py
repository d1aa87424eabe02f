"""The printed documents: pages, tags, alternative texts, fonts, links, bytes, and texts that do nothing."""

import re

import pytest
from page_packs import write_pack
from pdf_texts import object_text, page_texts, said

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.html.notebook import Chart
from wps_analysis.pack.publish.pdf.drawn import body_data, chart_data, sign_picture, status_picture
from wps_analysis.pack.publish.pdf.typeset import page_count, typeset
from wps_analysis.pack.publish.pdf.write import MOST, write_documents
from wps_analysis.report.editor.country import country_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 300"><path d="M0 0h9v9z"/></svg>'


def documents_of(folder, language):
    """Write the documents of a country, whose charts were not saved, and return them by the end of their names."""
    edition = Edition("2025-10-31", language)
    outcomes = write_pack(folder, edition, "KHM", drawn=True)
    content = gather(edition, "KHM")
    written = write_documents(folder, outcomes, content=content)
    return {path.stem.removeprefix("wps-KHM-2025-10-31"): path.read_bytes() for path in written}, content


@pytest.fixture(scope="module", params=["en", "km"])
def made(request, tmp_path_factory):
    documents, content = documents_of(tmp_path_factory.mktemp(request.param), request.param)
    return request.param, documents, content


def test_the_country_has_a_page_each_pillar_two_and_the_pack_at_most_thirty(made):
    _language, documents, _content = made
    pages = {name: page_count(data) for name, data in documents.items()}
    assert pages["-one-page"] == 1
    assert all(pages[f"-{pillar}"] <= 2 for pillar in ("participation", "protection", "prevention", "relief_recovery"))
    assert 4 < pages[""] <= MOST


def test_each_says_that_it_is_tagged_accessible_and_to_be_kept(made):
    language, documents, _content = made
    for data in documents.values():
        told = object_text(data)
        assert "/MarkInfo" in told and "/StructTreeRoot" in told and "/Outlines" in told
        assert f"/Lang({language})" in told.replace(" ", "")
        assert "<pdfuaid:part>1</pdfuaid:part>" in told
        assert "<pdfaid:part>2</pdfaid:part>" in told and "<pdfaid:conformance>A</pdfaid:conformance>" in told
        assert "2025-10-31T00:00:00" in told


def test_every_font_is_in_the_file(made):
    language, documents, _content = made
    for data in documents.values():
        fonts = set(re.findall(r"/FontName ?/\w+\+([\w-]+)", object_text(data)))
        assert fonts and all(font.startswith("NotoSans") for font in fonts)
        assert any("Khmer" in font for font in fonts) == (language == "km")
        assert len(re.findall(r"/FontFile[23]?\b", object_text(data))) >= len(fonts)


def test_the_page_says_headline_cards_and_cautions(made):
    language, documents, content = made
    if language == "km":
        pytest.skip("letters of Khmer come out of a PDF in another order")
    (told,) = page_texts(documents["-one-page"])
    words, brief = " ".join(told.split()), country_of(content.data)
    assert " ".join(str(brief.headline).split()) in words
    for card in brief.cards:
        assert " ".join(str(card.number).split()) in words
    assert "What these figures cannot say" in words


def test_every_row_of_the_list_stands_in_the_pack_and_in_the_brief_of_its_pillar(made):
    language, documents, content = made
    if language == "km":
        pytest.skip("letters of Khmer come out of a PDF in another order")
    told = {name: _flat("".join(page_texts(data))) for name, data in documents.items()}
    for theme in country_of(content.data).themes:
        for row in theme.rows:
            for text in (row.name, row.value, row.period):
                assert _flat(text) in told[""] and _flat(text) in told[f"-{theme.pillar}"], text


def _flat(text):
    return "".join(text.split())


def test_the_numbers_of_the_pack_lead_to_their_published_figures_which_it_lists(made):
    language, documents, _content = made
    assert object_text(documents[""]).count("/Subtype/Link") + object_text(documents[""]).count("/Subtype /Link") > 100
    if language == "en":
        told = " ".join(" ".join(page_texts(documents[""])).split())
        assert told.count("Published figures") >= 2  # of the contents, and of the annex
        assert "14.4 per cent" in told


def test_the_addresses_of_sources_are_links_without_the_point_of_their_sentence(made):
    _language, documents, content = made
    led_to = set(re.findall(r"/URI ?\((https?://[^)]*)\)", object_text(documents[""])))
    cited = " ".join(content.sources["citation"])
    assert len(led_to) > 10
    assert all(address in cited and address[-1] not in ".,;" for address in led_to)


def test_a_draft_says_so_on_its_first_page(made):
    language, documents, _content = made
    assert all(("DRAFT" in page_texts(data)[0]) == (language == "km") for data in documents.values())


def test_the_bytes_are_the_same_again(made, tmp_path):
    language, documents, _content = made
    if language == "km":
        pytest.skip("once is enough")
    again, _content = documents_of(tmp_path, language)
    assert again == documents


def test_a_chart_has_its_drawing_its_size_and_its_words(tmp_path):
    picture = tmp_path / "posts.png"
    picture.with_suffix(".svg").write_text(SVG)
    chart = Chart("posts", "8% of posts", picture=picture, title="Posts", wide='<svg viewBox="0 40.5 740 200">')
    assert chart_data(chart) == {"svg": SVG, "alt": "8% of posts", "width": 740, "height": 300}
    body = body_data(chart)
    assert (body["height"], body["title"]) == (200, "Posts")
    assert 'viewBox="0 40.5 740 200"' in body["svg"]
    assert chart_data(Chart("posts", "never saved")) is None


def test_the_alternative_text_of_a_chart_stands_in_the_file():
    chart = {
        "svg": SVG,
        "alt": "Eight of ten posts",
        "width": 740,
        "height": 300,
        "title": "",
        "subtitle": "",
        "sources": "",
    }
    assert "Eight of ten posts" in object_text(page(chart=chart))


@pytest.mark.parametrize(
    "text", ["#panic()", "$x^2$", "= Heading", "*strong* @ref <label>", "https://un.org", "\\u{41}"]
)
def test_a_text_does_nothing(text):
    (told,) = page_texts(page(deck=[[text, ""]]))
    assert text in told
    assert "/URI" not in object_text(page(deck=[[text, ""]]))


def page(**more):
    """Set a sheet that says next to nothing."""
    data = {
        "lang": "en", "area": "Atlantis", "title": "Atlantis", "published": "",
        "notices": [], "headline": [["Few", ""]],
        "deck": [], "cards": [], "chart": None, "cautions": [], "pillars": [], "foot": [],
        "words": {"page": "{page} of {pages}"}, "fit": {"size": 8, "findings": 1, "height": 50},
    }  # fmt: skip
    return typeset("one_page", data | more, as_of="2025-10-31")


def test_signs_are_drawings_in_their_own_colour():
    assert "currentColor" not in status_picture("met") + sign_picture("up")
    assert 'xmlns="http://www.w3.org/2000/svg"' in status_picture("below")


@pytest.mark.parametrize("place", ["title", "headline", "alt"])
def test_what_a_document_says_is_found_wherever_it_stands(place):
    chart = {"svg": SVG, "width": 740, "height": 300, "title": "", "subtitle": "", "sources": "", "alt": "73.917"}
    told = {"title": {"title": "73.917"}, "headline": {"headline": [["73.917", ""]]}, "alt": {"chart": chart}}[place]
    data = page(**told)
    assert "73.917" in "\n".join([*page_texts(data), said(data)])
