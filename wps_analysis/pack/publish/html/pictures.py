"""The small pictures of a brief, drawn as SVG: signs of a status, the picture of a card, the bar of a figure."""

from __future__ import annotations

from markupsafe import Markup

from wps_analysis.report.editor.parts import FigureRow, Picture
from wps_analysis.words.language import N_, _

STATUS_WORDS = {"met": N_("met"), "below": N_("below"), "no_figure": N_("no figure"), "no_target": N_("no target")}
# Known by their shapes alone: a filled disc with a tick, a ring with a down stroke, an empty ring, a dash.
_STATUS_SHAPES = {
    "met": '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
    '<path d="M4.4 8.3l2.5 2.5 4.7-5.2" fill="none" stroke="var(--paper)" stroke-width="1.9"/>',
    "below": '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.7"/>'
    '<path d="M8 4.2v6.6M5.3 8.4L8 11.1l2.7-2.7" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "no_figure": '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "no_target": '<path d="M3.5 8h9" stroke="currentColor" stroke-width="1.7"/>',
}
_SIGN_WORDS = {"up": N_("higher than"), "down": N_("lower than"), "differ": N_("figures differ")}
_SIGN_SHAPES = {
    "up": '<path d="M6 1.5l5 9H1z" fill="currentColor"/>',
    "down": '<path d="M6 10.5l5-9H1z" fill="currentColor"/>',
    "differ": '<path d="M1 4.2h10M1 8h10M8.6 1L3.4 11" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}
_WIDTH = 206
_PER_ROW = {10: 10, 26: 13, 100: 20}
"""How many dots stand in a row, by the largest total for which they do."""
_MOST_IN_A_ROW = 25
_BAR = 200


def status_icon(kind: str) -> Markup:
    """Return the sign of a status; the word stands beside it.

    Examples
    --------
    >>> "circle" in status_icon("no_figure"), "circle" in status_icon("no_target")
    (True, False)
    """
    return Markup(f'<svg class="i" viewBox="0 0 16 16" aria-hidden="true">{_STATUS_SHAPES[kind]}</svg>')


def sign_icon(sign: str) -> Markup:
    """Return the sign of a direction with its words for who hears the page; nothing where there is none.

    Examples
    --------
    >>> sign_icon("none")
    Markup('')
    """
    if sign not in _SIGN_SHAPES:
        return Markup("")
    svg = '<svg class="i t" viewBox="0 0 12 12" role="img" aria-label="{}">{}</svg>'
    return Markup(svg).format(_(_SIGN_WORDS[sign]), Markup(_SIGN_SHAPES[sign]))


def card_picture(picture: Picture) -> Markup:
    """Return the picture of a card: dots, or a bar with a tick at the target.

    Examples
    --------
    >>> card_picture(Picture("dots", 2, total=25)).count("<circle")
    25
    """
    return _dots(picture) if picture.kind == "dots" else _bar(picture)


def mini_bar(row: FigureRow) -> Markup:
    """Return the bar of a figure on the scale from 0 to 100, or the two marks of a pair; nothing without a value.

    Places are per cents, so that the bar is as wide as its column.

    Examples
    --------
    >>> mini_bar(FigureRow("police", "Police", "8%", "2024", "", marks=(8.0,))).count('width="8%"')
    1
    """
    if not row.marks:
        return Markup("")
    drawn = _fill(row.marks[0]) if len(row.marks) == 1 else _pair(*row.marks[:2])
    tick = "" if row.target is None else f'<rect class="tick" x="{_number(row.target)}%" y="0" width="2" height="15"/>'
    base = '<rect class="base" y="3" width="100%" height="9"/>'
    return Markup(f'<svg class="mb" width="100%" height="15" aria-hidden="true">{base}{drawn}{tick}</svg>')


def _dots(picture: Picture) -> Markup:
    per_row = next((dots for most, dots in _PER_ROW.items() if picture.total <= most), _MOST_IN_A_ROW)
    step = _WIDTH / per_row
    height = _number(-(-picture.total // per_row) * step)
    circles = "".join(
        f'<circle class="{"d1" if dot < round(picture.filled) else "d0"}" cx="{_number((dot % per_row + 0.5) * step)}"'
        f' cy="{_number((dot // per_row + 0.5) * step)}" r="{_number(step * 0.385)}"/>'
        for dot in range(picture.total)
    )
    box = f'viewBox="0 0 {_WIDTH} {height}" preserveAspectRatio="xMinYMid"'
    return Markup(f'<svg class="spark" {box} aria-hidden="true">{circles}</svg>')


def _bar(picture: Picture) -> Markup:
    scale = _BAR / picture.end
    drawn = (
        f'<rect class="d0f" x="0" y="9" width="{_BAR}" height="14" rx="2"/>'
        f'<rect class="d1" x="0" y="9" width="{_number(min(picture.filled * scale, _BAR))}" height="14" rx="2"/>'
    )
    if picture.target is not None:
        place = _number(picture.target * scale)
        drawn += (
            f'<path class="tk" d="M{place} 3v26"/>'
            f'<text class="tl" x="{place}" y="39" text-anchor="middle">{picture.target:g}%</text>'
        )
    return Markup(f'<svg class="spark" viewBox="0 0 205 41" aria-hidden="true">{drawn}</svg>')


def _fill(value: float) -> str:
    return f'<rect class="fill" y="3" width="{_number(value)}%" height="9"/>'


def _pair(women: float, others: float) -> str:
    low, high = sorted((women, others))
    link = f'<rect class="link" x="{_number(low)}%" y="6.5" width="{_number(high - low)}%" height="2"/>'
    open_mark = f'<circle class="b1" cx="{_number(others)}%" cy="7.5" r="3.5"/>'
    return f'{link}{open_mark}<circle class="b0" cx="{_number(women)}%" cy="7.5" r="4.5"/>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
