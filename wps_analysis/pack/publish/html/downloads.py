"""The files of a pack, to be taken from its evidence page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from wps_analysis.pack.publish.html.notebook import Passage, Section
from wps_analysis.pack.publish.html.page import BRIEF, EVIDENCE
from wps_analysis.words.language import _

_MANIFEST = "manifest.json"


def download_passages(pack: Path, sections: Sequence[Section]) -> list[Passage]:
    """List the files that lie beside the pages, and the manifest: tables and documents, notebooks, charts.

    Parameters
    ----------
    pack
        The pack's folder.
    sections
        Those made from notebooks: their titles name the notebooks and charts.
    """
    files = sorted(path.relative_to(pack).as_posix() for path in pack.rglob("[!.]*") if path.is_file())
    charts = [name for name in files if name.startswith("charts/")]
    notebooks = [section.notebook for section in sections]
    other = sorted({*files, _MANIFEST} - {BRIEF, EVIDENCE, *charts, *notebooks})
    titles = {section.notebook: section.title for section in sections}
    passages = [
        Passage(_("Tables and documents"), set(), [_list(_link(name, name) for name in other)]),
        Passage(_("Executed notebooks"), set(), [_list(_link(name, titles.get(name, name)) for name in notebooks)]),
    ]
    names = {section.anchor: section.title for section in sections}
    drawn = [_charts(names.get(run, run), list(of_run)) for run, of_run in groupby(charts, lambda c: c.split("/")[1])]
    if drawn:
        passages.append(Passage(_("Charts"), set(), [_list(drawn)]))
    return passages


def _charts(title: str, files: list[str]) -> Markup:
    """Return the charts of a run in a line: each by its name with its formats."""
    lines = []
    for name, formats in groupby(files, lambda file: file.rsplit(".", 1)[0]):
        words = name.rsplit("/", 1)[1].replace("_", " ")
        links = Markup(", ").join(
            _link(file, file.rsplit(".", 1)[1].upper(), label=f"{title}, {words}: {file.rsplit('.', 1)[1].upper()}")
            for file in formats
        )
        lines.append(Markup("{} ({})").format(words, links))
    return Markup("{}: {}").format(title, Markup("; ").join(lines))


def _link(file: str, text: str, *, label: str = "") -> Markup:
    label = Markup(' aria-label="{}"').format(label) if label else ""
    return Markup('<a href="{}"{}>{}</a>').format(quote(file), label, text)


def _list(items: object) -> Markup:
    return Markup('<ul class="files">{}</ul>').format(Markup("").join(Markup("<li>{}</li>").format(i) for i in items))
