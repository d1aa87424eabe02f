"""The audit of the committed claims: it finds the places known to be in the documents, in any row order."""

from dataclasses import replace

import pandas as pd
import pytest
from documents import keyed_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from wps_analysis.claims.audit.finding import MOST_CHARACTERS, MOST_NAMED
from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.reconcile import reconcile
from wps_analysis.columns import SEVERITIES
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import Findings, check_table, read_text_table, to_csv_text

REGISTRY = load_registry()
CLAIMS = keyed_claims(REGISTRY)
OBSERVATIONS = reconcile(CLAIMS, REGISTRY)
FINDINGS = run_checks(CLAIMS, OBSERVATIONS, REGISTRY)

# What a reader of the five documents stumbles on: check, indicator, what is found there.
KNOWN = [
    ("figures_differ", "civil_service", "41 per cent; 42 per cent"),
    ("figures_differ", "un_peacekeepers", "21.2 per cent; 21.4 per cent"),
    ("figures_differ", "commune_councillors", "17.7 per cent; 21.8 per cent"),
    ("figure_of_other_population", "civil_service", "civil_service _T; civil_service_office_heads _T"),
    ("total_outside_groups", "unscr1325_never_heard", "89 per cent"),
    ("parts_do_not_add_up", "consultation_participants_number", "28 + 4 = 32"),
    ("total_differs_elsewhere", "consultation_participants_number", "70"),
    ("grand_total_differs", "consultation_participants_number", "70 + 107 = 177"),
    ("denominator_differs", "provincial_procurement_directors", "161 to 162"),
    ("denominator_differs", "", "188 to 189; 203 to 208"),
    ("headcount_moves_fast", "civil_service", "3 to 3.5"),
    ("target_other_population", "un_peacekeepers", "un_peacekeepers _T"),
    ("same_digits_different_population", "harassment_policy_known",
     "harassment_policy_known armed_forces; harassment_policy_known deployed_personnel"),
    ("same_digits_different_year", "civil_service_decision_makers", "2023 2024"),
    ("period_after_origin", "un_peacekeepers", "2024-12"),
    ("different_roundings", "secretaries_of_state", "14.77 per cent; 14.8 per cent"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "indicator", "found"), KNOWN)
def test_known_places_are_found(check, indicator, found):
    said = FINDINGS[(FINDINGS["check"] == check) & (FINDINGS["indicator"] == indicator)]
    assert found in set(said["found"])


def asked(check: str, **changed: pd.DataFrame) -> pd.DataFrame:
    findings = run_checks(CLAIMS, OBSERVATIONS, replace(REGISTRY, **changed))
    assert check_table(findings, Findings, "findings") == []
    return findings[findings["check"] == check]


def test_a_recorded_break_answers_the_fast_move():
    assert len(asked("headcount_moves_fast")) == 1
    new = pd.DataFrame([{"series": "civil_service_in_sa", "time_period": "2020", "reason": "", "source": ""}])
    assert asked("headcount_moves_fast", breaks=new).empty


def test_a_survey_is_asked_once_for_its_n():
    assert asked("survey_without_n")["message"].str.startswith("MOWIP survey").sum() == 1
    assert asked("survey_without_n", series=REGISTRY.series.assign(n="300")).empty


def test_an_output_without_figure_names_who_would_hold_it():
    outputs = pd.concat(
        [REGISTRY.plan_outputs.assign(output="2.1"), REGISTRY.plan_outputs.tail(1).assign(output="9.9")]
    )
    said = asked("outputs_without_figure", plan_outputs=outputs)
    assert list(said["expected"]) == ["a figure for output 9.9"]
    assert "Labour and Vocational Training provide one?" in said["message"].item()


@pytest.mark.parametrize("stock", ["police", "civil_service"])
def test_a_flow_target_listed_for_a_headcount_is_asked_once(stock):
    attached = REGISTRY.targets.replace({"indicators": {f"{stock}_recruits": stock}})
    said, before = asked("target_other_population", targets=attached), asked("target_other_population")
    new = said[~said["finding_id"].isin(before["finding_id"])]
    assert list(new["found"]) == [f"{stock} (headcount)"]
    assert len(said) == len(before) + 1
    assert "is set for a flow and the list of targets has it for" in new["message"].item()


def test_counts_of_a_year_that_fall_by_half_are_asked():
    count = CLAIMS["claim_id"] == "cns19.civil_service.civil_service_number.F"
    number = {"obs_value": 39532.0, "lower": 39532.0, "upper": 39532.0, "value_text": "39,532"}
    changed = CLAIMS.assign(**{column: CLAIMS[column].mask(count, value) for column, value in number.items()})
    findings = run_checks(changed, reconcile(changed, REGISTRY), REGISTRY)
    said = findings[
        (findings["check"] == "headcount_moves_fast") & findings["message"].str.contains("39,532 of 218,635")
    ]
    assert CLAIMS.loc[count, "claim_id"].item() in said["claim_ids"].item().split()


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_changes_nothing(random):
    order = list(range(len(CLAIMS)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(run_checks(CLAIMS.iloc[order], OBSERVATIONS, REGISTRY), FINDINGS)


def test_findings_are_named_sorted_and_asked_in_plain_words():
    assert FINDINGS["finding_id"].is_unique
    assert FINDINGS["finding_id"].str.fullmatch(r"[a-z0-9_]+-[0-9a-f]{8}").all()
    assert FINDINGS["severity"].map(SEVERITIES.index).is_monotonic_increasing
    assert FINDINGS["message"].str.endswith("?").all()
    assert not FINDINGS["message"].str.contains(r"\b(?:conflict|contradict\w*|only|still|lags)\b", regex=True).any()


def test_every_claim_named_exists_and_the_input_is_left_alone():
    before = CLAIMS.copy()
    named = set(" ".join(run_checks(CLAIMS, OBSERVATIONS, REGISTRY)["claim_ids"]).split())
    assert named <= set(CLAIMS["claim_id"])
    pd.testing.assert_frame_equal(CLAIMS, before)


AREAS = ["KHM", "LAO", "VNM"]


def clones(times: int) -> pd.DataFrame:
    """Repeat the claims for each area, as many more documents and surveys would; targets stay one."""
    figures = CLAIMS[CLAIMS["role"] != "target"]
    copies = [
        figures.assign(
            **{c: figures[c].where(figures[c] == "", f"{area}{n}." + figures[c]) for c in ("claim_id", "pair_id")},
            ref_area=area,
            locator=f"s{n} " + figures["locator"],
        )
        for area in AREAS
        for n in range(times)
    ]
    return pd.concat([CLAIMS[CLAIMS["role"] == "target"], *copies], ignore_index=True)


def test_a_finding_is_of_one_area_and_names_a_handful_of_claims_however_many_there_are(tmp_path):
    many = clones(times=4)
    findings = run_checks(many, pd.DataFrame(), REGISTRY)
    said = findings[findings["claim_ids"] != ""].assign(named=lambda frame: frame["claim_ids"].str.split())
    areas = many.set_index("claim_id")["ref_area"]
    assert set(said["ref_area"]) == {*AREAS, "001"}
    assert [row.check for row in said.itertuples() if {*areas[row.named]} != {row.ref_area}] == []
    assert said["named"].str.len().max() == MOST_NAMED
    assert findings.map(len).max(axis=None) < 2 * MOST_CHARACTERS
    survey = said[said["message"].str.startswith("MOWIP survey") & (said["ref_area"] == "LAO")]
    assert "164 figures (" in survey["message"].item() and "12 of the 164 claims are named" in survey["message"].item()
    (tmp_path / "findings.csv").write_text(to_csv_text(findings), encoding="utf-8")
    assert len(read_text_table(tmp_path / "findings.csv")) == len(findings)


def test_no_claims_leave_every_output_without_figure():
    findings = run_checks(CLAIMS.head(0), pd.DataFrame(), REGISTRY)
    assert set(findings["check"]) == {"outputs_without_figure"}
    assert len(findings) == len(REGISTRY.plan_outputs)
