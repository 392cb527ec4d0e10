"""The connection to GitHub: a token that was checked before anything is written with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.github.client import GitHub
from wizard.github.errors import BadTokenError, MissingRightError
from wizard.github.tokens import (
    TokenKind,
    TokenPages,
    is_token,
    kind_of,
    missing_scopes,
    scope_remedy,
)
from wizard.github.transport import GitHubHttp
from wizard.mirror.poll import FAST, Countdown, Polling
from wizard.mirror.step import Context
from wizard.terminal.live_progress import PlainProgress, show_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.credentials.sources import Found
    from wizard.environment import Environment
    from wizard.github.records import Account
    from wizard.github.transport import Call
    from wizard.terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class Connection:
    """A checked token at work.

    Attributes:
        github: the gateway.
        account: whose token it is.
        kind: of the token.
        token: the token, and where it was found.
        countdown: every wait for GitHub, shown where the screen is at the moment.
        polling: how long to wait between looks.
    """

    github: GitHub
    account: Account
    kind: TokenKind
    token: Found
    countdown: Countdown
    polling: Polling

    @contextmanager
    def at_work(self, screen: Screen) -> Iterator[Context]:
        """Show what is done from here on, waits included."""
        with show_progress(screen) as progress:
            self.countdown.progress = progress
            yield Context(self.github, progress, self.polling)


def token_pages(environment: Environment) -> TokenPages:
    """Return the pages of the GitHub server in use where tokens are made."""
    return TokenPages(environment.github_web, environment.now().date())


def connect(
    screen: Screen, environment: Environment, found: Found, *, needs_scopes: bool = True
) -> Connection:
    """Check a token.

    Args:
        screen: where waits are shown, and each request when that is wanted.
        environment: the server in use.
        found: the token.
        needs_scopes: whether a classic token without the needed scopes is refused.

    Raises:
        BadTokenError: GitHub does not know it, or it is no token and was not sent.
        MissingRightError: it lacks a scope that will be needed.
    """
    kind, pages = kind_of(found.secret.reveal()), token_pages(environment)
    if not is_token(found.secret.reveal()):
        raise BadTokenError(
            f"What came from {found.source} is no GitHub token, so it was sent nowhere: tokens "
            "begin with ghp_ or github_pat_.",
            f"make a token: {pages.classic()}",
        )
    countdown = Countdown(PlainProgress(screen))

    def show_call(call: Call) -> None:
        screen.trace(f"  {call.verb} {call.path} {call.status or 'no answer'}")

    github = GitHub(
        GitHubHttp(
            environment.github_url, found.secret, kind, pages, pause=countdown, watch=show_call
        )
    )
    try:
        account = github.account()
    except BadTokenError as error:
        raise BadTokenError(
            f"GitHub does not accept the token from {found.source}: it is wrong, expired or "
            "revoked.",
            error.remedy,
            status=error.status,
        ) from None
    missing = missing_scopes(account.scopes)
    if missing and needs_scopes:
        raise MissingRightError(
            f"The GitHub token from {found.source} lacks the scope {' and '.join(missing)}.",
            scope_remedy(kind, pages),
        )
    polling = Polling(countdown, *FAST) if environment.loopback else Polling(countdown)
    return Connection(github, account, kind, found, countdown, polling)
