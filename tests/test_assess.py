"""What an assessment says of a figure and its targets, and what it never says."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis import assess, change, load, load_claims, targets, trend
from wps_analysis.assessment.status import STATUSES
from wps_analysis.assessment.targets import targets_without_figure
from wps_analysis.claims.audit.clauses import CLAUSES, notes
from wps_analysis.claims.audit.run import CHECKS
from wps_analysis.columns import KEY
from wps_analysis.errors import WpsError
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import Assessments, Findings, check_table
from wps_analysis.words.rounding import outward

DEFAULTS = {
    "indicator": "chiefs", "name": "Chiefs", "ref_area": "KHM", "area_name": "Cambodia", "population": "_T",
    "population_name": "", "sex": "F", "time_period": "2022", "freq": "A", "period_basis": "stated",
    "qualifier": "exact", "unit_measure": "PT", "measure": "composition", "kind": "body", "basis": "election", "n": "",
    "series": "a", "segment": "a:_T:A:0", "agreement": "single", "custodian": "the committee",
}  # fmt: skip
TARGET = {
    "target_id": "floor", "indicators": "chiefs", "population": "_T", "sex": "F", "ref_area": "", "operator": ">=",
    "lower": 30.0, "upper": None, "target_year": 2030, "kind": "stock", "legal_force": "plan", "basis": "A plan",
    "mandate": "", "claim_id": "",
}  # fmt: skip


def figures(*rows, half=0.05, **common):
    frame = pd.DataFrame([{**DEFAULTS, **common, **row} for row in rows])
    value = frame["obs_value"].astype(float)
    top = 100 if (frame["unit_measure"] == "PT").all() else None
    bounds = {"lower": (value - half).clip(lower=0), "upper": (value + half).clip(upper=top)}
    bounds |= {"envelope_lower": bounds["lower"], "envelope_upper": bounds["upper"]}
    return frame.assign(
        **{name: frame[name].fillna(column) if name in frame else column for name, column in bounds.items()}
    )


def aims(**changes):
    return pd.DataFrame([{**TARGET, **changes}])


NO_AIM = aims().iloc[:0]


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def run(*values, years=("2017", "2022"), aim=None, horizon=None, as_of="", **common):
    rows = [{"time_period": year, "obs_value": value} for year, value in zip(years, values, strict=False)]
    return only(assess(figures(*rows, **common), aims() if aim is None else aim, horizon=horizon, as_of=as_of))


@pytest.mark.parametrize(
    ("values", "changes", "status"),
    [
        ((20.0, 25.0), {}, "on the pace required"),
        ((20.0, 21.0), {}, "below the pace required"),
        ((20.0, 31.0), {}, "met"),
        ((25.0, 20.0), {}, "lower than at the base"),
        ((20.0, 25.0), {"target_year": None}, "no target year"),
        ((20.0, 25.0), {"target_year": 2020}, "target year passed, latest figure below it"),
        ((20.0,), {}, "one figure: no pace"),
        ((20.0, 30.0), {}, "met as reported, not decidable within rounding"),
        ((30.0, 28.0), {}, "lower than at the base"),
        ((40.0, 45.0), {"operator": "parity", "lower": 50.0}, "on the pace required"),
        ((60.0, 70.0), {"operator": "parity", "lower": 50.0}, "lower than at the base"),
    ],
)
def test_statuses(values, changes, status):
    years = ("2017", "2022") if len(values) == 2 else ("2022",)
    if changes.get("operator") == "parity" and values[0] > 50:
        status = "lower than at the base"  # farther from parity than at the base
    assert run(*values, years=years, aim=aims(**changes))["status"] == status


def test_two_points_without_a_target_are_a_difference():
    row = run(7.9, 10.7, aim=NO_AIM)
    assert row["status"] == "two points: difference"
    assert row["change_pp"] == 2.8
    assert pd.isna(row["target_id"])
    assert pd.isna(row["required_pace_pp_per_year"])


def test_gap_pace_and_share_of_the_way():
    row = run(7.9, 10.7)
    assert row["gap_pp"] == 19.3
    assert (row["gap_lower_pp"], row["gap_upper_pp"]) == (19.25, 19.35)
    assert row["required_pace_pp_per_year"] == 2.4125
    assert row["observed_pace_pp_per_year"] == 0.56
    assert row["gap_closed_pct"] == pytest.approx(100 * 2.8 / 22.1)


def test_a_target_without_a_year_has_no_pace_unless_the_caller_assumes_one():
    aim = aims(target_year=None)
    assert pd.isna(run(7.9, 10.7, aim=aim)["required_pace_pp_per_year"])
    assumed = run(7.9, 10.7, aim=aim, horizon=2030)
    assert assumed["required_pace_pp_per_year"] == 2.4125
    assert assumed["year_assumed"]
    assert "2030 as the user's assumption" in assumed["sentence"]


def test_nothing_is_compared_across_segments():
    rows = figures(
        {"time_period": "2012", "obs_value": 5.8, "segment": "press:_T:A:0"}, {"time_period": "2022", "obs_value": 10.7}
    )
    row = only(assess(rows, aims()))
    assert row["n_obs"] == 1
    assert pd.isna(row["base"])


def test_a_series_own_earlier_claim_is_its_base_where_another_series_speaks():
    rows = load(ref_area="KHM").query("indicator == 'commune_chiefs'")
    own = load_claims(indicator="commune_chiefs")
    table = assess(rows[rows["time_period"] == "2022"], targets(), claims=own)
    assert table["base"].tolist() == [7.9]


@pytest.mark.parametrize("changes", [{"kind": "flow"}, {"population": "rural"}, {"sex": "M"}, {"ref_area": "LAO"}])
def test_a_target_binds_the_population_and_kind_that_it_names_and_else_is_named_itself(changes):
    idle, judged = assess(figures({"obs_value": 10.7}), aims(**changes)).sort_values("n_obs").to_dict("records")
    assert pd.isna(judged["target_id"]) and judged["n_obs"] == 1
    assert (idle["target_id"], idle["status"]) == ("floor", "no figure")
    assert "target 'floor' binds none of the figures: its " in idle["note"]
    assert "no figure in the reports used here for the 30\N{NO-BREAK SPACE}% plan target (A plan" in idle["sentence"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"operator": "at most"}, "operator 'at most' is none of .* write '<='"),
        ({"lower": 0.4}, "lower 0.4 is less than 1 per cent: write percent, 40 for 0.4"),
        ({"lower": "40%"}, "lower '40%' is no number: write percent without a sign"),
        ({"lower": 130.0}, "lower 130 is outside 0 to 100"),
        ({"lower": math.inf}, "lower inf is outside"),
        ({"lower": None}, "lower is empty"),
        ({"operator": "range", "upper": 20.0}, "a range needs an upper end above its lower one"),
        ({"target_year": 20255}, "target_year 20255 is no year"),
        ({"sex": "women"}, "sex 'women' is none of"),
        ({"legal_force": "promise"}, "legal_force 'promise' is none of"),
        ({"ref_area": "Cambodja"}, r"Unknown reference area 'Cambodja'. Did you mean 'KHM \(Cambodia\)'"),
        ({"indicators": "chieffs"}, r"unknown indicator 'chieffs' \(nearest: chiefs"),
    ],
)
def test_a_target_that_would_be_judged_in_silence_is_refused(changes, said):
    with pytest.raises(WpsError, match=said):
        assess(figures({"obs_value": 10.7}), aims(**changes))


def test_all_that_is_wrong_with_targets_is_said_at_once_and_an_area_may_be_named():
    with pytest.raises(WpsError, match="assess, 2 problems"):
        assess(figures({"obs_value": 10.7}), aims(operator="at most", lower=0.4))
    with pytest.raises(WpsError, match="legal_force is missing\n- targets: column basis is missing"):
        assess(figures({"obs_value": 10.7}), aims().drop(columns=["legal_force", "basis"]))
    assert only(assess(figures({"obs_value": 10.7}), aims(ref_area="Cambodia")))["target_id"] == "floor"


def test_a_survey_without_n_is_a_level():
    row = run(20.0, 30.0, basis="survey_purposive", measure="rate", aim=NO_AIM)
    assert row["n_obs"] == 1
    assert row["status"] == "one figure: level"
    assert "number of persons asked is not in the reports used here" in row["sentence"]
    assert run(20.0, 30.0, basis="survey_probability", n="500", aim=NO_AIM)["n_obs"] == 2


def test_a_fast_headcount_gets_no_pace():
    row = run(22.0, 42.0, kind="headcount", aim=aims(lower=60.0))
    assert row["break_suspected"]
    assert row["status"] == "break suspected: no pace"
    assert pd.isna(row["observed_pace_pp_per_year"])
    assert not run(22.0, 42.0, kind="body", aim=aims(lower=60.0))["break_suspected"]


def test_robust_means_the_same_at_every_corner_and_under_every_claim():
    assert run(8.0, 11.0, half=0.5)["robust_to_rounding"]
    assert not run(20.0, 24.0, half=0.5)["robust_to_rounding"]
    rows = figures({"time_period": "2017", "obs_value": 20.0}, {"time_period": "2022", "obs_value": 24.5})
    differing = rows.assign(agreement="differ", envelope_lower=20.0, envelope_upper=29.0)
    assert not only(assess(differing, aims()))["robust_to_choice"]
    assert only(assess(rows, aims()))["robust_to_choice"]


def test_elections_before_the_target_year_are_counted():
    elections = pd.DataFrame({"ref_area": "KHM", "indicators": "chiefs", "year": [2012, 2017, 2022]})
    rows = figures({"time_period": "2017", "obs_value": 7.9}, {"time_period": "2022", "obs_value": 10.7})
    counted = only(assess(rows, aims(target_year=2032), elections=elections))
    assert counted["elections_before_target"] == 2
    assert "2 regular elections fall before the target year is over" in counted["sentence"]


def test_a_missing_column_is_named():
    with pytest.raises(WpsError, match="segment"):
        assess(figures({"obs_value": 1.0}).drop(columns="segment"), aims())


@pytest.mark.parametrize("function", [change, trend])
def test_changes_and_trends_name_the_columns_that_they_miss(function):
    with pytest.raises(WpsError, match=f"{function.__name__} needs the columns segment, unit_measure"):
        function(figures({"obs_value": 1.0}).drop(columns=["segment", "unit_measure"]))


def test_an_assessment_keeps_its_contract_and_every_status_is_a_house_word():
    table = assess(load(ref_area="KHM"), targets())
    assert check_table(table, Assessments, "assessments") == []
    assert set(table["status"]) <= set(STATUSES.values())


shares = st.floats(1, 99).map(lambda x: round(x, 1))


@given(st.lists(shares, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_gaps_and_order_of_rows_change_nothing(values, random):
    rows = [{"time_period": str(2010 + 3 * n), "obs_value": value} for n, value in enumerate(values)]
    frame = figures(*rows)
    empty = figures({"time_period": "2025", "obs_value": None}, half=0)
    shuffled = pd.concat([frame, empty], ignore_index=True).sample(frac=1, random_state=random.randint(0, 99))
    pd.testing.assert_frame_equal(assess(shuffled, aims()), assess(frame, aims()), check_dtype=False)


@given(shares, shares)
def test_mirroring_women_and_men_mirrors_the_gap_to_parity(first, last):
    aim = aims(operator="parity", lower=50.0)
    women = run(first, last, aim=aim)
    men = run(round(100 - first, 1), round(100 - last, 1), aim=aim)
    assert men["gap_pp"] == pytest.approx(women["gap_pp"])
    assert men["status"] == women["status"]
    assert men["change_pp"] == pytest.approx(-women["change_pp"], nan_ok=True)


@given(shares, st.floats(0.05, 2), st.floats(0, 3))
def test_widening_an_interval_never_decides_an_undecidable_status(latest, half, more):
    narrow, wide = run(latest, years=("2022",), half=half), run(latest, years=("2022",), half=half + more)
    undecided = [s for s in STATUSES.values() if "not decidable" in s]
    if narrow["status"] in undecided:
        assert wide["status"] in undecided


def test_a_count_and_a_share_agree():
    table = assess(load(ref_area="KHM"), targets())
    counted = table[table["latest_count"].notna() & table["latest_denominator"].notna() & table["latest"].notna()]
    computed = 100 * counted["latest_count"] / counted["latest_denominator"]
    assert (computed >= counted["latest_lower"] - 1e-6).all()
    assert (computed <= counted["latest_upper"] + 1e-6).all()


def printed(number, text):
    return any(f"{number:,.{digits}f}" == text for digits in range(3)) or f"{number:.10g}" == text.replace(",", "")


def test_no_sentence_calls_two_points_a_trend_or_names_a_year_to_come():
    registry = load_registry()
    table = assess(load(ref_area="KHM"), registry.targets, claims=load_claims(), elections=registry.elections)
    for row in table.to_dict("records"):
        assert "trend" not in row["sentence"].replace("no trend estimated", "")
        assert not re.search(
            r"\b20(2[6-9]|[3-9]\d)\b", row["sentence"].replace("2021-2030", "").replace("2024-2028", "")
        )
        assert not re.search(r"\b(only|still|lags?|because of)\b", row["sentence"])


@pytest.mark.parametrize(
    ("indicator", "target", "status"),
    [
        ("civil_service", "civil_servants_2023", "target year passed, latest figure below it"),
        (
            "civil_service_decision_makers",
            "civil_service_leadership_2023",
            "met as reported, not decidable within rounding",
        ),
        ("un_peacekeepers", "peacekeepers_national_2024", "met"),
        ("commune_chiefs", "ecosoc_leadership", "no target year"),
        ("national_assembly", "parity_decision_making", "lower than at the base"),
    ],
)  # fmt: skip
def test_the_real_figures_stand_where_the_rules_put_them(indicator, target, status):
    table = assess(load(indicator, ref_area="KHM"), targets(), claims=load_claims())
    assert table.set_index("target_id").loc[target, "status"] == status


def test_the_chiefs_are_said_as_the_house_says_them():
    said = assess(load("commune_chiefs", ref_area="KHM"), targets())["sentence"].iloc[0].replace("\xa0", " ")
    assert said == (
        "Commune and Sangkat chiefs, Cambodia: women's share rose from 5.8 % (95) in 2012 to 10.7 % (176) in 2022,"
        " +4.9 points; 3 figures of one series, no trend estimated. The 30 % benchmark (ECOSOC resolution 1990/15)"
        " has no year; the gap is 19.3 points, about 316–320 further posts held by women, through vacancies and"
        " list places."
    )


def test_a_target_is_judged_by_the_figure_of_its_year():
    rows = [("2018", 20.0), ("2023", 25.0), ("2024", 45.0)]
    frame = figures(*({"time_period": year, "obs_value": value} for year, value in rows))
    late = only(assess(frame, aims(target_year=2023)))
    assert (late["status"], late["judged_period"], late["gap_pp"]) == (STATUSES["missed_then_met"], "2023", 5.0)
    assert "the figure of 2023 is 5.0 points below it" in late["sentence"]
    before = only(assess(frame[frame["time_period"] != "2023"], aims(target_year=2023)))
    assert (before["status"], before["judged_period"]) == (STATUSES["missed_then_met"], "2018")
    after = only(assess(frame[frame["time_period"] == "2024"], aims(target_year=2023)))
    assert (after["status"], after["judged_period"]) == ("met after the target year", "2024")


@pytest.mark.parametrize(
    ("rows", "target", "period"),
    [
        ([("2012", 17.79), ("2017", 17.7), ("2022", 22.0)], {"lower": 25.0, "target_year": 2015}, "2012"),
        ([("2013", 20.3), ("2018", 20.8), ("2023", 13.6)], {"lower": 30.0, "target_year": 2015}, "2013"),
    ],
)
def test_a_target_of_a_past_year_is_judged_by_the_last_figure_before_it(rows, target, period):
    frame = figures(*({"time_period": year, "obs_value": value} for year, value in rows), half=0.005)
    row = only(assess(frame, aims(**target)))
    assert (row["status"], row["judged_period"]) == ("target year passed, latest figure below it", period)


def test_a_past_target_is_judged_by_a_level_of_another_series_and_nothing_is_subtracted():
    other = {"series": "b", "segment": "b:_T:A:0"}
    rows = figures(
        {"time_period": "2013", "obs_value": 20.3, **other}, {"time_period": "2018", "obs_value": 20.8},
        {"time_period": "2023", "obs_value": 13.6},
    )  # fmt: skip
    row = only(assess(rows, aims(target_year=2015)))
    assert (row["judged_period"], row["gap_pp"], row["base"], row["n_obs"]) == ("2013", 9.7, 20.8, 2)
    assert "the figure of 2013 is 9.7 points below it" in row["sentence"]
    staff = only(assess(rows.assign(kind="headcount"), aims(target_year=2015)))
    assert staff["judged_period"] == "2023"  # seats hold for a term, a headcount of another register does not


def test_the_year_of_as_of_decides_whether_a_target_year_is_over():
    frame = figures({"time_period": "2016-06", "obs_value": 12.1, "freq": "M"})
    status = {as_of: only(assess(frame, aims(target_year=2018), as_of=as_of))["status"] for as_of in ("2018", "2025")}
    assert status == {"2018": "one figure: no pace", "2025": "target year passed, latest figure below it"}
    with pytest.raises(WpsError, match="as_of"):
        assess(frame, aims(), as_of="last year")


def test_a_figure_of_the_target_year_is_not_late_while_the_year_lasts():
    assert run(20.0, 25.0, years=("2018", "2024"), aim=aims(target_year=2024), as_of="2024-06")["status"] == (
        "below the pace required"
    )


@pytest.mark.parametrize(
    ("values", "years", "target"),
    [
        ((1.6, 14.4), ("2017", "2020"), {"lower": 40.0, "target_year": 2026}),
        ((2.8, 16.4), ("2017", "2023"), {"lower": 30.0, "target_year": 2029}),
    ],
)
def test_a_series_exactly_on_its_path_is_on_the_pace_required(values, years, target):
    assert run(*values, years=years, aim=aims(**target))["status"] == "on the pace required"


@given(st.integers(10, 300), st.integers(1, 9), st.integers(1, 9), st.integers(1, 40))
def test_every_series_exactly_on_its_path_is_on_the_pace_required(start, years, left, tenths_a_year):
    latest, target = start + years * tenths_a_year, start + (years + left) * tenths_a_year
    row = run(
        start / 10, latest / 10, years=("2010", str(2010 + years)), half=0.001,
        aim=aims(lower=target / 10, target_year=2010 + years + left),
    )  # fmt: skip
    assert row["status"] == "on the pace required"


def test_a_base_that_is_published_otherwise_is_said():
    rows = figures({"time_period": "2017", "obs_value": 17.7}, {"time_period": "2022", "obs_value": 22.0})
    first = rows["time_period"] == "2017"
    rows = rows.assign(agreement=["differ", "single"], envelope_upper=rows["envelope_upper"].mask(first, 21.85))
    said = only(assess(rows, aims(target_year=None)))
    assert said["change_choice_lower_pp"] == pytest.approx(21.95 - 21.85)
    assert "Published figures differ for 2017" in said["sentence"]
    assert "the change lies between +0.1 and +4.4 points" in said["sentence"]


def test_a_suspected_break_gives_no_verdict_of_any_method():
    row = run(22.0, 42.0, kind="headcount", aim=aims(lower=60.0))
    assert pd.isna(row["cagr_verdict"])
    assert pd.isna(row["gap_closed_pct"])


def test_a_survey_without_n_is_a_level_also_where_n_is_missing():
    row = run(20.0, 30.0, basis="survey_purposive", measure="rate", n=None, aim=NO_AIM)
    assert row["n_obs"] == 1


@pytest.mark.parametrize(
    ("operator", "lower", "upper", "value", "status", "gap"),
    [
        ("range", 20.0, 50.0, 35.0, "met", -15.0),
        ("range", 20.0, 50.0, 55.0, "one figure: no pace", 5.0),
        ("<=", 30.0, None, 35.0, "one figure: no pace", 5.0),
        ("<=", 30.0, None, 25.0, "met", -5.0),
    ],
)
def test_ceilings_and_ranges(operator, lower, upper, value, status, gap):
    row = run(value, years=("2022",), aim=aims(operator=operator, lower=lower, upper=upper))
    assert (row["status"], row["gap_pp"]) == (status, gap)


def test_paces_to_parity_are_paces_towards_it():
    row = run(70.0, 65.0, aim=aims(operator="parity", lower=50.0))
    assert row["required_pace_pp_per_year"] == 15 / 8
    assert row["observed_pace_pp_per_year"] == 1.0
    assert row["status"] == "below the pace required"


def test_rounding_that_decides_a_pace_is_said():
    row = run(24.0, 27.0, half=0.5, aim=aims(target_year=2027))
    assert not row["robust_to_rounding"]
    assert "rounding leaves it open" in row["sentence"]


def test_a_horizon_in_the_past_is_refused():
    with pytest.raises(WpsError, match="not after 2022"):
        run(7.9, 10.7, aim=aims(target_year=None), horizon=1990)


def test_no_figure_at_all_is_no_row_with_a_horizon_too():
    assert assess(load(ref_area="LAO").iloc[:0], targets(), horizon=2030).empty


NOT_STATED = "the published figures do not allow a change to be stated"


def two(base, latest, **common):
    """Return two figures of one segment, each with what else is known of it."""
    rows = figures({"time_period": "2017", **base}, {"time_period": "2022", **latest}, **common)
    choice = {f"choice_{end}": rows[f"choice_{end}"].fillna(rows[end]) if f"choice_{end}" in rows else rows[end]
              for end in ("lower", "upper")}  # fmt: skip
    return rows.assign(**choice)


def test_claims_of_one_series_that_agree_leave_no_fall_possible():
    rows = two(
        {"obs_value": 17.7, "agreement": "differ", "choice_lower": 17.65, "choice_upper": 21.85},
        {"obs_value": 22.0, "agreement": "agree", "envelope_lower": 21.5, "envelope_upper": 22.5},
    )
    row = only(assess(rows, aims(target_year=None)))
    assert row["change_stated"]
    assert (row["change_choice_lower_pp"], row["change_choice_upper_pp"]) == (0.1, 4.4)
    assert "rose from 17.7" in row["sentence"]
    assert "the change lies between +0.1 and +4.4 points" in row["sentence"]


@pytest.mark.parametrize(
    ("base", "latest"),
    [
        (
            {"obs_value": 17.7, "agreement": "differ", "choice_upper": 22.5},
            {"obs_value": 22.0},
        ),  # another claim: a fall
        ({"obs_value": 22.0}, {"obs_value": 22.04}),  # within rounding
        ({"obs_value": 17.7, "claim_id": "b", "refuted": "b"}, {"obs_value": 22.0}),
        ({"obs_value": 17.7}, {"obs_value": 22.0, "doubted": True}),
    ],
)
def test_a_change_is_stated_only_if_nothing_published_turns_or_doubts_it(base, latest):
    row = only(assess(two(base, latest), aims(target_year=None)))
    assert not row["change_stated"]
    assert pd.isna(row["change_pp"])
    assert f"in 2022; {NOT_STATED}." in row["sentence"]
    assert not re.search(r"\b(rose|fell|lower than)\b", row["sentence"])


def test_no_pace_is_computed_from_a_doubted_end():
    row = only(assess(two({"obs_value": 20.0, "doubted": True}, {"obs_value": 25.0}), aims()))
    assert row["status"] == "change not stated: no pace"
    assert pd.isna(row["observed_pace_pp_per_year"])


def test_counts_that_differ_by_nothing_under_one_claim_have_not_risen():
    rows = two(
        {"obs_value": 173.0}, {"obs_value": 176.0, "agreement": "differ", "choice_lower": 173.0},
        half=0, unit_measure="PS", measure="count",
    )  # fmt: skip
    assert not only(assess(rows, aims()))["change_stated"]


def test_where_counts_refute_a_series_own_figure_the_one_that_speaks_is_a_level_and_not_subtracted():
    rows = figures(
        {"time_period": "2018", "obs_value": 41.0, "claim_id": "o", "refuted": "s", "series": "b", "segment": "b:0"},
        {"time_period": "2024", "obs_value": 42.0, "claim_id": "l"},
        half=0.5, name="Civil servants", kind="headcount",
    )  # fmt: skip
    own = rows.assign(claim_id=["s", "l"], series="a", obs_value=[22.0, 42.0], role="", freq="A")
    row = only(assess(rows, aims(target_year=None), claims=own.assign(pair_id="")))
    assert (row["n_obs"], row["base"], row["latest"], row["change_stated"]) == (1, 41.0, 42.0, False)
    assert pd.isna(row["change_pp"])
    assert f"was 41 % in 2018 and 42 % in 2024; {NOT_STATED}." in row["sentence"].replace("\xa0", " ")


def test_the_gap_is_printed_under_every_claim():
    rows = figures(
        {"time_period": "2024", "obs_value": 42.0, "agreement": "differ", "choice_lower": 40.5, "choice_upper": 42.5},
        half=0.5,
    )
    row = only(assess(rows, aims(lower=44.0, target_year=2023)))
    assert (row["gap_choice_lower_pp"], row["gap_choice_upper_pp"]) == (1.5, 3.5)
    assert "2.0 points (1.5 to 3.5 under all published figures) below it" in row["sentence"]


def test_no_change_is_stated_across_decades_without_a_figure():
    row = run(14.8, 17.7, years=("1999", "2024"))
    assert row["n_obs"] == 1
    assert pd.isna(row["base"])
    assert run(14.8, 17.7, years=("2014", "2024"))["n_obs"] == 2
    kept = run(14.8, 16.0, 17.7, years=("1999", "2018", "2024"))
    assert (kept["n_obs"], kept["base"]) == (2, 16.0)


def test_a_newest_figure_without_a_number_keeps_those_before_it():
    rows = figures(
        {"time_period": "2016", "obs_value": 12.0}, {"time_period": "2019", "obs_value": 15.0},
        {"time_period": "2022", "obs_value": None, "qualifier": "over", "lower": 18.0, "upper": 100.0},
    )  # fmt: skip
    row = only(assess(rows, aims(target_year=None)))
    assert (row["n_obs"], row["base"], row["change_lower_pp"], row["change_stated"]) == (3, 12.0, 5.95, True)
    assert pd.isna(row["change_pp"])
    assert "rose from 12.0 % in 2016 to over 18 % in 2022; 3 figures" in row["sentence"].replace("\xa0", " ")


def test_printed_bounds_are_rounded_outward():
    assert outward(-0.35, 4.85) == (-0.4, 4.9)
    assert outward(21.95 - 21.85, 22.05 - 17.65) == (0.1, 4.4)
    assert outward(18.0, 21.0) == (18.0, 21.0)
    assert "(18.9 to 21.1 within rounding)" in run(20.0, 40.0, half=0.525, aim=aims(lower=60.0))["sentence"]


@given(st.floats(-100, 100), st.floats(0, 50))
def test_nothing_lies_outside_bounds_rounded_outward(low, width):
    first, last = outward(low, low + width)
    assert first <= round(low, 9) + 1e-12
    assert last >= round(low + width, 9) - 1e-12


def finding(check, *claim_ids, sex="", found="", expected="", severity="error", **key):
    return {
        **dict.fromkeys(Findings.columns, ""), "check": check, "claim_ids": " ".join(claim_ids), "sex": sex,
        "found": found, "expected": expected, "severity": severity, **key,
    }  # fmt: skip


def noted(rows, *findings):
    """Return rows with what the findings say of them, their claims being those that speak."""
    rows = rows.assign(role=rows["role"] if "role" in rows else "", n="9")
    return rows.assign(**notes(rows, rows, pd.DataFrame(findings)))


def test_figures_that_cannot_all_be_true_are_said_with_what_the_others_give():
    common = {"unit_measure": "PS", "measure": "count", "half": 0, "time_period": "2024"}
    rows = figures(
        {"obs_value": 70.0, "sex": "_T", "claim_id": "t", "role": "total"}, {"obs_value": 63.0, "claim_id": "f"},
        {"obs_value": 8.0, "sex": "M", "claim_id": "m"}, {"obs_value": 5.0, "population": "p", "claim_id": "p"},
        **common,
    )  # fmt: skip
    rows.loc[rows["population"] == "p", "role"] = "part"
    column = finding("parts_do_not_add_up", "t", "p", sex="_T", found="5 + 86 = 91", expected="70")
    row = finding("parts_do_not_add_up", "t", "f", "m", found="63 + 8 = 71", expected="70")
    table = assess(noted(rows, column, row), NO_AIM).set_index(["population", "sex"])
    both = "the rows add up to 91, the total printed is 70; women and men add up to 71, the total printed is 70"
    assert table.loc[("_T", "_T"), "note"] == both
    assert f"The figures cannot all be true: {both}; to be confirmed" in table.loc[("_T", "_T"), "sentence"]
    assert table.loc[("_T", "F"), "note"] == "women and men add up to 71, the total printed is 70"
    part = table.loc[("p", "F")]
    assert part["note"] == "the rows add up to 91, the total printed is 70"
    assert "cannot all be true" not in part["sentence"]


def test_a_total_outside_its_groups_is_said_in_one_plain_clause():
    rows = figures({"obs_value": 89.0, "sex": "_T", "claim_id": "t"}, {"obs_value": 91.0, "claim_id": "f"}, half=0.5)
    table = assess(noted(rows, finding("total_outside_groups", "t", "f", "m")), NO_AIM)
    assert set(table["note"]) == {"the figure for both lies outside those of women and of men"}
    assert table["sentence"].str.contains("the figure for both lies outside those of women and of men").all()


def test_a_finding_of_the_base_is_a_note_with_its_year_and_a_doubted_population_states_no_change():
    rows = figures({"time_period": "2017", "obs_value": 20.0, "claim_id": "b"}, {"obs_value": 25.0, "claim_id": "l"})
    doubt = finding("same_digits_different_population", "b", "x", severity="question")
    row = only(assess(noted(rows, doubt), aims(target_year=None)))
    assert row["note"] == "the same digits are printed for another group (2017)"
    assert not row["change_stated"]
    rounded = finding("different_roundings", "l", severity="note", found="25; 25.0")
    row = only(assess(noted(rows, rounded), aims(target_year=None)))
    assert (row["note"], row["change_stated"]) == ("printed in several roundings: 25; 25.0", True)


def test_what_refutes_one_claim_is_no_doubt_of_the_one_that_speaks():
    rows = figures({"time_period": "2018", "obs_value": 41.0, "claim_id": "o", "refuted": "s"}, half=0.5)
    key = {column: rows[column].iloc[0] for column in KEY}
    refuting = finding("refuted_by_counts", "s", "w", "a", found="22 per cent", expected="40.8", **key)
    said = noted(rows, refuting).iloc[0]
    assert (said["note"], said["doubted"]) == ("counts of the same date give 40.8 %, not 22\xa0%", False)


def test_every_check_has_a_clause():
    assert set(CLAUSES) == set(CHECKS)


def with_gaps(rows, targets, registry, ref_area="KHM"):
    return pd.concat([rows, targets_without_figure(rows, targets, registry, ref_area)], ignore_index=True)


def test_a_target_without_a_figure_is_a_row_with_who_would_hold_it():
    registry = load_registry()
    rows = load("commune_chiefs", ref_area="KHM")
    targets = registry.targets
    named = targets[targets["target_id"].isin(["police_recruits", "ecosoc_leadership", "civil_servants_2023"])]
    table = assess(with_gaps(rows, named, registry), named, as_of="2025")
    assert table["target_id"].tolist() == ["civil_servants_2023", "ecosoc_leadership", "police_recruits"]
    police = table.set_index("target_id").loc["police_recruits"]
    assert (police["status"], police["n_obs"], police["indicator"]) == ("no figure", 0, "police_recruits")
    assert "no figure in the reports used here for the 20" in police["sentence"]
    assert "General Commissariat of National Police would hold it." in police["sentence"]


def test_a_target_of_the_united_nations_says_whose_it_is():
    registry = load_registry()
    rows = load("un_peacekeepers", ref_area="KHM")
    named = registry.targets[registry.targets["target_id"] == "ugps_individual_police_2028"]
    row = assess(with_gaps(rows, named, registry), named).set_index("target_id").loc["ugps_individual_police_2028"]
    assert (row["population"], row["status"], row["target_ref_area"]) == ("individual_police", "no figure", "001")
    assert "set for the United Nations as a whole" in row["sentence"]


@pytest.mark.parametrize(
    ("area", "target_area", "rows"),
    [("KHM", "KHM", 1), ("KHM", "X_ASEAN", 1), ("KHM", "001", 1), ("KHM", "", 1), ("KHM", "LAO", 0), ("KH-12", "", 0)],
)
def test_every_target_whose_area_holds_this_one_is_a_row(area, target_area, rows):
    registry = load_registry()
    one = registry.targets[registry.targets["target_id"] == "police_recruits"].assign(ref_area=target_area)
    assert len(targets_without_figure(load("senate", ref_area="KHM"), one, registry, area)) == rows


def test_every_target_of_the_registry_is_a_row_of_the_area():
    from wps_analysis.claims.edition import Edition
    from wps_analysis.report.brief import Brief

    brief = Brief(Edition(), "KHM")
    holds = brief.edition.targets["ref_area"].isin(["", "001", "KHM", "X_ASEAN"])
    assert set(brief.edition.targets.loc[holds, "target_id"]) <= set(brief.assessed["target_id"])
    assert set(brief.judged["target_id"]) <= set(brief.targets["target_id"])


@pytest.mark.parametrize(
    ("year", "points"),
    [("2021", [8, 15]), ("2024", [8, 15]), ("2018", [8, 15]), ("2028", [15])],
)
def test_a_path_is_held_against_the_point_of_the_figures_year(year, points):
    path = pd.concat([aims(target_id=str(y), target_year=y, lower=v, path="p") for y, v in ((2021, 8.0), (2028, 15.0))])
    table = assess(figures({"time_period": year, "obs_value": 12.0}), path)
    assert table["target_lower"].tolist() == points


def test_of_a_yearly_path_the_point_of_the_year_and_the_end_are_held():
    path = pd.concat([aims(target_id=str(y), target_year=y, lower=y - 2010.0, path="p") for y in range(2019, 2029)])
    table = assess(figures({"time_period": "2024", "obs_value": 14.5}), path, as_of="2025")
    assert table["target_id"].tolist() == ["2024", "2028"]
    assert table["status"].tolist() == ["met", "one figure: no pace"]


METHODS_WITH_A_YEAR = ["sdsn_verdict", "destatis_verdict", "escap_verdict", "anticipated_verdict"]


def test_targets_without_a_year_are_judged_by_the_rules_for_them():
    row = run(7.9, 10.7, aim=aims(target_year=None))
    assert row[["cagr_verdict", "unsd_verdict", "istat_verdict"]].tolist() == [
        "on_track", "3: met or on track", "strong_improvement",
    ]  # fmt: skip
    assert (row[METHODS_WITH_A_YEAR] == "").all()
    assert row["istat_robust_to_rounding"]
    dated = run(7.9, 10.7)
    assert dated[["cagr_verdict", "istat_verdict"]].tolist() == ["limited_progress", ""]
    fallen = run(21.0, 14.4, years=("2018", "2024"), aim=aims(target_year=None, operator="parity", lower=50.0))
    assert fallen[["cagr_verdict", "unsd_verdict"]].tolist() == ["deterioration", "1: stagnation or regression"]


@pytest.mark.parametrize(
    ("years", "target", "has_verdict"),
    [
        (("2015", "2022"), 2030, True),
        (("2014", "2022"), 2030, True),
        (("1999", "2006"), 2030, False),
        (("2017", "2022"), 2030, False),
        (("2018", "2022"), 2030, False),
        (("2015", "2022"), 2028, False),
        (("2015", "2022"), None, False),
    ],
)
def test_escap_needs_a_base_near_2015_and_the_year_2030(years, target, has_verdict):
    row = run(17.7, 22.0, years=years, aim=aims(target_year=target))
    assert (row["escap_verdict"] == "slow_progress") is has_verdict
    assert (row["anticipated_verdict"] != "") is has_verdict
    assert bool(pd.notna(row["anticipated"])) is has_verdict


def test_escaps_base_is_the_figure_nearest_2015():
    row = run(10.0, 17.7, 22.0, years=("2010", "2015", "2022"))
    assert row["escap_verdict"] == "slow_progress"
    assert row["anticipated_lower"] < row["anticipated"] < row["anticipated_upper"]


def test_each_verdict_says_whether_rounding_or_another_claim_would_change_it():
    row = run(7.9, 10.7)
    assert row["cagr_robust_to_rounding"]  # 0.56 to 0.60
    rows = figures({"time_period": "2017", "obs_value": 17.7}, {"time_period": "2022", "obs_value": 22.0})
    rows = rows.assign(agreement=["differ", "single"], envelope_upper=[21.8, 22.05])
    row = only(assess(rows, aims()))
    assert (row["cagr_verdict"], row["cagr_robust_to_choice"]) == ("on_track", False)
    assert not run(20.0, 24.0, half=0.5)["sdsn_robust_to_rounding"]
    assert pd.isna(run(7.9, 10.7)["escap_robust_to_rounding"])


def test_the_rate_of_reduction_and_the_years_to_parity_have_intervals():
    row = run(40.0, 20.0, years=("2010", "2020"), aim=aims(operator="<=", lower=10.0))
    assert row["aarr_pct"] == pytest.approx(6.697, abs=0.001)
    assert row["aarr_lower_pct"] < row["aarr_pct"] < row["aarr_upper_pct"]
    assert (row["unicef_verdict"], row["years_to_parity_upper"]) == ("on_track", pytest.approx(math.nan, nan_ok=True))
    rising = run(7.9, 10.7)
    assert rising["years_to_parity"] == pytest.approx(39.3 / 0.56)
    assert rising["years_to_parity_lower"] < rising["years_to_parity"] < rising["years_to_parity_upper"]
    assert rising["unicef_verdict"] == ""
    flat = run(20.0, 20.3, half=0.5)
    assert pd.isna(flat["years_to_parity"])  # no change is stated
    assert "70" not in rising["sentence"]


def test_a_change_between_neighbours_is_stated_by_the_same_rule():
    rows = two({"obs_value": 17.7, "agreement": "differ", "choice_upper": 22.5}, {"obs_value": 22.0})
    found = only(change(rows))
    assert (found["status"], pd.isna(found["change"])) == ("not_stated", True)
    assert only(change(two({"obs_value": 17.7}, {"obs_value": 22.0})))["status"] == "two_points"
    apart = figures({"time_period": "1999", "obs_value": 14.8}, {"time_period": "2024", "obs_value": 17.7})
    assert change(apart).empty


def test_what_is_found_of_a_target_stands_in_the_note_of_every_row_that_it_binds():
    finding = {"check": "target_differs", "sex": "F", "found": "", "expected": "", "claim_ids": "law.target other"}
    said = "the target is printed with another number elsewhere"
    rows = figures({"obs_value": 20.0})
    bound = only(assess(rows, aims(claim_id="law.target"), findings=pd.DataFrame([finding])))
    free = only(assess(rows, aims(claim_id="plan.target"), findings=pd.DataFrame([finding])))
    assert said in bound["note"]
    assert said not in free["note"]
