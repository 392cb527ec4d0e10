"""The command line: every question has a flag, secrets have none."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from engine.base.format import (
    ARCHIVE_POLICIES,
    DEFAULT_DAYS,
    MAX_DAYS,
    PRIVACY_LEVELS,
    WEEKDAYS,
)
from templates.schedule import PRESETS
from wizard import __version__
from wizard.commands import care_options
from wizard.commands.extra_options import add_extra_options, add_platform
from wizard.commands.local_options import add_local_options
from wizard.commands.path_options import add_path_options
from wizard.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

ELSEWHERE = ("local", "demo")
"""Commands that are not about a repository of the athlete."""
OPEN_TARGETS = ("repo", "actions", "token", "intervals")
SECRETS_HELP = """\
secrets are never options; they come from
  the environment     INTERVALS_KEY, and GH_TOKEN or GITHUB_TOKEN
  a file              --key-file FILE, --token-file FILE ("-" reads standard input)
  the GitHub CLI      gh auth token
  the keyring         after --store-token
  a hidden question   in a terminal

other servers: GITHUB_API_URL, INTERVALS_API_URL
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line; None means "not said"."""

    command: str = "setup"
    yes: bool = False
    no_input: bool = False
    dry_run: bool = False
    json: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False
    repo: str | None = None
    owner: str | None = None
    athlete: str | None = None
    schedule: str | None = None
    timezone: str | None = None
    week_start: str | None = None
    zone_preference: str | None = None
    days: int | None = None
    privacy: str | None = None
    archive: str | None = None
    store_token: bool | None = None
    key_file: str | None = None
    token_file: str | None = None
    adopt: bool = False
    with_protocol: bool = False
    fork: bool = False
    confirm_public: str | None = None
    dossier: bool = False
    dossier_set: Sequence[str] | None = None
    overwrite_dossier: bool = False
    protocol: bool = False
    coach: str | None = None
    copy: bool = False
    platform: str | None = None
    rotate_key: bool = False
    target: str = "repo"
    folder: str | None = None
    keep: bool = True
    timer: str | None = None
    key_store: str | None = None
    sync: bool = False
    remove: bool = False
    fix: Sequence[str] | None = None
    edited: str | None = None
    billing: bool = False
    confirm: str | None = None
    remove_engine: bool | None = None
    remove_data: bool | None = None
    forget: bool | None = None


def parse(argv: Sequence[str]) -> Options:
    """Read a command line.

    Raises:
        SystemExit: with 2 for a wrong one, 0 after ``--help`` and ``--version``.
    """
    said = vars(build_parser().parse_args(argv))
    names = {field.name for field in fields(Options)}
    return Options(**{name: said[name] for name in names & set(said) if said[name] is not None})


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    codes = "\n".join(f"  {code.value:<4} {code.meaning}" for code in ExitCode)
    parser = argparse.ArgumentParser(
        prog="section11-setup",
        description="Set up and look after a private GitHub mirror of Intervals.icu training data.",
        epilog=f"{SECRETS_HELP}\nexit codes\n{codes}\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common(), _target(), _settings(), _credentials(), _adopt()],
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("--version", action="version", version=f"section11-setup {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, words, parts in (
        ("setup", "guided set-up (the default)", (_settings(), _credentials(), _adopt())),
        (
            "settings",
            "show and change the settings of the mirror",
            (_settings(), _credentials(), care_options.key_options()),
        ),
        (
            "status",
            "runs, age of the data, next runs, minutes",
            (_credentials(), care_options.status_options()),
        ),
        (
            "doctor",
            "find out what is wrong, and repair it",
            (_credentials(), care_options.doctor_options()),
        ),
        (
            "update",
            "bring engine, workflow and README to this version",
            (_credentials(), care_options.update_options()),
        ),
        ("sync", "start a sync now and watch it", (_credentials(),)),
        ("pause", "stop the schedule", (_credentials(),)),
        ("resume", "start the schedule again", (_credentials(),)),
        (
            "uninstall",
            "stop the mirror and remove its secrets, variables and workflow",
            (_credentials(), care_options.uninstall_options()),
        ),
        ("coach", "instructions for your AI platform", (_credentials(), _coach())),
        ("open", "open a page in the browser", (_credentials(), _page())),
        ("local", "no GitHub: the same files on this computer, on a timer", (_local(),)),
        ("demo", "the whole journey with invented data", (_settings(), _demo())),
    ):
        commands.add_parser(
            name,
            help=words,
            description=words[0].upper() + words[1:] + ".",
            parents=[_common(), *([] if name in ELSEWHERE else [_target()]), *parts],
            argument_default=argparse.SUPPRESS,
        )
    return parser


def _part(title: str) -> tuple[argparse.ArgumentParser, Any]:
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    return parser, parser.add_argument_group(title)


def _common() -> argparse.ArgumentParser:
    parser, group = _part("how it behaves")
    on = {"action": "store_true"}
    group.add_argument("-y", "--yes", help="take defaults and do not ask to confirm", **on)
    group.add_argument("--no-input", help="never ask; fail when an answer is missing", **on)
    group.add_argument("--dry-run", help="show the plan and change nothing", **on)
    group.add_argument("--json", help="print one JSON document; never asks", **on)
    group.add_argument("--no-color", help="no colors (also: NO_COLOR=1)", **on)
    group.add_argument("-q", "--quiet", help="only the result", **on)
    group.add_argument("-v", "--verbose", help="show each request", **on)
    return parser


def _target() -> argparse.ArgumentParser:
    parser, group = _part("which mirror")
    group.add_argument("--repo", metavar="NAME", help="repository, NAME or OWNER/NAME")
    group.add_argument("--owner", help="account or organization (default: the token's)")
    return parser


def _settings() -> argparse.ArgumentParser:
    parser, group = _part("settings of the mirror")
    group.add_argument(
        "--schedule",
        metavar="WHEN",
        help=f"{', '.join(PRESETS)}, or cron expressions separated by ';'",
    )
    group.add_argument("--timezone", metavar="ZONE", help="IANA name (default: the athlete's)")
    _add_data_settings(group)
    group.add_argument("--archive", choices=ARCHIVE_POLICIES, help="which snapshots are kept")
    return parser


def _add_data_settings(group: Any) -> None:
    """Describe what shapes the files, wherever they go."""
    group.add_argument("--week-start", choices=WEEKDAYS, help="first day of the training week")
    group.add_argument("--zone-preference", metavar="PAIRS", help="such as run:hr,cycling:power")
    group.add_argument(
        "--days",
        type=int,
        choices=range(1, MAX_DAYS + 1),
        metavar=f"1-{MAX_DAYS}",
        help=f"days in latest.json (default: {DEFAULT_DAYS})",
    )
    group.add_argument("--privacy", choices=PRIVACY_LEVELS, help="what the files leave out")


def _local() -> argparse.ArgumentParser:
    parser, group = _part("on this computer")
    add_local_options(group)
    _add_data_settings(group)
    _add_key_file(group)
    _add_athlete(group)
    return parser


def _add_key_file(group: Any) -> None:
    group.add_argument("--key-file", metavar="FILE", help="file with the Intervals.icu API key")


def _add_athlete(group: Any) -> None:
    group.add_argument("--athlete", metavar="ID", help="another athlete that the key may read")


def _credentials() -> argparse.ArgumentParser:
    parser, group = _part("credentials")
    _add_key_file(group)
    group.add_argument("--token-file", metavar="FILE", help="file with the GitHub token")
    group.add_argument(
        "--store-token",
        action=argparse.BooleanOptionalAction,
        help="keep pasted key and token in this computer's keyring (default: no)",
    )
    return parser


def _adopt() -> argparse.ArgumentParser:
    parser, group = _part("set-up")
    _add_athlete(group)
    add_path_options(group)
    on = {"action": "store_true"}
    group.add_argument("--rotate-key", help="replace the API key in the mirror", **on)
    add_extra_options(parser.add_argument_group("optional last steps"))
    return parser


def _coach() -> argparse.ArgumentParser:
    parser, group = _part("instructions")
    add_platform(group)
    return parser


def _page() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument(
        "target", nargs="?", choices=OPEN_TARGETS, default="repo", help="default: repo"
    )
    return parser


def _demo() -> argparse.ArgumentParser:
    parser, group = _part("demonstration")
    group.add_argument("--folder", metavar="DIR", help="where the result goes (./demo-output)")
    group.add_argument(
        "--keep", action=argparse.BooleanOptionalAction, help="keep that folder (default: yes)"
    )
    add_extra_options(parser.add_argument_group("optional last steps"))
    return parser
