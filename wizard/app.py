"""What every command works with, and the connection to GitHub that most of them need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.errors import NeedsInputError
from wizard.github.client import GitHub
from wizard.github.errors import BadTokenError, MissingRightError
from wizard.github.tokens import TokenKind, TokenPages, kind_of, missing_scopes, scope_remedy
from wizard.github.transport import GitHubHttp
from wizard.mirror.poll import FAST, Countdown, Polling
from wizard.terminal.live_progress import PlainProgress

if TYPE_CHECKING:
    from wizard.commands.options import Options
    from wizard.credentials.sources import Found
    from wizard.environment import Surroundings
    from wizard.github.records import Account
    from wizard.github.transport import Call
    from wizard.terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class Connection:
    """A checked token at work: its owner, its kind, and the gateway."""

    github: GitHub
    account: Account
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class App:
    """Options, surroundings and screen of one run of the program."""

    options: Options
    surroundings: Surroundings
    screen: Screen
    countdown: Countdown = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "countdown", Countdown(PlainProgress(self.screen)))

    @property
    def pages(self) -> TokenPages:
        """Pages of the GitHub server in use."""
        return TokenPages(self.surroundings.github_web, self.surroundings.now().date())

    @property
    def polling(self) -> Polling:
        """Waits that suit the server in use."""
        return (
            Polling(self.countdown, *FAST)
            if self.surroundings.loopback
            else Polling(self.countdown)
        )

    @property
    def takes_defaults(self) -> bool:
        """Whether questions that have a default are not asked."""
        return self.options.yes or not self.screen.asks

    def require(self, missing: list[str]) -> None:
        """Stop with the list of what nobody can be asked for.

        Raises:
            NeedsInputError: the list is not empty.
        """
        if not missing:
            return
        why = "--no-input is given" if self.options.no_input else "there is no terminal to ask in"
        why = "--json never asks" if self.options.json else why
        raise NeedsInputError(
            f"Answers are missing and {why}.", "add " + "; ".join(f"{item}" for item in missing)
        )

    def connect(self, found: Found, *, needs_scopes: bool = True) -> Connection:
        """Check a token before anything is written with it.

        Args:
            found: the token.
            needs_scopes: whether a classic token without the needed scopes is refused.

        Raises:
            BadTokenError: GitHub does not know it.
            MissingRightError: it lacks a scope that will be needed.
        """
        kind = kind_of(found.secret.reveal())
        http = GitHubHttp(
            self.surroundings.github_url,
            found.secret,
            kind,
            self.pages,
            pause=self.countdown,
            watch=self._show_call,
        )
        github = GitHub(http)
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
                scope_remedy(kind, self.pages),
            )
        return Connection(github, account, kind)

    def _show_call(self, call: Call) -> None:
        if self.options.verbose:
            self.screen.say(f"  {call.verb} {call.path} {call.status or 'no answer'}", "dim")
