"""What changed since an earlier pack: found again where that pack is, else held against the pack's own tables."""

import json
import shutil

import pytest

from wps_analysis.pack.plan.manifest import MANIFEST, read_manifest
from wps_analysis.pack.publish.changes import compare_tables, read_changes, read_tables
from wps_analysis.pack.publish.previous import changes_again, find_previous
from wps_analysis.paths import hashes, write_atomic
from wps_analysis.tables import to_csv_text

OLD, NEW = "2024-12-31", "2025-10-31"
TABLES = {
    "observations": """indicator,ref_area,population,sex,time_period,name,obs_value,lower,upper,qualifier,unit_measure,\
numerator,denominator,denominator_lower,denominator_upper,agreement,measure,population_name,pillar
police,KHM,_T,F,2024,Police officers,{police},{police},{police},exact,PT,,,,,{agreement},composition,,participation
{chiefs}""",
    "targets": """target_id,indicators,population,sex,ref_area,operator,lower,upper,target_year,kind,legal_force,basis
parity,police,_T,F,,>=,{aim},,,stock,benchmark,Resolution
""",
    "assessments": """indicator,ref_area,population,sex,target_id,status,sentence,name,measure,population_name,pillar
police,KHM,_T,F,parity,{status},It is {status}.,Police officers,composition,,participation
""",
}
CHIEFS = "chiefs,KHM,_T,F,2022,Chiefs,7,7,7,exact,PT,,,,,single,composition,,participation\n"


def write(folder, previous="", **values):
    """Write a pack of three tables and its manifest."""
    for name, text in TABLES.items():
        write_atomic(folder / "data" / f"{name}.csv", text.replace("\\\n", "").format(**values))
    return seal(folder, previous)


def seal(folder, previous):
    outputs = hashes([path for path in sorted(folder.rglob("*.csv"))], folder)
    manifest = {
        "ref_area": "KHM", "as_of": folder.name, "language": "en", "complete": True, "formats": [], "plan": [],
        "inputs": {}, "previous": previous, "outputs": outputs,
    }  # fmt: skip
    write_atomic(folder / MANIFEST, json.dumps(manifest))
    return folder


@pytest.fixture
def packs(tmp_path):
    """Return two packs: a figure, a target and a status have changed, one figure is gone and another new."""
    shelf = tmp_path / "KHM"
    old = write(shelf / OLD, police=10, agreement="single", chiefs=CHIEFS, aim=30, status="below")
    new = write(shelf / NEW, police=11, agreement="single", chiefs=CHIEFS.replace("2022", "2023"), aim=40, status="met")
    write_atomic(new / "changes.csv", to_csv_text(compare_tables(read_tables(old), read_tables(new))))
    return old, seal(new, OLD)


def told_again(new, outputs=None):
    found, previous = changes_again(new, read_tables(new), outputs or new.parents[1])
    assert previous == read_manifest(new)["previous"]
    return found.to_dict("records")


def rows(pack):
    return read_changes(pack / "changes.csv").to_dict("records")


def test_every_kind_of_change_is_told(packs):
    assert [row["change"] for row in rows(packs[1])] == [
        "figure_withdrawn", "figure_added", "figure_revised", "target_changed", "status_changed",
    ]  # fmt: skip


def test_the_previous_pack_is_found_beside_it_or_among_the_projects(packs, tmp_path):
    old, new = packs
    assert find_previous(new, tmp_path / "nowhere") == (old, "")
    mailed = tmp_path / "mailed"
    shutil.move(new, mailed)
    assert find_previous(mailed, tmp_path) == (old, "")


@pytest.mark.parametrize("there", [True, False], ids=["previous pack there", "previous pack gone"])
def test_an_honest_account_is_borne_out(packs, there):
    old, new = packs
    if not there:
        shutil.rmtree(old)
    assert told_again(new) == rows(new)


FORGED = [
    ("11\u00a0%", "99\u00a0%"),
    ("figure_revised", "figure_added"),
    ("figure_revised,police", "figure_revised,polise"),
    ("figure_withdrawn,chiefs,KHM,_T,F,2022", "figure_withdrawn,chiefs,KHM,_T,F,2023"),
    ("It is met.", "It is exceeded."),
    (",met,", ",exceeded,"),
    ("40\u00a0%", "4\u00a0%"),
    ("Police officers", "Police women"),
]


@pytest.mark.parametrize(("old_words", "new_words"), FORGED)
@pytest.mark.parametrize("there", [True, False], ids=["previous pack there", "previous pack gone"])
def test_a_forged_account_is_not(packs, there, old_words, new_words):
    old, new = packs
    if not there:
        shutil.rmtree(old)
    text = (new / "changes.csv").read_text(encoding="utf-8")
    assert old_words in text
    write_atomic(new / "changes.csv", text.replace(old_words, new_words))
    assert told_again(new) != rows(new)


def test_what_stood_before_is_proved_by_the_previous_pack_alone(packs):
    old, new = packs
    write_atomic(new / "changes.csv", (new / "changes.csv").read_text(encoding="utf-8").replace("10", "9"))
    assert told_again(new) != rows(new)
    shutil.rmtree(old)
    assert told_again(new) == rows(new)
    assert find_previous(new, new.parents[1]) == (None, f"the pack of {OLD} is not here")


def test_why_a_previous_pack_cannot_be_compared_with_is_said(packs):
    old, new = packs
    (old / "data" / "targets.csv").open("a").write(" ")
    assert find_previous(new, old) == (None, f"the pack of {OLD} is not as its manifest says")
    assert find_previous(seal(new, NEW), old) == (None, f"the pack of {NEW} in whose place it stands is gone")
    assert find_previous(seal(new, "../../etc"), old) == (None, "it names no date of a pack, but '../../etc'")
    assert find_previous(seal(new, ""), old) == (None, "")
    assert told_again(new) == []
