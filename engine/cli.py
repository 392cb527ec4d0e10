"""The command line of the engine."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING

from engine.base.format import DEFAULT_DAYS, MAX_DAYS, PRIVACY_LEVELS, VERSIONS, WEEKDAYS
from engine.config import DEFAULT_DEADLINE_S, ConfigError, parse_days

if TYPE_CHECKING:
    from collections.abc import Sequence

ENVIRONMENT_AND_EXIT = """\
example, with INTERVALS_KEY and ATHLETE_ID=0 (the key's owner)
in the environment:
  section11-sync --data-dir training --privacy strict

exit status: 0 done, 1 a bug, 2 usage, 3 not configured,
  4 key refused, 5 Intervals.icu or the disk failed,
  6 publishing failed, 7 another sync is running,
  8 stopped by Cloudflare
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; give the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = parser().parse_args(argv)
    from engine.program import run  # noqa: PLC0415 - help and refusals need none of it

    return run(options)


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    command = argparse.ArgumentParser(
        prog="section11-sync",
        usage="%(prog)s [OPTION ...]",
        description="Read Intervals.icu and write the Section 11 files for an AI coach.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=ENVIRONMENT_AND_EXIT,
    )
    command.add_argument(
        "--data-dir", metavar="DIR", help="folder of the files (default: this one)"
    )
    command.add_argument(
        "--output", metavar="FILE", help="latest.json (default: in the data folder)"
    )
    command.add_argument("--athlete-id", metavar="ID", help="instead of ATHLETE_ID")
    # some workflows made from guides say it so
    command.add_argument("--intervals-key", help=argparse.SUPPRESS)
    command.add_argument(
        "--days",
        type=_days,
        metavar="N",
        help=f"days that latest.json shows, 1 to {MAX_DAYS} (default {DEFAULT_DAYS})",
    )
    command.add_argument(
        "--week-start",
        metavar="DAY",
        choices=WEEKDAYS,
        help="first day of the training week, mon to sun",
    )
    command.add_argument(
        "--zone-preference", metavar="PAIRS", help="zones that count, as run:hr,cycling:power"
    )
    command.add_argument(
        "--privacy",
        metavar="LEVEL",
        choices=PRIVACY_LEVELS,
        help=f"what the files leave out: {', '.join(PRIVACY_LEVELS)}",
    )
    command.add_argument(
        "--anonymize",
        dest="privacy",
        action="store_const",
        const="standard",
        help="the same as --privacy standard (default)",
    )
    command.add_argument(
        "--no-anonymize", action="store_true", help="keep the names of outdoor activities"
    )
    command.add_argument(
        "--generate-history", action="store_true", help="rebuild history.json and end"
    )
    command.add_argument(
        "--publish", action="store_true", help="commit and push what changed (git)"
    )
    command.add_argument(
        "--deadline",
        type=_seconds,
        metavar="SECONDS",
        help="leave out what could not be read in this time, and say so (default "
        f"{DEFAULT_DEADLINE_S})",
    )
    command.add_argument("--lockfile", action="store_true", help=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.add_argument("--quiet", action="store_true", help="print problems only")
    command.add_argument("--version", action="version", version=f"section11-sync {VERSIONS}")
    return command


def _days(text: str) -> int:
    try:
        return parse_days(text)
    except ConfigError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _seconds(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < len("100000") else 0
    if not seconds:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 to 99999.")
    return seconds
