"""The front door: options in, an exit code out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.commands.table import parse
from wizard.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        parsed = parse(arguments)
    except SystemExit as stop:  # argparse has printed what is wrong, or the help
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    from wizard.run import run  # noqa: PLC0415 - help and refusals need neither screen nor GitHub

    return run(parsed, arguments)
