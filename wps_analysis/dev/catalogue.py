"""Bring the catalogues up to date (``make translations``): every text that is printed, from code, notebooks and data.

New texts come in empty, texts no longer printed go out, and a translation is never thrown away while its text stands.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from wps_analysis.errors import WpsError
from wps_analysis.paths import project_root, write_atomic
from wps_analysis.registry.frameworks import load_crosswalk
from wps_analysis.registry.load import load_registry
from wps_analysis.words.language import SOURCE_LANGUAGE, catalogue_path, languages, paragraphs, read_catalogue
from wps_analysis.words.names import theme_name

_FORMS = {"_": 1, "N_": 1, "ngettext": 2}
"""What marks a text in the code, and how many forms of it are given."""
_OF_REGISTRY = {
    "indicators": ("name", "short_name", "wording", "definition", "not_measured", "custodian"),
    "populations": ("name", "wording"),
    "plan_outputs": ("text", "data_holder"),
    "targets": ("basis",),
    "series": ("custodian",),
    "table_parts": ("table_name", "label"),
    "custodians": ("name",),
    "local_names": ("name", "short_name", "wording"),
    "themes": ("group",),
    "atlas": ("heading",),
}
"""The columns of the registry that are printed. Titles of sources are cited as they are."""


def extract(root: str | Path | None = None) -> Catalog:
    """Collect every text that the project prints in the reader's language.

    Parameters
    ----------
    root
        The project's folder.

    Returns
    -------
    babel.messages.Catalog
        Without translations; each text with the files that print it.
    """
    base = project_root(root)
    catalogue = Catalog(domain="wps_analysis", project="wps_analysis", charset="utf-8")
    for file, text in (*_of_code(base), *_of_notebooks(base), *_of_registry(base)):
        catalogue.add(text, locations=[(file, 0)])
    return catalogue


def updated(language: str, root: str | Path | None = None) -> str:
    """Return the text of a language's catalogue with exactly the texts that are printed now."""
    catalogue = read_catalogue(language)
    held = {message.id: message for message in catalogue if message.id}
    fresh = Catalog(locale=language, domain="wps_analysis", project="wps_analysis", charset="utf-8", fuzzy=False)
    for message in extract(root):
        if message.id:
            old = held.get(message.id)
            string = old.string if old else ""
            # What is filled in later is a draft, until a reader of the language takes the mark away.
            flags = {"fuzzy"} & set(old.flags) if old and old.string else {"fuzzy"}
            fresh.add(message.id, string, locations=sorted(set(message.locations)), flags=flags,
                      user_comments=old.user_comments if old else ())  # fmt: skip
    return catalogue_text(fresh)


def catalogue_text(catalogue: Catalog) -> str:
    """Return a catalogue as the text of a PO file, without dates or line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, include_lineno=False, sort_output=True)
    header = (
        'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header + buffer.getvalue().decode("utf-8").strip() + "\n"


def _of_code(base: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    package = base / "wps_analysis"
    for path in sorted(package.rglob("*.py")):
        for text in _marked(ast.parse(path.read_bytes())):
            yield path.relative_to(base).as_posix(), text
    for path in sorted((package / "templates").glob("*.j2")):
        for _line, text, _comments, _context in extract_from_file(
            "jinja2.ext:babel_extract", path, keywords={"_": None}
        ):
            yield path.relative_to(base).as_posix(), text


def _marked(module: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """Yield the texts that a module translates; Babel's own extractor also takes ``"name"`` from ``_(row["name"])``."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _FORMS:
            forms = call.args[: _FORMS[call.func.id]]
            if all(isinstance(form, ast.Constant) and isinstance(form.value, str) for form in forms):
                yield forms[0].value if len(forms) == 1 else tuple(form.value for form in forms)


def _of_notebooks(base: Path) -> Iterator[tuple[str, str]]:
    import nbformat

    for path in sorted((base / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                for _mark, text in paragraphs(cell.source):
                    yield path.relative_to(base).as_posix(), text


def _of_registry(base: Path) -> Iterator[tuple[str, str]]:
    registry = load_registry(base)
    crosswalk = load_crosswalk(registry, base)
    for framework, rows in crosswalk.rows.groupby("framework", sort=False):
        titles = _printed([*rows["framework_title"], *rows["title"]])
        yield from ((f"data/registry/frameworks/{framework}.csv", text) for text in titles)
    for column in ("name", "definition", "not_measured", "custodian"):
        yield from (("data/registry/monitoring/planned.csv", text) for text in _printed(crosswalk.planned[column]))
    wanted = _printed(word for text in crosswalk.themes["disaggregation"] for word in text.split("; "))
    yield from (("data/registry/monitoring/themes.csv", text) for text in wanted)
    for name, columns in _OF_REGISTRY.items():
        for column in columns:
            yield from ((f"data/registry/{name}.csv", text) for text in _printed(getattr(registry, name)[column]))
    indicators = registry.indicators
    # A sentence on a count names what is counted without the word "number".
    names, ladders = indicators["name"].str.removesuffix(", number"), indicators["ladder"].str.replace("_", " ")
    for texts in (names, ladders, indicators["theme"].map(theme_name)):
        yield from (("data/registry/indicators.csv", text) for text in _printed(texts))
    parts = registry.series["name"].str.split(", ", n=1).str[-1]
    yield from (("data/registry/series.csv", text) for text in _printed(parts))


def _printed(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the catalogues, or with --check say which do not hold exactly what is printed."""
    parser = argparse.ArgumentParser(prog="python -m wps_analysis.dev.catalogue", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalogue is stale")
    check = parser.parse_args(arguments).check
    try:
        texts = {language: updated(language) for language in languages() if language != SOURCE_LANGUAGE}
    except WpsError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    stale = [code for code, text in texts.items() if catalogue_path(code).read_text(encoding="utf-8") != text]
    for language in stale:
        if not check:
            write_atomic(catalogue_path(language), texts[language])
        sys.stdout.write(f"{'stale' if check else 'updated'}: the catalogue of {language}\n")
    for language, text in texts.items():
        missing = text.count('msgstr ""\n\n') + text.endswith('msgstr ""\n')
        if missing:
            sys.stdout.write(f"{missing} texts have no translation into {language}: see `wps list translations`\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
