"""What the athlete wants of a mirror."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from templates.settings import MirrorSettings
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
