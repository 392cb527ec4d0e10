"""The whole journey against stand-ins: the real wizard, the real engine, real git."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from demo.stage import open_stage
from wizard.commands import setup
from wizard.commands.invocation import Invocation
from wizard.commands.options.setup import SetupOptions
from wizard.errors import RefusedError, WizardError

if TYPE_CHECKING:
    from wizard.commands.options.simple import DemoOptions
    from wizard.views.result import Result
    from wizard.views.setup import SetupFacts

FOLDER = "demo-output"
MARKER = ".git/section11-demo"
NOTICE = (
    "This is a demonstration: the athlete and all data are invented, Intervals.icu and GitHub are "
    "imitated on this machine, and nothing leaves it. Wizard, engine and git are the real ones."
)


def run(invocation: Invocation, options: DemoOptions) -> Result[SetupFacts]:
    """Run the set-up against the stand-ins and leave the resulting repository in a folder."""
    if shutil.which("git") is None:
        raise WizardError("The demonstration needs git.", "install it from https://git-scm.com")
    folder = Path(options.folder or FOLDER).absolute()
    if options.keep:
        _require_free(folder)
    screen = invocation.screen
    screen.note(NOTICE)
    # nobody to ask: there is nothing at stake here, so defaults are taken
    screen = replace(screen, yes=screen.takes_defaults)
    with open_stage(invocation.environment.env) as stage:
        imitated = Invocation(stage.environment, screen, invocation.behavior)
        said = SetupOptions(settings=options.settings, extras=options.extras)
        result = setup.run(imitated, said, _as_demo)
        facts = result.facts
        if facts.sync is None or not options.keep:
            return result
        _clone(stage.github.repository(facts.repository.full_name).git.path, folder)
    words = f"The repository that it made is yours to look at: {folder}"
    facts = replace(facts, folder=str(folder))
    return replace(result, facts=facts, messages=(*result.messages, words))


def _as_demo(facts: SetupFacts) -> SetupFacts:
    return replace(facts, demo=True)


def _require_free(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier demonstration."""
    try:
        empty = not folder.exists() or not any(folder.iterdir())
    except OSError as error:
        raise RefusedError(
            f"{folder} cannot be used: {error.strerror}.", "name another --folder"
        ) from None
    if not empty and not (folder / MARKER).exists():
        raise RefusedError(f"{folder} holds other files.", "name another --folder")


def _clone(bare: Path, folder: Path) -> None:
    """Leave a clone that has no way back to the stand-in."""
    shutil.rmtree(folder, ignore_errors=True)
    _git("clone", "--quiet", str(bare), str(folder))
    _git("-C", str(folder), "remote", "remove", "origin")
    (folder / MARKER).touch()


def _git(*arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", *arguments],  # noqa: S607 - the git of this machine
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WizardError(f"git failed: {done.stderr.strip()}", "check the installation of git")
