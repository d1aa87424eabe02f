"""The skeleton of another country: what it writes, what it refuses, and that a figure keyed into it is built."""

import csv

import pytest
from typer.testing import CliRunner

from wps_analysis.claims.build import build
from wps_analysis.errors import InputError
from wps_analysis.front.cli import app
from wps_analysis.front.new_country import new_country
from wps_analysis.paths import write_atomic
from wps_analysis.registry.frameworks import load_crosswalk
from wps_analysis.registry.load import load_registry

PLAN = {"title": "National Action Plan on Atlantis", "producer": "Government", "published": "2024-07"}
DOCUMENT = {"title": "Voluntary National Review, 2024", "producer": "Government", "published": "2024-07"}
SOURCE = "lao_voluntary_national_review_2024"


def test_a_figure_keyed_into_the_skeleton_is_built_with_its_origin(copied_data):
    names = {path.name for path in new_country("LAO", **DOCUMENT, root=copied_data)}
    assert names == {"claims.csv", "README.md", "CHECKLIST.md", "sources.csv"}
    notes = (copied_data / "data/raw" / SOURCE / "README.md").read_text()
    shown = notes.partition("```csv\n")[2].partition("\n```")[0].splitlines()
    sources = copied_data / "data/registry/sources.csv"
    assert shown[0] == sources.read_text().splitlines()[0]
    with sources.open("a", encoding="utf-8", newline="") as file:
        file.write(f"{shown[1]}\n")
    claims = copied_data / "data/raw" / SOURCE / "claims.csv"
    row = {"claim_id": "lao.a", "indicator": "police", "area": "Lao PDR", "population": "_T", "sex": "F",
           "period_text": "2023", "value_text": "9 per cent", "series": "police_register", "locator": "s1",
           "origin": "lao_police_2023"}  # fmt: skip
    header = claims.read_text().strip().split(",")
    with claims.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([row.get(name, "") for name in header])
    built = build(copied_data).claims
    (keyed,) = built[built["claim_id"] == "lao.a"].to_dict("records")
    assert (keyed["ref_area"], keyed["origin"]) == ("LAO", "lao_police_2023")


def test_a_document_is_a_plan_by_its_title_alone(copied_data):
    def frameworks():
        rows = load_crosswalk(load_registry(copied_data), copied_data).rows
        return rows.loc[rows["framework"] == "lao_plan", "level"].tolist()

    new_country("LAO", **DOCUMENT, root=copied_data)
    assert frameworks() == []
    new_country("LAO", **PLAN, root=copied_data)
    assert frameworks() == ["pillar"] * 4


def test_a_year_of_another_calendar_is_told_in_the_common_one(copied_data):
    with pytest.raises(InputError, match="2566 looks like a year of the Buddhist era: 2023 in the common calendar"):
        new_country("LAO", **DOCUMENT | {"published": "2566"}, root=copied_data)


def test_an_empty_table_stops_the_build_and_says_what_to_do(copied_data):
    new_country("LAO", **DOCUMENT, root=copied_data)
    with pytest.raises(InputError, match=f"data/raw/{SOURCE}/claims.csv: no rows below the header"):
        build(copied_data)


def test_the_notes_name_every_column_and_indicator(copied_data):
    new_country("LAO", **DOCUMENT, root=copied_data)
    notes = (copied_data / "data/raw" / SOURCE / "README.md").read_text()
    header = (copied_data / "data/raw" / SOURCE / "claims.csv").read_text().strip().split(",")
    codes = load_registry(copied_data).indicators["indicator"]
    assert all(f"| `{name}` |" in notes for name in [*header, *codes])


def test_what_is_wrong_is_told_at_once_and_nothing_is_written(copied_data):
    before = (copied_data / "data/registry/sources.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        new_country("XXX", title="=A", producer="", published="soon", root=copied_data)
    told = " ".join(caught.value.problems)
    assert all(word in told for word in ("'XXX' is no ISO 3166-1", "producer", "'soon'", "'=A' begins with '='"))
    assert (copied_data / "data/registry/sources.csv").read_bytes() == before


def test_it_is_not_written_twice(copied_data):
    new_country("LAO", **DOCUMENT, root=copied_data)
    claims = copied_data / "data/raw" / SOURCE / "claims.csv"
    write_atomic(claims, "keyed")
    with pytest.raises(InputError, match="is there already"):
        new_country("LAO", **DOCUMENT, root=copied_data)
    assert claims.read_text() == "keyed"


def test_the_command_prints_what_it_wrote_and_what_comes_next(copied_data):
    options = [part for name, value in DOCUMENT.items() for part in (f"--{name}", value)]
    done = CliRunner().invoke(app, ["new-country", "LAO", *options], env={"WPS_ROOT": str(copied_data)})
    assert done.exit_code == 0
    assert f"data/raw/{SOURCE}/CHECKLIST.md" in done.output
