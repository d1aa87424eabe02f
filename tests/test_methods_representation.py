"""Parity, ranks, decompositions, posts and recruitment."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.methods.posts import (
    posts_by_addition,
    posts_by_replacement,
    posts_by_replacement_bounds,
    recruit_share_required,
    seats_at_parity,
    stock_flow_recruitment,
)
from wps_analysis.methods.representation import (
    duncan_dissimilarity,
    glass_ceiling_index,
    kitagawa_two_way,
    pipeline_ratio,
)

inner_shares = st.floats(min_value=0.5, max_value=99.5)
cells = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (min(pair), max(pair)))
groups = st.lists(cells, min_size=2, max_size=5)


def test_ratios_say_when_they_are_undefined():
    assert pipeline_ratio(20, 20).odds_ratio == 1
    assert pipeline_ratio(0, 20).ratio == 0
    assert pipeline_ratio(20, 0).error and pipeline_ratio(20, 0).ratio is None
    assert (pipeline_ratio(100, 50).ratio, pipeline_ratio(100, 50).odds_ratio) == (2, None)


def test_glass_ceiling():
    assert glass_ceiling_index([5, 10], [50, 100]).gci == pytest.approx(1)
    none = glass_ceiling_index([0, 10], [5, 40])
    assert (none.gci, none.women_top, none.share_top) == (None, 0, 0) and "undefined" in none.error
    assert glass_ceiling_index([10, 4], [40, 8], top=1).gci == pytest.approx(14 / 48 / 0.5)
    assert glass_ceiling_index([], []).error and glass_ceiling_index([0, 3], [0, 9]).error
    assert "above its total" in glass_ceiling_index([6, 3], [5, 9]).error


@given(ranks=groups, seed=st.randoms(use_true_random=False))
def test_dissimilarity_lies_between_0_and_1_mirrors_and_ignores_order(ranks, seed):
    women, total = [w for w, _ in ranks], [n for _, n in ranks]
    found = duncan_dissimilarity(women, total)
    if found.index is None:
        assert sum(women) == 0 or sum(women) == sum(total)
        return
    assert -1e-12 <= found.index <= 1 + 1e-12
    men = [n - w for w, n in ranks]
    assert duncan_dissimilarity(men, total).index == pytest.approx(found.index, abs=1e-12)
    shuffled = seed.sample(ranks, len(ranks))
    again = duncan_dissimilarity([w for w, _ in shuffled], [n for _, n in shuffled])
    assert again.index == pytest.approx(found.index, abs=1e-12)


def test_dissimilarity_at_its_ends():
    assert duncan_dissimilarity([5, 10, 15], [50, 100, 150]).index == pytest.approx(0)
    assert duncan_dissimilarity([5, 0, 0], [5, 9, 9]).index == 1
    assert duncan_dissimilarity([1, 2], [4, 4]).note and not duncan_dissimilarity([1, 2, 2], [4, 4, 4]).note
    assert duncan_dissimilarity([1, 0, 2], [4, 0, 4]).shares == (25, None, 50)
    assert duncan_dissimilarity([0, 0], [4, 4]).index is None
    assert duncan_dissimilarity([5], [4]).index is None


@given(before=groups, data=st.data())
def test_decomposition_sums_exactly(before, data):
    after = data.draw(st.lists(cells, min_size=len(before), max_size=len(before)))
    lists = [[w for w, _ in before], [n for _, n in before], [w for w, _ in after], [n for _, n in after]]
    found = kitagawa_two_way(*lists)
    change = 100 * (sum(lists[2]) / sum(lists[3]) - sum(lists[0]) / sum(lists[1]))
    assert found.total_pp == pytest.approx(change, abs=1e-9)
    assert found.within_pp + found.between_pp == pytest.approx(found.total_pp, abs=1e-9)
    back = kitagawa_two_way(*lists[2:], *lists[:2])
    assert back.within_pp == pytest.approx(-found.within_pp, abs=1e-9)


def test_decomposition_tells_size_from_share():
    sizes_only = kitagawa_two_way([10, 60], [100, 100], [5, 90], [50, 150])
    assert sizes_only.within_pp == pytest.approx(0) and sizes_only.between_pp == pytest.approx(12.5)
    assert kitagawa_two_way([0, 1], [0, 5], [1, 1], [5, 5]).error == "a group is empty: its share is undefined"
    assert kitagawa_two_way([7, 1], [5, 5], [1, 1], [5, 5]).error


# --- posts -----------------------------------------------------------------------------------


@given(counts=cells, target=st.integers(0, 100))
def test_replaced_posts_are_the_fewest_that_reach_the_target(counts, target):
    women, total = counts
    found = posts_by_replacement(women, total, target)
    assert 100 * found.needed >= target * total > 100 * (found.needed - 1)
    assert found.additional == max(0, found.needed - women)
    assert (found.status == "met") == (100 * women >= target * total)


@given(counts=cells, target=st.integers(0, 99))
def test_added_posts_are_the_fewest_that_reach_the_target(counts, target):
    women, total = counts
    added = posts_by_addition(women, total, target).additional
    assert 100 * (women + added) >= target * (total + added)
    assert added == 0 or 100 * (women + added - 1) < target * (total + added - 1)
    assert added >= posts_by_replacement(women, total, target).additional


def test_posts_at_the_ends():
    assert posts_by_replacement(2, 10, 30).additional == 1  # 0.3 * 10 is above 3 as a float
    assert posts_by_replacement(0, 3, 100 / 3).needed == 1
    assert (posts_by_addition(18, 125, 30).needed, posts_by_addition(18, 125, 30).additional) == (46, 28)
    assert posts_by_addition(3, 9, 100).status.startswith("infeasible")
    assert posts_by_addition(9, 9, 100).additional == 0
    assert posts_by_replacement(5, 4, 30).needed is None and posts_by_replacement(0, 0, 30).needed is None
    assert posts_by_addition(1, 4, 130).additional is None
    assert [p.additional for p in posts_by_replacement_bounds((18, 20), (120, 130), 50)] == [40, 47]
    assert seats_at_parity(125) == (62, 63)


# --- recruitment -----------------------------------------------------------------------------


@given(
    share=st.floats(0, 50), recruits=st.floats(0, 100), turnover=st.floats(0.5, 50), years=st.floats(0.5, 30),
)  # fmt: skip
def test_recruitment_there_and_back(share, recruits, turnover, years):
    reached = recruits + (share - recruits) * (1 - turnover / 100) ** years
    needed = recruit_share_required(share, reached, years, turnover).required_recruit_share
    assert needed == pytest.approx(recruits, abs=1e-6)
    if recruits > share + 1 and reached < recruits - 1e-6:
        assert stock_flow_recruitment(share, recruits, turnover, [reached]).years[0] == pytest.approx(years, rel=1e-4)


def test_no_target_above_the_recruits_is_ever_reached():
    found = stock_flow_recruitment(11, 20, 5, [10, 11, 15, 20, 30])
    assert found.years[:2] == (0, 0) and found.years[2] == pytest.approx(math.log(5 / 9) / math.log(0.95))
    assert found.years[3:] == (None, None) and found.limit == 20
    assert stock_flow_recruitment(11, 20, 0, [11, 12]).years == (0, None)
    assert stock_flow_recruitment(11, 20, 0, [11, 12]).limit == 11
    assert stock_flow_recruitment(11, 20, 100, [20, 21]).years == (1, None)
    assert stock_flow_recruitment(30, 20, 5, [25, 35]).years == (0, None)
    assert stock_flow_recruitment(11, 20, 120, [15]).error


def test_a_share_of_recruits_that_is_none():
    assert recruit_share_required(11, 30, 2, 5).status == "infeasible: above 100 % of recruits"
    assert recruit_share_required(40, 10, 2, 5).status.startswith("infeasible: below 0")
    assert recruit_share_required(11, 20, 1, 100).required_recruit_share == 20
    for undefined in (recruit_share_required(11, 20, 0, 5), recruit_share_required(11, 20, 6, 0)):
        assert undefined.required_recruit_share is None and undefined.status.startswith("undefined")
