"""The guided set-up: asks, inspects, plans, applies, watches."""

from __future__ import annotations

from engine import __version__

__all__ = ["PROGRAM", "__version__"]

PROGRAM = "section11-setup"
