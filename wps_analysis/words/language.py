"""Texts in the language of the reader: Babel catalogues in ``locale/``, and what of them has been checked.

English is the language of the code. A catalogue's entry marked ``fuzzy`` is a draft that no reader of the language has
checked; it is printed all the same, and what holds it says DRAFT.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.errors import UnknownCodeError, WpsError

if TYPE_CHECKING:
    from gettext import NullTranslations

    import pandas as pd
    from babel.messages import Catalog

SOURCE_LANGUAGE = "en"
LOCALE_DIR = Path(__file__).parents[1] / "locale"
_PLACEHOLDER = re.compile(r"\{\w*\}")
ZERO_WIDTH_SPACE = "\u200b"
"""Stands between the words of a Khmer text, which is written without spaces: a line may be broken there."""
_in_force: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """List the languages there are: English, and one for each folder of ``locale/``."""
    return (SOURCE_LANGUAGE, *sorted(path.parents[1].name for path in LOCALE_DIR.glob("*/LC_MESSAGES/*.po")))


def language_in_force() -> str:
    """Return the code of the language that ``use_language`` set, else English."""
    return _in_force.get()


@contextmanager
def use_language(language: str | None) -> Iterator[str]:
    """Print in a language inside a ``with`` block and nowhere else.

    Parameters
    ----------
    language
        One of ``languages()``; None leaves the one that is in force.

    Raises
    ------
    UnknownCodeError
        If there is no catalogue of that language.

    Examples
    --------
    >>> with use_language("km"):
    ...     language_in_force()
    'km'
    >>> language_in_force()
    'en'
    """
    check_language(language or SOURCE_LANGUAGE)
    token = _in_force.set(language or _in_force.get())
    try:
        yield _in_force.get()
    finally:
        _in_force.reset(token)


def check_language(language: str) -> None:
    """Raise UnknownCodeError if there is no catalogue of a language."""
    if language not in languages():
        raise UnknownCodeError("language", language, languages())


def _(message: str) -> str:
    """Return a text in the language in force; as it is where there is no translation."""
    return _translations(_in_force.get()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for it
    """Mark a text for translation where it is defined; ``_`` translates it where it is printed."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a text that goes with a count, in the language in force."""
    return _translations(_in_force.get()).ngettext(one, many, count)


def translated_markdown(source: str) -> str:
    r"""Return a Markdown text with each heading and paragraph in the language in force.

    Examples
    --------
    >>> translated_markdown("## Sources\n\nWhere do the figures come from?")
    '## Sources\n\nWhere do the figures come from?'
    """
    return "\n\n".join(mark + _(text) for mark, text in paragraphs(source))


def paragraphs(markdown: str) -> list[tuple[str, str]]:
    r"""Return the headings and paragraphs of a Markdown text, each with the mark before it.

    Examples
    --------
    >>> paragraphs("## Sources\n\nWhere do the figures come from?")
    [('## ', 'Sources'), ('', 'Where do the figures come from?')]
    """
    texts = [text.strip() for text in markdown.split("\n\n") if text.strip()]
    bare = [text.lstrip("#").lstrip() for text in texts]
    return [(text[: len(text) - len(words)], words) for text, words in zip(texts, bare, strict=True)]


def draft_notice() -> str:
    """Return what a text says that no reader of its language has checked yet; nothing if one has."""
    return f"DRAFT · {_('translation not yet checked by a reader of this language')}" if is_draft() else ""


def is_draft(language: str | None = None) -> bool:
    """Tell whether a language's catalogue (by default that in force) holds a text that no reader has checked."""
    language = language or _in_force.get()
    return language != SOURCE_LANGUAGE and any(_state(message) != "reviewed" for message in _messages(language))


def translations(language: str | None = None) -> pd.DataFrame:
    """List every text of the catalogues with its translation and state.

    Parameters
    ----------
    language
        One of ``languages()``; all by default.

    Returns
    -------
    DataFrame
        Columns ``language``, ``state`` (``reviewed``, ``draft``: written but not checked by a reader of the language,
        ``missing``: printed in English), ``text``, ``translation``, ``where`` (files that print it).

    Raises
    ------
    UnknownCodeError
        If there is no catalogue of that language.

    Examples
    --------
    >>> set(translations("km")["state"]) <= {"reviewed", "draft", "missing"}
    True
    """
    import pandas as pd

    check_language(language or SOURCE_LANGUAGE)
    wanted = [language] if language else list(languages())
    rows = [(code, *_described(message)) for code in wanted if code != SOURCE_LANGUAGE for message in _messages(code)]
    return pd.DataFrame(rows, columns=["language", "state", "text", "translation", "where"])


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "wps_analysis.po"


def read_catalogue(language: str) -> Catalog:
    """Read the catalogue of a language.

    Raises
    ------
    WpsError
        If a translation has other {placeholders} than its text.
    """
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language, domain="wps_analysis")
    wrong = [problem for message in catalogue if message.id for problem in _wrong_placeholders(message)]
    if wrong:
        raise WpsError("\n- ".join([f"The catalogue of {language} cannot be used:", *wrong]))
    return catalogue


def _wrong_placeholders(message) -> list[str]:
    """Say of a translation which {placeholders} are not those of its text."""
    text = message.id[-1] if isinstance(message.id, tuple) else message.id
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(_PLACEHOLDER.findall(text))
    given = set().union(*(_PLACEHOLDER.findall(string) for string in strings if string)) if any(strings) else wanted
    if given == wanted:
        return []
    names, others = (", ".join(sorted(found)) or "none" for found in (wanted, given))
    return [f"{text[:60]!r} has {names}, its translation {others}"]


@cache
def _messages(language: str) -> tuple:
    return tuple(message for message in read_catalogue(language) if message.id)


@cache
def _translations(language: str) -> NullTranslations:
    from gettext import NullTranslations

    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language), use_fuzzy=True)
    compiled.seek(0)
    return Translations(compiled)


def _state(message) -> str:
    if not (all(message.string) if isinstance(message.string, tuple) else message.string):
        return "missing"
    return "draft" if message.fuzzy else "reviewed"


def _described(message) -> tuple[str, str, str, str]:
    files = ", ".join(file for file, _line in message.locations)
    return _state(message), _one(message.id), _one(message.string), files


def _one(forms: str | tuple[str, ...]) -> str:
    return " / ".join(forms) if isinstance(forms, tuple) else forms
