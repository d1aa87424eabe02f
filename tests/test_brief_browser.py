"""The brief in a real browser: axe finds nothing, it folds, searches, follows and forwards, fits a phone and paper."""

import re

import pytest
from atlantis import AROUND, ATLANTIS, BARE, CHARTS
from test_page import CHROMIUM, axe, browser  # noqa: F401  # fixtures

from wps_analysis.pack.publish.html.brief_page import Around, BriefCharts, brief_html
from wps_analysis.pack.publish.html.one_page import one_page_html
from wps_analysis.words.language import use_language

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make test-all installs it)"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the pages of Atlantis in two languages, and an evidence page that they lead to."""
    folder = tmp_path_factory.mktemp("brief")
    (folder / "evidence.html").write_text("<!doctype html><title>Evidence</title><p id=claim-x>x</p>", encoding="utf-8")
    for language in ("en", "km"):
        with use_language(language):
            for name, make in {"index": brief_html, "one": one_page_html}.items():
                (folder / f"{name}-{language}.html").write_text(make(ATLANTIS, CHARTS, AROUND), encoding="utf-8")
    bare = brief_html(BARE, BriefCharts(), Around(AROUND.link, AROUND.quote))
    (folder / "bare.html").write_text(bare, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser, folder):  # noqa: F811
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / "index-en.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("name", ["index-en", "index-km", "one-en", "bare"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400), ("dark", 820)])
def test_axe_finds_no_violation(browser, folder, axe, name, scheme, width):  # noqa: F811
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto((folder / f"{name}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    page.close()
    assert len(found["passes"]) > 15
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


@pytest.mark.parametrize("name", ["index-en", "one-km"])
def test_nothing_is_asked_of_any_address_and_nothing_is_refused(browser, folder, name):  # noqa: F811
    page, asked, warned = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: warned.append(message.text))
    address = (folder / f"{name}.html").as_uri()
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert warned == []
    assert page.evaluate("document.fonts.ready.then(fonts => Array.from(fonts).some(f => f.status === 'loaded'))")
    page.close()


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_first_fact_stands_at_the_top(page, folder, language):
    page.goto((folder / f"index-{language}.html").as_uri())
    page.evaluate("document.querySelectorAll('.notice').forEach(notice => notice.remove())")
    assert page.locator("h1").bounding_box()["y"] <= 100


@pytest.mark.parametrize("name", ["index-en", "index-km"])
def test_nothing_scrolls_sideways_on_a_phone(browser, folder, name):  # noqa: F811
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.goto((folder / f"{name}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    assert page.locator("svg.chart:visible").count() == page.locator(".narrow svg:visible").count() == 6
    page.close()


def test_themes_are_closed_on_a_phone_and_open_without_a_script(browser, folder):  # noqa: F811
    for script, seen in ((True, False), (False, True)):
        context = browser.new_context(java_script_enabled=script, viewport={"width": 400, "height": 900})
        page = context.new_page()
        page.goto((folder / "index-en.html").as_uri())
        assert page.locator("#f-police").is_visible() is seen
        assert page.locator(".filter").is_visible() is script
        if script:
            page.locator(".theme button").first.press("Enter")
            assert page.locator("#f-police").is_visible()
            assert page.locator(".theme button").first.get_attribute("aria-expanded") == "true"
        else:
            assert page.locator("button:visible").count() == 0
        context.close()


def test_the_list_is_searched_by_words_pillar_and_status(page):
    shown = page.locator(".wall tr[id]:visible")
    assert shown.count() == 4
    page.fill("#words", "police")
    assert [row.get_attribute("id") for row in shown.all()] == ["f-police"]
    assert page.locator("#hits").inner_text() == "1 shown"
    page.fill("#words", "")
    page.select_option("#of-status", "no_figure")
    assert [row.get_attribute("id") for row in shown.all()] == ["f-recruits"]
    page.select_option("#of-pillar", "prevention")
    assert shown.count() == 0


def test_a_followed_figure_opens_with_its_words_even_where_the_search_hid_it(page):
    page.fill("#words", "stigma")
    page.evaluate("location.hash = '#f-governors'")
    quote = page.locator("#f-governors q")
    quote.wait_for(state="visible")
    assert page.locator("#words").input_value() == ""


@pytest.mark.parametrize("place", ["claim-x", "differing-police", "source-sa25", "findings", "pillar-protection"])
def test_places_that_are_not_on_the_page_are_sought_in_the_evidence(browser, folder, place):  # noqa: F811
    page = browser.new_page()
    page.goto(f"{(folder / 'index-en.html').as_uri()}#{place}")
    page.wait_for_url(f"**/evidence.html#{place}")
    page.close()


def test_places_of_the_page_stay(page, folder):
    for place in ("chart-posts", "f-police", "participation", "main", ""):
        page.goto(f"{(folder / 'index-en.html').as_uri()}#{place}")
        assert "index-en.html" in page.url


def test_the_button_turns_the_page_dark_and_paper_stays_light(page):
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.click("#theme")
    assert page.evaluate(background) != light
    page.emulate_media(media="print")
    assert page.evaluate(background) == light


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_sheet_is_one_sheet_and_nothing_is_cut(browser, folder, language):  # noqa: F811
    page = browser.new_page()
    page.goto((folder / f"one-{language}.html").as_uri())
    assert page.evaluate("(p => p.scrollHeight - p.clientHeight)(document.querySelector('.page'))") == 0
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1
    page.goto((folder / f"index-{language}.html").as_uri())
    assert sheets(page.pdf(prefer_css_page_size=True)) <= 6
    page.close()
