"""The guided set-up: ask, look, plan, confirm, apply, sync, show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.settings import SECRETS
from templates.words import data_urls
from wizard import last_repository
from wizard.commands.extras import ExtrasContext, run_extras
from wizard.commands.invocation import CONFIRM_MISSING
from wizard.commands.repository import (
    RepositoryWish,
    SelectedRepository,
    owner_and_name,
    select_mirror,
)
from wizard.commands.simple import sync_facts
from wizard.credentials.secret import Secret
from wizard.dialogs import questions
from wizard.dialogs.dossier import Source, said_answers
from wizard.dialogs.public import PublicAnswers, readable_facts
from wizard.dialogs.setup import CHANGE, GO, SHOW, STOP, SetupDraft, ask_changes, ask_go
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key, describe_token, missing_token
from wizard.errors import UsageError, WizardError
from wizard.mirror.apply import setup_steps
from wizard.mirror.desired import Desired
from wizard.mirror.files.compare import replaced_files
from wizard.mirror.found.athlete import fingerprint
from wizard.mirror.old_data import removal_steps, with_removal
from wizard.mirror.plan import Plan, decide
from wizard.mirror.settings import read_settings
from wizard.mirror.step import run_steps
from wizard.mirror.upstream import Protocol, read_protocol, upstream_of
from wizard.mirror.workflow_run import Synced, sync
from wizard.setting_values import SettingValues, with_values
from wizard.views.parts import RepositoryFacts
from wizard.views.plan import plan_view, replaced_view
from wizard.views.result import Result
from wizard.views.setup import AthleteFacts, SetupFacts, advice, setup_view, welcome
from wizard.views.update import LINES_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.settings import MirrorSettings
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.setup import SetupOptions
    from wizard.credentials.sources import Found
    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.intervals_account import AthleteCard
    from wizard.mirror.files.compare import Replaced
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class SetupAnswers:
    """Everything that is known before the plan is made.

    Attributes:
        athlete: whose data it is.
        key: the API key.
        connection: GitHub.
        selected: the repository.
        settings: of the mirror.
        keep_secrets: whether key and token go to the keyring; None when that is no question.
        protocol: what is copied from Section 11's own repository.
    """

    athlete: AthleteCard
    key: Found
    connection: Connection
    selected: SelectedRepository
    settings: MirrorSettings
    keep_secrets: bool | None
    protocol: Protocol | None

    @property
    def state(self) -> MirrorState:
        """The repository as it is."""
        return self.selected.state


def run(
    invocation: Invocation,
    options: SetupOptions,
    retell: Callable[[SetupFacts], SetupFacts] = lambda facts: facts,
) -> Result[SetupFacts]:
    """Set up a mirror, or bring an existing one to what was asked for.

    Args:
        invocation: this run of the program.
        options: what was said.
        retell: changes the facts before they are shown.
    """
    screen, dry_run = invocation.screen, invocation.behavior.dry_run
    answers = ask(invocation, options)
    while True:
        plan = decide(_desired(options, answers), answers.state)
        plan = with_removal(plan, answers.selected.outdated)
        said = _agree(invocation, answers, plan)
        if said != CHANGE:
            break
        answers = _change(invocation, options, answers)
    facts = retell(_facts(answers, answers.state, plan))
    hints = advice(answers.athlete.strava_stubs)
    if said == STOP or (dry_run and not plan.empty):
        words = "Nothing was changed (--dry-run)." if dry_run else "Nothing was changed."
        return Result(facts, (words, *hints))
    if plan.empty:
        if not dry_run:
            last_repository.save(invocation.environment, answers.state.full_name)
        told = (_nothing_to_do(answers), *hints) if screen.takes_defaults or dry_run else hints
        return _finish(invocation, options, answers, answers.state, Result(facts, told))
    state, synced = carry_out(invocation, options, answers, plan)
    kept = _keep_secrets(invocation.environment, answers)
    facts = replace(
        _facts(answers, state, plan), changed=True, sync=sync_facts(synced) if synced else None
    )
    return _finish(
        invocation,
        options,
        answers,
        state,
        Result(retell(facts), (*hints, *kept, *(synced.messages if synced else ()))),
    )


def ask(invocation: Invocation, options: SetupOptions) -> SetupAnswers:
    """Collect all answers; nothing is written meanwhile."""
    screen, environment, credentials = (
        invocation.screen,
        invocation.environment,
        options.credentials,
    )
    # a wrong option shall not cost the time of the questions
    owner_and_name(options.where)
    said_answers(options.extras.dossier_set)
    found = environment.find_key(credentials.key_file)
    invocation.require(_missing(invocation, options, found))
    if screen.asks:
        screen.show(welcome(fork=options.fork))
    athlete, key = athlete_and_key(screen, environment, found, options.athlete)
    connection = invocation.connect(credentials.token_file)
    if invocation.connection is not None:
        screen.good(describe_token(connection, checked=True))
    if options.fork and options.with_protocol:
        raise UsageError("--fork and --with-protocol exclude each other.", "a fork has it already")
    wish = _wish(options)
    while True:
        selected = select_mirror(screen, environment, connection, wish, (athlete, key))
        settings = _first_settings(options.settings, selected, athlete.timezone)
        if screen.takes_defaults or options.settings.schedule is not None:
            break
        scheduled = questions.ask_schedule(screen, settings)
        if scheduled is not None:
            settings = scheduled
            break
        wish = replace(wish, ask=True)
    may_keep = (key.pasted or connection.token.pasted) and environment.keys.usable
    keep = credentials.store_token
    keep = False if keep is None and may_keep else keep
    protocol = _protocol(invocation, connection) if options.with_protocol else None
    return SetupAnswers(athlete, key, connection, selected, settings, keep, protocol)


def _wish(options: SetupOptions) -> RepositoryWish:
    """Return what is said about the repository."""
    public = PublicAnswers(options.confirm_public, options.settings.privacy)
    return RepositoryWish(options.where, options.fork, options.adopt, public, options.rotate_key)


def _missing(invocation: Invocation, options: SetupOptions, key: Found | None) -> list[str]:
    """List what nobody can be asked for."""
    screen, environment = invocation.screen, invocation.environment
    missing = [] if key or screen.asks else [KEY_MISSING]
    if invocation.connection is None:
        missing += missing_token(screen, environment, options.credentials.token_file)
    if not (screen.yes or invocation.behavior.dry_run or screen.asks):
        missing.append(CONFIRM_MISSING)
    return missing


def _first_settings(
    said: SettingValues, selected: SelectedRepository, timezone: str | None
) -> MirrorSettings:
    settings = read_settings(selected.state, timezone)
    if selected.public:
        settings = replace(settings, private=False)
    if selected.privacy is not None:
        settings = replace(settings, privacy=selected.privacy)
    return with_values(settings, said)


def _protocol(invocation: Invocation, connection: Connection) -> Protocol:
    source = upstream_of(invocation.environment.env)
    with invocation.screen.busy(f"Reading the protocol from {source}"):
        return read_protocol(connection.github, source, whole=True)


def _desired(options: SetupOptions, answers: SetupAnswers) -> Desired:
    last = answers.state.last_run
    failed = last is not None and last.failed
    return Desired(
        answers.settings,
        # a key that does not work may be why the last run failed
        renew_secrets=options.rotate_key or answers.selected.replaces_key or failed,
        manage_secrets=not answers.selected.leaves_key,
        protocol=answers.protocol,
        public=answers.selected.public,
        fork_of=answers.selected.fork_of,
        fingerprint=fingerprint(answers.key.secret, answers.athlete.id),
        others_may_write=answers.selected.others_may_write,
    )


def _agree(invocation: Invocation, answers: SetupAnswers, plan: Plan) -> str:
    """Show the plan and let it be carried out, changed, or left."""
    screen, dry_run = invocation.screen, invocation.behavior.dry_run
    replaced = replaced_files(plan.write, answers.state)
    if plan.empty and not (screen.takes_defaults or dry_run):
        screen.good(_nothing_to_do(answers))
        return GO
    screen.show(plan_view(plan, answers.settings, _zone_from(answers)))
    if plan.empty:
        return GO
    if dry_run or screen.yes:
        _show_replaced(screen, replaced, None if dry_run else LINES_SHOWN)
        return GO
    while True:
        said = ask_go(screen, replaces=bool(replaced))
        if said != SHOW:
            return said
        _show_replaced(screen, replaced, None)


def _zone_from(answers: SetupAnswers) -> str:
    """Say where the time zone of the schedule comes from, in a new mirror."""
    if answers.state.is_mirror:
        return ""
    return "your account" if answers.settings.timezone == answers.athlete.timezone else "you"


def _nothing_to_do(answers: SetupAnswers) -> str:
    return f"Nothing to do: {answers.state.full_name} is as you want it."


def _show_replaced(screen: Screen, replaced: tuple[Replaced, ...], most: int | None) -> None:
    for one in replaced:
        screen.show(replaced_view(one, most))


def _change(invocation: Invocation, options: SetupOptions, answers: SetupAnswers) -> SetupAnswers:
    """Ask for other settings."""
    keep = answers.keep_secrets if options.credentials.store_token is None else None
    before = None if answers.selected.fork_of else answers.protocol is not None
    hidden = frozenset(set(answers.state.secrets) - set(answers.state.variables))
    draft = ask_changes(
        invocation.screen,
        SetupDraft(answers.settings, before, keep, hidden, answers.athlete.families),
    )
    protocol = answers.protocol if draft.protocol else None
    if draft.protocol and protocol is None:
        try:
            protocol = _protocol(invocation, answers.connection)
        except WizardError as error:
            invocation.screen.explain(error)
    kept = answers.keep_secrets if keep is None else draft.keep_secrets
    return replace(answers, settings=draft.settings, keep_secrets=kept, protocol=protocol)


def carry_out(
    invocation: Invocation, options: SetupOptions, answers: SetupAnswers, plan: Plan
) -> tuple[MirrorState, Synced | None]:
    """Apply the plan and see the first sync through."""
    connection, before = answers.connection, answers.state
    values = (Secret(answers.athlete.id, redacted=False), answers.key.secret)
    steps = setup_steps(
        _desired(options, answers),
        dict(zip(SECRETS, values, strict=True)),
        organization=before.owner.lower() != connection.account.login.lower(),
    )
    with connection.at_work(invocation.screen) as context:
        steps += removal_steps(answers.selected.outdated)
        state = run_steps(context, steps, before)
        last_repository.save(invocation.environment, state.full_name)
        if not plan.run or state.repository is None:
            return state, None
        last, had_data = before.last_run, state.has_data
        return state, sync(context, state.repository, last, had_data=had_data)


def _facts(answers: SetupAnswers, state: MirrorState, plan: Plan) -> SetupFacts:
    """Collect what the last screen and the JSON tell."""
    repository = state.repository
    settings = replace(answers.settings, default_branch=state.branch)
    return SetupFacts(
        athlete=AthleteFacts(answers.athlete.id, answers.athlete.name),
        repository=RepositoryFacts(
            full_name=state.full_name,
            private=settings.private if repository is None else repository.private,
            default_branch=state.branch,
            page=repository.page if repository else None,
        ),
        settings=settings,
        plan=plan.items,
        replaced=replaced_files(plan.write, answers.state),
        readable_by_everybody={} if settings.private else readable_facts(),
        urls=data_urls(settings),
    )


def _finish(
    invocation: Invocation,
    options: SetupOptions,
    answers: SetupAnswers,
    state: MirrorState,
    result: Result[SetupFacts],
) -> Result[SetupFacts]:
    """Show the result and go on to what can be added, if anything is wanted."""
    screen, environment, behavior = invocation.screen, invocation.environment, invocation.behavior
    asks = not screen.takes_defaults
    if behavior.dry_run or not (asks or options.extras.steps):
        return result
    view = setup_view(result.facts, screen.marks)
    if view is not None and not behavior.json:
        screen.result(view)
    for message in result.messages if asks else ():
        screen.say(message)
    settings = replace(answers.settings, default_branch=state.branch)
    source = Source(
        environment.intervals_url, answers.key.secret, answers.athlete, environment.now()
    )
    context = ExtrasContext(
        invocation, options.extras, answers.connection, state, settings, lambda: source
    )
    added = run_extras(context)
    messages = added.messages if asks else (*result.messages, *added.messages)
    return Result(replace(result.facts, extras=added.facts), messages, shown=True)


def _keep_secrets(environment: Environment, answers: SetupAnswers) -> tuple[str, ...]:
    if not answers.keep_secrets:
        return ()
    kept = [
        environment.keys.put(environment.key_name, answers.key.secret),
        environment.keys.put(environment.token_name, answers.connection.token.secret),
    ]
    if all(kept):
        return ("Key and token are kept in this computer's keyring.",)
    return ("This computer has no keyring, so nothing was kept: use INTERVALS_KEY and GH_TOKEN.",)
