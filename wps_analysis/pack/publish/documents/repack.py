"""Files of offices, which are zipped parts: the same parts give the same bytes on any day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_OF_THE_TEMPLATE = ("docProps/thumbnail.jpeg",)
"""A picture of the template's first page."""


def repacked(saved: bytes, *, without: Collection[str] = _OF_THE_TEMPLATE) -> bytes:
    """Zip a document anew, its parts in one order and without the time at which it was saved.

    Examples
    --------
    >>> first = io.BytesIO()
    >>> with zipfile.ZipFile(first, "w") as parts:
    ...     parts.writestr("word/document.xml", "<w/>")
    ...     parts.writestr("[Content_Types].xml", "<Types/>")
    >>> zipfile.ZipFile(io.BytesIO(repacked(first.getvalue()))).namelist()
    ['[Content_Types].xml', 'word/document.xml']
    """
    tidy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as parts, zipfile.ZipFile(tidy, "w", zipfile.ZIP_DEFLATED) as again:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name not in without:
                part = zipfile.ZipInfo(name, _FIRST_DAY)
                part.compress_type = zipfile.ZIP_DEFLATED
                again.writestr(part, parts.read(name))
    return tidy.getvalue()
