"""The metrics: pure functions, one family per file."""
