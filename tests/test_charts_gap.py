import math

import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.charts.gap import plot_gap
from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError
from wps_analysis.report import pillar

NO_YEAR = "no target year"
FORCES = ("law", "plan", "guideline", "benchmark")


def row(name, latest, target, half=0.5, **more):
    gap = target - latest
    return {
        "indicator": name.lower(), "name": name, "population": "_T", "population_name": "", "ref_area": "KHM",
        "area_name": "Cambodia", "sex": "F", "measure": "composition", "unit_measure": "PT", "basis": "register",
        "latest": latest, "latest_lower": latest - half, "latest_upper": latest + half, "latest_qualifier": "exact",
        "latest_count": math.nan, "latest_denominator": math.nan, "latest_period": "2024", "judged_period": "2024",
        "judged": latest, "agreement": "single", "target_id": "floor", "target_basis": "A resolution",
        "legal_force": "benchmark", "operator": ">=", "target_lower": target, "target_upper": math.nan,
        "target_year": math.nan, "gap_pp": gap, "gap_lower_pp": gap - half, "gap_upper_pp": gap + half,
        "status": NO_YEAR, "source_title": "A report", "locator": "s1", **more,
    }  # fmt: skip


@pytest.fixture
def posts():
    return pd.DataFrame(
        [
            row("Senators", 18.0, 30.0),
            row("Governors", 8.0, 30.0, latest_count=2, latest_denominator=25, latest_period_basis="study"),
            row("Deputies", 28.0, 30.0, status="on the pace required"),
            row("Senators", 18.0, 50.0, target_id="parity", operator="parity", target_upper=50.0),
            row("Police", 11.0, 10.0, 0.05, target_id="plan", legal_force="plan", target_year=2023.0, status="met",
                target_basis="A plan"),
        ]
    )  # fmt: skip


def texts(figure, role):
    found = [text for text in figure.axes[0].texts if str(text.get_label()).startswith(role)]
    return [" ".join(text.get_text().split()) for text in found]


def values(figure, name):
    return texts(figure, f"value:{name}")


def links(figure):
    """Where the lines between figure and target start and end."""
    return [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_color() == COLOURS["other"]]


def markers(figure):
    """The mark of each target and the places where it stands across the chart."""
    lines = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "|")]
    return {line.get_marker(): list(line.get_xdata()) for line in lines}


def test_kinds_of_target_stand_apart_in_their_order():
    rows = [row("Police", 11.0, 20.0 + n, target_id=force, legal_force=force) for n, force in enumerate(FORCES)]
    rows.append(row("Police", 11.0, 50.0, target_id="half", operator="parity", legal_force="law"))
    figure = plot_gap(pd.DataFrame(rows[::-1]))
    headings = ["Set by law", "Targets of plans", "Guidelines", "Benchmarks", "Parity"]
    assert texts(figure, "heading") == headings
    assert len(markers(figure)) == 5


def test_rows_stand_below_their_target_with_the_widest_gap_first(posts):
    figure = plot_gap(posts)
    assert texts(figure, "row") == ["Police", "Governors", "Senators", "Deputies", "Senators"]
    assert texts(figure, "target") == [
        "◇ at least 10 %, plan: A plan (by 2023)",
        "▽ at least 30 %, benchmark: A resolution; no target year",
        "✚ parity (50 %), benchmark: A resolution; no target year",
    ]
    heights = [text.get_position()[1] for text in figure.axes[0].texts if text.get_label() in ("target", "row")]
    assert heights == sorted(heights)


def test_a_figure_is_joined_to_its_target_and_the_gap_is_printed_with_its_rounding(posts):
    figure = plot_gap(posts)
    assert links(figure) == [(11.0, 10.0), (8.0, 30.0), (18.0, 30.0), (28.0, 30.0), (18.0, 50.0)]
    assert values(figure, "Governors") == ["2 of 25 (8 %), 2024 (study)", "22 ± 0.5"]
    assert values(figure, "Police") == ["11.0 %, 2024", "−1.0 ± 0.05", "met"]
    assert markers(figure) == {"D": [10.0], "v": [30.0] * 3, "P": [50.0]}
    assert figure.axes[0].get_xlim() == (0, 100)


def test_a_lopsided_rounding_interval_is_printed_with_both_ends():
    figure = plot_gap(pd.DataFrame([row("Judges", 50.0, 50.0, operator="parity", gap_lower_pp=0.0)]))
    assert values(figure, "Judges")[1] == "0 (from 0 to 0.5)"


def test_that_a_target_has_no_year_is_said_once_and_every_other_status_on_its_row(posts):
    figure = plot_gap(posts)
    assert values(figure, "Deputies")[-1] == "on the pace required"
    assert not [text for text in texts(figure, "value") if NO_YEAR in text]


def test_a_target_judged_by_an_earlier_figure_says_which():
    early = row("Managers", 25.0, 27.0, judged=28.0, judged_period="2023", target_year=2023.0, gap_pp=-1.0,
                gap_lower_pp=-1.5, gap_upper_pp=-0.5, status="met")  # fmt: skip
    figure = plot_gap(pd.DataFrame([early]))
    assert values(figure, "Managers")[1:] == ["−1 ± 0.5", "met (by the figure of 2023: 28 %)"]
    assert links(figure) == [(28.0, 27.0)]
    assert [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() == "|"] == [(28.0,)]
    assert "Tick: the earlier figure" in " ".join(figure.texts[-2].get_text().split())


def test_a_gap_that_is_no_single_number_has_words_and_no_line():
    under = row("Units", math.nan, 30.0, latest_qualifier="under", latest_lower=0.0, latest_upper=20.0,
                judged=math.nan, gap_lower_pp=10.0, gap_upper_pp=30.0)  # fmt: skip
    figure = plot_gap(pd.DataFrame([under, row("Senators", 18.0, 30.0)]))
    assert texts(figure, "row") == ["Senators", "Units"]
    assert values(figure, "Units") == ["less than 20 %, 2024", "not one number: from 10 to 30"]
    assert links(figure) == [(18.0, 30.0)]
    assert (0.0, 20.0) in [tuple(line.get_xdata()) for line in figure.axes[0].lines]


def test_a_target_without_a_figure_keeps_its_row():
    none = row("Judges", math.nan, 30.0, status="no figure in the reports used here")
    figure = plot_gap(pd.DataFrame([none]))
    assert values(figure, "Judges") == ["no figure in the reports used here"]
    assert links(figure) == []
    assert len(figure.axes[0].collections) == 0


def test_a_range_keeps_both_ends_also_where_a_figure_is_above_it():
    ends = {"operator": "range", "target_upper": 50.0}
    above = row("Recruits", 60.0, 50.0, gap_pp=10.0, gap_lower_pp=9.5, gap_upper_pp=10.5, **ends)
    figure = plot_gap(pd.DataFrame([above, row("Cadets", 10.0, 20.0, **ends)]))
    assert texts(figure, "target")[0].startswith("▽ 20–50 %")
    assert links(figure) == [(10.0, 20.0), (60.0, 50.0)]


def test_an_assumed_year_is_called_one(posts):
    figure = plot_gap(posts.assign(target_year=2030.0, year_assumed=True).iloc[:1])
    assert texts(figure, "target") == ["▽ at least 30 %, benchmark: A resolution (by 2030); the year is an assumption"]


def test_other_units_are_counted_and_not_drawn(posts):
    rate = row("Access", 40.0, 60.0, measure="rate")
    count = row("Units", 4.0, 6.0, unit_measure="NUMBER")
    free = row("Diplomats", 16.0, 30.0, target_id=math.nan)
    figure = plot_gap(pd.concat([posts, pd.DataFrame([rate, count, free])]))
    assert len(texts(figure, "row")) == 5
    notes = " ".join(figure.texts[-2].get_text().split())
    assert "Not drawn: 2 figures with a target that are not women's shares of a whole." in notes


def test_published_figures_that_differ_are_said_to():
    differ = {"agreement": "differ", "envelope_lower": 40.5, "envelope_upper": 42.5, "custodian": "Civil Service"}
    figure = plot_gap(pd.DataFrame([row("Civil servants", 42.0, 44.0, status="met", **differ)]))
    assert values(figure, "Civil servants")[-1] == "met; figures differ: 40.5–42.5 %"


def test_without_a_target_there_is_nothing_to_draw(posts):
    with pytest.raises(WpsError, match="and a target"):
        plot_gap(posts.assign(target_id=math.nan))
    with pytest.raises(WpsError, match="gap_pp"):
        plot_gap(posts.drop(columns="gap_pp"))


def test_the_twin_changes_with_a_value_a_gap_a_target_a_name_and_the_axis(posts):
    twin = text_twin(plot_gap(posts))
    assert text_twin(plot_gap(posts.sample(frac=1, random_state=1))) == twin
    for column, value in (("latest", 18.1), ("gap_pp", 12.1), ("target_lower", 31.0), ("name", "Judges")):
        changed = posts.copy()
        changed.loc[0, column] = value
        assert text_twin(plot_gap(changed)) != twin
    assert text_twin(plot_gap(posts.drop(index=3))) != twin
    flipped = plot_gap(posts)
    flipped.axes[0].invert_xaxis()
    assert text_twin(flipped) != twin


def test_the_alt_text_tells_share_gap_and_target(posts):
    words = "Governors (share; gap in points to at least 30 %, benchmark): 2 of 25 (8 %), 2024 (study), 22 ± 0.5"
    assert words in alt_text(plot_gap(posts)).replace("\u00a0", " ")


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_hand_made_rows_are_legible(posts, size, language):
    assert check_legible(plot_gap(posts, title="A title " * 20, size=size, language=language)) == []


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_all_targets_of_cambodia_are_legible(size, language):
    shares = wps.load(pillar="participation", ref_area="KHM")
    assessed = wps.assess(shares, wps.targets(), claims=wps.load_claims())
    assert check_legible(plot_gap(assessed, size=size, language=language)) == []


def test_the_chart_of_the_pack_fits_on_a_page():
    width, height = plot_gap(pillar("participation", "KHM").judged, title="One line").get_size_inches()
    assert height / width * 170 < 257  # A4 less margins of 20 mm
