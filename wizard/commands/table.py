"""The commands: each with its name, its words in the help, its options and what it does."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from engine.base.format import VERSIONS
from wizard.commands.options import (
    doctor,
    local,
    settings,
    setup,
    simple,
    status,
    uninstall,
    update,
)
from wizard.commands.options.shared import (
    Behavior,
    MirrorOptions,
    add_behavior,
    add_credentials,
    add_settings,
    add_target,
    read,
)
from wizard.exit_codes import ExitCode
from wizard.terminal.command_line import Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wizard.commands.invocation import Invocation
    from wizard.views.result import Result

    Part = Callable[[argparse.ArgumentParser], None]

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
class Command:
    """One command.

    Attributes:
        name: as it is typed.
        words: what it does, for the help.
        parts: add its arguments, beside those that every command has.
        options: class that holds what was said.
        runs: module and name of the function that does it, which gets the run and the options.
            It is loaded when the command runs: all that one command or another needs takes
            longer to load than the help to read.
    """

    name: str
    words: str
    parts: tuple[Part, ...]
    options: type[Any]
    runs: str

    def run(self, invocation: Invocation, options: Any) -> Result[Any]:
        """Do it."""
        function: Callable[[Invocation, Any], Result[Any]] = resolve_name(self.runs)
        return function(invocation, options)


ON_MIRROR = (add_target, add_credentials)
COMMANDS = (
    Command(
        "setup",
        "guided set-up (the default)",
        (add_target, add_settings, add_credentials, setup.add_arguments),
        setup.SetupOptions,
        "wizard.commands.returning.visit:run",
    ),
    Command(
        "settings",
        "show and change the settings of the mirror",
        (add_target, add_settings, add_credentials, settings.add_arguments),
        settings.SettingsOptions,
        "wizard.commands.settings:run",
    ),
    Command(
        "status",
        "runs, age of the data, next runs, minutes",
        (*ON_MIRROR, status.add_arguments),
        status.StatusOptions,
        "wizard.commands.status:run",
    ),
    Command(
        "doctor",
        "find out what is wrong, and repair it",
        (*ON_MIRROR, doctor.add_arguments),
        doctor.DoctorOptions,
        "wizard.commands.doctor:run",
    ),
    Command(
        "update",
        "bring engine, workflow and README to this version",
        (*ON_MIRROR, update.add_arguments),
        update.UpdateOptions,
        "wizard.commands.update:run",
    ),
    Command(
        "sync",
        "start a sync now and watch it",
        (*ON_MIRROR, simple.add_sync),
        simple.SyncOptions,
        "wizard.commands.simple:sync",
    ),
    Command(
        "pause",
        "stop the schedule",
        ON_MIRROR,
        MirrorOptions,
        "wizard.commands.simple:pause",
    ),
    Command(
        "resume",
        "start the schedule again",
        ON_MIRROR,
        MirrorOptions,
        "wizard.commands.simple:resume",
    ),
    Command(
        "uninstall",
        "stop the mirror and remove its secrets, variables and workflow",
        (*ON_MIRROR, uninstall.add_arguments),
        uninstall.UninstallOptions,
        "wizard.commands.uninstall:run",
    ),
    Command(
        "coach",
        "instructions for your AI platform",
        (*ON_MIRROR, simple.add_coach),
        simple.CoachOptions,
        "wizard.commands.simple:coach",
    ),
    Command(
        "open",
        "open a page in the browser",
        (*ON_MIRROR, simple.add_page),
        simple.OpenOptions,
        "wizard.commands.simple:open_page",
    ),
    Command(
        "local",
        "no GitHub: the same files on this computer, on a timer",
        (local.add_arguments,),
        local.LocalOptions,
        "wizard.commands.local:run",
    ),
    Command(
        "demo",
        "the whole journey with invented data",
        (add_settings, simple.add_demo),
        simple.DemoOptions,
        "demo.command:run",
    ),
    Command(
        "completion",
        "print what a shell needs to complete commands and options",
        (simple.add_shell,),
        simple.CompletionOptions,
        "wizard.commands.completion:run",
    ),
)
DEFAULT = COMMANDS[0]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A command line that was understood."""

    command: Command
    behavior: Behavior
    options: Any


def parse(argv: Sequence[str]) -> Parsed:
    """Read a command line.

    Raises:
        SystemExit: with 2 for a wrong one, 0 after ``--help`` and ``--version``.
    """
    said: Mapping[str, Any] = vars(build_parser().parse_args(argv))
    name = said.get("command") or DEFAULT.name
    command = next(command for command in COMMANDS if command.name == name)
    return Parsed(command, read(Behavior, said), read(command.options, said))


def build_parser() -> Parser:
    """Describe the command line; without a command it is that of the set-up."""
    codes = "\n".join(f"  {code.value:<4} {code.meaning}" for code in ExitCode)
    parser = Parser(
        prog="section11-setup",
        description="Set up and look after a private GitHub mirror of Intervals.icu training data.",
        epilog=f"{SECRETS_HELP}\nexit codes\n{codes}\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
    )
    _add_parts(parser, DEFAULT)
    parser.add_argument("--version", action="version", version=f"section11-setup {VERSIONS}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        own = commands.add_parser(
            command.name,
            help=command.words,
            description=command.words[0].upper() + command.words[1:] + ".",
            argument_default=argparse.SUPPRESS,
        )
        _add_parts(own, command)
    return parser


def _add_parts(parser: argparse.ArgumentParser, command: Command) -> None:
    for add in (add_behavior, *command.parts):
        add(parser)
