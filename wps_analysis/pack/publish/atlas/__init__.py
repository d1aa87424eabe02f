"""The atlas: one page with a row for each country, beside the packs."""
