"""`wps add`, then `wps build`: a downloaded file becomes claims in two commands, and nothing in it is passed over."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wps_analysis.claims import build as tables
from wps_analysis.claims.downloads import read_download
from wps_analysis.front.cli import app
from wps_analysis.registry.load import load_registry
from wps_analysis.registry.publishers import place_areas
from wps_analysis.tables import read_text_table

PROJECT = Path(__file__).parents[1]
SPECIMENS = Path(__file__).parent / "data/formats"
WIDE = SPECIMENS / "world_bank_wide.csv"
WIDE_ID = "world_bank_sg_gen_parl_zs_2023_10_26"
MAP = """\
world_bank,SG.GEN.PARL.ZS,,national_assembly,_T,F,assembly_members,,,1
un_minset,Sad5532a0,15 to 49 years old,police,_T,F,police_register,PT,,
ipu,election_women_share.lower,,national_assembly,_T,F,assembly_members,,100,
ipu,election_women.single,,national_assembly_number,_T,F,assembly_members,,,
who_gho,VIOLENCE_HOMICIDENUM,,national_assembly_number,_T,,assembly_members,,,
unodc,Detected trafficking victims,,national_assembly_number,_T,,assembly_members,,,
owid,Lower chamber female legislators,,national_assembly,_T,F,assembly_members,,,
un_sdg,SG_GEN_PARL,,national_assembly,_T,F,assembly_members,PERCENT,,
un_sdg,SG_GEN_LOCGELS,,national_assembly,_T,F,assembly_members,NUMBER,,
open_sdg,5.5.1,National Assembly,national_assembly,_T,F,assembly_members,,,
"""


@pytest.fixture
def root(copied_data):
    """The small project, with what is known of publishers and a map to its own indicators."""
    for name in ("publishers", "publisher_areas"):
        shutil.copy(PROJECT / f"data/registry/{name}.csv", copied_data / "data/registry")
    with (copied_data / "data/registry/series_map.csv").open("a", encoding="utf-8") as file:
        file.write(MAP)
    return copied_data


def wps(*arguments, root):
    return CliRunner().invoke(app, [*map(str, arguments), "--root", str(root)])


def read(name, root, **chosen):
    return read_download(SPECIMENS / name, "x", load_registry(root), **chosen)


def test_two_commands_make_claims_of_a_download_and_nothing_is_written_by_hand(root):
    added, built = wps("add", WIDE, root=root), wps("build", root=root)
    assert (added.exit_code, built.exit_code) == (0, 0)
    assert "SG.GEN.PARL.ZS -> national_assembly: 3" in added.output
    assert "left out, 2: 1 area: aggregates of the publisher (East Asia & Pacific)" in added.output
    claims = tables.compute(root).claims.set_index("source").loc[WIDE_ID]
    assert claims[["ref_area", "time_period", "obs_value", "lower", "upper"]].to_numpy().tolist() == [
        ["KHM", "2021", 20.8, 20.75, 20.85],
        ["LAO", "2021", 21.9512195121951, 21.951219, 21.95122],
        ["LAO", "2022", 21.9512195121951, 21.951219, 21.95122],
    ]


def test_the_file_lies_unchanged_in_its_folder_and_its_source_is_filled_in(root):
    wps("add", WIDE, root=root)
    assert (root / f"data/raw/{WIDE_ID}" / WIDE.name).read_bytes() == WIDE.read_bytes()
    source = read_text_table(root / "data/registry/sources.csv").iloc[-1]
    assert source[["source_id", "producer", "title", "published", "licence", "file"]].to_list() == [
        WIDE_ID, "World Bank", "World Development Indicators", "2023-10-26", "CC BY 4.0", WIDE.name,
    ]  # fmt: skip
    assert len(source["sha256"]) == 64
    assert source["date_accessed"] == ""


def test_a_dry_run_says_the_same_and_writes_nothing(root, contents):
    before = contents(root)
    said = wps("add", "--dry-run", WIDE, root=root)
    assert "3 figures, 2 areas, 2021-2022" in said.output
    assert contents(root) == before


def test_a_file_that_is_there_is_not_added_again(root):
    wps("add", WIDE, root=root)
    assert f"already in data/raw/{WIDE_ID}: nothing to do" in wps("add", WIDE, root=root).output
    assert wps("build", root=root).exit_code == 0


def test_a_file_whose_terms_are_not_known_is_kept_out_of_git(root):
    wps("add", SPECIMENS / "owid.csv", WIDE, root=root)
    ignored = {path.parent.name for path in (root / "data/raw").glob("*/.gitignore")}
    assert len(ignored) == 1
    assert ignored.pop().startswith("owid_")


def test_only_the_series_and_areas_asked_for_are_used_by_build_too(root):
    wps("add", WIDE, "--series", "SG.GEN.PARL.ZS", "--areas", "LAO", root=root)
    claims = tables.compute(root).claims
    assert claims.loc[claims["source"] == WIDE_ID, "ref_area"].to_list() == ["LAO", "LAO"]


def test_a_series_that_is_not_mapped_is_listed_and_fails_nothing(root):
    said = wps("add", SPECIMENS / "wbl.csv", root=root)
    assert said.exit_code == 0
    assert "series without a row in series_map.csv (WBL INDEX, MOBILITY, Can a woman travel?)" in said.output
    assert "not added: no figure of it is used" in said.output
    assert wps("build", root=root).exit_code == 0


def test_an_unknown_file_is_an_error_and_the_others_are_added(root, tmp_path):
    music = tmp_path / "music.csv"
    music.write_text("Song,Artist\nApsara,Sinn\n", encoding="utf-8")
    said = wps("add", music, WIDE, root=root)
    assert said.exit_code == 1
    assert "music.csv: a comma-separated file with the columns Song, Artist; no area column, no year" in said.output
    assert (root / f"data/raw/{WIDE_ID}").is_dir()


def test_a_file_that_names_no_area_takes_it_from_the_user(root):
    name = "indicator_5-5-1.csv"
    assert read(name, root).left_out == {"the file names no area: say which with --areas": 2}
    claims = read(name, root, areas="KOR").claims
    assert claims[["ref_area", "value_text"]].to_numpy().tolist() == [["KOR", "17.29"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ipu_elections.csv", (15.2, 15.15, 15.25, "exact")),
        ("un_minset.csv", (61.2, 55.1, 66.9, "about")),
        ("who_gho.csv", (65, 30, 122, "about")),
        ("unodc.csv", (None, 0, 4, "under")),
    ],
)
def test_fractions_bounds_and_suppressed_counts_are_read_as_the_publisher_means_them(root, name, value):
    wps("add", SPECIMENS / name, root=root)
    claims = tables.compute(root).claims
    added = claims[claims["source"].str.match("ipu_|un_minset_|who_|unodc_") & (claims["qualifier"] == value[3])]
    found = added[["obs_value", "lower", "upper"]].astype(object).to_numpy().tolist()
    assert [None if number != number else number for number in found[0]] == list(value[:3])


@pytest.mark.parametrize("name", sorted(path.name for path in SPECIMENS.glob("[!e]*.*")))
def test_every_figure_of_a_file_is_a_claim_or_is_left_out_with_a_reason(name):
    download = read_download(SPECIMENS / name, "x", load_registry(PROJECT))
    assert len(download.claims) + sum(download.left_out.values()) == len(download.figures)


def test_a_figure_in_another_unit_is_left_out(root):
    left_out = read("un_sdg_portal.csv", root).left_out
    assert left_out["figures in another unit (PERCENT)"] == 1


def test_each_mapped_series_fits_its_indicator_and_no_area_is_named_twice():
    registry = load_registry(PROJECT)
    mapped = registry.series_map.merge(registry.indicators, on="indicator")
    assert len(mapped) == len(registry.series_map) > 200
    assert not registry.series_map.duplicated(["publisher", "published_series", "breakdown", "sex"]).any()
    assert not registry.publisher_areas.duplicated(["publisher", "area"]).any()
    assert not mapped.loc[mapped["unit_measure"] == "PT", "unit"].str.contains("NUMBER").any()


def test_an_extract_holds_the_used_figures_and_makes_the_same_claims(root, contents):
    wps("add", "--extract", WIDE, root=root)
    (kept,) = (root / f"data/raw/{WIDE_ID}").iterdir()
    assert kept.name == "world_bank_wide.csv.gz"
    registry, columns = load_registry(root), ["claim_id", "ref_area", "period_text", "value_text", "sex", "locator"]
    extracted, whole = (read_download(path, "x", registry) for path in (kept, WIDE))
    assert extracted.left_out == {}
    assert extracted.claims[columns].to_numpy().tolist() == whole.claims[columns].to_numpy().tolist()
    again = kept.read_bytes()
    wps("add", "--extract", WIDE, root=root)
    assert kept.read_bytes() == again
    assert read_text_table(root / "data/registry/sources.csv").iloc[-1]["file"] == WIDE.name


def test_no_extract_is_made_where_the_terms_are_not_known_to_allow_one(root):
    said = wps("add", "--extract", SPECIMENS / "owid.csv", root=root)
    assert said.exit_code == 1
    assert "the terms of Our World in Data are not known to allow an extract" in said.output
    assert not list((root / "data/raw").glob("owid*"))


@pytest.mark.parametrize(
    ("publisher", "label", "placed"),
    [
        ("owid", "Congo", ("COG", "alias")),
        ("world_bank", "WLD", ("", "aggregate")),
        ("un_sdg", "035", ("035", "alias")),
        ("owid", "World", ("", "aggregate")),
        ("un_sdg", "913", ("", "aggregate")),
        ("ipu", "Namibia", ("NAM", "alias")),
        ("ipu", "NA", ("NAM", "alias")),
        ("un_sdg", "004", ("AFG", "alias")),
        ("unhcr", "C\u00c3\u00b4te d'Ivoire", ("CIV", "alias")),
        ("ipu", "Viet Nam South (Republic Of)", ("", "former")),
        ("unodc", "XKX", ("", "disputed")),
        ("svac", "Cambodia (Kampuchea), Thailand", ("", "several")),
        ("ipu", "Atlantis", ("", "")),
    ],
)
def test_an_area_is_a_country_or_left_out_for_what_it_is(publisher, label, placed):
    registry = load_registry(PROJECT)
    found = place_areas(
        [label], publisher, known=registry.publisher_areas, areas=registry.areas, aliases=registry.area_aliases
    )
    assert tuple(found.loc[label]) == placed


def test_a_list_beside_the_figures_is_named_and_fails_no_build(root):
    folder = root / "data/raw/country_report_2025"
    (folder / "ddf--entities--sex.csv").write_text("sex,name\nfemale,FEMALE\n", encoding="utf-8")
    built = wps("build", root=root)
    assert built.exit_code == 0
    assert "ddf--entities--sex.csv: a list that a publisher puts beside its figures; it holds none" in built.output
