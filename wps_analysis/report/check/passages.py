"""A document as passages: a paragraph, a table cell, a footnote, each with its section and page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_HEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?[ \t]+(?P<title>[^\W\d_a-z].{2,159})")
_NAMED = re.compile(
    r"(?i)executive summary|foreword|preface|introduction|background|methodology|overview|conclusions?"
    r"|recommendations?|annex(?:es)?(?: .{1,40})?|key findings|the study|summary.{0,60}|acronyms.{0,30}|references"
)
_SUMMARY = "Executive Summary"
_AFTER_SUMMARY = re.compile(r"(?i)overview|(?:\d\W+)?introduction|1\.\d|acronyms|foreword|preface|annex|references")
_BULLET = re.compile(r"^\s*(?:[-•–*▪◦‣]|\(?[a-z]\)|\(?[ivx]+\))\s+")
_FOOTNOTE = re.compile(r"^\s*\^?\[\d{1,3}\]\s|^\s*[¹²³⁰-⁹]+\s")
_CAPTION = re.compile(r"^(?:table|figure|chart|box|graph) \d+", re.IGNORECASE)
_CONTENTS = re.compile(r"[\t.·… ]\s*\d{1,3}$")


@dataclass(frozen=True)
class Passage:
    """A piece of a document that is read on its own.

    ``around`` holds what gives its words their meaning: the line that opens a list, or the labels of a table cell's
    row and column. ``place`` is where Word keeps it (a paragraph's number), for comments. ``cell`` is the table, row
    and column.
    """

    text: str
    kind: str = "text"
    section: str = ""
    page: int | None = None
    around: str = ""
    place: int | None = None
    cell: tuple[int, int, int] | None = None


def from_lines(lines: Iterable[tuple[str, int | None]]) -> list[Passage]:
    r"""Read plain lines, each with its page: headings, lists with the line that opens them, tables of tabs, footnotes.

    Examples
    --------
    >>> lines = ["3.4 Posts", "At the commune level:", "- 22 per cent of members are women."]
    >>> [(each.section, each.around) for each in from_lines((line, 1) for line in lines)][-1]
    ('3.4 Posts', 'At the commune level:')
    """
    return list(_placed(_joined(lines)))


def table_passages(rows: list[list[str]], number: int, *, caption: str = "", **where: object) -> Iterator[Passage]:
    """Read a table: each cell with the labels of its row and column.

    Examples
    --------
    >>> [cell.around for cell in table_passages([["", "Women"], ["Police", "11%"]], 1, caption="Table 1")][-1]
    'Police | Women | Table 1'
    """
    head = rows[0] if rows else []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text.strip():
                corner = head[0] if r and c else ""
                labels = [row[0] if c else "", head[c] if r and c < len(head) else "", corner, caption]
                around = " | ".join(label.strip() for label in labels if label.strip())
                yield Passage(text.strip(), "table", around=around, cell=(number, r, c), **where)


def is_caption(text: str) -> bool:
    """Tell the caption of a table or figure from other text."""
    return bool(_CAPTION.match(text))


def heading(line: str) -> str:
    """Return a line that is a heading, tidied, else nothing.

    Examples
    --------
    >>> heading("3.4.1 Women in posts"), heading("1. Prevention;"), heading("Executive Summary")
    ('3.4.1 Women in posts', '', 'Executive Summary')
    """
    text = " ".join(line.strip().lstrip("#").replace("**", "").split())
    if line.startswith("#"):
        return text
    numbered = _HEADING.fullmatch(text)
    if numbered and not re.search(r"[.;,:]\W?$|[.;,][¹²³⁰-⁹]+$| (?:and|or)$|\. [A-Z]", numbered["title"]):
        return f"{numbered['number']} {numbered['title']}"
    return text if _NAMED.fullmatch(text) else ""


def _joined(lines: Iterable[tuple[str, int | None]]) -> Iterator[tuple[str, int | None]]:
    """Join a paragraph that a page cuts: it does not end, and the next begins with a small letter."""
    held: tuple[str, int | None] | None = None
    aside: list[tuple[str, int | None]] = []
    for line, page in lines:
        text = line.strip()
        if not text:
            continue
        if _FOOTNOTE.match(text):
            aside.append((text, page))
            continue
        if held and "\t" not in text and text[0].islower() and not re.search(r"[.:;!?]\W*$", held[0]):
            held = (f"{held[0]} {text}", held[1])
            continue
        if held:
            yield held
        yield from aside
        aside, held = [], (text, page)
    yield from [held] if held else []
    yield from aside


def _placed(lines: Iterable[tuple[str, int | None]]) -> Iterator[Passage]:
    summary, section, opening, caption = False, "", "", ""
    table: list[list[str]] = []
    number, table_page = 0, None
    for text, page in [*lines, ("", None)]:
        row = [cell.strip() for cell in re.split(r"\t|(?<=.)\|(?=.)", text.strip("|"))] if _is_row(text) else []
        if table and (not row or (len(row) > 1 and row[1:] == table[0][1:])):
            number += 1
            for cell in table_passages(table, number, caption=caption):
                yield replace(cell, section=section, page=table_page)
            table = []
        if row:
            if not all(re.fullmatch(r":?-+:?", cell) for cell in row):
                table.append(row)
            table_page = page
        elif not text or _CONTENTS.search(text) and "\t" in text:
            continue
        elif found := heading(text):
            summary = _opens_or_stays(summary, found)
            section = f"{_SUMMARY} > {found}" if summary and found.lower() != _SUMMARY.lower() else found
            opening = ""
            yield Passage(found, "heading", section, page)
        elif _FOOTNOTE.match(text):
            yield Passage(text, "footnote", section, page)
        else:
            item = bool(_BULLET.match(text))
            kind = "caption" if is_caption(text) else "text"
            caption = text if kind == "caption" else "" if not item else caption
            yield Passage(_BULLET.sub("", text), kind, section, page, around=opening if item else "")
            opening = text if text.endswith(":") else opening if item else ""


def _opens_or_stays(summary: bool, found: str) -> bool:
    """Tell whether a heading stands in the executive summary, whose parts are numbered like those of the report."""
    return found.lower() == _SUMMARY.lower() or (summary and not _AFTER_SUMMARY.match(found))


def _is_row(text: str) -> bool:
    return ("\t" in text and not _CONTENTS.search(text)) or "\t" in text and text.count("\t") > 1 or text.count("|") > 1
