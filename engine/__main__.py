"""``python -m engine`` and the console script ``section11-sync``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engine.exit_codes import INTERRUPTED, INTERRUPTION

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C gives a sentence even while it is being loaded."""
    try:
        from engine.cli import main as run  # noqa: PLC0415 - loading takes a moment

        return run(argv)
    except KeyboardInterrupt:  # before anything was begun
        sys.stderr.write(INTERRUPTION)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
