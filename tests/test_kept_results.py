"""What is computed once and kept: it changes with the files, and nobody can change it for others."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from wps_analysis.charts.sheet import lettering, theme
from wps_analysis.charts.sheet.figure import open_sheet
from wps_analysis.charts.twin import describe
from wps_analysis.claims.edition import Edition
from wps_analysis.paths import processed_dir
from wps_analysis.report.brief import Brief
from wps_analysis.report.pages import draw_pages
from wps_analysis.report.views import draw_view
from wps_analysis.words.language import use_language

LONG = "Women among the decision-making posts of the civil service, provinces and districts; figures as of 2024"


def test_an_edition_keeps_what_it_has_read_and_the_next_one_reads_again(copied_data):
    known = Edition(root=copied_data)
    assert known.observations is known.observations
    assert len(known.figures(indicator="commune_chiefs"))
    path = processed_dir(copied_data) / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *(line for line in lines if line.startswith("police,"))]), encoding="utf-8")
    assert len(known.figures(indicator="commune_chiefs"))
    assert set(Edition(root=copied_data).observations["indicator"]) == {"police"}


@pytest.mark.parametrize("width", np.linspace(1.3, 4.0, 15))
def test_a_text_is_broken_where_its_words_measured_together_no_longer_fit(width):
    lines = lettering.wrap_text(LONG, width, 8.5).split("\n")
    assert " ".join(lines) == LONG
    for line, following in zip(lines, lines[1:], strict=False):
        assert lettering.text_width(line, 8.5) <= width
        assert lettering.text_width(f"{line} {following.split(' ')[0]}", 8.5) > width


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_text_is_as_wide_when_drawn_as_when_it_was_measured(language):
    with use_language(language), theme.chart_theme() as size:
        figure = open_sheet(size, 1.0, title=LONG).figure
        figure.draw_without_rendering()
        for text in figure.texts:
            widest = max(lettering.text_width(line, text.get_fontsize(), text.get_weight())
                         for line in text.get_text().split("\n"))  # fmt: skip
            assert text.get_window_extent().width / lettering.DPI == pytest.approx(widest)


def test_a_figure_shown_has_the_text_twin_of_one_drawn_anew(monkeypatch, tmp_path):
    monkeypatch.setenv("WPS_CHART_DIR", str(tmp_path))
    shown: list[str] = []
    monkeypatch.setattr(describe, "_display", lambda png, alt, twin, parts: shown.append(twin))
    drawn = draw_view("elected_bodies", Brief(Edition(), "KHM", "participation")).figures[0]
    describe.display_chart(drawn)
    assert shown[0].startswith(describe.text_twin(drawn) + "\npicture")


def test_nothing_is_drawn_of_a_figure_that_is_taller_than_a_page():
    drawn = []

    def draw(data: pd.DataFrame, *, subtitle: str, size: str) -> Figure:
        with theme.chart_theme(size) as lengths:
            figure = open_sheet(lengths, 3.0 * len(data), title=subtitle).figure
        drawn.append(len(data))
        return figure

    # Three of 3 inches do not fit a slide of 9 inches, with its margins.
    draw_pages(draw, pd.DataFrame({"thing": list("abcd")}), by=["thing"], subtitle="", size="slide")
    assert drawn == [2, 2]
