"""Words that know their numbers: a text made of parts is the text, and each part keeps what it rests on."""

import pickle
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.assessment.assess import assess
from wps_analysis.claims.edition import Edition
from wps_analysis.words.figures import count_text, target_text, value_text
from wps_analysis.words.language import _, use_language
from wps_analysis.words.said import Part, Said, figure, joined, parts_of, place_of, say

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=4)
TEXTS = st.text(max_size=8)
CLAIMS = st.lists(st.text("ab.", min_size=1, max_size=3), max_size=2)
SAID = st.builds(lambda text, claims: figure(text, *claims), TEXTS, CLAIMS)


@given(st.lists(TEXTS), st.dictionaries(NAMES, TEXTS | SAID, max_size=4))
def test_a_filled_template_reads_as_format_fills_it(between, words):
    escaped = [text.replace("{", "{{").replace("}", "}}") for text in between]
    template = "".join(part for name, text in zip([*words], [*escaped, *[""] * 4], strict=False)
                       for part in (text, f"{{{name}}}"))  # fmt: skip
    said = say(template, **words)
    assert said == template.format(**words)
    assert "".join(part.text for part in said.parts) == said
    expected = [part for word in words.values() for part in parts_of(word) if part.claims and part.text]
    assert [part for part in said.parts if part.claims] == expected


@given(st.text(max_size=2), st.lists(TEXTS | SAID))
def test_joined_texts_read_as_join_joins_them(separator, texts):
    said = joined(separator, texts)
    assert said == separator.join(texts)
    assert "".join(part.text for part in said.parts) == said


@given(st.lists(SAID, min_size=1))
def test_parts_stay_with_a_text_that_is_sent_or_capitalised(texts):
    said = joined(" ", texts)
    again = pickle.loads(pickle.dumps(said))
    assert (again, again.parts) == (said, said.parts)
    assert said.capitalised() == said[:1].upper() + said[1:]
    assert [part.claims for part in said.capitalised().parts] == [part.claims for part in said.parts]


def test_neighbours_that_rest_on_nothing_are_one_part():
    assert Said([Part("a"), Part("b"), Part("c", ("x",))]).parts == (Part("ab"), Part("c", ("x",)))


def test_a_share_its_count_and_its_whole_rest_each_on_its_own_claim():
    row = {"obs_value": 8.0, "lower": 7.5, "upper": 8.5, "unit_measure": "PT", "numerator": 2, "denominator": 25}
    row |= {"claim_id": "share", "numerator_claim_id": "count", "denominator_claim_id": "count share"}
    assert [part for part in count_text(row).parts if part.claims] == [
        ("2", ("count",), ""), ("25", ("count", "share"), ""), ("8\u00a0%", ("share",), ""),
    ]  # fmt: skip
    assert [part.claims for part in value_text({**row, "claim_id": "women all"}).parts] == [("women", "all")]
    assert parts_of(count_text({**row, "claim_id": "", "numerator_claim_id": "", "denominator_claim_id": ""})) == (
        Part("2\u00a0of\u00a025 (8\u00a0%)"),
    )


def test_the_number_of_a_target_rests_on_the_claim_that_prints_it():
    target = {"operator": ">=", "lower": 44, "legal_force": "plan", "target_year": "2023", "claim_id": "plan"}
    assert [part for part in target_text(target).parts if part.claims] == [("44\u00a0%", ("plan",), "")]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("horizon", [None, 2030])
def test_every_number_of_a_sentence_rests_on_claims_or_has_a_place(language, horizon):
    known = Edition(language=language)
    claims = set(known.claims["claim_id"])
    table = assess(
        known.figures(ref_area="KHM"), known.targets, claims=known.claims, elections=known.registry.elections,
        horizon=horizon, language=language,
    )  # fmt: skip
    for row in table.to_dict("records"):
        plain = joined("\0", [part.text for part in row["sentence"].parts if not (part.claims or part.place)])
        with use_language(language):
            names = {
                _(row[column])
                for column in ("name", "population_name", "target_basis", "custodian")
                if row[column] == row[column]
            }
        for name in sorted(filter(None, {*names, *(n.removesuffix(", number") for n in names)}), key=len, reverse=True):
            plain = plain.replace(name, "")
        plain = re.sub(r"\b(19|20)\d\d\b|[^;]*(regular election|ការបោះឆ្នោត)[^;.]*", "", plain)
        assert not re.search(r"\d", plain), row["sentence"]
        assert {claim for part in row["sentence"].parts for claim in part.claims} <= claims


def test_the_numbers_of_a_sentence_rest_on_the_claims_of_their_periods():
    known = Edition()
    table = assess(
        known.figures(indicator="commune_chiefs", ref_area="KHM"), known.targets, claims=known.claims, horizon=2030
    )
    chiefs = "sa25.s3.4.1.commune_chiefs"
    counted = tuple(f"pce.commune_chiefs.commune_chiefs_number.{sex}.2012" for sex in "FT")
    target = "sa25.s3.4.1.secretaries_of_state.world.F.target"
    assert [(text, claims) for text, claims, _place in table["sentence"][0].parts if claims] == [
        ("5.8\u00a0%", counted), ("95", counted[:1]),
        ("10.7\u00a0%", (f"{chiefs}.F.2022",)), ("176", (f"{chiefs}_number.F.2022",)),
        ("+4.9", (f"{chiefs}.F.2022", *counted)), ("3", (*counted, f"{chiefs}.F.2017", f"{chiefs}.F.2022")),
        ("30\u00a0%", (target,)),
        ("19.3", (f"{chiefs}.F.2022", target)), ("316–320", (f"{chiefs}.F.2022", target)),
        ("2.4", (f"{chiefs}.F.2022", target)), ("0.5", (f"{chiefs}.F.2022", *counted)),
    ]  # fmt: skip


def test_ends_between_which_published_figures_differ_lead_to_where_these_stand_side_by_side():
    known = Edition()
    rows = known.figures(indicator="civil_service", ref_area="KHM")
    (said,) = assess(rows, known.targets, claims=known.claims)["sentence"]
    base, latest = (place_of("differing", "civil_service", "KHM", "_T", "F", year) for year in ("2018", "2024"))
    assert [(part.text, part.place) for part in said.parts if part.place] == [
        ("21.5", base), ("41.5", base), ("40.5", latest), ("42.5", latest),
        ("counts of the same date give 40.8 %, not 22\u00a0% (2018)", "findings"),
    ]  # fmt: skip
