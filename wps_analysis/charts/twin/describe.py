"""What a finished figure shows, in words: alt text, text twin, and the picture with both in a notebook."""

from __future__ import annotations

import base64
import html
import io
from textwrap import shorten
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.theme import chart_theme
from wps_analysis.charts.twin.twin import figure_lines
from wps_analysis.words.language import _, languages, use_language

_LONGEST = 300
_FIELDS = 24, 24
_SHADES = "0123456789abcdefghijklmnopqrstuv"


def alt_text(fig: Figure) -> str:
    """Describe a finished figure in a few sentences, for readers who do not see it.

    Parameters
    ----------
    fig
        A figure of this package.

    Returns
    -------
    str
        In the language of the figure, at most 300 characters: title, what is drawn, and as many of the values as fit.

    Examples
    --------
    >>> import pandas as pd
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> alt_text(plot_parts(table, title="86 % of land titles name a woman"))
    '86 % of land titles name a woman. Titles: 18 women, 68 joint.'
    """
    with use_language(_language_of(fig)):
        return _alt_text(fig)


def _language_of(fig: Figure) -> str | None:
    # open_sheet labels a figure with its language; another figure is described in the language in force.
    return fig.get_label() if fig.get_label() in languages() else None


def _alt_text(fig: Figure) -> str:
    heads = [_flat(text) for text in fig.texts if text.get_label() in ("title", "subtitle")]
    values: dict[str, list[str]] = {}
    number = ""  # said with the words that follow it
    for text in (text for ax in fig.axes for text in ax.texts):
        role, _colon, name = str(text.get_label()).partition(":")
        if role == "number":
            number = f"{_flat(text)} "
        elif role == "value":
            values.setdefault(" ".join(name.split()), []).append(number + _flat(text))
            number = ""
    shown = "; ".join(": ".join(filter(None, (name, ", ".join(texts)))) for name, texts in values.items())
    whole = " ".join(f"{sentence.rstrip('.')}." for sentence in (*heads, shown) if sentence)
    return shorten(whole, _LONGEST, placeholder="…") if " " in whole[:_LONGEST] else whole[:_LONGEST]


def text_twin(fig: Figure) -> str:
    r"""Write down what a finished figure draws, so that two figures can be compared as text.

    Everything is read from the artists of the figure and nothing from the table it was made of, and what a reader
    does not see is left out: a line redrawn upside down, a target left out, a point made invisible or two labels
    exchanged change the text.

    Parameters
    ----------
    fig
        A figure of this package.

    Returns
    -------
    str
        Alt text and texts of the figure; for each panel its axes, the marks from back to front with their colours
        and sizes, and every text with its place and look; numbers rounded to three decimals.

    Examples
    --------
    >>> import pandas as pd
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> lines = text_twin(plot_parts(table, title="86 % of land titles name a woman")).splitlines()
    >>> print("\n".join(lines[:4] + lines[-5:]))
    alt: 86 % of land titles name a woman. Titles: 18 women, 68 joint.
    page 10.3 by 4.1 in
    title at 1, 99 % (18 pt, bold, #17212b): 86 % of land titles name a woman
    panel 1 at 1 to 99, 1 to 88 %
      text at 0, 0 (13 pt, bold, #17212b, below its place): Titles
      text at 3.606, 0.536 (22.1 pt, bold, #5b3a9e): 18
      text at 3.606, 0.76: women
      text at 3.606, 1.75 (22.1 pt, bold, #0d6e67): 68
      text at 3.606, 1.973: joint
    """
    with chart_theme():
        fig.draw_without_rendering()
    return _twin(fig)


def _twin(fig: Figure) -> str:
    return "\n".join([f"alt: {alt_text(fig)}", *figure_lines(fig)])


def display_chart(fig: Figure, *, parts: dict[str, Any] | None = None) -> bytes:
    """Show a figure in a notebook with its alt text, and its text twin folded below; return its PNG.

    Parameters
    ----------
    fig
        A figure of this package.
    parts
        Output types with what a program takes of the chart, handed over beside the picture.

    Examples
    --------
    >>> import pandas as pd
    >>> from wps_analysis.charts.parts import plot_parts
    >>> display_chart(plot_parts(pd.DataFrame({"group": "Titles", "label": ["women"], "obs_value": [18.0]})))[1:4]
    b'PNG'
    """
    png, alt = render(fig, "png"), alt_text(fig)  # drawn last, for the text twin that tells where all stands
    with use_language(_language_of(fig)):
        _display(png, alt, "\n".join([_twin(fig), *_picture_lines(png)]), parts or {})
    return png


def _display(png: bytes, alt: str, twin: str, parts: dict[str, Any]) -> None:
    # Imported here: a script that only writes files does without IPython.
    from IPython import get_ipython
    from IPython.display import HTML, display

    if get_ipython() is None:
        return
    picture = base64.b64encode(png).decode("ascii")
    display({"image/png": picture, "text/plain": alt, **parts}, metadata={"image/png": {"alt": alt}}, raw=True)
    summary = html.escape(_("This chart as text"))
    display(HTML(f"<details><summary>{summary}</summary><pre>{html.escape(twin)}</pre></details>"))


def _flat(text: Text) -> str:
    return " ".join(text.get_text().split())


def _picture_lines(png: bytes) -> list[str]:
    """Write down how dark the picture is, field by field: what no artist tells, such as one that covers another."""
    grey = Image.open(io.BytesIO(png)).convert("L").resize(_FIELDS, Image.Resampling.BOX)
    rows = np.asarray(grey) // 8
    return ["picture, from dark (0) to white (v):", *("  " + "".join(_SHADES[shade] for shade in row) for row in rows)]
