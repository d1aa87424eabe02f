"""The faces that a page brings along: Noto Sans, and Noto Sans Khmer where there are Khmer letters, cut to size."""

from __future__ import annotations

import base64
import io
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from wps_analysis.paths import write_atomic

_LATIN = "U+0020-017F, U+2010-2026, U+2030-203A, U+20AC, U+2122, U+2212, U+2260-2265"
_KHMER = "U+1780-17FF, U+19E0-19FF, U+200B-200D, U+25CC"
_FACES = {"fontpkg-noto-sans": _LATIN, "fontpkg-noto-sans-khmer": _KHMER}
"""The package of each face, with the letters that a page takes of it."""
_WEIGHTS = (400, 700)


def page_faces(text: str) -> str:
    """Return the CSS that brings the faces of a text, each in all weights from regular to bold.

    Parameters
    ----------
    text
        What the page says; a Khmer letter in it brings the Khmer face.

    Examples
    --------
    >>> page_faces("8%").count("@font-face"), page_faces("ស្រី").count("@font-face")
    (1, 2)
    """
    khmer = any("\u1780" <= letter <= "\u17ff" for letter in text)
    return "\n".join(map(_face, list(_FACES)[: 1 + khmer]))


def families() -> str:
    """Return the faces as the start of a ``font-family``.

    Examples
    --------
    >>> families()
    '"Noto Sans", "Noto Sans Khmer"'
    """
    return ", ".join(f'"{_font(package).FAMILY}"' for package in _FACES)


def _font(package: str):
    return import_module(package.replace("-", "_"))


@cache
def _face(package: str) -> str:
    face = {
        "font-family": f'"{_font(package).FAMILY}"',
        "font-weight": " ".join(map(str, _WEIGHTS)),
        "font-display": "block",
        "unicode-range": _FACES[package],
        "src": f'url(data:font/woff;base64,{base64.b64encode(_cut(package)).decode("ascii")}) format("woff")',
    }
    return "@font-face { " + " ".join(f"{name}: {value};" for name, value in face.items()) + " }"


def _cut(package: str) -> bytes:
    """Return a face with its letters and weights alone, packed; it is kept, since cutting takes seconds."""
    import matplotlib as mpl

    tools = f"{version('fonttools')}-{'-'.join(map(str, _WEIGHTS))}"
    kept = Path(mpl.get_cachedir()) / f"{package}-{version(package)}-{tools}-{_key(_FACES[package])}.woff"
    if not kept.is_file():
        write_atomic(kept, _packed(package))
    return kept.read_bytes()


def _key(letters: str) -> str:
    from hashlib import sha256

    return sha256(letters.encode()).hexdigest()[:8]


def _packed(package: str) -> bytes:
    from fontTools.subset import Options, Subsetter, parse_unicodes
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    upright = min(path for path in _font(package).ROOT.rglob("*.ttf") if "Italic" not in path.name)
    whole = TTFont(upright, recalcTimestamp=False)
    # The letters first: what is left is small, and its weights are cut in a tenth of the time.
    subsetter = Subsetter(Options(hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=parse_unicodes(_FACES[package]))
    subsetter.subset(whole)
    cut = instantiateVariableFont(whole, {"wght": _WEIGHTS, "wdth": 100})
    cut.flavor = "woff"
    packed = io.BytesIO()
    cut.save(packed)
    return packed.getvalue()
