"""Tables with the names of SDMX for their columns: what they have in common, whoever publishes them."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.readers.figures import (
    area_codes,
    as_texts,
    breakdown,
    figures,
    fold,
    head_of,
    joined,
    m49,
    sex_of,
)
from wps_analysis.claims.readers.sheet import Sheet, column
from wps_analysis.claims.readers.un_sdg_terms import bounds

_NOT_A_GROUP = {
    fold(name)
    for name in (
        "INDICATOR", "INDICATOR_DESC", "INDICATOR_ID", "INDICATOR_LABEL", "MINSET_SERIES", "MINSET_SERIES_DESC",
        "SERIES", "SERIES_DESC", "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "FREQ",
        "REF_AREA", "REF_AREA_DESC", "ISO3", "X", "Y", "SDG_REGION", "TIME_PERIOD", "TIME_DETAIL", "SEX", "SEX_DESC",
        "OBS_VALUE", "UNIT_MEASURE", "UNIT_MEASURE_DESC", "UNIT_MULT", "UNIT_MULT_DESC", "NATURE", "NATURE_DESC",
        "REPORTING_TYPE", "REPORTING_TYPE_DESC", "COMMENT_OBS", "SOURCE_DETAIL", "SOURCE_DETAIL_URL", "SOURCE_YEAR",
        "sort_order", "SDG_SeriesID", "ILO_SeriesID", "UNESCO_SeriesID", "TSK_sub_dims", "TSK_sub_id", "TSK_sub_desc",
        "isLatestValue", "GEOLEVEL", "GEOLEVEL_DESC", "UPPER_BOUND", "LOWER_BOUND", "OBS_STATUS", "DECIMALS",
        "OBS_VALUE_MODIFIER", "LOWER_BOUND_MODIFIER", "UPPER_BOUND_MODIFIER", "VALUE_CATEGORY", "VALUE_CATEGORY_DESC",
        "TIME_FORMAT", "SOURCE", "COMMENT_TS", "BASE_PER", "TIME_COVERAGE", "CONF_STATUS", "Observation value",
    )
}  # fmt: skip


def read_sdmx_columns(sheet: Sheet, series: pd.Series, series_name: pd.Series) -> pd.DataFrame:
    """Read a figure a row; every column that is no attribute says of whom within the series."""
    head = head_of(sheet)
    groups = [
        place
        for place, name in enumerate(head.folded)
        if name and name not in _NOT_A_GROUP and f"{name}desc" not in head.folded
    ]
    area = area_codes(column(sheet, head.at("ISO3")), m49(column(sheet, head.at("REF_AREA"))))
    sign = column(sheet, head.at("OBS_VALUE_MODIFIER"))
    table = figures(
        sheet,
        {head.at("OBS_VALUE", "VALUE_CATEGORY_DESC"): {}},
        published_series=series,
        series_name=series_name,
        area=area,
        area_name=area_codes(column(sheet, head.at("REF_AREA_DESC", "Reference area")), area),
        sex=sex_of(column(sheet, head.at("SEX", "SEX_DESC"))),
        breakdown=breakdown(*(column(sheet, place) for place in groups)) if groups else "",
        period_text=column(sheet, head.at("TIME_PERIOD")),
        bounds=bounds(column(sheet, head.at("LOWER_BOUND")), column(sheet, head.at("UPPER_BOUND"))),
        unit=column(sheet, head.at("UNIT_MEASURE")),
        note=joined(
            nature=column(sheet, head.at("NATURE")), status=column(sheet, head.at("OBS_STATUS")),
            period=column(sheet, head.at("TIME_DETAIL")), footnote=column(sheet, head.at("COMMENT_OBS")),
            source=column(sheet, head.at("SOURCE_DETAIL")),
        ),
    )  # fmt: skip
    table = as_texts(table)
    return table.assign(
        value_text=sign.to_numpy() + table["value_text"], bounds=table["bounds"].where((sign == "").to_numpy(), "")
    )
