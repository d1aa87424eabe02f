import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.errors import PackError
from wps_analysis.pack.plan.manifest import read_manifest
from wps_analysis.pack.verify.compare import COLUMNS, _around, check_manifest, compare_folders

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


def test_files_missing_and_extra_hidden_ones_and_logs_too(tmp_path):
    mine = folder(tmp_path / "a", same_txt="x", charts__old_svg="x", logs__a_txt="1", **{".evil_html": "1"})
    again = folder(tmp_path / "b", same_txt="x", data__new_csv="x")
    table = compare_folders(mine, again)
    assert table.columns.tolist() == COLUMNS
    assert table[["file", "kind"]].to_numpy().tolist() == [
        [".evil.html", "extra"],
        ["charts/old.svg", "extra"],
        ["data/new.csv", "missing"],
        ["logs/a.txt", "extra"],
    ]
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
        (CSV + '"open', ("line 4", "", '"open')),
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


@pytest.mark.parametrize(
    ("name", "mine", "again", "found"),
    [
        ("a_html", "<p>1</p>\n<p>2</p>", "<p>1</p>\n<p>3</p>", ("line 2", "<p>2</p>", "<p>3</p>")),
        ("a_txt", "x\n", "x", ("line 2", "", "no line")),
        ("a_pdf", b"%PDF\xff\x01", b"%PDF\xff\x02", ("byte 6", "01", "02")),
        ("a_xlsx", b"PK\xff", b"PK\xff\x02", ("byte 4", "no byte", "02")),
        ("a_csv", b"\xff\xfe damaged", CSV, ("byte 1", "ff fe 20 64 61 6d 61 67", "69 6e 64 69 63 61 74 6f")),
        ("a_json", "{damaged", "{}", ("line 1", "{damaged", "{}")),
    ],
)
def test_any_other_file_by_line_or_byte(compared, name, mine, again, found):
    where, *values = compared(name, mine, again)
    assert (where, *values) == found


@pytest.mark.parametrize(
    ("name", "mine", "again", "where"),
    [("a_png", b"\xff1", b"\xff2", "byte 2"), ("a_svg", "<svg>\n<g/>", "<svg>\n<h/>", "line 2")],
)
def test_a_picture_by_the_title_of_its_figure(compared, name, mine, again, where):
    alt = "Women hold 11 % of posts. Chart with 1 panel."
    assert (
        compared(f"charts__{name}", mine, again, charts__a_txt=alt)[0] == f"figure “Women hold 11 % of posts”, {where}"
    )


def test_a_file_that_cannot_be_read_is_said_to_be_so(compared, monkeypatch):
    def read(path):
        if path.parent.name == "b":
            raise OSError(5, "Input/output error")
        return b"1"

    monkeypatch.setattr("pathlib.Path.read_bytes", read)
    assert compared("a_txt", "1", "1") == ("", "can be read", "cannot be read (Input/output error)")


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["csv", "json", "html"]))
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
    (pack / "manifest.json").touch()
    return pack, outputs


def test_a_pack_is_what_its_manifest_lists(tmp_path):
    pack, outputs = sealed(tmp_path / "pack", index_html="a", charts__a_csv="b", data__b_csv="c")
    assert check_manifest(pack, outputs).empty
    (pack / "index.html").write_text("changed", encoding="utf-8")
    (pack / "charts" / "a.csv").unlink()
    (pack / "more.txt").touch()
    (pack / "run.log").touch()
    table = check_manifest(pack, outputs)
    assert table[["file", "kind"]].to_numpy().tolist() == [
        ["charts/a.csv", "missing"],
        ["index.html", "differs"],
        ["more.txt", "extra"],
        ["run.log", "extra"],
    ]
    assert table["in_pack"].tolist() == ["absent", hashlib.sha256(b"changed").hexdigest(), "present", "present"]
    assert table["again"].tolist()[1] == hashlib.sha256(b"a").hexdigest()


@pytest.mark.parametrize("outputs", [None, [], {"a": 1}])
def test_a_manifest_that_lists_no_hashes_is_none(tmp_path, outputs):
    whole = dict.fromkeys(["ref_area", "as_of", "language", "complete", "formats", "plan", "inputs"], "")
    for text in (json.dumps(whole | {"outputs": outputs}), "{", "[]", "{}", "\udcff", "[" * 100_000):
        (tmp_path / "manifest.json").write_bytes(text.encode(errors="surrogateescape"))
        assert read_manifest(tmp_path) == {}
    (tmp_path / "manifest.json").write_text(json.dumps(whole | {"outputs": {"a.csv": "0"}}), encoding="utf-8")
    assert read_manifest(tmp_path)["outputs"] == {"a.csv": "0"}


def test_the_order_of_the_files_on_the_disk_does_not_matter(tmp_path):
    names = [f"{letter}_txt" for letter in "bca"]
    mine = folder(tmp_path / "a", **dict.fromkeys(names, "1"))
    again = folder(tmp_path / "b", **dict.fromkeys(reversed(names), "2"))
    assert compare_folders(mine, again)["file"].tolist() == ["a.txt", "b.txt", "c.txt"]


def test_a_pack_that_is_not_there_has_no_manifest(tmp_path):
    with pytest.raises(PackError, match="There is no pack none"):
        check_manifest(tmp_path / "none", {})
