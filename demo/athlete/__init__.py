"""Accounts for the Intervals.icu stand-in: an invented athlete, or one read from a folder."""

from demo.athlete.demo import demo_account
from demo.intervals_icu.account import Account, recorded_account

__all__ = ["Account", "demo_account", "recorded_account"]
