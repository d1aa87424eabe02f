"""A country brief made by hand, with one of each kind of thing and texts that a page must escape."""

from markupsafe import Markup

from wps_analysis.pack.publish.html.brief_page import Around, BriefCharts
from wps_analysis.pack.publish.html.drawings import DrawnChart
from wps_analysis.report.editor.parts import (
    Card,
    Caution,
    CountryBrief,
    DifferingRow,
    Direction,
    FigureRow,
    Finding,
    MissingRow,
    Picture,
    PillarPart,
    Status,
    Theme,
)
from wps_analysis.words.said import figure, parts_of, say

QUOTES = {
    "governors.F": "2 women “governors” & no <more>",
    "governors.T": "25 posts",
    "police.F": '11 "per cent"',
    "police.old": "8 per cent",
}
BELOW, MET = Status("below", "below 30%", "30%: resolution <1990/15>"), Status("met", "20% by 2024: met")
NO_FIGURE, NO_TARGET = Status("no_figure", "20% of recruits: no figure"), Status("no_target", "no target")
EARLIER = Direction("up", say("from {share} in 2018", share=figure("8%", "police.old")))
NONE = Direction("none", "No earlier figure")
GOVERNORS, POLICE = figure("2 of 25", "governors.F", "governors.T"), figure("11%", "police.F")

CARDS = (
    Card("governors", GOVERNORS, "governors are women", Picture("dots", 2, 25), NONE, BELOW, "2024. Report <1>"),
    Card("police", POLICE, "of police are women", Picture("bar", 11, 0, 20, 50), EARLIER, MET, "2024. Report"),
    Card("nowhere", "31 of 100", "women sought help", Picture("dots", 31, 100), NONE, NO_TARGET, "2021. Survey"),
    Card(
        "recruits", "9 in 10", "heard", Picture("dots", 9, 10), Direction("differ", "89 or 91%"), NO_FIGURE, "", "about"
    ),
)
PILLARS = (
    PillarPart(
        "participation", "Participation", "Few governors & officers are women",
        (
            Finding("Governors", say("{n} <governors> are women.", n=GOVERNORS)),
            Finding("Police", say("{n} of officers, {old}.", n=POLICE, old=figure("8 in 2018", "police.old"))),
        ),
    ),
    PillarPart("protection", "Protection", "Three in ten sought help", (Finding("Help", "three in ten sought help."),)),
    PillarPart("prevention", "Prevention", "", ()),
    PillarPart("relief_recovery", "Relief and recovery", "Little is in the reports", (Finding("Work", "little."),)),
)  # fmt: skip
ROWS = (
    FigureRow(
        "governors", "Governors <all>", GOVERNORS, "about 2024", QUOTES["governors.F"], (8.0,), 30, "", None, (BELOW,)
    ),
    FigureRow(
        "police", "Police", POLICE, "2024", QUOTES["police.F"], (11.0,), 20, "12% elsewhere", EARLIER, (MET, BELOW)
    ),
    FigureRow("recruits", "Recruits", "–", "", "", statuses=(NO_FIGURE,)),
)
SURVEY = (FigureRow("stigma", "Stigma", "women 24%, men 8%", "2023", "24 & 8", (24.0, 8.0)),)
ATLANTIS = CountryBrief(
    area="Atlantis & <Mu>",
    as_of="31 October 2025",
    headline="Women hold fewer than three in ten posts & seats in Atlantis <and Mu>",
    deck="All 2 kinds of post are below the 30 per cent.",
    edited="",
    cards=CARDS,
    cautions=(Caution("Who decides.", "They count <seats>."), Caution("What changed.", "One figure each.")),
    pillars=PILLARS,
    themes=(
        Theme("participation", "Posts & seats", ROWS),
        Theme("prevention", "Survey", SURVEY),
        Theme("protection", "Nothing", ()),
    ),
    list_note="Shares are women’s shares.",
    differing=(DifferingRow("Police, 2024", say("{n} or 12 per cent", n=POLICE), "Ministry of <Tides>"),),
    missing=(MissingRow("Women among recruits", "A target & no figure", "Police"),),
    main_source="Report on Atlantis & <Mu>",
    left_out=("“all below 30” <2024>",),
)
BARE = CountryBrief("Mu", "1 May 2025", "Little is known of Mu", "", "", (), (), (), (), "", (), (), "")


def _svg(width: int) -> str:
    return (
        f'<?xml version="1.0"?>\n<svg viewBox="0 0 {width} 90" width="{width}" height="90" role="img" aria-label="old">'
        '<a data-claims="police.F police.old"><circle cx="9" cy="9" r="4" style="fill: var(--women,#5b3a9e); '
        'stroke: none"/></a><a data-claims="unknown"><text x="9" y="40">11%</text></a></svg>'
    )


def chart(name: str, width: int = 560) -> DrawnChart:
    """Return a chart with a mark that rests on two claims and one that rests on none."""
    return DrawnChart(
        name,
        say("From {n} of police & more", n=POLICE),
        "Women’s share <per cent>",
        "Report <1> & census",
        'Police: 11%, "8%" in 2018',
        _svg(width),
        _svg(360),
        ("Post", "Women, %"),
        (("Police <all>", POLICE),),
        {"PNG": f"charts/{name}.png", "CSV": f"charts/{name}.csv"},
        f'“{name}” & "Atlantis"',
    )


CHARTS = BriefCharts(
    chart("posts", 740),
    {"participation": [chart("bodies", 1136), chart("heads"), chart("police")], "prevention": [chart("survey")]},
    [chart("officers")],
    chart("posts", 740),
)


def quote(codes) -> tuple[str, str]:
    """Return where claims stand in the evidence and their words; nothing of what is unknown."""
    known = [code for code in codes if code in QUOTES]
    return (f"evidence.html#claim-{known[0]}", "; ".join(map(QUOTES.get, known))) if known else ("", "")


def link(text: str) -> Markup:
    """Return a text with a link around each part that rests on claims."""
    made = '<a class="claim" href="{}" title="{}">{}</a>'
    parts = (
        Markup(made).format(*quote(p.claims), p.text) if p.claims else Markup.escape(p.text) for p in parts_of(text)
    )
    return Markup("").join(parts)


AROUND = Around(
    link,
    quote,
    "tables.xlsx",
    "data/",
    [("ភាសាខ្មែរ", "../km/index.html")],
    "2 figures changed & more",
    ["pillar <brief>"],
)
