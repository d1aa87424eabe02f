"""Tables of the notebooks with each figure linked to its claim, and with what their rows sort by."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from wps_analysis.claims.periods import decimal_year
from wps_analysis.pack.publish.html.figures import (
    Figures,
    Record,
    each_sex,
    figure_key,
    target_year,
    words_of_figure,
    words_of_targets,
)
from wps_analysis.pack.publish.html.links import link_numbers
from wps_analysis.pack.publish.html.sentences import link_figure
from wps_analysis.pack.publish.html.tables import Cell, Table
from wps_analysis.words.figures import known, number_of, text_of
from wps_analysis.words.language import _


def link_table(figures: Figures, table: Table) -> Table:
    """Link the numbers of a table of a notebook, if it is one of those that print figures.

    Parameters
    ----------
    figures
        As ``page_figures.index_figures`` returns them.
    table
        As it was read from the notebook; known by its headings.
    """
    linkers: dict[tuple[str, ...], Callable[[Figures, Sequence[str]], list[Cell | None]]] = {
        (_("Indicator"), _("Latest figure"), _("Period"), _("Target and status")): _status_cells,
        (_("Level"), _("Upper rank"), _("Share, period"), _("Rank below")): _rank_cells,
        (_("Indicator"), _("Area"), _("Figure"), _("Period")): _peer_cells,
    }
    linker = linkers.get(tuple(table.headers[:4]))
    if linker is None:
        return table
    rows = []
    for row in table.rows:
        linked = linker(figures, [cell.content for cell in row.cells]) or [None] * len(row.cells)
        rows.append(replace(row, cells=[new or old for new, old in zip(linked, row.cells, strict=True)]))
    return replace(table, rows=rows)


def _status_cells(figures: Figures, texts: Sequence[str]) -> list[Cell | None]:
    """Link a row of ``brief_tables.status_table``: eight fields, the last a note."""
    assessed = figures.groups.get(texts[0], [])
    rows = each_sex(figures, assessed)
    if not rows:
        return []
    computed = figures.claims.computed(rows[0]["claim_id"])
    figure = [pair for row in rows for pair in words_of_figure(figures, row)]
    aims = [row for row in assessed if text_of(row, "target_id")]
    names = [name for row in aims for name in (_(row["target_basis"]), target_year(row))]
    targets = link_numbers(texts[3], words_of_targets(figures, aims), otherwise=computed, names=names)
    return [
        None,
        Cell(link_numbers(texts[1], figure, otherwise=computed), sort_value(rows[0])),
        Cell(texts[2], decimal_year(rows[0]["time_period"])),
        Cell(targets),
        *[None] * 3,
        Cell(_note(figures, texts[7], rows)),
    ]


def _rank_cells(figures: Figures, texts: Sequence[str]) -> list[Cell | None]:
    """Link a row of ``overview.pipeline_table``: level, rank and share, rank below and share, two ratios."""
    upper, lower = (_share(figures, name) for name in (texts[1], texts[3]))
    if not (upper and lower):
        return []
    computed = figures.claims.computed(upper["claim_id"], lower["claim_id"])
    shares = []
    for text, row in ((texts[2], upper), (texts[4], lower)):
        otherwise = figures.claims.anchor(row["claim_id"])
        shares.append(Cell(link_numbers(text, [], otherwise=otherwise, names=[row["time_period"]]), row["obs_value"]))
    ratios = [Cell(link_numbers(text, [], otherwise=computed), _first_number(text)) for text in texts[5:]]
    return [None, None, shares[0], None, shares[1], *ratios]


def _peer_cells(figures: Figures, texts: Sequence[str]) -> list[Cell | None]:
    """Link a row of ``peers.peers_table``: indicator, area, figure, period, source."""
    names = (name for name, area in figures.shares if area == texts[1] and texts[0].startswith(name))
    row = figures.shares.get((max(names, key=len, default=""), texts[1]))
    if row is None:
        return []
    figure = Cell(link_figure(figures, texts[2], row), sort_value(row))
    return [None, None, figure, Cell(texts[3], decimal_year(row["time_period"])), None]


def _share(figures: Figures, name: str) -> Record | None:
    """Return the latest women's share of the area by the name of its indicator."""
    return next((row for (named, _area), row in figures.shares.items() if named == name and row["ladder"]), None)


def _note(figures: Figures, text: str, rows: Sequence[Record]) -> Markup:
    """Link the words that published figures differ to the table that sets them side by side."""
    anchors = (figures.differing.get(figure_key(row)) for row in rows)
    anchor, words = next(filter(None, anchors), None), _("published figures differ")
    before, found, after = text.partition(words)
    return Markup("{}{}{}").format(before, anchor.link(found), after) if anchor and found else Markup.escape(text)


def sort_value(row: Record) -> float | None:
    """Return the number that a figure sorts by: as printed, else the end that is known."""
    ends = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    return next((end for end in ends if known(end)), None)


def _first_number(text: str) -> float | None:
    found = re.search(r"\d+(?:\.\d+)?", text)
    return float(found[0]) if found else None
