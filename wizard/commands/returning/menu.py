"""The menu of a visit: each entry runs a command on the mirror, and nothing is asked twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.base.format import LATEST
from wizard.commands import doctor, settings, setup, simple, update
from wizard.commands.extras import ExtrasContext, run_extras
from wizard.commands.options.doctor import DoctorOptions
from wizard.commands.options.extras import ExtrasOptions
from wizard.commands.options.settings import SettingsOptions
from wizard.commands.options.shared import MirrorOptions, Target
from wizard.commands.options.simple import SyncOptions
from wizard.commands.options.update import UpdateOptions
from wizard.dialogs import questions
from wizard.dialogs.dossier import Source
from wizard.dialogs.sign_in import athlete_and_key
from wizard.dialogs.whose import LEAVE, REPLACE, SECOND, KeyAtHand, ask_second, ask_whose
from wizard.errors import WizardError
from wizard.mirror.found.athlete import fingerprint, whose
from wizard.setting_values import DEFAULT_REPOSITORY
from wizard.terminal.prompts import Choice
from wizard.views.render import print_error, print_result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.commands.invocation import Invocation
    from wizard.commands.options.setup import SetupOptions
    from wizard.dialogs.connection import Connection
    from wizard.doctor.facts import Facts
    from wizard.views.result import Result
    from wizard.views.status import VisitFacts

SYNC, SETTINGS, DOCTOR, COACH, ANOTHER, UPDATE, QUIT = (
    "sync", "settings", "doctor", "coach", "another", "update", "quit",
)  # fmt: skip
NEW = "\0new"
SECOND_NAME = f"{DEFAULT_REPOSITORY}-2"


@dataclass(frozen=True, slots=True)
class Visit:
    """A mirror that is there, and somebody who came back to it.

    Attributes:
        invocation: this run of the program, signed in.
        options: what was said: which mirror, and where key and token are.
        connection: GitHub.
        facts: everything about the mirror.
        shown: what is told of it.
    """

    invocation: Invocation
    options: SetupOptions
    connection: Connection
    facts: Facts
    shown: VisitFacts

    @property
    def mirror(self) -> MirrorOptions:
        """The options of a command on this mirror."""
        return MirrorOptions(Target(repo=self.facts.state.full_name), self.options.credentials)


def ask(visit: Visit) -> str:
    """Ask what shall be done; Enter changes nothing."""
    lines = [
        Choice(SYNC, "Sync now"),
        Choice(SETTINGS, "Change a setting"),
        Choice(DOCTOR, "Look for problems"),
        Choice(COACH, "Connect a coach"),
        Choice(ANOTHER, "Another athlete or mirror"),
        Choice(UPDATE, "Update engine, workflow and README", "Update"),
        Choice(QUIT, "Quit"),
    ]
    default = DOCTOR if visit.shown.problems else QUIT
    return visit.invocation.screen.prompts.choose("What next?", lines, default)


def act(visit: Visit, said: str) -> str | None:
    """Do it; what goes wrong is told, and the menu comes again.

    Returns:
        Full name of another mirror to go on with; None for the same.
    """
    screen = visit.invocation.screen
    try:
        if said == ANOTHER:
            return _another(visit)
        if said == COACH:
            _coach(visit)
            return None
        result = COMMANDS[said](visit)
    except WizardError as error:
        print_error(said, error, screen, as_json=False)
        return None
    print_result(said, result, screen, as_json=False)
    return None


def _on_mirror(run: Callable[[Invocation, Any], Result[Any]], options: type, visit: Visit) -> Any:
    mirror = visit.mirror
    return run(visit.invocation, options(where=mirror.where, credentials=mirror.credentials))


COMMANDS: Mapping[str, Callable[[Visit], Result[Any]]] = {
    SYNC: partial(_on_mirror, simple.sync, SyncOptions),
    SETTINGS: partial(_on_mirror, settings.run, SettingsOptions),
    DOCTOR: partial(_on_mirror, doctor.run, DoctorOptions),
    UPDATE: partial(_on_mirror, update.run, UpdateOptions),
}


def _coach(visit: Visit) -> None:
    """Show the steps for a platform, write the dossier, copy the protocol."""
    facts = visit.facts
    context = ExtrasContext(
        visit.invocation,
        ExtrasOptions(),
        visit.connection,
        facts.state,
        facts.settings,
        partial(_source, visit),
    )
    run_extras(context, "What does your coach need?")


def _source(visit: Visit) -> Source:
    """Return the account; a key that was found and opened is not asked for again."""
    invocation, known = visit.invocation, visit.facts.key.account
    environment = invocation.environment
    key = environment.find_key(visit.options.credentials.key_file)
    if known is not None and key is not None:
        card = known.card
    else:
        card, key = athlete_and_key(invocation.screen, environment, key, None)
    return Source(environment.intervals_url, key.secret, card, environment.now())


def compare_key(visit: Visit) -> str | None:
    """Ask what becomes of a mirror that another athlete, or another key, fills.

    Returns:
        Full name of the mirror to go on with after a change; None when there was none.
    """
    facts, screen = visit.facts, visit.invocation.screen
    found = visit.invocation.environment.find_key(visit.options.credentials.key_file)
    account, state = facts.key.account, facts.state
    if found is None or account is None:
        return None
    at_hand = fingerprint(found.secret, account.card.id)
    latest = facts.documents.get(LATEST)
    compared = whose(
        state.placed.fingerprint, at_hand, latest.content if latest else None, account.card
    )
    key = KeyAtHand(account.card, found.source, state.full_name, compared)
    said = ask_whose(screen, key) if key.differs else LEAVE
    if said == SECOND:
        return _make(visit, ask_second(screen, account.card))
    if said == REPLACE:
        mirror = visit.mirror
        options = SettingsOptions(mirror.where, mirror.credentials, rotate_key=True)
        print_result(SETTINGS, settings.run(visit.invocation, options), screen, as_json=False)
        return state.full_name
    return None


def _another(visit: Visit) -> str | None:
    """Go to another mirror that the token sees, or make one."""
    screen = visit.invocation.screen
    lines = [Choice(name, name) for name in visit.shown.others]
    lines.append(Choice(NEW, "Make one more: for another athlete, or in another repository", "new"))
    said = screen.prompts.choose_or_back("Which mirror?", lines, lines[0].value)
    if said != NEW:
        return said
    return _make(visit, questions.ask_repository(screen, SECOND_NAME))


def _make(visit: Visit, name: str) -> str | None:
    """Set up another mirror and return its full name when there is one now."""
    options = replace(visit.options, where=Target(repo=name, owner=visit.options.where.owner))
    result = setup.run(visit.invocation, options)
    print_result("setup", result, visit.invocation.screen, as_json=False)
    return result.facts.repository.full_name if result.facts.changed else None
