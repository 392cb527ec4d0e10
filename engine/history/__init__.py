"""``history.json``: three years in daily, weekly, monthly rows (docs/format/history.md)."""
