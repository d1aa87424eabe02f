"""Headings, lists and tables in a notebook: plain HTML without random ids, so that a review can compare it."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

_NOTHING = "<p>–</p>"


def show_heading(text: str) -> None:
    """Show a heading.

    Parameters
    ----------
    text
        Plain text.
    """
    _show(f"<h2>{html.escape(text)}</h2>")


def show_lines(lines: Sequence[str]) -> None:
    """Show sentences as a list; a dash where there is none.

    Parameters
    ----------
    lines
        Plain text, one item each.
    """
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    _show(f"<ul>{items}</ul>" if items else _NOTHING)


def show_table(frame: pd.DataFrame) -> None:
    """Show a table whole, without its row labels; a dash where it has no row.

    Parameters
    ----------
    frame
        Any frame; texts are escaped and never cut.
    """
    with pd.option_context("display.max_colwidth", None):
        _show(frame.to_html(index=False, border=0, na_rep="") if len(frame) else _NOTHING)


def _show(source: str) -> None:
    from IPython.display import HTML, display

    display(HTML(source))
