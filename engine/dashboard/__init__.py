"""``dashboard.svg``: one picture of the athlete's form, made of nothing but the data files."""

from engine.dashboard.picture import picture

__all__ = ["picture"]
