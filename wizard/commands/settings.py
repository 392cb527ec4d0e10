"""Show today's settings, change one or several, apply the difference in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, README
from templates.settings import SECRETS, WORKFLOW_PATH
from wizard.commands.repository import existing_mirror
from wizard.credentials.secret import Secret
from wizard.credentials.sources import KEYRING, Found
from wizard.dialogs.settings import Changes, ask_changes
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key
from wizard.errors import RefusedError, WizardError
from wizard.github.records import ACTIVE
from wizard.intervals_account import athlete_card, read_account
from wizard.mirror.apply import setup_steps
from wizard.mirror.desired import Desired
from wizard.mirror.found.athlete import fingerprint, strangers
from wizard.mirror.found.state import Kind, kind_of
from wizard.mirror.old_data import (
    OldData,
    of_an_athlete,
    removal_steps,
    snapshots,
    with_archive,
    with_removal,
)
from wizard.mirror.plan import decide
from wizard.mirror.settings import hidden_settings, is_stricter, read_settings
from wizard.mirror.step import run_steps
from wizard.mirror.workflow_run import read_latest, start
from wizard.setting_values import with_values
from wizard.terminal.plan_lines import Action, Item
from wizard.views.plan import plan_view
from wizard.views.result import Result
from wizard.views.settings import SettingsFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.settings import SettingsOptions
    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.intervals_account import AthleteCard
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.plan import Plan
    from wizard.terminal.screen import Screen

OTHERS_DATA = (
    "The data in the mirror are another athlete's. Delete them, so that the two are not mixed? "
    "(The history of git keeps them.)"
)
OPEN_SNAPSHOTS = (
    "Older snapshots keep what they said with less left out. Delete them, too? "
    "(The history of git keeps them.)"
)
FILES = frozenset({WORKFLOW_PATH, README, MANAGED_PATH})


@dataclass(frozen=True, slots=True)
class Credentials:
    """Key and athlete to set.

    Attributes:
        card: whose key it is.
        found: the key.
        others_data: whether the mirror holds another athlete's data.
    """

    card: AthleteCard
    found: Found
    others_data: bool = False

    @property
    def secrets(self) -> Mapping[str, Secret]:
        """Values by name of the Actions secret."""
        values = (Secret(self.card.id, redacted=False), self.found.secret)
        return dict(zip(SECRETS, values, strict=True))

    @property
    def fingerprint(self) -> str:
        """What the record names them by."""
        return fingerprint(self.found.secret, self.card.id)


def run(invocation: Invocation, options: SettingsOptions) -> Result[SettingsFacts]:
    """Change what the command line says or what is chosen; without either, only show."""
    screen = invocation.screen
    connection, state, _ = existing_mirror(invocation, options)
    before = read_settings(state, None)
    wanted = _wanted(invocation, options, before, hidden_settings(state))
    if wanted == Changes(before) and not options.remove_archive:
        return Result(SettingsFacts(before, hidden=hidden_settings(state)))
    _require_ours(state)
    credentials = None
    if wanted.renew_key:
        credentials = _credentials(invocation, options, connection, state)
    desired = Desired(
        wanted.settings,
        renew_secrets=wanted.renew_key,
        manage_secrets=wanted.renew_key,
        sync=False,
        paths=FILES,
        fingerprint=credentials.fingerprint if credentials else "",
    )
    starts = _starts_a_run(state, before, wanted.settings)
    state, old = _old_data(
        invocation, options, connection, state, (before, wanted.settings), credentials
    )
    plan = with_removal(decide(desired, state), old)
    plan = _with_start(plan) if starts else plan
    screen.show(plan_view(plan, wanted.settings))
    idle = plan.empty and not old.what
    if idle or invocation.behavior.dry_run:
        why = "Nothing to do." if idle else "Nothing was changed (--dry-run)."
        return Result(SettingsFacts(wanted.settings, plan.items), (why,))
    if not invocation.confirmed():
        return Result(SettingsFacts(before, plan.items), ("Nothing was changed.",))
    told = _apply(screen, connection, desired, credentials, state, old, starts=starts)
    facts = SettingsFacts(wanted.settings, plan.items, changed=True)
    return Result(facts, (*_messages(invocation.environment, credentials, started=starts), *told))


def _wanted(
    invocation: Invocation,
    options: SettingsOptions,
    before: MirrorSettings,
    hidden: tuple[str, ...],
) -> Changes:
    """Take what the command line says, else ask."""
    screen = invocation.screen
    renew = options.rotate_key or options.athlete is not None
    said = Changes(with_values(before, options.settings), renew)
    if said == Changes(before) and not (screen.takes_defaults or options.remove_archive):
        return ask_changes(screen, before, hidden, partial(_sports, invocation, options))
    return said


def _sports(invocation: Invocation, options: SettingsOptions) -> tuple[str, ...]:
    """Return the families of the account's sports, if a key for it is at hand."""
    environment = invocation.environment
    found = environment.find_key(options.credentials.key_file)
    if found is None:
        return ()
    try:
        with invocation.screen.busy("Reading your sports"):
            account = read_account(environment.intervals_url, found.secret, environment.now())
    except WizardError:
        return ()
    return athlete_card(account).families


def _require_ours(state: MirrorState) -> None:
    """Our workflow starts our engine, so it cannot be placed without it.

    Raises:
        RefusedError: the mirror was made by hand.
    """
    if kind_of(state) is not Kind.OURS:
        raise RefusedError(
            f"{state.full_name} was made by hand: it has no engine of ours.",
            "run section11-setup to take it over, with data, secrets and schedule",
        )


def _credentials(
    invocation: Invocation, options: SettingsOptions, connection: Connection, state: MirrorState
) -> Credentials:
    """Find or ask for the key, and see whether the data in the mirror are that athlete's."""
    environment, screen = invocation.environment, invocation.screen
    found = environment.find_key(options.credentials.key_file)
    if found is not None and found.source == KEYRING and not screen.takes_defaults:
        found = None  # the one that is to be replaced, most likely
    invocation.require([KEY_MISSING] if found is None and not screen.asks else [])
    card, found = athlete_and_key(screen, environment, found, options.athlete)
    if not state.has_data or state.repository is None:
        return Credentials(card, found)
    with screen.busy("Comparing the data with the account"):
        latest = read_latest(connection.github, state.repository)
    if latest is None or not strangers(latest, card):
        return Credentials(card, found)
    return Credentials(card, found, others_data=True)


def _old_data(
    invocation: Invocation,
    options: SettingsOptions,
    connection: Connection,
    state: MirrorState,
    change: tuple[MirrorSettings, MirrorSettings],
    credentials: Credentials | None,
) -> tuple[MirrorState, OldData]:
    """Decide which data goes: another athlete's, or snapshots that say more than is wanted now."""
    screen = invocation.screen
    others = credentials is not None and credentials.others_data
    stricter = is_stricter(*(settings.privacy for settings in change))
    if not (others or stricter or options.remove_archive):
        return state, OldData()
    state = with_archive(connection.github, state)
    if others and _goes(screen, OTHERS_DATA, said=options.remove_data, otherwise=True):
        return state, of_an_athlete(state)
    old = snapshots(state)
    asked = bool(old.what) and not others
    goes = asked and _goes(screen, OPEN_SNAPSHOTS, said=options.remove_archive, otherwise=False)
    return state, old if goes else OldData()


def _goes(screen: Screen, question: str, *, said: bool | None, otherwise: bool) -> bool:
    if said is not None:
        return said
    return (
        otherwise if screen.takes_defaults else screen.prompts.confirm(question, default=otherwise)
    )


def _starts_a_run(state: MirrorState, before: MirrorSettings, wanted: MirrorSettings) -> bool:
    """Whether a run takes the place of one that waits, which GitHub drops with the old schedule."""
    runs = state.workflow is not None and state.workflow.state == ACTIVE
    moved = (before.schedule, before.timezone) != (wanted.schedule, wanted.timezone)
    return runs and moved and wanted.schedule != "manual"


def _with_start(plan: Plan) -> Plan:
    words = "started now: a changed schedule drops a run that waits"
    return replace(plan, items=(*plan.items, Item(Action.RUN, "sync", words)))


def _apply(
    screen: Screen,
    connection: Connection,
    desired: Desired,
    credentials: Credentials | None,
    state: MirrorState,
    old: OldData,
    *,
    starts: bool,
) -> tuple[str, ...]:
    """Make the changes; a run that does not start is no reason to fail."""
    with connection.at_work(screen) as context:
        secrets = credentials.secrets if credentials else {}
        state = run_steps(context, setup_steps(desired, secrets) + removal_steps(old), state)
        if not starts or state.repository is None:
            return ()
        context.progress.begin("Start a sync")
        try:
            start(context, state.repository, state.last_run.id if state.last_run else 0)
        except WizardError as error:
            context.progress.skipped("Start a sync", error.message)
            return (f"No sync was started: {error.message} `section11-setup sync` starts one.",)
        context.progress.done("Start a sync")
        return ()


def _messages(
    environment: Environment, credentials: Credentials | None, *, started: bool
) -> tuple[str, ...]:
    if credentials is None and started:
        return ("The sync that was started uses the new settings.",)
    if credentials is None:
        return ("The next sync uses the new settings.",)
    keys, name = environment.keys, environment.key_name
    kept = keys.get(name) is not None and keys.put(name, credentials.found.secret)
    words = "The key in this computer's keyring is replaced, too."
    return (
        f"The mirror now reads {credentials.card.name} ({credentials.card.id}).",
        *((words,) if kept else ()),
        "`section11-setup sync` proves it at once.",
    )
