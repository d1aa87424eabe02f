"""nbformat, imported in a tenth of the time: jsonschema would build a grammar of internet addresses for no one."""

import sys

_UNUSED = "rfc3987_syntax"
_hidden = _UNUSED not in sys.modules
if _hidden:
    sys.modules[_UNUSED] = None  # type: ignore[assignment]

import nbformat  # noqa: E402
from nbformat.v4 import new_markdown_cell  # noqa: E402

if _hidden:
    del sys.modules[_UNUSED]

__all__ = ["nbformat", "new_markdown_cell"]
