"""One file for each published format: `recognises` the row of its names, and `read` a sheet into figures."""
