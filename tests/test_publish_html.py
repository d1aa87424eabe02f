"""The pack's page, written from the committed notebooks: where its numbers lead, what it says, what it asks for."""

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from wps_analysis.claims.load import default_as_of
from wps_analysis.pack.publish.changes import COLUMNS, no_changes
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.html.figures import index_figures
from wps_analysis.pack.publish.html.links import Anchor, link_numbers
from wps_analysis.pack.publish.html.notebook import read_section
from wps_analysis.pack.publish.html.sentences import link_sentence
from wps_analysis.pack.publish.html.tables import Cell, Row, Table, read_table, text_cell
from wps_analysis.pack.publish.html.write import write_index
from wps_analysis.report import pillar_tables as brief_tables

PROJECT = Path(__file__).parents[1]
AXE = Path(__file__).parent / "axe"
PILLARS = ("participation", "protection", "prevention", "relief_recovery")
CHIEFS = "sa25.s3.4.1.commune_chiefs.F"


def run_of(name, failure=None):
    notebook = name.split("-")[0]
    parameters = {"pillar": name.removeprefix("pillar-")} if notebook == "pillar" else {}
    return SimpleNamespace(run=SimpleNamespace(name=name, notebook=notebook, parameters=parameters), failure=failure)


OUTCOMES = [
    run_of("overview"), *(run_of(f"pillar-{pillar}") for pillar in PILLARS), run_of("pipeline"), run_of("peers"),
    run_of("data_audit"),
]  # fmt: skip


@pytest.fixture(scope="module")
def content():
    return gather("KHM", as_of=default_as_of(PROJECT), root=PROJECT)


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Return a folder of the notebooks as they are committed, with the charts that they hold."""
    folder = tmp_path_factory.mktemp("pack")
    for outcome in OUTCOMES:
        name = outcome.run.name
        committed = PROJECT / "notebooks" / ("reviewed" if name.startswith("pillar") else "") / f"{name}.ipynb"
        shutil.copyfile(committed, folder / f"{name}.ipynb")
        outputs = [output for cell in cells(folder, name) for output in cell.get("outputs", [])]
        pictures = [output["data"] for output in outputs if "image/png" in output.get("data", {})]
        for number, data in enumerate(pictures):
            chart = folder / "charts" / name / f"chart_{number}"
            chart.parent.mkdir(parents=True, exist_ok=True)
            chart.with_suffix(".png").write_bytes(base64.b64decode(data["image/png"]))
            chart.with_suffix(".txt").write_text(data["text/plain"] + "\n")
    (folder / "manifest.json").write_text("{}")
    (folder / "data").mkdir()
    (folder / "data" / "claims.csv").write_text("claim_id\n")
    return folder


@pytest.fixture(scope="module")
def page(pack, content):
    return write_index(pack, OUTCOMES, content=content).read_text(encoding="utf-8")


def cells(pack, name, *tags):
    notebook = nbformat.read(pack / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if not tags or set(tags) & set(cell.metadata.get("tags", []))]


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def without_links(html):
    return plain(re.sub(r"<a .*?</a>", "", html))


def section(page, anchor):
    return re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', page, re.DOTALL)[0]


def line_of(page, beginning):
    return next(line for line in re.findall(r"<li>(.*?)</li>", page) if plain(line).startswith(beginning))


def links(html):
    return [
        (unescape(text), href) for href, text in re.findall(r'<a class="claim" href="#([^"]+)"[^>]*>(.*?)</a>', html)
    ]


def fields(html):
    """Return the rows of a table, each the inner HTML of its fields."""
    return [
        re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    ]


def test_every_link_leads_to_a_place_or_a_file_and_every_place_is_one(page, pack):
    places = re.findall(r'\sid="([^"]+)"', page)
    assert len(places) == len(set(places))
    for href in re.findall(r'href="([^"]+)"', page):
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
    assert links(line)[:4] == [
        ("7.9\u00a0%", f"claim-{CHIEFS}.2017"),
        ("130", "claim-sa25.s3.4.1.commune_chiefs_number.F.2017"),
        ("10.7\u00a0%", f"claim-{CHIEFS}.2022"),
        ("176", "claim-sa25.s3.4.1.commune_chiefs_number.F.2022"),
    ]
    assert dict(links(line))["30\u00a0%"] == "claim-sa25.s3.4.1.secretaries_of_state.world.F.target"
    assert dict(links(line))["19.3"] == f"claim-{CHIEFS}.2022"


def test_a_number_says_what_it_was_computed_from(page):
    line = line_of(section(page, "pillar-participation"), "Commune and Sangkat chiefs")
    titles = {plain(text): unescape(title) for title, text in re.findall(r'title="([^"]*)">(.*?)</a>', line)}
    place = "(Situation Analysis 2025, s3.4.1)"
    assert titles["10.7\u00a0%"] == f"“10.7 per cent” {place}"
    assert titles["+2.8"] == f"Computed from “10.7 per cent” {place}; “7.9 per cent” {place}"
    assert titles["19.3"] == f"Computed from “10.7 per cent” {place}; “30 per cent” {place}"


def test_equal_numbers_lead_each_to_its_own_claim(page):
    line = line_of(section(page, "pillar-participation"), "Decision-making posts of the civil service")
    assert [href.removeprefix("claim-sa25.") for text, href in links(line) if text == "27\u00a0%"] == [
        "s3.4.1.civil_service_decision_makers.F",
        "s3.4.2.civil_service_decision_makers.F.target",
        "es_s4.civil_service_decision_makers.F.2023",
    ]


def test_an_earlier_figure_of_the_series_leads_to_its_claim_where_another_series_speaks_for_that_year(content):
    told = content.observations.copy()
    told.loc[told["claim_id"] == f"{CHIEFS}.2017", ["claim_id", "segment"]] = ["press", "press_commune_chiefs:_T:A:0"]
    sentence = content.assessments.query("indicator == 'commune_chiefs'")["sentence"].iloc[0]
    linked = link_sentence(index_figures(replace(content, observations=told)), sentence)
    assert links(linked)[0] == ("7.9\u00a0%", f"claim-{CHIEFS}.2017")


def test_counts_of_figures_lead_to_the_tables_that_they_count(page):
    assert links(line_of(section(page, "pillar-participation"), "51 indicators")) == [
        ("51", "pillar-participation-figures"),
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
    assert {href for text, href in links(line) if text in ("40.5", "42.5\u00a0%")} == {"differing-2"}
    assert 'id="differing-2"' in page


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
    figure = changed(change="figure_revised", indicator="commune_chiefs", ref_area="KHM", population="_T", sex="F",
                     time_period="2022", name="Commune and Sangkat chiefs", period="2022", before="9.9\u00a0%",
                     after="176 of 1,652 (10.7\u00a0%)")  # fmt: skip
    status = changed(change="status_changed", name="Members of the Senate", before="met", after="no target year",
                     sentence_before="It was met.", sentence_after=after)  # fmt: skip
    target = changed(change="target_changed", target_id="ecosoc_leadership", name="ECOSOC resolution 1990/15",
                     before="at least 25\u00a0%", after="at least 30\u00a0%; for 23 indicators")  # fmt: skip
    both = replace(content, changes=pd.concat([figure, target, status]), previous="2025-06-30")
    page = write_index(pack, OUTCOMES, content=both).read_text()
    first = section(page, "changes")
    assert page.index(first) < page.index("<dt>Published figures</dt>")
    assert '<h2 id="changes">What changed since the pack of 2025-06-30</h2>' in first
    rows = [[plain(field) for field in row] for row in fields(first)]
    assert rows[1] == ["Commune and Sangkat chiefs", "2022", "revised", "9.9\u00a0%", "176 of 1,652 (10.7\u00a0%)"]
    assert rows[3] == [
        "ECOSOC resolution 1990/15",
        "changed",
        "at least 25\u00a0%",
        "at least 30\u00a0%; for 23 indicators",
    ]
    assert rows[5] == ["Members of the Senate", "met", "no target year", "It was met.", after]
    assert ("10.7\u00a0%", f"claim-{CHIEFS}.2022") in links(first)
    assert ("30\u00a0%", "claim-sa25.s3.4.1.secretaries_of_state.world.F.target") in links(first)
    assert "17.7\u00a0%" in dict(links(first))

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
    assert len(re.findall("<img ", page)) == len(re.findall(r"<figure>", page)) > 20
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

    monkeypatch.setattr(brief_tables, "assess", fail)
    assert write_index(pack, OUTCOMES, content=content).read_text(encoding="utf-8") == page


def test_a_khmer_page_carries_its_font_and_says_what_is_a_draft_and_what_is_english(pack):
    content = gather("KHM", as_of=default_as_of(PROJECT), root=PROJECT, language="km")
    page = write_index(pack, OUTCOMES, content=content, language="km").read_text(encoding="utf-8")
    assert '<html lang="km">' in page
    assert page.count("@font-face") == 1
    assert "DRAFT" in page.split("<h1>")[0]
    assert re.search(r'lang="en"><a class="claim"[^>]*>42 per cent</a>', page)


def test_numbers_are_links_and_years_and_names_are_not():
    a, b, c = Anchor("#a"), Anchor("#b"), Anchor("#c")
    text = "Posts (Workshop, 30 July) <2>: over 60\u00a0% in 2018, 30 of 1,144–1,148 and -6.6, +20.0; ES4 s3.4.1, 30"
    linked = link_numbers(text, [("over 60\u00a0%", a), ("30", b)], otherwise=c, names=["Workshop, 30 July", "2018"])
    assert plain(linked) == text
    assert links(linked) == [
        ("2", "c"), ("over 60\u00a0%", "a"), ("30", "b"), ("1,144–1,148", "c"), ("-6.6", "c"),
        ("+20.0", "c"), ("30", "c"),
    ]  # fmt: skip
    assert link_numbers("3 of 4", [("3", a)], otherwise=None) == '<a class="claim" href="#a">3</a> of 4'


def test_a_table_sorts_by_value_and_knows_its_numbers():
    head, body = "<tr><th>A</th><th>B</th></tr>", "<tr><td>x &lt; 1</td><td>1,200</td></tr><tr><td></td><td></td></tr>"
    table = read_table(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")
    assert [[(cell.content, cell.value) for cell in row.cells] for row in table.rows] == [
        [("x < 1", None), ("1,200", 1200.0)],
        [("", None), ("", None)],
    ]
    assert table.numeric == {1}
    assert Table(["A"], [Row([Cell("a" * 80)]), Row([text_cell("b")])]).long == {0}


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
    read = read_section(tmp_path, run_of("tiny"), SimpleNamespace())
    assert read.title == "A tiny notebook"
    assert [part.heading for part in read.parts] == ["Figures", "In words"]
    assert read.parts[0].items[0] == "<p>A share &amp; its count.</p>"
    assert read.parts[0].items[1] == Table([], [Row([Cell("KHM")])])


def test_axe_is_pinned_to_one_version_and_hash_and_to_no_address():
    text = (AXE / "package-lock.json").read_text()
    package = json.loads(text)["packages"]["node_modules/axe-core"]
    wanted = json.loads((AXE / "package.json").read_text())["dependencies"]
    assert wanted == {"axe-core": package["version"]}
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in text and "http" not in text
