"""The skeleton of a country's first pack: its document's row, a table to key figures into, and what to do, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from wps_analysis.codes import PILLARS
from wps_analysis.columns import RAW_CLAIMS
from wps_analysis.errors import InputError
from wps_analysis.paths import raw_dir, registry_dir, write_atomic
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.frameworks import FrameworkRow
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.registry.official_names import is_area
from wps_analysis.registry.rows import Source
from wps_analysis.texts import csv_text, text_problems, with_rows
from wps_analysis.words.figures import day_text
from wps_analysis.words.names import PILLAR_NAMES

_COUNTRY = re.compile(r"[A-Z]{3}")
_PLAN = re.compile(r"\b(?:plan|strategy|roadmap|programme of action)\b", re.IGNORECASE)
_SHORT = 52
_UNFINISHED = re.compile(r"(?:[\s,;:–-]+|\b(?:and|of|on|the|for|in|no|nos|vol|pp?|ed)\b\.?)+$", re.IGNORECASE)
"""What a shortened title does not end with: it says that more comes."""
_EXAMPLES = {
    "claim_id": "{source}.s3.police.F", "indicator": "police", "area": "{name}", "population": "_T", "sex": "F",
    "period_text": "2023", "value_text": "12 per cent", "series": "police_register", "locator": "s3",
    "origin": "{origin}", "pair_id": "police_2023", "note": "",
}  # fmt: skip
_USED_FOR = {
    "population": "_T for the whole, or a code of `data/registry/populations.csv`",
    "sex": "F women, M men, _T all",
    "series": "a code of `data/registry/series.csv`: the register or survey that counts; a new one is a row there",
    "period_text": "the period as printed, in years of the common calendar; the printed words of another one in note",
    "origin": "the source_id of the primary source that the document cites, as below; empty if the figure is its own",
    "pair_id": "shared by a share and the numbers of women (F) and of all (_T) printed beside it",
    "locator": "the section or page",
    "table_id": "shared by the rows of one printed table; then `role` is part or total",
    "role": "part, total, target, or empty",
}


def new_country(
    ref_area: str, *, title: str, producer: str, published: str, url: str = "", root: str | Path | None = None
) -> list[Path]:
    """Write what a country needs before its figures are keyed; nothing is written if anything of it is there.

    Parameters
    ----------
    ref_area
        The country's ISO 3166-1 alpha-3 code.
    title, producer, published, url
        Of its first document: ``published`` is a date, a month or a year.
    root
        The project's root.

    Returns
    -------
    list of Path
        ``sources.csv`` with the document's row; ``claims.csv``, ``README.md`` and ``CHECKLIST.md`` of its folder; and
        the crosswalk of the country's plan, where the title says that the document is one.

    Raises
    ------
    InputError
        If the code is no country's, the document's row is not as ``sources.csv`` wants it, or a file is there already.
    """
    registry = load_registry(root)
    source = f"{ref_area.lower()}_{_slug(title)}_{published[:4]}"
    row = _source_row(source, title=title, producer=producer, published=published, url=url)
    folder, plan = raw_dir(root) / source, registry_dir(root) / "frameworks" / f"{ref_area.lower()}_plan.csv"
    is_plan = bool(_PLAN.search(title))
    sources = registry_dir(root) / "sources.csv"
    if problems := _problems(ref_area, source, row, [folder, *([plan] if is_plan else [])], registry):
        raise InputError(problems)
    name = area_name(ref_area, areas=registry.areas)
    files = {
        folder / "claims.csv": csv_text([list(RAW_CLAIMS)]),
        folder / "README.md": _columns(source, name, row, registry),
        folder / "CHECKLIST.md": _checklist(ref_area, name, source, plan.stem if is_plan else ""),
        sources: with_rows(sources, [row.values()]),
    }
    if is_plan:
        files[plan] = csv_text([list(FrameworkRow.model_fields), *_plan_rows(ref_area, name, title)])
    for path, text in files.items():
        write_atomic(path, text)
    return list(files)


def _source_row(source: str, *, title: str, producer: str, published: str, url: str) -> dict[str, str]:
    said = [producer, title, _day(published), url or "Address not recorded"]
    return dict.fromkeys(Source.model_fields, "") | {
        "source_id": source, "committed": "yes", "producer": producer, "title": title,
        "short_title": f"{_short(title)} {published[:4]}", "url": url, "published": published,
        "published_basis": "stated",
        "citation": " ".join(f"{part.rstrip('.')}." for part in said),
    }  # fmt: skip


def _short(title: str) -> str:
    """Return a title, or its first words, which end in no abbreviation or word that leads on to the next.

    Examples
    --------
    >>> _short("Statistical Yearbook vol. 3"), _short("Statistical Yearbook of the Kingdom of the Islands, vol. 3")
    ('Statistical Yearbook vol. 3', 'Statistical Yearbook of the Kingdom of the Islands')
    >>> _short("National Action Plan on Women, Peace and Security 2023-2033, baseline")
    'National Action Plan on Women, Peace and Security'
    """
    return title if len(title) <= _SHORT else _UNFINISHED.sub("", title[:_SHORT].rsplit(" ", 1)[0])


def _problems(
    ref_area: str, source: str, row: Mapping[str, str], paths: Iterable[Path], registry: Registry
) -> list[str]:
    from pydantic import ValidationError

    problems = []
    if not (_COUNTRY.fullmatch(ref_area) and is_area(ref_area, frozenset())):
        problems.append(f"{ref_area!r} is no ISO 3166-1 alpha-3 code of a country, such as LAO")
    if source in set(registry.sources["source_id"]):
        problems.append(f"source_id {source!r} stands in sources.csv already: go on in data/raw/{source}/CHECKLIST.md")
    problems += [f"{path.name} is there already: go on with it, or move it away" for path in paths if path.exists()]
    try:
        Source.model_validate(row)
    except ValidationError as error:
        problems += [f"{one['loc'][0]} {one['input']!r}: {one['msg']}" for one in error.errors()]
    return [*problems, *text_problems(row, "the document")]


def _plan_rows(ref_area: str, name: str, title: str) -> list[list[str]]:
    """Return the crosswalk's name and a row for each pillar, which the plan's own goals take the place of."""
    rows = [("plan", f"{name}: plan on women, peace and security", "framework")]
    rows += [(str(number), PILLAR_NAMES[code], "pillar") for number, code in enumerate(PILLARS, start=1)]
    given = {"ref_area": ref_area, "source": title, "verified": "unverified"}
    fields = list(FrameworkRow.model_fields)
    return [
        [({"code": code, "title": words, "level": level} | given).get(field, "") for field in fields]
        for code, words, level in rows
    ]


def _origin(source: str, row: Mapping[str, str]) -> dict[str, str]:
    """Return an example of a row of sources.csv for what the document cites: nobody opened it, it has no file here."""
    return dict(row) | {
        "source_id": f"{source[:3]}_police_2023", "committed": "", "producer": "National Police", "url": "",
        "title": "Annual report 2023", "short_title": "Police, annual report 2023", "published": row["published"][:4],
        "citation": f"National Police. Annual report 2023. As cited in {row['short_title']}, footnote 12.",
    }  # fmt: skip


def _columns(source: str, name: str, row: Mapping[str, str], registry: Registry) -> str:
    """Return what each column of the claims takes, with an example, and the codes that indicators have."""
    origin = _origin(source, row)
    lines = [
        f"# How `claims.csv` of {name} is keyed", "",
        "One row is one published figure, in the words of the document. A document of its own is a folder of its own.",
        "", "| column | what it takes | example |", "|---|---|---|",
        *(f"| `{column}` | {_USED_FOR.get(column, about.description)} | "
          f"{_EXAMPLES.get(column, '').format(source=source, name=name, origin=origin['source_id'])} |"
          for column, about in RAW_CLAIMS.items()),
        "", "## A figure that the document takes from elsewhere", "",
        "Where the document says whose a figure is (a footnote, “Source: National Police”), that is its origin. It has"
        " a row in `data/registry/sources.csv` with `committed`, `file` and `sha256` empty (and `date_accessed`, where"
        " nobody opened it), and its `source_id` stands in `origin` of each claim:", "",
        "```csv", csv_text([list(origin), list(origin.values())]).rstrip(), "```",
        "", "## Indicators", "",
        "`wps list indicators` prints them all. A share, the number of women and the number of all that are printed "
        "together are three rows with one `pair_id`: the share under its indicator, both numbers under its count.", "",
        "| indicator | name | pillar | unit | its count | series of publishers |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    used = _series_used(registry)
    lines += [
        f"| `{row['indicator']}` | {row['name']} | {row['pillar']} | {row['unit_measure']} | "
        f"{row['count_indicator']} | {used.get(row['indicator'], '')} |"
        for row in registry.indicators.sort_values(["pillar", "indicator"]).to_dict("records")
    ]
    return "\n".join(lines) + "\n"


def _series_used(registry: Registry) -> dict[str, str]:
    """Return the series under which publishers' figures of each indicator stand."""
    mapped: pd.DataFrame = registry.series_map[["indicator", "series"]].drop_duplicates()
    return mapped.groupby("indicator")["series"].agg(", ".join).to_dict()


def _checklist(ref_area: str, name: str, source: str, plan: str) -> str:
    folder = f"data/raw/{source}"
    crosswalk = (
        f"`data/registry/frameworks/{plan}.csv`: put the plan's goals in the place of the four pillars, name the"
        " `indicators` that answer each, and write `read` for `unverified` where you have read it."
        if plan
        else f"The country's plan, where it has one: `wps new-country {ref_area} --title '<Plan ...>'` with its"
        " title in English writes its row, a folder and a crosswalk. This document is none by its title."
    )
    steps = (
        f"Read the document and key its figures into `{folder}/claims.csv`; `{folder}/README.md` says what each column"
        " takes. Begin with a dozen: seats, posts, police, peacekeepers.",
        "A figure whose register is not in `data/registry/series.csv` gets a row there: `series`, `name`, `definition`,"
        " `population`, `basis`, `rank` (1), and the `custodian` who would confirm it here.",
        f"Fill in `date_accessed`, `licence`, `file` and `sha256` of `{source}` in `data/registry/sources.csv`, and"
        f" a row for each primary source that it cites, as `{folder}/README.md` shows. Another document: a row there,"
        " and a folder with a `claims.csv`.",
        "`wps build` says what is wrong, with file, row and remedy, and writes nothing until all is right.",
        f"`wps assess --ref-area {ref_area}`: read each sentence beside the document.",
        f"Targets of the plan: a claim with role `target`, then a row of `data/registry/targets.csv` with `ref_area`"
        f" {ref_area}, `kind` stock (of those in post) or flow (of those newly appointed) and `legal_force` law, plan,"
        " guideline or benchmark; elections of its bodies: `data/registry/elections.csv`.",
        crosswalk,
        f"`wps pack --ref-area {ref_area}`, then open `outputs/{ref_area}/latest/index.html`.",
        f"`wps requests --ref-area {ref_area}` writes to whom to send what is missing.",
        f"Messages of your own choice: rows of `data/registry/messages.csv` with `ref_area` {ref_area}; without them"
        " written rules choose.",
    )
    return "\n".join([f"# First pack of {name} ({ref_area})", "", *(f"- [ ] {step}" for step in steps)]) + "\n"


def _day(published: str) -> str:
    """Return a date as a citation has it; as it was given where it is none, which is told beside."""
    try:
        return day_text(published)
    except ValueError:
        return published


def _slug(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", title.lower()).split()
    return "_".join(words[:3])
