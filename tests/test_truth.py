"""Every sentence of an assessment is parsed back: its numbers, its verbs and its words, and the list kept in docs."""

import re

import pytest
from words_in_print import forbidden_in

from wps_analysis.claims.edition import edition
from wps_analysis.columns import ASSESSMENTS, KEY
from wps_analysis.dev.statements import statements_path, statements_text
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.words.figures import period_text
from wps_analysis.words.said import parts_of

AREAS = [("KHM", None), ("KHM", 2030), ("LAO", None), ("001", None)]
_NUMBER = re.compile(r"(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?(?: (?:million|billion))?")
_SCALES = {"million": 1e6, "billion": 1e9}
_NAMED = ("name", "population_name", "area_name", "target_basis", "custodian", "part", "part_of_name", "period_words")
_CHANGES = re.compile(r"\b(rose|fell|rise|risen|fall|fallen|increased?|decreased?|grew|declined?)\b")


def read(text):
    """Return the numbers of a text with half a unit of their last digit."""
    found = []
    for printed in _NUMBER.findall(text.replace("\u00a0", " ")):
        number, _, scale = printed.rstrip(",").partition(" ")
        factor = _SCALES.get(scale, 1)
        half = 0.5 * 10 ** -len(number.partition(".")[2]) * factor
        found.append((abs(float(number.replace(",", ""))) * factor, half))
    return found


def holds(values, number, half):
    """Tell whether one of the values prints as the number; the end of a count lies one inside what was printed."""
    return any(abs(abs(value) + step - number) <= half + 1e-9 for value in values for step in (0, -1, 1))


def values_of(row):
    return [float(v) for v in row.values() if isinstance(v, int | float) and not isinstance(v, bool) and v == v]


@pytest.fixture(scope="module", params=AREAS, ids=lambda area: f"{area[0]}-{area[1] or 'no_horizon'}")
def assessed(request):
    """Return the rows of an area's assessment, the area's brief, and each claim's numbers by its code."""
    ref_area, horizon = request.param
    brief = DataBrief(edition(), ref_area)
    claims = {claim["claim_id"]: values_of(claim) for claim in brief.edition.claims.to_dict("records")}
    return brief.assess(brief.targets, horizon=horizon).to_dict("records"), brief, claims


def test_a_number_that_rests_on_claims_is_printed_by_them_or_computed_in_the_row(assessed):
    rows, _brief, claims = assessed
    wrong = []
    for row in rows:
        for part in parts_of(row["sentence"]):
            for number, half in read(part.text) if (part.claims or part.place) and part.place != "findings" else []:
                printed = [value for claim in part.claims for value in claims[claim]]
                allowed = printed if len(part.claims) == 1 else [*printed, *values_of(row)]
                if not holds(allowed, number, half):
                    wrong.append((number, part, row["sentence"]))
    assert wrong == []


def test_a_number_without_a_claim_is_of_a_name_or_a_date(assessed):
    rows, brief, _claims = assessed
    labels = brief.rows.set_index(["indicator", "population", "sex"])
    wrong = []
    for row in rows:
        key = (row["indicator"], row["population"], row["sex"])
        label = labels.loc[[key]].iloc[-1] if key in labels.index else {}
        words = [str(row.get(column) or label.get(column, "")) for column in _NAMED]
        words += [str(row["target_year"]), str(row["elections_before_target"])]
        words += [period_text({"time_period": row[f"{which}_period"]}) for which in ("base", "latest", "judged")
                  if isinstance(row[f"{which}_period"], str)]  # fmt: skip
        allowed = {number for text in words for number, _half in read(text.replace("–", " ").replace("-", " "))}
        plain = " ".join(part.text for part in parts_of(row["sentence"]) if not (part.claims or part.place))
        found = {number for number, _half in read(plain.replace("–", " ").replace("-", " "))}
        if not found <= allowed:
            wrong.append((found - allowed, row["sentence"]))
    assert wrong == []


@pytest.mark.skipif("change_stated" not in ASSESSMENTS, reason="the assessment does not yet say which changes stand")
def test_a_rise_or_a_fall_is_one_under_every_published_claim(assessed):
    rows, brief, _claims = assessed
    claims = brief.edition.claims
    claims = claims[(claims["role"] != "target") & (claims["obs_status"] == "A")]
    refuted = set(" ".join(brief.edition.observations["refuted"]).split())
    ends = claims[~claims["claim_id"].isin(refuted)].groupby(KEY)[["lower", "upper"]].agg(["min", "max"])
    for row in rows:
        verb = _CHANGES.search(row["sentence"].split(". ")[0])
        if not verb:
            continue
        assert row["change_stated"] is True, row["sentence"]
        key = tuple(row[column] for column in KEY[:-1])
        first, last = (key + (row[f"{which}_period"],) for which in ("base", "latest"))
        if first in ends.index and last in ends.index and " " not in row["claim_id"]:
            rises = ends.loc[last]["lower", "min"] >= ends.loc[first]["upper", "max"]
            falls = ends.loc[last]["upper", "max"] <= ends.loc[first]["lower", "min"]
            assert {"rose": rises, "fell": falls}[verb[0]], row["sentence"]


def test_no_sentence_holds_a_forbidden_word(assessed):
    rows, _brief, _claims = assessed
    assert forbidden_in(row["sentence"] for row in rows) == {}


def test_the_list_of_sentences_is_that_of_the_tables():
    committed = statements_path().read_text(encoding="utf-8")
    assert committed == statements_text(), "docs/assessment-KHM.md is stale: run `make statements` and read the diff"
