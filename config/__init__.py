"""All an operator edits, and its only door."""
