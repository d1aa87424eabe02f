"""What all charts stand on: theme, lettering, marks, placement, panels and rows."""
