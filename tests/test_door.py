"""What comes in at the door: one sentence for what must stay out, in seconds; what may come in reads back."""

import csv
import os
import shutil
import time

import pandas as pd
import pytest

from wps_analysis.claims import build
from wps_analysis.claims.edition import Edition
from wps_analysis.errors import InputError
from wps_analysis.pack.publish.sdmx.write import to_sdmx_csv
from wps_analysis.tables import read_text_table, to_csv_text

ROW = {
    "claim_id": "x1", "indicator": "police", "area": "Cambodia", "population": "_T", "sex": "F", "period_text": "2023",
    "value_text": "10 per cent", "series": "police_register", "origin": "", "locator": "s1", "pair_id": "",
    "table_id": "", "role": "", "note": "",
}  # fmt: skip
NUMBER = {"indicator": "national_assembly_number", "series": "assembly_members"}
SHARE = {"indicator": "national_assembly", "series": "assembly_members"}
NEW = "data/raw/country_report_2025/new.csv"
ENTRY = """\
- indicator: police
  area: KHM
  years: [2024]
  source: country_report_2025
  action: replace
  value_text: 12 per cent
  expect: 11 per cent
  reason: misprint
  provider: custodian
  status: confirmed
"""


def table(*changes):
    frame = pd.DataFrame([ROW | change for change in changes])
    return frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)


def problems_of(root):
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        build.build(root)
    assert time.monotonic() - begun < 30
    return caught.value.problems


@pytest.fixture
def key(copied_data):
    """Return a function that keys rows, or writes a text, beside those of the small project."""

    def write(*rows):
        (copied_data / NEW).write_text(rows[0] if isinstance(rows[0], str) else table(*rows), encoding="utf-8")
        return copied_data

    return write


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"value_text": "150 per cent"}], "row 2: value_text '150 per cent': outside what police can be"),
        ([{"value_text": "-3 per cent"}], "row 2: value_text '-3 per cent': outside what police can be"),
        ([{"value_text": "90 to 110 %"}], "row 2: value_text '90 to 110 %': outside what police can be"),
        ([{"value_text": "over 100 %"}], "row 2: value_text 'over 100 %': outside what police can be"),
        ([{"value_text": "-5", **NUMBER}], "row 2: value_text '-5': outside what national_assembly_number can be"),
        ([{"value_text": "0 of 0", **NUMBER}], "row 2: value_text '0 of 0'"),
        ([{"value_text": "None", **NUMBER}], "row 2: value_text 'None'"),
        ([{"value_text": "1" + "0" * 20, **NUMBER}], "row 2: value_text '1000"),
        ([{"value_text": "9" * 5000, **NUMBER}], "row 2: value_text '9999"),
        ([{"value_text": "1១ per cent"}], "row 2: value_text '1១ per cent'"),
        (
            [{}, {"claim_id": "x2", "value_text": "១១ per cent"}],
            "row 3: value_text '១១ per cent' has digits of another",
        ),
        ([{"claim_id": "x 1"}], "row 2: claim_id='x 1' must be of letters"),
        ([{"claim_id": "repоrt.police.F.2024"}], "row 2: claim_id='repоrt.police.F.2024' must be of letters"),
        ([{}, {"claim_id": "X1"}], "row 3: claim_id 'X1' looks like 'x1'"),
        ([{}, {"claim_id": "xl"}], "row 3: claim_id 'xl' looks like 'x1'"),
        ([{"pair_id": "p"}], "row 2: pair_id 'p' stands with one claim"),
        (
            [{"pair_id": "p"}, {"claim_id": "x2", "pair_id": "p", "value_text": "18", **NUMBER}],
            "row 2: pair_id 'p' joins national_assembly_number, police: none of them has a count_indicator",
        ),
        (
            [{"pair_id": "p", **SHARE}, {"claim_id": "x2", "pair_id": "p"}],
            "national_assembly is counted by national_assembly_number: a pair is one share",
        ),
        (
            [
                {"pair_id": "p", **SHARE},
                *({"claim_id": f"y{n}", "pair_id": "p", "value_text": n, **NUMBER} for n in "12"),
            ],
            "row 2: pair_id 'p' holds national_assembly_number _T F more than once",
        ),
        ([{"area": "Cam\u200bbodia"}], "row 2: column 'area' holds U+200B ZERO WIDTH SPACE"),
        ([{"note": "\x1b[31mred"}], "row 2: column 'note' holds U+001B control character"),
        ([{"period_text": "2025-02-30"}], "row 2: period_text '2025-02-30'"),
        (["sep=,\n" + table({})], "row 1: 'sep=,' is a line for Excel alone"),
        ([table({}).replace(",", ";")], "a semicolon-separated file with the columns of keyed claims; save it as"),
        ([table({}).replace(",", "\t")], "a tab-separated file with the columns of keyed claims; save it as"),
        ([table({"note": "x" * 50_000_000})], "row 2: the line is longer than"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_a_figure_stops_the_build(key, rows, said):
    assert any(problem.startswith(NEW) and said in problem for problem in problems_of(key(*rows)))


@pytest.mark.parametrize(
    "rows",
    [
        [{"value_text": "150 per cent", "note": "printed so; the report counts two posts a person"}],
        [{}, {"claim_id": "x2", "period_text": "2021", "value_text": "១១ per cent", "note": "from the Khmer edition"}],
        [{"note": "one\rtwo"}], [{"note": "one\r\ntwo\n"}], [{"note": "one\u2028two\x85three"}],
        [table({}).replace("\n", ",,,\n")], [table({}).replace("\n", ",\n", 1)],
        [to_csv_text(pd.DataFrame([ROW])[list(reversed(ROW))])],
    ],
    ids=["said why", "digits said why", "CR", "CRLF", "separators", "empty columns", "empty column", "other order"],
)  # fmt: skip
def test_what_is_only_written_otherwise_is_read(key, rows):
    root = key(*rows)
    assert "x1" in set(build.build(root).claims["claim_id"])
    assert build.check(root) == []


def test_a_line_break_within_a_field_is_a_space(key):
    claims = build.compute(key({"note": "one\r\ntwo\n\nthree"})).claims
    assert claims.set_index("claim_id").loc["x1", "note"] == "one two three"


@pytest.mark.parametrize("printed", ["12,345,678,901", "999,999,999,999,999", "1,234,567,890.5"])
def test_a_number_of_more_than_ten_digits_is_exact_wherever_it_is_written(key, printed):
    root = key({"value_text": printed, "period_text": "2019", **NUMBER})
    path = root / "data/registry/indicators.csv"
    indicators = read_text_table(path)
    counted = indicators["indicator"] == "national_assembly_number"
    amount = {"unit_measure": "HA", "measure": "amount"}
    indicators.loc[counted, list(amount)] = list(amount.values())
    path.write_text(to_csv_text(indicators.assign(count_indicator="")), encoding="utf-8")
    for file in (root / "data/raw").rglob("*.csv"):  # no share has a count any more
        rows = read_text_table(file)
        file.write_text(to_csv_text(rows.assign(pair_id="")), encoding="utf-8")
    built = build.build(root)
    plain = printed.replace(",", "")
    for name in ("claims.csv", "observations.csv"):
        assert any(f",{plain}," in line for line in built.files[name].splitlines())
    figures = Edition(root=root).figures(indicator="national_assembly_number")
    assert float(plain) in set(figures["obs_value"])
    assert f",{plain}," in to_sdmx_csv(figures)


@pytest.mark.parametrize("how", ["txt", "csv.bak", "csv.gz", "hidden", "gone", "no folder"])
def test_a_source_is_never_lost_in_silence(copied_data, how):
    folder = copied_data / "data/raw/survey_2024"
    claims = folder / "claims.csv"
    if how == "no folder":
        shutil.rmtree(folder)
    elif how == "gone":
        claims.unlink()
    else:
        claims.rename(folder / {"hidden": ".claims.csv"}.get(how, f"claims.{how}"))
    problems = problems_of(copied_data)
    assert any("data/raw/survey_2024: no claims, though committed is 'yes'" in problem for problem in problems) or any(
        problem.startswith("data/raw/survey_2024/")
        and ("only tables are read" in problem or "columns of keyed claims" in problem)
        for problem in problems
    )


def test_a_source_that_each_user_keeps_is_named_where_it_is_absent(copied_data):
    shutil.rmtree(copied_data / "data/raw/survey_2024")
    path = copied_data / "data/registry/sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("survey_2024,yes", "survey_2024,no"), encoding="utf-8")
    assert build.build(copied_data).absent == ["survey_2024"]


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "nowhere"])
@pytest.mark.parametrize("place", ["raw/survey_2024/x.csv", "registry/targets.csv"])
def test_what_is_no_ordinary_file_is_named_and_nobody_waits_for_it(copied_data, kind, place):
    path = copied_data / "data" / place
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"device": "/dev/zero", "loop": path.name, "nowhere": "nowhere.csv"}[kind])
    assert any(problem.startswith(f"data/{place}: the file") for problem in problems_of(copied_data))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  reason: misprint", "  reason: misprint\n  reason: other", "line 9: key 'reason' stands twice"),
        ("misprint", "&a misprint", "line 8: no alias, anchor or tag is read here"),
        ("[2024]", "[[[[[2024]]]]]", "line 3: nested too deep"),
        ("[2024]", "[" * 100_000, "line 3: nested too deep"),
        ("[2024]", f"[{'9' * 5000}]", "not readable as YAML (a number is too long)"),
        ("[2024]", "[100000000000000000000]", "entry 1: years=100000000000000000000: must be a year"),
        ("12 per cent", "a lot", "entry 1: value_text 'a lot'"),
        ("12 per cent", "150 per cent", "entry 1: value_text '150 per cent': outside what police can be"),
        ("police", "polise", "entry 1: indicator 'polise' is not in indicators.csv (nearest: police"),
        ("country_report_2025", "report", "entry 1: source 'report' is not in sources.csv"),
    ],
    ids=lambda text: text[:40],
)
def test_a_correction_is_plain_and_names_its_file(copied_data, old, new, said):
    text = ENTRY.replace(old, new)
    (copied_data / "data/registry/corrections.yml").write_text(text, encoding="utf-8")
    named = [problem.replace("corrections.yml: ", "corrections.yml ") for problem in problems_of(copied_data)]
    assert any(problem.startswith(f"data/registry/corrections.yml {said}") for problem in named)


def test_an_origin_is_not_younger_than_what_cites_it(copied_data):
    path = copied_data / "data/registry/sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2024,,2024,", "2024,,2026,", 1), encoding="utf-8")
    assert any("origin 'police_statistics_2024' was published in 2026, after" in p for p in problems_of(copied_data))


def test_many_figures_of_one_series_and_period_take_the_time_of_their_number(key):
    """Two documents that give each other's figures for another group: what was cubic."""
    groups = ("_T", "officials")
    rows = [
        {"claim_id": f"x.{n}", "population": groups[n % 2], "value_text": f"{10 + n // 2 % 5} %", "locator": f"s{n}"}
        for n in range(400)
    ]
    root = key(*rows)
    (root / "data/raw/press_2023/new.csv").write_text(table(*rows).replace('\n"x.', '\n"y.'), encoding="utf-8")
    begun = time.process_time()
    build.compute(root)
    assert time.process_time() - begun < 10
