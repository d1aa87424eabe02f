"""The explore notebook in JupyterLab, in a real browser, with no way to the network."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

PROJECT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
KHMER = re.compile(r"[\u1780-\u17ff]")
TOKEN = "a-token-for-this-test"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make test-all installs it)"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a copy of the project's data and the notebook, not yet run, so that nothing in it can be saved back."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("registry", "processed"):
        shutil.copytree(PROJECT / "data" / folder, root / "data" / folder)
    (root / "data" / "raw").mkdir()
    notebook = nbformat.read(PROJECT / "notebooks" / "explore.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells.append(nbformat.v4.new_code_cell("%load_ext wps_analysis", id="load"))
    (root / "notebooks").mkdir()
    nbformat.write(notebook, root / "notebooks" / "explore.ipynb")
    return root


@pytest.fixture(scope="module")
def lab(project, tmp_path_factory):
    """Return the address of a JupyterLab that ``wps explore`` started on loopback, with settings of its own."""
    home = tmp_path_factory.mktemp("jupyter")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
           "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR"}  # fmt: skip
    root_user = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    config = "".join(f"c.ServerApp.{name[2:].replace('-', '_')} = True\n" for name in root_user)
    (home / "JUPYTER_CONFIG_DIR").mkdir()
    (home / "JUPYTER_CONFIG_DIR" / "jupyter_server_config.py").write_text(config)
    env = {**os.environ, **{name: str(home / name) for name in own}, "JUPYTER_TOKEN": TOKEN}
    command = [sys.executable, "-m", "wps_analysis", "explore", "--no-browser", f"--port={port}", f"--root={project}"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, cwd=home, stdout=log, stderr=log)
    try:
        _wait_for(port, server, home / "log")
        yield f"http://127.0.0.1:{port}/lab/tree/explore.ipynb?token={TOKEN}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port, server, log):
    for _attempt in range(240):
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def asked():
    """Return the list of addresses that the page asks for."""
    return []


@pytest.fixture(scope="module")
def page(lab, asked):
    """Return the page with all cells of the notebook run."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1900})
        page.set_default_timeout(60_000)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(lab)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
        page.locator(".wps-explore figure img").wait_for()
        yield page
        browser.close()


def shown(page):
    picture = page.locator(".wps-explore figure img")
    return picture.get_attribute("src"), picture.get_attribute("alt"), page.locator(".wps-said").inner_text()


def choose(page, number, label):
    """Choose in one of the panel's dropdowns and return what is shown once the chart has changed."""
    before = shown(page)[0]
    page.locator(".wps-explore select").nth(number).select_option(label=label)
    page.wait_for_function("src => document.querySelector('.wps-explore figure img').src !== src", arg=before)
    return shown(page)


def test_choosing_redraws_chart_and_text_and_khmer_changes_the_words(page, tmp_path):
    src, alt, said = shown(page)
    assert alt.startswith("Members of the National Assembly")
    assert "women's share" in said

    new_src, new_alt, new_said = choose(page, 1, "Commune and Sangkat chiefs")
    assert new_src.startswith("data:image/png;base64,") and new_src != src
    assert new_alt.startswith("Commune and Sangkat chiefs")
    assert "10.7" in new_said and new_said != said
    page.locator(".wps-claims table.dataTable").get_by_text("7.9 per cent").wait_for()
    page.screenshot(path=tmp_path / "explore.png")

    khmer_src, khmer_alt, _said = choose(page, 6, "ខ្មែរ")
    assert khmer_src != new_src
    assert KHMER.search(khmer_alt)
    page.screenshot(path=tmp_path / "explore-khmer.png")


def test_the_keyboard_reaches_the_controls_and_not_the_notebook(page):
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    language = page.locator(".wps-explore select").nth(6)
    language.focus()
    chosen = language.input_value()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("was => document.querySelectorAll('.wps-explore select')[6].value !== was", arg=chosen)
    page.keyboard.press("b")
    page.keyboard.press("x")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_the_tab_key_completes_codes(page):
    cell = page.locator(".jp-Notebook .jp-CodeCell").last.locator(".cm-content")
    cell.click()
    page.keyboard.press("End")
    page.keyboard.type('\nwps.load("commune_chi')
    page.keyboard.press("Tab")
    page.locator(".jp-Completer").get_by_text("commune_chiefs_number").wait_for()


def test_nothing_is_asked_of_any_address_but_loopback(page, asked):
    elsewhere = [url for url in asked if urlsplit(url).scheme not in ("data", "blob")]
    assert elsewhere
    assert {urlsplit(url).hostname for url in elsewhere} == {"127.0.0.1"}
