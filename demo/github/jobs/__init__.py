"""The jobs of a committed workflow, run for real."""
