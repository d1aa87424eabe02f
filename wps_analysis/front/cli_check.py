"""The commands ``wps check`` and ``wps propose``."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from wps_analysis.errors import InputError, RequestError
from wps_analysis.front.cli_pack import FAILED, Root
from wps_analysis.front.console import examples, fail, print_frame, say

CHECK_EXAMPLES = examples(
    "wps check draft.docx",
    "wps check draft.docx --comments draft-checked.docx --fail-on differs",
    "wps check report.pdf slides.pptx --format html --out checked.html --strict",
)
PROPOSE_EXAMPLES = examples(
    "wps propose report.pdf --source undp_2026",
    "wps propose --source undp_2026 --accept outputs/proposals/undp_2026.csv",
)
_SHOWN = ["place", "page", "number", "verdict", "certainty", "why"]
_Output = Literal["table", "csv", "json", "html"]


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="docx, pdf, txt, md, html, odt, xlsx, pptx.")],
    ref_area: Annotated[
        str, typer.Option(metavar="CODE", help="What the draft is about. Default: the country it names most.")
    ] = "",
    output_format: Annotated[
        _Output, typer.Option("--format", help="table shows what needs a look; the others all.")
    ] = "table",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of to the screen.")] = None,
    comments: Annotated[
        Path | None,
        typer.Option(metavar="FILE.docx", help="Write a copy of a Word draft with comments at its numbers."),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="VERDICT", help="Exit 1 if a number has this verdict: differs, another, ... or error, question."
        ),
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="For reviewers: a question counts as an error.")] = False,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="What was published by this day, month or year.")] = "",
    root: Root = None,
) -> None:
    """Hold every number of a draft against the figures held. The draft stays as it is; nothing leaves this machine."""
    import pandas as pd

    from wps_analysis.claims.edition import Edition
    from wps_analysis.paths import write_atomic
    from wps_analysis.report.check.read import read_document
    from wps_analysis.report.check.text import as_table, check_passages

    codes = _verdicts_named(fail_on)
    if comments is not None and (len(files) != 1 or files[0].suffix.lower() != ".docx"):
        raise RequestError("--comments needs one Word file (.docx).")
    if comments is not None and comments.exists() and comments.samefile(files[0]):
        raise RequestError("--comments names the draft itself: give the copy another name.")
    known = Edition(as_of, "", root)
    tables, problems, checked = [], [], {}
    for path in files:
        try:
            passages = read_document(path)
        except InputError as error:
            problems += error.problems
            continue
        with _bar(path.name) as report:
            checked[path] = check_passages(passages, ref_area, edition=known, report=report)
        tables.append(as_table(checked[path], strict=strict).assign(file=path.name))
    if problems:
        raise InputError(problems)
    table = pd.concat(tables, ignore_index=True)
    if comments is not None:
        from wps_analysis.pack.publish.documents.repack import repacked
        from wps_analysis.report.check.docx_comments import commented

        write_atomic(comments, repacked(commented(files[0], checked[files[0]], strict=strict), without=()))
        say(f"{comments}: a copy with comments.")
    _print(table, output_format, out, known)
    counts = Counter(table["verdict"])
    say(f"{len(table)} numbers: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()))
    found = table["verdict"].isin(codes) | table["severity"].isin(codes)
    if found.any():
        raise fail(f"{found.sum()} of {len(table)} numbers: {fail_on}.", FAILED)


def propose(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="docx, pdf, txt, md, html, odt, xlsx, pptx.")
    ] = None,
    source: Annotated[str, typer.Option(metavar="ID", help="The document's id in data/registry/sources.csv.")] = "",
    accept: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Write what is decided there: claims.csv and exclusions.csv.")
    ] = None,
    ref_area: Annotated[str, typer.Option(metavar="CODE", help="The area of figures that name none.")] = "",
    root: Root = None,
) -> None:
    """Propose claims of a new document, for a person to accept or refuse in a CSV file or notebooks/confirm.ipynb."""
    from wps_analysis.claims.edition import Edition
    from wps_analysis.paths import write_atomic
    from wps_analysis.report.check.confirm import accept as write_decided
    from wps_analysis.report.check.confirm import only_new, proposals_path
    from wps_analysis.report.check.lookup import Tables
    from wps_analysis.report.check.propose import propose as propose_claims
    from wps_analysis.report.check.read import read_document

    if not source or (file is None) == (accept is None):
        raise RequestError("Name --source ID, and either the document or --accept with the decided CSV file.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", source):
        raise RequestError(f"--source {source!r} is no id: use small letters, digits and _, as undp_2026.")
    known = Edition(root=root)
    if accept is not None:
        counts = write_decided(accept, source, known)
        say(", ".join(f"{count} {what}" for what, count in counts.items()) + ". Run `wps build` to prove them.")
        return
    ref_area = "".join(known.asked(ref_area=ref_area)["ref_area"])
    tables = Tables(known, without=source)
    found = propose_claims(read_document(file), source, tables, ref_area=ref_area or tables.most_held_area)
    rows = only_new(found, source, known)
    out = proposals_path(source, root)
    write_atomic(out, rows.to_csv(index=False, lineterminator="\n"))
    say(f"{out}: {len(rows)} rows to decide, {len(found) - len(rows)} keyed or excluded before.")
    say("Write accept or exclude (with the reason) into the first columns, or open notebooks/confirm.ipynb.")


def _verdicts_named(fail_on: str) -> set[str]:
    """Return the verdicts, in words, or severities that end the command with status 1."""
    from wps_analysis.report.check.verdicts import VERDICTS

    asked = {each.strip() for each in fail_on.split(",") if each.strip()}
    if unknown := asked - {*VERDICTS, "error", "question"}:
        raise RequestError(
            f"--fail-on knows no {', '.join(map(repr, sorted(unknown)))}: use {', '.join(VERDICTS)}, error or question."
        )
    return {VERDICTS.get(each, each) for each in asked}


def _print(table: object, output_format: str, out: Path | None, known: object) -> None:
    from wps_analysis.paths import write_atomic
    from wps_analysis.report.check.page import page

    if output_format == "html":
        text = page(table, known)
    elif out is None:
        shown = table if output_format != "table" else table[table["severity"].isin(["error", "question"])]
        print_frame(shown, output_format, columns=_SHOWN, title="to look at")
        return
    elif output_format == "csv":
        text = table.to_csv(index=False, lineterminator="\n")
    else:
        text = table.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_atomic(out, text)
        say(f"{out}: written.")


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
