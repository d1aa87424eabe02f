import math

import pandas as pd
import pytest

from wps_analysis.charts.levels import plot_levels
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError

EMPTY = {column: math.nan for column in ("numerator", "denominator", "denominator_lower", "denominator_upper")}
ROW = {
    "population": "_T", "ref_area": "KHM", "sex": "F", "time_period": "2024", "unit_measure": "PT", "kind": "body",
    "measure": "composition", "qualifier": "exact", "basis": "register", "n": "", "agreement": "single", **EMPTY,
    "source_title": "Situation analysis 2025", "locator": "ES s4", "government_level": "", "rank": "", "derived": "",
}  # fmt: skip
TARGET = {"population": "_T", "sex": "F", "ref_area": "", "operator": ">=", "lower": 30.0, "legal_force": "benchmark"}


def row(indicator, value, half=0.5, **more):
    bounds = {"lower": value - half, "upper": value + half}
    return {**ROW, "indicator": indicator, "name": indicator, "obs_value": value, **bounds, **more}


def texts(figure, role=""):
    return [text.get_text() for ax in figure.axes for text in ax.texts if str(text.get_label()).startswith(role)]


def middle(figure, name):
    return next(t.get_position()[1] for t in figure.axes[0].texts if t.get_label() == "row" and t.get_text() == name)


def target_heights(figure, x):
    """Where on the chart, from the top, the target at x has a mark."""
    lines = [line for line in figure.axes[0].lines if line.get_marker() != "None"]
    return [round(y, 6) for line in lines for at, y in line.get_xydata() if at == x]


def dots(figure):
    """Positions of round marks, and whether they are hollow."""
    round_marks = [c for c in figure.axes[0].collections if len(c.get_paths()[0].vertices) > 20]
    return [(c.get_offsets()[0][0], not len(c.get_facecolor()) or c.get_facecolor()[0].min() == 1) for c in round_marks]


@pytest.fixture
def posts():
    return pd.DataFrame(
        [
            row("governors", 8.0, numerator=2, denominator=25, government_level="province", rank="head"),
            row("chiefs", 10.7, 0.05, numerator=176, denominator_lower=1638, denominator_upper=1652,
                government_level="commune", rank="head", time_period="2022"),
            row("chiefs", 7.9, 0.05, government_level="commune", rank="head", time_period="2017"),
            row("police", 11.0, kind="headcount"),
        ]
    )  # fmt: skip


def test_counts_and_denominators_stand_beside_shares(posts):
    values = [" ".join(text.split()) for text in texts(plot_levels(posts), "value:")]
    assert values == ["2 of 25 (8 %), 2024", "176 of 1,638–1,652 (10.7 %), 2022", "11 %, 2024"]


def test_axis_runs_from_zero_to_hundred_and_only_the_latest_is_drawn(posts):
    figure = plot_levels(posts)
    assert figure.axes[0].get_xlim() == (0, 100)
    assert sorted(x for x, _ in dots(figure)) == [8.0, 10.7, 11.0]


def test_levels_of_government_come_first_and_downwards(posts):
    assert texts(plot_levels(posts.iloc[::-1]), "heading") == ["Province level", "Commune level", "Staff and personnel"]


def test_a_target_is_drawn_on_the_rows_it_binds_and_on_no_others(posts):
    targets = pd.DataFrame([{**TARGET, "target_id": "floor", "indicators": "governors chiefs"}])
    figure = plot_levels(posts, targets=targets)
    heights = target_heights(figure, 30.0)
    assert round(middle(figure, "governors"), 6) in heights
    assert round(middle(figure, "chiefs"), 6) in heights
    assert round(middle(figure, "police"), 6) not in heights
    # A mark at each label and at each bound row, and nothing else.
    assert len(heights) == 2 + 2


def test_a_target_binds_one_population_and_one_area_only(posts):
    other = [{"population": "military_contingents"}, {"ref_area": "THA"}, {"sex": "M"}]
    targets = pd.DataFrame([{**TARGET, "target_id": str(n), "indicators": "police", **o} for n, o in enumerate(other)])
    assert texts(plot_levels(posts, targets=targets), "target") == []


def test_a_target_on_recruits_is_never_drawn_on_the_force(posts):
    flow = pd.DataFrame([{**TARGET, "target_id": "recruits", "indicators": "police", "kind": "flow"}])
    assert texts(plot_levels(posts, targets=flow), "target") == []
    assert len(texts(plot_levels(posts, targets=flow.assign(kind="stock")), "target")) == 1


def test_targets_are_told_apart_by_shape_and_words(posts):
    forces = ("law", "plan", "guideline", "benchmark")
    targets = pd.DataFrame(
        [{**TARGET, "target_id": f, "indicators": "police", "legal_force": f, "lower": 20.0 + n}
         for n, f in enumerate(forces)]
        + [{**TARGET, "target_id": "parity", "indicators": "police", "operator": "parity", "lower": math.nan}]
    )  # fmt: skip
    figure = plot_levels(posts, targets=targets)
    markers = {line.get_marker() for line in figure.axes[0].lines} - {"None"}
    assert len(markers) == 5
    assert [all(f in text for text in [label]) for f, label in zip(forces, texts(figure, "target"), strict=False)]
    assert texts(figure, "target")[-1].startswith("parity (50 %)")


def test_a_range_target_has_two_marks_on_its_row(posts):
    targets = pd.DataFrame(
        [{**TARGET, "target_id": "r", "indicators": "police", "operator": "range", "lower": 20.0, "upper": 50.0}]
    )
    figure = plot_levels(posts, targets=targets)
    at = round(middle(figure, "police"), 6)
    assert at in target_heights(figure, 20.0)
    assert at in target_heights(figure, 50.0)
    assert texts(figure, "target")[0].startswith("20–50 %")


def test_one_sided_figures_have_an_interval_and_no_dot():
    rows = [
        row("units", math.nan, qualifier="under", lower=0.0, upper=20.0),
        row("adults", math.nan, qualifier="over", lower=60.0, upper=100.0),
    ]
    figure = plot_levels(pd.DataFrame(rows))
    spans = [tuple(line.get_xdata()) for line in figure.axes[0].lines]
    assert (0.0, 20.0) in spans
    assert (60.0, 100.0) in spans
    assert dots(figure) == []
    assert [text.split(",")[0] for text in texts(figure, "value:")] == ["over 60 %", "less than 20 %"]


def test_a_survey_without_sample_size_is_hollow():
    survey = {"kind": "survey", "basis": "survey_purposive"}
    figure = plot_levels(pd.DataFrame([row("a", 40.0, **survey), row("b", 30.0, n="380", **survey), row("c", 20.0)]))
    assert dict(dots(figure)) == {40.0: True, 30.0: False, 20.0: False}
    assert "sample size is not in the reports used here" in figure.texts[-2].get_text().replace("\n", " ")


def test_differing_figures_are_an_interval_with_a_ring_and_a_note():
    differ = {"agreement": "differ", "envelope_lower": 40.5, "envelope_upper": 42.5, "custodian": "Civil Service"}
    figure = plot_levels(pd.DataFrame([row("service", 42.0, **differ)]))
    assert (40.5, 42.5) in [tuple(line.get_xdata()) for line in figure.axes[0].lines]
    assert sorted(dots(figure)) == [(42.0, False), (42.0, True)]
    assert "figures differ: 40.5–42.5 %" in texts(figure, "value:")[0]
    assert "to be confirmed with Civil Service" in figure.texts[-2].get_text()


def test_source_section_period_and_date_stand_below(posts):
    note = " ".join(plot_levels(posts, as_of="2025-11-01").texts[-1].get_text().split())
    assert note == ("Source: Situation analysis 2025 (ES s4). Reference periods: 2022–2024. Data as of 2025-11-01.")


@pytest.mark.parametrize("size", ["print", "slide"])
def test_long_names_and_many_targets_stay_legible(size):
    rows = [
        row(f"post_{n}", 3.0 + 4 * n, name=f"Deputy directors or deputy heads of procurement units, region {n}",
            numerator=243, denominator_lower=1144, denominator_upper=1148, government_level=level, rank="deputy")
        for n, level in enumerate(["national"] * 8 + ["commune"] * 8)
    ]  # fmt: skip
    codes = " ".join(r["indicator"] for r in rows)
    targets = pd.DataFrame(
        [
            {**TARGET, "target_id": str(lower), "indicators": codes, "lower": lower, "legal_force": force,
             "basis": "National Programme for Public Administration Reform and related strategies"}
            for lower, force in ((27.0, "plan"), (30.0, "benchmark"), (31.0, "law"), (85.0, "guideline"))
        ]
    )  # fmt: skip
    title = "A long title that must be wrapped because it says what the figures show and where they come from"
    assert check_legible(plot_levels(pd.DataFrame(rows), targets=targets, title=title, size=size)) == []


def test_input_is_unchanged_and_row_order_irrelevant(posts):
    before = posts.copy()
    one, other = plot_levels(posts), plot_levels(posts.iloc[::-1])
    pd.testing.assert_frame_equal(posts, before)
    assert texts(one) == texts(other)


def test_nothing_to_draw_is_a_clear_error(posts):
    with pytest.raises(WpsError, match="no rows"):
        plot_levels(posts.iloc[:0])
    with pytest.raises(WpsError, match="women's share"):
        plot_levels(posts.assign(sex="M"))
    with pytest.raises(WpsError, match="needs the column.*obs_value"):
        plot_levels(posts.drop(columns="obs_value"))
    with pytest.raises(WpsError, match="Choose one of: print, slide"):
        plot_levels(posts, size="poster")
