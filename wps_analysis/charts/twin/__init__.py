"""What a finished chart shows, in words: alt text, and the twin that a review compares."""
