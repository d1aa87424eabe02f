"""Whether a pack is what it says: made again and compared."""
