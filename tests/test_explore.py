"""Exploring: what the controls offer and what each choice shows."""

import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import wps_analysis as wps
from wps_analysis.claims.edition import Edition
from wps_analysis.errors import StaleError, UnknownCodeError
from wps_analysis.front import choices, cli, panel
from wps_analysis.front.choices import ALL, NONE, Choice, claims_of, draw, options, sentences_of
from wps_analysis.words.language import use_language

CHIEFS = Choice("participation", "commune_chiefs", "_T", "KHM")
POLICE = Choice("participation", "police", "_T", "KHM")


@pytest.fixture(scope="module")
def held():
    return Edition()


@pytest.fixture
def explore():
    return wps.explore(pillar="participation", ref_area="KHM")


def plain(text):
    return " ".join(text.split())


def codes(offered):
    return [code for _name, code in offered]


def axes_words(fig):
    return " ".join(text.get_text() for ax in fig.axes for text in ax.texts)


# What the controls offer


def test_a_pillar_offers_its_own_indicators_with_figures(held):
    figures = wps.load(pillar="prevention")
    assert set(codes(options(held, "indicator", Choice("prevention")))) == set(figures["indicator"])


def test_an_indicator_offers_its_populations_and_areas(held):
    peacekeepers = wps.load("un_peacekeepers")
    chosen = Choice(peacekeepers["pillar"].iloc[0], "un_peacekeepers")
    populations = codes(options(held, "population", chosen))
    assert set(populations) == set(peacekeepers["population"])
    for population in populations:
        there = peacekeepers[peacekeepers["population"] == population]
        area = Choice(chosen.pillar, "un_peacekeepers", population)
        assert set(codes(options(held, "ref_area", area))) == set(there["ref_area"])


def test_targets_offer_all_none_and_each_that_binds(held):
    assert codes(options(held, "target", CHIEFS)) == [ALL, NONE, "ecosoc_leadership"]
    assert codes(options(held, "target", POLICE)) == [ALL]


def test_assumed_years_lie_after_the_date_of_the_data(held):
    years = codes(options(held, "horizon", CHIEFS))
    assert years[0] == 0
    assert years[1] == int(held.as_of[:4]) + 1


# What a choice shows


@pytest.mark.parametrize(
    ("choice", "marks"),
    [
        (CHIEFS, ["10.7", "women %"]),
        (Choice("participation", "civil_service", "_T", "KHM", target=NONE), ["42", "women %"]),
        (Choice("protection", "gbv_help_sought", "violence_survivors", "KHM"), ["31%"]),
        (Choice("participation", "provincial_governors", "_T", "KHM"), ["2 of 25", "at least 30%, benchmark"]),
    ],
    ids=["body over time", "two figures", "rate by sex", "one share"],
)
def test_the_measure_chooses_the_chart(held, choice, marks):
    words = plain(axes_words(draw(held, choice)))
    assert [mark for mark in marks if mark not in words] == []


def test_every_sort_of_figure_has_chart_sentence_and_claims(held):
    sorts = held.observations.drop_duplicates(["pillar", "measure", "kind", "unit_measure", "sex", "derived"])
    for key in sorts[["pillar", "indicator", "population", "ref_area"]].itertuples(index=False):
        choice = Choice(*key)
        assert draw(held, choice).axes, key
        assert sentences_of(held, choice), key
        assert "yes" in set(claims_of(held, choice)["Used"]), key


def test_targets_are_drawn_and_said_as_chosen(held):
    none = replace(CHIEFS, target=NONE)
    assert "benchmark" in axes_words(draw(held, CHIEFS)) and "benchmark" in sentences_of(held, CHIEFS)[0]
    assert "benchmark" not in axes_words(draw(held, none)) + sentences_of(held, none)[0]


def test_the_assumed_year_is_printed_as_the_users_assumption(held):
    assert "held against 2030 as the user's assumption" in sentences_of(held, replace(CHIEFS, horizon=2030))[0]


def test_claims_are_shown_as_printed_with_source_section_and_bounds(held):
    table = claims_of(held, CHIEFS)
    row = table[(table["As printed"] == "10.7 per cent") & (table["Section"] == "s3.4.1")].iloc[0]
    assert row.tolist() == ["10.7 per cent", "in 2022", "women", "10.65", "10.75", "Situation Analysis 2025",
                            "s3.4.1", "yes"]  # fmt: skip


def test_a_share_from_counts_shows_the_counts(held):
    derived = held.observations[
        (held.observations["derived"] != "") & (held.observations["indicator"] == "commune_chiefs")
    ].iloc[0]
    assert len(derived["claim_id"].split()) == 2
    assert {"95", "1,633"} <= set(claims_of(held, CHIEFS)["As printed"])


def test_a_choice_without_figures_says_so(held):
    nowhere = replace(POLICE, ref_area="VNM")
    assert sentences_of(held, nowhere) == [f"No figure for this choice in the reports used here, at {held.as_of}."]
    assert claims_of(held, nowhere).empty


# The panel


def shown(explore):
    return explore._chart.value, explore._said.value, explore._table.outputs[0]["data"]["text/html"]


def test_every_control_redraws(explore):
    seen = [shown(explore)]
    for control, value in (("indicator", "commune_chiefs"), ("target", NONE), ("pillar", "protection")):
        explore.controls[control].value = value
        assert shown(explore) != seen[-1], control
        seen.append(shown(explore))
    assert len({chart for chart, _said, _table in seen}) == len(seen)


def test_the_chart_has_alt_text_and_its_text_twin_is_folded(explore):
    explore.controls["indicator"].value = "commune_chiefs"
    alt = re.search(r'<img alt="([^"]+)" src="data:image/png;base64,', explore._chart.value)[1]
    assert alt.startswith("Commune and Sangkat chiefs, Cambodia.")
    assert "<details><summary>This chart as text</summary><pre>alt: Commune and Sangkat chiefs" in explore._chart.value


def test_a_choice_keeps_what_the_next_control_still_offers(explore):
    explore.controls["indicator"].value = "commune_chiefs"
    explore.controls["target"].value = "ecosoc_leadership"
    explore.controls["indicator"].value = "senate"
    assert explore.controls["target"].value == "ecosoc_leadership"
    explore.controls["indicator"].value = "police"
    assert explore.controls["target"].value == ALL
    assert explore.controls["ref_area"].value == "KHM"


def test_a_redraw_happens_once_for_a_choice(explore, monkeypatch):
    drawn = []
    monkeypatch.setattr(panel.choices, "draw", lambda held, choice: drawn.append(choice) or draw(held, choice))
    explore.controls["pillar"].value = "relief_recovery"
    assert len(drawn) == 1


def test_khmer_names_area_and_months_in_khmer_and_looks_up_every_label(explore):
    english = explore.sentences
    explore.controls["language"].value = "km"
    assert "កម្ពុជា" in explore.sentences[0]
    assert explore.sentences != english
    assert explore.controls["ref_area"].label == "កម្ពុជា"
    assert "font-face" in explore._style.value
    with use_language("km"):
        expected = [panel._(label) for label in panel._LABELS.values()]
        heads = list(claims_of(explore._held, explore.choice))
    assert [control.description for control in explore.controls.values()] == expected
    assert list(explore.claims) == heads


def test_labels_and_heads_are_those_of_the_catalogue(explore, monkeypatch):
    monkeypatch.setattr(panel, "_", str.upper)
    monkeypatch.setattr(choices, "_", str.upper)
    explore.controls["language"].value = "km"
    assert [control.description for control in explore.controls.values()] == [
        label.upper() for label in panel._LABELS.values()
    ]
    assert list(explore.claims)[:2] == ["AS PRINTED", "PERIOD AS PRINTED"]


def test_an_area_without_figures_stays_on_offer_and_says_so():
    explore = wps.explore(pillar="prevention", ref_area="LAO")
    assert explore.controls["ref_area"].value == "LAO"
    assert explore.sentences[0].startswith("No figure for this choice")
    assert (explore.figure, explore._chart.value, explore._table.outputs) == (None, "", ())
    explore.controls["ref_area"].value = "KHM"
    assert "Cambodia" in explore.sentences[0]


def test_an_impossible_year_is_answered_in_words(explore):
    explore._show(replace(explore.choice, horizon=2000))
    assert "horizon 2000 is not after" in explore._said.value


def test_a_project_without_figures_opens_an_empty_panel(copied_data):
    processed = copied_data / "data" / "processed"
    for name in ("claims", "observations"):
        path = processed / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    empty = wps.explore(root=copied_data)
    assert empty.sentences == [f"No figure for this choice in the reports used here, at {empty._held.as_of}."]
    assert empty.figure is None


def test_a_project_not_yet_built_says_what_to_do(copied_data):
    (copied_data / "data" / "processed" / "observations.csv").unlink()
    with pytest.raises(StaleError, match="wps build"):
        wps.explore(root=copied_data)


@pytest.mark.parametrize(
    ("start", "near"),
    [({"pillar": "protectio"}, "protection"), ({"indicator": "polise"}, "police"), ({"language": "xx"}, "km")],
)
def test_an_unknown_code_is_answered_with_the_nearest(start, near):
    with pytest.raises(UnknownCodeError, match=near):
        wps.explore(**start)


def test_what_is_shown_is_the_same_every_time_and_asks_no_network():
    first, second = wps.explore(indicator="police"), wps.explore(indicator="police")
    assert shown(first) == shown(second)
    assert (
        repr(first)
        == repr(second)
        == ("<ExplorePanel: participation, police, _T, KHM, *all, 0, en; run this cell to see it>")
    )
    loaded = "".join(shown(first)) + panel._library()
    assert not re.search(r"""(?:src|import)\W{1,3}https?:|<link""", loaded)


def test_nothing_is_said_on_stderr(capfd):
    wps.explore(indicator="un_peacekeepers").controls["horizon"].value = 2030
    assert capfd.readouterr().err == ""


# The command


def test_the_command_opens_the_notebook_offline_and_passes_port_and_browser(copied_data, monkeypatch):
    from jupyterlab.labapp import LabApp

    notebook = copied_data / "notebooks" / "explore.ipynb"
    notebook.parent.mkdir()
    notebook.write_text("{}")
    monkeypatch.setenv("WPS_ROOT", "elsewhere")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    launched = []
    monkeypatch.setattr(LabApp, "launch_instance", launched.append)
    result = CliRunner().invoke(cli.app, ["explore", "--no-browser", "--port", "8890", "--root", str(copied_data)])
    assert result.exit_code == 0, result.output
    (arguments,) = launched
    assert arguments[0] == str(notebook.resolve())
    assert {"--no-browser", "--port=8890", "--LabApp.news_url=None"} <= set(arguments)


def test_the_command_says_where_the_notebook_is_missing(copied_data):
    result = CliRunner().invoke(cli.app, ["explore", "--root", str(copied_data)])
    assert result.exit_code == 1
    assert "notebooks/explore.ipynb is missing" in result.output


def test_claims_without_bounds_leave_the_cell_empty():
    assert [choices._bound(end) for end in (float("nan"), 1633.0, 10.65)] == ["", "1,633", "10.65"]
