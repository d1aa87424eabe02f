"""Write ``data/``: the tables of a pack as CSV files, what their columns mean, and the same as SDMX."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.claims.embargo import CONFIRMATION
from wps_analysis.columns import ASSESSMENTS, CLAIMS, FINDINGS, LABELS, OBSERVATIONS
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.sdmx.write import DATAFLOWS, to_sdmx_csv
from wps_analysis.paths import write_atomic
from wps_analysis.registry.rows import Indicator, Source, Target
from wps_analysis.tables import to_csv_text

_CONTRACTS = {
    "claims": CLAIMS | CONFIRMATION, "observations": OBSERVATIONS | LABELS, "findings": FINDINGS, "sources": Source,
    "targets": Target, "indicators": Indicator, "assessments": ASSESSMENTS,
}  # fmt: skip
TABLES = tuple(_CONTRACTS)


def write_tables(pack: Path, content: Content) -> list[Path]:
    """Write the tables of a pack as files that a program reads.

    Parameters
    ----------
    pack
        The pack's folder.
    content
        What the pack says (`content.gather`).

    Returns
    -------
    list of Path
        ``data/<table>.csv`` for each of `TABLES`; ``data/columns.csv`` with the columns file, column,
        meaning; ``data/sdmx/<dataflow>.csv`` and the ``structure.xml`` that they name. UTF-8, line feeds, no index;
        codes are as in the registry, so a reader is to take them as text ("001", Namibia's "NA").

    Examples
    --------
    >>> import tempfile
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> content = gather(Edition("2025-10-31"), "KHM")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(*(path.name for path in write_tables(Path(folder), content)[:3]))
    claims.csv observations.csv findings.csv
    """
    from wps_analysis.pack.publish.sdmx.structure import structure  # sdmx1 takes long to import

    tables = {name: getattr(content, name) for name in TABLES}
    described = [(f"{name}.csv", column, _meanings(name)[column]) for name, table in tables.items() for column in table]
    texts: dict[str, str | bytes] = {f"{name}.csv": to_csv_text(table) for name, table in tables.items()}
    texts["columns.csv"] = to_csv_text(pd.DataFrame(described, columns=["file", "column", "meaning"]))
    texts |= {f"sdmx/{name}.csv": to_sdmx_csv(getattr(content, name), dataflow=name) for name in DATAFLOWS}
    texts["sdmx/structure.xml"] = structure(content.edition)
    for name, text in texts.items():
        write_atomic(pack / "data" / name, text)
    return [pack / "data" / name for name in texts]


def _meanings(table: str) -> dict[str, str]:
    """Say what the columns of a table mean: a column of figures has a contract, one of the registry a field."""
    contract = _CONTRACTS[table]
    if isinstance(contract, dict):
        return {name: column.description for name, column in contract.items()}
    return contract.meanings()
