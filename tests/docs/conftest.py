"""The stand-ins of the wizard's tests, for the command lines that the documents show."""

from __future__ import annotations

from tests.wizard.conftest import account, intervals, placed_objects, stage

__all__ = ["account", "intervals", "placed_objects", "stage"]
