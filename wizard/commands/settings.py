"""Show today's settings, change one or several, apply the difference in one go."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from engine.base.format import DATA_FILES
from templates.record import MANAGED_PATH, README
from templates.settings import SECRETS, WORKFLOW_PATH
from wizard.commands.setup import CONFIRM_MISSING, confirmed
from wizard.commands.target import existing_mirror
from wizard.credentials.secret import Secret
from wizard.credentials.sources import KEYRING, Found, key_name
from wizard.dialogs.settings import Changes, ask_changes
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key, find_api_key
from wizard.doctor.checks.account import strangers
from wizard.doctor.examine import examine_key
from wizard.errors import RefusedError
from wizard.intervals_account import OWNER_OF_THE_KEY
from wizard.mirror.apply import setup_steps
from wizard.mirror.commits import change_files_step
from wizard.mirror.desired import Desired
from wizard.mirror.plan import Plan, decide
from wizard.mirror.removal import ARCHIVE
from wizard.mirror.settings import read_settings
from wizard.mirror.state import ENGINE_FOLDER
from wizard.mirror.step import Context, run_steps
from wizard.mirror.workflow_run import read_latest
from wizard.result import Result
from wizard.setting_values import with_options
from wizard.terminal.live_progress import show_progress
from wizard.terminal.plan_lines import Action, Item
from wizard.views.setup import plan_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.app import App, Connection
    from wizard.intervals_account import AthleteCard
    from wizard.mirror.state import MirrorState

FILES = frozenset({WORKFLOW_PATH, README, MANAGED_PATH})
FORGET_MESSAGE = "Remove the data of another athlete"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Key and athlete to set.

    Attributes:
        card: whose key it is.
        found: the key.
        outdated: data files of another athlete, which are to go.
    """

    card: AthleteCard
    found: Found
    outdated: tuple[str, ...] = field(default=())

    @property
    def secrets(self) -> Mapping[str, Secret]:
        """Values by name of the Actions secret."""
        values = (Secret(self.card.id, redacted=False), self.found.secret)
        return dict(zip(SECRETS, values, strict=True))


def run(app: App) -> Result:
    """Change what the command line says or what is chosen; without either, only show."""
    connection, state, _ = existing_mirror(app)
    before = read_settings(state, None)
    wanted = _wanted(app, before)
    if wanted == Changes(before):
        return Result(_facts(before))
    _require_ours(state)
    credentials = _credentials(app, connection, state) if wanted.renew_key else None
    desired = Desired(
        wanted.settings,
        renew_secrets=wanted.renew_key,
        manage_secrets=wanted.renew_key,
        sync=False,
        paths=FILES,
    )
    plan = _with_data(decide(desired, state), credentials)
    app.screen.show(plan_view(plan, wanted.settings))
    if plan.empty or app.options.dry_run:
        why = "Nothing to do." if plan.empty else "Nothing was changed (--dry-run)."
        return Result(_facts(wanted.settings, plan), (why,))
    app.require([] if app.screen.asks or app.options.yes else [CONFIRM_MISSING])
    if not confirmed(app):
        return Result(_facts(before, plan), ("Nothing was changed.",))
    _apply(app, connection, desired, credentials, state)
    return Result(_facts(wanted.settings, plan, changed=True), _messages(app, credentials))


def _wanted(app: App, before: MirrorSettings) -> Changes:
    """Take what the command line says, else ask."""
    renew = app.options.rotate_key or app.options.athlete is not None
    said = Changes(with_options(before, app.options), renew)
    if said == Changes(before) and not app.takes_defaults:
        return ask_changes(app.screen, before)
    return said


def _require_ours(state: MirrorState) -> None:
    """Our workflow starts our engine, so it cannot be placed without it.

    Raises:
        RefusedError: the mirror was made by hand.
    """
    if f"{ENGINE_FOLDER}/__init__.py" not in state.files:
        raise RefusedError(
            f"{state.full_name} was made by hand: it has no engine of ours.",
            "run section11-setup to take it over, with data, secrets and schedule",
        )


def _credentials(app: App, connection: Connection, state: MirrorState) -> Credentials:
    """Find or ask for the key, and see whether the data in the mirror are that athlete's."""
    found = find_api_key(app)
    if found is not None and found.source == KEYRING and app.screen.asks and not app.options.yes:
        found = None  # the one that is to be replaced, most likely
    app.require([KEY_MISSING] if found is None and not app.screen.asks else [])
    card, found = athlete_and_key(app, found)
    if not state.has_data or state.repository is None:
        return Credentials(card, found)
    with app.screen.busy("Comparing the data with the account"):
        latest = read_latest(connection.github, state.repository)
        facts = examine_key(
            app.surroundings.intervals_url, found, app.surroundings.now(),
            card.id or OWNER_OF_THE_KEY,
        )  # fmt: skip
    if latest is None or facts.account is None or not strangers(latest, facts.account):
        return Credentials(card, found)
    return Credentials(card, found, _outdated(app, state))


def _outdated(app: App, state: MirrorState) -> tuple[str, ...]:
    """Decide whether the other athlete's files go; FTP and history of two would be mixed."""
    wish = app.options.remove_data
    if wish is None and not app.takes_defaults:
        app.screen.note("The data in the mirror are another athlete's.")
        wish = app.screen.prompts.confirm(
            "Delete them, so that the two are not mixed? (The history of git keeps them.)"
        )
    if wish is False:
        return ()
    paths = (path for path in state.files if path in DATA_FILES or path.startswith(ARCHIVE))
    return tuple(sorted(paths))


def _with_data(plan: Plan, credentials: Credentials | None) -> Plan:
    """Show that data files go."""
    if credentials is None or not credentials.outdated:
        return plan
    kept = tuple(item for item in plan.items if item.what != "your data")
    words = f"{len(credentials.outdated)} files; the history of git keeps them"
    gone = Item(Action.REMOVE, "data of another athlete", words)
    return replace(plan, items=(*kept, gone))


def _apply(
    app: App,
    connection: Connection,
    desired: Desired,
    credentials: Credentials | None,
    state: MirrorState,
) -> None:
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        secrets = credentials.secrets if credentials else {}
        context = Context(connection.github, progress, app.polling)
        steps = setup_steps(desired, secrets)
        if credentials and credentials.outdated:
            title = "Delete the data of the other athlete"
            steps += (change_files_step(title, FORGET_MESSAGE, {}, credentials.outdated),)
        run_steps(context, steps, state)


def _messages(app: App, credentials: Credentials | None) -> tuple[str, ...]:
    if credentials is None:
        return ("The next sync uses the new settings.",)
    keys, name = app.surroundings.keys, key_name(app.surroundings)
    kept = keys.get(name) is not None and keys.put(name, credentials.found.secret)
    words = "The key in this computer's keyring is replaced, too."
    return (
        f"The mirror now reads {credentials.card.name} ({credentials.card.id}).",
        *((words,) if kept else ()),
        "`section11-setup sync` proves it at once.",
    )


def _facts(
    settings: MirrorSettings, plan: Plan | None = None, *, changed: bool = False
) -> dict[str, Any]:
    items = [asdict(item) for item in plan.items] if plan else []
    return {"settings": asdict(settings), "plan": items, "changed": changed}
