"""Every published artefact of a chart, in both languages: each says what the twin says, which the review reads."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.text import Text

from wps_analysis.charts.sheet.front import NotOnPhoneError
from wps_analysis.charts.sheet.lettering import DPI
from wps_analysis.charts.twin import describe
from wps_analysis.claims.edition import Edition
from wps_analysis.columns import KEY
from wps_analysis.report.brief import Brief
from wps_analysis.report.display import PARTS
from wps_analysis.report.views import draw_view

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = [
    ("participation", "posts"), ("participation", "elected_bodies"), ("participation", "gaps"),
    ("protection", "security_sector"), ("prevention", "parts"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["en", "km"])
def edition(request):
    return Edition(language=request.param)


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: view[1])
def published(request, edition, tmp_path_factory):
    """Return a chart, its first figure, and its files, twin and parts as a run of a pack leaves them."""
    pillar, name = request.param
    folder, shown = tmp_path_factory.mktemp("charts"), []
    with pytest.MonkeyPatch.context() as patch, edition.speaking():
        patch.setenv("WPS_CHART_DIR", str(folder))
        patch.setattr(describe, "_display", lambda png, alt, twin, parts: shown.append((png, alt, twin, parts)))
        chart = draw_view(name, Brief(edition, "KHM", pillar))
        chart._ipython_display_()
    png, _alt, twin, parts = shown[0]
    first = min(folder.glob("*.svg"))
    files = {ending: first.with_suffix(ending).read_bytes() for ending in (".png", ".svg", ".txt", ".csv")}
    return chart, chart.figures[0], files | {"png shown": png}, twin, parts[PARTS]["chart"]


def flat(text):
    return " ".join(text.split())


def marks(figure):
    """Return the places of the points and of the ends of lines that a reader sees, in points from the upper left."""
    places = []
    for ax in figure.axes:
        for artist in ax.get_children():
            seen = artist.get_visible() and artist.get_alpha() != 0
            if isinstance(artist, PathCollection) and seen and len(artist.get_offsets()):
                places.append(artist.get_offset_transform().transform(artist.get_offsets()))
            elif isinstance(artist, Line2D) and seen and artist.get_marker() not in (None, "None", ""):
                places.append(artist.get_transform().transform(artist.get_xydata()))
    found = np.vstack(places) if places else np.empty((0, 2))
    found = found[np.isfinite(found).all(axis=1)]
    return [(x, figure.get_figheight() * 72 - y) for x, y in found * 72 / DPI]


def drawn(svg):
    """Return the places of the marks of a drawing."""
    uses = ElementTree.fromstring(svg).iter(f"{SVG}use")
    return np.array([(float(use.get("x", 0)), float(use.get("y", 0))) for use in uses if use.get("x")]).reshape(-1, 2)


def letters(svg):
    """Return the texts of a drawing whose letters are paths: each stands in a comment before them."""
    return {flat(text) for text in re.findall(r"<!-- (.*?) -->", svg.decode(), re.DOTALL)}


def texts(figure):
    """Return the lines of the texts that stand on a figure."""
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    outside = [text for text in found if text.axes is not None and text in text.axes.texts or text in figure.texts]
    return {flat(line) for text in outside for line in text.get_text().split("\n") if line.strip()}


def test_the_picture_is_the_one_whose_shades_the_twin_tells(published):
    _chart, _figure, files, twin, _parts = published
    assert files[".png"] == files["png shown"]
    assert twin.endswith("\n".join(describe._picture_lines(files[".png"])))


def test_the_drawing_has_each_point_at_its_place(published):
    _chart, figure, files, _twin, _parts = published
    there, wanted = drawn(files[".svg"]), marks(figure)
    lost = [place for place in wanted if not len(there) or np.abs(there - place).max(axis=1).min() > 0.02]
    assert lost == []


def test_the_drawing_has_each_text(published):
    _chart, figure, files, _twin, _parts = published
    assert texts(figure) - letters(files[".svg"]) == set()


def test_the_twin_has_each_text_and_the_alt_text_first(published):
    _chart, figure, files, twin, _parts = published
    assert [text for text in texts(figure) if text not in flat(twin)] == []
    alt = files[".txt"].decode()
    assert twin.startswith(f"alt: {alt}")
    assert flat(alt).startswith(figure.words("title").rstrip(".")[:100])


def test_the_drawings_of_the_page_have_the_marks_and_the_words(published):
    chart, figure, _files, _twin, parts = published
    if not parts["narrow"]:
        with pytest.raises(NotOnPhoneError):
            figure.redraw(size="phone")
        return
    for size, name in (("phone", "narrow"), (chart.on_page, "wide")):
        again = figure.redraw(size=size)
        again.draw_without_rendering()
        assert parts[name].count("<use ") >= len(marks(again))
        said = flat(re.sub(r"<[^>]+>", " ", parts[name].replace("&amp;", "&").replace("&lt;", "<")))
        inside = {flat(line) for ax in again.axes for text in ax.texts for line in text.get_text().split("\n")}
        assert [line for line in inside if line not in said] == []


def test_the_table_of_a_chart_is_that_of_its_figures_row_by_row(published, edition):
    chart, _figure, files, _twin, _parts = published
    table = pd.read_csv(io.BytesIO(files[".csv"]), dtype={c: str for c in KEY}, keep_default_na=False, na_values=[""])
    assert len(table) > 0
    if {*KEY, "obs_value"} <= set(table.columns) and "derived" in table:
        figures = edition.observations.set_index(KEY)["obs_value"]
        known = table[(table["claim_id"].fillna("") != "") & table["obs_value"].notna()]
        assert len(known)
        keys = [tuple(row) for row in known[KEY].to_numpy()]
        assert [figures[key] for key in keys if key in figures.index] == pytest.approx(
            [value for key, value in zip(keys, known["obs_value"], strict=True) if key in figures.index]
        )
    assert files[".csv"].decode() == chart.data.to_csv(index=False, lineterminator="\n")


def test_title_notes_and_sources_of_the_page_are_those_of_the_picture(published):
    _chart, _figure, _files, twin, parts = published
    words = [parts["title"], parts["subtitle"], parts["sources"]]
    assert [flat(word) for word in words if flat(word) not in flat(twin)] == []
    assert parts["alt"] + "\n" == twin[len("alt: ") : len(parts["alt"]) + len("alt: ") + 1]
