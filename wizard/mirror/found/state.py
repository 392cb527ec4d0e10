"""The actual state of a repository, as GitHub tells it, and what kind of mirror that makes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from engine.base.format import FTP_HISTORY, HISTORY, LATEST
from templates.record import (
    ENGINE_FOLDER,
    MANAGED_PATH,
    README,
    SYNC_PROGRAM,
    Placed,
    RecordError,
    is_product_readme,
)
from templates.settings import BUNDLE, SECRETS, WORKFLOW_PATH
from wizard.errors import RefusedError
from wizard.mirror.found.other_syncs import OtherSync, concerns_us, other_workflow_paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.github.client import GitHub
    from wizard.github.records import ActionsPermissions, Head, Repository, Run, Workflow

WORKFLOW_FILE = PurePosixPath(WORKFLOW_PATH).name
NEWEST_RUNS = 5
ENGINE = "engine"
"""Names the engine: its bundle, or the folder that earlier versions placed."""
ENDLESS_FOLDERS = ("archive",)
"""Folders that may hold more files than GitHub lists; nothing in them is looked after."""
BLANK_FILES = frozenset({README, "LICENSE", "LICENSE.md", ".gitignore", ".gitattributes"})
COMMIT_MESSAGE = "Set up the data mirror"
UPDATE_MESSAGE = "Update the data mirror's settings and engine"
FOLDER_CALL = "-m engine"
"""Stands in the workflows that earlier versions placed."""
ENGINE_CALLS = (BUNDLE, FOLDER_CALL)
"""One of them stands in every workflow that this product placed."""
CREDENTIAL = "INTERVALS_KEY"
"""Stands in every workflow that syncs Section 11 data, also in the guide's."""
OLD_ENGINE_SIGNS = ("intervals.icu", "from engine.__main__ import main", BUNDLE)
ENGINE_SIGN = f"{ENGINE_FOLDER}run.py"


@dataclass(frozen=True, slots=True)
class MirrorState:
    """What is there now.

    Attributes:
        owner: account of the repository.
        name: name of the repository.
        repository: None while it does not exist.
        created: whether this program created it a moment ago.
        secrets: name of each Actions secret to the time it was set.
        renewed: secrets that this program has set a moment ago.
        variables: Actions variables.
        permissions: default of the workflow token, ``read`` or ``write``; None when unknown.
        actions: whether Actions is on; None when unknown, as in a new repository.
        head: newest commit of the default branch; None while there is none.
        files: path to blob SHA.
        readme: text of the README, read only where it decides something.
        workflow_text: text of the workflow file; empty while there is none.
        sync_text: text of a ``sync.py`` that nobody recorded as placed; empty without one.
        placed: what was placed in the mirror, as far as it is recorded there.
        workflow: the registered workflow; None while GitHub does not know it.
        runs: newest runs of the workflow, newest first.
        others: workflows under other names that sync, too.
        archive_there: whether the archive has a branch, as far as it was looked for.
    """

    owner: str
    name: str
    repository: Repository | None = None
    created: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict)
    renewed: frozenset[str] = frozenset()
    variables: Mapping[str, str] = field(default_factory=dict)
    permissions: str | None = None
    actions: ActionsPermissions | None = None
    head: Head | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    readme: str = ""
    workflow_text: str = ""
    sync_text: str = ""
    placed: Placed = field(default_factory=Placed)
    workflow: Workflow | None = None
    runs: tuple[Run, ...] = ()
    others: tuple[OtherSync, ...] = ()
    archive_there: bool = False

    @property
    def full_name(self) -> str:
        """Return ``owner/name``."""
        return f"{self.owner}/{self.name}"

    @property
    def branch(self) -> str:
        """Name of the default branch, ``main`` while there is no repository."""
        return self.repository.default_branch if self.repository else "main"

    @property
    def is_mirror(self) -> bool:
        """Whether a data mirror lives here already."""
        return WORKFLOW_PATH in self.files

    @property
    def may_sync(self) -> bool:
        """Whether a workflow is there that may have used the secrets."""
        return self.is_mirror or bool(self.others)

    @property
    def is_blank(self) -> bool:
        """Whether nothing of anybody's work is in there."""
        return set(self.files) <= BLANK_FILES

    @property
    def has_data(self) -> bool:
        """Whether a sync has published data."""
        return LATEST in self.files

    @property
    def last_run(self) -> Run | None:
        """Newest run of the workflow."""
        return self.runs[0] if self.runs else None

    @property
    def public_agreed(self) -> bool:
        """Whether the athlete confirmed that everybody may read the repository.

        The record may have come with a copy of somebody else's repository; the secrets may not.
        """
        return self.placed.public and set(SECRETS) <= set(self.secrets)

    @property
    def is_unproved(self) -> bool:
        """Whether no run has begun since workflow and engine were placed."""
        head, last = self.head, self.last_run
        if head is None or head.message not in {COMMIT_MESSAGE, UPDATE_MESSAGE}:
            return False
        begun = last.created_at if last else None
        return begun is None or (head.made_at is not None and begun < head.made_at)

    @property
    def readme_is_theirs(self) -> bool:
        """Whether the README was written by the athlete, not by us or by GitHub."""
        return not is_product_readme(self.readme) and not self._is_starter(self.readme)

    def _is_starter(self, readme: str) -> bool:
        """Whether a README is what GitHub makes of a repository's name and description."""
        said = self.repository.description if self.repository else ""
        lines = [line.strip() for line in readme.splitlines() if line.strip()]
        return lines in ([], [f"# {self.name}"], [f"# {self.name}", " ".join(said.split())])


def inspect(
    github: GitHub, owner: str, name: str, *, created: bool = False, runs: int = NEWEST_RUNS
) -> MirrorState:
    """Read everything that a plan is made from, and so many runs."""
    repository = github.repository(owner, name)
    if repository is None:
        return MirrorState(owner, name)
    head = github.head(repository)
    files = github.tree(repository, head, ENDLESS_FOLDERS) if head else {}
    readme = github.file(repository, README) if README in files and not created else ""
    known = WORKFLOW_PATH in files
    text = github.file(repository, WORKFLOW_PATH) if known else ""
    managed = github.file(repository, MANAGED_PATH) if MANAGED_PATH in files else ""
    unrecorded = SYNC_PROGRAM in files and MANAGED_PATH not in files
    program = github.file(repository, SYNC_PROGRAM) if unrecorded else ""
    return MirrorState(
        owner=repository.owner or owner,
        name=repository.name or name,
        repository=repository,
        created=created,
        secrets=github.secrets(repository),
        variables=github.variables(repository),
        permissions=github.workflow_permissions(repository),
        head=head,
        files=files,
        readme=readme or "",
        workflow_text=text or "",
        sync_text=program or "",
        placed=_placed(f"{owner}/{name}", managed or ""),
        workflow=github.workflow(repository, WORKFLOW_FILE) if known else None,
        runs=github.runs(repository, WORKFLOW_FILE, runs) if known else (),
        others=_others(github, repository, files),
    )


def _placed(full_name: str, managed: str) -> Placed:
    """Read the record of what was placed.

    Raises:
        RefusedError: it is none of ours.
    """
    try:
        return Placed.read(managed)
    except RecordError as error:
        raise RefusedError(
            f"{MANAGED_PATH} in {full_name} is no record of this program: {error}.",
            "look at who wrote it; when the repository is yours, delete that file and run the "
            "same command again",
        ) from None


def _others(
    github: GitHub, repository: Repository, files: Mapping[str, str]
) -> tuple[OtherSync, ...]:
    """Look into the workflows of other names, and at those that sync, too."""
    texts = {path: github.file(repository, path) or "" for path in other_workflow_paths(files)}
    found = (OtherSync(path, text) for path, text in texts.items() if concerns_us(text))
    return tuple(
        replace(other, workflow=github.workflow(repository, other.file)) for other in found
    )


def require_repository(state: MirrorState) -> Repository:
    """Return the repository.

    Raises:
        RefusedError: there is none.
    """
    if state.repository is None:
        raise RefusedError(f"{state.full_name} does not exist.", "run section11-setup")
    return state.repository


class Kind(StrEnum):
    """What a repository is."""

    MISSING = "absent"
    EMPTY = "empty"
    BLANK = "blank"
    BY_HAND = "made by hand"
    OURS = "set up by this program"
    DATA = "data without a working sync"
    OTHER = "other work"


ADOPTABLE = frozenset(Kind) - {Kind.OTHER}
"""Kinds that are taken without being asked for twice."""


def kind_of(state: MirrorState) -> Kind:
    """What it is; whoever made it, data of a mirror makes it one."""
    if state.repository is None:
        return Kind.MISSING
    if state.head is None:
        return Kind.EMPTY
    if state.placed.files or any(call in state.workflow_text for call in ENGINE_CALLS):
        return Kind.OURS
    syncs = CREDENTIAL in state.workflow_text or any(other.replaced for other in state.others)
    if syncs or is_old_engine(state.sync_text):
        return Kind.BY_HAND
    if FTP_HISTORY in state.files or {LATEST, HISTORY} <= set(state.files):
        return Kind.DATA
    return Kind.BLANK if state.is_blank else Kind.OTHER


def is_old_engine(text: str) -> bool:
    """Whether a root ``sync.py`` is the guide's engine, or an earlier starter of ours."""
    return any(sign in text.lower() for sign in OLD_ENGINE_SIGNS)


def own_files(state: MirrorState) -> frozenset[str]:
    """Name the files of the athlete's own that stand where the product has one, too.

    They are left alone. The guide's workflow and engine are not among them: a mirror needs those
    in this version's form, and git keeps the old ones.
    """
    unplaced = SYNC_PROGRAM in state.files and SYNC_PROGRAM not in state.placed.files
    found = {SYNC_PROGRAM} if unplaced and not is_old_engine(state.sync_text) else set()
    return frozenset(found | ({README} if state.readme_is_theirs else set()))


def in_folder(path: str) -> bool:
    """Whether a path is where earlier versions placed the engine."""
    return path.startswith(ENGINE_FOLDER)


def has_unrecorded_engine(state: MirrorState) -> bool:
    """Whether a version that kept no record placed its engine's folder."""
    return not state.placed.files and ENGINE_SIGN in state.files
