"""Which repository a command is about: the mirror that is there, or the one that becomes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wizard import last_repository
from wizard.dialogs import questions
from wizard.dialogs.public import PublicAnswers, confirm_public
from wizard.dialogs.rights import ask_writes
from wizard.dialogs.whose import LEAVE, REPLACE, SECOND, KeyAtHand, ask_second, ask_whose
from wizard.errors import RefusedError, UsageError
from wizard.mirror.found.athlete import Whose, fingerprint, whose
from wizard.mirror.found.place import not_seen, require_place
from wizard.mirror.found.state import (
    ADOPTABLE,
    Kind,
    MirrorState,
    inspect,
    kind_of,
)
from wizard.mirror.old_data import OldData, of_an_athlete, with_archive
from wizard.mirror.upstream import upstream_of
from wizard.mirror.workflow_run import read_latest
from wizard.setting_values import (
    DEFAULT_REPOSITORY,
    check_name,
    require_usable,
    split_repository,
)

if TYPE_CHECKING:
    from engine.base.format import Privacy
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.shared import MirrorOptions, Target
    from wizard.credentials.sources import Found
    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.github.records import Repository
    from wizard.intervals_account import AthleteCard
    from wizard.terminal.screen import Screen

FOUND_WORDS = {
    Kind.OURS: "is a data mirror already; it is updated.",
    Kind.BY_HAND: "is a data mirror made by hand; it is taken over with its data and secrets.",
    Kind.DATA: "holds training data but no sync that works; it is taken over with its data.",
}


@dataclass(frozen=True, slots=True)
class SelectedRepository:
    """The repository, and what was agreed about it.

    Attributes:
        state: what is there.
        privacy: level chosen when it was confirmed that everybody may read it; None: private.
        public: whether everybody may read it, now or by an earlier confirmation.
        fork_of: the repository that it is or becomes a fork of; empty for all others.
        replaces_key: whether the key at hand takes the place of another one.
        leaves_key: whether its key stays, although it is another one.
        outdated: data of another athlete, which goes.
        others_may_write: whether other workflows may get a write token along with ours.
    """

    state: MirrorState
    privacy: Privacy | None = None
    public: bool = False
    fork_of: str = ""
    replaces_key: bool = False
    leaves_key: bool = False
    outdated: OldData = field(default_factory=OldData)
    others_may_write: bool = False


@dataclass(frozen=True, slots=True)
class RepositoryWish:
    """What the command line says about the repository of a set-up.

    Attributes:
        target: its name.
        fork: whether it is to be a fork of Section 11.
        adopt: whether other work may stand in it.
        public: what is said about a public one.
        rotates_key: whether its key is to be replaced anyway.
        ask: whether its name is asked for although it is known.
    """

    target: Target
    fork: bool
    adopt: bool
    public: PublicAnswers
    rotates_key: bool = False
    ask: bool = False


def owner_and_name(target: Target) -> tuple[str | None, str | None]:
    """Return owner and name as far as the command line says them.

    Raises:
        UsageError: they contradict each other or cannot be a repository.
    """
    owner, name = target.owner, target.repo
    said, name = split_repository(name) if name else (None, name)
    if said is not None:
        if owner and owner.lower() != said.lower():
            raise UsageError(f"--owner {owner} and --repo {target.repo} disagree.", "use one")
        owner = said
    for flag, text in (("--owner", owner), ("--repo", name)):
        require_usable(flag, text, check_name)
    return owner, name


def named(environment: Environment, target: Target, login: str) -> tuple[str, str, bool]:
    """Return owner and name of the mirror, and whether they are said or remembered, not guessed."""
    owner, name = owner_and_name(target)
    known = last_repository.load(environment)
    if name is None and known is not None:
        known_owner, _, known_name = known.partition("/")
        if owner is None or owner.lower() == known_owner.lower():
            return known_owner, known_name, True
    return owner or login, name or DEFAULT_REPOSITORY, name is not None


def existing_mirror(
    invocation: Invocation, options: MirrorOptions
) -> tuple[Connection, MirrorState, Repository]:
    """Connect and read the mirror that a command works on.

    Raises:
        NeedsInputError: there is no token and nobody to ask.
        RefusedError: there is no such repository, or it is no mirror.
    """
    connection, state = existing_repository(invocation, options)
    if state.repository is None:
        raise RefusedError(
            f"There is no repository {state.full_name}, or the token may not see it.",
            "name it with --repo OWNER/NAME, or run section11-setup to make one",
        )
    if not state.is_mirror:
        raise RefusedError(
            f"{state.full_name} is no mirror of this program's.",
            f"run `section11-setup --repo {state.full_name}` to see what would make it one",
        )
    return connection, state, state.repository


def existing_repository(
    invocation: Invocation, options: MirrorOptions
) -> tuple[Connection, MirrorState]:
    """Connect and read the repository that a command works on, whatever is in it.

    Raises:
        NeedsInputError: there is no token and nobody to ask.
    """
    screen, environment = invocation.screen, invocation.environment
    connection = invocation.connect(options.credentials.token_file)
    owner, name, _ = named(environment, options.where, connection.account.login)
    with screen.busy(f"Reading {owner}/{name}"):
        return connection, inspect(connection.github, owner, name)


def select_mirror(
    screen: Screen,
    environment: Environment,
    connection: Connection,
    wish: RepositoryWish,
    athlete: tuple[AthleteCard, Found],
) -> SelectedRepository:
    """Find the repository to use, and what becomes of a mirror that another key fills.

    Raises:
        RefusedError: it cannot hold a mirror, or is another athlete's, and nobody can be asked.
    """
    while True:
        selected = select_repository(screen, environment, connection, wish)
        key = _compare(screen, connection, selected.state, athlete)
        said = _what_becomes_of(screen, selected.state, key, rotates=wish.rotates_key)
        if said == SECOND:
            name = ask_second(screen, key.card)
            wish = replace(wish, target=replace(wish.target, repo=name))
            continue
        moves = said == REPLACE and key.whose is Whose.OTHER_ATHLETE
        state = selected.state
        state = with_archive(connection.github, state) if moves else state
        return replace(
            selected,
            state=state,
            replaces_key=said == REPLACE,
            leaves_key=said == LEAVE,
            outdated=of_an_athlete(state) if moves else OldData(),
        )


def _compare(
    screen: Screen, connection: Connection, state: MirrorState, athlete: tuple[AthleteCard, Found]
) -> KeyAtHand:
    """Compare the mirror with the athlete; its data is read only where its record does not do."""
    card, found = athlete
    at_hand, latest = fingerprint(found.secret, card.id), None
    if state.repository is not None and state.has_data and state.placed.fingerprint != at_hand:
        with screen.busy("Looking whose data it is"):
            latest = read_latest(connection.github, state.repository)
    compared = whose(state.placed.fingerprint, at_hand, latest, card)
    return KeyAtHand(card, found.source, state.full_name, compared)


def _what_becomes_of(screen: Screen, state: MirrorState, key: KeyAtHand, *, rotates: bool) -> str:
    if not key.differs:
        return ""
    last = state.last_run
    fails = last is not None and last.failed and key.whose is Whose.OTHER_KEY
    # a key that does not work may be why the last run failed
    return REPLACE if rotates or fails else ask_whose(screen, key)


def select_repository(
    screen: Screen, environment: Environment, connection: Connection, wish: RepositoryWish
) -> SelectedRepository:
    """Find the repository to use: named on the command line, remembered, or asked for.

    Raises:
        RefusedError: it cannot hold a mirror and nobody can be asked for another.
    """
    login = connection.account.login
    source = _source(screen, environment, connection) if wish.fork else ""
    owner, name, fixed = (
        _named_fork(wish.target, login, source)
        if source
        else named(environment, wish.target, login)
    )
    fixed = fixed and not wish.ask
    while True:
        if not fixed and not screen.takes_defaults:
            name = questions.ask_repository(screen, name, public=bool(source))
        with screen.busy(f"Looking at {owner}/{name}"):
            state = _look(connection, owner, name)
        try:
            if fixed and state.repository is None and wish.target.repo is None and not source:
                owner = login
                raise not_seen(state, login)
            require_place(connection.github, state, login, connection.kind)
            selected = _judge(screen, environment, wish, state, source)
        except RefusedError as error:
            if screen.takes_defaults:
                raise
            screen.explain(error)
            fixed = False
            continue
        words = FOUND_WORDS.get(kind_of(state))
        if words:
            screen.note(f"{state.full_name} {words}")
        return replace(selected, others_may_write=ask_writes(screen, state))


def _source(screen: Screen, environment: Environment, connection: Connection) -> str:
    """Name the repository to fork.

    Raises:
        RefusedError: it is not there.
    """
    source = upstream_of(environment.env)
    owner, _, name = source.partition("/")
    with screen.busy(f"Looking at {source}"):
        repository = connection.github.repository(owner, name)
    if repository is None:
        raise RefusedError(f"GitHub shows no repository {source} to fork.", "try again later")
    return repository.full_name


def _named_fork(target: Target, login: str, source: str) -> tuple[str, str, bool]:
    """Return owner and name of the fork; the mirror that is remembered is none."""
    owner, name = owner_and_name(target)
    return owner or login, name or source.rpartition("/")[2], name is not None


def _look(connection: Connection, owner: str, name: str) -> MirrorState:
    state = inspect(connection.github, owner, name)
    if state.repository is None or state.repository.archived:
        return state
    return replace(state, actions=connection.github.actions_permissions(state.repository))


def _judge(
    screen: Screen, environment: Environment, wish: RepositoryWish, state: MirrorState, source: str
) -> SelectedRepository:
    """Whether it can be used, after the questions that this takes.

    Raises:
        RefusedError: it cannot, or they do not want to.
    """
    if state.repository is not None and state.repository.archived:
        raise _archived(screen, environment, state, state.repository)
    if source:
        return _fork(screen, wish.public, state, source)
    if state.repository is None:
        return SelectedRepository(state)
    selected = SelectedRepository(state)
    if not state.repository.private:
        selected = _public(screen, wish.public, state, state.repository)
    _require_room(screen, state, adopt=wish.adopt)
    return selected


def _archived(
    screen: Screen, environment: Environment, state: MirrorState, repository: Repository
) -> RefusedError:
    """Say that nothing can be written, and show where that is changed."""
    page = f"{repository.page}/settings"
    error = RefusedError(
        f"{state.full_name} is archived, so nothing can be written to it.",
        f"choose another --repo, or unarchive it at {page}",
    )
    if screen.takes_defaults:
        return error
    screen.note(error.message)
    if screen.prompts.confirm("Open its settings page, to unarchive it?", default=False):
        environment.browse(page)
        screen.help("Below 'Danger Zone': Unarchive. Then name it again here.", page)
    return RefusedError("Name it again when that is done, or name another one.")


def _fork(
    screen: Screen, said: PublicAnswers, state: MirrorState, source: str
) -> SelectedRepository:
    repository = state.repository
    if repository is not None and repository.parent.lower() != source.lower():
        raise RefusedError(
            f"{state.full_name} exists and is no fork of {source}.", "choose another --repo"
        )
    if state.public_agreed:
        return SelectedRepository(state, public=True, fork_of=source)
    level = confirm_public(
        screen,
        state.full_name,
        said,
        f"A fork of {source} is public for ever: it cannot be made private. GitHub starts forks "
        "without schedules (this program switches yours on) and stops the schedules of public "
        "repositories after 60 days without a commit.",
        "leave out --fork: a private repository, with --with-protocol for the protocol",
    )
    return SelectedRepository(state, level, public=True, fork_of=source)


def _public(
    screen: Screen, said: PublicAnswers, state: MirrorState, repository: Repository
) -> SelectedRepository:
    """A public repository needs a confirmation once; the mirror remembers it."""
    if state.public_agreed:
        screen.note(f"{state.full_name} is public, as you confirmed: everybody can read it.")
        return SelectedRepository(state, public=True)
    private = f"make it private at {repository.page}/settings"
    level = confirm_public(
        screen,
        state.full_name,
        said,
        f"{state.full_name} is public: everybody could read the training and health data.",
        f"{'a fork cannot be made private' if repository.fork else private}; choose another --repo",
    )
    return SelectedRepository(state, level, public=True)


def _require_room(screen: Screen, state: MirrorState, *, adopt: bool) -> None:
    """Have it confirmed that other work stands in the repository, too."""
    if kind_of(state) in ADOPTABLE or adopt:
        return
    words = f"{state.full_name} exists and holds {len(state.files)} other files."
    if screen.takes_defaults:
        raise RefusedError(words, "choose another --repo, or add --adopt to use it anyway")
    screen.note(words)
    question = "Use it anyway? Its files stay, the mirror's are added."
    if not screen.prompts.confirm(question, default=False):
        raise RefusedError("Another name, then.")
