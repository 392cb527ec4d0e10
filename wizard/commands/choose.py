"""Choosing the repository that becomes, or already is, the mirror."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.commands.target import named
from wizard.dialogs import questions
from wizard.dialogs.public import confirm_public
from wizard.errors import RefusedError, UsageError
from wizard.mirror.state import (
    ADOPTABLE,
    ENGINE_FOLDER,
    Kind,
    MirrorState,
    foreign_engine,
    inspect,
    kind_of,
)
from wizard.mirror.upstream import upstream_of
from wizard.setting_values import split_repository

if TYPE_CHECKING:
    from engine.base.format import Privacy
    from wizard.app import App, Connection
    from wizard.github.records import Repository

FOUND_WORDS = {
    Kind.OURS: "is a data mirror already; it is updated.",
    Kind.BY_HAND: "is a data mirror made by hand; it is taken over with its data and secrets.",
    Kind.DATA: "holds training data but no sync that works; it is taken over with its data.",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The repository, and what was agreed about it.

    Attributes:
        state: what is there.
        privacy: level chosen when it was confirmed that everybody may read it; None: private.
        public: whether everybody may read it, now or by an earlier confirmation.
        fork_of: the repository that it is or becomes a fork of; empty for all others.
    """

    state: MirrorState
    privacy: Privacy | None = None
    public: bool = False
    fork_of: str = ""


def choose_repository(app: App, connection: Connection) -> Chosen:
    """Find the repository to use: named on the command line, remembered, or asked for.

    Raises:
        RefusedError: it cannot hold a mirror and nobody can be asked for another.
    """
    login = connection.account.login
    source = _source(app, connection) if app.options.fork else ""
    owner, name, fixed = _named_fork(app, login, source) if source else named(app, login)
    while True:
        if not fixed and not app.takes_defaults:
            name = questions.ask_repository(app.screen, name, public=bool(source))
        with app.screen.busy(f"Looking at {owner}/{name}"):
            state = _look(connection, owner, name)
        try:
            chosen = _judge(app, state, source)
        except RefusedError as error:
            if app.takes_defaults:
                raise
            app.screen.explain(error)
            fixed = False
            continue
        words = FOUND_WORDS.get(kind_of(state))
        if words:
            app.screen.note(f"{state.full_name} {words}")
        return chosen


def _source(app: App, connection: Connection) -> str:
    """Name the repository to fork.

    Raises:
        RefusedError: it is not there.
        UsageError: the options contradict each other.
    """
    if app.options.with_protocol:
        raise UsageError("--fork and --with-protocol exclude each other.", "a fork has it already")
    source = upstream_of(app.surroundings.env)
    owner, _, name = source.partition("/")
    with app.screen.busy(f"Looking at {source}"):
        repository = connection.github.repository(owner, name)
    if repository is None:
        raise RefusedError(f"GitHub shows no repository {source} to fork.", "try again later")
    return repository.full_name


def _named_fork(app: App, login: str, source: str) -> tuple[str, str, bool]:
    """Return owner and name of the fork; the mirror that is remembered is none."""
    owner, name = split_repository(app.options)
    return owner or login, name or source.rpartition("/")[2], name is not None


def _look(connection: Connection, owner: str, name: str) -> MirrorState:
    state = inspect(connection.github, owner, name)
    if state.repository is None or state.repository.archived:
        return state
    return replace(state, actions=connection.github.actions_permissions(state.repository))


def _judge(app: App, state: MirrorState, source: str) -> Chosen:
    """Whether it can be used, after the questions that this takes.

    Raises:
        RefusedError: it cannot, or they do not want to.
    """
    if state.repository is not None and state.repository.archived:
        raise _archived(app, state, state.repository)
    if source:
        return _fork(app, state, source)
    if state.repository is None:
        return Chosen(state)
    chosen = Chosen(state)
    if not state.repository.private:
        chosen = _public(app, state, state.repository)
    _require_room(app, state)
    return chosen


def _archived(app: App, state: MirrorState, repository: Repository) -> RefusedError:
    """Say that nothing can be written, and show where that is changed."""
    page = f"{repository.page}/settings"
    error = RefusedError(
        f"{state.full_name} is archived, so nothing can be written to it.",
        f"choose another --repo, or unarchive it at {page}",
    )
    if app.takes_defaults:
        return error
    app.screen.note(error.message)
    if app.screen.prompts.confirm("Open its settings page, to unarchive it?", default=False):
        app.surroundings.browse(page)
        app.screen.help("Below 'Danger Zone': Unarchive. Then name it again here.", page)
    return RefusedError("Name it again when that is done, or name another one.")


def _fork(app: App, state: MirrorState, source: str) -> Chosen:
    repository = state.repository
    if repository is not None and repository.parent.lower() != source.lower():
        raise RefusedError(
            f"{state.full_name} exists and is no fork of {source}.", "choose another --repo"
        )
    if state.placed.public:
        return Chosen(state, public=True, fork_of=source)
    level = confirm_public(
        app,
        state.full_name,
        f"A fork of {source} is public for ever: it cannot be made private. GitHub starts forks "
        "without schedules (this program switches yours on) and stops the schedules of public "
        "repositories after 60 days without a commit.",
        "leave out --fork: a private repository, with --with-protocol for the protocol",
    )
    return Chosen(state, level, public=True, fork_of=source)


def _public(app: App, state: MirrorState, repository: Repository) -> Chosen:
    """A public repository needs a confirmation once; the mirror remembers it."""
    if state.placed.public:
        app.screen.note(f"{state.full_name} is public, as you confirmed: everybody can read it.")
        return Chosen(state, public=True)
    private = f"make it private at {repository.page}/settings"
    level = confirm_public(
        app,
        state.full_name,
        f"{state.full_name} is public: everybody could read the training and health data.",
        f"{'a fork cannot be made private' if repository.fork else private}; choose another --repo",
    )
    return Chosen(state, level, public=True)


def _require_room(app: App, state: MirrorState) -> None:
    """Have it confirmed that other work stands in the repository, too."""
    if foreign_engine(state):
        raise RefusedError(
            f"{state.full_name} has a folder {ENGINE_FOLDER}/ of its own, which a mirror needs.",
            "choose another --repo",
        )
    if kind_of(state) in ADOPTABLE or app.options.adopt:
        return
    words = f"{state.full_name} exists and holds {len(state.files)} other files."
    if app.takes_defaults:
        raise RefusedError(words, "choose another --repo, or add --adopt to use it anyway")
    app.screen.note(words)
    question = "Use it anyway? Its files stay, the mirror's are added."
    if not app.screen.prompts.confirm(question, default=False):
        raise RefusedError("Another name, then.")
