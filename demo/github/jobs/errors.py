"""Faults inside a job."""


class ActionError(Exception):
    """An action that cannot be run, or that failed; the message is for the log."""
