"""Charts: result table in, matplotlib Figure out, one module a chart."""
