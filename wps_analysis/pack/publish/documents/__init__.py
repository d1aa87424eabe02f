"""Documents of a word processor: how all of them are opened, laid out and saved with repeatable bytes."""
