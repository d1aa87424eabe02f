"""A pack proves itself: made again it is the same, or what differs is named; it says what changed since the last."""

import json
import os
import shutil

import pandas as pd
import pytest

from wps_analysis.claims import build as dataset
from wps_analysis.errors import PackError
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.run import run_packs
from wps_analysis.pack.verify.verify import verify_pack
from wps_analysis.paths import sha256

TABLES = Request(("KHM",), formats=("notebooks", "csv"))


def make(root, **options):
    (result,) = run_packs(Request(**{**vars(TABLES), **options}), root=root)
    assert result.failures == ()
    return result.folder


def revise(root):
    """Let one raw figure be another: the commune chiefs of 2022 are 10.73 per cent, as their counts allow."""
    path = root / "data" / "raw" / "country_report_2025" / "posts.csv"
    text = path.read_text(encoding="utf-8")
    assert "10.7 per cent" in text
    path.write_text(text.replace("10.7 per cent", "10.73 per cent"), encoding="utf-8")
    dataset.build(root)


def changes(pack):
    table = pd.read_csv(pack / "changes.csv", dtype=str, keep_default_na=False)
    return table[table["change"] == "figure_revised"]


@pytest.fixture
def pack(tiny_project):
    return make(tiny_project)


def test_a_pack_is_the_same_when_it_is_made_again(tiny_project, pack):
    assert verify_pack(pack, root=tiny_project).empty


def test_a_pack_that_was_moved_and_renamed_is_the_same_too(tiny_project, pack, tmp_path):
    assert verify_pack(pack.rename(tmp_path / "mailed"), root=tiny_project).empty


def test_a_file_that_was_touched_is_named_with_the_figure(tiny_project, pack):
    table = pack / "data" / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",14.4,", ",41.4,", 1), encoding="utf-8")
    found = verify_pack(pack, root=tiny_project)
    assert set(found["file"]) == {"data/observations.csv"}
    differing = found[found["where"].str.contains("national_assembly")].iloc[0]
    assert ("41.4" in differing["in_pack"], "14.4" in differing["again"]) == (True, True)


def test_data_that_changed_since_are_named_and_the_figures_that_follow(tiny_project, pack):
    revise(tiny_project)
    found = verify_pack(pack, root=tiny_project)
    inputs = found[found["kind"] == "input changed"]["file"]
    assert any(name.startswith("data/raw/country_report_2025/") for name in inputs)
    assert "data/observations.csv" in set(found[found["kind"] == "differs"]["file"])


def test_what_is_no_complete_pack_cannot_be_verified(tiny_project, pack):
    manifest = json.loads((pack / "manifest.json").read_text())
    (pack / "manifest.json").write_text(json.dumps({**manifest, "complete": False}))
    with pytest.raises(PackError, match="holds no complete pack"):
        verify_pack(pack, root=tiny_project)


def test_a_pack_says_what_changed_since_the_previous_one(tiny_project, pack, contents):
    assert changes(pack).empty
    revise(tiny_project)
    again = make(tiny_project)
    assert again == pack
    revised = changes(again)
    assert {"commune_chiefs"} <= set(revised["indicator"])
    row = revised[revised["indicator"] == "commune_chiefs"].iloc[0]
    assert ("10.7" in row["before"], "10.73" in row["after"]) == (True, True)
    before = contents(again)
    assert contents(make(tiny_project, force=True)) == before  # to make it again changes nothing
    (unproven,) = verify_pack(again, root=tiny_project).to_dict("records")
    assert (unproven["kind"], unproven["again"]) == (
        "unproven", f"the pack of {again.name} in whose place it stands is gone",
    )  # fmt: skip


def test_a_pack_of_an_earlier_date_says_what_could_be_said_then(tiny_project, pack):
    earlier = make(tiny_project, as_of="2023-12-31")
    assert (pack.parent / "latest").resolve() == pack
    sources = pd.read_csv(earlier / "data" / "sources.csv", dtype=str)
    assert sources["published"].max() <= "2023-12-31"
    later = pd.read_csv(make(tiny_project, as_of="2024-12-31") / "changes.csv", dtype=str)
    assert set(later["change"]) >= {"figure_added"}


def test_a_page_leads_to_its_other_languages_and_is_the_same_when_they_are_gone(tiny_project):
    english = make(tiny_project, formats=("html",))
    assert "hreflang" not in (english / "evidence.html").read_text(encoding="utf-8")
    khmer = make(tiny_project, formats=("html",), languages=("km",), allow_draft=True)
    assert f'href="../{english.name}/evidence.html"' in (khmer / "evidence.html").read_text(encoding="utf-8")
    shutil.rmtree(english)
    assert verify_pack(khmer, root=tiny_project).empty


def forge(pack, old, new):
    """Rewrite what a pack tells of changes, and let its manifest hold the hash of it."""
    path = pack / "changes.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["changes.csv"] = sha256(path.read_bytes())
    (pack / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_a_forged_account_of_changes_is_found_out(tiny_project, pack):
    revise(tiny_project)
    again = make(tiny_project)
    forge(again, "10.73", "99.73")
    found = verify_pack(again, root=tiny_project)
    assert set(found.loc[found["kind"] == "differs", "file"]) == {"changes.csv", "manifest.json"}


def test_an_account_is_held_against_the_previous_pack_of_the_project_wherever_a_pack_lies(tiny_project, tmp_path):
    make(tiny_project, as_of="2023-12-31")
    later = make(tiny_project, as_of="2024-12-31").rename(tmp_path / "mailed")
    last = (later / "changes.csv").read_text(encoding="utf-8").splitlines(keepends=True)[-1]
    assert verify_pack(later, root=tiny_project).empty
    forge(later, last, "")
    found = verify_pack(later, root=tiny_project)
    assert "changes.csv" in set(found.loc[found["kind"] == "differs", "file"])


def test_every_file_is_accounted_for(tiny_project, pack, tmp_path):
    (pack / ".evil.html").write_text("<script>")
    (pack / "logs").mkdir()
    (pack / "logs" / "a.log").write_text("1")
    (pack / "charts" / "more").symlink_to(tmp_path)
    os.mkfifo(pack / "data" / "pipe")
    table = pack / "data" / "claims.csv"
    shutil.copy2(table, tmp_path / "claims.csv")
    table.unlink()
    table.symlink_to(tmp_path / "claims.csv")  # the same bytes, for now
    found = verify_pack(pack, root=tiny_project)
    extra = set(found.loc[found["kind"] == "extra", "file"])
    assert extra == {".evil.html", "logs/a.log", "charts/more", "data/pipe"}
    assert set(found.loc[found["kind"] == "differs", "file"]) == {"data/claims.csv"}
    assert found.loc[found["kind"] == "differs", "in_pack"].unique() == [f"a link to {tmp_path / 'claims.csv'}"]


def test_a_manifest_that_does_not_say_how_its_pack_was_made_is_an_error(tiny_project, pack):
    manifest = json.loads((pack / "manifest.json").read_text())
    (pack / "manifest.json").write_text(json.dumps({**manifest, "plan": [1]}))
    with pytest.raises(PackError, match="does not say how the pack was made"):
        verify_pack(pack, root=tiny_project)
