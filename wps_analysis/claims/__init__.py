"""The one way in: ``data/raw`` to ``data/processed``, and back into a frame."""
