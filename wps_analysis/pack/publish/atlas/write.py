"""Write the atlas, ``index.html``: one file that sorts and filters by itself and asks nothing of the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.html.fonts import families, page_faces
from wps_analysis.pack.publish.html.page import BRIEF, environment_of_pages, policy_hash
from wps_analysis.pack.publish.html.pictures import status_icon
from wps_analysis.paths import outputs_dir, write_atomic
from wps_analysis.report.atlas import Atlas, AtlasCell, AtlasColumn, atlas
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import SOURCE_LANGUAGE, draft_notice, language_in_force

_WIDTH, _HEIGHT, _EDGE = 110, 30, 3
"""Of a small line, in pixels."""


def write_atlas(edition: Edition, *, outputs: Path | None = None) -> Path:
    """Write ``atlas/index.html`` beside the packs, each country with a link to its newest one, and return its path.

    Parameters
    ----------
    edition
        What is known by a date, told in a language; ``index.<language>.html`` in another than English.
    outputs
        The folder of the packs; the project's ``outputs`` if not given.
    """
    outputs = outputs or outputs_dir(edition.root)
    suffix = "" if edition.language == SOURCE_LANGUAGE else f".{edition.language}"
    page = outputs / "atlas" / f"index{suffix}.html"

    def pack_of(ref_area: str) -> str:
        latest = f"{ref_area}/latest{suffix}/{BRIEF}"
        return f"../{latest}" if (outputs / latest).is_file() else ""

    found = atlas(edition)
    with edition.speaking():
        write_atomic(page, atlas_html(found, pack_of))
    return page


def atlas_html(found: Atlas, pack_of: Callable[[str], str]) -> str:
    """Return the page of an atlas in the language in force.

    Parameters
    ----------
    found
        From ``report.atlas.atlas``.
    pack_of
        Returns the address of a country's pack; empty where there is none.
    """
    environment = environment_of_pages()
    environment.filters |= {"small_line": small_line, "status": status_icon}
    letters = "".join([*(column.heading for column in found.columns), *(row.name for row in found.rows)])
    style = environment.get_template("atlas.css.j2").render(
        faces=Markup(page_faces(letters)), families=Markup(families())
    )
    script = environment.get_template("atlas.js.j2").render()
    return environment.get_template("atlas.html.j2").render(
        atlas=found,
        as_of=day_text(found.as_of),
        packs={row.ref_area: pack_of(row.ref_area) for row in found.rows},
        language=language_in_force(),
        draft=draft_notice(),
        style=Markup(style),
        style_hash=policy_hash(style),
        script=Markup(script),
        script_hash=policy_hash(script),
    )


def small_line(cell: AtlasCell, column: AtlasColumn) -> Markup:
    """Draw the years of a cell as a small line on the axes of its column, the latest a dot; nothing of one figure.

    Examples
    --------
    >>> cell = AtlasCell("20 %", "2020", 20.0, "", 1, (), (), (((2010.0, 0.0), (2020.0, 20.0)),))
    >>> print(small_line(cell, AtlasColumn("Police", 1, True, (2010, 2020), 20.0)))
    <svg class="small" viewBox="0 0 110 30" aria-hidden="true"><path d="M0 27H110"/><polyline points="3,27 107,3"/>\
<circle cx="107" cy="3" r="2.6"/></svg>
    """
    first, last = column.years

    def place(year: float, value: float) -> tuple[str, str]:
        across = (year - first) / max(last - first, 1) if last > first else 1.0
        x = _EDGE + min(across, 1.0) * (_WIDTH - 2 * _EDGE)
        y = _HEIGHT - _EDGE - value / column.ceiling * (_HEIGHT - 2 * _EDGE)
        return f"{round(x, 1):g}", f"{round(y, 1):g}"

    if sum(map(len, cell.lines)) < 2:
        return Markup("")
    lines = [" ".join(",".join(place(*point)) for point in piece) for piece in cell.lines if len(piece) > 1]
    drawn = [Markup('<polyline points="{}"/>').format(line) for line in lines]
    drawn.append(Markup('<circle cx="{}" cy="{}" r="2.6"/>').format(*place(*cell.lines[-1][-1])))
    box = Markup('<svg class="small" viewBox="0 0 {} {}" aria-hidden="true"><path d="M0 {}H{}"/>')
    return box.format(_WIDTH, _HEIGHT, _HEIGHT - _EDGE, _WIDTH) + Markup("").join(drawn) + Markup("</svg>")
