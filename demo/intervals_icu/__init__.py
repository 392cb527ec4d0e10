"""The Intervals.icu stand-in: real HTTP on loopback, answers from an account."""
