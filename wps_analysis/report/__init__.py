"""What notebooks and pages say and show of an area."""
