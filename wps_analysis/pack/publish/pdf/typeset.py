"""A document set by Typst: tagged, accessible (PDF/UA-1) and to be kept (PDF/A-2a), its texts data and never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[3] / "templates" / "pdf"
_STANDARDS = ["ua-1", "a-2a"]


def typeset(template: str, data: Mapping[str, Any], *, as_of: str) -> bytes:
    """Set a document; the same data give the same bytes on any day.

    Parameters
    ----------
    template
        A file of ``templates/pdf/`` without its ending.
    data
        What it prints, as JSON can hold it. Typst is handed it as one text and reads no markup from it.
    as_of
        The ISO date of the data, which is the date of the file too.

    Returns
    -------
    bytes
        The PDF, with its fonts.
    """
    return _compiler(template).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=datetime.fromisoformat(as_of).replace(tzinfo=UTC),
    )


def page_count(pdf: bytes) -> int:
    """Count the pages of a document."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        return len(document)


@cache
def _compiler(template: str) -> Any:
    """Return what sets a template: it reads no file but the templates, and knows no font but ours."""
    import typst

    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> Any:
    import fontpkg_noto_sans
    import fontpkg_noto_sans_khmer
    import typst

    folders = [fontpkg_noto_sans.ROOT, fontpkg_noto_sans_khmer.ROOT]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
