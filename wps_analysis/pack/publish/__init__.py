"""What is published of a pack: one folder a format."""
