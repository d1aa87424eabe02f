"""Explore the figures in a notebook: a panel whose chart, sentences and claims follow what is chosen."""

from __future__ import annotations

import base64
import html
from functools import cache
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.figure import Figure

from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.lettering import font_face, font_families
from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.claims.edition import Edition
from wps_analysis.errors import WpsError
from wps_analysis.front import choices
from wps_analysis.front.choices import CONTROLS, Choice
from wps_analysis.registry.areas import local_area_name
from wps_analysis.words.language import (
    N_,
    _,
    check_language,
    draft_notice,
    language_in_force,
    languages,
    use_language,
)  # fmt: skip

_LABELS = {
    "pillar": N_("Pillar"), "indicator": N_("Indicator"), "population": N_("Population"), "ref_area": N_("Area"),
    "target": N_("Target"), "horizon": N_("Year assumed for targets without one"), "language": N_("Language"),
}  # fmt: skip
_TABLE_ID = "wps-claims"
_STYLE = """
.wps-explore { --wps-font: %(fonts)s; }
.wps-explore .wps-controls { max-width: 64em; margin-bottom: 0.8em; }
.wps-explore .wps-control { width: auto; height: auto; margin: 0; }
.wps-explore .wps-control label { font-family: var(--wps-font); text-align: left; line-height: 1.7; height: auto;
  margin: 0; color: var(--jp-ui-font-color1, #4d4d4d); white-space: normal; }
.wps-explore .wps-control select { font-family: var(--wps-font); flex: none; width: 100%%; min-width: 0; height: 2.4em;
  padding-left: 0.5em; border-radius: 3px; }
.wps-explore .wps-said { height: auto; margin: 0; }
.wps-explore .wps-said p { font-family: var(--wps-font); font-size: 1.1em; line-height: 1.55; max-width: 58em;
  margin: 0 0 0.6em; }
.wps-explore figure { font-family: var(--wps-font); line-height: 1.5; margin: 0.4em 0 0; max-width: 60em; }
.wps-explore figure img { width: 100%%; max-width: none; border: 1px solid #d4d4d4; border-radius: 4px; }
.wps-explore figure pre { white-space: pre-wrap; font-size: 0.9em; }
.wps-explore summary { cursor: pointer; padding: 0.3em 0; }
.wps-explore .wps-said .wps-draft { color: %(draft)s; font-weight: bold; font-size: 1em; }
.wps-explore .wps-claims { max-width: 64em; }
.wps-explore .wps-claims table { table-layout: auto; }
.wps-explore .wps-claims :is(table, input, label) { font-family: var(--wps-font) !important; }
"""
# JupyterLab takes keys for its own short cuts, such as cutting a cell, before the control that has the focus sees them.
KEYS_STAY = """<script>
window.wpsKeysStay ??= addEventListener("keydown", (event) => {
  if (event.target.closest?.(".wps-explore") && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
}, true) ?? true;
</script>"""
_GRID = {"display": "grid", "grid_template_columns": "repeat(auto-fill, minmax(18em, 1fr))", "grid_gap": "0.7em 1.5em"}


class ExplorePanel(widgets.VBox):
    """Controls above, and below them what the figures chosen say, their chart and the claims they rest on.

    ``explore`` makes it. ``controls`` holds a dropdown for each of ``choices.CONTROLS`` and ``language``;
    ``sentences``, ``figure`` and ``claims`` hold what is shown.
    """

    sentences: list[str]
    figure: Figure | None
    claims: pd.DataFrame

    def __init__(self, held: Edition, start: Choice, language: str) -> None:
        self._held, self._start, self._filling = held, start, False
        self._style, self._said, self._chart = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._table = widgets.Output()
        self._said.add_class("wps-said")
        self._table.add_class("wps-claims")
        self.controls = {name: _dropdown() for name in (*CONTROLS, "language")}
        self.controls["language"].options = [(_own_name(code), code) for code in languages()]
        self.controls["language"].value = language
        for control in self.controls.values():
            control.observe(self._redraw, names="value")
        controls = widgets.Box(list(self.controls.values()), layout=_GRID)
        controls.add_class("wps-controls")
        library = widgets.Output(outputs=(_as_output(_library() + KEYS_STAY),))
        parts = [self._style, controls, self._said, self._chart, library, self._table]
        super().__init__(parts)
        self.add_class("wps-explore")
        self._redraw()

    def __repr__(self) -> str:
        """Say what is chosen: what a notebook shows in the place of a panel that is not running."""
        chosen = ", ".join(str(control.value) for control in self.controls.values())
        return f"<ExplorePanel: {chosen}; run this cell to see it>"

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return Choice(**{name: self.controls[name].value for name in CONTROLS})

    def _redraw(self, change: dict[str, Any] | None = None) -> None:
        if self._filling:
            return
        self._filling = True  # options that follow a choice set values themselves: one redraw is enough
        try:
            with use_language(self.controls["language"].value):
                self._label()
                self._show(self._fill())
        finally:
            self._filling = False

    def _label(self) -> None:
        for name, control in self.controls.items():
            control.description = _(_LABELS[name])
        self._style.value = _style(language_in_force())

    def _fill(self) -> Choice:
        """Offer in each control what the choices before it leave, and keep what was chosen where that is offered."""
        chosen: dict[str, Any] = {}
        area = self.controls["ref_area"].value or self._start.ref_area
        for name in CONTROLS:
            control, so_far = self.controls[name], Choice(**{"ref_area": area, **chosen})
            offered = self._offered(name, so_far)
            codes = [code for _name, code in offered]
            value = control.value if control.options else getattr(self._start, name)
            if codes and value not in codes:
                value = choices.preferred(self._held, name, so_far, codes)
            control.options, control.value = offered, value if codes else None
            chosen[name] = control.value
        return self.choice

    def _offered(self, name: str, so_far: Choice) -> choices.Options:
        offered = choices.options(self._held, name, so_far)
        start = self._start.ref_area
        # The area asked for stays on offer, and is said to have no figure where it has none.
        if name == "ref_area" and start and start not in [code for _name, code in offered]:
            offered.append((local_area_name(start, self._held.registry.areas), start))
        return offered

    def _show(self, choice: Choice) -> None:
        self.sentences, self.figure = [], None
        self.claims = choices.claims_of(self._held, choice)
        words = []
        try:
            self.sentences = words = choices.sentences_of(self._held, choice)
            if len(self.claims):
                self.figure = choices.draw(self._held, choice)
        except WpsError as error:
            words = [*words, str(error)]
        draft = f'<p class="wps-draft">{html.escape(draft_notice())}</p>' if draft_notice() else ""
        lines = draft + "".join(f"<p>{html.escape(line)}</p>" for line in words)
        self._said.value = f'<div role="status" lang="{language_in_force()}">{lines}</div>'
        self._chart.value = _picture(self.figure) if self.figure else ""
        self._table.outputs = (_as_output(_datatable(self.claims)),) if len(self.claims) else ()


def explore(
    *,
    pillar: str | None = None,
    indicator: str | None = None,
    ref_area: str | None = None,
    language: str | None = None,
    root: str | Path | None = None,
) -> ExplorePanel:
    """Explore the figures in a notebook: choose, and chart, sentences and claims follow.

    Parameters
    ----------
    pillar, indicator, ref_area
        Codes to begin with; the first with figures if not given.
    language
        ``"en"`` or another of ``words.language.languages()`` to begin with; the language in force if not given.
    root
        The project's root.

    Returns
    -------
    ExplorePanel
        Shown by a notebook as the last value of a cell; ``sentences``, ``figure`` and ``claims`` hold what it shows.

    Raises
    ------
    UnknownCodeError
        If a code is not known, with the nearest that is.
    StaleError
        If ``data/processed`` is missing.

    Examples
    --------
    >>> panel = explore(indicator="commune_chiefs", ref_area="KHM")
    >>> panel.controls["target"].value = "*none"
    >>> print(panel.sentences[0].replace(chr(160), " "))
    Commune and Sangkat chiefs, Cambodia: women's share rose from 5.8 % ... no trend estimated.
    """
    held = Edition(root=root)
    language = language or language_in_force()
    check_language(language)
    asked = {"pillar": pillar, "indicator": indicator, "ref_area": ref_area}
    chosen = {what: codes[0] if codes else "" for what, codes in held.asked(**asked).items()}
    known = held.registry.indicators.set_index("indicator")["pillar"]
    start = Choice(
        pillar=known[chosen["indicator"]] if chosen["indicator"] else chosen["pillar"],
        indicator=chosen["indicator"],
        ref_area=chosen["ref_area"] or held.main_area,
    )
    return ExplorePanel(held, start, language)


def _dropdown() -> widgets.Dropdown:
    control = widgets.Dropdown(
        layout=widgets.Layout(flex_flow="column", align_items="stretch"), style={"description_width": "auto"}
    )
    control.add_class("wps-control")
    return control


def _own_name(language: str) -> str:
    from babel import Locale

    name = Locale(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


def _picture(fig: Figure) -> str:
    source = base64.b64encode(render(fig, "png")).decode("ascii")
    return (
        f'<figure lang="{language_in_force()}">'
        f'<img alt="{html.escape(alt_text(fig))}" src="data:image/png;base64,{source}">'
        f"<details><summary>{html.escape(_('This chart as text'))}</summary>"
        f"<pre>{html.escape(text_twin(fig))}</pre></details></figure>"
    )


def _datatable(frame: pd.DataFrame) -> str:
    from itables import to_html_datatable

    search = {"search": _("Search:"), "zeroRecords": _("No row.")}
    return to_html_datatable(
        frame,
        connected=False,
        table_id=_TABLE_ID,
        showIndex=False,
        paging=False,
        autoWidth=False,
        order=[],
        classes="display compact",
        style="width:100%",
        columnDefs=[
            {"targets": "_all", "className": "dt-left"},
            {"targets": [list(frame.columns).index(end) for end in choices.bound_names()], "className": "dt-right"},
        ],
        layout={"topStart": None, "topEnd": "search", "bottomStart": None, "bottomEnd": None},
        language=search,
        display_logo_when_loading=False,
    )


@cache
def _library() -> str:
    from itables.javascript import generate_init_offline_itables_html
    from itables.options import dt_bundle

    return generate_init_offline_itables_html(dt_bundle)


def _as_output(source: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": source, "text/plain": ""}, "metadata": {}}


@cache
def _style(language: str) -> str:
    """Return the panel's style, with the font of the charts for a language that many machines have no font for."""
    fonts = ", ".join((*(f'"{name}"' for name in font_families(language)[1:]), "var(--jp-ui-font-family, sans-serif)"))
    style = _STYLE % {"fonts": fonts, "draft": COLOURS["target"]}
    return f"<style>{font_face(language)}{style}</style>"
