"""An area's figures against its targets, and in sentences."""
