"""Decide on proposed claims in a notebook: one row at a time, one key each."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.front.panel import KEYS_STAY
from wps_analysis.paths import write_atomic
from wps_analysis.report.check.confirm import accept, proposals_path, read_decisions

_FIELDS = ["indicator", "area", "population", "sex", "period_text", "value_text", "series", "locator", "role", "reason"]
_KEYS = {"a": "accept", "x": "exclude", "s": "skip", "b": "back"}


class ConfirmPanel(widgets.VBox):
    """A proposed claim with its sentence, fields to change, and a line that takes one key.

    Each decision is written at once to the file of proposals; ``write`` then keys what was accepted.
    """

    def __init__(self, source: str, root: str | Path | None = None) -> None:
        self.source, self.root = source, root
        self.path = proposals_path(source or "none", root)
        empty = pd.DataFrame(columns=["decision"], dtype=str)
        self.rows = read_decisions(self.path).reset_index(drop=True) if source and self.path.exists() else empty
        self.at = 0
        self._shown = widgets.HTML()
        self._fields = {name: widgets.Combobox(description=name, ensure_option=False) for name in _FIELDS}
        self._key = widgets.Text(description="key", placeholder="a accept, x exclude, s skip, b back")
        self._key.observe(self._pressed, names="value")
        buttons = [widgets.Button(description=f"{word} ({key})") for key, word in _KEYS.items()]
        for button, word in zip(buttons, _KEYS.values(), strict=True):
            button.on_click(lambda _, word=word: self.decide(word))
        super().__init__(
            [widgets.HTML(KEYS_STAY), self._shown, *self._fields.values(), self._key, widgets.HBox(buttons)]
        )
        self.add_class("wps-explore")
        self._show()

    def __repr__(self) -> str:
        """Say what is left to decide."""
        if self.rows.empty:
            return "<ConfirmPanel: nothing to decide; run `wps propose FILE --source ID` and set source to that ID>"
        return f"<ConfirmPanel: {self.source}, {self.left} of {len(self.rows)} rows to decide>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) if len(self.rows) else {}
        return {**(bundle or {}), "text/plain": repr(self)}

    @property
    def left(self) -> int:
        """How many rows are not decided."""
        return int((self.rows["decision"] == "").sum())

    def decide(self, word: str) -> None:
        """Accept or exclude the row that is shown, as its fields stand, or go to the next or the last one."""
        if self.rows.empty:
            return
        if word == "exclude" and not self._fields["reason"].value.strip():
            self._shown.value += "<p><b>Say the reason first.</b></p>"
            return
        if word in ("accept", "exclude"):
            for name, field in self._fields.items():
                self.rows.loc[self.at, name] = field.value
            self.rows.loc[self.at, "decision"] = word
            write_atomic(self.path, self.rows.to_csv(index=False, lineterminator="\n"))
        self.at = (self.at + (-1 if word == "back" else 1)) % len(self.rows)
        self._show()

    def write(self) -> dict[str, int]:
        """Key what was accepted and exclude what was refused; ``wps build`` then proves it."""
        counts = accept(self.path, self.source, Edition(root=self.root)) if len(self.rows) else {}
        self.rows = read_decisions(self.path).reset_index(drop=True) if len(self.rows) else self.rows
        self.at = 0
        self._show()
        return counts

    def _pressed(self, change: dict[str, Any]) -> None:
        key = change["new"].strip().lower()[-1:]
        if key in _KEYS:
            self._key.value = ""
            self.decide(_KEYS[key])

    def _show(self) -> None:
        if self.rows.empty:
            self._shown.value = html.escape(repr(self))
            return
        row = self.rows.loc[self.at]
        said, value = html.escape(row["sentence"]), html.escape(row["value_text"].removesuffix(" per cent"))
        place = html.escape(
            " · ".join(part for part in (row["locator"], f"page {row['page']}", row["decision"]) if part)
        )
        self._shown.value = (
            f"<p>{self.at + 1} of {len(self.rows)}, {self.left} left · {place}</p>"
            f"<p>{said.replace(value, f'<mark><b>{value}</b></mark>')}</p>"
        )
        for name, field in self._fields.items():
            field.options = [each.split()[0] for each in row["likeliest"].split("; ")] if name == "indicator" else []
            field.value = row[name]


def confirm(source: str, *, root: str | Path | None = None) -> ConfirmPanel:
    """Open the proposals of a source for decision.

    Parameters
    ----------
    source
        The id that ``wps propose`` was given; empty shows what to do first.
    root
        The project's root.
    """
    return ConfirmPanel(source, root)
