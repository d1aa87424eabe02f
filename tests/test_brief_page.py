"""The page of a brief and its sheet: valid, whole without a script, every text escaped, every number linked."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from atlantis import AROUND, ATLANTIS, BARE, CHARTS, QUOTES, chart

from wps_analysis.pack.publish.html.brief_page import Around, BriefCharts, brief_html
from wps_analysis.pack.publish.html.drawings import first_of
from wps_analysis.pack.publish.html.fit import fitting, hero_height
from wps_analysis.pack.publish.html.one_page import one_page_html
from wps_analysis.report.editor.parts import Finding, Picture
from wps_analysis.words.language import draft_notice, use_language
from wps_analysis.words.names import PILLAR_NAMES

VOID = {"meta", "input", "link", "br", "col", "img", "hr"}
IN_P = {"p", "div", "ul", "ol", "table", "section", "figure", "h1", "h2", "h3", "details"}
PLAIN = Around(AROUND.link, AROUND.quote)


class Page(HTMLParser):
    """Reads a page strictly: each element is closed where it was opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.ids, self.links, self.tags, self.words = [], [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes, tuple(self.open)))
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if "href" in attributes else []
        if (tag == "a" and "a" in self.open) or ("p" in self.open and tag in IN_P) or len(attributes) < len(attrs):
            self.wrong.append((tag, attrs, list(self.open)))
        self.open += [tag] if tag not in VOID else []

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, "end", list(self.open)))

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))

    def named(self, tag, name=""):
        return [attributes for found, attributes, _within in self.tags if found == tag and name in attributes]


def brief(of=ATLANTIS, charts=CHARTS, around=AROUND, language="en"):
    with use_language(language):
        return brief_html(of, charts, around)


def sheet(of=ATLANTIS, charts=CHARTS, around=AROUND, language="en"):
    with use_language(language):
        return one_page_html(of, charts, around)


PAGES = {
    "brief": brief,
    "in Khmer": lambda: brief(language="km"),
    "bare": lambda: brief(BARE, BriefCharts(), PLAIN),
    "no hero": lambda: brief(charts=BriefCharts()),
    "sheet": sheet,
    "bare sheet": lambda: sheet(BARE, BriefCharts(), PLAIN),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_and_its_links_lead_somewhere(name):
    page = Page(PAGES[name]())
    assert page.wrong == [] and page.open == []
    assert [one for one, count in Counter(page.ids).items() if count > 1] == []
    assert {href[1:] for href in page.links if href.startswith("#")} <= set(page.ids)
    assert [href for href in page.links if href.startswith(("http", "//"))] == []
    levels = [int(tag[1]) for tag, _attributes, _within in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("name", PAGES)
def test_only_the_style_and_script_of_the_page_are_allowed(name):
    text = PAGES[name]()
    policy = Page(text).named("meta", "http-equiv")[0]["content"]
    for tag in ("style", "script"):
        for part in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL):
            assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy and policy.startswith("default-src 'none'")
    assert not any("style" in attributes or "onclick" in attributes for _tag, attributes, _within in Page(text).tags)


@pytest.mark.parametrize("make", [brief, sheet])
def test_every_text_is_escaped(make):
    page = Page(make())
    tags = {tag for tag, _attributes, _within in page.tags}
    assert not tags & {"mu", "and", "all", "more", "governors", "seats", "per", "tides"}
    assert "Women hold fewer than three in ten posts & seats in Atlantis <and Mu>" in page.text
    assert "2 of 25 <governors> are women." in page.text


def test_no_name_of_an_area_ends_the_style():
    text = brief(replace(ATLANTIS, area='</style><script>"\\'))
    assert Page(text).wrong == []
    assert text.count("</style>") == 1 and "\\3c \\2f style\\3e " in text


def test_every_number_leads_to_its_claim_with_the_published_words():
    page = Page(brief())
    claims = [a for a in page.named("a", "title") if a.get("class") == "claim"]
    assert {a["href"] for a in claims} == {f"evidence.html#claim-{code}" for code in QUOTES if code != "governors.T"}
    assert "2 women “governors” & no <more>; 25 posts" in {a["title"] for a in claims}
    for make in (brief, sheet):
        big = re.findall(r'<b class="big">(.*?)</b>', make())
        assert [number.endswith("</a>") for number in big] == [True, True, False, False]


@pytest.mark.parametrize(
    ("charts", "first"),
    [
        ([("police", 560), ("posts", 740)], "posts"),
        ([("police", 560), ("bodies", 1136)], "bodies"),
        ([("police", 560)], "police"),
        ([], None),
    ],
)
def test_a_single_sheet_has_the_chart_of_posts_else_a_broad_one_else_the_first(charts, first):
    found = first_of([chart(*one) for one in charts])
    assert (found and found.name) == first


def test_the_marks_of_a_chart_lead_to_their_claims_and_others_are_no_links():
    text = brief(charts=BriefCharts(chart("posts")))
    svg = re.search(r"<svg[^>]*class=\"chart\".*?</svg>", text, re.DOTALL)[0]
    assert svg.count("<a ") == 1 and "data-claims" not in svg
    assert '<a href="evidence.html#claim-police.F"><title>11 &#34;per cent&#34;; 8 per cent</title>' in svg
    assert 'fill="var(--women,#5b3a9e)" stroke="none"' in svg
    assert 'role="group" aria-label="Police: 11%, &#34;8%&#34; in 2018"' in svg and "old" not in svg
    assert "<?xml" not in text


def test_a_card_leads_to_its_row_where_the_list_has_it():
    links = Page(brief()).links
    assert "#f-governors" in links and "#f-nowhere" not in links


def test_a_pillar_without_findings_has_its_heading_and_without_a_chart_no_empty_box():
    text = brief()
    prevention, protection = (
        re.search(f'<section id="{name}".*?</section>', text, re.DOTALL)[0] for name in ("prevention", "protection")
    )
    assert "<h2>Prevention</h2>" in prevention and '<ul class="find' not in prevention
    assert "<figure" in prevention and "<figure" not in protection


def test_a_broad_chart_stands_across_both_columns_and_two_others_are_a_pair_near_the_findings():
    names = re.findall(r'<figure id="chart-(\w+)"( class="broad")?', brief())
    assert names[1:4] == [("heads", ""), ("police", ""), ("bodies", ' class="broad"')]
    assert '<div class="two pair">' in brief()


def test_nothing_of_the_content_needs_the_script():
    page = Page(re.sub("<script>.*</script>", "", brief(), flags=re.DOTALL))
    for said in ("Governors <all>", "24 & 8", "12% elsewhere", "Ministry of <Tides>", "A target & no figure"):
        assert said in page.text
    assert not page.named("tr", "hidden") and not page.named("tbody", "hidden")


def test_each_status_has_a_word_and_a_shape_of_its_own():
    text = brief()
    shapes = {
        kind: re.search(f'class="st {kind}"[^>]*><svg[^>]*>(.*?)</svg>', text)[1]
        for kind in ("met", "below", "no_figure", "no_target")
    }
    assert len(set(shapes.values())) == 4
    assert "Status" in text and re.findall(r'<option value="(no_figure|no_target)">', text) == [
        "no_figure",
        "no_target",
    ]


def test_rows_can_be_found_by_pillar_and_status():
    rows = {a["id"]: a["data-status"] for a in Page(brief()).named("tr", "id")}
    assert rows == {"f-governors": "below", "f-police": "met below", "f-recruits": "no_figure", "f-stigma": "no_target"}
    assert [body["data-pillar"] for body in Page(brief()).named("tbody", "data-pillar")] == [
        "participation",
        "prevention",
    ]


def test_what_a_reader_must_know_stands_at_the_top():
    top = Page(brief().split("<nav")[0]).text
    assert "This pack is not complete." in top and "pillar <brief>" in top
    assert "Not yet edited" in top and "2 figures changed & more" in top
    assert "Not yet edited" not in brief(replace(ATLANTIS, edited="Ministry of Women, May 2025"))
    assert "This pack is not complete." not in brief(around=PLAIN)


@pytest.mark.parametrize("make", [brief, sheet])
def test_a_page_in_khmer_says_that_it_is_a_draft_and_brings_its_letters(make):
    text = make(language="km")
    with use_language("km"):
        notice = draft_notice()
    assert '<html lang="km"' in text and notice in unescape(text)
    assert text.count("@font-face") == 2 and text.count("font-weight: 400 700;") == 2
    assert make(around=PLAIN).count("@font-face") == 1


def test_the_page_is_small_and_its_script_short():
    assert len(brief(language="km").encode()) < 1_000_000 / 4
    assert re.search("<script>(.*)</script>", brief(), re.DOTALL)[1].count("\n") < 60


def test_the_same_brief_gives_the_same_page():
    assert brief() == brief() and sheet() == sheet()


def test_a_brief_with_nothing_but_a_headline_is_a_page():
    page = Page(brief(BARE, BriefCharts(), PLAIN))
    assert "Little is known of Mu" in page.text
    assert not page.named("figure") and not page.named("table") and not page.named("section")


def long(letters):
    """Return the brief with four pillars of two findings, each so long."""
    findings = (Finding("Work", "x" * letters), Finding("Help", "x" * letters))
    return replace(ATLANTIS, pillars=tuple(replace(p, findings=findings) for p in ATLANTIS.pillars))


def test_longer_texts_are_set_smaller_and_then_shortened():
    fits = [fitting(long(letters)) for letters in (50, 250, 380, 900, 5000)]
    assert [(fit.size, fit.findings) for fit in fits] == [(0, 2), (1, 2), (2, 2), (0, 0), (0, 0)]
    assert hero_height(replace(ATLANTIS, deck="x" * 1400)) < hero_height(ATLANTIS)


def test_dots_are_as_many_as_the_total_and_a_bar_ends_at_its_end():
    from wps_analysis.pack.publish.html.pictures import card_picture

    assert [card_picture(Picture("dots", 3, total)).count('class="d1"') for total in (10, 125)] == [3, 3]
    assert card_picture(Picture("dots", 3, 125)).count("<circle") == 125
    assert 'class="d1" x="0" y="9" width="200"' in card_picture(Picture("bar", 80, end=50))
    assert "tk" not in card_picture(Picture("bar", 8))


def test_themes_of_a_pillar_that_has_no_section_bear_its_name():
    page = Page(brief(replace(ATLANTIS, pillars=())))
    assert PILLAR_NAMES["prevention"] in page.text


def test_the_printed_pack_is_offered_where_there_is_one():
    assert "To print (PDF)" not in brief()
    assert '<a href="pdf/atlantis.pdf">To print (PDF)</a>' in brief(around=replace(AROUND, printed="pdf/atlantis.pdf"))
