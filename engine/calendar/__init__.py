"""What the calendar holds: planned workouts, health markers and races (docs/format/calendar.md)."""
