"""A figure under embargo, and what it could be computed from, reaches no table, page, document, picture or cache."""

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pdf_texts import page_texts, said

from wps_analysis.claims.build import build
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.embargo import is_withheld
from wps_analysis.errors import InputError
from wps_analysis.pack.plan.plan import FORMATS, ON_DEMAND, Request
from wps_analysis.pack.run import run_pack, run_packs
from wps_analysis.pack.verify.verify import verify_pack
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.monitoring.plan import Plan

PROJECT = Path(__file__).parents[1]
SOURCE = "country_report_2025"
PLANTED = {
    "secret.F": ("commune_chiefs", "F", "73.917 per cent"),
    "secret.M": ("commune_chiefs", "M", "26.083 per cent"),
    "secret.count": ("commune_chiefs_number", "F", "48,613"),
    "secret.total": ("commune_chiefs_number", "_T", "65,767"),
    "secret.men": ("commune_chiefs_number", "M", "17,154"),
}
NUMBERS = re.compile(rb"73[.,]917|26[.,]083|48[,.\s]?613|65[,.\s]?767|17[,.\s]?154")


def plant(root, source, *, note="", until="2099-01-01", rows=PLANTED):
    """Put figures that stand nowhere else among a project's raw figures, the first of them under embargo."""
    folder = root / "data" / "raw" / source
    template = pd.read_csv(next(path for path in sorted(folder.glob("*.csv"))), dtype=str, keep_default_na=False)
    claims = pd.DataFrame(columns=template.columns)
    for claim_id, (indicator, sex, words) in rows.items():
        claims.loc[len(claims)] = dict.fromkeys(template.columns, "") | {
            "claim_id": claim_id, "indicator": indicator, "area": "Cambodia", "population": "_T", "sex": sex,
            "period_text": "2024", "value_text": words, "series": template["series"].iloc[0], "locator": "planted",
        }  # fmt: skip
    claims.loc[0, "note"] = "planted"
    claims.to_csv(folder / "planted.csv", index=False)
    state = f"secret.F,embargo,{until},2025-10-01,,{note}\n"
    path = root / "data" / "registry" / "confirmations.csv"
    path.write_text("claim_id,state,until,day,corrected_by,note\n" + state, encoding="utf-8")


def leaks(data: bytes, name: str):
    """Yield where a planted number stands in a file, in the parts of an archive, and in a picture's metadata."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for part in parts.namelist():
                yield from leaks(parts.read(part), f"{name}/{part}")
    elif data[:5] == b"%PDF-":
        told = "\n".join([*page_texts(data), said(data)])
        yield from (f"{name}: {found.group()!r}" for found in NUMBERS.finditer(told.encode()))
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        from PIL import Image

        yield from leaks(repr(Image.open(io.BytesIO(data)).info).encode(), f"{name}/info")
    else:
        yield from (f"{name}: {found.group()!r}" for found in NUMBERS.finditer(data))


def leaks_below(folder):
    return [
        leak for path in sorted(folder.rglob("*")) if path.is_file() for leak in leaks(path.read_bytes(), path.name)
    ]


def test_the_planted_figures_are_found_where_no_embargo_holds_them(copied_data):
    plant(copied_data, SOURCE, until="2020-01-01")
    build(copied_data)
    assert len(leaks_below(copied_data / "data" / "processed")) >= len(PLANTED)


def test_figure_complement_total_and_count_are_in_no_processed_table(copied_data):
    plant(copied_data, SOURCE)
    built = build(copied_data)
    assert leaks_below(copied_data / "data" / "processed") == []
    assert not built.claims["claim_id"].str.startswith("secret").any()


def test_other_years_and_countries_stay(copied_data):
    before = build(copied_data).claims
    plant(copied_data, SOURCE)
    gone = before[~before["claim_id"].isin(build(copied_data).claims["claim_id"])]
    assert set(gone["ref_area"]) <= {"KHM"}
    assert set(gone["indicator"]) <= {"commune_chiefs", "commune_chiefs_number"}
    assert {period[:4] for period in gone["time_period"]} <= {"2024"}


def test_tables_that_were_built_before_the_embargo_show_nothing_either(copied_data):
    plant(copied_data, SOURCE, until="2020-01-01")
    build(copied_data)
    assert "secret.F" in set(Edition(root=copied_data).claims["claim_id"])
    plant(copied_data, SOURCE)
    known = Edition(root=copied_data)
    for table in (known.claims, known.observations, known.findings):
        assert leaks_below_table(table) == []


def leaks_below_table(table):
    return list(leaks(table.to_csv().encode(), "table"))


def test_an_edition_of_a_day_before_its_end_is_without_it(copied_data):
    path = copied_data / "data" / "registry" / "sources.csv"
    sources = pd.read_csv(path, dtype=str, keep_default_na=False)
    sources.loc[sources["source_id"] == SOURCE, "published"] = "2025-01"
    sources.loc[sources["source_id"] == "press_2023", "published"] = "2025-12"
    sources.to_csv(path, index=False)
    plant(copied_data, SOURCE, until="2025-06-01")
    build(copied_data)
    assert "secret.F" in set(Edition(root=copied_data).claims["claim_id"])
    assert not Edition("2025-05-31", root=copied_data).claims["claim_id"].str.startswith("secret").any()


def test_an_embargo_is_over_on_its_day():
    registry = Edition(root=PROJECT).registry
    claims = Edition(root=PROJECT).claims
    held = pd.DataFrame([{"claim_id": claims["claim_id"][0], "state": "embargo", "until": "2026-01-01",
                          "day": "", "corrected_by": "", "note": ""}])  # fmt: skip
    closed = type(registry)(**{**vars(registry), "confirmations": held})
    assert is_withheld(claims, closed, date(2025, 12, 31))[0]
    assert not is_withheld(claims, closed, date(2026, 1, 1)).any()


def test_a_part_or_the_whole_of_a_place_gives_nothing_away():
    registry = Edition(root=PROJECT).registry
    row = {"claim_id": "a", "indicator": "police", "ref_area": "KH-12", "sex": "F", "role": "", "pair_id": "",
           "table_id": "", "time_period": "2024"}  # fmt: skip
    rows = [
        row, {**row, "claim_id": "b", "ref_area": "KHM"}, {**row, "claim_id": "c", "ref_area": "LAO"},
        {**row, "claim_id": "d", "time_period": "2024-06"}, {**row, "claim_id": "e", "time_period": "2023"},
        {**row, "claim_id": "f", "ref_area": "KH-1203"}, {**row, "claim_id": "g", "ref_area": "KH-11"},
    ]  # fmt: skip
    held = pd.DataFrame([{"claim_id": "a", "state": "embargo", "until": "2099-01-01", "day": "", "corrected_by": "",
                          "note": ""}])  # fmt: skip
    closed = type(registry)(**{**vars(registry), "confirmations": held})
    assert list(is_withheld(pd.DataFrame(rows), closed, date(2025, 1, 1))) == [
        True,
        True,
        False,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(("group", "shown"), [("035", False), ("X_ASEAN", False), ("001", False), ("002", True)])
def test_the_total_of_a_group_of_countries_would_give_its_member_away(group, shown):
    known = Edition(root=PROJECT)
    row = {"claim_id": "a", "indicator": "un_peacekeepers_number", "ref_area": "KHM", "sex": "F", "role": "",
           "pair_id": "", "table_id": "", "time_period": "2024"}  # fmt: skip
    held = pd.DataFrame([{"claim_id": "a", "state": "embargo", "until": "2099-01-01"}])
    closed = type(known.registry)(**{**vars(known.registry), "confirmations": held})
    rows = pd.DataFrame([row, {**row, "claim_id": "b", "ref_area": group}, {**row, "claim_id": "c", "ref_area": "THA"}])
    assert list(~is_withheld(rows, closed, date(2025, 1, 1))) == [False, shown, True]


@pytest.mark.parametrize("words", ["73.917", "of 73.917.", "\u17e7\u17e3.\u17e9\u17e1\u17e7"])
def test_a_number_that_stands_in_a_text_beside_it_stops_the_build(copied_data, words):
    plant(copied_data, SOURCE)
    path = copied_data / "data" / "registry" / "exclusions.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(f'{SOURCE},s9,"9",a share,it is {words}\n')
    with pytest.raises(InputError, match=r"exclusions.csv, reason: holds a number"):
        build(copied_data)


@pytest.mark.parametrize("words", ["48,613", "48613", "48 613", "48\u00a0613", "48\u202f613"])
def test_thousands_are_found_however_they_are_grouped_and_in_the_rows_of_a_framework_too(copied_data, words):
    plant(copied_data, SOURCE, rows={"secret.F": ("commune_chiefs_number", "F", "48,613")})
    folder = copied_data / "data" / "registry" / "frameworks"
    folder.mkdir()
    (folder / "plan.csv").write_text(
        "code,title,level,indicators,outputs,ref_area,source,verified\n"
        f'PLAN,A plan,framework,,,,A document,read\n1,"About {words} women",goal,,,,A document,read\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"frameworks, title: holds a number"):
        build(copied_data)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nobody.F,confirmed,,,,", "'nobody.F' is no claim"),
        ("secret.F,embargo,,,,", "has a date until when"),
        ("secret.F,embargo,soon,,,", "until='soon'"),
        ("secret.F,corrected,,,,", "names the claim that corrects it"),
        ("secret.F,known,,,,", "state='known'"),
    ],
)
def test_a_state_that_cannot_be_is_refused(copied_data, row, told):
    plant(copied_data, SOURCE)
    path = copied_data / "data" / "registry" / "confirmations.csv"
    path.write_text(f"claim_id,state,until,day,corrected_by,note\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        build(copied_data)


def test_only_what_was_confirmed_or_put_right_stays_where_that_is_asked(copied_data):
    plant(copied_data, SOURCE)
    path = copied_data / "data" / "registry" / "confirmations.csv"
    path.write_text(
        "claim_id,state,until,day,corrected_by,note\nsecret.F,confirmed,,,,\nsecret.M,corrected,,,secret.men,\n",
        encoding="utf-8",
    )
    build(copied_data)
    claims = Edition(root=copied_data, only_confirmed=True).claims
    assert set(claims.loc[claims["role"] != "target", "claim_id"]) == {"secret.F", "secret.men"}


def test_what_an_earlier_pack_printed_is_not_told_as_withdrawn(tiny_project):
    plant(tiny_project, SOURCE, until="2020-01-01")
    build(tiny_project)
    assert leaks_below(run_pack("KHM", root=tiny_project).folder) != []
    plant(tiny_project, SOURCE)
    build(tiny_project)
    assert leaks_below(run_pack("KHM", root=tiny_project).folder) == []


@pytest.mark.slow
def test_no_output_of_a_whole_pack_holds_a_planted_figure(tmp_path):
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    rows = {**PLANTED, "secret.police": ("police", "F", "73.917 per cent")}
    plant(tmp_path, "situation_analysis_2025", rows=rows)
    with (tmp_path / "data/registry/confirmations.csv").open("a", encoding="utf-8") as file:
        file.write("secret.police,embargo,2099-01-01,,,\n")
    build(tmp_path)
    result = run_pack("KHM", formats=(*FORMATS, *ON_DEMAND), root=tmp_path)
    assert result.failures == ()
    names = {path.suffix for path in (tmp_path / "outputs").rglob("*")}
    assert {".html", ".xlsx", ".docx", ".pdf", ".pptx", ".csv", ".png", ".svg", ".ipynb", ".json"} <= names
    assert leaks_below(tmp_path / "outputs") == []
    assert leaks_below(tmp_path / "data" / "processed") == []
    assert Plan(DataBrief(Edition(root=tmp_path), "KHM")).items


@pytest.mark.slow
def test_a_pack_of_confirmed_figures_rests_on_no_other(tmp_path):
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    good = {"sa25.s3.5.1.police.F", "sa25.s3.4.1.commune_chiefs.F.2022", "sa25.s3.4.1.senate.F"}
    rows = "".join(f"{claim_id},confirmed,,2025-10-01,,\n" for claim_id in sorted(good))
    (tmp_path / "data/registry/confirmations.csv").write_text(
        "claim_id,state,until,day,corrected_by,note\n" + rows, encoding="utf-8"
    )
    build(tmp_path)
    request = Request(("KHM",), formats=(*FORMATS, "matrix"), only_confirmed=True)
    (result,) = run_packs(request, root=tmp_path)
    assert result.failures == ()
    assert result.folder.name.endswith(".confirmed")
    assert not (tmp_path / "outputs" / "KHM" / "latest").exists()
    claims = pd.read_csv(result.folder / "data" / "claims.csv", dtype=str, keep_default_na=False)
    figures = claims[claims["role"] != "target"]
    assert set(figures["claim_id"]) == good
    assert set(figures["confirmation"]) == {"confirmed"}
    page = (result.folder / "index.html").read_text(encoding="utf-8")
    assert "14.4" not in page
    pages = [page, *((result.folder / name).read_text("utf-8") for name in ("one-page.html", "evidence.html"))]
    assert all("Confirmed figures alone" in one for one in pages)
    assert verify_pack(result.folder, root=tmp_path).empty
