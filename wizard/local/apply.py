"""Carrying out a plan on this machine, and taking it all back."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.base.files import read_file
from engine.base.format import LATEST
from engine.exit_codes import SyncExit as Engine
from wizard.credentials.secret import redact
from wizard.errors import AuthError, RunFailedError, WizardError
from wizard.local import folder
from wizard.local.key import VARIABLE, LocalKey
from wizard.local.machine import Machine, bare_environment
from wizard.local.settings import AGAIN as RUN_AGAIN
from wizard.local.settings import to_text, write_file

if TYPE_CHECKING:
    from wizard.credentials.secret import Secret
    from wizard.environment import Environment
    from wizard.local.plan import LocalPlan
    from wizard.local.settings import LocalSettings
    from wizard.local.timers.runner import Runner
    from wizard.local.timers.timer import Timer
    from wizard.terminal.progress import Progress

SYNC_TIMEOUT_S = 600
AGAIN = "then run the same command again"
KEY_IN_A_FILE = "add --key-store file to keep the key in a file instead"


@dataclass(frozen=True, slots=True)
class LocalContext:
    """What acts: machine, runner, environment, and who is told."""

    machine: Machine
    runner: Runner
    environment: Environment
    progress: Progress

    def key(self, settings: LocalSettings) -> LocalKey:
        """Return the place of the key."""
        return local_key(self.environment, settings.intervals_url)


def local_key(environment: Environment, intervals_url: str) -> LocalKey:
    """Return the place of the key of a server."""
    return LocalKey(environment.folder, intervals_url, environment.keys)


def carry_out(
    context: LocalContext,
    plan: LocalPlan,
    settings: LocalSettings,
    before: LocalSettings | None,
    secret: Secret,
) -> None:
    """Make folder, key, settings, sync and timer what the plan says, the timer last.

    So a timer only ever starts what has worked once.

    Raises:
        WizardError: what stopped it; running the same again goes on from there.
    """
    progress = context.progress
    if plan.save or plan.store:
        progress.begin("Keep the settings and the API key")
        folder.make(Path(settings.folder))
        if plan.store:
            if before is not None and before.intervals_url != settings.intervals_url:
                context.key(before).remove()
            context.key(settings).write(settings.key_place, secret)
        write_file(context.machine.settings_file, to_text(settings).encode())
        progress.done("Keep the settings and the API key")
    if plan.sync:
        progress.begin("Read Intervals.icu and write the files")
        kept = settings.key_place != "environment"
        sync(context.machine, context.environment, None if kept else secret)
        progress.done("Read Intervals.icu and write the files")
    for timer in plan.stop:
        take_away(context, timer)
    if plan.start is not None:
        put_in_place(context, plan.start)


def put_in_place(context: LocalContext, timer: Timer) -> None:
    """Write a timer's files and switch it on.

    Raises:
        WizardError: a file cannot be written or a program failed.
    """
    title = f"Set the {timer.title}"
    context.progress.begin(title)
    for path, content in timer.files.items():
        write_file(path, content)
    for command in timer.start:
        context.runner.require(command)
    context.progress.done(title)


def take_away(context: LocalContext, timer: Timer) -> None:
    """Switch a timer off and delete its files.

    Raises:
        WizardError: a file cannot be deleted or a program failed.
    """
    title = f"Remove the {timer.title}"
    context.progress.begin(title)
    for command in timer.stop:
        context.runner.require(command)
    for path in timer.files:
        _delete(path)
    for command in timer.cleanup:
        context.runner.require(command)
    context.progress.done(title)


def forget(machine: Machine, key: LocalKey) -> None:
    """Delete key, settings and log.

    Raises:
        WizardError: something cannot be deleted.
    """
    key.remove()
    for path in (machine.settings_file, machine.log):
        _delete(path)


def sync(machine: Machine, environment: Environment, key: Secret | None = None) -> None:
    """Start what the timer starts, with no more around it than a timer gives.

    Args:
        machine: where the settings are.
        environment: what is around this program.
        key: the API key, where it is kept nowhere.

    Raises:
        WizardError: it failed.
    """
    argv = [part for part in machine.argv if part not in ("--log", str(machine.log))]
    try:
        done = subprocess.run(  # noqa: S603 - this program's own interpreter
            [*argv, "--json"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=bare_environment(environment) | ({VARIABLE: key.reveal()} if key else {}),
            timeout=SYNC_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RunFailedError(
            f"The sync did not end well: {error}", f"see to that, {AGAIN}"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", errors="replace")
        raise failure(done.returncode, redact(said))


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WizardError(
            f"{path} cannot be deleted: {error.strerror}.", f"delete it by hand, {AGAIN}"
        ) from None


def failure(code: int, said: str) -> WizardError:
    """Turn an exit status of the engine and its last words into an error of the wizard."""
    lines = [line for line in said.strip().splitlines() if line.strip()]
    words = lines[-1].removeprefix("section11-sync: ") if lines else f"It ended with {code}."
    if code == Engine.CONFIG_MISSING:
        # what is started says what to do about it, but cannot know of this command's options
        words, _, remedy = words.partition(" Next: ")
        remedy = remedy.rstrip(".")
        return WizardError(words, KEY_IN_A_FILE if remedy in {"", RUN_AGAIN} else remedy)
    if code == Engine.KEY_REFUSED:
        return AuthError(words, f"give the right key, {AGAIN}")
    if code == Engine.LOCKED:
        return RunFailedError(words, AGAIN)
    return RunFailedError(f"The sync failed: {words}", f"see to that, {AGAIN}")


def read_latest(data_folder: str) -> dict[str, Any] | None:
    """Read ``latest.json``; None when it is missing or not a JSON object."""
    try:
        latest = json.loads(read_file(Path(data_folder) / LATEST))
    except (OSError, ValueError, RecursionError):
        return None
    return latest if isinstance(latest, dict) else None
