"""How findings are worded and numbered."""

from types import SimpleNamespace

import pandas as pd
import pytest
from documents import keyed_claims

from wps_analysis.claims.audit.finding import (
    MOST_CHARACTERS,
    MOST_NAMED,
    cite,
    cite_parts,
    finding,
    to_frame,
    with_sex,
)
from wps_analysis.claims.audit.run import CHECKS, run_checks
from wps_analysis.claims.reconcile import reconcile
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import Findings, check_table

REGISTRY = load_registry()
CLAIMS = keyed_claims(REGISTRY)
OBSERVATIONS = reconcile(CLAIMS, REGISTRY)
FINDINGS = run_checks(CLAIMS, OBSERVATIONS, REGISTRY)


def claim(value_text: str, **more: str) -> SimpleNamespace:
    defaults = {
        "claim_id": "a", "indicator": "titles", "indicator_name": "Titles", "ref_area": "KHM", "sex": "F",
        "population": "_T", "population_name": "", "time_period": "2024", "period_basis": "stated",
        "source_title": "The Document", "locator": "s1", "custodian": "the ministry",
    }  # fmt: skip
    return SimpleNamespace(value_text=value_text, **{**defaults, **more})


def test_messages_name_things_in_words():
    codes = [*REGISTRY.sources["source_id"], *(table for table in CLAIMS["table_id"].unique() if table)]
    said = " ".join(FINDINGS["message"])
    assert [code for code in codes if code in said] == []
    assert not FINDINGS["message"].str.contains(r"_|,,|/P\d|\d{4}-\d{2}\b(?!-)", regex=True).any()
    assert FINDINGS["message"].str.contains("Jul 2024–Aug 2024.*Situation Analysis 2025, annex 9.3 table 3: ").any()


@pytest.mark.parametrize(
    ("value_text", "said"),
    [
        ("93 per cent", "women 93 per cent"),
        ("5.5 per cent of females", "5.5 per cent of females"),
        ("85 per cent of female", "85 per cent of female"),
        ("57 per cent of women", "57 per cent of women"),
        ("one woman", "one woman"),
        ("4 per cent of the amendments", "women 4 per cent of the amendments"),
    ],
)
def test_a_sex_is_not_said_twice(value_text, said):
    assert with_sex(claim(value_text)) == said
    assert cite([claim(value_text)], sex=True) == f"{said} (The Document, s1)"


def test_parts_are_named_by_what_tells_them_apart():
    first, second = (
        claim(text, population=name.lower(), population_name=name) for name, text in (("A", "3%"), ("B", "5%"))
    )
    joint = claim("40%", indicator_name="Joint titles", sex="_T")
    assert cite_parts([first, second]) == "Titles: A 3% and B 5% (The Document, s1)"
    assert cite_parts([first, second, joint]) == (
        "Titles (A, women) 3%, Titles (B, women) 5% and Joint titles 40% (The Document, s1)"
    )
    assert cite_parts([claim("18 %"), claim("12 % of men", sex="M")]) == (
        "Titles: women 18 % and 12 % of men (The Document, s1)"
    )
    assert cite_parts([claim("18 %"), claim("57 %")]) == "Titles: 18 % and 57 % (The Document, s1)"


def test_what_is_said_twice_is_one_finding_and_ids_differ(monkeypatch):
    said = {"what": "Something", "question": "is it", "expected": "x"}
    rows = [finding([claim("1")], found=found, **said) for found in ("one", "one", "two")]
    rows.append(finding([claim("1")], found="one", **{**said, "expected": "y"}))
    monkeypatch.setitem(CHECKS, "figures_differ", (lambda *_: rows, "question"))
    findings = run_checks(CLAIMS, OBSERVATIONS, REGISTRY)
    assert check_table(findings, Findings, "findings") == []
    kept = findings[findings["check"] == "figures_differ"]
    assert sorted(zip(kept["expected"], kept["found"], strict=True)) == [("x", "one"), ("x", "two"), ("y", "one")]


def test_a_finding_of_a_derived_share_names_both_counts():
    derived = finding([claim("95 of 1,633", claim_id="z b"), claim("7 %", claim_id="m")], what="", question="",
                      expected="", found="")  # fmt: skip
    assert derived["claim_ids"] == "b m z"


def test_a_finding_stays_short_and_within_one_area_whatever_a_check_says():
    rows = [claim(f"{n} %", claim_id=f"c{n:03}", locator=f"s{n}") for n in range(100)]
    said = {"question": "", "expected": "one " * 2000, "found": cite(rows)}
    made = finding(rows[50:], also=rows[:50], what="x " * 200_000, **said)
    assert made["claim_ids"].split() == [f"c{n:03}" for n in range(50, 50 + MOST_NAMED)]
    assert "(12 of the 100 claims are named); to be confirmed" in made["message"]
    assert made["found"].endswith(") and 88 more")
    assert max(map(len, made.values())) < MOST_CHARACTERS + 100
    with pytest.raises(ValueError, match="about one area, not KHM LAO"):
        finding([claim("1"), claim("2", ref_area="LAO")], what="", **said)


def test_a_check_without_findings_has_the_columns_of_the_table():
    assert list(FINDINGS.columns) == list(Findings.columns)
    assert isinstance(to_frame([]), pd.DataFrame)
