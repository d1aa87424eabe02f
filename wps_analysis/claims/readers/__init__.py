"""One file for each published format, all ``read(path, ...)`` to raw claims."""
