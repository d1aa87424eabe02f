"""The page of charts: every function that draws one is on it, and the lines it shows are those that drew."""

import base64
import html
import inspect
import re
from pathlib import Path

import pytest

import wps_analysis as wps
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.sheet.front import chart
from wps_analysis.charts.twin.describe import text_twin
from wps_analysis.dev import gallery
from wps_analysis.errors import WpsError
from wps_analysis.report.views import VIEWS

SHOWN = ("plot_parts", "plot_coverage")
TESTS = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_charts_*.py"))


@pytest.fixture(scope="module")
def entries():
    return [gallery.make_entry(name) for name in SHOWN]


@pytest.fixture(scope="module")
def page(entries):
    return gallery.gallery_page(entries, as_of="2025-10-31")


@pytest.fixture
def one_chart(monkeypatch):
    monkeypatch.setattr(gallery, "plots", lambda: {"plot_parts": plot_parts})


def test_the_public_charts_are_those_of_the_room():
    assert {name for name in wps.__all__ if name.startswith("plot_")} <= set(gallery.plots())
    assert len(gallery.plots()) == 14


@pytest.mark.parametrize("name", gallery.plots())
def test_every_chart_is_drawn_by_a_view_and_has_a_test(name):
    drawn = [view.draw for view in VIEWS.values()]
    assert gallery.plots()[name] in drawn or name == "plot_peers", f"no view of report/ draws {name}"
    assert f"{name}(" in TESTS, f"no tests/test_charts_*.py draws {name}"


def test_a_chart_that_no_view_draws_is_told_so(monkeypatch):
    @chart
    def plot_nothing(table, **common):
        """Draw nothing."""

    monkeypatch.setattr(gallery, "plots", lambda: {"plot_nothing": plot_nothing})
    with pytest.raises(WpsError, match="plot_nothing: no view of report draws it"):
        gallery.make_entry("plot_nothing")


@pytest.mark.parametrize("place", range(len(SHOWN)), ids=SHOWN)
def test_the_lines_on_the_page_draw_the_picture_on_the_page(place, entries, page):
    names: dict = {}
    for code in (gallery.PREPARING.strip(), entries[place].code):
        assert html.escape(code, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
        exec(code, names)
    assert text_twin(names["chart"]) == entries[place].pictures[0].twin


def test_the_page_says_how_a_function_is_called_and_what_it_draws(entries):
    for entry in entries:
        assert re.fullmatch(rf"{entry.name}\(\w+, \*, .*language=None\)", entry.call)
        assert inspect.getdoc(gallery.plots()[entry.name]).startswith(entry.answers)


def test_the_lines_for_peers_draw_its_picture():
    names: dict = {}
    exec(gallery.PREPARING + gallery.example_code("plot_peers"), names)
    assert text_twin(names["chart"]) == text_twin(gallery.draw_example("plot_peers"))


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
    monkeypatch.setattr(gallery, "plots", dict)
    (tmp_path / "taken").write_text("")
    assert gallery.main(["--output", str(tmp_path / "taken")]) == 1
    assert capsys.readouterr().err.startswith("Error: ")
