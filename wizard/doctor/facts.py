"""Everything that the doctor knows about a mirror when it judges. Facts only, nothing is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.intervals_icu.budget import Budget
    from templates.settings import MirrorSettings
    from wizard.errors import WizardError
    from wizard.github.records import ActionsPermissions, Run
    from wizard.github.tokens import TokenKind
    from wizard.intervals_account import AthleteCard
    from wizard.mirror.found.failure import RunFailure
    from wizard.mirror.found.state import MirrorState


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What Intervals.icu says about the athlete.

    Attributes:
        card: who it is.
        rmssd_days: days of the last 28 with a heart rate variability as rMSSD.
        sdnn_days: days of the last 28 with one as SDNN.
        budget: the requests that the key has left; None when the service does not say.
    """

    card: AthleteCard
    rmssd_days: int
    sdnn_days: int
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The API key at hand: the account that it opens, or why it opens none.

    Attributes:
        source: where it was found; empty when there is none.
        account: what it gave to read.
        trouble: why it could not be used.
    """

    source: str = ""
    account: AccountFacts | None = None
    trouble: WizardError | None = None


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """The GitHub token at hand.

    Attributes:
        kind: what its prefix says.
        source: where it was found.
        scopes: of a classic token; None when GitHub reports none.
        denied: what it may not read, in words, with GitHub's remedy.
    """

    kind: TokenKind
    source: str
    scopes: tuple[str, ...] | None
    denied: Mapping[str, WizardError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the mirror that should hold a JSON object.

    Attributes:
        text: what it holds.
        content: the decoded object; None when it is damaged.
    """

    text: str
    content: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts.

    Attributes:
        now: the present moment, aware.
        wanted_athlete: id that was asked for; empty for the key's owner.
        key: the API key.
        token: the GitHub token.
        state: the mirror.
        settings: as far as they can be read.
        actions: whether Actions is on; None when the token may not read that.
        protected: whether rules protect the default branch.
        same_since: since when workflow file and its state are as they are; None when unknown.
        runs: newest runs of every kind, newest first.
        scheduled: newest scheduled runs, newest first.
        failure: about the newest completed run, when it failed.
        documents: the data files that are there.
        notes: the athlete's own Markdown files that may name addresses, path to text.
    """

    now: datetime
    wanted_athlete: str
    key: KeyFacts
    token: TokenFacts
    state: MirrorState
    settings: MirrorSettings
    actions: ActionsPermissions | None = None
    protected: bool = False
    same_since: datetime | None = None
    runs: tuple[Run, ...] = ()
    scheduled: tuple[Run, ...] = ()
    failure: RunFailure | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def knows(self, what: str) -> bool:
        """Whether the token was allowed to read something, such as ``secrets``."""
        return what not in self.token.denied
