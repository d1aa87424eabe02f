"""The evidence page, written from the committed notebooks: where its numbers lead, what it says and asks for."""

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
from wps_analysis.pack.publish.html import evidence
from wps_analysis.pack.publish.html.links import Links
from wps_analysis.pack.publish.html.notebook import Chart, charts_of, read_section
from wps_analysis.pack.publish.html.page import long_columns, number_columns, prose_columns
from wps_analysis.pack.publish.html.write import write_pages
from wps_analysis.pack.publish.layout import Cell
from wps_analysis.report import brief
from wps_analysis.report.display import PARTS, Lines, Table, cell_of
from wps_analysis.words.said import figure, joined
from wps_analysis.words.source_note import citation

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
    return evidence_of(pack, content)


def evidence_of(pack, content, outcomes=OUTCOMES):
    return (write_pages(pack, outcomes, content=content).parent / "evidence.html").read_text(encoding="utf-8")


def cells(pack, name, *tags):
    notebook = nbformat.read(pack / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if not tags or set(tags) & set(cell.metadata.get("tags", []))]


def without_links(html):
    return plain(re.sub(r"<a .*?</a>", "", html))


def section(page, anchor):
    return re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', page, re.DOTALL)[0]


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


@pytest.mark.parametrize(("name", "tag", "part"), [("pipeline", "status", "beside"), ("peers", "status", "beside"),
                                                   ("pillar-participation", "methods", "methods")])  # fmt: skip
def test_tables_say_what_the_notebook_says(page, pack, name, tag, part):
    tables = [fields(table) for table in re.findall(r"<table.*?</table>", section(page, part), re.DOTALL)]
    on_page = [[[plain(field) for field in row] for row in rows] for rows in tables]
    for cell in cells(pack, name, tag):
        printed = fields(cell.outputs[0]["data"]["text/html"])
        filled = [place for place, cells_of in enumerate(zip(*printed[1:], strict=True)) if any(cells_of)]
        assert [[unescape(row[place]) for place in filled] for row in printed] in on_page


def test_what_the_brief_says_first_is_said_there_alone(page, pack):
    for name in ("overview", "pillar-participation"):
        for cell in cells(pack, name, "key_messages", "limits"):
            lines = re.findall(r"<li>(.*?)</li>", cell.outputs[0]["data"]["text/html"])
            assert lines and not [line for line in lines if f"<li>{line}</li>" in page]
    assert not re.search("Chart . of pipeline", page)


def bare_numbers(html, content):
    """Return the numbers outside links, but for years and those in names."""
    names = {*content.assessments["name"], *content.assessments["population_name"], *content.targets["basis"]}
    text = without_links(html)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "") if re.search(r"\d", name) else text
    return [number for number in re.findall(r"\d[\d.,/]*", text) if not re.match(r"(19|20)\d\d\b", number)]


def test_every_number_of_an_assessment_leads_somewhere(page, content):
    seen = 0
    for name in (f"pillar-{pillar}" for pillar in PILLARS):
        heads, *rows = fields(section(page, name))
        places = [place for place, head in enumerate(heads) if head in ("Latest figure", "Target", "Statement")]
        for row in rows:
            told = " ".join(row[place] for place in places)
            seen += len(links(told))
            assert bare_numbers(told, content) == [], row[0]
    assert seen > 500


def assessed(page, pillar, name, target=""):
    """Return the row of a figure and a target in the assessment of a pillar, by its headings."""
    heads, *rows = fields(section(page, f"pillar-{pillar}"))
    told = (dict(zip(map(plain, heads), row, strict=True)) for row in rows)
    return next(row for row in told if plain(row["Indicator"]) == name and target in row["Target"])


def test_a_figure_stands_beside_its_target_with_gap_and_exact_status(page):
    row = assessed(page, "participation", "Commune and Sangkat chiefs, women", "ECOSOC")
    words = {heading: plain(field) for heading, field in row.items()}
    assert words.pop("Statement").startswith("Commune and Sangkat chiefs, Cambodia: women's share rose from 5.8")
    assert words == {
        "Indicator": "Commune and Sangkat chiefs, women", "Latest figure": "176\u00a0of\u00a01,652 (10.7\u00a0%)",
        "Period": "2022", "Target": "at least 30\u00a0%, benchmark: ECOSOC resolution 1990/15",
        "Gap, points": "19.3 (19.2 to 19.4)", "Status": "no target year",
        "Note": "the target is said of another group elsewhere",
    }  # fmt: skip
    assert led(row["Latest figure"])[0] == ("176", "claim-sa25.s3.4.1.commune_chiefs_number.F.2022")
    assert led(row["Latest figure"])[-1] == ("10.7\u00a0%", f"claim-{CHIEFS}.2022")


def test_each_number_of_a_sentence_leads_to_the_claim_it_prints(page):
    line = assessed(page, "participation", "Commune and Sangkat chiefs, women", "ECOSOC")["Statement"]
    assert led(line)[:4] == [
        ("5.8\u00a0%", "claim-pce.commune_chiefs.commune_chiefs_number.F.2012"),
        ("95", "claim-pce.commune_chiefs.commune_chiefs_number.F.2012"),
        ("10.7\u00a0%", f"claim-{CHIEFS}.2022"),
        ("176", "claim-sa25.s3.4.1.commune_chiefs_number.F.2022"),
    ]
    assert dict(led(line))["30\u00a0%"] == "claim-sa25.s3.4.1.secretaries_of_state.world.F.target"
    assert dict(led(line))["19.3"] == f"claim-{CHIEFS}.2022"


def test_a_number_says_what_it_was_computed_from(page):
    line = assessed(page, "participation", "Commune and Sangkat chiefs, women", "ECOSOC")["Statement"]
    titles = {plain(text): unescape(title) for title, text in re.findall(r'title="([^"]*)">(.*?)</a>', line)}
    place = "(Situation Analysis 2025, s3.4.1, citing National report, Beijing+30)"
    assert titles["10.7\u00a0%"] == f"“10.7 per cent” {place}"
    counted = "“95” (iKNOW Politics, Jul 2012, commune chiefs); “1,633” (Cambodia New Vision, Jun 2017, commune chiefs)"
    assert titles["+4.9"] == f"Computed from “10.7 per cent” {place}; {counted}"
    assert titles["19.3"] == f"Computed from “10.7 per cent” {place}; “30 per cent” (Situation Analysis 2025, s3.4.1)"


def test_equal_numbers_lead_each_to_its_own_claim(page):
    row = assessed(page, "participation", "Decision-making posts of the civil service, women", "Public Administration")
    assert {href.removeprefix("claim-sa25.") for text, href in led("".join(row.values())) if text == "27\u00a0%"} == {
        "s3.4.1.civil_service_decision_makers.F",
        "s3.4.2.civil_service_decision_makers.F.target",
        "es_s4.civil_service_decision_makers.F.2023",
    }


def test_counts_of_figures_lead_to_the_tables_that_they_count(page, content):
    assert re.search(r'<div id="figures-KHM-participation" class="wide tall"', page)
    places = {"figures-KHM-participation", "differing"}
    found = Links(content, places, page="evidence.html").text(figure("52", place="figures-KHM-participation"))
    assert found == '<a class="claim" href="evidence.html#figures-KHM-participation">52</a>'


def test_a_claim_stands_with_its_wording_bounds_section_source_and_citation(page, content):
    registry = content.edition.registry
    (claim,) = content.claims[content.claims["claim_id"] == f"{CHIEFS}.2022"].to_dict("records")
    named = {"name": "Commune and Sangkat chiefs", "population_name": "", "area_name": "Cambodia"}
    cited = citation(claim | named, registry.sources.set_index("source_id")["citation"].to_dict())
    row = re.search(rf'<tr id="claim-{re.escape(CHIEFS)}\.2022">(.*?)</tr>', page, re.DOTALL)[1]
    assert [plain(field) for field in fields(f"<tr>{row}</tr>")[0]] == [
        "10.7 per cent", "Commune and Sangkat chiefs", "women", "2022", "10.65 to 10.75", "Situation Analysis 2025",
        "s3.4.1", "", f"Citation{cited}", f"{CHIEFS}.2022",
    ]  # fmt: skip
    assert 'href="#source-situation_analysis_2025"' in row


def test_figures_that_differ_stand_side_by_side_with_the_rule_and_the_body_to_ask(page):
    rows = [[plain(field) for field in row] for row in fields(section(page, "differing"))]
    assert [row[1:] for row in rows if row[0] == "Civil servants, women, 2024"] == [
        [
            "42 per cent",
            "Situation Analysis 2025",
            "s3.4.1",
            "it names its primary source",
            "Ministry of Civil Service",
        ],
        ["41 per cent", "Situation Analysis 2025", "ES s4", "", "Ministry of Civil Service"],
    ]
    assert 'id="differing-civil_service-KHM-_T-F-2024"' in page


def test_findings_lead_to_the_claims_they_rest_on(page, content):
    part = section(page, "findings")
    assert re.findall("<h3>(.*?)</h3>", part) == ["Errors in what is printed", "Questions", "Things to know"]
    assert len(links(part)) == content.findings["claim_ids"].str.split().str.len().sum()


def test_what_documents_say_of_a_target_stands_beside_it_in_their_words(page):
    rows = [[plain(field) for field in row] for row in fields(section(page, "statements"))]
    (said,) = [row[1:] for row in rows if "achieved in May" in row[1]]
    assert said == ["“achieved in May 2024”", "Situation Analysis 2025", "s5.1", "no figure of May 2024 is printed"]


def test_definitions_say_what_is_not_measured_and_each_number_left_out_has_its_reason(page, content):
    heads, *rows = fields(section(page, "definitions"))
    assert heads[:3] == ["Indicator", "Measures", "Does not measure"] and len(rows) == len(content.indicators)
    _heads, *left_out = fields(section(page, "not-keyed"))
    assert len(left_out) == len(content.edition.registry.exclusions)
    assert all(plain(row[2]) for row in left_out)


def test_the_parts_stand_in_their_order(page):
    assert re.findall(r'<section aria-labelledby="([^"]+)"', page) == [
        "claims", "differing", "findings", *(f"pillar-{pillar}" for pillar in PILLARS), "statements", "methods",
        "beside", "coverage", "sources", "definitions", "not-keyed", "downloads",
    ]  # fmt: skip


def test_the_brief_leads_to_the_evidence_and_old_links_lead_on(pack, page):
    brief = (pack / "index.html").read_text(encoding="utf-8")
    assert 'href="evidence.html"' in brief and 'href="index.html"' in page
    script = re.search("<script>(.*?)</script>", brief, re.DOTALL)[1]
    assert 'data-evidence="evidence.html"' in brief
    assert "location.replace(" in script and "dataset.evidence" in script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in unescape(brief)
    old = [f"claim-{CHIEFS}.2022", "differing", "findings", "claims", "sources", "definitions", "not-keyed",
           "downloads", "overview", "pipeline", "peers", "pillar-protection", "figures-KHM-participation"]  # fmt: skip
    assert [place for place in old if f'id="{place}"' not in page or f'id="{place}"' in brief] == []


def test_the_scripts_of_both_pages_are_short(pack, page):
    texts = [page, (pack / "index.html").read_text(encoding="utf-8")]
    scripts = [re.search("<script>(.*?)</script>", text, re.DOTALL)[1] for text in texts]
    assert sum(script.count("\n") for script in scripts) <= 100


def test_other_languages_are_led_to(pack, content):
    page = evidence_of(pack, replace(content, languages={"km": "2025-10-31.km"}))
    assert '<a href="../2025-10-31.km/evidence.html" lang="km" hreflang="km">ខ្មែរ</a>' in page
    assert "hreflang" not in evidence_of(pack, content)


def test_beyond_1500_the_claims_are_a_file_beside_the_page(pack, content, tmp_path):
    one = content.claims[content.claims["claim_id"] == f"{CHIEFS}.2022"]
    more = [
        one.assign(claim_id=f"made.up.{number}") for number in range(evidence.MOST_CLAIMS + 1 - len(content.claims))
    ]
    folder = shutil.copytree(pack, tmp_path / "pack")
    many = replace(content, claims=pd.concat([content.claims, *more], ignore_index=True))
    page = evidence_of(folder, many)
    assert section(page, "claims").count("<tr") == 0
    assert "1,501 published figures" in section(page, "claims") and 'href="data/claims.csv"' in section(page, "claims")
    line = assessed(page, "participation", "Commune and Sangkat chiefs, women", "ECOSOC")["Statement"]
    assert ("10.7\u00a0%", "claims") in led(line) and "“10.7 per cent” (Situation Analysis 2025, s3.4.1" in unescape(
        line
    )
    assert wrong_places(page) == []

    assert 'id="claim-made.up.1"' in evidence_of(folder, replace(many, claims=many.claims.iloc[:-1]))
    (folder / "data" / "claims.csv").unlink()  # nothing else would list them
    assert 'id="claim-made.up.1"' in evidence_of(folder, many)


def wrong_places(page):
    places = set(re.findall(r'\sid="([^"]+)"', page))
    return [href for href in re.findall(r'href="#([^"]+)"', page) if href not in places]


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
    page = evidence_of(pack, both)
    first = section(page, "changes")
    assert page.index(first) == page.index("<section")
    assert '<h2 id="changes">What changed since the pack of 30\u00a0June\u00a02025</h2>' in first
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
    page = evidence_of(pack, same)
    assert 'id="changes"' not in page
    assert "No figure, target or status has changed since the pack of 30\u00a0June\u00a02025." in page


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
    page = evidence_of(folder, content, outcomes)
    assert page.count("This pack is not complete.") == 2
    assert page.index("This pack is not complete.") < page.index("<section")
    test_every_link_leads_to_a_place_or_a_file_and_every_place_is_one(page, folder)


def test_the_page_is_whole_in_one_file_and_may_ask_for_nothing(page):
    assert set(re.findall(r'\ssrc="([^,"]+)', page)) == {"data:image/png;base64"}
    assert len(re.findall("<img ", page)) == len(re.findall(r"<figure>", page)) == 6
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
    page = evidence_of(pack, replace(content, sources=sources))
    assert re.findall(r'href="(http[^"]*)"', page) == ["https://example.org/a?b=1&amp;c=2"]
    assert "CC BY 4.0" in section(page, "sources")


def test_every_file_of_the_pack_is_offered(page, pack):
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()} - {
        "index.html",
        "evidence.html",
    }
    assert files <= set(re.findall(r'href="([^"#][^"]*)"', section(page, "downloads")))


def test_the_page_is_the_same_bytes_again_and_assesses_nothing_again(page, pack, content, monkeypatch):
    def fail(*args, **options):
        raise AssertionError("assessed again")

    monkeypatch.setattr(brief, "assess_known", fail)
    assert evidence_of(pack, content) == page


def test_a_khmer_page_carries_its_font_and_says_what_is_a_draft_and_what_is_english(pack):
    page = evidence_of(pack, gather(Edition(language="km"), "KHM"))
    assert '<html lang="km">' in page
    assert page.count("@font-face") == 2  # Latin letters, and Khmer ones
    assert "DRAFT" in page.split("<h1>")[0]
    assert re.search(r'lang="en"[^>]*><a class="claim"[^>]*>42 per cent</a>', page)


def test_a_part_leads_to_what_it_rests_on_where_the_page_has_that(content):
    found = Links(content, {f"claim-{CHIEFS}.2022", f"claim-{CHIEFS}.2017", "differing"})
    latest, base = figure("10.7", f"{CHIEFS}.2022"), figure("7.9", f"{CHIEFS}.2017")
    change, count = figure("+2.8", f"{CHIEFS}.2022", f"{CHIEFS}.2017"), figure("2", place="differing")
    elsewhere = [figure("11", "sa25.another"), figure("3", place="nowhere")]
    linked = found.text(joined(" <&> ", [latest, base, change, count, *elsewhere]))
    place = "(Situation Analysis 2025, s3.4.1, citing National report, Beijing+30)"
    printed = f"“10.7 per cent” {place}", f"“7.9 per cent” {place}"
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
    assert (number_columns(table), long_columns(table), prose_columns(table)) == ({1}, {2}, set())
    told = Table(("A", "B"), tuple((cell_of("a" * 120), Cell("b" * 120, folded=True)) for _row in range(2)))
    assert (long_columns(told), prose_columns(told)) == ({0}, {0})


def test_periods_and_shares_sort_by_what_they_mean(page):
    row = re.search(
        r'<th scope="row" class="long">Provincial and capital governors, women</th>.*?</tr>', page, re.DOTALL
    )[0]
    assert re.findall(r'<td data-value="([^"]+)"', row) == ["8", "2024", "22"]
    assert re.search(r'data-value="2016.458333" data-heading="Period">Jun\u00a02016', page)


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
    assert read.places == {"tiny", "row-1"}


def test_a_chart_that_hands_over_its_parts_is_taken_once_with_the_files_saved_of_it(tmp_path):
    v4, folder = nbformat.v4, tmp_path / "charts" / "tiny"
    folder.mkdir(parents=True)
    (folder / "heads.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\1\0\0\0\0\x40")
    (folder / "heads.txt").write_text("Eight.\n")
    words = {"name": "heads", "title": "Eight in a hundred", "subtitle": "Governors", "sources": "Report"}
    drawn = {"alt": "Eight.", "wide": "<svg/>", "narrow": "<svg/>"}
    parts = words | drawn | {"headings": ["Figure"], "rows": [[[[["8", ["a"], ""]], 8.0, ""]]]}
    outputs = [
        v4.new_output("display_data", {"image/png": "", "text/plain": "Eight.\n"}),
        v4.new_output("display_data", {PARTS: {"chart": parts}, "text/plain": "Eight."}),
        v4.new_output("display_data", {"text/html": "<details>twin</details>"}),
    ]
    cell = v4.new_code_cell("", outputs=outputs, metadata={"tags": ["chart", "coverage"]})
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("## Figures"), cell]), tmp_path / "tiny.ipynb")
    read = read_section(tmp_path, run_of("tiny"))
    (chart,) = read.tagged("coverage")[0].items
    assert charts_of(read) == {"heads": chart}
    assert (chart.title, chart.wide, chart.size) == ("Eight in a hundred", "<svg/>", (256, 64))
    assert chart.links == {"PNG": "charts/tiny/heads.png"}
    assert chart.rows == ((Cell("8", 8.0),),) and chart.rows[0][0].text.parts[0].claims == ("a",)
    assert isinstance(chart, Chart) and chart.image.startswith("data:image/png;base64,iVBOR")


def test_axe_is_pinned_to_one_version_and_hash_and_to_no_address():
    text = (AXE / "package-lock.json").read_text()
    package = json.loads(text)["packages"]["node_modules/axe-core"]
    wanted = json.loads((AXE / "package.json").read_text())["dependencies"]
    assert wanted == {"axe-core": package["version"]}
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in text and "http" not in text
