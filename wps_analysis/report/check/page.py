"""The page of a check: each sentence with its number marked, the verdict, and what it rests on."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pandas as pd
from jinja2 import Environment

from wps_analysis.claims.edition import Edition
from wps_analysis.report.check.verdicts import VERDICTS


def page(table: pd.DataFrame, known: Edition) -> str:
    """Write a check as one HTML page that needs nothing else.

    Parameters
    ----------
    table
        As ``check_text`` returns it, with a column ``file`` where there are several.
    known
        The edition that it was held against.
    """
    claims = known.claims.set_index("claim_id").to_dict("index")
    titles = known.registry.titles
    counts = Counter(table["verdict"])
    rows = [_row(record, claims, titles) for record in table.to_dict("records")]
    template = files("wps_analysis").joinpath("templates/check.html.j2").read_text(encoding="utf-8")
    return (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(template)
        .render(
            rows=rows,
            verdicts=[(words, code, counts[words]) for code, words in VERDICTS.items() if counts[words]],
            files=list(dict.fromkeys(table["file"])) if "file" in table else [],
            as_of=known.as_of,
            total=len(rows),
            open=sum(row["severity"] in ("error", "question") for row in rows),
        )
    )


def _row(record: dict, claims: dict[str, dict], titles: pd.Series) -> dict:
    codes = {words: code for code, words in VERDICTS.items()}
    sentence, number = record["sentence"], record["number"]
    at = record["at"]
    start, end = max(0, at - 240), at + len(number) + 240
    evidence = [
        {
            "id": code,
            "said": claims[code]["value_text"],
            "when": claims[code]["time_period"],
            "where": f"{titles.get(claims[code]['source'], '')}, {claims[code]['locator']}",
        }
        for code in record["claims"].split()
        if code in claims
    ]
    return record | {
        "before": ("…" if start > 0 else "") + sentence[start:at],
        "mark": number,
        "after": sentence[at + len(number) : end] + ("…" if end < len(sentence) else ""),
        "code": codes[record["verdict"]],
        "evidence": evidence,
    }
