"""The pages of a pack in a real browser: nothing is asked for, all can be reached, axe finds nothing, it prints."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from wps_analysis.pack.run import run_pack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "axe"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make test-all installs it)"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of the evidence page of one pillar's pack."""
    output = tmp_path_factory.mktemp("pack")
    return (run_pack("KHM", pillars=["protection"], output=output).folder / "evidence.html").as_uri()


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(address)
    yield page
    page.close()


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """Return the script of axe-core in the version of the lock file, whose hash npm checks."""
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(AXE / name, folder / name)
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, which brings axe-core")
    command = [npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, "CI": "1"})
    if done.returncode and "EINTEGRITY" not in done.stderr:
        pytest.skip(f"axe-core cannot be had from the registry of npm: {done.stderr.strip()[:200]}")
    assert done.returncode == 0, done.stderr
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_no_violation(browser, address, axe, scheme, width):
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(address)
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    page.close()
    assert len(found["passes"]) > 30
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def test_nothing_is_asked_of_any_address_and_every_picture_is_there(browser, address):
    page, asked, warned = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: warned.append(message.text))
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert warned == []  # a word of the Content Security Policy would stand here
    pictures = page.evaluate("Array.from(document.images, i => [i.complete, i.naturalWidth, i.alt.length])")
    assert len(pictures) >= 4
    assert all(complete and width > 500 and alt > 40 for complete, width, alt in pictures)
    page.close()


def column(page, number):
    cells = page.locator("#claims ~ .wide tbody tr").evaluate_all(
        f"rows => rows.map(r => r.cells[{number}].textContent)"
    )
    return [cell.strip() for cell in cells]


def test_a_table_sorts_by_keyboard_numbers_by_value_and_missing_last(page):
    head = page.locator("#claims ~ .wide thead th").nth(4)
    before = column(page, 4)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    values = page.locator("#claims ~ .wide tbody tr").evaluate_all("rows => rows.map(r => r.cells[4].dataset.value)")
    known = [float(value) for value in values if value is not None]
    assert known == sorted(known)
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    after = column(page, 4)
    assert sorted(after) == sorted(before) and after != before
    page.locator("#claims ~ .wide thead th button").nth(7).click()
    assert head.get_attribute("aria-sort") is None
    notes = column(page, 7)
    assert "" in notes and notes[: len([note for note in notes if note])] == [note for note in notes if note]


def test_rows_that_are_equal_keep_their_order(page):
    def codes_of_women():
        return [code for sex, code in zip(column(page, 2), column(page, 9), strict=True) if sex == "women"]

    before = codes_of_women()
    page.locator("#claims ~ .wide thead th button").nth(2).click()
    assert column(page, 2)[0] == "all"
    assert codes_of_women() == before


def test_the_keyboard_goes_from_a_number_to_its_claim_and_on_to_the_source(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    number = page.locator("#pillar-protection ~ .wide a.claim", has_text="about 25").first
    number.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    assert row.inner_text().startswith("a quarter")
    assert row.is_visible()
    plain = page.locator("#claims ~ .wide tbody tr:not(:target) td").first
    background = "e => getComputedStyle(e).backgroundColor"
    assert row.locator("td").first.evaluate(background) != plain.evaluate(background)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("tr:target").get_attribute("id").startswith("source-")


def test_without_scripts_the_tables_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("thead button").count() == 0
    citation = page.locator("#claims ~ .wide details").first
    assert citation.locator("summary").inner_text() == "Citation"
    citation.locator("summary").click()
    assert "accessed" in citation.inner_text()
    assert page.locator("#claims ~ .wide tbody tr").count() > 300
    context.close()


def test_a_citation_is_copied_and_shown(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    cite = page.locator("#claims ~ .wide details").first
    assert cite.locator("summary").inner_text() == "Copy citation"
    cite.locator("summary").click()
    page.wait_for_function("document.querySelector('details.cite summary').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "accessed" in copied and copied in cite.inner_text()
    context.close()


def test_an_old_link_leads_on_to_the_evidence(browser, address):
    page = browser.new_page()
    brief = address.replace("evidence.html", "index.html")
    claim = page.goto(address) and page.locator("tr[id^=claim-]").nth(3).get_attribute("id")
    page.goto(f"{brief}#{claim}")
    page.wait_for_url(f"{address}#{claim}")
    assert page.locator("tr:target").is_visible()
    page.goto(brief)
    assert page.url == brief
    page.close()


def test_nothing_is_cut_on_a_narrow_screen_or_on_paper(page):
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.set_viewport_size({"width": 680, "height": 900})  # an A4 page within margins of 15 mm
    page.emulate_media(media="print")
    cut = (
        "Array.from(document.querySelectorAll('table, img')).filter(e => e.getBoundingClientRect().right > 681).length"
    )
    assert page.evaluate(cut) == 0
    tallest = page.evaluate("Math.max(...Array.from(document.images, i => i.getBoundingClientRect().height))")
    assert tallest <= 267 / 25.4 * 96
    assert page.locator("nav").is_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF-")
