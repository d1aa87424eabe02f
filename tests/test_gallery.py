"""The page of charts: every function that draws one is on it, and the lines it shows are those that drew."""

import base64
import html
import importlib
import pkgutil
import re

import pytest

import wps_analysis as wps
from wps_analysis import charts
from wps_analysis.charts.twin.describe import text_twin
from wps_analysis.dev import gallery
from wps_analysis.report import table_views, views

SHOWN = ("plot_compare", "plot_coverage")


@pytest.fixture(scope="module")
def held():
    return gallery.prepare()


@pytest.fixture(scope="module")
def entries(held):
    return [gallery.make_entry(name, held) for name in SHOWN]


@pytest.fixture(scope="module")
def page(entries):
    return gallery.gallery_page(entries, as_of="2025-10-31")


@pytest.fixture
def one_chart(monkeypatch):
    monkeypatch.setattr(gallery, "GALLERY", {"plot_coverage": gallery.GALLERY["plot_coverage"]})


def test_every_function_that_draws_a_chart_is_in_the_gallery():
    names = {module.name for module in pkgutil.iter_modules(charts.__path__)}
    modules = [importlib.import_module(f"wps_analysis.charts.{name}") for name in names]
    drawing = {name for module in modules for name in vars(module) if name.startswith("plot_")}
    assert {name for name in wps.__all__ if name.startswith("plot_")} <= drawing
    assert set(gallery.GALLERY) == drawing


@pytest.mark.parametrize("name", gallery.GALLERY)
def test_an_example_is_two_to_four_lines_that_call_its_function(name):
    lines = gallery.example_code(name).splitlines()
    assert 2 <= len(lines) <= 4
    assert re.match(rf"chart = (wps\.)?{name}\(", lines[-1])
    assert gallery.GALLERY[name].__doc__.strip().endswith(".")


@pytest.mark.parametrize("place", range(len(SHOWN)), ids=SHOWN)
def test_the_lines_on_the_page_draw_the_picture_on_the_page(place, entries, page):
    names = {}
    for code in (gallery.preparing_code(), entries[place].code):
        assert html.escape(code, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
        exec(code, names)
    assert text_twin(names["chart"]) == entries[place].pictures[0].twin


def test_an_example_is_the_chart_of_the_pack(held, entries):
    packed = *views.draw_view("women_men", "protection", "KHM")[1], *_pages("coverage", "relief_recovery")
    assert [entry.pictures[0].twin for entry in entries] == [text_twin(fig) for fig in packed]
    parts = gallery.draw_example("plot_parts", held=held)
    assert text_twin(parts) == text_twin(views.draw_view("parts", "protection", "KHM")[1][0])


def _pages(name, pillar):
    return table_views.draw_table_view(name, pillar, "KHM")[1]


def test_each_chart_stands_in_print_in_khmer_and_on_a_slide(entries):
    for entry in entries:
        in_print, khmer, slide = entry.pictures
        assert in_print.width < slide.width
        assert not re.search("[ក-៹]", in_print.alt + slide.alt)
        assert re.search("[ក-៹]", khmer.alt)


def test_the_page_asks_nothing_of_the_network(page):
    assert not re.search(r"<(?:script|link|iframe|base|object)\b|@import", page)
    addresses = re.findall(r"""(?:\b(?:src|href|srcset|action)\s*=\s*|url\()["']?([^"')\s]{5,12})""", page)
    assert len(addresses) >= 7
    assert all(address.startswith(("data:", "#")) for address in addresses)


def test_every_picture_is_whole_and_has_its_alt_text_and_its_twin(page, entries):
    pictures = [picture for entry in entries for picture in entry.pictures]
    images = re.findall(r'<img src="data:image/png;base64,([^"]+)"[^>]*? lang="(\w+)" alt="([^"]*)"', page)
    assert [html.unescape(alt) for _data, _language, alt in images] == [picture.alt for picture in pictures]
    assert [language for _data, language, _alt in images] == ["en", "km", "en"] * len(SHOWN)
    assert all(base64.b64decode(data).endswith(b"IEND\xaeB`\x82") for data, _language, _alt in images)
    twins = [html.unescape(twin) for twin in re.findall(r"</summary><pre[^>]*>([^<]*)</pre>", page)]
    assert twins == [picture.twin for picture in pictures]


def test_the_page_is_written_whole_and_the_same_each_time(one_chart, tmp_path, capsys):
    pages = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        assert gallery.main(["--output", str(folder)]) == 0
        assert [path.name for path in folder.iterdir()] == ["index.html"]
        pages.append((folder / "index.html").read_bytes())
    assert pages[0] == pages[1]
    assert capsys.readouterr().out.splitlines()[-1] == str(tmp_path / "b" / "index.html")


def test_a_folder_that_cannot_be_written_is_an_error_in_words(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(gallery, "GALLERY", {})
    (tmp_path / "taken").write_text("")
    assert gallery.main(["--output", str(tmp_path / "taken")]) == 1
    assert capsys.readouterr().err.startswith("Error: ")
