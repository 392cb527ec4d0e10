"""What may be said to each command.

Help, completion and refusals need all of it and nothing else. So no module here loads what a
command works with: the screen, GitHub, the client of Intervals.icu.
"""
