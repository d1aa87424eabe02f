"""A chart inside a page: its body as SVG whose letters are text, whose colours are roles and whose marks are links."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure

from wps_analysis.charts.sheet.figure import ChartFigure, claims_on
from wps_analysis.charts.sheet.theme import COLOURS, chart_theme

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ON_PAGE = ("draft", "title", "subtitle", "source")
_DROPPED = {f"{_SVG}metadata", f"{_SVG}style"}
_LEFT_OUT = re.compile(r" ?font-family: [^;\"]+;| transform=\"rotate\(-?0 [^\"]*\"")


def inline_svg(fig: ChartFigure, prefix: str) -> str:
    """Return the body of a chart as an ``svg`` element that a page takes up as its own.

    Title, subtitle and sources are left to the page. Colours are ``var(--role,#light)``. Where a mark or a label rests
    on claims (`rests_on`), ``<a data-claims="id1 id2">`` stands around it, without an address.

    Parameters
    ----------
    fig
        A chart.
    prefix
        Stands before every id, so that two charts of a page have none in common.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> import pandas as pd
    >>> chart = plot_parts(pd.DataFrame({"group": ["Titles"], "label": ["women"], "obs_value": [18.0]}), title="Land")
    >>> svg = inline_svg(chart, "land-")
    >>> svg.startswith("<svg ") and ">women<" in svg and ">Land<" not in svg
    True
    """
    root = ElementTree.fromstring(_drawn(fig))
    _clean(root)
    _link(root)
    _crop(root, fig)
    ElementTree.register_namespace("", _SVG[1:-1])
    return _shortened(ElementTree.tostring(root, encoding="unicode"), prefix)


def _drawn(fig: ChartFigure) -> bytes:
    buffer = io.BytesIO()
    with chart_theme(), mpl.rc_context({"svg.fonttype": "none"}), _without_page_texts(fig):
        options = {"transparent": True, "metadata": {"Date": None, "Creator": None, "Format": None, "Type": None}}
        Figure.savefig(fig, buffer, format="svg", **options)  # not its own, which takes the claims away
    return buffer.getvalue()


@contextmanager
def _without_page_texts(fig: Figure) -> Iterator[None]:
    texts = [text for text in fig.texts if text.get_label() in _ON_PAGE]
    for text in texts:
        text.set_visible(False)
    try:
        yield
    finally:
        for text in texts:
            text.set_visible(True)


def _clean(root: ElementTree.Element) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _DROPPED]:
            parent.remove(child)
        if _LINK in parent.attrib:
            parent.set("href", parent.attrib.pop(_LINK))


def _link(root: ElementTree.Element) -> None:
    for group in root.iter(f"{_SVG}g"):
        if (claims := claims_on(group.get("id"))) is not None:
            group.tag = f"{_SVG}a"
            group.attrib.clear()
            group.set("data-claims", " ".join(claims))


def _crop(root: ElementTree.Element, fig: ChartFigure) -> None:
    top, bottom = (72 * inches for inches in fig.body)
    width = 72 * fig.get_figwidth()
    root.attrib.clear()
    root.attrib.update(
        {"class": "chart", "width": f"{width:.0f}", "height": f"{bottom - top:.0f}",
         "viewBox": f"0 {top:.2f} {width:.0f} {bottom - top:.2f}"}
    )  # fmt: skip


def _shortened(text: str, prefix: str) -> str:
    """Keep the ids that something refers to, and leave faces and the last digits of numbers to the page."""
    used = set(re.findall(r'href="#([^"]+)"', text)) | set(re.findall(r"url\(#([^)]+)\)", text))
    text = re.sub(r' id="([^"]+)"', lambda found: f' id="{prefix}{found[1]}"' if found[1] in used else "", text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", text)
    text = _LEFT_OUT.sub("", text)
    text = re.sub(r"-?\d+\.\d{2}\d+", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
    for role, colour in COLOURS.items():
        text = text.replace(colour, f"var(--{role},{colour})")
    return re.sub(r">\s+<", "><", text)
