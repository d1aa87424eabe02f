"""A country of two or three figures has a short brief that says what they say: its data are added, and no code."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from wps_analysis.claims import build
from wps_analysis.claims.edition import Edition
from wps_analysis.report.editor.country import country
from wps_analysis.report.pillar_brief import PillarBrief
from wps_analysis.report.views import chosen_views
from wps_analysis.tables import read_text_table, to_csv_text

PROJECT = Path(__file__).parents[1]
ADDED = Path(__file__).parent / "data" / "few_figures"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Return what is known when one source of two countries is added to what documents print."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "data", root / "data")
    publishers = {path.parent for path in (root / "data/raw").glob("*/*.csv.gz")}
    for folder in publishers:
        shutil.rmtree(folder)
    (root / "data/registry/downloads.csv").write_text("source,series,areas\n", encoding="utf-8")
    for name in ("sources", "series"):
        path = root / "data/registry" / f"{name}.csv"
        held, added = read_text_table(path), read_text_table(ADDED / path.name)
        held = held[~held[held.columns[0]].isin([folder.name for folder in publishers])]
        path.write_text(to_csv_text(pd.concat([held, added])[held.columns].fillna("")), encoding="utf-8")
    (root / "data/raw/few_figures").mkdir()
    shutil.copy(ADDED / "claims.csv", root / "data/raw/few_figures")
    build.build(root)
    return Edition("2025-10-31", root=root)


@pytest.mark.parametrize(
    ("ref_area", "headline", "cards"),
    [
        (
            "THA",
            "Thailand: about one in five members of the House of Representatives are women; little else is in the"
            " reports used here",
            ["19%", "8.2%"],
        ),
        (
            "VNM",
            "Viet Nam: women are a larger share of members of the National Assembly than in 2016; little else is in"
            " the reports used here",
            ["30.3%", "3%", "about 15%"],
        ),
    ],
)
def test_the_first_screen_says_what_the_figures_say(edition, ref_area, headline, cards):
    brief = country(edition, ref_area)
    assert brief.headline == headline
    assert [card.number for card in brief.cards] == cards
    assert brief.edited == ""


@pytest.mark.parametrize("ref_area", ["THA", "VNM"])
def test_nothing_is_drawn_that_a_sentence_says(edition, ref_area):
    assert chosen_views(PillarBrief(edition, ref_area, "participation")) == []
