"""Changes, trends, gaps and representation: pure functions, shares in percent 0-100, no table and no file."""
