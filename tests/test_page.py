"""The pack's page in a real browser."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from wps_analysis.pack.run import run_pack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return the page of one pillar's pack, as the browser has it after loading."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (make test-all installs it)")
    output = tmp_path_factory.mktemp("pack")
    index = run_pack("KHM", pillars=["protection"], output=output).folder / "index.html"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={output / 'profile'}", "--dump-dom", index.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.slow
def test_the_browser_shows_headings_tables_and_charts(page):
    assert "Protection" in page
    assert len(re.findall(r"<img[^>]+alt=\"[^\"]{40,}\"", page)) >= 3
    assert page.count("<table") >= 3


@pytest.mark.slow
def test_the_page_asks_nothing_of_the_network(page):
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "<script" not in page


@pytest.mark.slow
def test_every_picture_is_there(page):
    assert all(not Path(source).is_absolute() for source in re.findall(r"<img[^>]+src=\"([^\"]+)\"", page))
