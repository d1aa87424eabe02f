"""The editor: by rules and a country's own list of messages, what a brief says first, and in which words."""
