"""Drafts as files: each format is read with its places, and a bad file is one clear error."""

import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
import xlsxwriter
from docx.oxml.ns import qn
from pptx import Presentation
from typer.testing import CliRunner

from wps_analysis.errors import InputError
from wps_analysis.front.cli import app
from wps_analysis.report.check.docx_comments import commented
from wps_analysis.report.check.read import read_document
from wps_analysis.report.check.text import check_passages

TEXT = "In 2024, women held 19.7 per cent of the seats of the Senate."


@pytest.fixture
def draft(tmp_path):
    """A Word draft of a paragraph, a number that two runs share, and a table."""
    document = docx.Document()
    document.add_heading("3.4 Posts", 1)
    document.add_paragraph(TEXT)
    halves = document.add_paragraph("Women are ")
    halves.add_run("29 per").bold = True
    halves.add_run(" cent of commune council members in 2022.")
    table = document.add_table(2, 2)
    table.cell(0, 1).text, table.cell(1, 0).text, table.cell(1, 1).text = "Women, 2022", "Commune chiefs", "12.7%"
    document.save(tmp_path / "draft.docx")
    return tmp_path / "draft.docx"


def found(path):
    """Return the number, verdict, section and page of each figure of a file."""
    findings = check_passages(read_document(path), "KHM")
    return [(f.number.text, f.verdict, f.number.passage.section, f.number.passage.page) for f in findings if f.reading]


def test_a_word_file_is_read_with_its_tables(draft):
    assert [(number, verdict, section) for number, verdict, section, _ in found(draft)] == [
        ("19.7 per cent", "differs", "3.4 Posts"),
        ("29 per cent", "differs", "3.4 Posts"),
        ("12.7%", "differs", "3.4 Posts"),
    ]


def test_comments_stand_at_the_numbers_and_the_text_is_untouched(draft, tmp_path):
    findings = check_passages(read_document(draft), "KHM")
    (tmp_path / "copy.docx").write_bytes(commented(draft, findings))
    before, after = docx.Document(draft), docx.Document(tmp_path / "copy.docx")
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    comments = [comment.text for comment in after.comments]
    assert len(comments) == 3
    assert comments[0].startswith("“19.7 per cent”: differs (sure): the draft says 19.7 per cent")
    assert commented(draft, findings) == commented(draft, findings)
    assert commented_words(after) == ["19.7 per cent", "29 per cent", "12.7%"]
    assert [run.text for run in after.paragraphs[2].runs if run.bold] == ["29 per"]


def commented_words(document):
    """Return the words between the start and the end of each comment."""
    words, at = {}, set()
    for node in document.element.body.iter():
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if name in ("commentRangeStart", "commentRangeEnd"):
            at ^= {node.get(qn("w:id"))}
        if name == "t":
            words |= {one: words.get(one, "") + node.text for one in at}
    return [words[one] for one in sorted(words, key=int)]


def test_slides_sheets_pages_and_markdown_are_read(tmp_path):
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Parliament", TEXT
    show.save(tmp_path / "a.pptx")
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Posts")
    for row, cells in enumerate(
        [["Post", "Women, per cent, 2022"], ["Commune chiefs", 12.7], ["Commune councillors", 0.22]]
    ):
        sheet.write_row(row, 0, cells)
    book.close()
    (tmp_path / "a.html").write_text(f"<h2>Posts</h2><p>{TEXT}</p><script>99%</script>", encoding="utf-8")
    (tmp_path / "a.md").write_text(f"# Posts\n\n{TEXT}\n", encoding="utf-8")
    assert found(tmp_path / "a.pptx") == [("19.7 per cent", "differs", "Parliament", 1)]
    assert [row[:3] for row in found(tmp_path / "a.xlsx")] == [
        ("12.7", "differs", "sheet Posts"), ("22%", "agrees", "sheet Posts"),
    ]  # fmt: skip
    assert [row[:3] for row in found(tmp_path / "a.html")] == [("19.7 per cent", "differs", "Posts")]
    assert [row[:3] for row in found(tmp_path / "a.md")] == [("19.7 per cent", "differs", "Posts")]


def repacked(source, target, name, change):
    """Write a copy of an Office file with one member changed or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return target


def bad_files(folder, draft):
    """Make a file of each bad kind, with what is said of it."""
    document = "word/document.xml"
    entity = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document'
    pages = {}
    for name, count in (("scan.pdf", 3), ("long.pdf", 1501)):
        pdf = pypdfium2.PdfDocument.new()
        for _ in range(count):
            pdf.new_page(100, 100)
        pdf.save(folder / name)
        pages[name] = folder / name
    texts = {"broken.docx": b"PK\x03\x04", "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
             "broken.pdf": b"no", "bytes.txt": b"a\0b", "empty.txt": b"", "old.doc": b"x",
             "sheet.xlsm": b"x", "photo.jpg": b"x"}  # fmt: skip
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    return {
        repacked(draft, folder / "bomb.docx", document, lambda _: b"0" * (300 * 2**20)): "would unpack to 300 MB",
        repacked(draft, folder / "entity.docx", document, lambda d: d.replace(b"<w:document", entity, 1)): "DOCTYPE",
        repacked(draft, folder / "macro.docx", "word/vbaProject.bin", lambda _: b"x"): "holds macros",
        pages["scan.pdf"]: "text recognised",
        pages["long.pdf"]: "1,501 pages",
        folder / "broken.docx": "is broken",
        folder / "locked.docx": "is encrypted",
        folder / "broken.pdf": "is broken",
        Path(__file__).parent / "data/encrypted.pdf": "encrypted.pdf: is encrypted; save it without a password",
        folder / "bytes.txt": "is no text file",
        folder / "empty.txt": "holds no text",
        folder / "old.doc": "save it as .docx",
        folder / "sheet.xlsm": "macros",
        folder / "photo.jpg": "is not read",
        folder / "nowhere.txt": "cannot be opened",
    }


def test_a_bad_file_is_one_clear_error(draft, tmp_path):
    for path, said in bad_files(tmp_path, draft).items():
        with pytest.raises(InputError, match=said):
            read_document(path)


def test_the_command_fails_on_what_it_is_asked_to_and_writes_its_page(draft, tmp_path):
    run = CliRunner().invoke
    page, copy = tmp_path / "checked.html", tmp_path / "copy.docx"
    asked = ["check", str(draft), "--format", "html", "--out", str(page), "--comments", str(copy)]
    assert run(app, asked).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "3 of 7 numbers need a look" in text
    assert "<mark>19.7 per cent</mark>" in text
    assert "http" not in text
    with zipfile.ZipFile(copy) as parts:  # which hold no time of day: the same draft makes the same copy
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" in parts.namelist()  # nothing of the draft is left out
    assert run(app, ["check", str(draft), "--fail-on", "differs"]).exit_code == 1
    assert run(app, ["check", str(draft), "--fail-on", "trend"]).exit_code == 0
    assert "--fail-on knows no 'wrong'" in run(app, ["check", str(draft), "--fail-on", "wrong"]).output
    assert "another name" in run(app, ["check", str(draft), "--comments", str(draft)]).output
