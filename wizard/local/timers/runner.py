"""Running the programs of the platform: the one place that starts them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.local.timers.timer import TimerCommand

TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended; ``code`` is None when it is not installed or gave no answer."""

    code: int | None
    out: str = ""
    err: str = ""

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.code == 0


@dataclass(frozen=True, slots=True)
class Runner:
    """Starts programs with the environment of this program."""

    env: Mapping[str, str]

    def run(self, command: TimerCommand) -> Done:
        """Run a program and wait for its end; nothing is raised."""
        program = shutil.which(command.argv[0], path=self.env.get("PATH"))
        if program is None:
            return Done(None, err=f"{command.argv[0]} is not installed")
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, arguments without a shell
                [program, *command.argv[1:]],
                input=(command.stdin or "").encode("utf-8", errors="surrogateescape"),
                capture_output=True,
                env=dict(self.env),
                timeout=TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return Done(None, err=str(error))
        return Done(done.returncode, _text(done.stdout), _text(done.stderr))

    def require(self, command: TimerCommand) -> None:
        """Run a program that has to succeed, unless it is optional.

        Raises:
            WizardError: it failed; the text tells what it said.
        """
        done = self.run(command)
        if done.ok or command.optional:
            return
        said = (done.err or done.out).strip().splitlines()
        why = said[0] if said else f"exit status {done.code}"
        raise WizardError(
            f"`{shlex.join(command.argv)}` failed: {why}",
            "see to that and run the same command again, or choose another --timer",
        )


def _text(output: bytes) -> str:
    return output.decode("utf-8", errors="surrogateescape")
