"""What the calendar holds: planned workouts, health markers and races (contract chapter 07)."""
