"""What is printed has a translation, says when it is a draft, and falls back to English where there is none."""

import re
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest

from wps_analysis.claims import load as dataset
from wps_analysis.dev.catalogue import updated
from wps_analysis.errors import UnknownCodeError, WpsError
from wps_analysis.pack.kernel.notebook import in_language_of
from wps_analysis.pack.plan.plan import PlanError, Request, plan_packs
from wps_analysis.paths import project_root
from wps_analysis.report import pillar
from wps_analysis.words import language as translation
from wps_analysis.words.figures import NBSP, period_text, target_text, value_text
from wps_analysis.words.language import (
    ZERO_WIDTH_SPACE,
    catalogue_path,
    is_draft,
    read_catalogue,
    translations,
    use_language,
)

KHMER = re.compile("[\u1780-\u17ff]")
# What the Khmer pack prints in English: titles of sources, printed words, findings of the audit.
PLACEHOLDER = re.compile(r"\{\w*\}")


@pytest.fixture(scope="module")
def khmer():
    return translations("km")


def test_the_catalogue_holds_exactly_what_is_printed():
    assert catalogue_path("km").read_text(encoding="utf-8") == updated("km"), "run `make translations`"


def test_every_text_of_code_and_notebooks_has_a_khmer_draft(khmer):
    missing = khmer[(khmer["state"] == "missing") & ~khmer["where"].str.fullmatch(r"(data/[^,]*(, )?)+")]
    assert missing["text"].tolist() == []


def test_placeholders_are_the_same_in_every_translation():
    for message in read_catalogue("km"):
        text, said = (one[-1] if isinstance(one, tuple | list) else one for one in (message.id, message.string))
        assert not said or set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(text)), text


def test_no_word_for_armed_conflict_where_the_english_has_none(khmer):
    for row in khmer.itertuples():
        if not re.search(r"conflict|war\b|battle|fight|combat|explosive|ERW|traffick|armed", row.text, re.IGNORECASE):
            plain = row.translation.replace(ZERO_WIDTH_SPACE, "")
            assert not re.search("ជម្លោះ|សង្គ្រាម|ប្រយុទ្ធ", plain), row.text


def test_a_language_holds_inside_its_block_alone():
    with use_language("km"):
        assert KHMER.search(period_text({"time_period": "2021-03"}))
        with use_language(None):
            assert translation.language_in_force() == "km"
    assert period_text({"time_period": "2021-03"}) == f"Mar{NBSP}2021"


def test_an_unknown_language_is_an_error_that_names_those_there_are():
    with pytest.raises(UnknownCodeError, match="Did you mean 'en' or 'km'"), use_language("fr"):
        pass


def test_values_periods_and_targets_speak_the_language_in_force():
    over = {"qualifier": "over", "lower": 801.0, "unit_measure": "PS"}
    target = {"operator": ">=", "lower": 30.0, "legal_force": "benchmark", "target_year": "2030"}
    with use_language("km"):
        for text in (value_text(over), target_text(target)):
            assert KHMER.search(text)
            assert not re.search(r"[a-z]{3}", text)


def test_names_of_places_are_khmer_in_khmer():
    with use_language("km"):
        assert set(dataset.load("police", ref_area="KHM")["area_name"]) == {"កម្ពុជា"}


def test_a_brief_is_khmer_but_for_titles_and_abbreviations():
    brief = pillar("participation", "KHM", language="km")
    lines = [*brief.messages, *brief.limits]
    latin = {word for line in lines for word in re.findall(r"[A-Za-z]{4,}", line)}
    # A name that is new in data/registry is printed in English until it has a draft.
    new = translations("km").query("state == 'missing'")["text"].str.cat(sep=" ")
    assert latin <= {"ECOSOC", "CEDAW", *re.findall(r"[A-Za-z]{4,}", new)}
    assert all(KHMER.search(line) for line in lines)


def test_a_translation_with_another_placeholder_is_refused(tmp_path, monkeypatch):
    text = catalogue_path("km").read_text(encoding="utf-8")
    folder = tmp_path / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "wps_analysis.po").write_text(text.replace("{latest_period}", "{latest_perod}", 3), encoding="utf-8")
    monkeypatch.setattr(translation, "LOCALE_DIR", tmp_path)
    with pytest.raises(WpsError, match="catalogue of km cannot be used:\n- .*latest_per"):
        read_catalogue("km")


def test_a_text_that_is_filled_in_is_a_draft_until_its_mark_goes(tmp_path, monkeypatch):
    folder = tmp_path / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "wps_analysis.po").write_text('msgid ""\nmsgstr ""\n"Language: km\\n"\n', encoding="utf-8")
    monkeypatch.setattr(translation, "LOCALE_DIR", tmp_path)
    assert '#, fuzzy\nmsgid "women"\nmsgstr ""' in updated("km")


def test_prose_of_a_notebook_is_translated_and_marked_as_a_draft():
    path = project_root() / "notebooks" / "pillar.ipynb"
    cells = in_language_of({"language": "km"}, path).cells
    prose = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert KHMER.search(prose[0])
    assert prose[0].startswith("**") == is_draft("km")
    assert all(KHMER.search(text) for text in prose)
    assert in_language_of({}, path) == nbformat.read(path, as_version=4)


def test_a_draft_is_refused_unless_it_is_allowed():
    known = {"areas": {"KHM"}, "notebooks": project_root() / "notebooks"}
    asked = Request(("KHM",), "2025-10-31", languages=("km",))
    with pytest.raises(PlanError, match=r"\d+ texts in language 'km' have not been checked.*--allow-draft"):
        plan_packs(asked, **known)
    (pack,) = plan_packs(replace(asked, allow_draft=True), **known)
    assert {run.parameters["language"] for run in pack.runs} == {"km"}


def test_the_command_lists_translations_with_their_state():
    command = [sys.executable, "-m", "wps_analysis", "list", "translations", "--format", "csv"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines()[0] == "language,state,text,translation,where"
    assert "km,draft," in printed
