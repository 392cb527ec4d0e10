"""The guided set-up: ask, look, plan, confirm, apply, sync, show."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from templates.settings import SECRETS
from templates.words import data_urls
from wizard.commands import last_steps
from wizard.commands.choose import Chosen, choose_repository
from wizard.credentials.secret import Secret
from wizard.credentials.sources import key_name, token_name
from wizard.dialogs import questions
from wizard.dialogs.dossier import Source, said_answers
from wizard.dialogs.public import readable_facts
from wizard.dialogs.setup import CHANGE, GO, SHOW, STOP, Draft, ask_changes, ask_go
from wizard.dialogs.sign_in import (
    athlete_and_key,
    find_api_key,
    missing_credentials,
    token_and_connection,
)
from wizard.errors import WizardError
from wizard.last_repository import remember
from wizard.mirror.apply import setup_steps
from wizard.mirror.desired import Desired
from wizard.mirror.files.compare import replaced_files
from wizard.mirror.first_numbers import first_numbers
from wizard.mirror.plan import Plan, decide
from wizard.mirror.settings import read_settings
from wizard.mirror.step import Context, run_steps
from wizard.mirror.upstream import Protocol, read_protocol, upstream_of
from wizard.mirror.workflow_run import Synced, sync
from wizard.result import Result
from wizard.setting_values import split_repository, with_options
from wizard.terminal.live_progress import show_progress
from wizard.views.setup import plan_view, replaced_view, setup_view, welcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.settings import MirrorSettings
    from wizard.app import App, Connection
    from wizard.credentials.sources import Found
    from wizard.intervals_account import AthleteCard
    from wizard.mirror.files.compare import Replaced
    from wizard.mirror.state import MirrorState

    Facts = dict[str, Any]

CONFIRM_MISSING = "--yes to confirm the plan"
LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is known before the plan is made.

    Attributes:
        athlete: whose data it is.
        key: the API key.
        token: the GitHub token.
        connection: GitHub.
        chosen: the repository.
        settings: of the mirror.
        keep_secrets: whether key and token go to the keyring; None when that is no question.
        protocol: what is copied from Section 11's own repository.
    """

    athlete: AthleteCard
    key: Found
    token: Found
    connection: Connection
    chosen: Chosen
    settings: MirrorSettings
    keep_secrets: bool | None
    protocol: Protocol | None

    @property
    def state(self) -> MirrorState:
        """The repository as it is."""
        return self.chosen.state


def run(app: App, retell: Callable[[Facts], Facts] = lambda facts: facts) -> Result:
    """Set up a mirror, or bring an existing one to what was asked for.

    Args:
        app: the program.
        retell: changes the facts before they are shown.
    """
    answers = ask(app)
    while True:
        plan = decide(_desired(app, answers), answers.state)
        said = _settle(app, answers, plan)
        if said != CHANGE:
            break
        answers = _change(app, answers)
    data = retell(facts(answers, answers.state, plan))
    advice = _advice(answers.athlete)
    if said == STOP or (app.options.dry_run and not plan.empty):
        words = "Nothing was changed."
        words = "Nothing was changed (--dry-run)." if app.options.dry_run else words
        return Result(data, (words, *advice))
    if plan.empty:
        _remember(app, answers.state)
        told = (_nothing_to_do(answers), *advice) if said == GO else advice
        return _finish(app, answers, answers.state, Result(data, told), first=said)
    state, synced = carry_out(app, answers, plan)
    kept = _keep_secrets(app, answers)
    data = retell(facts(answers, state, plan, synced, changed=True))
    return _finish(app, answers, state, Result(data, (*advice, *kept)))


def ask(app: App) -> Answers:
    """Collect all answers; nothing is written meanwhile."""
    # a wrong option shall not cost the time of the questions
    split_repository(app.options)
    said_answers(app)
    found = find_api_key(app)
    missing = missing_credentials(app, found, needs_key=True)
    if not (app.options.yes or app.options.dry_run or app.screen.asks):
        missing.append(CONFIRM_MISSING)
    app.require(missing)
    if app.screen.asks:
        app.screen.show(welcome(fork=app.options.fork))
    athlete, key = athlete_and_key(app, found)
    connection, token = token_and_connection(app)
    chosen = choose_repository(app, connection)
    settings = _first_settings(app, chosen, athlete.timezone)
    if not app.takes_defaults and app.options.schedule is None:
        settings = questions.ask_schedule(app.screen, settings)
    may_keep = (key.pasted or token.pasted) and app.surroundings.keys.usable
    keep = app.options.store_token
    keep = False if keep is None and may_keep else keep
    protocol = _protocol(app, connection) if app.options.with_protocol else None
    return Answers(athlete, key, token, connection, chosen, settings, keep, protocol)


def _first_settings(app: App, chosen: Chosen, timezone: str | None) -> MirrorSettings:
    settings = read_settings(chosen.state, timezone)
    if chosen.public:
        settings = replace(settings, private=False)
    if chosen.privacy is not None:
        settings = replace(settings, privacy=chosen.privacy)
    return with_options(settings, app.options)


def _protocol(app: App, connection: Connection) -> Protocol:
    source = upstream_of(app.surroundings.env)
    with app.screen.busy(f"Reading the protocol from {source}"):
        return read_protocol(connection.github, source, whole=True)


def _desired(app: App, answers: Answers) -> Desired:
    return Desired(
        answers.settings,
        renew_secrets=_renews(app, answers.state),
        protocol=answers.protocol,
        public=answers.chosen.public,
        fork_of=answers.chosen.fork_of,
    )


def _settle(app: App, answers: Answers, plan: Plan) -> str:
    """Show the plan and let it be carried out, changed, or left."""
    replaced = replaced_files(plan.write, answers.state)
    if plan.empty and last_steps.offers(app) and not app.options.dry_run:
        app.screen.good(_nothing_to_do(answers))
        app.screen.help(
            "Health and repair: section11-setup doctor. Runs and minutes: section11-setup status."
        )
        return last_steps.ask_step(app, settings=True)
    app.screen.show(plan_view(plan, answers.settings))
    if plan.empty:
        return GO
    if app.options.dry_run or app.options.yes:
        _show_replaced(app, replaced, None if app.options.dry_run else LINES_SHOWN)
        return GO
    while True:
        said = ask_go(app.screen, replaces=bool(replaced))
        if said != SHOW:
            return said
        _show_replaced(app, replaced, None)


def _nothing_to_do(answers: Answers) -> str:
    return f"Nothing to do: {answers.state.full_name} is as you want it."


def _show_replaced(app: App, replaced: tuple[Replaced, ...], most: int | None) -> None:
    for one in replaced:
        app.screen.show(replaced_view(one, most))


def _change(app: App, answers: Answers) -> Answers:
    """Ask for other settings."""
    keep = answers.keep_secrets if app.options.store_token is None else None
    before = None if answers.chosen.fork_of else answers.protocol is not None
    hidden = frozenset(set(answers.state.secrets) - set(answers.state.variables))
    draft = ask_changes(app.screen, Draft(answers.settings, before, keep, hidden))
    protocol = answers.protocol if draft.protocol else None
    if draft.protocol and protocol is None:
        try:
            protocol = _protocol(app, answers.connection)
        except WizardError as error:
            app.screen.explain(error)
    kept = answers.keep_secrets if keep is None else draft.keep_secrets
    return replace(answers, settings=draft.settings, keep_secrets=kept, protocol=protocol)


def confirmed(app: App) -> bool:
    """Ask for the one yes."""
    return app.options.yes or app.screen.prompts.confirm("Go ahead?")


def carry_out(app: App, answers: Answers, plan: Plan) -> tuple[MirrorState, Synced | None]:
    """Apply the plan and see the first sync through."""
    connection, before = answers.connection, answers.state
    values = (Secret(answers.athlete.id, redacted=False), answers.key.secret)
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(connection.github, progress, app.polling)
        steps = setup_steps(
            _desired(app, answers),
            dict(zip(SECRETS, values, strict=True)),
            organization=before.owner.lower() != connection.account.login.lower(),
        )
        state = run_steps(context, steps, before)
        _remember(app, state)
        if not plan.run or state.repository is None:
            return state, None
        last, had_data = before.last_run, before.has_data
        return state, sync(context, state.repository, last, had_data=had_data)


def facts(
    answers: Answers,
    state: MirrorState,
    plan: Plan,
    synced: Synced | None = None,
    *,
    changed: bool = False,
) -> Facts:
    """Collect what the last screen and the JSON tell."""
    repository = state.repository
    settings = replace(answers.settings, default_branch=state.branch)
    return {
        "athlete": {"id": answers.athlete.id, "name": answers.athlete.name},
        "repository": {
            "full_name": state.full_name,
            "private": settings.private if repository is None else repository.private,
            "default_branch": state.branch,
            "page": repository.page if repository else None,
        },
        "settings": asdict(settings),
        "plan": [asdict(item) for item in plan.items],
        "replaced": [asdict(one) for one in replaced_files(plan.write, answers.state)],
        "readable_by_everybody": {} if settings.private else readable_facts(),
        "changed": changed,
        "sync": synced and sync_facts(synced),
        "urls": data_urls(settings),
    }


def sync_facts(synced: Synced) -> Facts:
    """Tell about a run and the numbers it brought."""
    return {
        "run": synced.run.id,
        "page": synced.run.page,
        "fresh": synced.fresh,
        "numbers": asdict(first_numbers(synced.latest)),
    }


def _finish(
    app: App, answers: Answers, state: MirrorState, result: Result, first: str = GO
) -> Result:
    """Show the result and go on to what can be added, if anything is wanted.

    Args:
        app: the program.
        answers: everything that is known.
        state: the mirror.
        result: what was reached so far.
        first: the step that was chosen already; ``GO`` when none was.
    """
    asks = last_steps.offers(app)
    if app.options.dry_run or not (asks or last_steps.asked_for(app)):
        return result
    view = setup_view(result.data, app.screen.marks)
    if view is not None and not app.options.json:
        app.screen.console.print(view, highlight=False)
    for message in result.messages if asks else ():
        app.screen.say(message)
    settings = replace(answers.settings, default_branch=state.branch)
    source = Source(app.surroundings.intervals_url, answers.key.secret, answers.athlete)
    site = last_steps.Site(answers.connection.github, state, settings, source)
    added = last_steps.take(app, site, "" if first == GO else first)
    messages = added.messages if asks else (*result.messages, *added.messages)
    return Result({**result.data, "extras": dict(added.facts)}, messages, shown=True)


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
