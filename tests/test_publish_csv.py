"""The tables of a pack as files: whole, described, and the same each time."""

from pathlib import Path

import pandas as pd
import pytest
import sdmx

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.csv.write import TABLES, write_tables
from wps_analysis.tables import read_text_table

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def content():
    return gather(Edition("2025-10-31", root=PROJECT), "KHM")


@pytest.fixture(scope="module")
def data(content, tmp_path_factory):
    pack = tmp_path_factory.mktemp("pack")
    paths = write_tables(pack, content)
    assert sorted(paths) == sorted(path for path in (pack / "data").rglob("*") if path.is_file())
    return pack / "data"


@pytest.mark.parametrize("table", TABLES)
def test_a_file_holds_every_row_and_value_of_its_table(table, data, content):
    written, held = read_text_table(data / f"{table}.csv"), getattr(content, table)
    assert list(written.columns) == list(held.columns)
    for column in held:
        if pd.api.types.is_float_dtype(held[column]):
            assert pd.to_numeric(written[column]).tolist() == pytest.approx(held[column].tolist(), nan_ok=True), column
        else:
            assert written[column].tolist() == held[column].fillna("").astype(str).tolist(), column


def test_every_column_of_every_file_is_explained_once(data):
    described = read_text_table(data / "columns.csv")
    written = [(f"{table}.csv", column) for table in TABLES for column in read_text_table(data / f"{table}.csv")]
    assert list(zip(described["file"], described["column"], strict=True)) == written
    assert (described["meaning"].str.len() > 1).all()


def test_codes_stay_text(data):
    assert "001" in set(read_text_table(data / "claims.csv")["ref_area"])


def test_the_sdmx_files_hold_as_many_rows_as_the_tables(data, content):
    structures = sdmx.read_sdmx(data / "sdmx" / "structure.xml")
    for name in ("observations", "claims", "assessments"):
        message = sdmx.read_sdmx(data / "sdmx" / f"{name}.csv", structure=structures.dataflow[name.upper()])
        assert len(message.data[0]) == len(getattr(content, name))


def test_the_bytes_are_the_same_each_time_and_end_their_lines_alike(data, content, tmp_path):
    again = write_tables(tmp_path, content)
    assert all(path.read_bytes() == (data.parent / path.relative_to(tmp_path)).read_bytes() for path in again)
    assert not any(b"\r" in path.read_bytes() for path in again)


def test_a_pack_of_one_figure_has_all_files(tmp_path, small_project):
    write_tables(tmp_path, gather(Edition("2025-10-31", root=small_project), "LAO"))
    assert len(read_text_table(tmp_path / "data" / "observations.csv")) == 1
