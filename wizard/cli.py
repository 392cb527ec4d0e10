"""The front door: options in, one command run, its result printed, an exit code out.

Everything that a person or a server can cause ends here as one sentence; a traceback is for bugs
and only shown with ``--verbose``.
"""

from __future__ import annotations

import os
import shlex
import sys
import traceback
from typing import TYPE_CHECKING

from wizard import __version__
from wizard.app import App
from wizard.commands import (
    coach,
    doctor,
    local,
    pages,
    schedule,
    settings,
    setup,
    status,
    sync,
    uninstall,
    update,
)
from wizard.commands.options import Options, parse
from wizard.credentials.secret import redact
from wizard.environment import PROGRAM, Surroundings
from wizard.errors import WizardError
from wizard.exit_codes import ExitCode
from wizard.terminal.screen import Screen, open_screen
from wizard.views.render import print_error, print_result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wizard.result import Result


def _demo(app: App) -> Result:
    from demo import command  # noqa: PLC0415 - the stand-ins are loaded only for this

    return command.run(app)


ISSUES = "https://github.com/CrankAddict/section-11/issues"
COMMANDS: Mapping[str, Callable[[App], Result]] = {
    "setup": setup.run,
    "settings": settings.run,
    "status": status.run,
    "doctor": doctor.run,
    "update": update.run,
    "uninstall": uninstall.run,
    "sync": sync.run,
    "pause": schedule.pause,
    "resume": schedule.resume,
    "coach": coach.run,
    "open": pages.run,
    "local": local.run,
    "demo": _demo,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        options = parse(arguments)
    except SystemExit as stop:  # argparse has printed what is wrong, or the help
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    screen = open_screen(
        json=options.json,
        color=not options.no_color,
        quiet=options.quiet,
        ask=not (options.no_input or options.json),
        env=os.environ,
    )
    try:
        return _run(options, screen)
    except (KeyboardInterrupt, EOFError):
        command = shlex.join([PROGRAM, *arguments])
        screen.console.print(f"\nInterrupted. To go on: {command}", markup=False, highlight=False)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has had enough
        sys.stdout = None  # nothing is flushed into it
        return int(ExitCode.OK)


def _run(options: Options, screen: Screen) -> int:
    try:
        surroundings = Surroundings.real(os.environ)
        result = COMMANDS[options.command](App(options, surroundings, screen))
        print_result(options.command, result, screen, as_json=options.json)
    except WizardError as error:
        print_error(options.command, error, screen, as_json=options.json)
        return int(error.exit_code)
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defense
        return _bug(error, options, screen)
    return int(result.exit_code)


def _bug(error: Exception, options: Options, screen: Screen) -> int:
    """Admit a mistake of this program, without secrets in the text."""
    words = redact(f"{type(error).__name__}: {error}")
    if options.verbose:
        screen.console.print(redact(traceback.format_exc()), markup=False, highlight=False)
    bug = WizardError(
        f"This is a mistake in section11-setup {__version__}: {words}",
        f"report it at {ISSUES} (--verbose shows where)",
    )
    print_error(options.command, bug, screen, as_json=options.json)
    return int(ExitCode.FAILURE)
