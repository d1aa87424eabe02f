"""The processed tables of keyed claims and those of publishers' files: apart on disk, one table for who reads them."""

import gzip
import shutil
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims import build, processed
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.extracts import LAYOUT
from wps_analysis.claims.freshness import stale
from wps_analysis.dev.tables import complete
from wps_analysis.errors import StaleError
from wps_analysis.pack.plan.inputs import read_inputs

PROJECT = Path(__file__).parents[1]
_ROWS = {
    "sources": "world_bank_2023,yes,World Bank,Indicators,Indicators,,2023,stated,,,world_bank,,World Bank. 2023.,,",
    "publishers": "world_bank,World Bank,Indicators,,yes,",
    "series_map": "world_bank,SG.GEN.PARL.ZS,,national_assembly,_T,F,world_bank_seats,,,1",
    "series": "world_bank_seats,Seats,Members who sit at a date,Members,register,3,,,,",
}


@pytest.fixture
def with_extract(copied_data):
    """Return the root of the small project with an extract of two figures of Fiji, which no document prints."""
    figures = pd.DataFrame({"period_text": ["2021", "2022"], "value_text": ["21.6", "10"]})
    figures = figures.assign(publisher="world_bank", published_series="SG.GEN.PARL.ZS", area="FJI", row=1)
    folder = copied_data / "data/raw/world_bank_2023"
    folder.mkdir()
    text = figures.reindex(columns=LAYOUT).to_csv(index=False)
    (folder / "a.csv.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    for name, row in _ROWS.items():
        path = copied_data / f"data/registry/{name}.csv"
        path.write_text(f"{path.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    keyed = (copied_data / "data/processed/claims.csv").read_bytes()
    build.build(copied_data)
    assert (copied_data / "data/processed/claims.csv").read_bytes() == keyed
    return copied_data


def test_figures_of_publishers_lie_apart_and_are_read_with_the_others(with_extract):
    known = Edition(root=with_extract)
    fiji = known.figures(ref_area="FJI")
    assert fiji[["time_period", "obs_value"]].to_numpy().tolist() == [["2021", 21.6], ["2022", 10.0]]
    assert known.claims["claim_id"].is_monotonic_increasing
    assert len(read_inputs(with_extract).tables["claims"]) == len(known.claims)
    assert build.check(with_extract) == []


def test_missing_tables_of_publishers_figures_say_what_to_do(with_extract):
    (with_extract / "data/processed/extracts/claims.csv").unlink()
    assert stale(with_extract) == ["data/processed/extracts/claims.csv is gone"]
    with pytest.raises(StaleError, match="extracts/claims.csv is missing .*Run `wps build`"):
        Edition(root=with_extract).claims  # noqa: B018
    with pytest.raises(StaleError, match="wps build"):
        read_inputs(with_extract)


def test_the_main_area_is_that_of_the_documents_however_many_figures_publishers_have(with_extract):
    assert Edition(root=with_extract).main_area == Edition(root=with_extract).claims["ref_area"].mode()[0] != "FJI"


def test_very_many_claims_are_parquet_and_read_the_same(with_extract, monkeypatch):
    as_csv = Edition(root=with_extract)
    figures, rows = as_csv.figures(ref_area="FJI"), read_inputs(with_extract).tables
    monkeypatch.setattr(processed, "LARGE", 1)
    build.build(with_extract)
    folder = with_extract / "data/processed/extracts"
    assert {path.suffix for path in folder.iterdir()} == {".parquet"}
    pd.testing.assert_frame_equal(Edition(root=with_extract).figures(ref_area="FJI"), figures)
    assert read_inputs(with_extract).tables == rows
    assert build.check(with_extract) == []


def test_the_extracts_of_the_project_are_small_allowed_and_listed(registry):
    extracts = list((PROJECT / "data/raw").glob("*/*.csv.gz"))
    sizes = [path.stat().st_size for path in extracts]
    assert 10 < len(extracts) and max(sizes) < 2_000_000 and sum(sizes) < 15_000_000
    sources = registry.sources.set_index("source_id").loc[[path.parent.name for path in extracts]]
    allowed = registry.publishers.loc[registry.publishers["commit"] == "yes", "publisher"]
    assert sources["release_of"].isin(allowed).all() and (sources["committed"] == "yes").all()
    assert (sources[["url", "licence", "sha256", "date_accessed"]] != "").all(axis=None)
    listed = (PROJECT / "docs/extracts.md").read_text(encoding="utf-8")
    claims = Edition(root=PROJECT).claims
    assert [
        code for code in claims.loc[claims["source"].isin(sources.index), "indicator"].unique() if code not in listed
    ] == []


def test_a_clone_without_the_tables_of_publishers_figures_builds_them_once(with_extract):
    shutil.rmtree(with_extract / "data/processed/extracts")
    assert [complete(with_extract), complete(with_extract)] == [True, False]
