"""The tables as SDMX-CSV: sdmx1, which others read such files with, gives the same figures back."""

import csv
import io
import math
import re
from pathlib import Path

import pandas as pd
import pytest
import sdmx
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis import assess, load, load_claims, targets
from wps_analysis.claims.edition import Edition
from wps_analysis.errors import UnknownCodeError, WpsError
from wps_analysis.pack.publish.sdmx.structure import structure
from wps_analysis.pack.publish.sdmx.write import DATAFLOWS, to_sdmx_csv
from wps_analysis.tables import Claims

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def structures():
    return sdmx.read_sdmx(io.BytesIO(structure(Edition(root=PROJECT))))


@pytest.fixture(scope="module")
def frames():
    observations = load(ref_area="KHM", root=PROJECT)
    return {
        "observations": observations,
        "claims": load_claims(root=PROJECT),
        "assessments": assess(observations, targets(root=PROJECT), claims=load_claims(root=PROJECT)),
    }


def read_back(text, dataflow, structures, folder):
    path = folder / "data.csv"
    path.write_bytes(text.encode())
    (read,) = sdmx.read_sdmx(path, structure=structures.dataflow[dataflow.upper()]).data
    return read.obs


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("dataflow", DATAFLOWS)
def test_sdmx1_reads_every_row_and_value_back(dataflow, frames, structures, tmp_path):
    frame = frames[dataflow]
    observations = read_back(to_sdmx_csv(frame, dataflow=dataflow), dataflow, structures, tmp_path)
    values = [float(one.value) if one.value else math.nan for one in observations]
    assert values == pytest.approx(frame[DATAFLOWS[dataflow].measure].tolist(), nan_ok=True)
    for column in ("indicator", "ref_area", "sex"):
        assert [one.dimension[column.upper()].value for one in observations] == frame[column].tolist()
    assert [one.attached_attribute["UNIT_MEASURE"].value for one in observations] == frame["unit_measure"].tolist()


@pytest.mark.parametrize("dataflow", DATAFLOWS)
def test_every_code_stands_in_its_code_list(dataflow, frames, structures):
    definition = structures.structure[f"DSD_{dataflow.upper()}"]
    rows = rows_of(to_sdmx_csv(frames[dataflow], dataflow=dataflow))
    coded = [
        part
        for part in (*definition.dimensions, *definition.attributes)
        if part.local_representation.enumerated is not None
    ]
    assert {"INDICATOR", "SEX", "UNIT_MEASURE"} <= {part.id for part in coded}
    for part in coded:
        assert {row[part.id] for row in rows} - {""} <= set(part.local_representation.enumerated.items), part.id


def test_the_structure_describes_each_column_and_each_kind(frames, structures):
    for dataflow, frame in frames.items():
        definition = structures.structure[f"DSD_{dataflow.upper()}"]
        parts = [*definition.dimensions, *definition.measures, *definition.attributes]
        header = to_sdmx_csv(frame, dataflow=dataflow).split("\n", 1)[0].split(",")[3:]
        assert [part.id for part in parts] == header
        assert all(part.concept_identity.description for part in parts)
        kinds = {p.id: p.local_representation.non_enumerated for p in parts}
        for column in (
            frame.select_dtypes("float")
            .columns.intersection(DATAFLOWS[dataflow].contract)
            .drop("note", errors="ignore")
        ):
            (facet,) = kinds[DATAFLOWS[dataflow].concepts[column]]
            assert facet.value_type.name == "double", column
    assert all(re.fullmatch(r"[\w@$-]+", code) for codes in structures.codelist.values() for code in codes.items)


def test_the_structure_is_the_same_bytes_whatever_the_clock_says():
    once = structure(Edition("2025-10-31", root=PROJECT))
    assert once == structure(Edition("2025-10-31", root=PROJECT))
    assert b"<mes:Prepared>2025-10-31T00:00:00</mes:Prepared>" in once


def test_a_target_that_does_not_bind_is_said_in_the_word_of_sdmx(frames):
    rows = rows_of(to_sdmx_csv(frames["assessments"], dataflow="assessments"))
    assert {"_Z", "ecosoc_leadership"} <= {row["TARGET_ID"] for row in rows}
    assert {row["BREAK_SUSPECTED"] for row in rows} <= {"true", "false"}


def test_a_missing_column_is_named(frames):
    with pytest.raises(WpsError, match="columns sex, lower; the dataflow 'observations' consists of them"):
        to_sdmx_csv(frames["observations"].drop(columns=["sex", "lower"]))


def test_an_unknown_dataflow_names_the_known():
    with pytest.raises(UnknownCodeError, match="'claims'"):
        to_sdmx_csv(pd.DataFrame(), dataflow="claim")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"indicator": ["", "police"]}, "indicator is empty in 1 rows"),
        ({"time_period": ["2024", "the year 2024"]}, "the year 2024"),
        ({"claim_id": ["a", "a"]}, "1 keys of claims stand twice: police KHM _T F A a 2024"),
    ],
)
def test_what_sdmx_cannot_hold_is_refused(change, problem):
    with pytest.raises(WpsError, match=problem):
        to_sdmx_csv(small_claims(["x", "y"], [1.0, 2.0]).assign(**change), dataflow="claims")


def small_claims(texts, values):
    """Return claims whose texts are what a document may print."""
    fixed = {column: "" for column in Claims.columns}
    fixed |= {"indicator": "police", "ref_area": "KHM", "population": "_T", "sex": "F", "freq": "A"}
    frame = pd.DataFrame([fixed] * len(texts), columns=list(Claims.columns))
    return frame.assign(
        claim_id=[f"c{n}" for n in range(len(texts))],
        time_period="2024",
        obs_value=values,
        lower=values,
        upper=math.nan,
        value_text=texts,
        note=texts,
    )


printed = st.one_of(
    st.sampled_from(["NA", "", "null", '"', '""', "a,b", "a\nb", "\r", "a\r\nb", " x ", "=1+1", "\u2028", "ភាគរយ"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)
number = st.one_of(st.none(), st.floats(-1e9, 1e9).map(lambda x: float(f"{x:.10g}")))


@given(rows=st.lists(st.tuples(printed, number), min_size=1, max_size=5))
def test_any_text_and_any_gap_comes_back(rows, structures, tmp_path_factory):
    frame = small_claims([text for text, _ in rows], [math.nan if v is None else v for _, v in rows])
    text = to_sdmx_csv(frame, dataflow="claims")
    read = rows_of(text)
    assert [row["VALUE_TEXT"] for row in read] == frame["value_text"].tolist()
    assert [float(row["LOWER"] or "nan") for row in read] == pytest.approx(frame["lower"].tolist(), nan_ok=True)
    observations = read_back(text, "claims", structures, tmp_path_factory.getbasetemp())
    assert [float(one.value or "nan") for one in observations] == pytest.approx(
        frame["obs_value"].tolist(), nan_ok=True
    )
    # sdmx1 cuts the file into lines and drops the breaks within a text; all else is as printed.
    assert [one.attached_attribute["NOTE"].value for one in observations] == [
        "".join(text.splitlines()) for text in frame["note"]
    ]
