import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.charts.coverage import STATE_MARKS, coverage_pages, latest_states, plot_coverage
from wps_analysis.charts.outputs import outputs_pages, plot_outputs
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import UnknownCodeError, WpsError
from wps_analysis.report import pillar
from wps_analysis.report.brief import Brief
from wps_analysis.report.coverage import coverage_table, coverage_title, outputs_table, outputs_title
from wps_analysis.report.pages import HEIGHTS
from wps_analysis.words.language import use_language

PRINT, SLIDE = HEIGHTS["print"], HEIGHTS["slide"]


def cells(theme="Posts", **states):
    """One character a year from 2020 on for each indicator: h, d, o, s or a dot."""
    codes = {"h": "held", "d": "differ", "o": "old", "s": "no_sex", ".": "none"}
    rows = [(name, name.capitalize(), theme, 2020 + n, codes[letter])
            for name, letters in states.items() for n, letter in enumerate(letters)]  # fmt: skip
    return pd.DataFrame(rows, columns=["indicator", "name", "theme", "year", "state"])


def brief(code="", ref_area="KHM", *, as_of=""):
    return Brief(wps.edition(as_of=as_of), ref_area, code)


def words(drawn, role):
    return [" ".join(t.get_text().split()) for t in drawn.axes[0].texts if str(t.get_label()).startswith(role)]


def marks(drawn):
    """The mark and the column of each tile."""
    texts = [text for text in drawn.axes[0].texts if text.get_label().startswith("mark:")]
    return [(text.get_text(), text.get_position()[0]) for text in texts]


def test_each_tile_stands_in_its_year_with_its_mark():
    drawn = plot_coverage(cells(chiefs="h.d", police="..s"))
    assert marks(drawn) == [("●", 0.5), ("≠", 2.5), ("T", 2.5)]
    assert [tick.get_text() for tick in drawn.axes[0].get_xticklabels()] == ["2020", "2021", "2022"]
    assert words(drawn, "row") == ["Chiefs", "Police"]
    assert words(drawn, "heading") == ["Posts"]


def test_states_are_told_apart_by_fill_and_by_mark():
    assert (
        len({fill for fill, *_rest in STATE_MARKS.values()})
        == len({mark for _fill, mark, *_rest in STATE_MARKS.values()})
        == 5
    )


def test_a_row_without_a_figure_says_so():
    drawn = plot_coverage(cells(recruits="..", chiefs="h."), as_of="2025-10-31")
    assert words(drawn, "none:") == ["no figure in the reports used here, at 2025-10-31"]
    assert "never" not in text_twin(drawn)


def test_the_key_counts_indicators_by_their_latest_figure():
    table = cells(chiefs="dh.", police="..d", recruits="...", judges="o..")
    latest = latest_states(table).set_index("indicator")["state"].to_dict()
    assert latest == {"chiefs": "held", "police": "differ", "recruits": "none", "judges": "old"}
    assert "figure held: 1, published figures differ: 1" in alt_text(plot_coverage(table))


def test_years_before_the_last_ten_share_a_column_that_shows_their_latest():
    table = cells(chiefs="do" + "." * 9 + "h", police="h" + "." * 11)
    drawn = plot_coverage(table)
    labels = [" ".join(tick.get_text().split()) for tick in drawn.axes[0].get_xticklabels()]
    assert labels[:2] == ["to 2021", "2022"] and len(labels) == 11
    assert marks(drawn) == [("○", 0.5), ("●", 10.5), ("●", 0.5)]


def test_the_twin_changes_with_a_state_a_year_and_an_exchange():
    twin = text_twin(plot_coverage(cells(chiefs="h.", police=".d")))
    for other in (cells(chiefs="d.", police=".d"), cells(chiefs=".h", police=".d"), cells(police="h.", chiefs=".d"),
                  cells(chiefs="h.", police="..")):  # fmt: skip
        assert text_twin(plot_coverage(other)) != twin
    flipped = plot_coverage(cells(chiefs="h.", police=".d"))
    flipped.axes[0].invert_xaxis()
    assert text_twin(flipped) != twin


def test_a_long_table_is_split_and_every_indicator_is_on_one_page():
    table = pd.concat([cells(f"Theme {n}", **{f"t{n}i{k}": "h." for k in range(13)}) for n in range(5)])
    count = coverage_pages(table)
    pages = [plot_coverage(table, page=page, title="Title", subtitle="By year") for page in range(1, count + 1)]
    assert count > 1
    rows = [row for page in pages for row in words(page, "row")]
    assert rows == list(dict.fromkeys(table["name"]))
    assert all(words(page, "heading")[0].startswith("Theme") for page in pages)
    assert f"part 1 of {count}" in pages[0].texts[1].get_text()
    with pytest.raises(WpsError, match=f"no page {count + 1}"):
        plot_coverage(table, page=count + 1)
    with pytest.raises(WpsError, match="no rows"):
        plot_coverage(table.iloc[:0])


@pytest.mark.parametrize(("size", "tallest"), [("print", PRINT), ("slide", SLIDE)])
def test_real_pages_are_legible_and_fit(size, tallest):
    table = coverage_table(brief("participation"))
    title, subtitle = coverage_title(table), "Participation, Cambodia: figures in the reports used here, by year"
    for page in range(1, coverage_pages(table, size=size) + 1):
        drawn = plot_coverage(table, page=page, title=title, subtitle=subtitle, size=size, as_of="2025-10-31")
        assert check_legible(drawn) == []
        assert drawn.get_size_inches()[1] <= tallest


@pytest.mark.parametrize("code", ["protection", "prevention", "relief_recovery"])
def test_the_other_pillars_are_legible_in_both_languages(code):
    table = coverage_table(brief(code))
    assert check_legible(plot_coverage(table, title=coverage_title(table))) == []
    with use_language("km"):
        assert check_legible(plot_coverage(table, title=coverage_title(table))) == []


def test_states_follow_from_the_figures():
    table = coverage_table(brief("participation")).set_index(["indicator", "year"])["state"]
    assert table["civil_service", 2024] == "differ"
    assert table["equal_opportunity_enough", 2024] == "no_sex"
    assert table["operational_units_with_women", 2023] == "held"
    assert table["provincial_leadership", 2016] == "old"
    assert table["senate", 1999] == "held" and table["senate", 2000] == "none"
    assert set(table["police_recruits"]) == {"none"}


def test_a_figure_is_old_when_it_ended_more_than_five_years_before_the_day():
    def state(as_of):
        table = coverage_table(brief("participation", as_of=as_of)).set_index(["indicator", "year"])["state"]
        return table["civil_service_office_heads", 2018], table.index.get_level_values("year").max()

    assert state("2023-12-31") == ("held", 2023)
    assert state("2024-01-01") == ("old", 2024)


def test_counts_stand_with_their_share_and_figures_of_the_world_alone_are_left_out():
    listed = set(coverage_table(brief())["indicator"])
    assert "commune_chiefs" in listed and "commune_chiefs_number" not in listed
    assert not listed & {"nap_wps_countries", "cso_doxing", "peacekeeping_contributors_number"}
    assert {"police_recruits", "village_representatives"} <= listed
    assert "nap_wps_countries" in set(coverage_table(brief("prevention", "001"))["indicator"])
    with pytest.raises(UnknownCodeError, match="pillar"):
        pillar("politics", "KHM")


def outputs(*rows):
    columns = ["output", "pillar_name", "text", "data_holder", "theme", "name", "year", "state"]
    return pd.DataFrame([("2.1", "Participation", "In office", "A ministry", *row) for row in rows], columns=columns)


def test_a_tile_names_one_indicator_or_a_theme_with_several():
    drawn = plot_outputs(
        outputs(("Police", "Police officers", 2024, "held"), ("Land", "Titles", 2021, "held"),
                ("Land", "Disputes", 2023, "held"), ("Labour", "Work", 2004, "old"))
    )  # fmt: skip
    assert words(drawn, "value:2.1") == ["● Police officers, 2024", "● Land: 2 indicators, 2021–2023", "○ Work, 2004"]
    assert [patch.get_linestyle() for patch in drawn.axes[0].patches] == ["solid"] * 3


def test_an_output_without_a_figure_is_an_outlined_tile_that_names_the_body():
    drawn = plot_outputs(outputs(("", "", None, "none")), as_of="2025-10-31")
    (text,) = words(drawn, "value:2.1")
    assert text == "no figure in the reports used here, at 2025-10-31 would hold the data: A ministry"
    (tile,) = drawn.axes[0].patches
    assert tile.get_facecolor()[:3] == (1, 1, 1) and tile.get_linestyle() != "solid"
    assert "never" not in text_twin(drawn)


def test_the_twin_of_the_outputs_changes_with_a_year_and_a_state():
    row = ("Police", "Police officers", 2024, "held")
    twin = text_twin(plot_outputs(outputs(row)))
    assert text_twin(plot_outputs(outputs((*row[:2], 2023, "held")))) != twin
    assert text_twin(plot_outputs(outputs((*row[:3], "old")))) != twin


def test_outputs_of_the_plan_are_all_there_with_the_latest_year():
    table = outputs_table(brief())
    assert table["output"].nunique() == 14
    police = table[table["name"] == "Police officers"].iloc[0]
    assert (police["output"], police["year"], police["state"]) == ("2.4", 2024, "held")
    assert (
        outputs_title(table) == "7 of 14 outputs of the plan have a figure that measures them in the reports used here"
    )
    early = outputs_table(brief(as_of="2010"))
    assert set(early.loc[early["output"] == "2.4", "state"]) == {"none"}


@pytest.mark.parametrize(("size", "tallest"), [("print", PRINT), ("slide", SLIDE)])
@pytest.mark.parametrize("language", ["en", "km"])
def test_real_outputs_are_legible_and_fit(size, tallest, language):
    table = outputs_table(brief())
    pages = outputs_pages(table, size=size, language=language)
    seen = []
    for page in range(1, pages + 1):
        drawn = plot_outputs(
            table, page=page, title=outputs_title(table), size=size, as_of="2025-10-31", language=language
        )
        assert check_legible(drawn) == []
        assert drawn.get_size_inches()[1] <= tallest
        seen += [text for text in words(drawn, "row") if text[:1].isdigit()]
    assert seen == sorted(set(table["output"]))
    with pytest.raises(WpsError, match="no page"):
        plot_outputs(table, page=pages + 1, size=size, language=language)


def test_the_chart_is_a_public_name():
    assert wps.plot_coverage is plot_coverage
