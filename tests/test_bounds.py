import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.claims.audit.spans import outside_common_part, overlap, span_of
from wps_analysis.claims.bounds import closed_ends, envelope, intervals_overlap
from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.values import parse_value
from wps_analysis.columns import QUALIFIERS


def claims_of(*texts, unit="PT"):
    parsed = [fit_bounds(parse_value(text), unit_measure=unit, valid_min=0) for text in texts]
    return [vars(value) | {"unit_measure": unit} for value in parsed]


@pytest.mark.parametrize(
    ("qualifier", "ends"),
    [
        ("exact", (True, False)),
        ("about", (True, False)),
        ("nearly", (True, False)),
        ("over", (False, True)),
        ("at_least", (True, True)),
        ("under", (True, False)),
        ("at_most", (True, True)),
        ("range", (True, True)),
        ("typically", (True, True)),
    ],
)
def test_a_qualifier_closes_its_ends(qualifier, ends):
    assert closed_ends(qualifier, "PT") == ends
    assert closed_ends(qualifier, "PS") == (True, True)


def test_an_unknown_qualifier_lists_the_known():
    with pytest.raises(ValueError, match=r"'almost'.*exact, about, nearly, over"):
        closed_ends("almost", "PT")


@pytest.mark.parametrize(
    ("texts", "overlap"),
    [
        (["14.8 %", "14.77 %"], True),
        (["41 %", "42 %"], False),  # they meet at 41.5, which is only in the second
        (["21.4 %", "21.2 %"], False),
        (["over 60 %", "60.4 %"], True),
        (["over 60 %", "60 %"], True),
        (["over 60.5 %", "60 %"], False),
        (["at least 60.5 %", "60 %"], False),
        (["under 10 %", "at least 10 %"], False),
        (["at most 10 %", "at least 10 %"], True),
        (["under 10 %", "9.9 %"], True),
        (["4 to 9 %", "9 to 12 %"], True),
        (["1 to 5 %", "4 to 9 %", "8 to 12 %"], False),  # not all three at once
        (["12 %"], True),
    ],
)
def test_claims_overlap_when_one_value_lies_in_all(texts, overlap):
    assert intervals_overlap(claims_of(*texts)) is overlap
    assert intervals_overlap(claims_of(*reversed(texts))) is overlap


def test_counts_overlap_at_a_shared_whole_number():
    assert intervals_overlap(claims_of("176", "176 women", unit="PS"))
    assert not intervals_overlap(claims_of("over 176", "176", unit="PS"))


def test_a_figure_at_the_end_of_its_range_holds_that_end():
    full = fit_bounds(parse_value("100 %"), unit_measure="PT", valid_max=100)
    floor = fit_bounds(parse_value("at least 100 %"), unit_measure="PT", valid_max=100)
    assert intervals_overlap([vars(full), vars(floor)])


def test_missing_values_disagree_with_nothing():
    claims = claims_of("41 %", "..")
    assert intervals_overlap(claims)
    assert envelope(claims) == (40.5, 41.5)


def test_the_envelope_spans_all_claims_and_is_open_where_one_is():
    assert envelope(claims_of("41 %", "42 %")) == (40.5, 42.5)
    lower, upper = envelope(claims_of("over 800", "850", unit="PS"))
    assert lower == 801
    assert math.isnan(upper)


def test_without_a_claim_there_is_no_envelope():
    assert all(math.isnan(end) for end in envelope(claims_of("..")))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(QUALIFIERS[1:])), min_size=2))
def test_overlap_equals_a_search_for_a_shared_value(rows):
    frame = pd.DataFrame(
        [(min(a, b), max(a, b) + 1, qualifier, "PT") for a, b, qualifier in rows],
        columns=["lower", "upper", "qualifier", "unit_measure"],
    )
    grid = [step / 2 for step in range(22)]

    def holds(row, value):
        low, high = closed_ends(row.qualifier, "PT")
        return row.lower < value < row.upper or (value == row.lower and low) or (value == row.upper and high)

    shared = any(all(holds(row, value) for row in frame.itertuples()) for value in grid)
    assert intervals_overlap(frame.to_dict("records")) == shared


_ENDS = st.sampled_from([math.nan, 20.0, 20.5, 21.0])
_QUALIFIERS = st.sampled_from([name for name in QUALIFIERS if name])


@given(st.lists(st.tuples(_ENDS, _ENDS, _ENDS, _QUALIFIERS, st.sampled_from(["PT", "PS"]), st.integers(0, 2))))
def test_of_whole_columns_the_same_intervals_overlap_as_of_single_claims(rows):
    frame = pd.DataFrame(rows, columns=["obs_value", "lower", "upper", "qualifier", "unit_measure", "group"])
    outside = outside_common_part(frame.astype({"lower": float, "upper": float}), frame["group"].to_numpy(dtype=int))
    claims = list(frame.itertuples())
    for claim in claims:
        group = [other for other in claims if other.group == claim.group]
        alone = not all(overlap(span_of(claim), span_of(other)) for other in group)
        assert outside[claim.Index] == alone
