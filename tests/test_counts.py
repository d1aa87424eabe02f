"""A pack counts each thing in one way: page, workbook and briefs give the same numbers of the same universe."""

import re

import pytest
from openpyxl import load_workbook
from page_packs import write_pack

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather, key_facts
from wps_analysis.pack.publish.html.write import write_pages
from wps_analysis.pack.publish.tables import differing_table
from wps_analysis.pack.publish.xlsx.write import write_workbook
from wps_analysis.report.counts import count_all, differing
from wps_analysis.report.coverage import outputs_table, outputs_title
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.overview_brief import overview
from wps_analysis.report.pillar_brief import PillarBrief
from wps_analysis.report.views import VIEWS
from wps_analysis.words.names import PILLAR_NAMES


@pytest.fixture(scope="module", params=["KHM", "LAO"])
def pack(request, tmp_path_factory):
    """Return an edition, an area, a page's text without marks, and the lines of the workbook's cover."""
    folder, edition, area = tmp_path_factory.mktemp("pack"), Edition(), request.param
    outcomes, content = write_pack(folder, edition, area), gather(edition, area)
    page = (write_pages(folder, outcomes, content=content).parent / "evidence.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))
    book = load_workbook(write_workbook(folder, content))
    cover = [" ".join(str(cell.value) for cell in row if cell.value is not None) for row in book.worksheets[0]]
    return edition, area, text, cover, content


def numbers(text):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def test_claims_sources_and_observations_are_counted_once(pack):
    edition, area, page, cover, content = pack
    counts = count_all(content.claims, content.observations, area)
    brief = DataBrief(edition, area)
    assert brief.counts == counts
    said = numbers(brief.messages[0]) + numbers(brief.messages[1])
    assert said == [*counts[:5], counts.observations, counts.derived, counts.differing]
    facts = [str(number) for number in (counts.claims, counts.sources, counts.observations, counts.differing)]
    assert [number for _name, number, _part in key_facts(content)[:4]] == facts
    for name, number, _part in key_facts(content)[:4]:
        assert re.search(rf"{re.escape(name)} {number}\b", page) or re.search(rf"{number} {re.escape(name)}", page)
        assert any(name in line and number in line for line in cover)


def test_a_pillars_limits_name_each_latest_figure_that_differs(pack):
    edition, area, _page, _cover, _content = pack
    for code in PILLAR_NAMES:
        brief = PillarBrief(edition, area, code)
        differ = len(differing(brief.latest_rows[~brief.latest_rows["folded"]]))
        assert sum("published figures differ" in line for line in brief.limits) == differ


def test_the_chart_of_differences_the_facts_and_the_table_count_the_same_figures(pack):
    edition, area, _page, _cover, content = pack
    brief = DataBrief(edition, area)
    drawn = VIEWS["differences"].select(brief.own, brief)["figure"].nunique()
    listed = {row[0].text + row[2].text + row[3].text for row in differing_table(content).rows}
    assert drawn == len(listed) == brief.counts.differing


def test_outputs_are_counted_once(pack):
    edition, area, _page, _cover, _content = pack
    table = outputs_table(DataBrief(edition, area))
    empty = sum(
        row[2].text.startswith("no figure")
        for code in PILLAR_NAMES
        for row in PillarBrief(edition, area, code).missing.rows
    )
    held, total = numbers(outputs_title(table))
    assert (held, total) == (total - empty, table["output"].nunique())


def test_the_statuses_name_each_group_once_and_count_no_figure_where_there_is_none():
    table = overview("KHM").statuses.frame
    for status, figures, names in table[["Status", "Figures", "Indicators"]].itertuples(index=False):
        listed = names.split("; ")
        assert len(set(listed)) == len(listed)
        assert figures == ("" if status == "no figure" else str(len(listed)))
