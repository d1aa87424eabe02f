"""How a figure, a period, a target and a name read in the reader's language."""
