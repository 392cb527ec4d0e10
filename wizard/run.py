"""One command run: where and how, its result printed, its exit code.

Everything that a person or a server can cause ends here as one sentence; a traceback is for bugs
and only shown with ``--verbose``.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard import PROGRAM, __version__
from wizard.commands.invocation import Invocation
from wizard.credentials.secret import redact
from wizard.environment import Environment
from wizard.errors import WizardError, interrupted
from wizard.exit_codes import ExitCode
from wizard.terminal.keyboard import silent_keyboard
from wizard.terminal.screen import Screen, open_screen
from wizard.views.render import print_error, print_result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wizard.commands.table import Parsed

    Describe = Callable[[Mapping[str, str], Callable[[str], None]], Environment]

ISSUES = "https://github.com/CrankAddict/section-11/issues"


def run(parsed: Parsed, arguments: Sequence[str], describe: Describe = Environment.real) -> int:
    """Run a command and return its exit code.

    Args:
        parsed: the command with its options.
        arguments: as they were typed, to say how to go on.
        describe: says where it runs, of environment variables and a way to tell what is missing.
    """
    behavior = parsed.behavior
    screen = open_screen(
        json=behavior.json,
        color=not behavior.no_color,
        quiet=behavior.quiet,
        ask=not (behavior.no_input or behavior.json),
        env=os.environ,
    )
    screen = replace(screen, yes=behavior.yes, verbose=behavior.verbose)
    try:
        with silent_keyboard(drop=False):
            return _run(parsed, screen, describe)
    except (KeyboardInterrupt, EOFError):
        screen.console.print(f"\n{interrupted(arguments)}", markup=False, highlight=False)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has had enough
        sys.stdout = None  # nothing is flushed into it
        return int(ExitCode.OK)


def _run(parsed: Parsed, screen: Screen, describe: Describe) -> int:
    command, as_json = parsed.command, parsed.behavior.json
    try:
        invocation = Invocation(describe(os.environ, screen.note), screen, parsed.behavior)
        result = command.run(invocation, parsed.options)
        print_result(command.name, result, screen, as_json=as_json)
    except WizardError as error:
        print_error(command.name, error, screen, as_json=as_json)
        return int(error.exit_code)
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defense
        return _bug(error, parsed, screen)
    return int(result.exit_code)


def _bug(error: Exception, parsed: Parsed, screen: Screen) -> int:
    """Admit a mistake of this program, without secrets in the text."""
    words = redact(f"{type(error).__name__}: {error}")
    if screen.verbose:
        screen.console.print(redact(traceback.format_exc()), markup=False, highlight=False)
    bug = WizardError(
        f"This is a mistake in {PROGRAM} {__version__}: {words}",
        f"report it at {ISSUES} (--verbose shows where)",
    )
    print_error(parsed.command.name, bug, screen, as_json=parsed.behavior.json)
    return int(ExitCode.FAILURE)
