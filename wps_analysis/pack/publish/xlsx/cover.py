"""The cover of a workbook: what the brief says first, what it cannot say, and what the workbook rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from wps_analysis.pack.publish.change_words import CHANGE_WORDS, change_lines
from wps_analysis.pack.publish.content import Content, confirmed_notice, key_facts
from wps_analysis.pack.publish.layout import Cell
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import Styles, sheet_name, write_cell, write_link
from wps_analysis.report.editor.country import country_of
from wps_analysis.report.editor.parts import CountryBrief
from wps_analysis.words.language import _, draft_notice

_CHANGES_SHOWN = 10
_WIDTHS = (44, 40, 26, 26, 30)
_LINE_POINTS, _SIZES = 15.0, {"title": 1.8, "heading": 1.2, "message": 1.4}
"""The least height of a row, and how much higher the letters of a style make a line."""


@dataclass(frozen=True)
class _Line:
    """A row of the cover: its texts, one that spans the sheet or one a column, and its style."""

    texts: tuple[str, ...]
    style: str = "body"


def write_cover(cover: Worksheet, content: Content, title: str, styles: Styles) -> None:
    """Write title, date, draft notice, headline, facts, cautions, key facts, who computed, and what changed.

    Parameters
    ----------
    cover
        The empty sheet.
    content
        The pack's tables.
    title
        Of the workbook.
    styles
        The formats of the workbook.
    """
    for column, width in enumerate(_WIDTHS):
        cover.set_column(column, column, width)
    cover.hide_gridlines(2)
    cover.ignore_errors({"number_stored_as_text": "A1:E200"})
    lines = list(_lines(content, country_of(content.data), title))
    for row, line in enumerate(lines):
        _write_line(cover, row, line, styles)
    if len(content.changes):
        write_link(cover, len(lines), 0, (sheet_name(_("Changes")), 0), styles)


def _write_line(cover: Worksheet, row: int, line: _Line, styles: Styles) -> None:
    """Write a row as high as its texts need; a single text has the room of all columns."""
    style = getattr(styles, line.style)
    alone = len(line.texts) == 1
    widths = [sum(_WIDTHS) / _SIZES.get(line.style, 1)] if alone else _WIDTHS
    height = row_height(zip(line.texts, widths, strict=False)) * _SIZES.get(line.style, 1)
    cover.set_row(row, max(height, _LINE_POINTS))
    if alone and line.texts[0]:
        cover.merge_range(row, 0, row, len(_WIDTHS) - 1, line.texts[0], style)
        return
    for column, text in enumerate(line.texts):
        write_cell(cover, row, column, Cell(text), styles, style)


def _lines(content: Content, brief: CountryBrief, title: str) -> Iterator[_Line]:
    empty = _Line(("",))
    yield _Line((title,), "title")
    yield _Line((_("What the reports used here had published by {date}.").format(date=content.as_of),))
    yield from (_Line((notice,), "warning") for notice in (draft_notice(), confirmed_notice(content)) if notice)
    yield empty
    yield _Line((brief.headline,), "message")
    if brief.deck:
        yield _Line((brief.deck,))
    if brief.cards:
        yield empty
        yield from _cards(brief)
    if brief.cautions:
        yield empty
        yield _Line((_("What these figures cannot say"),), "heading")
        yield from (_Line((f"{caution.subject} {caution.text}",)) for caution in brief.cautions)
    yield empty
    yield _Line((_("What this workbook rests on"),), "heading")
    yield from (_Line((name, value)) for name, value, _part in key_facts(content))
    yield _Line((_("Computed by us with the published rules; not an assessment by the bodies that set the targets."),))
    yield _Line(
        (_("Every figure leads to the published figure that it rests on, and that to its document and section."),)
    )
    if content.previous:
        yield empty
        yield from _changes(content)


def _cards(brief: CountryBrief) -> Iterator[_Line]:
    """Yield the headline facts as a small table."""
    yield _Line((_("Figure"), _("Who"), _("Earlier"), _("Target"), _("Source")), "header")
    for card in brief.cards:
        number = " ".join(filter(None, (card.prefix, card.number)))
        yield _Line((number, card.rest, card.direction.words, card.status.words, card.source))


def _changes(content: Content) -> Iterator[_Line]:
    yield _Line((_("What changed since the pack of {date}").format(date=content.previous),), "heading")
    counted, *said = change_lines(content.changes)
    yield _Line((counted,))
    happened: Sequence[str] = [_(CHANGE_WORDS[change]) for change in content.changes["change"]]
    for name, line in list(zip(happened, said, strict=True))[:_CHANGES_SHOWN]:
        yield _Line((f"{name}: {line}",))
