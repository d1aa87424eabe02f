"""What a draft says, held against what the tables say: its numbers found, looked up, and judged."""
