"""No text that a reader meets holds a word that DESIGN.md ("Words we use in print") rules out."""

import pytest
from words_in_print import FORBIDDEN, forbidden_in, texts_of

from wps_analysis.dev.catalogue import extract


def test_no_text_of_the_catalogue_holds_a_forbidden_word():
    texts = [form for m in extract() for form in (m.id if isinstance(m.id, tuple) else [m.id]) if form]
    assert len(texts) > 1000
    assert forbidden_in(texts) == {}


@pytest.mark.parametrize("ref_area", ["KHM", "LAO"])
def test_no_generated_text_of_an_area_holds_a_forbidden_word(ref_area):
    assert forbidden_in(texts_of(ref_area)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "The number of persons asked is not published.",
        "it isn't printed",
        "printed numbers that are not keyed",
        "no figure in the documents held",
        "the target that binds it",
        "From rank to rank",
        "only 8 %",
        "women still lag",
        "because of the plan",
        "conflicting figures",
    ],
)
def test_the_rule_knows_what_it_rules_out(text):
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "text", ["post-conflict population", "published in 2024", "as printed", "combining", "conflict-related violence"]
)
def test_the_rule_leaves_what_is_meant_otherwise(text):
    assert not FORBIDDEN.search(text)
