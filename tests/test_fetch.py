"""`wps fetch` on a server of this machine: a file comes whole and as its checksum says, or nothing is kept."""

import shutil
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from wps_analysis.front.cli import app
from wps_analysis.tables import read_text_table

PROJECT = Path(__file__).parents[1]
WIDE = (Path(__file__).parent / "data/formats/world_bank_wide.csv").read_bytes()
DIGEST = sha256(WIDE).hexdigest()
MAPPED = "world_bank,SG.GEN.PARL.ZS,,national_assembly,_T,F,assembly_members,,,1\n"
PAGE = b"<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head></html>"
SOURCE = "world_bank_sg_gen_parl_zs_2023_10_26"


class _Publisher(BaseHTTPRequestHandler):
    """Answers each address in its own way."""

    def do_GET(self):
        status, body, length, moved = {
            "/file.csv": (200, WIDE, len(WIDE), ""),
            "/half.csv": (200, WIDE[:100], len(WIDE), ""),
            "/broken.csv": (500, b"", 0, ""),
            "/moved.csv": (301, b"", 0, "/file.csv"),
            "/round.csv": (302, b"", 0, "/round.csv"),
            "/page.csv": (200, PAGE, len(PAGE), ""),
            "/empty.csv": (200, b"", 0, ""),
        }[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        if moved:
            self.send_header("Location", moved)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Publisher)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def root(copied_data, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    for name in ("publishers", "publisher_areas"):
        shutil.copy(PROJECT / f"data/registry/{name}.csv", copied_data / "data/registry")
    with (copied_data / "data/registry/series_map.csv").open("a", encoding="utf-8") as file:
        file.write(MAPPED)
    return copied_data


def fetch(root, *urls, checksum=DIGEST):
    """Name addresses a, b, c in the table, and fetch them all."""
    names = "abc"[: len(urls)]
    with (root / "data/registry/fetch.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{n},world_bank,Seats,{n}.csv,{url},{checksum}\n" for n, url in zip(names, urls, strict=True))
    return CliRunner().invoke(app, ["fetch", *names, "--root", str(root)])


def test_a_fetched_file_is_added_as_a_downloaded_one_with_its_address_day_and_licence(root, address):
    said = fetch(root, f"{address}/file.csv")
    assert said.exit_code == 0, said.output
    assert f"added as data/raw/{SOURCE}/a.csv" in said.output
    assert (root / f"data/raw/{SOURCE}/a.csv").read_bytes() == WIDE
    source = read_text_table(root / "data/registry/sources.csv").iloc[-1]
    assert source[["source_id", "url", "licence"]].to_list() == [SOURCE, f"{address}/file.csv", "CC BY 4.0"]
    assert len(source["date_accessed"]) == 10
    assert f"{address}/file.csv; accessed " in source["citation"]
    again = CliRunner().invoke(app, ["fetch", "a", "--root", str(root)])
    assert again.output == f"a: already in data/raw/{SOURCE}: nothing to do\n"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("half.csv", f"broke off after 100 of {len(WIDE)} bytes; try again"),
        ("broken.csv", "answered 500 Internal Server Error"),
        ("page.csv", "sent a web page ('Just a moment...') in the place of a file"),
        ("empty.csv", "sent an empty file"),
        ("round.csv", "leads from address to address without end"),
    ],
)
@pytest.mark.parametrize("checksum", [DIGEST, ""])
def test_what_is_no_whole_file_is_refused_and_nothing_is_written(root, address, contents, path, words, checksum):
    (root / "data/registry/fetch.csv").touch()
    fetched = fetch(root, f"{address}/{path}", checksum=checksum)
    assert fetched.exit_code == 1
    assert f"Error: a: {address}/{path} {words}" in fetched.output
    assert "Traceback" not in fetched.output
    assert not (root / f"data/raw/{SOURCE}").exists()
    before = contents(root)
    CliRunner().invoke(app, ["fetch", "a", "--root", str(root)])
    assert contents(root) == before


def test_a_file_with_another_checksum_is_refused_with_both(root, address):
    said = fetch(root, f"{address}/file.csv", checksum="0" * 64)
    assert said.exit_code == 1
    assert f"its sha256 is {DIGEST}, not {'0' * 64}" in said.output
    assert not (root / f"data/raw/{SOURCE}").exists()


def test_a_moved_page_is_followed_and_told(root, address):
    said = fetch(root, f"{address}/moved.csv")
    assert said.exit_code == 0, said.output
    assert f"a: moved to {address}/file.csv; write that into fetch.csv" in said.output


def test_without_a_network_it_says_so_and_the_other_files_are_added(root, address):
    said = fetch(root, "http://127.0.0.1:9/file.csv", f"{address}/file.csv")
    assert said.exit_code == 1
    assert "a: http://127.0.0.1:9/file.csv cannot be reached; is there a network?; nothing was kept" in said.output
    assert (root / f"data/raw/{SOURCE}/b.csv").is_file()


def test_a_notebook_fetches_nothing(root, address, monkeypatch):
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    said = fetch(root, f"{address}/file.csv")
    assert said.exit_code == 2
    assert "a notebook fetches nothing; run `wps fetch` in a terminal" in said.output


def test_an_unknown_word_is_answered_with_the_nearest(root):
    said = CliRunner().invoke(app, ["fetch", "x", "--root", str(root)])
    assert "'x' is not in fetch.csv; `wps list fetch` shows what is" in said.output


def test_every_address_of_the_project_is_encrypted_of_one_version_and_has_its_checksum():
    rows = read_text_table(PROJECT / "data/registry/fetch.csv")
    assert rows["url"].str.match(r"https://raw\.githubusercontent\.com/[^/]+/[^/]+/[0-9a-f]{40}/").all()
    assert rows["sha256"].str.len().eq(64).all()
