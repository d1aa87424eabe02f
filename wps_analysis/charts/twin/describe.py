"""What a finished figure shows, in words: alt text, text twin, and showing both in a notebook."""

from __future__ import annotations

import base64
import html
import io
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from wps_analysis.charts.sheet.theme import chart_theme, render
from wps_analysis.charts.twin.twin import figure_lines
from wps_analysis.errors import WpsError
from wps_analysis.paths import write_atomic
from wps_analysis.words.language import _, languages, ngettext, use_language

_MAX_VALUES = 12
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
        In the language of the figure: title, what is drawn, number of panels, the values labelled (the first twelve
        rows), the targets.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> alt_text(plot_parts(table, title="86 % of land titles name a woman"))
    '86 % of land titles name a woman. Chart with 1 panel. Titles: women 18 %, joint 68 %.'
    """
    with use_language(_language_of(fig)):
        return _alt_text(fig)


def _language_of(fig: Figure) -> str | None:
    # open_sheet labels a figure with its language; another figure is described in the language in force.
    return fig.get_label() if fig.get_label() in languages() else None


def _alt_text(fig: Figure) -> str:
    heads = [_flat(text) for text in fig.texts if text.get_label() in ("draft", "title", "subtitle")]
    count = len(fig.axes)
    values: dict[str, list[str]] = {}
    targets: dict[str, None] = {}
    for text in (text for ax in fig.axes for text in ax.texts):
        role, _colon, name = str(text.get_label()).partition(":")
        if role == "value":
            values.setdefault(" ".join(name.split()), []).append(_flat(text))
        elif role == "target":
            targets[_flat(text)] = None
    shown = [": ".join(filter(None, (name, ", ".join(texts)))) for name, texts in values.items()]
    if len(shown) > _MAX_VALUES:
        more = _("and {count} more").format(count=len(shown) - _MAX_VALUES)
        shown = [*shown[:_MAX_VALUES], more]
    panels = ngettext("Chart with {count} panel", "Chart with {count} panels", count).format(count=count)
    sentences = [*heads, panels, "; ".join(shown)]
    full = [text for text in targets if not any(other != text and other.startswith(text) for other in targets)]
    if full:
        sentences.append(_("Targets: {targets}").format(targets="; ".join(full)))
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def text_twin(fig: Figure) -> str:
    """Write down what a finished figure draws, so that two figures can be compared as text.

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
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> print(text_twin(plot_parts(table, title="86 % of land titles name a woman")))
    alt: 86 % of land titles name a woman. Chart with 1 panel. Titles: women 18 %, joint 68 %.
    page 6.7 by 1.1 in
    title at 1, 93 % (11.5 pt, bold, #1a1a1a): 86 % of land titles name a woman
    panel 1 at 7 to 95, 33 to 70 %; frame bottom
      x axis: linear, 0 to 100; ticks 0 = 0, 25 = 25, 50 = 50, 75 = 75, 100 = 100 % (8 pt, #4d4d4d)
      y axis: linear, 0.418 to 0; no ticks
      bar #0072b2 edge #ffffff 1 pt, x 0 to 18, y 0.065 to 0.353
      bar #e69f00 edge #ffffff 1 pt, x 18 to 86, y 0.065 to 0.353
      texts, where nothing else is said: 8.5 pt, #1a1a1a
      text at 0.08, 0.209: Titles
      text at 9, 0.209 (8.5 pt, #ffffff, centred): women 18 %
      text at 52, 0.209 (8.5 pt, #1a1a1a, centred): joint 68 %
    """
    with chart_theme():
        fig.draw_without_rendering()
    return _twin(fig)


def _twin(fig: Figure) -> str:
    return "\n".join([f"alt: {alt_text(fig)}", *figure_lines(fig)])


def show(fig: Figure, data: pd.DataFrame | None = None, *, name: str = "") -> None:
    """Show a figure in a notebook, with its alt text, and its text twin folded below.

    Parameters
    ----------
    fig
        A figure of this package.
    data
        The table it was made of.
    name
        File name without ending. If it is given and the environment variable ``WPS_CHART_DIR`` names a
        folder, ``<name>.png``, ``.svg``, ``.txt`` (alt text) and, with ``data``, ``.csv`` are written there.

    Raises
    ------
    WpsError
        If the name is not made of letters, digits, hyphens and underscores.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> show(plot_parts(pd.DataFrame({"group": "Titles", "label": ["women"], "obs_value": [18.0]})))
    """
    if name and not re.fullmatch(r"[\w-]+", name):
        raise WpsError(f"A chart's name is made of letters, digits, - and _; {name!r} is not.")
    folder = os.environ.get("WPS_CHART_DIR", "") if name else ""
    svg = render(fig, "svg") if folder else b""
    png, alt = render(fig, "png"), alt_text(fig)  # drawn last, for the text twin that tells where all stands
    if folder:
        base = Path(folder) / name
        write_atomic(base.with_suffix(".png"), png)
        write_atomic(base.with_suffix(".svg"), svg)
        write_atomic(base.with_suffix(".txt"), alt + "\n")
        if data is not None:
            write_atomic(base.with_suffix(".csv"), data.to_csv(index=False, lineterminator="\n"))
    with use_language(_language_of(fig)):
        _display(png, alt, "\n".join([_twin(fig), *_picture_lines(png)]))


def _display(png: bytes, alt: str, twin: str) -> None:
    # Imported here: a script that only writes files does without IPython.
    from IPython import get_ipython
    from IPython.display import HTML, display

    if get_ipython() is None:
        return
    picture = base64.b64encode(png).decode("ascii")
    display({"image/png": picture, "text/plain": alt}, metadata={"image/png": {"alt": alt}}, raw=True)
    summary = html.escape(_("This chart as text"))
    display(HTML(f"<details><summary>{summary}</summary><pre>{html.escape(twin)}</pre></details>"))


def _flat(text: Text) -> str:
    return " ".join(text.get_text().split())


def _picture_lines(png: bytes) -> list[str]:
    """Write down how dark the picture is, field by field: what no artist tells, such as one that covers another."""
    grey = Image.open(io.BytesIO(png)).convert("L").resize(_FIELDS, Image.Resampling.BOX)
    rows = np.asarray(grey) // 8
    return ["picture, from dark (0) to white (v):", *("  " + "".join(_SHADES[shade] for shade in row) for row in rows)]
