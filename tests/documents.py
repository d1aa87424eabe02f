"""What was keyed from documents, without the figures of publishers' files on all countries."""

import pandas as pd

from wps_analysis.claims.load import load_claims
from wps_analysis.registry.load import Registry


def keyed_claims(registry: Registry) -> pd.DataFrame:
    """Return the claims of the documents, in the order of the table of claims."""
    claims = load_claims()
    return claims[~claims["source"].isin(registry.of_publishers)].reset_index(drop=True)
