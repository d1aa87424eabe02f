"""The text of a document: Word, PDF, plain text, Markdown, HTML, OpenDocument, Excel and PowerPoint."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from wps_analysis.errors import InputError
from wps_analysis.report.check import read_office, read_pdf
from wps_analysis.report.check.passages import Passage, from_lines, table_passages

_LARGEST = 200 * 2**20
_LARGEST_UNPACKED = 400 * 2**20
_HIGHEST_RATIO = 200
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = {".docm", ".dotm", ".xlsm", ".xltm", ".pptm", ".ppsm", ".potm", ".xlsb"}
_OLD = {".doc": "docx", ".xls": "xlsx", ".ppt": "pptx", ".rtf": "docx"}


def read_document(path: str | Path) -> list[Passage]:
    """Read a document into its passages; nothing that it links to is opened, and no macro is run.

    Parameters
    ----------
    path
        A file named ``.docx``, ``.pdf``, ``.txt``, ``.md``, ``.html``, ``.odt``, ``.xlsx`` or ``.pptx``.

    Returns
    -------
    list of Passage
        In the order of reading.

    Raises
    ------
    InputError
        If the file cannot be read, is of another kind, holds macros, is encrypted, broken or too large, or is a scan.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind in _MACROS:
        _refuse(path, f"a file with macros ({kind}); save it as {kind[:-1]}x and check that")
    if kind in _OLD:
        _refuse(path, f"the old form {kind}; save it as .{_OLD[kind]} and check that")
    if kind not in _READERS:
        _refuse(path, f"{kind or 'no ending'} is not read; use one of {', '.join(sorted(_READERS))}")
    data = _bytes(path)
    if kind in _ZIPPED:
        _check_archive(path, data)
    try:
        passages = _READERS[kind](path, data)
    except InputError:
        raise
    except Exception as error:  # a broken file breaks its reader in as many ways as there are readers
        _refuse(path, f"cannot be read as {kind} ({type(error).__name__}); open it, save it again, and check that")
    if not any(passage.text.strip() for passage in passages):
        _refuse(path, "holds no text")
    return passages


def _refuse(path: Path, why: str) -> None:
    raise InputError([f"{path.name}: {why}"])


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            _refuse(path, "is no ordinary file")
        if size > _LARGEST:
            _refuse(path, f"has {size // 2**20} MB, more than {_LARGEST // 2**20}; split it")
        return path.read_bytes()
    except OSError as error:
        _refuse(path, f"cannot be opened ({error.strerror})")


def _check_archive(path: Path, data: bytes) -> None:
    """Look at an Office file from outside: what it would unpack to, whether it is encrypted or holds macros."""
    import io

    if data.startswith(_ENCRYPTED):
        _refuse(path, "is encrypted or of the old form; save it without a password in today's form")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            doctype = any(
                b"<!DOCTYPE" in _beginning(archive, m) for m in members if m.filename.endswith((".xml", ".rels"))
            )
    except (zipfile.BadZipFile, OSError, ValueError):
        _refuse(path, "is broken: it does not open as an Office file; save it again from its program")
    unpacked = sum(member.file_size for member in members)
    steep = [m for m in members if m.file_size > 10 * 2**20 and m.file_size > _HIGHEST_RATIO * max(m.compress_size, 1)]
    if unpacked > _LARGEST_UNPACKED or steep or len(members) > 20_000:
        _refuse(path, f"would unpack to {unpacked // 2**20} MB: too much for a report; it is not opened")
    if any(member.flag_bits & 1 for member in members):
        _refuse(path, "is encrypted; save it without a password")
    if doctype:
        _refuse(path, "declares entities of its own (DOCTYPE), as no Office program does; it is not opened")
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        _refuse(path, "holds macros; save it without them and check that")


def _beginning(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        return b""
    with archive.open(member) as stream:
        return stream.read(2000)


def _read_text(path: Path, data: bytes) -> list[Passage]:
    text = re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", _decoded(path, data))
    parts = text.split("\f")
    paged = len(parts) > 1
    return from_lines(
        (line, page if paged else None) for page, part in enumerate(parts, 1) for line in part.splitlines()
    )


def _decoded(path: Path, data: bytes) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(path, "is no text file")
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_html(path: Path, data: bytes) -> list[Passage]:
    from lxml import html

    text = _decoded(path, data)
    root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    found: list[Passage] = []
    section, opening = "", ""
    tables = list(root.iter("table"))
    for node in root.iter(
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "table", "figcaption", "dd", "dt", "blockquote"
    ):
        if node.tag != "table" and any(up.tag == "table" for up in node.iterancestors()):
            continue
        if node.tag == "table":
            rows = [[_words(cell) for cell in row.iter("td", "th")] for row in node.iter("tr")]
            caption = " ".join(_words(each) for each in node.iter("caption"))
            found += table_passages(rows, tables.index(node) + 1, caption=caption, section=section)
            continue
        words = _words(node)
        if not words or (node.tag == "blockquote" and node.find(".//p") is not None):
            continue
        if node.tag[0] == "h" and node.tag[1:].isdigit():
            section, opening = words, ""
            found.append(Passage(words, "heading", section))
            continue
        found.append(Passage(words, "text", section, around=opening if node.tag == "li" else ""))
        opening = words if words.endswith(":") else opening if node.tag == "li" else ""
    return found or from_lines((line, None) for line in root.text_content().splitlines())


def _words(node: object) -> str:
    return " ".join(node.text_content().split())


_Reader = Callable[[Path, bytes], list[Passage]]
_READERS: dict[str, _Reader] = {
    ".txt": _read_text, ".md": _read_text, ".html": _read_html, ".htm": _read_html, ".pdf": read_pdf.read,
    ".docx": read_office.read_docx, ".odt": read_office.read_odt, ".xlsx": read_office.read_xlsx,
    ".pptx": read_office.read_pptx,
}  # fmt: skip
_ZIPPED = {".docx", ".odt", ".xlsx", ".pptx"}
