"""The page of a country brief, ``index.html``: the country first, its evidence one click away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter

from jinja2 import Environment
from markupsafe import Markup

from wps_analysis.pack.publish.html.drawings import DrawnChart, inline_svg, is_broad
from wps_analysis.pack.publish.html.fit import hero_height
from wps_analysis.pack.publish.html.fonts import families, page_faces
from wps_analysis.pack.publish.html.page import BRIEF, EVIDENCE, ONE_PAGE, environment_of_pages, policy_hash
from wps_analysis.pack.publish.html.pictures import STATUS_WORDS, card_picture, mini_bar, sign_icon, status_icon
from wps_analysis.report.editor.parts import CountryBrief
from wps_analysis.words.language import _, draft_notice, language_in_force, ngettext
from wps_analysis.words.names import PILLAR_NAMES

_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src {style}; script-src {script};"
    " base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class BriefCharts:
    """The charts of a brief: of the posts, of each pillar by its code, of figures that differ, of a single sheet."""

    hero: DrawnChart | None = None
    pillars: Mapping[str, Sequence[DrawnChart]] = field(default_factory=dict)
    differing: Sequence[DrawnChart] = ()
    sheet: DrawnChart | None = None


@dataclass(frozen=True)
class Around:
    """What stands around a brief: where its numbers lead, its files, its other languages, and what a reader must know.

    Parameters
    ----------
    link
        Turns a text into HTML with links to the evidence.
    quote
        Returns the address and the published words of the claims with these codes; an empty address if none is known.
    workbook, data
        Addresses of the workbook and of the folder of tables; empty if there is none.
    languages
        The name and the address of the same page in other languages.
    changed
        What changed since the pack before, in a line.
    incomplete
        The parts of the pack that could not be made.
    confirmed
        Said of a page that rests on confirmed figures alone.
    printed
        Address of the whole pack as it is printed; empty if there is none.
    """

    link: Callable[[str], Markup]
    quote: Callable[[Sequence[str]], tuple[str, str]]
    workbook: str = ""
    data: str = ""
    languages: Sequence[tuple[str, str]] = ()
    changed: str = ""
    incomplete: Sequence[str] = ()
    confirmed: str = ""
    printed: str = ""


def brief_html(brief: CountryBrief, charts: BriefCharts, around: Around) -> str:
    """Return the page of a brief in the language in force: one file that asks for nothing else.

    Parameters
    ----------
    brief
        What the page says.
    charts
        The drawings that stand beside it.
    around
        Where its numbers lead, its files and notices.
    """
    themes = [theme for theme in brief.themes if theme.rows]
    rows = [row for theme in themes for row in theme.rows]
    return render_page(
        "brief",
        brief,
        around,
        charts=charts,
        themes=themes,
        counted=ngettext("{n} indicator", "{n} indicators", len(rows)).format(n=len(rows)),
        anchors={row.anchor for row in rows},
        pillar_names={code: _(name) for code, name in PILLAR_NAMES.items()} | {p.code: p.name for p in brief.pillars},
    )


def render_page(name: str, brief: CountryBrief, around: Around, **words: object) -> str:
    """Return a page from its templates ``<name>.html.j2``, ``.css.j2`` and, where there is one, ``.js.j2``.

    Its Content Security Policy allows this style and this script alone, which it knows by their hashes.
    """
    environment = _environment(around)
    letters = "".join([_("To the content"), brief.area, brief.headline, *(name for name, _href in around.languages)])
    style = environment.get_template(f"{name}.css.j2").render(
        faces=Markup(page_faces(letters)),
        families=Markup(families()),
        foot=Markup(css_content(_("Women, Peace and Security: {area}, {date}"), area=brief.area, date=brief.as_of)),
        hero_height=hero_height(brief),
        pages=Markup(css_content(_("{page} of {pages}"), page=Counter("page"), pages=Counter("pages"))),
    )
    scripts = environment.list_templates(filter_func=lambda file: file == f"{name}.js.j2")
    script = environment.get_template(scripts[0]).render() if scripts else ""
    return environment.get_template(f"{name}.html.j2").render(
        language=language_in_force(),
        draft=draft_notice(),
        policy=_POLICY.format(style=policy_hash(style), script=policy_hash(script) if script else "'none'"),
        style=Markup(style),
        script=Markup(script),
        index=BRIEF,
        evidence=EVIDENCE,
        one_page=ONE_PAGE,
        brief=brief,
        around=around,
        **words,
    )


class Counter(str):
    """The name of a counter of CSS, not a text."""


def css_content(template: str, **words: str) -> str:
    r"""Return a text as the value of ``content`` in CSS, in which a counter may stand; no text can end the style.

    Examples
    --------
    >>> css_content("{page} of {area}", page=Counter("page"), area='"</x')
    'counter(page) " of " "\\22 \\3c \\2f x"'
    """
    pieces = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        word = words.get(name or "", "")
        pieces += [_css_text(text), f"counter({word})" if isinstance(word, Counter) else _css_text(word)]
    return " ".join(filter(None, pieces))


def _css_text(text: str) -> str:
    escaped = re.sub(r"[^\w\s.,:;()'’–-]|\n", lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f'"{escaped}"' if text else ""


def _environment(around: Around) -> Environment:
    environment = environment_of_pages()
    environment.tests["broad"] = is_broad
    environment.filters |= {
        "said": around.link,
        "status": status_icon,
        "sign": sign_icon,
        "picture": card_picture,
        "minibar": mini_bar,
        "svg": lambda svg, alt: inline_svg(svg, alt, around.quote),
    }
    environment.globals["status_words"] = {kind: _(word) for kind, word in STATUS_WORDS.items()}
    return environment
