"""``corrections.yml``: plain entries of keys and values, each held to its model."""

from __future__ import annotations

from pathlib import Path

import yaml

from wps_analysis.errors import InputError
from wps_analysis.paths import shown
from wps_analysis.registry.rows import Correction, row_problems
from wps_analysis.texts import hidden_characters, read_text

_DEEPEST = 3
"""A list of entries, an entry, its years: nothing lies deeper."""


def load_corrections(path: Path, problems: list[str]) -> list[Correction]:
    """Return the entries of the file, or none where it is missing; what is wrong with it is added to the problems."""
    if not path.exists():
        return []
    where = shown(path)
    try:
        text = read_text(path)
        found = _form_problems(text)
        entries = [] if found else yaml.load(text, Loader=yaml.CSafeLoader)
    except InputError as error:
        problems += error.problems
        return []
    except (yaml.YAMLError, ValueError) as error:  # a ValueError for a date that is none
        problems.append(f"{where}: not readable as YAML ({_reason(error)}); write it as its comment shows")
        return []
    if not isinstance(entries, list | None):
        problems.append(f"{where}: must be a list of entries, each begun with '- ', not {_shown(entries)}")
        return []
    found = [f"{where} {problem}" for problem in found]
    for number, entry in enumerate(entries or [], start=1):
        if isinstance(entry, dict):
            found += row_problems(Correction, entry, f"{where} entry {number}")
        else:
            found.append(f"{where} entry {number}: must have keys such as 'indicator: police', not be {_shown(entry)}")
    problems += found
    return [] if found else [Correction(**entry) for entry in entries or []]


def _form_problems(text: str) -> list[str]:
    """Find what YAML allows and an entry never needs, before it is unfolded: aliases, depth, a doubled key."""
    problems = [f"holds {char}; take it out" for char in hidden_characters(text)]
    depth, keys = 0, []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        where = f"line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            return [*problems, f"{where}: no alias, anchor or tag is read here; write the entry out"]
        if isinstance(event, yaml.ScalarEvent) and keys and keys[-1] is not None:
            keys[-1].append((event.value, where))
        if isinstance(event, yaml.CollectionStartEvent):
            if keys and keys[-1] is not None:
                keys[-1].append(("", where))
            keys.append([] if isinstance(event, yaml.MappingStartEvent) else None)
            depth += 1
            if depth > _DEEPEST:
                return [*problems, f"{where}: nested too deep; an entry has keys, and years in square brackets"]
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            problems += _doubled((keys.pop() or [])[::2])
    return problems


def _doubled(keys: list[tuple[str, str]]) -> list[str]:
    seen = [key for key, _ in keys]
    return [
        f"{where}: key {key!r} stands twice; keep one of them" for n, (key, where) in enumerate(keys) if key in seen[:n]
    ]


def _reason(error: Exception) -> str:
    mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None) or error
    if "digits" in str(reason):
        return "a number is too long"
    place = f"line {mark.line + 1}: " if mark else ""
    return place + " ".join(str(reason).split())


def _shown(value: object) -> str:
    kind = {dict: "a mapping", list: "a list"}.get(type(value), "a single value")
    text = repr(value)
    return f"{kind}: {text if len(text) <= 60 else text[:60] + '...'}"
