"""Accounts for the Intervals.icu stand-in: an invented athlete, or one read from a folder."""

from demo.athlete.account import Account, recorded_account
from demo.athlete.demo import demo_account

__all__ = ["Account", "demo_account", "recorded_account"]
