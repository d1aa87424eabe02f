import math

import pandas as pd
import pytest
from matplotlib.figure import Figure

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
    """Where on the chart, from the top, the dot of a row stands."""
    label = next(t for t in figure.axes[0].texts if t.get_label() == f"value:{name}" and t.get_text().endswith("%"))
    return round(label.xy[1], 6)


def target_heights(figure, x):
    """Where on the chart, from the top, the target at x has a tick."""
    ticks = [line for line in figure.axes[0].lines if list(line.get_xdata()) == [x, x] and line.get_linestyle() == "-"]
    return [round(sum(line.get_ydata()) / 2, 6) for line in ticks]


def notes(figure):
    return figure.words("note")


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


def test_shares_and_the_counts_that_are_known_stand_beside_their_names(posts):
    figure = plot_levels(posts)
    assert texts(figure, "row") == ["police", "chiefs, 2022", "governors"]
    assert texts(figure, "value:police") == ["11%"]
    assert texts(figure, "value:governors") == ["2 of 25", "8%"]
    assert "Figures of 2024 where no other period is named." in notes(figure)


@pytest.mark.parametrize(("highest", "end"), [(8.0, 20), (42.0, 50), (50.0, 60), (61.0, 100)])
def test_the_axis_ends_at_the_next_ten_and_is_whole_where_values_pass_sixty(posts, highest, end):
    shown = pd.DataFrame([row("other", highest), *posts.to_dict("records")])
    assert plot_levels(shown).axes[0].get_xlim() == (0, end)


def test_only_the_latest_is_drawn_and_the_largest_first(posts):
    assert [x for x, _ in dots(plot_levels(posts.iloc[::-1]))] == [11.0, 10.7, 8.0]


def test_a_target_of_some_rows_has_ticks_on_them_and_on_no_others(posts):
    targets = pd.DataFrame([{**TARGET, "target_id": "floor", "indicators": "governors chiefs"}])
    figure = plot_levels(posts, targets=targets)
    assert sorted(target_heights(figure, 30.0)) == sorted([middle(figure, "governors"), middle(figure, "chiefs, 2022")])
    assert figure.axes[0].get_xlim() == (0, 40)
    assert texts(figure, "target") == ["at least 30%, benchmark"]


def test_a_target_of_all_rows_is_one_line_named_once(posts):
    targets = pd.DataFrame(
        [{**TARGET, "target_id": "floor", "indicators": "governors chiefs police", "basis": "A plan"}]
    )
    figure = plot_levels(posts, targets=targets)
    assert target_heights(figure, 30.0) == []
    assert [list(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() == "--"] == [[30.0, 30.0]]
    assert texts(figure, "target") == ["at least 30%, benchmark\nA plan"]
    narrow = plot_levels(posts, targets=targets, size="phone")
    assert len(target_heights(narrow, 30.0)) == 3


def test_the_other_targets_are_named_below(posts):
    targets = pd.DataFrame(
        [{**TARGET, "target_id": "floor", "indicators": "governors chiefs"},
         {**TARGET, "target_id": "plan", "indicators": "police", "lower": 20.0, "legal_force": "plan",
          "basis": "A plan"}]
    )  # fmt: skip
    figure = plot_levels(posts, targets=targets)
    assert target_heights(figure, 20.0) == [middle(figure, "police")]
    assert "Other ticks: at least 20%, plan: A plan." in notes(figure)
    assert len(texts(figure, "target")) == 1


def test_a_target_binds_one_population_and_one_area_only(posts):
    other = [{"population": "military_contingents"}, {"ref_area": "THA"}, {"sex": "M"}]
    targets = pd.DataFrame([{**TARGET, "target_id": str(n), "indicators": "police", **o} for n, o in enumerate(other)])
    assert texts(plot_levels(posts, targets=targets), "target") == []


def test_a_target_on_recruits_is_never_drawn_on_the_force(posts):
    flow = pd.DataFrame([{**TARGET, "target_id": "recruits", "indicators": "police", "kind": "flow"}])
    assert texts(plot_levels(posts, targets=flow), "target") == []
    assert len(texts(plot_levels(posts, targets=flow.assign(kind="stock")), "target")) == 1


def test_a_range_target_has_two_marks_on_its_row(posts):
    targets = pd.DataFrame(
        [{**TARGET, "target_id": "r", "indicators": "police", "operator": "range", "lower": 20.0, "upper": 50.0}]
    )
    figure = plot_levels(posts, targets=targets)
    at = middle(figure, "police")
    assert target_heights(figure, 20.0) == target_heights(figure, 50.0) == [at]
    assert texts(figure, "target")[0].startswith("20–50%")


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
    assert texts(figure, "value:") == ["over 60%", "less than 20%"]


def test_a_survey_without_sample_size_is_hollow():
    survey = {"kind": "survey", "basis": "survey_purposive"}
    figure = plot_levels(pd.DataFrame([row("a", 40.0, **survey), row("b", 30.0, n="380", **survey), row("c", 20.0)]))
    assert dict(dots(figure)) == {40.0: True, 30.0: False, 20.0: False}
    assert "sample size is not in the reports used here" in notes(figure)


def test_a_figure_of_the_press_alone_is_hollow_and_named():
    figure = plot_levels(pd.DataFrame([row("a", 40.0, basis="press"), row("b", 30.0)]))
    assert dict(dots(figure)) == {40.0: True, 30.0: False}
    assert "from the press alone (a)" in notes(figure)


def test_differing_figures_are_an_interval_with_a_ring_and_a_note():
    differ = {"agreement": "differ", "envelope_lower": 40.5, "envelope_upper": 42.5, "custodian": "Civil Service"}
    figure = plot_levels(pd.DataFrame([row("service", 42.0, **differ)]))
    assert (40.5, 42.5) in [tuple(line.get_xdata()) for line in figure.axes[0].lines]
    assert sorted(dots(figure)) == [(42.0, False), (42.0, True)]
    assert "service: figures differ: 40.5–42.5 %" in notes(figure)
    assert "to be confirmed with Civil Service" in notes(figure)


def test_source_section_period_and_date_stand_below(posts):
    note = " ".join(plot_levels(posts, as_of="2025-11-01").texts[-1].get_text().split())
    assert note == (
        "Source: Situation analysis 2025 (ES s4). Reference periods: 2022–2024. Data as of 1 November 2025."
    )


@pytest.mark.parametrize("size", ["print", "slide", "phone"])
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


def test_names_stand_above_their_rows_on_a_phone(posts):
    figure = plot_levels(posts, size="phone")
    names = {t.get_text(): t for t in figure.axes[0].texts if t.get_label() == "row"}
    assert figure.get_size_inches()[0] * 72 == pytest.approx(360)
    assert names["police"].xy[1] < middle(figure, "police") < names["chiefs, 2022"].xy[1]


def test_the_rows_alone_are_drawn_into_axes_that_are_given(posts):
    _figure, (left, right) = plt_axes()
    assert plot_levels(posts, ax=right) is right.figure
    assert [t.get_text() for t in right.texts if t.get_label() == "row"] == ["police", "chiefs, 2022", "governors"]
    assert not left.texts and not right.figure.texts


def plt_axes():
    figure = Figure(figsize=(12, 4))
    return figure, figure.subplots(1, 2)


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
    with pytest.raises(WpsError, match="Choose one of: print"):
        plot_levels(posts, size="poster")
