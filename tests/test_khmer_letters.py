"""Khmer as it is drawn: signs stand above and below their letters, and a subscript never leaves its consonant."""

import re
from pathlib import Path

import fontpkg_noto_sans_khmer
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import ImageFont

import wps_analysis
from wps_analysis.charts.sheet.lettering import DPI, font_families, leading, line_height, wrap_text
from wps_analysis.pack.publish.xlsx.heights import line_count, line_width, row_height
from wps_analysis.words.language import ZERO_WIDTH_SPACE, translations, use_language

DEEP = "\u1781\u17d2\u1789\u17bb\u17c6\u179f\u17d2\u178f\u17d2\u179a\u17b8\u1782\u17d2\u179a\u17bf\u1784"
"""Signs above, two subscripts one below the other, and a vowel below them."""
WOMEN = "\u179f\u17d2\u178f\u17d2\u179a\u17b8"
"""Women: one consonant, two subscripts and a vowel above."""
POINTS = 40


def two_lines(text, language):
    """Draw a text twice, one line below the other; return what lies between the lines, in font sizes, and their ink."""
    with use_language(language):
        figure = Figure(figsize=(6, 4), dpi=DPI)
        canvas = FigureCanvasAgg(figure)
        look = {"size": POINTS, "linespacing": leading(), "fontfamily": list(font_families(language))}
        drawn = figure.text(0.1, 0.9, f"{text}\n{text}", va="top", **look)
        canvas.draw()
        inked = np.flatnonzero((np.asarray(canvas.buffer_rgba())[:, :, 0] < 128).any(axis=1))
        both = drawn.get_window_extent().height
        drawn.set_text(text)
        return (both - drawn.get_window_extent().height) / (POINTS * DPI / 72), inked


@pytest.mark.parametrize(("text", "language"), [(DEEP, "km"), ("\u00c5gjp", "en")])
def test_two_lines_do_not_touch_and_stand_within_the_height_that_is_kept_for_them(text, language):
    apart, inked = two_lines(text, language)
    middle = (inked[0] + inked[-1]) / 2
    between = inked[(inked > middle - 25) & (inked < middle + 25)]
    assert np.diff(between).max() > 4  # pixels without ink
    with use_language(language):
        assert apart <= line_height() < apart + 0.1


@pytest.mark.parametrize("width", np.linspace(0.2, 2.0, 19))
def test_a_line_never_ends_before_a_subscript_or_a_sign(width):
    with use_language("km"):
        lines = wrap_text(WOMEN * 3 + DEEP, width, 12).split("\n")
    assert "".join(lines) == WOMEN * 3 + DEEP
    assert [line for line in lines if line.endswith("\u17d2") or "\u17b4" <= line[0] <= "\u17d3"] == []


def test_a_subscript_takes_little_place_of_its_own_in_a_row_of_the_workbook():
    assert line_count(WOMEN * 10, 18.8) == 1  # ten consonants of 1.29 and twenty subscripts of 0.29
    assert line_count(WOMEN * 10, 18.5) == 2


def test_a_row_of_the_workbook_has_room_for_khmer_as_its_font_draws_it():
    font = ImageFont.truetype(next(fontpkg_noto_sans_khmer.ROOT.rglob("*.ttf")), 1000)
    digit, points = 7, 10 * 96 / 72  # pixels of a digit that columns are counted in, and of the letters
    said = translations("km")["translation"].drop_duplicates()
    texts = [text.replace(ZERO_WIDTH_SPACE, "") for text in said if re.fullmatch("[\u1780-\u17d3\u200b ]{20,}", text)]
    drawn = np.array([font.getlength(text) / 1000 * points / digit for text in texts])
    room = np.array([line_width(text) for text in texts])
    assert len(texts) > 300
    assert 0.9 < np.median(drawn / room) < 1
    assert (drawn > 1.1 * room).mean() < 0.02


@pytest.mark.parametrize(("language", "points"), [("en", 12.75), ("km", 15.5)])
def test_a_row_of_the_workbook_is_as_high_as_its_letters_need(language, points):
    with use_language(language):
        assert row_height([(WOMEN, 50)]) == points + 2


@pytest.mark.parametrize(
    ("sheet", "text", "small"),
    [("brief", "body", "small"), ("page", "body", "table"), ("one_page", ".page", "small")],
)
def test_lines_of_a_page_stand_further_apart_in_khmer(sheet, text, small):
    css = (Path(wps_analysis.__file__).parent / "templates" / f"{sheet}.css.j2").read_text(encoding="utf-8")
    rules = re.findall(r":lang\(km\) ([^{]+)\{[^}]*line-height: ([\d.]+)", css)
    # On paper, which comes later in a sheet, they may stand closer.
    heights = {name: float(height) for names, height in reversed(rules) for name in re.findall(r"[.\w]+", names)}
    assert (heights[text] >= 1.6, heights[small] >= 1.55, heights["h1"] >= 1.45) == (True, True, True)
    assert min(float(height) for _names, height in rules) >= 1.45
