"""Without a command: those who have a mirror see how it is, all others set one up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.base.format import LATEST
from templates import schedule
from templates.settings import SECRETS
from wizard import last_repository
from wizard.commands import setup
from wizard.commands.doctor import examination_of
from wizard.commands.options.setup import SetupOptions
from wizard.commands.options.shared import Target
from wizard.commands.repository import named
from wizard.commands.returning.menu import QUIT, Visit, act, ask, compare_key
from wizard.dialogs.sign_in import sign_in
from wizard.doctor.checks import diagnose
from wizard.doctor.examine import examine
from wizard.doctor.finding import Severity
from wizard.github.records import ACTIVE
from wizard.mirror.found.state import Kind, MirrorState, kind_of
from wizard.mirror.found.visible import visible_mirrors
from wizard.mirror.workflow_run import last_updated
from wizard.views.parts import RepositoryFacts
from wizard.views.result import Result
from wizard.views.status import VisitFacts, visit_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.commands.invocation import Invocation
    from wizard.dialogs.connection import Connection
    from wizard.doctor.facts import Facts

WORTH_SAYING = {Severity.ERROR, Severity.WARNING}


def run(invocation: Invocation, options: SetupOptions) -> Result[Any]:
    """Show the mirror that is there and offer what can be done with it; else set one up."""
    if not _may_come_back(invocation, options):
        return setup.run(invocation, options)
    screen, environment = invocation.screen, invocation.environment
    connection = sign_in(screen, environment, options.credentials.token_file)
    invocation = replace(invocation, connection=connection)
    with screen.busy("Looking for your mirrors"):
        found = visible_mirrors(connection.github, environment.now())
    mirrors = tuple(one.full_name for one in found)
    where = _where(invocation, options, connection, mirrors)
    remembered, compared = last_repository.load(environment), set[str]()
    while where is not None:
        visit = _look(invocation, options, where, mirrors)
        if not _is_set_up(visit.facts.state):
            break
        last_repository.save(environment, where)
        mended = None if where in compared else compare_key(visit)
        compared.add(where)
        where = mended or _stay(visit)
        if where is None:
            return Result(visit.shown, shown=True)
    if where is not None and where != remembered:
        options = replace(options, where=Target(repo=where))
    return setup.run(invocation, options)


def _may_come_back(invocation: Invocation, options: SetupOptions) -> bool:
    """Whether somebody can be asked, nothing but the mirror was said, and one may be found."""
    screen, environment = invocation.screen, invocation.environment
    bare = SetupOptions(where=options.where, credentials=options.credentials)
    quiet = screen.takes_defaults or screen.quiet or invocation.behavior.dry_run
    if quiet or options != bare:
        return False
    known = options.where.repo or last_repository.load(environment)
    return bool(known or environment.find_token(options.credentials.token_file))


def _where(
    invocation: Invocation, options: SetupOptions, connection: Connection, mirrors: tuple[str, ...]
) -> str | None:
    """Name the mirror that is said, remembered, or else the liveliest that the token sees."""
    owner, name, fixed = named(invocation.environment, options.where, connection.account.login)
    if fixed:
        return f"{owner}/{name}"
    return mirrors[0] if mirrors else None


def _look(
    invocation: Invocation, options: SetupOptions, where: str, mirrors: tuple[str, ...]
) -> Visit:
    """Examine the mirror as the doctor does: nobody else can say that there is no problem."""
    environment = invocation.environment
    connection = invocation.connect(options.credentials.token_file)
    owner, _, name = where.partition("/")
    key = environment.find_key(options.credentials.key_file)
    with invocation.screen.busy(f"Reading {where}"):
        examination = examination_of(connection, key, environment.intervals_url, (owner, name))
        facts = examine(examination, environment.now())
    others = (one for one in mirrors if one.lower() != where.lower())
    return Visit(invocation, options, connection, facts, _shown(facts, others))


def _is_set_up(state: MirrorState) -> bool:
    """Whether there is nothing of a set-up left to finish."""
    complete = set(SECRETS) <= set(state.secrets) and state.has_data and not state.is_unproved
    return complete and kind_of(state) is Kind.OURS


def _shown(facts: Facts, others: Iterable[str]) -> VisitFacts:
    state, settings = facts.state, facts.settings
    repository = state.repository
    latest = facts.documents.get(LATEST)
    updated = last_updated(dict(latest.content)) if latest and latest.content else None
    active = state.workflow is not None and state.workflow.state == ACTIVE
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    due = schedule.next_runs(entries, facts.now.astimezone(), 1) if active else ()
    return VisitFacts(
        repository=RepositoryFacts(
            state.full_name,
            repository is None or repository.private,
            state.branch,
            repository.page if repository else None,
        ),
        age_minutes=round((facts.now - updated).total_seconds() / 60) if updated else None,
        next_run=next(iter(due), None),
        paused=not active,
        problems=tuple(
            finding.what
            for _, findings in diagnose(facts)
            for finding in findings
            if finding.severity in WORTH_SAYING
        ),
        others=tuple(others),
    )


def _stay(visit: Visit) -> str | None:
    """Do what is chosen from the menu until it is something that changes the mirror.

    Returns:
        Full name of the mirror to go on with; None to quit.
    """
    screen, full_name = visit.invocation.screen, visit.facts.state.full_name
    screen.show(visit_view(visit.shown, screen.marks))
    said = ask(visit)
    return None if said == QUIT else act(visit, said) or full_name
