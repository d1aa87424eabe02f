import hashlib
import io
import json
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wps_analysis.errors import PackError
from wps_analysis.pack.verify.compare import COLUMNS, _around, check_manifest, compare_folders

ALT = "Women hold 11 % of posts. Chart with 1 panel."
PACKED = "the parts are the same, their order, dates or packing differ"
CSV = "indicator,time_period,obs_value\npolice,2023,10\npolice,2024,11\n"


def folder(path, **files):
    path.mkdir()
    for name, content in files.items():
        file = path / name.replace("__", "/")
        stem, _underscore, suffix = file.name.rpartition("_")
        file = file.with_name(f"{stem}.{suffix}")
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def compared(tmp_path):
    """Return a function that says where one file differs, and what stands there."""

    def compare(name, mine, again, **beside):
        packs = [folder(tmp_path / n, **{name: c}, **beside) for n, c in (("a", mine), ("b", again))]
        (row,) = compare_folders(*packs).to_dict("records")
        assert row["kind"] == "differs"
        return row["where"], row["in_pack"], row["again"]

    return compare


def png(colour):
    file = io.BytesIO()
    Image.new("RGB", (3, 2), colour).save(file, "png")
    return file.getvalue()


def picture(data, alt=ALT, twin="bar 0 to 11"):
    return [
        {"output_type": "display_data", "data": {"image/png": data, "text/plain": alt},
         "metadata": {"image/png": {"alt": alt}}},
        {"output_type": "display_data", "data": {"text/html": f"<pre>alt: {alt}\n{twin}</pre>"}, "metadata": {}},
    ]  # fmt: skip


def notebook(*outputs, source="show()", count=1):
    cells = [
        {"cell_type": "markdown", "source": ["# Brief\n", "\n", "## Charts"], "metadata": {}},
        {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": count, "metadata": {}},
    ]
    return json.dumps({"cells": cells, "metadata": {}})


def workbook(*values, date=(2020, 1, 1), extra=None):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("About").write("A1", "same")
    sheet = book.add_worksheet("Figures")
    for row, value in enumerate(values):
        sheet.write(row, 1, value)
    book.close()
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(packed, "w") as again:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = b"<core/>"  # XlsxWriter writes the time there
            again.writestr(zipfile.ZipInfo(name, (*date, 0, 0, 0)), content)
        if extra:
            again.writestr(zipfile.ZipInfo("xl/extra.xml", (*date, 0, 0, 0)), extra)
    return packed.getvalue()


def test_files_missing_and_extra_but_no_logs(tmp_path):
    mine = folder(tmp_path / "a", same_txt="x", charts__old_svg="x", run_log="1", logs__a_txt="1")
    again = folder(tmp_path / "b", same_txt="x", data__new_csv="x", run_log="2")
    table = compare_folders(mine, again)
    assert table.columns.tolist() == COLUMNS
    assert table[["file", "kind"]].to_numpy().tolist() == [["charts/old.svg", "extra"], ["data/new.csv", "missing"]]
    assert compare_folders(mine, mine).empty
    with pytest.raises(PackError, match="There is no pack nowhere"):
        compare_folders(mine, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (CSV.replace("11", "12"), ("row 2 (indicator police, time_period 2024), column obs_value", "11", "12")),
        (CSV + "police,2025,12\n", ("row 3", "no row", "police,2025,12")),
        (CSV.replace("obs_value", "value"), ("header, column 3", "obs_value", "value")),
        (
            CSV.replace("2024,11", "2024"),
            ("row 2 (indicator police, time_period 2024), column obs_value", "11", "no cell"),
        ),
        (CSV.replace("\n", "\r\n"), ("line 1", CSV.partition("\n")[0], CSV.partition("\n")[0] + r"\r")),
        (CSV + '"open', ("", "can be read", "cannot be read (unexpected end of data)")),
    ],
)
def test_a_table_by_row_and_column(compared, again, found):
    assert compared("figures_csv", CSV, again) == found


@pytest.mark.parametrize(
    ("mine", "again", "found"),
    [
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ("key a[0].b", "1", "2")),
        ({"a": {"charts/x.png": "1"}}, {"a": {}}, ('key a["charts/x.png"]', '"1"', "absent")),
        ({"a": [1]}, {"a": [1, None]}, ("key a[1]", "absent", "null")),
        ({"a": 1}, {"a": True}, ("key a", "1", "true")),
        ({"a": float("nan"), "b": 1}, {"a": float("nan"), "b": 2}, ("key b", "1", "2")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, ("line 1", '{"a": 1, "b": 2}', '{"b": 2, "a": 1}')),
    ],
)
def test_json_by_key(compared, mine, again, found):
    assert compared("manifest_json", json.dumps(mine), json.dumps(again)) == found


def test_a_notebook_by_cell_and_line(compared):
    line = [{"output_type": "stream", "text": ["one\n", text]} for text in ("two", "three")]
    assert compared("a_ipynb", notebook(line[0]), notebook(line[1])) == (
        "cell 2 under “Charts”, output line 2", "two", "three",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (notebook(*picture("AAAA"), source="draw()"), ("source line 1", "show()", "draw()")),
        (
            notebook(*picture("BBBB")),
            ("figure “Women hold 11 % of posts”", *("the picture differs, its text does not",) * 2),
        ),
        (
            notebook(*picture("BBBB", twin="bar 0 to 12")),
            ("figure “Women hold 11 % of posts”, output line 3", "bar 0 to 11</pre>", "bar 0 to 12</pre>"),
        ),
        (notebook(*picture("AAAA"), count=2), ("key execution_count", "1", "2")),
    ],
)
def test_a_picture_of_a_notebook_by_its_texts(compared, again, found):
    where, *values = compared("a_ipynb", notebook(*picture("AAAA")), again)
    assert (where, *values) == (f"cell 2 under “Charts”, {found[0]}", *found[1:])


def test_a_picture_by_the_title_of_its_figure(compared):
    where, mine, again = compared("charts__a_png", png("red"), png("blue"), charts__a_txt=ALT)
    assert where == "figure “Women hold 11 % of posts”, picture"
    assert mine.startswith("3 by 2 pixels, sha256 ")
    assert mine != again


def test_a_drawing_by_the_title_of_its_figure_and_the_line(compared):
    found = compared("charts__a_svg", "<svg>\n<g/>", "<svg>\n<h/>", charts__a_txt=ALT)
    assert found == ("figure “Women hold 11 % of posts”, picture, line 2", "<g/>", "<h/>")


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (workbook("police", 12), ("sheet “Figures”, cell B2", "11", "12")),
        (workbook("army", 11), ("sheet “Figures”, cell B1", "police", "army")),
        (workbook("police", 11, date=(2021, 1, 1)), ("", PACKED, PACKED)),
        (workbook("police", 11, extra=b"x"), ("part xl/extra.xml", "absent", "present")),
    ],
)  # fmt: skip
def test_a_workbook_by_sheet_and_cell(compared, again, found):
    assert compared("tables_xlsx", workbook("police", 11), again) == found


def test_a_page_by_line_and_a_picture_in_it_by_its_figure(tmp_path, compared):
    page = '<p>1</p>\n<img src="data:image/png;base64,AAAA" alt="Women hold 11&nbsp;% of posts. One panel.">'
    assert compared("a_html", page, page.replace("<p>1", "<p>2")) == ("line 1", "<p>1</p>", "<p>2</p>")
    packs = folder(tmp_path / "c", a_html=page), folder(tmp_path / "d", a_html=page.replace("AAAA", "AABA"))
    (row,) = compare_folders(*packs).to_dict("records")
    assert row["where"] == "figure “Women hold 11\u00a0% of posts”, line 2"
    assert row["in_pack"] == row["again"] == "the picture differs"


def test_any_other_file_by_line_or_byte(compared):
    assert compared("a_pdf", b"%PDF\xff\x01", b"%PDF\xff\x02") == ("byte 6", "01", "02")


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("a_csv", CSV), ("a_json", "{}"), ("a_ipynb", notebook()), ("a_xlsx", workbook(1)), ("a_pptx", workbook(1)),
        ("a_png", png("red")), ("a_html", "<p>"), ("a_svg", "<svg/>"), ("a_txt", "x"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_said_to_be_so(compared, name, whole):
    where, mine, again = compared(name, b"\xff\xfe damaged", whole)
    assert mine.startswith("cannot be read (")
    assert "0x7" not in mine  # an address in memory
    assert again == "can be read"


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["csv", "json", "ipynb", "html", "xlsx", "png"]))
def test_no_content_stops_the_comparison(tmp_path_factory, mine, again, suffix):
    base = tmp_path_factory.mktemp("packs")
    packs = [folder(base / n, **{f"x_{suffix}": content}) for n, content in (("a", mine), ("b", again))]
    assert len(compare_folders(*packs)) == (mine != again)


def test_a_json_nested_too_deep_is_compared_all_the_same(tmp_path):
    for depth in (*range(900, 1000), 100_000):
        packs = []
        for n in "ab":
            packs.append(folder(tmp_path / f"{n}{depth}", x_json="[" * depth + f'"{n}"' + "]" * depth))
        assert len(compare_folders(*packs)) == 1


def test_a_long_value_is_cut_around_its_difference():
    a, b = "x" * 500 + "old" + "y" * 500, "x" * 500 + "new" + "y" * 500
    shown = _around(a, b)
    assert [len(text) for text in shown] == [120, 120]
    assert shown[0] == "…" + "x" * 39 + "old" + "y" * 76 + "…"
    assert shown[1] == shown[0].replace("old", "new")


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_difference_is_always_seen(a, b):
    shown = _around(a, b)
    assert max(map(len, shown)) <= 120
    assert (shown[0] != shown[1]) == (a != b)


def test_a_space_that_does_not_break_is_seen_where_it_is_the_difference():
    assert _around("11\u00a0%", "11 %") == (r"11\xa0%", "11 %")
    assert _around("\\n", "\n") == (r"\\n", r"\n")
    assert _around("11\u00a0%", "12\u00a0%") == ("11\u00a0%", "12\u00a0%")


def sealed(path, **files):
    pack = folder(path, **files)
    outputs = {
        p.relative_to(pack).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(pack.rglob("*")) if p.is_file()
    }  # fmt: skip
    (pack / "manifest.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    return pack


def test_a_pack_is_what_its_manifest_lists(tmp_path):
    pack = sealed(tmp_path / "pack", index_html="a", charts__a_csv="b", data__b_csv="c")
    assert check_manifest(pack).empty
    (pack / "index.html").write_text("changed", encoding="utf-8")
    (pack / "charts" / "a.csv").unlink()
    (pack / "more.txt").touch()
    (pack / "run.log").touch()
    table = check_manifest(pack)
    assert table[["file", "kind"]].to_numpy().tolist() == [
        ["charts/a.csv", "missing"],
        ["index.html", "differs"],
        ["more.txt", "extra"],
    ]
    assert table["in_pack"].tolist() == ["absent", hashlib.sha256(b"changed").hexdigest(), "present"]
    assert table["again"].tolist()[1] == hashlib.sha256(b"a").hexdigest()


@pytest.mark.parametrize(
    "text", [None, "{", "[]", "{}", '{"outputs": []}', '{"outputs": {"a": 1}}', "\udcff", "[" * 100_000]
)
def test_a_manifest_that_lists_nothing_is_named_with_what_to_do(tmp_path, text):
    pack = folder(tmp_path / "2025-10-31", a_txt="x")
    if text is not None:
        (pack / "manifest.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(PackError, match="The pack 2025-10-31 cannot be checked .*Make it again with `wps pack`"):
        check_manifest(pack)


def test_the_order_of_the_files_on_the_disk_does_not_matter(tmp_path):
    names = [f"{letter}_txt" for letter in "bca"]
    mine = folder(tmp_path / "a", **dict.fromkeys(names, "1"))
    again = folder(tmp_path / "b", **dict.fromkeys(reversed(names), "2"))
    assert compare_folders(mine, again)["file"].tolist() == ["a.txt", "b.txt", "c.txt"]


def test_a_pack_that_is_not_there_has_no_manifest(tmp_path):
    with pytest.raises(PackError, match="There is no pack none"):
        check_manifest(tmp_path / "none")
