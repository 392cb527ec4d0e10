"""The timers of each platform."""
