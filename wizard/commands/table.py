"""The commands: each with its name, its words in the help, its options and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from engine.base.format import VERSIONS
from wizard import PROGRAM
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
    COMMON,
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
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from wizard.commands.invocation import Invocation
    from wizard.views.result import Result

    Part = Callable[[argparse.ArgumentParser], None]

FIRST_EXAMPLES = (
    "demo             # try it with invented data",
    "setup --help     # the options of the set-up",
    "sync --help      # exit codes, for scripts",
)
ALL_OPTIONS = f"common options: {PROGRAM} --help"
EXIT_CODES = "\n".join(
    ("exit codes of all commands:", *(f"  {code.value:<4} {code.meaning}" for code in ExitCode))
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: as it is typed.
        words: what it does, for the help.
        parts: add its arguments, beside those that every command has.
        options: class that holds what was said.
        examples: what follows the name of the program, for the help.
        runs: module and name of the function that does it, which gets the run and the options.
            It is loaded when the command runs: all that one command or another needs takes
            longer to load than the help to read.
        notes: what else its help says.
    """

    name: str
    words: str
    parts: tuple[Part, ...]
    options: type[Any]
    examples: tuple[str, ...]
    runs: str
    notes: tuple[str, ...] = ()

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
        ("--dry-run", "--schedule hourly --week-start sun", "--yes --repo training-data --json"),
        "wizard.commands.returning.visit:run",
    ),
    Command(
        "settings",
        "show and change the settings of the mirror",
        (add_target, add_settings, add_credentials, settings.add_arguments),
        settings.SettingsOptions,
        (
            "settings",
            "settings --schedule 20min-waking",
            "settings --privacy strict --remove-archive",
        ),
        "wizard.commands.settings:run",
    ),
    Command(
        "status",
        "runs, age of the data, next runs, minutes",
        (*ON_MIRROR, status.add_arguments),
        status.StatusOptions,
        ("status", "status --json"),
        "wizard.commands.status:run",
    ),
    Command(
        "doctor",
        "find out what is wrong, and repair it",
        (*ON_MIRROR, doctor.add_arguments),
        doctor.DoctorOptions,
        ("doctor", "doctor --fix", "doctor --fix workflow-disabled"),
        "wizard.commands.doctor:run",
    ),
    Command(
        "update",
        "bring engine, workflow and README to this version",
        (*ON_MIRROR, update.add_arguments),
        update.UpdateOptions,
        ("update --dry-run", "update --edited join"),
        "wizard.commands.update:run",
    ),
    Command(
        "sync",
        "start a sync now and watch it",
        (*ON_MIRROR, simple.add_sync),
        simple.SyncOptions,
        ("sync", "sync --if-older 2h"),
        "wizard.commands.simple:sync",
        (EXIT_CODES,),
    ),
    Command(
        "pause",
        "stop the schedule",
        ON_MIRROR,
        MirrorOptions,
        ("pause",),
        "wizard.commands.simple:pause",
    ),
    Command(
        "resume",
        "start the schedule again",
        ON_MIRROR,
        MirrorOptions,
        ("resume",),
        "wizard.commands.simple:resume",
    ),
    Command(
        "uninstall",
        "stop the mirror; remove secrets, settings and workflow",
        (*ON_MIRROR, uninstall.add_arguments),
        uninstall.UninstallOptions,
        ("uninstall --dry-run", "uninstall --remove-data --forget"),
        "wizard.commands.uninstall:run",
    ),
    Command(
        "coach",
        "instructions for your AI platform",
        (*ON_MIRROR, simple.add_coach),
        simple.CoachOptions,
        ("coach", "coach claude --copy"),
        "wizard.commands.simple:coach",
    ),
    Command(
        "open",
        "open a page in the browser",
        (*ON_MIRROR, simple.add_page),
        simple.OpenOptions,
        ("open actions", "open token"),
        "wizard.commands.simple:open_page",
    ),
    Command(
        "local",
        "no GitHub: the same files on this computer, on a timer",
        (local.add_arguments,),
        local.LocalOptions,
        ("local", "local --schedule hourly --privacy strict", "local --sync"),
        "wizard.commands.local:run",
    ),
    Command(
        "demo",
        "the whole journey with invented data",
        (add_settings, simple.add_demo),
        simple.DemoOptions,
        ("demo", "demo --yes --folder mirror"),
        "demo.command:run",
    ),
    Command(
        "completion",
        "let your shell complete commands and options",
        (simple.add_shell,),
        simple.CompletionOptions,
        ("completion bash",),
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


@cache
def build_parser() -> Parser:
    """Describe the command line; without a command it is that of the set-up."""
    parser = Parser(
        prog=PROGRAM,
        description="Set up and look after a private GitHub mirror of Intervals.icu training data.",
        epilog=_examples(FIRST_EXAMPLES),
        common=COMMON,
    )
    _add_parts(parser, DEFAULT)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSIONS}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        own = commands.add_parser(
            command.name,
            help=command.words,
            description=command.words[0].upper() + command.words[1:] + ".",
            epilog=_examples(command.examples, *command.notes, ALL_OPTIONS),
            common=COMMON,
        )
        _add_parts(own, command)
    return parser


def _examples(examples: Sequence[str], *more: str) -> str:
    """Return the end of a help: examples, and what else there is to say."""
    lines = "\n".join(f"  {PROGRAM} {example}" for example in examples)
    return "\n\n".join((f"examples:\n{lines}", *more))


def _add_parts(parser: argparse.ArgumentParser, command: Command) -> None:
    for add in (add_behavior, *command.parts):
        add(parser)
