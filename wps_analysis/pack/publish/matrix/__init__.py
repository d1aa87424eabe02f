"""The indicator matrix of a plan, as a workbook and as a document."""
