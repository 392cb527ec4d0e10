"""Ctrl-C while a program is still loading."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


class Interrupting:
    """A finder of modules that presses Ctrl-C when one of them is looked for."""

    def __init__(self, module: str) -> None:
        self._module = module

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing; the finders behind this one do."""
        if name == self._module:
            signal.raise_signal(signal.SIGINT)


def interrupt_import_of(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C the next time a module is loaded."""
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(module), *sys.meta_path])
