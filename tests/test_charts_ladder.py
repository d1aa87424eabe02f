import math

import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.charts.ladder import plot_pipeline
from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError


def row(name, rank, share, half=0.5, **more):
    return {
        "indicator": name.lower(), "name": name, "ref_area": "KHM", "area_name": "Cambodia", "population": "_T",
        "population_name": "", "sex": "F", "government_level": "commune", "ladder": "council", "rank": rank,
        "obs_value": share, "lower": share - half, "upper": share + half, "qualifier": "exact", "unit_measure": "PT",
        "time_period": "2022", "numerator": math.nan, "denominator": math.nan, "agreement": "single",
        "basis": "election", "source_title": "A report", "locator": "s1", **more,
    }  # fmt: skip


@pytest.fixture
def council():
    return pd.DataFrame(
        [
            row("Members", "member", 20.0, numerator=4, denominator=20),
            row("Chiefs", "head", 10.0),
            row("Deputies", "deputy", 25.0, time_period="2024"),
            row("Deputies", "deputy", 5.0, time_period="2017"),
            row("Ministers", "head", 12.0, government_level="national", ladder="government"),
            row("Staff", "staff", 48.0, government_level="national", ladder="government"),
            row("Clerks", "clerk", 18.0, ladder=""),
        ]
    )


def texts(figure, role):
    found = [text for text in figure.axes[0].texts if str(text.get_label()).startswith(role)]
    return [" ".join(text.get_text().split()) for text in found]


def links(figure):
    """The shares that a line joins, row by row."""
    return [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_color() == COLOURS["other"]]


def test_each_ladder_is_a_row_of_its_first_two_ranks_the_widest_apart_first(council):
    figure = plot_pipeline(council.iloc[::-1])
    assert texts(figure, "row") == ["Ministers / Staff", "Chiefs, 2022, 2024"]
    assert links(figure) == [(12.0, 48.0), (10.0, 25.0)]
    assert texts(figure, "value") == ["12%", "48%", "10%", "25%"]


def test_the_groups_are_named_once_and_deputies_are_called_so(council):
    assert texts(plot_pipeline(council), "key") == ["heads", "the rank below them"]
    assert texts(plot_pipeline(council[council["ladder"] == "council"]), "key") == ["heads", "their deputies"]


def test_a_share_is_no_rate_of_promotion(council):
    assert "this is no rate of promotion" in plot_pipeline(council).words("note")


def test_the_axis_ends_at_the_next_ten(council):
    assert plot_pipeline(council).axes[0].get_xlim() == (0, 50)
    council.loc[5, ["obs_value", "lower", "upper"]] = 49.8, 49.3, 50.3
    assert plot_pipeline(council).axes[0].get_xlim() == (0, 60)


def test_one_rank_is_no_ladder(council):
    for rows in (council[council["rank"] == "head"], council.iloc[:0]):
        with pytest.raises(WpsError, match="two of its ranks|no rows"):
            plot_pipeline(rows)


def test_groups_men_and_counts_are_no_ranks(council):
    others = [{"population": "youth"}, {"sex": "M"}, {"unit_measure": "PS"}]
    more = pd.DataFrame([row(f"Other {n}", "second_deputy", 30.0, **other) for n, other in enumerate(others)])
    assert text_twin(plot_pipeline(pd.concat([council, more]))) == text_twin(plot_pipeline(council))


def test_two_areas_are_two_ladders_with_their_names(council):
    figure = plot_pipeline(pd.concat([council, council.assign(ref_area="LAO", area_name="Lao PDR")]))
    assert sorted(texts(figure, "row"))[2:] == ["Ministers, Cambodia / Staff", "Ministers, Lao PDR / Staff"]


def test_the_twin_changes_with_a_share_a_rank_a_name_and_the_axis(council):
    twin = text_twin(plot_pipeline(council))
    assert text_twin(plot_pipeline(council.sample(frac=1, random_state=1))) == twin
    changes = [(2, "obs_value", 25.1), (1, "name", "Mayors"), (1, "rank", "second_deputy"), (2, "basis", "press")]
    for place, column, value in changes:
        changed = council.copy()
        changed.loc[place, column] = value
        assert text_twin(plot_pipeline(changed)) != twin
    flipped = plot_pipeline(council)
    flipped.axes[0].invert_yaxis()
    assert text_twin(flipped) != twin


def test_the_alt_text_tells_the_two_groups_apart(council):
    assert "Ministers / Staff, heads: 12%; Ministers / Staff, the rank below them: 48%" in alt_text(
        plot_pipeline(council)
    )


@pytest.mark.parametrize("size", ["print", "slide", "phone"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_the_ladders_of_cambodia_are_legible(council, size, language):
    for rows in (council, wps.load(ref_area="KHM")):
        assert check_legible(plot_pipeline(rows, title="A title " * 9, size=size, language=language)) == []
