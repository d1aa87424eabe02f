"""A page of a pack, whole in one file: its template with style and script, and the policy that lets in nothing else."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wps_analysis.pack.publish.content import Content, confirmed_notice
from wps_analysis.pack.publish.html.fonts import families, page_faces
from wps_analysis.pack.publish.html.links import Links
from wps_analysis.pack.publish.html.notebook import Chart
from wps_analysis.report.display import Lines, Table
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import _, draft_notice, language_in_force, ngettext

BRIEF, EVIDENCE, ONE_PAGE = "index.html", "evidence.html", "one-page.html"
"""The files of a release: what is said first, what it rests on, and the first on one sheet."""
_LONG, _PROSE = 60, 100
_KINDS = {"chart": Chart, "lines": Lines, "table": Table}


def render_page(template: str, content: Content, links: Links, *, style: str, script: str, **parts: Any) -> str:
    """Fill the template of a page.

    Parameters
    ----------
    template, style, script
        Names of files in ``templates/``.
    content
        The pack's tables.
    links
        What the numbers of the page lead to.
    **parts
        What else the template names.
    """
    language = language_in_force()
    environment = environment_of_pages()
    environment.tests |= {name: lambda item, kind=kind: isinstance(item, kind) for name, kind in _KINDS.items()}
    environment.filters |= {
        "cell": links.cell,
        "said": links.text,
        "long": long_columns,
        "prose": prose_columns,
        "numeric": number_columns,
    }
    names = [(code, own_name(code), folder) for code, folder in content.languages.items()]
    faces = Markup(page_faces("".join([_("Data and methods"), *(name for _code, name, _folder in names)])))
    styled = environment.get_template(style).render(faces=faces, families=Markup(families()))
    scripted = environment.get_template(script).render(evidence=EVIDENCE)
    return environment.get_template(template).render(
        area=content.area,
        as_of=day_text(content.as_of),
        language=language,
        languages=names,
        draft=draft_notice(),
        confirmed=confirmed_notice(content),
        brief=BRIEF,
        evidence=EVIDENCE,
        style=Markup(styled),
        style_hash=policy_hash(styled),
        script=Markup(scripted),
        script_hash=policy_hash(scripted),
        **parts,
    )


def environment_of_pages() -> Environment:
    """Return where the templates of pages are found, with the words of the language in force and all texts escaped."""
    environment = Environment(
        loader=PackageLoader("wps_analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)
    return environment


def long_columns(table: Table) -> set[int]:
    """Return the columns with a text of more than `_LONG` letters that is not folded: they need room."""
    return {
        place
        for row in table.rows
        for place, cell in enumerate(row)
        if len(cell.text) > _LONG and not getattr(cell, "folded", False)
    }


def prose_columns(table: Table) -> set[int]:
    """Return the columns whose filled fields have more than `_PROSE` letters on average; none of more than two."""
    lengths = ([len(cell.text) for cell in cells if cell.text] for cells in zip(*table.rows, strict=True))
    means = [sum(each) / len(each) if each else 0 for each in lengths]
    found = {place for place in long_columns(table) if means[place] > _PROSE}
    return found if len(found) < 3 else set()


def number_columns(table: Table) -> set[int]:
    """Return the columns whose filled fields are all numbers."""
    columns = (
        {cell.value is not None and cell.text.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit()
         for cell in cells if cell.text} for cells in zip(*table.rows, strict=True)
    )  # fmt: skip
    return {place for place, found in enumerate(columns) if found == {True}}


def own_name(language: str) -> str:
    """Return what a language calls itself."""
    from babel import Locale

    return Locale.parse(language).get_display_name(language) or language


def policy_hash(text: str) -> str:
    """Return what a Content Security Policy calls an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
