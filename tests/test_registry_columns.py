"""Every column of every registry file refuses what is of another kind, and says in which file, row and column."""

import re
import shutil

import pandas as pd
import pytest

from wps_analysis.claims import build
from wps_analysis.errors import InputError
from wps_analysis.registry.load import _FILES, load_registry
from wps_analysis.tables import read_text_table, to_csv_text

PROSE = {
    "alias", "basis", "checked_by", "citation", "custodian", "data_holder", "definition", "group", "heading", "label",
    "ladder", "licence", "mandate", "name", "name_en", "name_km", "not_measured", "note", "producer", "reason",
    "short_name", "short_title", "statement", "table_name", "text", "title", "what", "wording",
}  # fmt: skip
"""Columns of words, which may say anything."""
PROSE_HERE = {("synonyms", "phrase"), ("elections", "source"), ("series", "population"), ("targets", "basis")}
"""Words in one file, where another has a code or a list in a column of that name."""
NAMES = {"alias", "name_en"}
"""Names of places: Nan is a province."""
PRINTED = {"locator", "value_text", "published_series"}
"""Columns that hold what stands in a document, digits too."""
PRINTED_HERE = {
    ("series_map", "breakdown"), ("series_map", "unit"), ("publisher_areas", "area"),
    ("downloads", "series"), ("downloads", "areas"), ("synonyms", "code"),
    ("confirmations", "claim_id"), ("confirmations", "corrected_by"),
}  # fmt: skip
"""Columns that hold a publisher's or a user's own words and codes, whatever they are."""
LATER = {("sources", "reference_period"), ("targets", "claim_id")}
"""Columns that `build` holds against the raw claims."""
COLUMNS = [(name, column) for name, model in _FILES.items() for column in model.model_fields]


@pytest.fixture(scope="module")
def project(small_project, tmp_path_factory):
    """Return a project of which every registry file has a row."""
    root = tmp_path_factory.mktemp("registry")
    shutil.copytree(small_project / "data", root / "data")
    rows = {
        "breaks": "police_register,2023,a new register,country_report_2025",
        "publishers": "world_bank,World Bank,Indicators,CC BY 4.0,yes,https://data.worldbank.org",
        "publisher_areas": "world_bank,Arab World,,aggregate",
        "series_map": "world_bank,SG.GEN.PARL.ZS,,national_assembly,_T,F,assembly_members,,,1",
        "downloads": "country_report_2025,SG.GEN.PARL.ZS,KHM",
        "fetch": f"seats,world_bank,Seats of parliaments,seats.csv,https://data.worldbank.org/seats.csv,{'0' * 64}",
        "confirmations": "report.police.F.2024,confirmed,,2025-01-01,,",
        "synonyms": "indicator,police,police staff",
        "messages": "KHM,,participation,1,share,report.police.F.2024,,,",
    }
    for name, row in rows.items():
        with (root / f"data/registry/{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    build.compute(root)
    return root


def spoilt(project, name, *changes):
    """Return the place of each copy of a file's last row with other values in it, and what is said of them."""
    path = project / f"data/registry/{name}.csv"
    before = path.read_text(encoding="utf-8")
    table = read_text_table(path)
    rows = [table.iloc[-1].to_dict() | change for change in changes]
    kept = table.iloc[:-1]
    path.write_text(to_csv_text(pd.concat([kept, pd.DataFrame(rows)])), encoding="utf-8")
    try:
        with pytest.raises(InputError) as caught:
            build.compute(project) if LATER & {(name, column) for column in changes[0]} else load_registry(project)
    finally:
        path.write_text(before, encoding="utf-8")
    first = len(kept) + 2
    return [f"data/registry/{name}.csv row {first + place}: " for place in range(len(changes))], caught.value.problems


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[".".join(names) for names in COLUMNS])
def test_a_column_refuses_what_is_of_another_kind(project, name, column):
    wrong = [" Police", "(Police "]
    if column in PROSE or (name, column) in PROSE_HERE:
        wrong += ["-1", "2025"] if column in NAMES else ["-1", "2025", "nan"]
    elif column == "claims":  # of messages, which a brief leaves out where no figure rests on them
        wrong += ["galaxy!", "-1"]
    elif column not in PRINTED and (name, column) not in PRINTED_HERE:
        wrong += ["galaxy!", "-1", "nan nan", "2025-02-30", "1e308", "2025.5.5"]
    batches = [[value] for value in wrong] if (name, column) in LATER else [wrong]
    for batch in batches:
        places, problems = spoilt(project, name, *({column: value} for value in batch))
        for place, value in zip(places, batch, strict=True):
            named = [
                p
                for p in problems
                if p.startswith(place)
                and column in p
                and {repr(value), repr(value.split()[0])} & set(re.findall("'.*?'", p))
            ]
            assert named, (value, problems)


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[".".join(names) for names in COLUMNS])
def test_a_column_refuses_characters_that_hide_or_act(project, name, column):
    wrong = ["police\u200b", "\u202eecilop", "\x1b[31mpolice", "a\tb", "a\x00b"]
    places, problems = spoilt(project, name, *({column: value} for value in wrong))
    for place in places:
        assert any(p.startswith(f"{place}column {column!r} holds U+") for p in problems), problems


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("areas", {"ref_area": "142", "parent": "142", "level": "region"}, "leads back to '142'"),
        ("areas", {"valid_from": "2024-01-02", "valid_to": "2024-01-01"}, "valid_from '2024-01-02' is after valid_to"),
        ("areas", {"level": "country"}, "level 'country' of KH-11"),
        ("areas", {"parent": "XXX"}, "parent 'XXX' is no code of an area"),
        ("area_aliases", {"alias": "Thailand"}, "is a name of THA"),
        ("area_aliases", {"alias": "world"}, "alias 'world' stands twice (first in row 2)"),
        ("populations", {"parent": "villagers"}, "parent 'villagers' leads back to 'villagers'"),
        ("populations", {"population": "officials"}, "population 'officials' stands twice (first in row 4)"),
        ("indicators", {"valid_min": "101", "valid_max": "100"}, "valid_min '101' is above valid_max '100'"),
        ("indicators", {"valid_min": ""}, "valid_min ''"),
        ("indicators", {"unit_measure": "PT"}, "a count is in PS or NUMBER"),
        ("indicators", {"count_indicator": "police"}, "count_indicator 'police' is a composition"),
        ("targets", {"lower": "101"}, "lower '101' is outside what police_recruits can be (0 to 100)"),
        ("targets", {"operator": "range"}, "upper '' and operator 'range'"),
        ("targets", {"operator": "range", "upper": "10"}, "lower '20' is above upper '10'"),
        ("targets", {"lower": "inf"}, "lower='inf'"),
        ("series", {"n": "10", "n_women": "6", "n_men": "6"}, "are more than n '10'"),
        ("series", {"rank": "0"}, "rank='0'"),
        ("sources", {"release_of": "nothing_else"}, "release_of 'nothing_else' is no source"),
        ("sources", {"published": "2024-05", "date_accessed": "2024-04-30"}, "is after date_accessed '2024-04-30'"),
        ("breaks", {"time_period": "2025-02-30"}, "time_period='2025-02-30': must be a day that there is"),
        ("messages", {"form": "fewer_than"}, "form 'fewer_than' and rank '1'"),
        ("table_parts", {"sex": "F"}, "indicator, population and sex are filled together"),
        ("atlas", {"indicator": "commune_chiefs_number"}, "is a count: the atlas shows women's shares of a whole"),
        ("custodians", {"custodian": "National statistics"}, "'National statistics' is of no indicator and no series"),
        ("themes", {"theme": "sports"}, "theme 'sports' is of no indicator"),
    ],
)
def test_columns_that_contradict_each_other_are_named(project, name, changes, said):
    (where,), problems = spoilt(project, name, changes)
    assert any(problem.startswith(where) and said in problem for problem in problems), problems


@pytest.mark.parametrize("name", ["areas.txt", "targets.csv.bak", ".targets.csv", "more"])
def test_a_file_of_the_registry_that_nobody_reads_is_named(copied_data, name):
    (copied_data / "data/registry" / name).write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=f"data/registry/{name}: no file of the registry has this name"):
        load_registry(copied_data)


def test_one_file_under_two_names_is_told_with_both(copied_data):
    path = copied_data / "data/registry/sources.csv"
    sources = pd.read_csv(path, dtype=str, keep_default_na=False)
    sources.loc[1, "sha256"] = sources.loc[0, "sha256"]
    sources.to_csv(path, index=False)
    with pytest.raises(InputError, match=r"rows 2 and 3: country_report_2025 and press_2023 are one file"):
        load_registry(copied_data)


def test_every_problem_of_every_file_is_said_at_once(copied_data):
    for path, old, new in (
        ("registry/targets.csv", "KHM", "KMH"),
        ("registry/series.csv", "register,1", "register,-1"),
        ("raw/survey_2024/claims.csv", "survey_2024,", ""),
    ):
        file = copied_data / "data" / path
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new) if old in text else text + "x\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build.compute(copied_data)
    said = "\n".join(caught.value.problems)
    for file in ("registry/targets.csv row 3", "registry/series.csv row 2", "raw/survey_2024/claims.csv row"):
        assert f"data/{file}" in said
