"""The atlas: which figure a country shows, its small line, the words where nothing is held, and the page."""

import re
from collections import defaultdict

import pandas as pd
import pytest
from typer.testing import CliRunner

from wps_analysis.claims.edition import Edition
from wps_analysis.front.cli import app
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.publish.atlas.write import atlas_html, small_line, write_atlas
from wps_analysis.pack.run import run_packs
from wps_analysis.report import atlas as made
from wps_analysis.report.atlas import Atlas, AtlasCell, AtlasColumn, AtlasRow, atlas

COLUMN = AtlasColumn("Police", 1, True, (2010, 2020), 20.0)
CELL = AtlasCell("8 %", "2020", 8.0, "", 1, (), (), (((2010.0, 0.0), (2020.0, 20.0)),))


@pytest.fixture(scope="module")
def found(small_project):
    return atlas(Edition(root=small_project))


def test_each_country_is_a_row_with_its_latest_figure_under_each_heading(found):
    assert [(row.ref_area, [cell and cell.value for cell in row.cells]) for row in found.rows] == [
        ("KHM", ["11%", "14.4%", "18%"]),
        ("LAO", ["20%", None, None]),
    ]
    police = found.rows[0].cells[0]
    assert (police.period, police.lines) == ("2024", (((2022.0, 8.0), (2024.0, 11.0)),))
    assert (found.columns[0].count, found.columns[0].years, found.columns[0].ceiling) == (2, (2020, 2024), 20)
    assert found.sources[police.source - 1] in {"Country report 2025", *found.sources}


def test_a_share_of_few_persons_stands_with_its_count(small_project):
    figures = Edition(root=small_project).figures(indicator="national_assembly").assign(numerator=1.0)
    for persons, said in ((24.0, ["1 of 24"]), (25.0, [])):
        row = figures.assign(denominator=persons).iloc[:1]
        (cell,) = made._cells(row, defaultdict(list), {}, first="", sources=[*row["source_title"]]).values()
        notes = [note.replace("\u00a0", " ") for note in cell.notes]
        assert [note for note in notes if " of " in note] == said


def test_of_several_indicators_under_a_heading_the_first_that_a_country_has_is_shown():
    rows = [("KHM", "land_titles"), ("KHM", "landowners"), ("LAO", "landowners")]
    shares = pd.DataFrame(rows, columns=["ref_area", "indicator"])
    chosen = made._chosen(shares, ["land_titles", "landowners"])
    assert chosen["indicator"].to_list() == ["land_titles", "landowners"]
    assert chosen["ref_area"].to_list() == ["KHM", "LAO"]


def test_a_small_line_is_cut_where_more_than_ten_years_lie_between_and_is_none_of_one_figure():
    figures = [{"time_period": year, "obs_value": 5.0} for year in ("1999", "2000", "2012")]
    lines = made._lines(figures)
    assert [len(piece) for piece in lines] == [2, 1]
    assert small_line(CELL, COLUMN).count("<polyline") == 1
    assert small_line(AtlasCell("8 %", "2020", 8.0, "", 1, (), (), (((2020.0, 8.0),),)), COLUMN) == ""


def page(*rows, columns=(COLUMN,)):
    return atlas_html(Atlas("2025-10-31", columns, rows, {"X_A": "Group"}, ("Report",)), lambda code: f"../{code}/x")


def test_where_no_public_series_is_held_the_page_says_so():
    text = page(AtlasRow("KHM", "Cambodia", ("X_A",), (None,)), columns=(AtlasColumn("Police", 0, False, (0, 0), 10),))
    assert '<td data-heading="Police" class="none">no public series held</td>' in text
    assert "Police: no public series held." in text


def test_names_are_inert_and_a_pack_is_a_link():
    text = page(AtlasRow("KHM", "<script>x</script>", (), (CELL,)))
    assert "<script>x" not in text
    assert '<a href="../KHM/x"' in text
    assert not re.search(r"<(?:link|iframe|img|base)\b|@import|https?:", text.replace("http-equiv", ""))


def test_no_word_of_the_page_ranks(found):
    words = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page(*found.rows, columns=found.columns), flags=re.S)
    assert not re.search(r"\b(?:best|worst|top|bottom|rank\w*|lead\w*|behind|lag\w*)\b", words.split("<main")[1], re.I)


def test_a_country_links_to_its_newest_pack_in_the_language_of_the_page(small_project, tmp_path):
    pack = tmp_path / "KHM/latest/index.html"
    pack.parent.mkdir(parents=True)
    pack.write_text("")
    text = write_atlas(Edition(root=small_project), outputs=tmp_path).read_text(encoding="utf-8")
    assert re.findall(r'href="(\.\./[^"]+)"', text) == ["../KHM/latest/index.html"]
    assert text == write_atlas(Edition(root=small_project), outputs=tmp_path).read_text(encoding="utf-8")


def test_the_command_prints_where_the_page_lies_and_refuses_drafts(small_project, tmp_path):
    where = ["--root", str(small_project), "--output", str(tmp_path)]
    done = CliRunner().invoke(app, ["atlas", *where])
    assert done.output.strip() == str(tmp_path / "atlas/index.html")
    refused = CliRunner().invoke(app, ["atlas", "--language", "km", *where])
    assert refused.exit_code == 2
    assert "--allow-draft" in refused.output


def test_packs_of_several_areas_leave_an_atlas_that_leads_to_them(tiny_project):
    request = Request(("KHM", "LAO"), pillars=("protection",), formats=("html",))
    run_packs(request, root=tiny_project)
    assert (tiny_project / "outputs/atlas/index.html").is_file()
    run_packs(
        Request(("KHM",), pillars=("protection",), formats=("html",)), root=tiny_project, output=tiny_project / "o"
    )
    assert not (tiny_project / "o/atlas").exists()
