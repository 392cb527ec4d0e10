"""Accounts for the Intervals.icu stand-in: an invented athlete, or one read from a folder."""

from wizard.standins.athlete.account import Account, recorded_account

__all__ = ["Account", "recorded_account"]
