"""The tables as SDMX-CSV 2.0; ``sdmx_structure`` writes the structures that such a file names.

Column names are SDMX concepts in capitals. A period such as ``2017-01-01/P5Y`` is an SDMX time range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from pandera.pandas import Column

from wps_analysis.claims.periods import period_end
from wps_analysis.codes import nearest_codes
from wps_analysis.columns import ASSESSMENTS, CLAIMS, OBSERVATIONS, SUBJECT
from wps_analysis.digits import plain
from wps_analysis.errors import UnknownCodeError, WpsError
from wps_analysis.tables import as_loaded, require_columns

AGENCY, VERSION = "WPS", "1.0"
NOT_APPLICABLE = "_Z"
"""SDMX's code where a dimension has no value: no target binds the figure."""
# csv.writer leaves line breaks other than its own unquoted, and sdmx1 cuts a file into lines at any of them.
_TO_QUOTE = re.compile(r'[",]|[^\S ]')


@dataclass(frozen=True)
class Dataflow:
    """A table as SDMX has it: its name, its dimensions, and the columns of its contract."""

    name: str
    dimensions: tuple[str, ...]
    contract: Mapping[str, Column]
    measure: str = "obs_value"

    @property
    def attributes(self) -> tuple[str, ...]:
        """The columns that are neither a dimension nor the measure."""
        return tuple(column for column in self.contract if column not in (*self.dimensions, self.measure))

    @property
    def concepts(self) -> dict[str, str]:
        """The columns in the order in which they are written, each with the id of its concept."""
        columns = (*self.dimensions, self.measure, *self.attributes)
        return {column: "OBS_VALUE" if column == self.measure else column.upper() for column in columns}


DATAFLOWS = {
    "observations": Dataflow(
        "One figure for each indicator, area, population, sex and period",
        (*SUBJECT, "freq", "time_period"),
        OBSERVATIONS,
    ),
    "claims": Dataflow(
        "Every published figure, as it was printed",
        (*SUBJECT, "freq", "claim_id", "time_period"),
        CLAIMS,
    ),
    "assessments": Dataflow(
        "The latest figures beside each target that binds them, computed with published rules",
        (*SUBJECT, "target_id"),
        ASSESSMENTS,
        measure="latest",
    ),
}


def to_sdmx_csv(frame: pd.DataFrame, *, dataflow: str = "observations") -> str:
    """Write observations, claims or an assessment as SDMX-CSV 2.0.

    Parameters
    ----------
    frame
        What ``load``, ``load_claims`` or ``assess`` returns. Columns beside those of the contract are left out.
    dataflow
        ``"observations"``, ``"claims"`` or ``"assessments"``.

    Returns
    -------
    str
        STRUCTURE, STRUCTURE_ID, ACTION (``I``, information), the dimensions, OBS_VALUE (of an assessment the latest
        figure), the attributes. A missing value and an empty text are an empty field; TARGET_ID is ``_Z`` where no
        target binds a figure.

    Raises
    ------
    UnknownCodeError
        If there is no such dataflow.
    WpsError
        If a column is missing, a dimension is empty, a period is not understood, or a key stands twice.

    Examples
    --------
    >>> from wps_analysis import load
    >>> header, *rows = to_sdmx_csv(load("police", ref_area="KHM")).splitlines()
    >>> header[:83]
    'STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,POPULATION,SEX,FREQ,TIME_PERIOD,OB'
    >>> [row[:58] for row in rows if ",2024," in row]
    ['dataflow,WPS:OBSERVATIONS(1.0),I,police,KHM,_T,F,A,2024,11']
    """
    if dataflow not in DATAFLOWS:
        raise UnknownCodeError("dataflow", dataflow, nearest_codes(dataflow, DATAFLOWS) or list(DATAFLOWS))
    flow, frame = DATAFLOWS[dataflow], as_loaded(frame)
    require_columns(frame, flow.contract, "to_sdmx_csv", hint=f"the dataflow {dataflow!r} consists of them")
    fields = {column: _texts(frame[column]) for column in flow.concepts}
    if "target_id" in flow.dimensions:
        fields["target_id"] = [text or NOT_APPLICABLE for text in fields["target_id"]]
    _check_dimensions({column: fields[column] for column in flow.dimensions}, dataflow)
    start = f"dataflow,{AGENCY}:{dataflow.upper()}({VERSION}),I"
    header = ",".join(("STRUCTURE", "STRUCTURE_ID", "ACTION", *flow.concepts.values()))
    rows = (",".join((start, *map(_quoted, row))) for row in zip(*fields.values(), strict=True))
    return "\n".join((header, *rows, ""))


def _texts(column: pd.Series) -> list[str]:
    """Return the fields of a column: numbers in plain digits, true and false, texts as they are."""
    return ["" if pd.isna(value) else _text(value) for value in column.astype(object)]


def _text(value: object) -> str:
    if pd.api.types.is_bool(value):
        return "true" if value else "false"
    return plain(value) if pd.api.types.is_number(value) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def _check_dimensions(dimensions: dict[str, list[str]], dataflow: str) -> None:
    """Refuse what SDMX cannot hold: an empty dimension, another form of period, the same key twice."""
    for column, values in dimensions.items():
        if empty := values.count(""):
            raise WpsError(f"to_sdmx_csv: {column} is empty in {empty} rows; a dimension of {dataflow} needs a value.")
    for period in sorted(set(dimensions.get("time_period", ()))):
        period_end(period)  # raises where a period is not understood
    keys = pd.Series(list(zip(*dimensions.values(), strict=True)), dtype=object)
    if keys.duplicated().any():
        twice = [" ".join(key) for key in keys[keys.duplicated()].unique()]
        raise WpsError(f"to_sdmx_csv: {len(twice)} keys of {dataflow} stand twice: {'; '.join(twice[:5])}.")
