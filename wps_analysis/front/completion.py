"""Codes on the Tab key: after ``%load_ext wps_analysis``, ``wps.load("pol<Tab>`` offers the codes that begin so.

An IPython extension, because codes are data: a type hint that lists them would have to be written at import, and
IPython completes no argument from one.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from wps_analysis.errors import WpsError

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

# The function, the arguments before, perhaps the argument's name, and the string that is being typed.
_CALL = re.compile(r"""([A-Za-z_][\w.]*)\(([^()]*?)(?:(\w+)\s*=\s*)?["']([\w-]*)$""")
_MATCHER_ID = "wps_analysis"


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """Complete codes of indicators, pillars, areas and languages in the calls of this package (``%load_ext``).

    Parameters
    ----------
    ipython
        The shell that loads the extension.
    """
    from IPython.core.completer import context_matcher

    @context_matcher(identifier=_MATCHER_ID)
    def match(context: CompletionContext) -> SimpleMatcherResult:
        found = matching_codes(context.full_text[: _offset(context)], ipython.user_ns)
        return _result(found)

    unload_ipython_extension(ipython)
    ipython.Completer.custom_matchers.append(match)


def unload_ipython_extension(ipython: InteractiveShell) -> None:
    """Complete no codes any more (``%unload_ext``)."""
    matchers = ipython.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if getattr(matcher, "matcher_identifier", "") != _MATCHER_ID]


def matching_codes(text: str, names: Mapping[str, Any]) -> list[str]:
    """Return the codes that may stand where a text ends.

    Parameters
    ----------
    text
        The code up to the cursor.
    names
        What the names in it stand for.

    Returns
    -------
    list of str
        None where the text does not end in a string that a function of this package takes as a code.

    Examples
    --------
    >>> import wps_analysis
    >>> matching_codes('wps.load("police_r', {"wps": wps_analysis})
    ['police_recruits']
    >>> matching_codes('wps.load(pillar="pre', {"wps": wps_analysis})
    ['prevention']
    """
    call = _CALL.search(text)
    function = _function(call[1], names) if call else None
    if function is None:
        return []
    _name, before, keyword, begun = call.groups()
    first = next(iter(inspect.signature(function).parameters), "")
    argument = keyword or ("" if before.strip() else first)
    return sorted(code for code in _codes(argument) if code.startswith(begun))


def _function(dotted: str, names: Mapping[str, Any]) -> Callable | None:
    """Return the function of this package that a name stands for; nothing but modules is looked into."""
    first, *rest = dotted.split(".")
    found = names.get(first)
    for name in rest:
        found = getattr(found, name, None) if isinstance(found, ModuleType) else None
    ours = inspect.isfunction(found) and found.__module__.startswith("wps_analysis.")
    return found if ours else None


def _codes(argument: str) -> list[str]:
    from wps_analysis.claims.load import load
    from wps_analysis.registry.load import PILLARS, load_registry
    from wps_analysis.words.language import languages

    known = {
        "indicator": lambda: load_registry().indicators["indicator"],
        "pillar": lambda: PILLARS,
        "ref_area": lambda: load()["ref_area"].unique(),
        "language": languages,
    }
    try:
        return list(known[argument]()) if argument in known else []
    except WpsError:  # outside a project, or before the first build: no codes, and no error while typing
        return []


def _offset(context: CompletionContext) -> int:
    lines = context.full_text.split("\n")[: context.cursor_line]
    return sum(len(line) + 1 for line in lines) + context.cursor_position


def _result(codes: list[str]) -> SimpleMatcherResult:
    from IPython.core.completer import SimpleCompletion

    # Where there are codes, names of files and variables would be in the way.
    return {"completions": [SimpleCompletion(code, type="code") for code in codes], "suppress": bool(codes)}
