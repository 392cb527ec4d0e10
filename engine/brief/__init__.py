"""``brief.md``: one page about the athlete's day, made of nothing but the data files."""

from engine.brief.page import page

__all__ = ["page"]
