"""What is computed once and kept: it changes with the files, and nobody can change it for others."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from wps_analysis.charts.sheet import lettering, theme
from wps_analysis.charts.twin import describe
from wps_analysis.claims import load as dataset
from wps_analysis.paths import processed_dir
from wps_analysis.report import pillar_tables as brief_tables
from wps_analysis.report import views
from wps_analysis.report.pages import draw_pages
from wps_analysis.words.language import use_language

LONG = "Women among the decision-making posts of the civil service, provinces and districts; figures as of 2024"


def test_what_was_kept_is_computed_again_when_a_file_of_the_processed_data_has_changed(copied_data):
    def indicators():
        rows = brief_tables.pillar_rows("participation", "KHM", "", copied_data)
        assessed = brief_tables.assess_pillar("participation", "KHM", root=copied_data)
        loaded = dataset.load(pillar="participation", ref_area="KHM", root=copied_data)
        return [set(table["indicator"]) for table in (rows, assessed, loaded)]

    names = views.chosen_views("participation", "KHM", root=copied_data)
    assert all("commune_chiefs" in found for found in indicators())
    path = processed_dir(copied_data) / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *(line for line in lines if line.startswith("police,"))]), encoding="utf-8")
    assert indicators() == [{"police"}] * 3
    assert names != views.chosen_views("participation", "KHM", root=copied_data)


@pytest.mark.parametrize("load", [dataset.load, dataset.load_claims, lambda: brief_tables.assess_pillar("", "KHM")])
def test_a_table_may_be_written_to_without_changing_the_next_one(load):
    first, name = load(), load()["indicator"].iloc[0]
    first.loc[:, "indicator"] = "mine"
    first["new"] = 1
    assert load()["indicator"].iloc[0] == name
    assert "new" not in load().columns


def test_sentences_are_kept_for_each_language():
    english, khmer = (brief_tables.assess_pillar("prevention", "KHM", language=code) for code in ("en", "km"))
    assert english["sentence"].tolist() != khmer["sentence"].tolist()
    assert set(english["area_name"]) != set(khmer["area_name"])
    assert english["status"].equals(khmer["status"])


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
        figure = theme.open_sheet(size, 1.0, title=LONG).figure
        figure.draw_without_rendering()
        for text in figure.texts:
            widest = max(lettering.text_width(line, text.get_fontsize(), text.get_weight())
                         for line in text.get_text().split("\n"))  # fmt: skip
            assert text.get_window_extent().width / lettering.DPI == pytest.approx(widest)


def test_a_figure_shown_has_the_text_twin_of_one_drawn_anew(monkeypatch, tmp_path):
    monkeypatch.setenv("WPS_CHART_DIR", str(tmp_path))
    shown: list[str] = []
    monkeypatch.setattr(describe, "_display", lambda png, alt, twin: shown.append(twin))
    _data, (figure, *_others) = views.draw_view("elected_bodies", "participation", "KHM")
    describe.show(figure, name="bodies")
    assert shown[0].startswith(describe.text_twin(figure) + "\npicture")


def test_nothing_is_drawn_of_a_figure_that_is_taller_than_a_page():
    drawn = []

    def draw(data: pd.DataFrame, *, subtitle: str, size: str) -> Figure:
        with theme.chart_theme(size) as lengths:
            figure = theme.open_sheet(lengths, 3.0 * len(data), title=subtitle).figure
        drawn.append(len(data))
        return figure

    # Three of 3 inches do not fit a slide of 7.5 inches.
    draw_pages(draw, pd.DataFrame({"thing": list("abcd")}), by=["thing"], subtitle="", size="slide")
    assert drawn == [2, 2]
