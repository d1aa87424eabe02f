"""Charts as a page shows them: SVG in the page, whose marks lead to the published words that they rest on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TypeVar

from markupsafe import Markup, escape

from wps_analysis.pack.publish.html.notebook import Chart
from wps_analysis.report.views import HERO

_MARK = re.compile(r'<a data-claims="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_ROOT = re.compile(r"<svg\b[^>]*>")
_OF_ROOT = re.compile(r'\s(?:class|role|aria-label)="[^"]*"')
_BOX = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)')
_COLUMN = 800
"""A drawing that is wider than this many units stands alone, across both columns."""


@dataclass(frozen=True)
class DrawnChart:
    """A chart as a page shows it.

    ``wide`` and ``narrow`` are SVG, in which ``<a data-claims="...">`` stands around each mark that rests on claims;
    ``headings`` and ``rows`` are the same values as a table; ``files`` leads from a word to the file beside the page.
    """

    name: str
    title: str
    subtitle: str
    sources: str
    alt: str
    wide: str
    narrow: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: Mapping[str, str]
    citation: str


def inline_svg(svg: str, alt: str, quote: Callable[[Sequence[str]], tuple[str, str]]) -> Markup:
    """Return a drawing as it stands in a page: named by its words, each mark a link to its claims with their words.

    Styles become attributes, since a page allows no style but its own; an ``<a>`` around nothing known goes.

    Examples
    --------
    >>> svg = '<svg><a data-claims="x"><path style="fill: none"/></a></svg>'
    >>> print(inline_svg(svg, "8%", lambda codes: ("#x", "eight")))
    <svg class="chart" role="group" aria-label="8%"><a href="#x"><title>eight</title><path fill="none"/></a></svg>
    """

    def mark(found: re.Match) -> str:
        href, title = quote(tuple(unescape(found[1]).split()))
        return f'<a href="{escape(href)}"{found[2]}><title>{escape(title)}</title>{found[3]}</a>' if href else found[3]

    named = _MARK.sub(mark, _STYLE.sub(_attributes, svg[svg.index("<svg") :]))
    kept = _OF_ROOT.sub("", _ROOT.search(named)[0])
    root = f'<svg class="chart" role="group" aria-label="{escape(alt)}"{kept[4:]}'
    return Markup(_ROOT.sub(lambda _found: root, named, count=1))


def _attributes(style: re.Match) -> str:
    declared = (one.split(":", 1) for one in style[1].split(";") if ":" in one)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in declared)


_Drawn = TypeVar("_Drawn", "DrawnChart", Chart)


def first_of(charts: Sequence[_Drawn]) -> _Drawn | None:
    """Return the chart of a sheet with room for one: that of the posts, else the first broad one, else the first."""
    posts = [chart for chart in charts if chart.name == HERO]
    return next(iter([*posts, *filter(is_broad, charts), *charts]), None)


def is_broad(chart: DrawnChart | Chart) -> bool:
    """Tell whether a drawing is too wide for one of two columns."""
    box = _BOX.search(chart.wide)
    return bool(box) and float(box[1]) > _COLUMN
