"""Parts of a hundred as squares: as many as their shares, a hundred in all, with a number each."""

import math

import pandas as pd
import pytest

from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.sheet.figure import claims_on
from wps_analysis.charts.sheet.spread import spread
from wps_analysis.charts.sheet.theme import PAPER
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError


def parts(*shares, group="Titles", derived=(), **more):
    return pd.DataFrame(
        [{"group": group, "label": f"part {n}", "obs_value": share, "derived": "yes" if n in derived else "",
          "unit_measure": "" if n in derived else "PT", "claim_id": "" if n in derived else f"c{n}", **more}
         for n, share in enumerate(shares)]
    )  # fmt: skip


def squares(figure):
    """How many squares each part has, and whether they are open."""
    drawn = [patch for patch in figure.axes[0].patches if not hasattr(patch, "get_width")]
    return [(len(patch.get_path()) // 5, patch.get_facecolor()[:3] == (1, 1, 1)) for patch in drawn]


def texts(figure, role):
    return [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith(role)]


def test_each_part_has_as_many_squares_as_its_share_and_the_rest_is_open():
    figure = plot_parts(parts(18.0, 68.0, 14.0, derived=(2,)))
    assert squares(figure) == [(18, False), (68, False), (14, True)]
    assert texts(figure, "number") == ["18", "68", "about 14"]
    assert texts(figure, "value") == ["part 0", "part 1", "part 2"]


def test_what_no_part_names_stays_open_without_words():
    figure = plot_parts(parts(18.0, 68.0))
    assert squares(figure)[-1] == (14, True)
    assert len(texts(figure, "number")) == 2


@pytest.mark.parametrize("shares", [(33.3, 33.3, 33.4), (10.6, 10.6, 78.8), (12.5, 12.5, 75.0), (33.4, 33.4, 10.0)])
def test_shares_that_are_not_whole_fill_a_hundred_squares(shares):
    drawn = [count for count, _open in squares(plot_parts(parts(*shares)))]
    assert sum(drawn) == 100
    assert all(abs(count - share) < 1 for count, share in zip(drawn, shares, strict=False))


def test_an_interval_is_words_and_takes_its_middle():
    figure = plot_parts(parts(math.nan, qualifier="range", lower=40.0, upper=50.0))
    assert squares(figure)[0] == (45, False)
    assert texts(figure, "number") == ["40–50"]


def test_marks_and_numbers_rest_on_their_claims_and_the_rest_on_none():
    axes = plot_parts(parts(18.0, 82.0, derived=(1,))).axes[0]
    assert [claims_on(text.get_gid()) for text in axes.texts if text.get_label() != "row"] == [["c0"]] * 2 + [None] * 2
    assert claims_on(axes.patches[0].get_gid()) == ["c0"]


def test_a_label_has_one_colour_in_all_wholes_and_no_two_parts_the_same():
    first, second = parts(10.0, 20.0, group="one"), parts(30.0, 40.0, group="two").iloc[::-1]
    axes = plot_parts(pd.concat([first, second])).axes[0]
    colours = [text.get_color() for text in axes.texts if text.get_label().startswith("number")]
    assert colours[0] == colours[3] != colours[1] == colours[2]
    assert PAPER not in colours


def test_parts_of_more_than_a_hundred_are_refused():
    with pytest.raises(WpsError, match="sum to 101, more than 100"):
        plot_parts(parts(18.0, 68.0, 15.0))
    with pytest.raises(WpsError, match="no value"):
        plot_parts(parts(18.0, math.nan))
    with pytest.raises(WpsError, match="no rows"):
        plot_parts(parts(18.0).iloc[:0])


@pytest.mark.parametrize("size", ["print", "phone", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_small_parts_stay_legible(size, language):
    left = parts(1.0, 2.0, 0.5, 3.0, 2.0, 91.5, group="Many small parts on the left, and a long name " * 3)
    right = parts(91.5, 2.0, 3.0, 0.5, 2.0, 1.0, group="On the right", derived=(0,))
    figure = plot_parts(pd.concat([left, right]), title="Small parts", size=size, language=language)
    assert check_legible(figure) == []


def test_labels_move_apart_no_further_than_they_must():
    assert spread([1.0, 5.0], [1.0, 1.0], 0.0, 9.0) == [1.0, 5.0]
    assert spread([4.0, 4.0, 4.2], [1.0, 2.0, 1.0], 0.0, 9.0) == pytest.approx([2.57, 4.07, 5.57], abs=0.01)
    assert spread([9.0, 9.0], [1.0, 1.0], 0.0, 9.0) == [7.5, 8.5]
