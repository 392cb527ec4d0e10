"""The guided set-up: ask, look, plan, confirm, apply, sync, show."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from templates.settings import SECRETS
from templates.words import data_urls
from wizard import questions
from wizard.choices import split_repository, with_options
from wizard.commands.choose import choose_repository
from wizard.credentials import key_name, token_name
from wizard.current import read_settings
from wizard.digest import digest
from wizard.memory import remember
from wizard.plan import Desired, Plan, decide
from wizard.result import Result
from wizard.secret import Secret
from wizard.show_progress import show_progress
from wizard.sign_in import (
    athlete_and_key,
    find_api_key,
    missing_credentials,
    token_and_connection,
)
from wizard.steps import Work, apply
from wizard.sync import Synced, Watcher, sync
from wizard.views import plan_view, welcome

if TYPE_CHECKING:
    from templates.settings import MirrorSettings
    from wizard.app import App, Connection
    from wizard.athlete import AthleteCard
    from wizard.credentials import Found
    from wizard.mirror import MirrorState

CONFIRM_MISSING = "--yes to confirm the plan"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is known before the plan is made."""

    athlete: AthleteCard
    key: Found
    token: Found
    connection: Connection
    state: MirrorState
    settings: MirrorSettings
    keep_secrets: bool


def run(app: App) -> Result:
    """Set up a mirror, or bring an existing one to what was asked for."""
    answers = ask(app)
    desired = Desired(answers.settings, renew_secrets=_renews(app, answers.state))
    plan = decide(desired, answers.state)
    app.screen.show(plan_view(plan, answers.settings))
    advice = _advice(answers.athlete)
    if plan.empty:
        _remember(app, answers.state)
        words = f"Nothing to do: {answers.state.full_name} is as you want it."
        return Result(facts(answers, answers.state, plan), (words, *advice))
    if app.options.dry_run:
        words = "Nothing was changed (--dry-run)."
        return Result(facts(answers, answers.state, plan), (words, *advice))
    if not confirmed(app):
        return Result(facts(answers, answers.state, plan), ("Nothing was changed.",))
    state, synced = carry_out(app, answers, desired, plan)
    kept = _keep_secrets(app, answers)
    return Result(facts(answers, state, plan, synced, changed=True), (*advice, *kept))


def ask(app: App) -> Answers:
    """Collect all answers; nothing is written meanwhile."""
    split_repository(app.options)  # a wrong name shall not cost the time of the other questions
    found = find_api_key(app)
    missing = missing_credentials(app, found, needs_key=True)
    if not (app.options.yes or app.options.dry_run or app.screen.asks):
        missing.append(CONFIRM_MISSING)
    app.require(missing)
    if app.screen.asks:
        app.screen.show(welcome())
    athlete, key = athlete_and_key(app, found)
    connection, token = token_and_connection(app)
    state = choose_repository(app, connection)
    settings = with_options(read_settings(state, athlete.timezone), app.options)
    settings, keep = _ask_settings(app, settings, pasted=key.pasted or token.pasted)
    return Answers(athlete, key, token, connection, state, settings, keep)


def confirmed(app: App) -> bool:
    """Ask for the one yes."""
    return app.options.yes or app.screen.prompts.confirm("Go ahead?")


def carry_out(
    app: App, answers: Answers, desired: Desired, plan: Plan
) -> tuple[MirrorState, Synced | None]:
    """Apply the plan and see the first sync through."""
    connection, before = answers.connection, answers.state
    values = (Secret(answers.athlete.id, redacted=False), answers.key.secret)
    with show_progress(app.screen) as progress:
        app.pauser.progress = progress
        work = Work(
            github=connection.github,
            desired=desired,
            secrets=dict(zip(SECRETS, values, strict=True)),
            organization=before.owner.lower() != connection.account.login.lower(),
            progress=progress,
            pace=app.pace,
        )
        state = apply(work, before)
        _remember(app, state)
        if not plan.run or state.repository is None:
            return state, None
        watcher = Watcher(connection.github, state.repository, progress, app.pace)
        return state, sync(watcher, before.last_run, had_data=before.has_data)


def facts(
    answers: Answers,
    state: MirrorState,
    plan: Plan,
    synced: Synced | None = None,
    *,
    changed: bool = False,
) -> dict[str, Any]:
    """Collect what the last screen and the JSON tell."""
    repository = state.repository
    return {
        "athlete": {"id": answers.athlete.id, "name": answers.athlete.name},
        "repository": {
            "full_name": state.full_name,
            "private": repository.private if repository else True,
            "default_branch": state.branch,
            "page": repository.page if repository else None,
        },
        "settings": asdict(answers.settings),
        "plan": [asdict(item) for item in plan.items],
        "changed": changed,
        "sync": synced and sync_facts(synced),
        "urls": data_urls(answers.settings),
    }


def sync_facts(synced: Synced) -> dict[str, Any]:
    """Tell about a run and the numbers it brought."""
    return {
        "run": synced.run.id,
        "page": synced.run.page,
        "fresh": synced.fresh,
        "numbers": asdict(digest(synced.latest)),
    }


def _ask_settings(
    app: App, settings: MirrorSettings, *, pasted: bool
) -> tuple[MirrorSettings, bool]:
    keep = app.options.store_token
    if app.takes_defaults:
        return settings, bool(keep)
    if app.options.schedule is None:
        settings = questions.ask_schedule(app.screen, settings)
    may_keep = pasted and keep is None and app.surroundings.keys.usable
    settings, chosen = questions.ask_details(
        app.screen,
        settings,
        keep_secrets=False if may_keep else None,
        message="Anything else to change?",
    )
    return settings, chosen if keep is None else keep


def _remember(app: App, state: MirrorState) -> None:
    """Let later commands find the mirror without --repo."""
    if not app.options.dry_run:
        remember(app.surroundings, state.full_name)


def _renews(app: App, state: MirrorState) -> bool:
    """Replace the secrets when that is asked for, or when the last run failed."""
    last = state.last_run
    return app.options.rotate_key or (last is not None and last.failed)


def _advice(athlete: AthleteCard) -> tuple[str, ...]:
    if not athlete.strava_stubs:
        return ()
    words = (
        f"{athlete.strava_stubs} activities of the last 28 days came through Strava, which lets "
        "nobody read them: connect your device to Intervals.icu itself (Settings, Connections)."
    )
    return (words,)


def _keep_secrets(app: App, answers: Answers) -> tuple[str, ...]:
    if not answers.keep_secrets:
        return ()
    surroundings = app.surroundings
    kept = [
        surroundings.keys.put(key_name(surroundings), answers.key.secret),
        surroundings.keys.put(token_name(surroundings), answers.token.secret),
    ]
    if all(kept):
        return ("Key and token are kept in this computer's keyring.",)
    return ("This computer has no keyring, so nothing was kept: use INTERVALS_KEY and GH_TOKEN.",)
