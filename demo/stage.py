"""Both stand-ins, and the environment of a program that knows no other servers."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from demo.athlete import demo_account
from demo.github import GitHubServer
from demo.github.jobs.runner import Runner
from demo.github.world import real_clock
from demo.intervals_icu.server import IntervalsServer
from engine.config import FIXED_TIME
from wizard.credentials.keyring_store import KeyStore
from wizard.credentials.sources import KEY_VARIABLE, TOKEN_VARIABLES
from wizard.environment import GITHUB_WEB, Environment
from wizard.mirror.upstream import PROTOCOL, UPSTREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

PROTOCOL_FILES = {
    PROTOCOL: "# Section 11\n\nThe demonstration has no protocol: the real one is at "
    f"https://github.com/{UPSTREAM}\n"
}
KEY = "demo-key-of-an-invented-athlete"
TOKEN = "ghp_demo000000000000000000000000000000"  # noqa: S105 - opens nothing but the stand-in
LOGIN = "demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """The stand-ins that a demonstration runs against."""

    github: GitHubServer
    environment: Environment

    @property
    def signed_out(self) -> Environment:
        """The same for a program that has to ask for key and token."""
        secrets = {KEY_VARIABLE, *TOKEN_VARIABLES}
        there = self.environment.env.items()
        return replace(self.environment, env={k: v for k, v in there if k not in secrets})


@contextmanager
def open_stage(env: Mapping[str, str], now: datetime | None = None) -> Iterator[Stage]:
    """Start both stand-ins and describe them as the environment of a program.

    Args:
        env: variables that the program has besides.
        now: where all clocks stand; None lets them run.
    """
    clock = (lambda: now) if now else real_clock
    fixed = {FIXED_TIME: now.isoformat()} if now else {}
    with (
        tempfile.TemporaryDirectory(prefix="section11-demo-", ignore_cleanup_errors=True) as place,
        IntervalsServer(demo_account(now and now.date()), key=KEY, now=now) as intervals,
        GitHubServer(
            Path(place) / "github",
            login=LOGIN,
            token=TOKEN,
            clock=clock,
            registration_polls=1,
            runner=Runner({"INTERVALS_API_URL": intervals.url, **fixed}),
            pages=GITHUB_WEB,
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
                env={**env, **own},
                folder=Path(place) / "config",
                keys=KeyStore(enabled=False),
                now=clock,
                demo=True,
            ),
        )
