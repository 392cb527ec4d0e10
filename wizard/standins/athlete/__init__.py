"""Accounts for the Intervals.icu stand-in: an invented athlete, or one read from a folder."""

from wizard.standins.athlete.account import Account, recorded_account
from wizard.standins.athlete.demo import demo_account

__all__ = ["Account", "demo_account", "recorded_account"]
