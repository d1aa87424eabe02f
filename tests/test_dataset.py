"""The committed tables follow from the raw files, hold what the documents print, and nothing private."""

import gzip
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims import build
from wps_analysis.claims import load as dataset
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.processed import apart, as_files
from wps_analysis.codes import PILLARS
from wps_analysis.errors import UnknownCodeError
from wps_analysis.registry.load import load_registry
from wps_analysis.report import coverage, views
from wps_analysis.report.brief import Brief
from wps_analysis.tables import read_text_table, to_csv_text

PROJECT = Path(__file__).parents[1]
SOURCES = PROJECT.parent / "shared" / "sources"
needs_documents = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the source documents (../shared/sources) are not here"
)


def documents():
    """Return the rows of sources.csv of the documents that were keyed."""
    registry = load_registry(PROJECT)
    theirs = registry.sources["source_id"].isin(registry.of_publishers)
    return registry.sources[(registry.sources["file"] != "") & ~theirs]


def test_the_committed_tables_are_fresh():
    assert build.check(PROJECT) == []


def test_an_unknown_code_is_answered_with_the_nearest():
    with pytest.raises(UnknownCodeError, match="Did you mean 'police'"):
        dataset.load("polise")
    with pytest.raises(UnknownCodeError, match="participation"):
        dataset.load(pillar="participatoin")


def test_loading_by_date_speaks_as_it_could_then():
    rows = dataset.load("police", ref_area="KHM", as_of="2022-12-31")
    assert rows["obs_value"].tolist() == [8]


def test_every_pillar_has_figures_for_the_first_country():
    rows = dataset.load(ref_area="KHM")
    assert rows.groupby("pillar")["indicator"].nunique().min() >= 5


def test_every_figure_has_a_period_and_says_how_it_is_known():
    claims = dataset.load_claims()
    assert (claims["time_period"] != "").all()
    assert set(claims["period_basis"]) <= {"stated", "other_section", "study", "publication"}


def test_a_value_lies_inside_its_bounds():
    claims = dataset.load_claims()
    points = claims[claims["obs_value"].notna()]
    assert (points["lower"] <= points["obs_value"]).all()
    assert (points["obs_value"] <= points["upper"]).all()


def test_no_names_or_contacts_of_persons_in_the_data():
    for path in (PROJECT / "data").rglob("*.*"):
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
        assert not re.search(r"[\w.]+@[\w.]+\.\w{2,}|\b(?:Mr|Ms|Mrs|H\.E)\. [A-Z][a-z]+ [A-Z]", text), path


def test_a_period_in_brackets_stands_in_another_section():
    claims = dataset.load_claims()
    named = claims["period_text"].str.extract(r"^\[.*, (.+)\]$")[0]
    assert list(claims.loc[named == claims["locator"], "claim_id"]) == []


def test_a_figure_that_the_summary_repeats_has_the_origin_that_it_has_in_the_body():
    claims = dataset.load_claims()
    alike = ["source", "indicator", "ref_area", "population", "sex", "time_period", "obs_value"]
    summary = claims["locator"].str.startswith("ES ") & (claims["origin"] == "")
    twins = claims[summary].merge(claims[claims["origin"] != ""], on=alike, suffixes=("", "_body"))
    # The file that section 1.1.2 names for the peacekeepers of December is of May: nobody else is given it.
    assert set(twins["claim_id"]) == {"sa25.es_s5.un_peacekeepers.F"}


@needs_documents
def test_every_keyed_text_stands_in_its_document():
    files = documents().set_index("source_id")["file"]
    texts = {source: squeeze((SOURCES / file).read_text(encoding="utf-8")) for source, file in files.items()}
    claims = dataset.load_claims()
    claims = claims[claims["source"].isin(texts)]
    missing = [row.claim_id for row in claims.itertuples() if squeeze(row.value_text) not in texts[row.source]]
    assert missing == []


def test_a_commitment_printed_of_two_populations_is_two_targets_and_a_question():
    targets = load_registry(PROJECT).targets.query("ref_area == 'KHM' and indicators == 'un_peacekeepers'")
    assert set(targets["population"]) == {"_T", "military_personnel"}
    findings = dataset.load_findings().query("check == 'target_other_population' and ref_area == 'KHM'")
    assert "military_personnel" in set(findings["population"])


@needs_documents
def test_what_a_document_says_of_a_target_stands_in_it():
    registry = load_registry(PROJECT)
    files = registry.sources.set_index("source_id")["file"]
    for row in registry.target_statements.itertuples():
        assert squeeze(row.statement) in squeeze((SOURCES / files[row.source]).read_text(encoding="utf-8")), row


def test_one_list_is_dated_one_way():
    claims = dataset.load_claims()
    lists = claims[claims["table_id"] != ""].groupby(["source", "table_id"])
    assert (lists["time_period"].agg(set).map(len) == 1).all()
    # What one row takes from the study or the publication, no other row prints.
    assert all(len(bases) == 1 or not bases & {"study", "publication"} for bases in lists["period_basis"].agg(set))


def test_words_that_name_no_date_stand_beside_the_figure():
    claims = dataset.load_claims().set_index("claim_id")
    said = claims.loc["sa25.s3.1.2.adult_population.F"]
    assert said["period_text"] == "“In the immediate aftermath of the conflict”"
    assert said["period_basis"] == "publication"


def test_parts_of_a_hundred_are_listed_with_their_whole():
    claims = dataset.load_claims()
    parts = claims[(claims["role"] == "part") & (claims["unit_measure"] == "PT")]
    key = ["table_id", "indicator", "population", "sex"]
    listed = load_registry(PROJECT).table_parts.query("indicator != ''")
    assert set(parts[key].itertuples(index=False, name=None)) == set(listed[key].itertuples(index=False, name=None))


def test_a_rank_has_the_number_of_those_ranked_beside_it():
    claims = dataset.load_claims()
    indicators = load_registry(PROJECT).indicators.set_index("indicator")
    for rank in claims[claims["unit_measure"] == "RANK"].itertuples():
        counted = indicators.loc[rank.indicator, "unit_count_indicator"]
        beside = claims[(claims["pair_id"] == rank.pair_id) & (claims["indicator"] == counted)]
        assert len(beside) == 1 and f"{beside['obs_value'].iloc[0]:.0f}" in rank.value_text


@needs_documents
def test_the_documents_held_are_those_that_were_keyed():
    import hashlib

    for row in documents().itertuples():
        assert hashlib.sha256((SOURCES / row.file).read_bytes()).hexdigest() == row.sha256, row.source_id


@needs_documents
def test_every_address_and_footnote_stands_in_the_document_that_cites_it():
    sources = load_registry(PROJECT).sources
    held = documents().set_index("short_title")["file"]
    texts = {title: (SOURCES / file).read_text(encoding="utf-8") for title, file in held.items()}
    cited = sources[sources["citation"].str.contains("cited in ")]
    assert len(cited) > 25
    for row in cited.itertuples():
        for place in row.citation.partition("cited in ")[2].removesuffix(".").split("; "):
            title, where = place.split(", ", 1)
            # A line break of the document cost one address a hyphen.
            assert row.url.replace("-", "") in texts[title].replace("-", ""), row.source_id
            for number in re.findall(r"\d+", where.removesuffix(" and annex 9.2")):
                raised = number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
                footnote = rf"^[ ^]*(?:\[{number}\]|{raised}) "
                assert re.search(footnote, texts[title], re.MULTILINE), (row.source_id, number)


def test_every_source_is_cited_in_one_style():
    for row in load_registry(PROJECT).sources.itertuples():
        date, dot, where = row.citation.removeprefix(f"{row.producer}. {row.title}. ").partition(". ")
        assert dot and row.published[:4] in date, row.source_id
        assert date.endswith(" or later") == (row.published_basis == "not_before"), row.source_id
        cited = "cited in " in where
        parts = [row.url or ("" if cited else "Address not recorded"), row.date_accessed and "accessed "]
        assert where.endswith(".") and all(part in where for part in parts), row.source_id
        assert cited == (row.date_accessed == ""), row.source_id


def squeeze(text):
    return " ".join(text.replace("**", "").split()).lower()


_OF_PLAN = ["rpa_output", "rpa_relation"]


def test_indicators_without_an_output_of_the_plan_are_drawn_as_before(tmp_path):
    for folder in ("registry", "processed"):
        shutil.copytree(PROJECT / "data" / folder, tmp_path / "data" / folder)
    (tmp_path / "data" / "raw").mkdir()
    path = tmp_path / "data" / "registry" / "indicators.csv"
    table = read_text_table(path)
    without = table["indicator"].isin(["police", "un_peacekeepers", "cmaa_staff", "national_assembly"])
    unattached = {column: table[column].mask(without, "") for column in _OF_PLAN}
    path.write_text(to_csv_text(table.assign(**unattached)), encoding="utf-8")
    editions = [Edition(root=root) for root in (tmp_path, PROJECT)]
    pd.testing.assert_frame_equal(*(known.observations.drop(columns=_OF_PLAN) for known in editions))
    assert "Police officers" not in set(coverage.outputs_table(Brief(editions[0], "KHM"))["name"])
    for pillar in PILLARS:
        briefs = [Brief(known, "KHM", pillar) for known in editions]
        chosen = views.chosen_views(briefs[1])
        assert views.chosen_views(briefs[0]) == chosen
        for name in chosen:
            drawn = [views.draw_view(name, brief).data for brief in briefs]
            pd.testing.assert_frame_equal(*(table.drop(columns=_OF_PLAN, errors="ignore") for table in drawn))


def test_a_count_has_a_counting_unit_and_a_share_a_range():
    indicators = load_registry(PROJECT).indicators
    counted = indicators[indicators["measure"] == "count"]
    assert counted["unit_measure"].isin(["PS", "NUMBER"]).all()
    shares = indicators[indicators["unit_measure"] == "PT"]
    assert (shares[["valid_min", "valid_max"]] == [0, 100]).all(axis=None)


def test_the_tables_read_back_as_they_were_written():
    folder, known = PROJECT / "data" / "processed", Edition(root=PROJECT)
    tables = {name: known.table(name) for name in ("claims", "observations", "findings")}
    files = as_files(apart(tables, read_text_table(folder / "claims.csv")["claim_id"]))
    assert [name for name, text in files.items() if (folder / name).read_text(encoding="utf-8") != text] == []
