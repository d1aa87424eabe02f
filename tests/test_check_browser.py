"""The page of a check in a real browser: axe finds nothing, it filters by verdict, and fits a phone."""

import pytest
from test_page import CHROMIUM, axe, browser  # noqa: F401  # fixtures

from wps_analysis import check_text, edition
from wps_analysis.report.check.page import page as check_page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make test-all installs it)"),
]
DRAFT = """In 2024, women held 17.7 per cent of the seats of the Senate and 12 per cent of the police.
In 2022, 176 commune chiefs were women, 10.7 per cent. Women were 7.9 per cent of commune chiefs."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of the page of a short draft."""
    path = tmp_path_factory.mktemp("check") / "checked.html"
    path.write_text(check_page(check_text(DRAFT, "KHM").assign(file="draft.docx"), edition()), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_no_violation(browser, address, axe, scheme, width):  # noqa: F811
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(address)
    for box in page.locator("input[name=verdict]").all():
        box.check()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    page.close()
    assert len(found["passes"]) > 15
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def test_nothing_is_asked_of_any_address_and_nothing_scrolls_sideways_on_a_phone(browser, address):  # noqa: F811
    page, asked = browser.new_page(viewport={"width": 400, "height": 900}), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert asked == [address]
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.close()


def test_a_verdict_is_shown_when_its_box_is_ticked(browser, address):  # noqa: F811
    page = browser.new_page()
    page.goto(address)
    agreeing = page.locator("li.number[data-verdict=agrees]")
    assert not agreeing.first.is_visible()
    page.locator("input[value=agrees]").check()
    assert agreeing.first.is_visible()
    shown = page.locator("li.number:visible").count()
    assert page.locator("#shown").inner_text().startswith(f"{shown} of ")
    page.close()
