"""The pack's page, written from the committed notebooks: where its numbers lead, what it says, what it asks for."""

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from page_packs import links, outcomes_of, plain, run_of, write_pack

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.pack.publish.changes import COLUMNS, no_changes
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.html.links import Links
from wps_analysis.pack.publish.html.notebook import read_section
from wps_analysis.pack.publish.html.write import long_columns, number_columns, write_index
from wps_analysis.pack.publish.layout import Cell
from wps_analysis.report import brief
from wps_analysis.report.display import Lines, Table, cell_of
from wps_analysis.words.said import figure, joined

AXE = Path(__file__).parent / "axe"
CHIEFS = "sa25.s3.4.1.commune_chiefs.F"
OUTCOMES = outcomes_of()


@pytest.fixture(scope="module")
def content():
    return gather(Edition(), "KHM")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Return a folder of notebooks as their runs leave them."""
    folder = tmp_path_factory.mktemp("pack")
    write_pack(folder, Edition(), "KHM")
    (folder / "data").mkdir()
    (folder / "data" / "claims.csv").write_text("claim_id\n")
    return folder


@pytest.fixture(scope="module")
def page(pack, content):
    return write_index(pack, OUTCOMES, content=content).read_text(encoding="utf-8")


def cells(pack, name, *tags):
    notebook = nbformat.read(pack / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if not tags or set(tags) & set(cell.metadata.get("tags", []))]


def without_links(html):
    return plain(re.sub(r"<a .*?</a>", "", html))


def section(page, anchor):
    return re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', page, re.DOTALL)[0]


def line_of(page, beginning):
    return next(line for line in re.findall(r"<li>(.*?)</li>", page) if plain(line).startswith(beginning))


def led(html):
    """Return where each number leads."""
    return [(text, place) for text, place, _title in links(html)]


def fields(html):
    """Return the rows of a table, each the inner HTML of its fields."""
    return [
        re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    ]


def test_every_link_leads_to_a_place_or_a_file_and_every_place_is_one(page, pack):
    places = re.findall(r'\sid="([^"]+)"', page)
    assert len(places) == len(set(places))
    inside = [href for href in re.findall(r'href="([^"]+)"', page) if not href.startswith(("https://", "http://"))]
    for href in inside:
        assert href[1:] in places if href.startswith("#") else (pack / href).is_file(), href


@pytest.mark.parametrize("name", [outcome.run.name for outcome in OUTCOMES])
def test_lists_say_what_the_notebook_says(page, pack, name):
    said = [plain(line) for line in re.findall(r"<li>(.*?)</li>", page)]
    for cell in cells(pack, name, "key_messages", "limits"):
        lines = re.findall(r"<li>(.*?)</li>", cell.outputs[0]["data"]["text/html"])
        assert lines
        assert [unescape(line) for line in lines if unescape(line) not in said] == []


@pytest.mark.parametrize("name", ["pipeline", "peers", *(f"pillar-{pillar}" for pillar in PILLARS)])
def test_tables_say_what_the_notebook_says(page, pack, name):
    (cell,) = cells(pack, name, "status")
    printed = fields(cell.outputs[0]["data"]["text/html"])
    shown = next(rows for rows in map(fields, re.findall(r"<table.*?</table>", section(page, name), re.DOTALL))
                 if rows[0] == printed[0])  # fmt: skip
    assert [[plain(field) for field in row] for row in shown] == [[unescape(field) for field in row] for row in printed]


def bare_numbers(html, content):
    """Return the numbers outside links, but for years and those in names."""
    names = {*content.assessments["name"], *content.assessments["population_name"], *content.targets["basis"]}
    text = without_links(html)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "") if re.search(r"\d", name) else text
    return [number for number in re.findall(r"\d[\d.,/]*", text) if not re.match(r"(19|20)\d\d\b", number)]


def test_every_number_of_key_messages_and_statuses_leads_somewhere(page, content):
    figures = targets = lines = 0
    for name in (outcome.run.name for outcome in OUTCOMES[:5]):
        part = section(page, name)
        for line in re.findall(r"<li>(.*?)</li>", part):
            lines += 1
            assert bare_numbers(line, content) == [], plain(line)
        for row in fields(part):
            if len(row) == 8 and "Target and status" not in row:
                figures += len(links(row[1]))
                targets += len(links(row[3]))
                assert bare_numbers(row[1] + " " + row[3], content) == [], row[0]
    assert (figures > 136, targets > 25, lines > 60) == (True, True, True)


def test_each_number_of_a_sentence_leads_to_the_claim_it_prints(page):
    line = line_of(section(page, "pillar-participation"), "Commune and Sangkat chiefs")
    assert led(line)[:4] == [
        ("5.8\u00a0%", "claim-pce.commune_chiefs.commune_chiefs_number.F.2012"),
        ("95", "claim-pce.commune_chiefs.commune_chiefs_number.F.2012"),
        ("10.7\u00a0%", f"claim-{CHIEFS}.2022"),
        ("176", "claim-sa25.s3.4.1.commune_chiefs_number.F.2022"),
    ]
    assert dict(led(line))["30\u00a0%"] == "claim-sa25.s3.4.1.secretaries_of_state.world.F.target"
    assert dict(led(line))["19.3"] == f"claim-{CHIEFS}.2022"


def test_a_number_says_what_it_was_computed_from(page):
    line = line_of(section(page, "pillar-participation"), "Commune and Sangkat chiefs")
    titles = {plain(text): unescape(title) for title, text in re.findall(r'title="([^"]*)">(.*?)</a>', line)}
    place = "(Situation Analysis 2025, s3.4.1)"
    assert titles["10.7\u00a0%"] == f"“10.7 per cent” {place}"
    counted = "“95” (iKNOW Politics, Jul 2012, commune chiefs); “1,633” (Cambodia New Vision, Jun 2017, commune chiefs)"
    assert titles["+4.9"] == f"Computed from “10.7 per cent” {place}; {counted}"
    assert titles["19.3"] == f"Computed from “10.7 per cent” {place}; “30 per cent” {place}"


def test_equal_numbers_lead_each_to_its_own_claim(page):
    line = line_of(section(page, "pillar-participation"), "Decision-making posts of the civil service")
    assert [href.removeprefix("claim-sa25.") for text, href in led(line) if text == "27\u00a0%"] == [
        "s3.4.1.civil_service_decision_makers.F",
        "s3.4.2.civil_service_decision_makers.F.target",
        "es_s4.civil_service_decision_makers.F.2023",
    ]


def test_counts_of_figures_lead_to_the_tables_that_they_count(page):
    assert led(line_of(section(page, "pillar-participation"), "52 indicators")) == [
        ("52", "figures-KHM-participation"),
        ("2", "differing"),
    ]


def test_a_claim_stands_with_its_wording_bounds_section_and_source(page):
    row = re.search(rf'<tr id="claim-{re.escape(CHIEFS)}\.2022">(.*?)</tr>', page, re.DOTALL)[1]
    assert [plain(field) for field in fields(f"<tr>{row}</tr>")[0]] == [
        "10.7 per cent", "Commune and Sangkat chiefs", "women", "2022", "10.65 to 10.75", "Situation Analysis 2025",
        "s3.4.1", "", f"{CHIEFS}.2022",
    ]  # fmt: skip
    assert 'href="#source-situation_analysis_2025"' in row


def test_figures_that_differ_stand_side_by_side_with_the_rule_and_the_body_to_ask(page):
    rows = [[plain(field) for field in row] for row in fields(section(page, "differing"))]
    assert [row[1:] for row in rows if row[0] == "Civil servants, women, 2024"] == [
        [
            "42 per cent",
            "Situation Analysis 2025",
            "s3.4.1",
            "used: it names its primary source",
            "Ministry of Civil Service",
        ],
        ["41 per cent", "Situation Analysis 2025", "ES s4", "", "Ministry of Civil Service"],
    ]
    line = line_of(section(page, "pillar-participation"), "Civil servants")
    assert {href for text, href in led(line) if text in ("40.5", "42.5")} == {"differing-civil_service-KHM-_T-F-2024"}
    assert 'id="differing-civil_service-KHM-_T-F-2024"' in page


def test_findings_lead_to_the_claims_they_rest_on(page, content):
    part = section(page, "findings")
    assert re.findall("<h3>(.*?)</h3>", part) == ["Errors in what is printed", "Questions", "Things to know"]
    assert len(links(part)) == content.findings["claim_ids"].str.split().str.len().sum()


def test_the_parts_stand_in_their_order(page):
    assert re.findall(r'<section aria-labelledby="([^"]+)"', page) == [
        "facts", *(outcome.run.name for outcome in OUTCOMES), "differing", "findings", "claims", "sources",
        "definitions", "not-keyed", "downloads",
    ]  # fmt: skip
    assert re.findall(r'<li><a href="#([^"]+)">', page.split("</nav>")[0])[0] == "overview"


def changed(**row):
    return pd.DataFrame([dict.fromkeys(COLUMNS, "") | row])


def test_what_changed_comes_first_and_only_when_something_did(pack, content):
    (after,) = content.assessments.query("indicator == 'senate' and operator == '>='")["sentence"]
    target = "at least 30\u00a0%, benchmark: ECOSOC resolution 1990/15; for 23 indicators"
    revised = changed(change="figure_revised", indicator="commune_chiefs", ref_area="KHM", population="_T", sex="F",
                     time_period="2022", name="Commune and Sangkat chiefs", period="2022", before="9.9\u00a0%",
                     after="176\u00a0of\u00a01,652 (10.7\u00a0%)")  # fmt: skip
    status = changed(change="status_changed", name="Members of the Senate", before="met", after="no target year",
                     sentence_before="It was met.", sentence_after=after)  # fmt: skip
    aim = changed(change="target_changed", target_id="ecosoc_leadership", name="ECOSOC resolution 1990/15",
                     before="at least 25\u00a0%", after=target)  # fmt: skip
    both = replace(content, changes=pd.concat([revised, aim, status]), previous="2025-06-30")
    page = write_index(pack, OUTCOMES, content=both).read_text()
    first = section(page, "changes")
    assert page.index(first) < page.index("<dt>Published figures</dt>")
    assert '<h2 id="changes">What changed since the pack of 2025-06-30</h2>' in first
    rows = [[plain(field) for field in row] for row in fields(first)]
    assert rows[1] == [
        "Commune and Sangkat chiefs", "2022", "figure revised", "9.9\u00a0%", "176\u00a0of\u00a01,652 (10.7\u00a0%)",
    ]  # fmt: skip
    assert rows[3] == [
        "ECOSOC resolution 1990/15",
        "target changed",
        "at least 25\u00a0%",
        target,
    ]
    assert rows[5] == ["Members of the Senate", "status changed", "met", "no target year", "It was met.", after]
    assert ("10.7\u00a0%", f"claim-{CHIEFS}.2022") in led(first)
    assert ("30\u00a0%", "claim-sa25.s3.4.1.secretaries_of_state.world.F.target") in led(first)
    assert "17.7\u00a0%" in dict(led(first))

    same = replace(content, changes=no_changes(), previous="2025-06-30")
    page = write_index(pack, OUTCOMES, content=same).read_text()
    assert 'id="changes"' not in page
    assert "No figure, target or status has changed since the pack of 2025-06-30." in page


def test_a_run_that_failed_is_said_at_the_top_with_its_notebook(pack, content, tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    (folder / "failed").mkdir()
    (folder / "pipeline.ipynb").rename(folder / "failed" / "pipeline.ipynb")
    (folder / "pillar-protection.ipynb").rename(folder / "failed" / "pillar-protection.ipynb")
    failed = nbformat.read(folder / "failed" / "pillar-protection.ipynb", as_version=4)
    for cell in failed.cells:
        if "status" in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])]
    nbformat.write(failed, folder / "failed" / "pillar-protection.ipynb")
    outcomes = [
        run_of(o.run.name, "ValueError" if o.run.name in ("pipeline", "pillar-protection") else None) for o in OUTCOMES
    ]
    page = write_index(folder, outcomes, content=content).read_text()
    assert page.count("This pack is not complete.") == 2
    assert page.index("This pack is not complete.") < page.index("<section")
    test_every_link_leads_to_a_place_or_a_file_and_every_place_is_one(page, folder)


def test_the_page_is_whole_in_one_file_and_may_ask_for_nothing(page):
    assert set(re.findall(r'\ssrc="([^,"]+)', page)) == {"data:image/png;base64"}
    assert len(re.findall("<img ", page)) == len(re.findall(r"<figure>", page)) > 15
    assert not re.search(r"<(link|iframe|object|form|base)\b|\sstyle=|@import|\son\w+=", page)
    policy = unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1])
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")


def test_a_source_stands_with_its_licence_and_an_address_to_follow(pack, content):
    address = "https://example.org/a?b=1&c=2"
    sources = content.sources.assign(licence="CC BY 4.0", url=[address, *[""] * (len(content.sources) - 1)])
    page = write_index(pack, OUTCOMES, content=replace(content, sources=sources)).read_text()
    assert re.findall(r'href="(http[^"]*)"', page) == ["https://example.org/a?b=1&amp;c=2"]
    assert "CC BY 4.0" in section(page, "sources")


def test_every_file_of_the_pack_is_offered(page, pack):
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()} - {"index.html"}
    assert files <= set(re.findall(r'href="([^"#][^"]*)"', section(page, "downloads")))


def test_the_page_is_the_same_bytes_again_and_assesses_nothing_again(page, pack, content, monkeypatch):
    def fail(*args, **options):
        raise AssertionError("assessed again")

    monkeypatch.setattr(brief, "assess", fail)
    assert write_index(pack, OUTCOMES, content=content).read_text(encoding="utf-8") == page


def test_a_khmer_page_carries_its_font_and_says_what_is_a_draft_and_what_is_english(pack):
    page = write_index(pack, OUTCOMES, content=gather(Edition(language="km"), "KHM")).read_text(encoding="utf-8")
    assert '<html lang="km">' in page
    assert page.count("@font-face") == 1
    assert "DRAFT" in page.split("<h1>")[0]
    assert re.search(r'lang="en"><a class="claim"[^>]*>42 per cent</a>', page)


def test_a_part_leads_to_what_it_rests_on_where_the_page_has_that(content):
    found = Links(content, {f"claim-{CHIEFS}.2022", f"claim-{CHIEFS}.2017", "differing"})
    latest, base = figure("10.7", f"{CHIEFS}.2022"), figure("7.9", f"{CHIEFS}.2017")
    change, count = figure("+2.8", f"{CHIEFS}.2022", f"{CHIEFS}.2017"), figure("2", place="differing")
    elsewhere = [figure("11", "sa25.another"), figure("3", place="nowhere")]
    linked = found.text(joined(" <&> ", [latest, base, change, count, *elsewhere]))
    printed = "“10.7 per cent” (Situation Analysis 2025, s3.4.1)", "“7.9 per cent” (Situation Analysis 2025, s3.4.1)"
    assert plain(linked) == "10.7 <&> 7.9 <&> +2.8 <&> 2 <&> 11 <&> 3"
    assert links(linked) == [
        ("10.7", f"claim-{CHIEFS}.2022", printed[0]), ("7.9", f"claim-{CHIEFS}.2017", printed[1]),
        ("+2.8", f"claim-{CHIEFS}.2022", f"Computed from {'; '.join(printed)}"), ("2", "differing", ""),
    ]  # fmt: skip


def test_a_field_leads_to_a_row_or_an_address_and_a_code_may_be_broken(content):
    found = Links(content, {"source-a"})
    assert found.cell(Cell("Report & more", link="#source-a")) == '<a href="#source-a">Report &amp; more</a>'
    assert found.cell(Cell("Report", link="#source-b")) == "Report"
    assert found.cell(Cell("a.b_c", code=True)) == "<code>a.<wbr>b_<wbr>c</code>"


def test_a_column_of_numbers_is_known_and_one_of_long_texts():
    rows = [["x < 1", 1200.0, "a" * 80], ["", "", "b"], ["2024", -1.5, "c"]]
    table = Table(("A", "B", "C"), tuple(tuple(map(cell_of, row)) for row in rows))
    assert (number_columns(table), long_columns(table)) == ({1}, {2})


def test_periods_and_shares_sort_by_what_they_mean(page):
    row = re.search(r'<th scope="row">Provincial and capital governors</th>.*?</tr>', page, re.DOTALL)[0]
    assert re.findall(r'<td data-value="([^"]+)">', row) == ["8", "2024"]
    assert re.search(r'data-value="2016.458333">Jun\u00a02016', page)


def test_of_a_notebook_the_page_takes_prose_tables_and_charts_and_leaves_presentation_and_what_was_not_drawn(tmp_path):
    v4 = nbformat.v4

    def shown(html="", text="", tag="status"):
        data = {"text/html": html} if html else {"text/plain": text}
        return v4.new_code_cell("", outputs=[v4.new_output("display_data", data)], metadata={"tags": [tag]})

    table = '<style>td {color: red}</style><table border="1"><tr><td style="color: red">KHM</td></tr></table>'
    cells = [
        v4.new_markdown_cell("# A tiny notebook"), v4.new_markdown_cell("## Figures\n\nA share & its count."),
        shown(table), v4.new_markdown_cell("## How to read"), v4.new_markdown_cell("## Not drawn"),
        shown(text="no figure of this kind", tag="chart"), v4.new_markdown_cell("## In words\n\nIt is no order."),
    ]  # fmt: skip
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "tiny.ipynb")
    read = read_section(tmp_path, run_of("tiny"))
    assert read.title == "A tiny notebook"
    assert [passage.heading for passage in read.passages] == ["Figures", "In words"]
    assert read.passages[0].items[0] == "<p>A share &amp; its count.</p>"
    assert read.passages[0].items[1] == '<div class="wide" tabindex="0"><table><tr><td>KHM</td></tr></table></div>'


def test_of_a_notebook_the_page_takes_the_parts_that_it_hands_over(tmp_path, monkeypatch):
    monkeypatch.setenv("WPS_CHART_DIR", str(tmp_path))
    said = joined(" of ", [figure("8\u00a0%", "a", "b"), "governors"])
    v4, cells = nbformat.v4, [nbformat.v4.new_markdown_cell("## Figures")]
    for shown in (Lines([said]), Table(("Figure",), ((Cell(said, 8.0, "km"),),), ("row-1",)), Lines([])):
        outputs = [v4.new_output("display_data", shown._repr_mimebundle_())]
        cells.append(v4.new_code_cell("", outputs=outputs, metadata={"tags": ["status"]}))
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "tiny.ipynb")
    read = read_section(tmp_path, run_of("tiny"))
    lines, table, nothing = read.passages[0].items
    assert (lines[0], lines[0].parts, nothing) == (said, said.parts, ())
    assert table == Table(("Figure",), ((Cell(said, 8.0, "km"),),), ("row-1",))
    assert table.rows[0][0].text.parts == said.parts
    assert read.places == {"tiny", "row-1", "figures-KHM-tiny"}


def test_axe_is_pinned_to_one_version_and_hash_and_to_no_address():
    text = (AXE / "package-lock.json").read_text()
    package = json.loads(text)["packages"]["node_modules/axe-core"]
    wanted = json.loads((AXE / "package.json").read_text())["dependencies"]
    assert wanted == {"axe-core": package["version"]}
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in text and "http" not in text
