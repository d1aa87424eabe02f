"""A raw file that cannot be used gives one clear error, and nothing in data/processed changes."""

import pytest

from wps_analysis import dataset
from wps_analysis.errors import InputError

HEADER = (
    "claim_id,indicator,area,population,sex,period_text,value_text,series,origin,locator,pair_id,table_id,role,note\n"
)
GOOD = "x1,police,Cambodia,_T,F,2023,10 per cent,cambodia_national_police,,s1,,,,\n"


def problems_of(root):
    before = {path.name: path.read_bytes() for path in (root / "data/processed").iterdir()}
    with pytest.raises(InputError) as caught:
        dataset.build(root)
    assert {path.name: path.read_bytes() for path in (root / "data/processed").iterdir()} == before
    return "\n".join(caught.value.problems)


@pytest.fixture
def raw(copied_data):
    """Return a function that writes a raw file and says what the build answers."""

    def write(content):
        path = copied_data / "data/raw/situation_analysis_2025/new.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return problems_of(copied_data)

    return write


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.replace("sex", "gender") + GOOD, "unknown column gender"),
        (HEADER.replace(",note", "") + GOOD.replace(",\n", "\n"), "missing column note"),
        (HEADER + GOOD.replace("police,C", "polise,C"), "indicator 'polise' is not in data/registry/indicators.csv"),
        (HEADER + GOOD.replace("10 per cent", "a lot"), "value_text 'a lot'"),
        (HEADER + GOOD.replace("2023", "lately"), "period_text 'lately'"),
        (HEADER + GOOD.replace("Cambodia", "Cambodja"), "'Cambodja'"),
        (HEADER + GOOD.replace(",F,", ",female,"), "sex='female' must be one of"),
        (HEADER + GOOD + GOOD, "stands twice"),
        (HEADER + GOOD.replace("x1", "sa25.s3.5.1.police.F"), "claim_id 'sa25.s3.5.1.police.F' stands twice"),
        ("", "the file is empty"),
        ((HEADER + GOOD).replace("s1", "s\xe9").encode("latin-1"), "not UTF-8"),
        (HEADER + GOOD.replace(",,,,\n", ",,,,,extra\n"), "fields"),
        (HEADER + GOOD.replace("10 per cent", "2 of 25"), "a count of a whole"),
    ],
)
def test_a_bad_file_is_named_with_its_row_and_value(raw, content, said):
    answer = raw(content)
    assert "data/raw/situation_analysis_2025/new.csv" in answer
    assert said in answer


def test_all_problems_of_all_files_come_at_once(raw):
    answer = raw(HEADER + GOOD.replace("10 per cent", "a lot") + GOOD.replace("x1", "x2").replace("2023", "lately"))
    assert "row 2" in answer
    assert "row 3" in answer


def test_an_unknown_indicator_is_answered_with_the_nearest(raw):
    assert "(nearest: police" in raw(HEADER + GOOD.replace("police,C", "polise,C"))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("indicators.csv", "composition,headcount", "mixture,headcount", "measure='mixture'"),
        ("targets.csv", "police_recruits,police_recruits", "police_recruits,no_such", "'no_such' is not in"),
        ("targets.csv", ",>=,44,", ",,44,", "operator=''"),
        ("sources.csv", ",2025-10,stated", ",soon,stated", "'soon'"),
        ("populations.csv", "cham_women,", "chammy_women,", "population 'cham_women' is not in data/registry"),
    ],
)  # fmt: skip
def test_a_bad_registry_row_is_named(copied_data, file, old, new, said):
    path = copied_data / "data/registry" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in problems_of(copied_data)


def test_a_target_without_its_claim_is_an_error(copied_data):
    path = copied_data / "data/registry/targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("sa25.s3.5.1.police_recruits.F.target", "nothing"))
    assert "claim_id 'nothing' is no claim with role target" in problems_of(copied_data)


def correct(root, **changes):
    entry = {
        "indicator": "police", "area": "KHM", "years": "[2024]", "source": "situation_analysis_2025",
        "action": "replace", "value_text": "12 per cent", "expect": "11 per cent", "reason": "misprint",
        "provider": "custodian", "status": "confirmed",
    } | changes  # fmt: skip
    lines = "\n".join(f"  {key}: {value}" for key, value in entry.items())
    (root / "data/registry/corrections.yml").write_text(f"-\n{lines}\n", encoding="utf-8")


def test_a_correction_replaces_the_value_it_expects(copied_data):
    correct(copied_data)
    claims = dataset.build(copied_data).claims
    police = claims[(claims["indicator"] == "police") & (claims["time_period"] == "2024")]
    assert set(police["obs_value"]) == {12.0}


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"expect": "9 per cent"}, "expects '9 per cent' and finds '11 per cent'"), ({"years": "[1999]"}, "has no claim")],
)
def test_a_correction_that_does_not_find_what_it_expects_fails(copied_data, changes, said):
    correct(copied_data, **changes)
    assert said in problems_of(copied_data)
