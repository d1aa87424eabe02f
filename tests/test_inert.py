"""Nothing that is printed acts: a token in every text of every input stands in each output of a pack as mere text."""

import csv
import io
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from pdf_texts import object_text, page_texts
from typer.testing import CliRunner

from wps_analysis.claims import build
from wps_analysis.claims.readers.raw_files import read_all
from wps_analysis.errors import InputError
from wps_analysis.front.cli import app
from wps_analysis.pack.plan.plan import FORMATS, ON_DEMAND, Request
from wps_analysis.pack.run import run_packs
from wps_analysis.paths import raw_dir
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import read_text_table
from wps_analysis.texts import active

PROJECT = Path(__file__).parents[1]
TOKEN = """<w7 on7=1>'" on7='1' {{7191*7}} w7$x^2$w7 [red]w7[/red] javascript:w7"""
SHORT = "<w7>$x$"
CODES = set(
    "indicator pillar release form claims card checked_on also_pillar rpa_output rpa_relation theme measure kind "
    "unit_measure direction complement rate_of message valid_min valid_max government_level rank ladder "
    "count_indicator unit_count_indicator sdg_indicator sdg_series output outcome holder_area population parent "
    "target_id indicators sex ref_area operator lower upper target_year path legal_force claim_id source "
    "publisher published_series breakdown commit unit scale decimals areas fetch "
    "source_id committed url published published_basis date_accessed file release_of sha256 series basis n "
    "n_women n_men time_period level valid_from valid_to election_id year table_id area alias period_text value_text "
    "origin pair_id role reference_period state until day corrected_by list code".split()
)
"""The columns in which no sentence can stand: codes, numbers, dates, and printed figures, which have a grammar."""


def plant(path, root):
    """Put the token behind each text of a file of input, and say of what columns."""
    frame = read_text_table(path)
    free = [c for c in frame if c not in CODES or (c, path.stem) == ("basis", "targets")]
    for column in free:
        token = SHORT if column == "short_name" else TOKEN
        room = 32 - len(SHORT) if column == "short_name" else None
        frame[column] = [text[:room] + token for text in frame[column]]
    frame.to_csv(path, index=False)
    return [(path.stem, column) for column in free] if len(frame) else []


def write_more(registry):
    """Fill the files that the small project leaves empty; the name of a province, which gets a token, is an alias."""
    more = {
        "area_aliases.csv": "Mondul Kiri,KH-11",
        "breaks.csv": "police_register,2023,Counted anew,country_report_2025",
        "publishers.csv": "un_dpo,UN Peace Operations,Contributions,Free with the source named,yes,https://un.org",
        "confirmations.csv": "report.police.F.2024,confirmed,,2025-01-01,,The custodian said so",
        "synonyms.csv": "indicator,police,police staff",
        "messages.csv": "KHM,,participation,1,share,report.police.F.2024,,Editors of the brief,2025-10-31",
    }
    for name, row in more.items():
        with (registry / name).open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
    correction = {
        "indicator": "police", "area": "KHM", "years": [2022], "source": "country_report_2025", "action": "replace",
        "value_text": "9 per cent", "expect": "8 per cent", "reason": TOKEN, "provider": TOKEN, "status": "confirmed",
    }  # fmt: skip
    (registry / "corrections.yml").write_text(json.dumps([correction]), encoding="utf-8")


@pytest.fixture(scope="module")
def planted(small_project, tmp_path_factory):
    """Return a project that has the token in every text, its pack of all formats, and the columns planted."""
    root = tmp_path_factory.mktemp("planted")
    shutil.copytree(small_project / "data", root / "data")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    write_more(root / "data/registry")
    files = sorted([*root.glob("data/registry/*.csv"), *root.glob("data/raw/*/*.csv")])
    columns = [column for path in files for column in plant(path, root)]
    build.build(root)
    result = run_packs(Request(("KHM",), formats=(*FORMATS, *ON_DEMAND)), root=root)[0]
    assert result.failures == ()
    return root, result.folder, columns


class Tags(HTMLParser):
    """What a browser makes of a page, drawing or fragment that a token could have made: tags, handlers, addresses."""

    def __init__(self, text):
        super().__init__()
        self.alive = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        handlers = [name for name, _value in attrs if name.startswith("on") or name == "srcdoc"]
        leads = [value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "action")]
        away = [value for value in leads if not re.match(r"#|https?://|data:(image|font)/|[\w./-]*(#|$)", value)]
        self.alive += [f"<{tag}>", *handlers, *away] if tag.startswith("w7") or handlers or away else []


def documents(folder):
    """Yield each text of a pack: files, what workbooks and slides are zipped from, what notebooks show."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        if path.suffix in (".xlsx", ".pptx", ".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                named = (part for part in parts.namelist() if not part.endswith(".png"))
                yield from ((f"{name}!{part}", parts.read(part).decode()) for part in named)
        elif path.suffix == ".pdf":
            yield name, "\n".join(page_texts(data))
            yield f"{name}!objects.pdfo", object_text(data)
        elif path.suffix == ".ipynb":
            yield name, data.decode()
            for cell in json.loads(data)["cells"]:
                for output in cell.get("outputs", []):
                    shown = output.get("data", {}).items()
                    yield from (
                        (f"{name}!{cell['id']}.{kind.split('/')[1][:4]}", "".join(text))
                        for kind, text in shown
                        if kind in ("text/html", "text/markdown", "text/latex", "image/svg+xml")
                    )
        elif path.suffix != ".png":
            yield name, data.decode()


def _computes(name, element):
    """Tell whether a cell computes, but for what the sheets of a plan compute from their own cells."""
    own = name.startswith(("matrix/", "requests/")) and "w7" not in (element.text or "")
    return element.tag.endswith("}f") and not own


def acts(name, text):
    """Say what of the token acts in one text of a pack: as a tag, a template, a formula, a cell, markup."""
    kind = name.rpartition(".")[2]
    found = [what for what in ("50337", "w7x2w7") if what in text]  # a template that was filled, mathematics set
    if kind in ("html", "svg", "svg+"):
        found += Tags(text).alive
    if kind in ("mark", "late"):
        found += [kind] if "w7" in text else []
    if kind in ("xml", "rels", "svg"):
        elements = list(ElementTree.fromstring(text).iter())
        found += [
            e.tag for e in elements if "w7" in e.tag or _computes(name, e) or any(a.startswith("on") for a in e.attrib)
        ]
        found += [e.attrib["Target"] for e in elements if e.attrib.get("TargetMode") == "External"]
    if kind == "pdfo":
        found += [word for word in ("/JavaScript", "/Launch", "/EmbeddedFile", "/URI") if word in text]
    if kind == "csv":
        found += [cell for row in csv.reader(io.StringIO(text)) for cell in row if active(cell)]
    return found


def test_no_output_of_a_pack_does_what_a_text_of_its_input_says(planted):
    _root, pack, _columns = planted
    texts = dict(documents(pack))
    assert {name: found for name, text in texts.items() if (found := acts(name, text))} == {}
    kinds = {name.rpartition(".")[2] for name, text in texts.items() if "w7" in text}
    assert kinds >= {"html", "svg", "csv", "txt", "xml", "ipynb", "pdf"}


def test_the_token_reaches_the_outputs_from_every_kind_of_input(planted):
    root, _pack, columns = planted
    assert {name for name, _column in columns} | {"series_map", "publisher_areas", "downloads", "fetch"} >= {
        path.stem for path in root.glob("data/registry/*.csv") if path.stem not in ("area_aliases", "elections")
    }
    assert len(columns) > 35


@pytest.mark.parametrize("what", ["indicators", "sources", "areas", "populations", "series"])
def test_the_command_line_prints_markup_as_it_stands(planted, what):
    root, _pack, _columns = planted
    shown = CliRunner().invoke(app, ["list", what], env={"WPS_ROOT": str(root), "COLUMNS": "1000"}).output
    assert "[red]w7[/red]" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("page.html", "<w7 on7=1>", "&lt;w7 on7=1&gt;"),
        ("page.html", '<p title="" on7="1">', "<p title='\" on7=\"1'>"),
        ("page.html", '<a href="javascript:w7">', '<a href="evidence.html#w7">'),
        ("chart.svg", "<svg onload='w7'/>", "<svg><title>onload='w7'</title></svg>"),
        ("book.xlsx!sheet1.xml", '<c xmlns="x"><f>1+1</f></c>', '<c xmlns="x"><v>=1+1</v></c>'),
        ("table.csv", "a\n=1+1\n", "a\n1+1\n"),
        ("one.pdf!objects.pdfo", "<< /S /URI >>", "<< /S /GoTo >>"),
        ("index.html", "50337", "{{7191*7}}"),
    ],
)
def test_what_acts_is_found(name, text, shown):
    assert acts(name, text) != []
    assert acts(name, shown) == []


ACTIVE = ["=HYPERLINK(1)", "＠SUM(1)", "-1+cmd|' /C calc'!A0", "+A1", "\tx", "x\x1b[2J", "a;=1"]


@pytest.mark.parametrize("text", ACTIVE)
def test_a_text_that_acts_is_refused_in_every_column_with_file_row_and_remedy(copied_data, text):
    places, registry = [], load_registry(copied_data)
    for path in sorted([*copied_data.glob("data/registry/*.csv"), *copied_data.glob("data/raw/*/*.csv")]):
        frame = read_text_table(path)
        if len(frame):
            pd.DataFrame(text, index=frame.index[:1], columns=frame.columns).to_csv(path, index=False)
            where = f"{path.relative_to(copied_data).as_posix()} row 2: "
            places += [(f"{where}{column} {text!r} ", f"{where}column {column!r} holds U+") for column in frame]
    problems = []
    for read in (lambda: load_registry(copied_data), lambda: read_all(raw_dir(copied_data), registry)):
        with pytest.raises(InputError) as caught:
            read()
        problems += caught.value.problems
    remedies = ("a word before it", "take it out", "write it so, or none")
    told = [place for place in places if any(p.startswith(place) and p.endswith(remedies) for p in problems)]
    assert told == places


def test_a_text_that_acts_is_refused_in_a_correction_too(copied_data):
    file = copied_data / "data/registry/corrections.yml"
    file.write_text('[{"indicator": "police", "reason": "=1+1"}]', encoding="utf-8")
    with pytest.raises(InputError, match=r"corrections.yml entry 1: reason '=1\+1' begins with '='"):
        load_registry(copied_data)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://un.org/a", "//un.org", "https://", "un.org"])
def test_an_address_of_another_kind_than_http_is_refused(copied_data, address):
    file = copied_data / "data/registry/sources.csv"
    frame = read_text_table(file)
    frame.assign(url=[*["https://a.org http://b.org/c?d=e"] * (len(frame) - 1), address]).to_csv(file, index=False)
    with pytest.raises(InputError) as caught:
        load_registry(copied_data)
    (problem,) = caught.value.problems
    assert f"data/registry/sources.csv row {frame.index[-1]}: url {address!r} holds {address!r}" in problem


@pytest.mark.parametrize(
    "text", ["", "-", "=", "..", "-22 %", "+1,200", "−3.2", "1+1", "a = b", "Q&A; then", "e@un.org"]
)
def test_what_reports_print_is_no_text_that_acts(text):
    assert active(text) == ""
