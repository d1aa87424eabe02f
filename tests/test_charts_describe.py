import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Affine2D

from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.sheet.figure import open_sheet
from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.lettering import text_width, wrap_text
from wps_analysis.charts.sheet.theme import chart_theme, contrast
from wps_analysis.charts.trend import plot_trend
from wps_analysis.charts.twin import describe
from wps_analysis.charts.twin.describe import alt_text, display_chart, text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import count_text, period_text, value_text

TARGETS = pd.DataFrame(
    [{"target_id": "floor", "indicators": "chiefs", "population": "_T", "sex": "F", "ref_area": "", "operator": ">=",
      "lower": 30.0, "legal_force": "benchmark"}]
)  # fmt: skip


def frame(first=7.9, names=("Chiefs", "Police")):
    rows = [("chiefs", names[0], "2017", first), ("chiefs", names[0], "2022", 10.7), ("police", names[1], "2022", 8.0)]
    return pd.DataFrame(
        [{"indicator": code, "name": name, "population": "_T", "ref_area": "KHM", "sex": "F", "time_period": year,
          "unit_measure": "PT", "obs_value": value, "segment": "s", "kind": "headcount"}
         for code, name, year, value in rows]
    )  # fmt: skip


def draw(table=None, targets=TARGETS):
    return plot_trend(frame() if table is None else table, targets=targets, title="Women in office")


@pytest.mark.parametrize("plot", [plot_levels, plot_trend])
def test_a_changed_value_a_dropped_target_and_swapped_labels_change_the_twin(plot):
    twin = text_twin(plot(frame(), targets=TARGETS))
    changed = frame()
    changed.loc[1, "obs_value"] += 0.1
    assert text_twin(plot(frame(), targets=TARGETS)) == twin
    assert text_twin(plot(changed, targets=TARGETS)) != twin
    assert text_twin(plot(frame(), targets=TARGETS.iloc[:0])) != twin
    assert text_twin(plot(frame(names=("Police", "Chiefs")), targets=TARGETS)) != twin


def value_labels(figure):
    return [text for text in figure.axes[0].texts if text.get_label().startswith("value:")]


def exchange(one, other, what):
    first, second = getattr(one, f"get_{what}")(), getattr(other, f"get_{what}")()
    getattr(one, f"set_{what}")(second)
    getattr(other, f"set_{what}")(first)


def cover(figure, **where):
    figure.axes[0].add_patch(Rectangle((0, 0), 9999, 9999, facecolor="white", zorder=99, **where))


def joined():
    """A trend of three figures, which a line joins; the line and its first point come first."""
    older = frame().iloc[:1].assign(time_period="2012", obs_value=5.8)
    figure = draw(pd.concat([older, frame()], ignore_index=True))
    ax = figure.axes[0]
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == 3]
    return figure, ax, line, ax.lines[0]


# Each changes what a reader of this trend sees: two points of a series, a target, axes, labels and notes.
REDRAWN = {
    "axis turned over": lambda fig, ax, line, point: ax.invert_yaxis(),
    "other limits": lambda fig, ax, line, point: ax.set_ylim(0, 41),
    "other scale": lambda fig, ax, line, point: ax.set_yscale("symlog"),
    "other numbers at the ticks": lambda fig, ax, line, point: ax.set_yticklabels(ax.get_yticklabels()[::-1]),
    "numbers at the other side": lambda fig, ax, line, point: ax.tick_params(labelleft=False, labelright=True),
    "numbers too small": lambda fig, ax, line, point: ax.tick_params(labelsize=1),
    "no axes": lambda fig, ax, line, point: ax.set_axis_off(),
    "no grid": lambda fig, ax, line, point: ax.grid(False),
    "panel hidden": lambda fig, ax, line, point: ax.set_visible(False),
    "panel moved": lambda fig, ax, line, point: ax.set_position((0.4, 0.4, 0.1, 0.1)),
    "panel on black": lambda fig, ax, line, point: ax.set_facecolor("black"),
    "line upside down": lambda fig, ax, line, point: line.set_ydata(30 - line.get_ydata()),
    "line mirrored as it is drawn": lambda fig, ax, line, point: line.set_transform(
        Affine2D().scale(1, -1) + ax.transData
    ),
    "line of no width": lambda fig, ax, line, point: line.set_linewidth(0),
    "line wider": lambda fig, ax, line, point: line.set_linewidth(7),
    "line transparent": lambda fig, ax, line, point: line.set_alpha(0),
    "line hidden": lambda fig, ax, line, point: line.set_visible(False),
    "line in paper's colour": lambda fig, ax, line, point: line.set_color("white"),
    "line behind": lambda fig, ax, line, point: line.set_zorder(-1),
    "line dashed": lambda fig, ax, line, point: line.set_linestyle((0, (1, 9))),
    "line left out": lambda fig, ax, line, point: line.remove(),
    "point elsewhere": lambda fig, ax, line, point: point.set_ydata([12.0]),
    "point beyond the limits": lambda fig, ax, line, point: point.set(ydata=[99], clip_on=True),
    "point hollow": lambda fig, ax, line, point: point.set_markerfacecolor("none"),
    "point in another colour": lambda fig, ax, line, point: point.set(
        markerfacecolor="#d55e00", markeredgecolor="#d55e00"
    ),
    "point transparent": lambda fig, ax, line, point: point.set_alpha(0),
    "point of no size": lambda fig, ax, line, point: point.set_markersize(0),
    "point twice": lambda fig, ax, line, point: ax.scatter(2017.5, 7.9, s=40.640625, color="#5b3a9e"),
    "area added": lambda fig, ax, line, point: ax.fill_between([2017, 2018], [1, 2], [3, 4]),
    "span added": lambda fig, ax, line, point: ax.axhspan(20, 30),
    "polygon added": lambda fig, ax, line, point: ax.add_patch(Polygon([(2017, 0), (2018, 1), (2018, 2)])),
    "box over everything": lambda fig, ax, line, point: cover(fig),
    "box over a corner of the page": lambda fig, ax, line, point: fig.add_artist(Rectangle((0, 0), 0.1, 0.1)),
    "picture added": lambda fig, ax, line, point: ax.imshow([[0, 1]], extent=(2017, 2018, 0, 1), aspect="auto"),
    "legend added": lambda fig, ax, line, point: ax.legend([line, point], ["one", "other"]),
    "label of another value": lambda fig, ax, line, point: value_labels(fig)[0].set_text("8.0 %"),
    "labels exchanged": lambda fig, ax, line, point: exchange(*value_labels(fig)[:2], "text"),
    "label hidden": lambda fig, ax, line, point: value_labels(fig)[0].set_visible(False),
    "label transparent": lambda fig, ax, line, point: value_labels(fig)[0].set_alpha(0),
    "label white": lambda fig, ax, line, point: value_labels(fig)[0].set_color("white"),
    "label of one point": lambda fig, ax, line, point: value_labels(fig)[0].set_size(1),
    "label bold": lambda fig, ax, line, point: value_labels(fig)[-1].set_weight("normal"),
    "label on its head": lambda fig, ax, line, point: value_labels(fig)[0].set_rotation(180),
    "label far from its point": lambda fig, ax, line, point: value_labels(fig)[0].set_position((90, 0)),
    "label off the page": lambda fig, ax, line, point: value_labels(fig)[0].set_position((0, 9999)),
    "note left out": lambda fig, ax, line, point: fig.texts[-1].remove(),
    "note hidden": lambda fig, ax, line, point: fig.texts[-1].set_visible(False),
    "note over the chart": lambda fig, ax, line, point: fig.texts[-1].set_y(0.5),
    "note off the page": lambda fig, ax, line, point: fig.texts[-1].set_y(-2),
    "black page": lambda fig, ax, line, point: fig.set_facecolor("black"),
}


@pytest.mark.parametrize("redraw", REDRAWN.values(), ids=REDRAWN)
def test_the_twin_reads_what_is_drawn_and_not_the_table(redraw):
    figure, *what = joined()
    twin = text_twin(figure)
    redraw(figure, *what)
    assert text_twin(figure) != twin


def test_what_nobody_sees_has_no_line():
    plain = draw()
    spoilt = draw()
    ax = spoilt.axes[0]
    ax.plot([2017, 2018], [1, 2], alpha=0)
    ax.plot([2017, 2018], [1, 2], linewidth=0)
    ax.scatter(2017.5, 5, s=40, facecolors="none", linewidths=0)
    ax.text(2017.5, 5, "hidden", visible=False)
    ax.text(2017.5, 999, "beyond", clip_on=True)
    ax.axhspan(0, 1, alpha=0)
    assert text_twin(spoilt) == text_twin(plain)


def test_a_label_beside_another_point_says_so():
    with chart_theme() as size:
        ax = open_sheet(size, 1.0).axes(0.5, 0, 5, 1)
    ax.set(xlim=(0, 10), ylim=(0, 1))
    ax.scatter([1, 1.5], [0.5, 0.5])
    label = ax.annotate("a", (1, 0.5), xytext=(0, 6), textcoords="offset points", ha="center", label="value:a")
    assert ")" not in text_twin(ax.figure).splitlines()[-1]
    label.set_position((18, 2))  # 0.25 inches to the right: half a unit of this axis
    assert text_twin(ax.figure).splitlines()[-1].strip() == "text at 1, 0.5, beside (1.5, 0.5): a"


def test_the_order_of_drawing_does_not_change_the_twin():
    first, second = (open_axes(places) for places in ([(1, 2), (3, 4)], [(3, 4), (1, 2)]))
    assert text_twin(first) == text_twin(second)


def open_axes(places):
    with chart_theme() as size:
        ax = open_sheet(size, 1.0).axes(0.5, 0, 5, 1)
    for x, y in places:
        ax.scatter(x, y, color="black")
    ax.set(xlim=(0, 10), ylim=(0, 10))
    return ax.figure


def test_two_labels_exchanged_in_the_finished_figure_change_the_twin():
    figure = plot_levels(frame())
    twin = text_twin(figure)
    one, other = (text for text in figure.axes[0].texts if text.get_label() == "row")
    words = one.get_text(), other.get_text()
    one.set_text(words[1])
    other.set_text(words[0])
    assert text_twin(figure) != twin


def test_the_twin_names_axes_points_and_texts():
    lines = [line.strip() for line in text_twin(draw()).splitlines()]
    assert lines[0].startswith("alt: Women in office. Chiefs: 7.9")
    assert "marks o #5b3a9e filled 8.4 pt: (2017.5, 7.9)" in lines
    assert any(line.startswith("line #b4470f 1.4 pt dashed") and line.endswith(", 30)") for line in lines)
    assert any(line.startswith("y axis: linear, 0 to ") for line in lines)


def test_alt_text_holds_title_and_values():
    assert alt_text(draw()) == "Women in office. Chiefs: 7.9, 10.7; Police: 8."


def test_a_line_that_is_too_long_breaks_between_words_before_it_breaks_a_number():
    assert wrap_text("176\u00a0of\u00a01,652", 0.62, 8.0).splitlines() == ["176 of", "1,652"]
    assert wrap_text("1234567890" * 3, 1.0, 8.0).count("\n") >= 1


def test_same_input_same_bytes():
    for format in ("png", "svg"):
        assert render(draw(), format) == render(draw(), format)
    figure = draw()
    assert render(figure) == render(figure)
    assert b"matplotlib" not in render(figure).lower() and b"<dc:date>" not in render(figure, "svg")


def test_a_chart_shows_its_picture_with_alt_text_then_its_twin(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.delenv("WPS_CHART_DIR", raising=False)
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", lambda *args, **more: shown.append((args[0], more)))
    figure = draw(frame(names=("Chiefs <1>", "Police")))
    figure._ipython_display_()
    (picture, more), (folded, _) = shown
    assert picture["text/plain"] == more["metadata"]["image/png"]["alt"] == alt_text(figure)
    assert folded.data.startswith("<details>") and "Chiefs &lt;1&gt;" in folded.data


def test_alt_text_says_the_title_first_and_is_cut_between_words():
    names = [f"Members of a body with a long name, number {n}" for n in range(9)]
    table = pd.concat([frame().iloc[[2]].assign(indicator=name, name=name) for name in names])
    alt = alt_text(plot_levels(table, title="A finding"))
    assert alt.startswith("A finding. ")
    assert 250 < len(alt) <= 300 and alt.endswith("…")


def test_the_theme_leaves_no_trace():
    draw()  # the first chart of a process asks to hear of pyplot's pages
    before = dict(rcParams)
    draw()
    assert dict(rcParams) == before


def test_an_empty_page_of_pyplot_says_what_to_save_instead(tmp_path):
    draw()
    plt.figure()
    with pytest.raises(WpsError, match=r"then chart\.savefig\('chart\.png'\)"):
        plt.savefig(tmp_path / "chart.png")
    assert plt.get_fignums() == [] and not list(tmp_path.iterdir())
    plt.plot([1, 2])
    plt.savefig(tmp_path / "own.png")
    assert (tmp_path / "own.png").stat().st_size
    plt.close("all")


def test_wrapping_keeps_every_word_and_every_width():
    text = "Deputy directors or deputy heads of procurementunitswithoutanyspaceatall in 25\u00a0provinces"
    lines = wrap_text(text, 1.0, 8.5).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 8.5) <= 1.0 for line in lines)


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)


def test_illegible_texts_are_found():
    figure = Figure(figsize=(4, 2), dpi=100)
    figure.text(0.1, 0.8, "tiny", size=6)
    figure.text(0.1, 0.5, "pale", size=13, color="#aaaaaa")
    figure.text(0.95, 0.2, "leaves here", size=13)
    problems = " ".join(check_legible(figure))
    assert "'tiny' is 6 points high" in problems
    assert "'pale' has a contrast of 2.32" in problems
    assert "'leaves here' leaves the figure" in problems


def test_a_sheet_holds_title_and_notes_of_any_length():
    with chart_theme() as size:
        sheet = open_sheet(size, 1.0, title="Title " * 40, subtitle="Sub " * 60, notes=["Note " * 80, "Source"])
    assert check_legible(sheet.figure) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"obs_value": 44.0, "lower": 43.95, "upper": 44.05}, "44.0 %"),
        ({"obs_value": 10.743801, "lower": 10.743801, "upper": 10.743801, "derived": "yes"}, "10.7 %"),
        ({"obs_value": 40.0, "lower": 30.0, "upper": 50.0, "qualifier": "about"}, "about 40 %"),
        ({"lower": 4.0, "upper": 9.0, "qualifier": "range"}, "4–9 %"),
        ({"lower": 0.0, "upper": 20.0, "qualifier": "under"}, "less than 20 %"),
        ({"lower": 33.3333, "upper": 100.0, "qualifier": "at_least"}, "at least 33.3 %"),
        ({"lower": 801.0, "qualifier": "over", "unit_measure": "PS"}, "over 800"),
        ({"obs_value": 7163764.0, "unit_measure": "NUMBER"}, "7,163,764"),
    ],
)
def test_figures_read_as_printed(row, words):
    assert value_text({"unit_measure": "PT", **row}).replace("\u00a0", " ") == words


def test_a_denominator_without_its_count_is_still_said():
    row = {"obs_value": 14.4, "lower": 14.35, "upper": 14.45, "unit_measure": "PT", "denominator": 125}
    assert count_text(row).replace("\u00a0", " ") == "14.4 % of 125"


@pytest.mark.parametrize(
    ("period", "basis", "words"),
    [
        ("2024", "stated", "2024"),
        ("2024-12", "stated", "Dec 2024"),
        ("2017-01-01/P5Y", "stated", "2017–2021"),
        ("2024-07-01/P2M", "stated", "Jul 2024–Aug 2024"),
        ("2024-05-01/P8M", "stated", "May 2024–Dec 2024"),
        ("2023", "study", "2023 (study)"),
        ("2024", "publication", "published 2024"),
    ],
)
def test_periods_read_as_words(period, basis, words):
    assert period_text({"time_period": period, "period_basis": basis}).replace("\u00a0", " ") == words


def test_the_review_sees_what_covers_a_chart_without_being_named(monkeypatch):
    shown = []
    monkeypatch.setattr(describe, "_display", lambda png, alt, twin, parts: shown.append(twin))
    plain, covered = draw(), draw()
    for text in covered.axes[0].texts:
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 30})
    display_chart(plain)
    display_chart(covered)
    pictures = [twin[twin.index("picture, from dark") :].splitlines()[1:] for twin in shown]
    assert [len(rows) for rows in pictures] == [24, 24]
    assert pictures[0] != pictures[1]
