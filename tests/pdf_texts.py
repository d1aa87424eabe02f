"""What a PDF says, whichever way it is packed: the letters of its pages, its objects, and every text in these."""

import re
import zlib

from pypdfium2 import PdfDocument

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_SIGNS = {b"r": b"\r", b"n": b"\n", b"t": b"\t"}


def page_texts(data):
    with PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def object_text(data):
    """Return the objects of a PDF unpacked, drawings too, and what its texts say."""
    return "\n".join([*(part.decode("latin-1") for part in _unpacked(data)), said(data)])


def said(data):
    """Return the texts of the objects of a PDF, such as titles and alternative texts, and its metadata; no drawing."""
    texts = []
    for part in _unpacked(data):
        texts += [part.decode("utf-8", "replace")] if part.startswith(b"<?xpacket") else []
        texts += [_text(re.sub(rb"\\([\\()rnt])", lambda found: _SIGNS.get(found[1], found[1]), literal))
                  for literal in _LITERAL.findall(part)]  # fmt: skip
        texts += [_text(bytes.fromhex(found.decode())) for found in _HEX.findall(part)]
    return "\n".join(texts)


def _unpacked(data):
    """Return what stands between the streams of a file, and each stream."""
    return [_STREAM.sub(b"", data), *filter(None, map(_inflated, _STREAM.findall(data)))]


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _text(data):
    return data[2:].decode("utf-16-be", "replace") if data[:2] == b"\xfe\xff" else data.decode("latin-1")
