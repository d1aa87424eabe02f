"""One page with every kind of chart (``make gallery``): in print, in Khmer and on a slide, and the lines that draw it.

Each is drawn as a pack draws it: by the first view of ``report`` that uses the function, for the first pillar that has
something to draw.
"""

from __future__ import annotations

import argparse
import base64
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from markupsafe import Markup

from wps_analysis import charts
from wps_analysis.charts.peers import plot_peers
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.lettering import font_face
from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.errors import WpsError
from wps_analysis.paths import outputs_dir, write_atomic
from wps_analysis.report import peers, pillar
from wps_analysis.report.peers_brief import peers_title
from wps_analysis.report.views import VIEWS, draw_view
from wps_analysis.words.language import use_language

LOOKS = {
    "Print, 740 pixels or 170 mm wide": ("print", "en"),
    "Print, in Khmer": ("print", "km"),
    "Slide, 1600 by 900 pixels": ("slide", "en"),
}
"""What the page shows of each chart: size and language."""
PREPARING = """\
from wps_analysis import plot_peers
from wps_analysis.report import peers, pillar
from wps_analysis.report.peers_brief import peers_title
from wps_analysis.report.views import draw_view
"""
"""The lines that come before those of any example."""


@dataclass(frozen=True)
class Picture:
    """A chart as it stands on the page: its PNG as an address, and what it says in words."""

    caption: str
    language: str
    address: str
    width: int
    height: int
    alt: str
    twin: str


@dataclass(frozen=True)
class Entry:
    """What the page says of one function: what it draws, how it is called, and its pictures."""

    name: str
    answers: str
    call: str
    code: str
    pictures: tuple[Picture, ...]


@cache
def plots() -> dict[str, Callable[..., ChartFigure]]:
    """Return every function of ``charts/`` that draws a chart, by its name."""
    modules = [import_module(f"{charts.__name__}.{module.name}") for module in iter_modules(charts.__path__)]
    found = {name: value for module in modules for name, value in vars(module).items() if name.startswith("plot_")}
    return dict(sorted(found.items()))


_brief = cache(pillar)


@cache
def example(name: str) -> tuple[str, str]:
    """Return the first view that a function draws, and the first pillar that has something to draw.

    Raises
    ------
    WpsError
        If there is none, as for a chart that no view uses.
    """
    for view in (view for view in VIEWS if VIEWS[view].draw is plots()[name]):
        for code in PILLARS:
            brief = _brief(code, "KHM")
            if len(VIEWS[view].select(brief.own, brief)):
                return view, code
    raise WpsError(f"{name}: no view of report draws it from the figures of Cambodia. Add one to VIEWS.")


def draw_example(name: str, *, size: str = "print", language: str = "en") -> ChartFigure:
    """Draw the example of one function: its first page, where the chart has several.

    Parameters
    ----------
    name
        A key of ``plots()``.
    size
        ``"print"`` or ``"slide"``.
    language
        ``"en"`` or another of ``words.language.languages()``.
    """
    with use_language(language):
        if name == "plot_peers":  # drawn by its own brief, in print alone
            rows = peers("KHM").compared
            return plot_peers(rows, ref_area="KHM", title=peers_title(rows), size=size)
        view, code = example(name)
        return draw_view(view, _brief(code, "KHM", language=language), size=size).figures[0]


def example_code(name: str) -> str:
    """Return the lines that draw an example in print, after those of ``PREPARING``.

    Parameters
    ----------
    name
        A key of ``plots()``.

    Examples
    --------
    >>> print(example_code("plot_parts"))
    chart, *others = draw_view("parts", pillar("protection", "KHM")).figures
    """
    if name == "plot_peers":
        return 'rows = peers("KHM").compared\nchart = plot_peers(rows, ref_area="KHM", title=peers_title(rows))'
    view, code = example(name)
    return f'chart, *others = draw_view("{view}", pillar("{code}", "KHM")).figures'


def has_example(name: str) -> bool:
    """Tell whether there is something to draw: some charts wait for figures of many months, or of many countries."""
    try:
        return name == "plot_peers" or bool(example(name))
    except WpsError:
        return False


def _call(name: str) -> str:
    """Return how a function is called, without the types of its parameters."""
    signature = inspect.signature(plots()[name])
    bare = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    return f"{name}{signature.replace(parameters=bare, return_annotation=signature.empty)}"


def make_entry(name: str, looks: Mapping[str, tuple[str, str]] = LOOKS) -> Entry:
    """Draw the pictures of one function and put together what the page says of it.

    Parameters
    ----------
    name
        A key of ``plots()``.
    looks
        Captions with size and language.
    """
    pictures = []
    for caption, (size, language) in looks.items():
        fig = draw_example(name, size=size, language=language)
        pictures.append(_picture(fig, caption, language))
    answers = inspect.getdoc(plots()[name]).partition("\n\n")[0]
    return Entry(name, answers, _call(name), example_code(name), tuple(pictures))


def _picture(fig: ChartFigure, caption: str, language: str) -> Picture:
    with use_language(language):
        png = render(fig, "png")
        # Width and height of a PNG stand in its bytes 16 to 23; with them a browser leaves room before it decodes.
        width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
        address = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
        return Picture(caption, language, address, width, height, fig.alt, fig.twin)


def gallery_page(entries: Sequence[Entry], *, as_of: str) -> str:
    """Return the page of some entries: everything it shows is in it.

    Parameters
    ----------
    entries
        From ``make_entry``.
    as_of
        ISO date of the newest source.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    page = Environment(loader=PackageLoader("wps_analysis"), **options).get_template("gallery.html.j2")
    face = Markup(font_face("km"))
    return page.render(entries=entries, preparing=PREPARING, as_of=as_of, font_face=face)


def write_gallery(output: str | Path | None = None) -> Path:
    """Draw every example there is, write ``index.html`` into a folder (``outputs/gallery``) and return its path."""
    page = (outputs_dir() / "gallery" if output is None else Path(output)) / "index.html"
    write_atomic(page, gallery_page([make_entry(name) for name in plots() if has_example(name)], as_of=Edition().as_of))
    return page


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and print its name."""
    parser = argparse.ArgumentParser(prog="python -m wps_analysis.dev.gallery", description=__doc__.splitlines()[0])
    parser.add_argument("--output", metavar="DIR", help="folder of the page (outputs/gallery)")
    try:
        page = write_gallery(parser.parse_args(arguments).output)
    except (OSError, WpsError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
