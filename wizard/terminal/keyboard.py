"""The keyboard while nobody is asked: keys that are pressed meanwhile leave no trace."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app_session
from prompt_toolkit.input.typeahead import clear_typeahead

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def silent_keyboard(*, drop: bool = True) -> Iterator[None]:
    """Show no keys for a while; what is asked shows its own. Ctrl-C works as always.

    The terminal would echo a key that was pasted too early, and an Enter as a new line in the
    middle of what is being redrawn.

    Args:
        drop: whether keys that were pressed meanwhile answer nothing that comes later.
    """
    terminal = _terminal()
    if sys.platform == "win32" or terminal is None:  # Windows echoes only what is being read
        yield
        return
    before = termios.tcgetattr(terminal)
    silent = list(before)
    silent[3] &= ~termios.ECHO  # the local flags
    termios.tcsetattr(terminal, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH if drop else termios.TCSADRAIN, before)
        if drop:  # what came together with the last answer
            clear_typeahead(get_app_session().input)


def _terminal() -> int | None:
    """Return the descriptor of the terminal that is typed into; None when there is none."""
    try:
        descriptor = sys.stdin.fileno()
    except (AttributeError, ValueError, io.UnsupportedOperation):  # closed, or replaced
        return None
    return descriptor if sys.stdin.isatty() else None
