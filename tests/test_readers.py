"""Each file of data/raw is read by the reader that knows its format, and nothing in it is lost silently."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims import build as dataset
from wps_analysis.claims.readers import raw_files, world_bank_csv
from wps_analysis.errors import InputError

SPECIMEN = Path(__file__).parent / "data/world_bank/API_SG.GEN.PARL.ZS_specimen.csv"
DOWNLOAD = Path(__file__).parents[2] / "shared/data/worldbank-api/API_SG.GEN.PARL.ZS_DS2_en_csv_v2_5994703"
MAP = "world_bank,SG.GEN.PARL.ZS,national_assembly,_T,F,assembly_members\n"
SOURCE = (
    "world_bank,yes,World Bank,World Development Indicators,World Bank,,2023-10-26,stated,,2026-11-22,,CC BY 4.0,"
    "World Bank. World Development Indicators.,,\n"
)


@pytest.fixture
def with_download(copied_data):
    """A project that holds the specimen of a World Bank file, mapped to an indicator."""
    folder = copied_data / "data/raw/world_bank"
    folder.mkdir()
    shutil.copy(SPECIMEN, folder)
    append(copied_data, "series_map", MAP)
    append(copied_data, "sources", SOURCE)
    return copied_data


def append(root, name, line):
    path = root / f"data/registry/{name}.csv"
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def series_map():
    return pd.read_csv(pd.io.common.StringIO("source,published_series,indicator,population,sex,series\n" + MAP))


def test_a_wide_file_gives_a_claim_for_each_filled_cell_with_its_row_and_words():
    claims = world_bank_csv.read(SPECIMEN, source="world_bank", series_map=series_map())
    assert claims[["area", "period_text", "value_text", "row"]].to_numpy().tolist() == [
        ["KHM", "2021", "20.8", 6], ["LAO", "2021", "21.9512195121951", 7], ["LAO", "2022", "21.9512195121951", 7],
        ["EAS", "2021", "21.2", 8], ["EAS", "2022", "21.9", 8],
    ]  # fmt: skip
    assert claims["claim_id"].is_unique


def test_an_area_that_is_no_country_is_named_until_it_is_excluded_with_a_reason(with_download):
    with pytest.raises(InputError, match=r"unknown area label 'EAS' \(2 rows\).*exclusions.csv"):
        dataset.compute(with_download)
    append(with_download, "exclusions", "world_bank,EAS,*,a group of the World Bank,not an area of the registry\n")
    claims = dataset.compute(with_download).claims
    said = claims[claims["source"] == "world_bank"]
    assert said[["ref_area", "time_period", "obs_value"]].to_numpy().tolist() == [
        ["KHM", "2021", 20.8], ["LAO", "2021", 21.9512195121951], ["LAO", "2022", 21.9512195121951],
    ]  # fmt: skip


def test_a_series_that_is_not_mapped_is_named_with_what_to_do(with_download):
    path = with_download / "data/registry/series_map.csv"
    path.write_text(path.read_text().replace("SG.GEN.PARL.ZS", "SG.GEN.PARL.XX"))
    with pytest.raises(InputError, match=r"specimen.csv row 6: indicator 'SG.GEN.PARL.ZS' is not in .*series_map.csv"):
        dataset.compute(with_download)


def test_hand_keyed_claims_are_read_by_their_own_reader(small_project):
    path = small_project / "data/raw/survey_2024/claims.csv"
    assert raw_files._reader_of(path).__name__.endswith("claims_csv")
    assert raw_files._reader_of(SPECIMEN) is world_bank_csv


@pytest.mark.skipif(not DOWNLOAD.is_dir(), reason="needs ../shared/data, the public files as downloaded")
def test_the_file_as_downloaded_is_read_whole():
    path = DOWNLOAD / f"{DOWNLOAD.name}.csv"
    claims = world_bank_csv.read(path, source="world_bank", series_map=series_map())
    cambodia = claims[claims["area"] == "KHM"].set_index("period_text")["value_text"]
    assert len(claims) > 5000
    assert cambodia["1998"].startswith("8.19") or float(cambodia["1998"]) > 0
    assert claims["claim_id"].is_unique


@pytest.mark.parametrize("end", [300, 375, 452])
def test_a_file_that_is_cut_off_is_an_error_and_never_fewer_figures(tmp_path, end):
    cut = tmp_path / "cut.csv"
    cut.write_bytes(SPECIMEN.read_bytes()[:end])
    with pytest.raises(InputError, match=r"row \d+: the file is cut off; download it again"):
        world_bank_csv.read(cut, source="world_bank", series_map=series_map())


def test_a_reader_that_fails_is_named_with_the_file(with_download, monkeypatch):
    monkeypatch.setattr(world_bank_csv, "read", lambda path, **_: {}["SEXX"])
    with pytest.raises(InputError, match=r"specimen.csv: the reader world_bank_csv failed \(KeyError: 'SEXX'\)"):
        dataset.compute(with_download)
