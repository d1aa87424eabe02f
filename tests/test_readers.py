"""Each publisher's format is known by its structure, and each figure of it is read with its area, period and sex."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims.readers.figures import FIGURES
from wps_analysis.claims.readers.recognise import formats, recognise
from wps_analysis.errors import InputError

SPECIMENS = Path(__file__).parent / "data/formats"
WIDE = SPECIMENS / "world_bank_wide.csv"
SPECIFIC = ["area", "period_text", "sex", "published_series", "value_text"]


def expected():
    with (SPECIMENS / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(path):
    known, _ = recognise(path)
    return pd.concat([each.read() for each in known], ignore_index=True)


def written(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


@pytest.mark.parametrize("row", expected(), ids=lambda row: row["file"])
def test_a_specimen_is_known_and_read_whole(row):
    (known,), _ = recognise(SPECIMENS / row["file"])
    figures = known.read()
    assert known.format == row["format"]
    assert list(figures) == list(FIGURES)
    assert len(figures) == int(row["figures"])
    assert [row[name] for name in SPECIFIC] in figures[SPECIFIC].to_numpy().tolist()


def test_every_format_has_a_specimen_and_says_what_it_reads():
    names = {module.__name__.rpartition(".")[2] for module in formats()}
    assert {row["format"] for row in expected()} == names - {"companions", "extract"}
    assert all(module.__doc__.splitlines()[0].endswith(".") for module in formats())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("Lao PDR", "Côte d’Ivoire").encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace('"', "").encode(),
        lambda text: text.partition('26",\n\n')[2].encode(),
        lambda text: text.replace(",\n", "\n").replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: gzip.compress(text.encode()),
        lambda text: zipped("API_x.csv", text),
        lambda text: workbook(text),
    ],
    ids=[
        "mark",
        "UTF-16",
        "cp1252",
        "CRLF",
        "CR",
        "no quotes",
        "no preamble",
        "semicolons",
        "tabs",
        "gz",
        "zip",
        "xlsx",
    ],
)
def test_a_copy_is_read_like_the_download_whatever_wraps_it(tmp_path, change):
    copy = written(tmp_path, "copy.csv", change(WIDE.read_text(encoding="utf-8-sig")))
    columns = ["area", "period_text", "published_series", "value_text"]
    assert read(copy)[columns].to_numpy().tolist() == read(WIDE)[columns].to_numpy().tolist()


def zipped(name, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def workbook(text):
    buffer = io.BytesIO()
    rows = list(csv.reader(io.StringIO(text)))
    pd.DataFrame(rows[5:], columns=rows[4]).to_excel(buffer, index=False, startrow=3)
    return buffer.getvalue()


@pytest.mark.parametrize("end", [300, 375, 452])
def test_a_file_that_is_cut_off_is_an_error_and_never_fewer_figures(tmp_path, end):
    cut = written(tmp_path, "cut.csv", WIDE.read_bytes()[:end])
    with pytest.raises(InputError, match=r"row \d+: the file is cut off; download it again"):
        read(cut)


def test_a_row_that_lost_a_column_is_named_and_its_figures_do_not_move_to_other_years(tmp_path):
    text = WIDE.read_text(encoding="utf-8-sig").replace('"SG.GEN.PARL.ZS","20.8",', '"SG.GEN.PARL.ZS",')
    with pytest.raises(InputError, match=r"copy.csv row 6: 6 fields, but the header has 7"):
        read(written(tmp_path, "copy.csv", text))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "Song;Artist;Length\nApsara;Sinn;3:20\n",
            "a semicolon-separated file with the columns Song, Artist, Length; no",
        ),
        ("<!DOCTYPE html><html><body>Sorry</body></html>", "a page of HTML, not the file that it links to"),
        (b"%PDF-1.7 ...", "a PDF; only files of tables are read"),
        ("", "the file is empty"),
        (zipped("readme.md", "nothing"), "a zip without a table"),
        (zipped("a.csv", "x" * 900)[:100], "the file is cut off or damaged"),
        (gzip.compress(b"x" * 900)[:20], "the file is cut off or damaged"),
        ('{"a": [1, 2', "the file is cut off or damaged"),
    ],
    ids=["music", "html", "pdf", "empty", "zip of notes", "cut zip", "cut gz", "cut json"],
)
def test_a_file_of_another_kind_is_told_what_it_looks_like(tmp_path, data, said):
    path = written(tmp_path, "file.csv", data)
    try:
        known, unknown = recognise(path)
    except InputError as error:
        known, unknown = [], error.problems
    assert known == []
    assert said in unknown[0]


def test_a_reader_that_fails_is_named_with_the_file(monkeypatch):
    (known,), _ = recognise(WIDE)
    monkeypatch.setattr(known.reader, "read", lambda sheet: {}["SEXX"])
    with pytest.raises(
        InputError, match=r"world_bank_wide.csv: the reader world_bank_wide failed \(KeyError: 'SEXX'\)"
    ):
        known.read()


def test_what_a_user_has_changed_is_said(tmp_path):
    text = WIDE.read_text(encoding="utf-8-sig").partition('26",\n\n')[2]
    (known,), _ = recognise(written(tmp_path, "copy.csv", text.rstrip("\n")))
    assert known.notes() == [
        "the last line has no line end: see that the file is whole", "a World Bank file whose preamble was removed",
    ]  # fmt: skip
