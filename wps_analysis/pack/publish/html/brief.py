"""Write ``index.html`` and ``one-page.html``: the brief of a pack's country, its numbers led to ``evidence.html``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from wps_analysis.pack.publish.change_words import change_lines
from wps_analysis.pack.publish.content import Content, confirmed_notice
from wps_analysis.pack.publish.html.brief_page import Around, BriefCharts, brief_html
from wps_analysis.pack.publish.html.drawings import DrawnChart, first_of
from wps_analysis.pack.publish.html.links import Links
from wps_analysis.pack.publish.html.notebook import Chart, Section, charts_of
from wps_analysis.pack.publish.html.one_page import one_page_html
from wps_analysis.pack.publish.html.page import BRIEF, EVIDENCE, ONE_PAGE, own_name
from wps_analysis.paths import write_atomic
from wps_analysis.report.editor.country import country_of
from wps_analysis.report.views import HERO
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import _


def write_brief(pack: Path, told: Mapping[str, Section], *, content: Content, places: Collection[str]) -> Path:
    """Write the pages of the brief.

    Parameters
    ----------
    pack
        The pack's folder.
    told
        What each executed notebook tells, by the code of its pillar or the name of its notebook.
    content
        The pack's tables.
    places
        The places of ``evidence.html`` that numbers can lead to.

    Returns
    -------
    Path
        The brief; the sheet lies beside it.
    """
    links = Links(content, places, page=EVIDENCE)
    brief = country_of(content.data)
    charts = _charts(told, content)
    around = Around(
        link=links.text,
        quote=links.quote,
        workbook=next((path.name for path in sorted(pack.glob("*.xlsx"))), ""),
        data=f"{EVIDENCE}#downloads",
        languages=[(own_name(code), f"../{folder}/{BRIEF}") for code, folder in content.languages.items()],
        changed=_changed(content),
        confirmed=confirmed_notice(content),
        printed=_printed(pack, content),
        incomplete=[section.title for section in told.values() if section.error],
    )
    write_atomic(pack / BRIEF, brief_html(brief, charts, around))
    write_atomic(pack / ONE_PAGE, one_page_html(brief, charts, around))
    return pack / BRIEF


def _printed(pack: Path, content: Content) -> str:
    """Return the address of the whole pack as it is printed; nothing where it was not asked for."""
    file = f"pdf/wps-{content.ref_area}-{content.as_of}.pdf"
    return file if (pack / file).is_file() else ""


def _charts(told: Mapping[str, Section], content: Content) -> BriefCharts:
    """Return the charts of the brief, each in one place: those that were drawn for a phone too.

    Those of what is held, what differs and how it is assessed are not: they belong to the evidence.
    """
    pillars = {code: _drawn(code, section, content) for code, section in told.items()}
    sheet = first_of([chart for charts in pillars.values() for chart in charts])
    hero = sheet if sheet and sheet.name == HERO else None
    return BriefCharts(
        hero=hero,
        sheet=sheet,
        pillars={code: [chart for chart in charts if chart is not hero] for code, charts in pillars.items()},
    )


def _drawn(code: str, section: Section, content: Content) -> list[DrawnChart]:
    charts = charts_of(section).values()
    return [_drawn_chart(chart, chart.name if chart.name == HERO else f"{code}-{chart.name}", content)
            for chart in charts if chart.narrow]  # fmt: skip


def _drawn_chart(chart: Chart, name: str, content: Content) -> DrawnChart:
    """Return a chart as the page shows it, under a name that no other has: two pillars may draw the same kind."""
    cited = _("“{title}”. Women, Peace and Security: {area}, {date}. {sources}")
    wide, narrow = (svg.replace(f"{chart.name}-{letter}-", f"{name}-{letter}-") for svg, letter in
                    ((chart.wide, "w"), (chart.narrow, "n")))  # fmt: skip
    return DrawnChart(
        name=name,
        title=chart.title,
        subtitle=chart.subtitle,
        sources=chart.sources,
        alt=chart.alt,
        wide=wide,
        narrow=narrow,
        headings=chart.headings,
        rows=tuple(tuple(cell.text for cell in row) for row in chart.rows),
        files=chart.links,
        citation=cited.format(
            title=chart.title, area=content.area, date=day_text(content.as_of), sources=chart.sources
        ),
    )


def _changed(content: Content) -> str:
    """Say in a line what changed since the pack before; nothing where there is none, or nothing did."""
    return "" if content.changes.empty else change_lines(content.changes)[0]
