"""``python -m wizard`` is ``section11-setup``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.errors import interrupted
from wizard.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C gives a sentence even while it is being loaded."""
    try:
        from wizard.cli import main as run  # noqa: PLC0415 - loading takes a moment

        return run(argv)
    except KeyboardInterrupt:  # before there was a screen
        arguments = sys.argv[1:] if argv is None else argv
        sys.stderr.write(f"\n{interrupted(arguments)}\n")
        return int(ExitCode.INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
