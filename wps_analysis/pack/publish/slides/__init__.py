"""Slides: each chart of the brief as a picture for the back of a room."""
