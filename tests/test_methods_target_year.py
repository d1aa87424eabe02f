import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.methods.cases_statistics import STATISTICS_CASES
from wps_analysis.methods.target_year import NO_UPPER_LIMIT, estimate_target_year, fieller_set
from wps_analysis.methods.trend import fit_trend, predict_mean

YEARS = [2007, 2012, 2017, 2022]
SEATS = {"counts": [15, 18, 21, 26], "totals": [123, 125, 123, 125]}
POSTS = {"counts": [150, 210, 290, 380], "totals": [1600] * 4}

pytestmark = pytest.mark.filterwarnings("error")


def test_the_limits_of_fieller_are_those_of_a_grid():
    line = fit_trend(YEARS, **POSTS)
    found = estimate_target_year(line, 30, direction=1)
    inside = [
        year
        for year in np.arange(2015, 2045, 0.01)
        if (prediction := predict_mean(line, year)).lower <= 30 <= prediction.upper
    ]
    assert (found.lower, found.upper) == pytest.approx((inside[0], inside[-1]), abs=0.011)
    assert found.delta_lower < found.lower < found.year < found.delta_upper < found.upper
    assert found.year == pytest.approx((found.delta_lower + found.delta_upper) / 2)


def test_where_the_slope_is_not_told_from_nought_there_is_no_upper_limit():
    found = estimate_target_year(fit_trend(YEARS, **SEATS), 30, direction=1)
    assert (found.status, found.text) == ("no_upper_limit", NO_UPPER_LIMIT)
    assert found.year is found.lower is found.upper is None
    assert found.g > 1
    assert found.excluded == pytest.approx((2002.67, 2019.01), abs=0.01)
    assert found.delta_upper < 2100  # what the delta method would have printed


@given(
    st.floats(-3, 3), st.floats(-0.3, 0.3), st.floats(0.001, 1), st.floats(-0.9, 0.9), st.floats(0.001, 0.2),
    st.floats(-3, 3),
)  # fmt: skip
def test_the_set_of_fieller_holds_exactly_what_it_says(intercept, slope, at_origin, correlation, of_slope, level):
    covariance = (at_origin**2, correlation * at_origin * of_slope, of_slope**2)
    found = fieller_set(intercept, slope, covariance, level, 2.0)

    def holds(x):
        return (level - intercept - slope * x) ** 2 <= 4 * (
            covariance[0] + 2 * x * covariance[1] + x**2 * covariance[2]
        )

    assert (found.g < 1) == (found.shape == "bounded")
    if found.shape == "unbounded":
        assert all(holds(x) for x in (-1e4, -10, 0, 10, 1e4))
        return
    width = found.upper - found.lower
    if width > 1e-3 and abs(found.g - 1) > 1e-6:
        middle = (found.lower + found.upper) / 2
        beyond = [found.lower - width / 10, found.upper + width / 10]
        assert holds(middle) == (found.shape == "bounded")
        assert all(holds(x) == (found.shape == "exclusive") for x in beyond)


@pytest.mark.parametrize(
    ("counts", "target", "direction", "status"),
    [
        ([150, 210, 290, 380], 30, 1, "bounded"),
        ([150, 210, 290, 380], 20, 1, "passed"),
        ([380, 290, 210, 150], 30, 1, "away_from_target"),
        ([380, 290, 210, 150], 5, -1, "bounded"),
        ([380, 290, 210, 150], 5, 1, "passed_moving_back"),
        ([380, 290, 210, 150], 20, -1, "passed"),
        ([150, 210, 290, 380], 5, -1, "away_from_target"),
        ([150, 210, 290, 380], 0, -1, "target_at_0_or_100"),
        ([150, 210, 290, 380], 100, 1, "target_at_0_or_100"),
        ([300, 310, 295, 305], 30, 1, "no_upper_limit"),
        ([300, 310, 295, 305], 10, 1, "passed"),
        ([300, 300, 300, 300], 30, 1, "equal_values"),
    ],
)
def test_a_year_is_given_only_on_the_way_to_the_target(counts, target, direction, status):
    found = estimate_target_year(fit_trend(YEARS, counts=counts, totals=[1600] * 4), target, direction=direction)
    assert found.status == status
    if status == "bounded":
        assert 2022 < found.year < found.upper
        assert "s" in found.text
    elif status != "passed":
        assert found.year is found.lower is found.upper is None
    if status != "bounded":
        assert not any(word.rstrip("s").isdecimal() and int(word.rstrip("s")) > 100 for word in found.text.split())


def test_the_text_names_decades():
    found = estimate_target_year(fit_trend(YEARS, **POSTS), 30, direction=1)
    assert found.text == "between the 2020s and the 2030s, if the fitted pace continues"
    steep = fit_trend(YEARS, counts=[1500, 2100, 2900, 3800], totals=[16000] * 4)
    assert estimate_target_year(steep, 28, direction=1).text == "in the 2020s, if the fitted pace continues"


def test_a_target_is_a_share_and_has_a_direction():
    line = fit_trend(YEARS, **POSTS)
    with pytest.raises(ValueError, match="between 0 and 100"):
        estimate_target_year(line, 130, direction=1)
    with pytest.raises(ValueError, match="neither 1"):
        estimate_target_year(line, 30, direction=0)


def test_the_case_of_fieller_takes_its_own_critical_value():
    case = STATISTICS_CASES["target_year_fieller"]
    inputs = {"k": SEATS["counts"], "n": SEATS["totals"], "t": YEARS, "origin": 2022, "target": 0.3}
    student, normal, number = (case(**inputs, crit=crit) for crit in ("t(2)", "z", 4.30265273))
    assert student == case(**inputs)
    assert number["g"] == pytest.approx(student["g"])
    assert normal["g"] == pytest.approx(student["g"] * (1.959964 / 4.302653) ** 2)
    away = case(**inputs | {"k": POSTS["counts"][::-1], "n": POSTS["totals"]})
    assert (away["status"], away["year"], away["upper_limit"]) == ("away_from_target", None, None)
