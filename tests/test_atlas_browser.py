"""The atlas in a real browser: axe finds nothing, it sorts and filters, fits a phone, asks nothing of a network."""

import pytest
from test_atlas import CELL, COLUMN, page
from test_page import CHROMIUM, axe, browser  # noqa: F401  # fixtures

from wps_analysis.report.atlas import AtlasCell, AtlasRow
from wps_analysis.report.editor.parts import Status
from wps_analysis.words.language import use_language

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make test-all installs it)"),
]
HIGH = AtlasCell("31.0 %", "2021", 31.0, "Councillors", 1, ("estimate",), (Status("met", "met 30%", "about"),), ())
ROWS = (
    AtlasRow("KHM", "Cambodia", ("X_A",), (CELL,)),
    AtlasRow("LAO", "Lao People's Democratic Republic", ("X_A",), (None,)),
    AtlasRow("ZMB", "Zambia", (), (HIGH,)),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("atlas")
    for language in ("en", "km"):
        with use_language(language):
            (folder / f"{language}.html").write_text(page(*ROWS, columns=(COLUMN,)), encoding="utf-8")
    return folder


@pytest.fixture
def seen(browser, address):  # noqa: F811
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((address / "en.html").as_uri())
    yield page
    page.close()


def countries(seen):
    return [text.split("\n")[0] for text in seen.locator("tbody tr:visible th").all_inner_texts()]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400), ("dark", 400)])
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(browser, address, axe, language, scheme, width):  # noqa: F811
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto((address / f"{language}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    page.close()
    assert len(found["passes"]) > 15
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def test_a_heading_sorts_its_column_and_countries_without_a_figure_stand_last(seen):
    button = seen.locator("thead button").nth(1)
    button.click()
    assert countries(seen) == ["Cambodia", "Zambia", "Lao People's Democratic Republic"]
    button.press("Enter")
    assert countries(seen) == ["Zambia", "Cambodia", "Lao People's Democratic Republic"]
    assert seen.locator("thead th").nth(1).get_attribute("aria-sort") == "descending"


def test_countries_are_filtered_by_name_group_figure_and_status(seen):
    seen.fill("#words", "zam")
    assert (countries(seen), seen.inner_text("#hits")) == (["Zambia"], "1 of 3 countries")
    seen.fill("#words", "")
    seen.select_option("#group", "X_A")
    assert countries(seen) == ["Cambodia", "Lao People's Democratic Republic"]
    seen.select_option("#held", label="Police")
    assert countries(seen) == ["Cambodia"]
    seen.select_option("#group", "")
    seen.select_option("#status", "met")
    assert countries(seen) == ["Zambia"]


def test_without_a_script_all_countries_stand_and_no_filter(browser, address):  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((address / "en.html").as_uri())
    assert len(countries(page)) == 3
    assert not page.locator(".filter").is_visible()
    context.close()


def test_nothing_is_asked_of_any_address_and_nothing_is_refused(browser, address):  # noqa: F811
    page, asked, warned = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: warned.append(message.text))
    page.goto((address / "en.html").as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [(address / "en.html").as_uri()]
    assert warned == []
    page.close()
