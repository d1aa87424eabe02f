"""The text of a PDF, line by line, with its pages."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

from wps_analysis.errors import InputError
from wps_analysis.report.check.passages import Passage, from_lines, heading

_MOST_PAGES = 1500


def read(path: Path, data: bytes) -> list[Passage]:
    """Read a PDF; lines of a paragraph are joined, a page's number and running head are left out."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = (
            "is encrypted; save it without a password"
            if "assword" in str(error)
            else "is broken: it does not open as a PDF; save it again"
        )
        raise InputError([f"{path.name}: {why}"]) from None
    with document:
        if len(document) > _MOST_PAGES:
            raise InputError([f"{path.name}: has {len(document):,} pages, more than {_MOST_PAGES:,}; split it"])
        pages = [_lines(document[number]) for number in range(len(document))]
    if sum(len(line) for lines in pages for line in lines) < 20 * len(pages):
        raise InputError([f"{path.name}: holds next to no text: a scan needs its text recognised (OCR) first"])
    running = _running_heads(pages)
    lines = [
        (paragraph, number)
        for number, page in enumerate(pages, 1)
        for paragraph in _paragraphs([line for line in page if _bare(line) not in running])
    ]
    return from_lines(lines)


def _lines(page: object) -> list[str]:
    text = page.get_textpage()
    try:
        found = text.get_text_range().replace("\ufffe", "-").splitlines()
    finally:
        text.close()
        page.close()
    return [line.strip() for line in found if line.strip() and not re.fullmatch(r"\W*(?:page )?\d{1,4}\W*", line, re.I)]


def _bare(line: str) -> str:
    return re.sub(r"\d+", "", line).strip()


def _running_heads(pages: list[list[str]]) -> set[str]:
    """Return the first and last lines that many pages share but for a number."""
    ends = [_bare(line) for page in pages for line in {*page[:1], *page[-1:]}]
    return {line for line in set(ends) if ends.count(line) > max(3, len(pages) // 4)}


def _paragraphs(lines: list[str]) -> list[str]:
    """Join the lines of a paragraph: a short line that ends a sentence ends it, a heading or a bullet begins one."""
    width = median([len(line) for line in lines] or [0])
    found: list[str] = []
    last = ""
    for line in lines:
        before = found[-1] if found else ""
        ended = re.search(r"[.!?:;]\W*[¹²³⁰-⁹\d]{0,3}$", before) and len(last) < 0.85 * width if found else True
        begins = re.match(r"[-•–▪◦‣]\s|\[\d+\]\s", line) or heading(line) or (found and heading(before))
        if ended or begins:
            found.append(line)
        else:
            found[-1] = before[:-1] + line if before.endswith("-") and line[0].islower() else f"{before} {line}"
        last = line
    return found
