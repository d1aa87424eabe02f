"""One page with every kind of chart (``make gallery``): in print, in Khmer and on a slide, and the lines that draw it.

The lines on the page are the source of the functions that drew its pictures.
"""

from __future__ import annotations

import argparse
import ast
import base64
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from matplotlib.figure import Figure
from pandas import DataFrame as Table

import wps_analysis as wps
from wps_analysis.assessment.series import trend_lines
from wps_analysis.charts.ladder import pipeline_title
from wps_analysis.charts.outputs import plot_outputs
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.sheet.lettering import font_face
from wps_analysis.charts.sheet.theme import render
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.claims.load import default_as_of
from wps_analysis.claims.periods import period_end
from wps_analysis.errors import WpsError
from wps_analysis.paths import outputs_dir, write_atomic
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.report import coverage, peers
from wps_analysis.report import selections as select
from wps_analysis.report.pillar_tables import assess_pillar, current_targets
from wps_analysis.report.table_views import gaps_title
from wps_analysis.words.language import _, language_in_force, use_language

LOOKS = {
    "Print, 170 mm wide": ("print", "en"),
    "Print, in Khmer": ("print", "km"),
    "Slide, 13.33 inches wide": ("slide", "en"),
}
"""What the page shows of each chart: size and language."""


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
    """What the page says of one function: what it answers, the lines that draw it, and its pictures."""

    name: str
    answers: str
    code: str
    pictures: tuple[Picture, ...]


def prepare() -> dict[str, Any]:
    """Read what the charts are drawn from: figures of Cambodia, claims, registry and targets."""
    figures = wps.load(ref_area="KHM")
    figures = figures.assign(end=figures["time_period"].map(period_end))
    as_of = default_as_of()
    claims, registry, targets = wps.load_claims(), load_registry(), current_targets(as_of, None)
    return {"figures": figures, "as_of": as_of, "claims": claims, "registry": registry, "targets": targets}


def _levels(figures: Table, claims: Table, registry: Registry, targets: Table, as_of: str, size: str) -> Figure:
    """Where women's share of each seat and post stands, and which target binds it."""
    rows = select.subnational_posts(figures[figures["pillar"] == "participation"], claims, registry)
    title, subtitle = select.range_title(rows), _("Women's share of subnational seats and posts, latest figure")
    return wps.plot_levels(rows, targets=targets, title=title, subtitle=subtitle, size=size, as_of=as_of)


def _trend(figures: Table, claims: Table, registry: Registry, targets: Table, as_of: str, size: str) -> Figure:
    """How women's share of elected bodies moves from one date to the next."""
    rows = select.elected_bodies(figures[figures["pillar"] == "participation"], claims, registry)
    beside = {"targets": targets, "claims": claims, "elections": registry.elections, "lines": trend_lines(rows)}
    words = {"subtitle": _("Women's share of seats by date; a body's share moves at elections"), "as_of": as_of}
    return wps.plot_trend(rows, title=select.change_title(rows), size=size, **words, **beside)


def _gap(as_of: str, size: str) -> Figure:
    """How far each share is from the targets that bind it, and its status by the published rules."""
    rows = assess_pillar("participation", "KHM")
    rows = rows[rows["target_id"].notna() & (rows["unit_measure"] == "PT")]
    subtitle = _("Latest figure and each target that binds it, by kind of target; gap in points")
    return wps.plot_gap(rows, title=gaps_title(rows), subtitle=subtitle, size=size, as_of=as_of)


def _pipeline(figures: Table, as_of: str, size: str) -> Figure:
    """How women's share changes from rank to rank."""
    rows = figures[figures["pillar"] == "participation"]
    subtitle = _("Women's share by rank, latest figure; ratio of each rank to the rank below")
    return wps.plot_pipeline(rows, title=pipeline_title(rows), subtitle=subtitle, size=size, as_of=as_of)


def _compare(figures: Table, claims: Table, registry: Registry, as_of: str, size: str) -> Figure:
    """On which questions women and men answer differently, and by how much."""
    rows = select.women_men(figures[figures["pillar"] == "protection"], claims, registry)
    title, subtitle = select.gap_title(rows), _("Share within each sex, latest figure")
    return wps.plot_compare(rows, title=title, subtitle=subtitle, size=size, as_of=as_of)


def _peers(registry: Registry, as_of: str, size: str) -> Figure:
    """Where a country's figures lie in the range of the other members of its group."""
    rows, group = peers.peer_figures("KHM"), area_name("X_ASEAN", areas=registry.areas, language=language_in_force())
    subtitle = _("Women's share, latest figure, and the range of the other members of {group}").format(group=group)
    words = {"title": peers.peers_title(rows), "subtitle": subtitle, "as_of": as_of}
    return wps.plot_peers(rows, ref_area="KHM", size=size, **words)


def _differences(figures: Table, claims: Table, registry: Registry, as_of: str, size: str) -> Figure:
    """Which published figures differ, and which of them speaks."""
    rows = select.differences(figures[figures["pillar"] == "participation"], claims, registry)
    subtitle = _("Each claim as the interval of its rounding; filled: the figure used")
    return wps.plot_differences(rows, title=select.differences_title(rows), subtitle=subtitle, size=size, as_of=as_of)


def _coverage(as_of: str, size: str) -> Figure:
    """Of which indicators and years a figure is in the documents held."""
    table = coverage.coverage_table("relief_recovery", "KHM")
    title, subtitle = coverage.coverage_title(table), _("Figures in the documents held, by indicator and year")
    return wps.plot_coverage(table, title=title, subtitle=subtitle, size=size, as_of=as_of)


def _parts(figures: Table, claims: Table, registry: Registry, as_of: str, size: str) -> Figure:
    """Into which parts a whole falls, and what of it is not printed."""
    rows = select.parts(figures[figures["pillar"] == "protection"], claims, registry)
    title, subtitle = select.parts_title(rows), _("Parts of 100, as printed; the rest is computed")
    return plot_parts(rows, title=title, subtitle=subtitle, size=size, as_of=as_of)


def _outputs(as_of: str, size: str) -> Figure:
    """Which outputs of the regional plan are measured by a figure."""
    table = coverage.outputs_table("KHM")
    subtitle = _("Outputs of the ASEAN Regional Plan of Action and the indicators that measure them")
    return plot_outputs(table, title=coverage.outputs_title(table), subtitle=subtitle, size=size, as_of=as_of)


_EXAMPLES = (_levels, _trend, _gap, _compare, _parts, _pipeline, _peers, _differences, _coverage, _outputs)
GALLERY: dict[str, Callable[..., Figure]] = {f"plot{example.__name__}": example for example in _EXAMPLES}
"""Every function that draws a chart, with what draws its example."""


def draw_example(name: str, *, size: str = "print", language: str = "en", held: Mapping[str, Any]) -> Figure:
    """Draw the example of one function.

    Parameters
    ----------
    name
        A key of ``GALLERY``.
    size
        ``"print"`` or ``"slide"``.
    language
        ``"en"`` or another of ``translation.languages()``.
    held
        As ``prepare`` returns it.

    Returns
    -------
    Figure
        Its first page, where the chart has several.
    """
    example, given = GALLERY[name], {**held, "size": size}
    with use_language(language):
        return example(**{argument: given[argument] for argument in inspect.signature(example).parameters})


def example_code(name: str) -> str:
    """Return the lines that draw an example, as they stand in this module.

    Parameters
    ----------
    name
        A key of ``GALLERY``.

    Examples
    --------
    >>> print(example_code("plot_outputs"))
    table = coverage.outputs_table("KHM")
    subtitle = _("Outputs of the ASEAN Regional Plan of Action and the indicators that measure them")
    chart = plot_outputs(table, title=coverage.outputs_title(table), subtitle=subtitle, size=size, as_of=as_of)
    """
    *lines, last = _statements(GALLERY[name])
    return "\n".join([*lines, last.replace("return", "chart =", 1)])


def preparing_code() -> str:
    """Return the lines that come before any example: the imports that the examples need, and what is read once."""
    reading = _statements(prepare)[:-1]
    code = "\n".join([*reading, *(example_code(name) for name in GALLERY)])
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return "\n".join([*_imports(used), "", *reading, 'size = "print"  # or "slide"'])


def _statements(function: Callable) -> list[str]:
    """Return the statements of a function, without its docstring, each as it is written."""
    source = textwrap.dedent(inspect.getsource(function))
    _docstring, *body = ast.parse(source).body[0].body
    return [textwrap.dedent(ast.get_source_segment(source, line, padded=True)) for line in body]


def _imports(used: set[str]) -> Iterator[str]:
    """Yield the imports of this module that give the names used, and of each no more than these."""
    for line in ast.parse(inspect.getsource(sys.modules[prepare.__module__])).body:
        if isinstance(line, ast.Import | ast.ImportFrom):
            line.names = [alias for alias in line.names if (alias.asname or alias.name) in used]
            if line.names:
                yield ast.unparse(line)


def make_entry(name: str, held: Mapping[str, Any], looks: Mapping[str, tuple[str, str]] = LOOKS) -> Entry:
    """Draw the pictures of one function and put together what the page says of it.

    Parameters
    ----------
    name
        A key of ``GALLERY``.
    held
        As ``prepare`` returns it.
    looks
        Captions with size and language.
    """
    pictures = []
    for caption, (size, language) in looks.items():
        fig = draw_example(name, size=size, language=language, held=held)
        pictures.append(_picture(fig, caption, language))
    return Entry(name, inspect.getdoc(GALLERY[name]), example_code(name), tuple(pictures))


def _picture(fig: Figure, caption: str, language: str) -> Picture:
    with use_language(language):
        png = render(fig, "png")
        # Width and height of a PNG stand in its bytes 16 to 23; with them a browser leaves room before it decodes.
        width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
        return Picture(caption, language, _address("image/png", png), width, height, alt_text(fig), text_twin(fig))


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


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
    return page.render(entries=entries, preparing=preparing_code(), as_of=as_of, font_face=face)


def write_gallery(output: str | Path | None = None) -> Path:
    """Draw every example, write ``index.html`` into a folder (``outputs/gallery``) and return its path."""
    held = prepare()
    page = (outputs_dir() / "gallery" if output is None else Path(output)) / "index.html"
    write_atomic(page, gallery_page([make_entry(name, held) for name in GALLERY], as_of=held["as_of"]))
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
