import math

import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.charts.ladder import pipeline_title, plot_pipeline
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


def joined(figure):
    """The shares that a dashed line joins, ladder by ladder."""
    return [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() != "-"]


def test_each_ladder_is_a_block_with_its_ranks_from_the_top_down(council):
    figure = plot_pipeline(council.iloc[::-1])
    assert texts(figure, "heading") == ["National level: government", "Commune level: council"]
    assert texts(figure, "row") == ["Ministers", "Staff", "Chiefs", "Deputies", "Members"]
    heights = [text.get_position()[1] for text in figure.axes[0].texts if text.get_label() == "row"]
    assert heights == sorted(heights)
    assert joined(figure) == [(12.0, 48.0), (10.0, 25.0, 20.0)]


def test_a_bar_starts_at_zero_and_ends_at_the_latest_share(council):
    figure = plot_pipeline(council)
    bars = [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_color() == "#cfe3f1"]
    assert bars == [(0, 12.0), (0, 48.0), (0, 10.0), (0, 25.0), (0, 20.0)]
    dots = [points.get_offsets()[0][0] for points in figure.axes[0].collections]
    assert dots == [12.0, 48.0, 10.0, 25.0, 20.0]


def test_a_ratio_stands_between_two_ranks_with_what_rounding_leaves_of_it(council):
    values = texts(plot_pipeline(council), "value")
    # 12 / 48, and with the ends 11.5 / 48.5 and 12.5 / 47.5
    assert values[:3] == ["12 %, 2022", "ratio 0.250 (0.237–0.263)", "48 %, 2022"]
    assert values[3:] == [
        "10 %, 2022",
        "ratio 0.400 (0.373–0.429), dates differ",
        "25 %, 2024",
        "ratio 1.250 (1.195–1.308), dates differ",
        "4 of 20 (20 %), 2022",
        "top to bottom: ratio 0.500 (0.463–0.538)",
    ]


def test_a_ratio_is_no_promotion_rate(council):
    assert "It is no promotion rate" in " ".join(plot_pipeline(council).texts[-2].get_text().split())


def test_no_ratio_by_a_rank_without_women():
    rows = [row("Chiefs", "head", 10.0), row("Members", "member", 0.0, lower=0.0)]
    assert "no ratio: no woman in the rank below" in texts(plot_pipeline(pd.DataFrame(rows)), "value")


def test_the_axis_ends_at_half_unless_a_share_may_be_more(council):
    assert plot_pipeline(council).axes[0].get_xlim() == (0, 50)
    council.loc[5, ["obs_value", "lower", "upper"]] = 49.8, 49.3, 50.3
    assert plot_pipeline(council).axes[0].get_xlim() == (0, 100)


def test_one_rank_is_no_ladder(council):
    for rows in (council[council["rank"] == "head"], council.iloc[:0]):
        for made in (plot_pipeline, pipeline_title):
            with pytest.raises(WpsError, match="two of its ranks|no rows"):
                made(rows)


def test_groups_men_and_counts_are_no_ranks(council):
    others = [{"population": "youth"}, {"sex": "M"}, {"unit_measure": "PS"}]
    more = pd.DataFrame([row(f"Other {n}", "second_deputy", 30.0, **other) for n, other in enumerate(others)])
    assert text_twin(plot_pipeline(pd.concat([council, more]))) == text_twin(plot_pipeline(council))


def test_two_areas_are_two_ladders_with_their_names(council):
    figure = plot_pipeline(pd.concat([council, council.assign(ref_area="LAO", area_name="Lao PDR")]))
    assert texts(figure, "heading") == ["National level: government", "Commune level: council"] * 2
    assert texts(figure, "row")[:1] == ["Ministers, Cambodia"]
    assert texts(figure, "row")[-1:] == ["Members, Lao PDR"]


def test_the_title_tells_the_longest_ladder_of_one_date(council):
    title = pipeline_title(council).replace("\u00a0", " ")
    assert title == "Commune level: women's share is 20 % (Members) and 10 % (Chiefs)"
    council.loc[0, "time_period"] = "2023"
    title = pipeline_title(council).replace("\u00a0", " ")
    assert title == "National level: women's share is 48 % (Staff) and 12 % (Ministers)"


def test_the_twin_changes_with_a_share_a_rank_a_name_and_the_axis(council):
    twin = text_twin(plot_pipeline(council))
    assert text_twin(plot_pipeline(council.sample(frac=1, random_state=1))) == twin
    changes = [(0, "obs_value", 20.1), (0, "name", "Councillors"), (1, "rank", "second_deputy"), (1, "lower", 9.0)]
    for place, column, value in changes:
        changed = council.copy()
        changed.loc[place, column] = value
        assert text_twin(plot_pipeline(changed)) != twin
    flipped = plot_pipeline(council)
    flipped.axes[0].invert_yaxis()
    assert text_twin(flipped) != twin


def test_the_alt_text_names_the_two_ranks_of_a_ratio(council):
    assert "Ministers / Staff: ratio 0.250 (0.237–0.263)" in alt_text(plot_pipeline(council))


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_the_ladders_of_cambodia_are_legible(council, size, language):
    for rows in (council, wps.load(ref_area="KHM")):
        title = pipeline_title(rows, language=language)
        assert check_legible(plot_pipeline(rows, title=title, size=size, language=language)) == []


def test_the_ladders_of_participation_fit_on_a_page():
    rows = wps.load(pillar="participation", ref_area="KHM")
    _width, height = plot_pipeline(rows, title=pipeline_title(rows)).get_size_inches()
    assert height * 25.4 < 257  # A4 less margins of 20 mm
