"""The whole journey against stand-ins: the real wizard, the real engine, real git."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from demo.athlete import demo_account
from demo.github import GitHubServer
from demo.github.jobs.runner import Runner
from demo.intervals_icu.server import IntervalsServer
from wizard.commands import setup
from wizard.commands.invocation import Invocation
from wizard.commands.options.setup import SetupOptions
from wizard.credentials.keyring_store import KeyStore
from wizard.credentials.sources import KEY_VARIABLE, TOKEN_VARIABLES
from wizard.environment import GITHUB_WEB, Environment
from wizard.errors import RefusedError, WizardError
from wizard.mirror.upstream import PROTOCOL, UPSTREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.commands.options.simple import DemoOptions
    from wizard.views.result import Result
    from wizard.views.setup import SetupFacts

FOLDER = "demo-output"
PROTOCOL_FILES = {
    PROTOCOL: "# Section 11\n\nThe demonstration has no protocol: the real one is at "
    f"https://github.com/{UPSTREAM}\n"
}
KEY = "demo-key-of-an-invented-athlete"
TOKEN = "ghp_demo000000000000000000000000000000"  # noqa: S105 - opens nothing but the stand-in
LOGIN = "demo"
MARKER = ".git/section11-demo"
NOTICE = (
    "This is a demonstration: the athlete and all data are invented, Intervals.icu and GitHub are "
    "imitated on this machine, and nothing leaves it. Wizard, engine and git are the real ones."
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The stand-ins that a demonstration runs against."""

    github: GitHubServer
    environment: Environment


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
    with _stage(invocation.environment) as stage:
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
    """Tell of GitHub's pages instead of the stand-in's, which end with the demonstration."""
    page = f"{GITHUB_WEB}/{facts.repository.full_name}"
    return replace(facts, demo=True, repository=replace(facts.repository, page=page))


@contextmanager
def _stage(environment: Environment) -> Iterator[Stage]:
    """Start both stand-ins and describe them as the environment of a program."""
    with (
        tempfile.TemporaryDirectory(prefix="section11-demo-", ignore_cleanup_errors=True) as place,
        IntervalsServer(demo_account(), key=KEY) as intervals,
        GitHubServer(
            Path(place) / "github",
            login=LOGIN,
            token=TOKEN,
            registration_polls=1,
            runner=Runner({"INTERVALS_API_URL": intervals.url}),
        ) as github,
    ):
        own = {
            "GITHUB_API_URL": github.url,
            "INTERVALS_API_URL": intervals.url,
            KEY_VARIABLE: KEY,
            TOKEN_VARIABLES[0]: TOKEN,
        }
        github.create_repository(UPSTREAM, PROTOCOL_FILES, private=False)
        yield Stage(
            github,
            Environment(
                env={**environment.env, **own},
                folder=Path(place) / "config",
                keys=KeyStore(enabled=False),
                demo=True,
            ),
        )


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
