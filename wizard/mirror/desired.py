"""What the athlete wants of a mirror."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from templates.settings import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.upstream import Protocol


@dataclass(frozen=True, slots=True)
class Desired:
    """What the athlete wants.

    Attributes:
        settings: of the mirror.
        renew_secrets: whether existing secrets are replaced by the ones just given.
        manage_secrets: whether secrets are looked after at all (the settings command has none).
        sync: whether a run is wanted when there is no data yet.
        paths: the only files to look after; None: all of them.
        replace: what is replaced although the athlete edited it: ``engine``, paths of files.
        protocol: files of Section 11's own repository that are wanted, too.
        public: whether the athlete confirmed that everybody may read the repository.
        fork_of: the repository to make it from as a fork; empty for a new one.
        fingerprint: of athlete and API key at hand, recorded when these are sealed.
        joined: path to text of edited files that this version's changes were joined with.
        others_may_write: whether other workflows may get a write token along with ours.
    """

    settings: MirrorSettings
    renew_secrets: bool = False
    manage_secrets: bool = True
    sync: bool = True
    paths: frozenset[str] | None = None
    replace: frozenset[str] = frozenset()
    protocol: Protocol | None = None
    public: bool = False
    fork_of: str = ""
    fingerprint: str = ""
    joined: Mapping[str, str] = field(default_factory=dict)
    others_may_write: bool = False


def secrets_to_set(desired: Desired, state: MirrorState) -> tuple[str, ...]:
    """Name the secrets that are missing, to be renewed, or of a set-up that broke off early.

    Id and key belong together: with one missing, the other may be somebody else's. Before the first
    commit nothing tells which key an earlier try has sealed.
    """
    if not desired.manage_secrets:
        return ()
    missing = any(name not in state.secrets for name in SECRETS)
    wanted = SECRETS if missing or desired.renew_secrets or not state.may_sync else ()
    return tuple(name for name in wanted if name not in state.renewed)


def sealed_fingerprint(desired: Desired, state: MirrorState) -> str:
    """Return the fingerprint of what is sealed when this plan is carried out."""
    sealed = state.renewed | set(secrets_to_set(desired, state))
    return desired.fingerprint if sealed >= set(SECRETS) else state.placed.fingerprint
