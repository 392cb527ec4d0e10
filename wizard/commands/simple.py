"""The commands that do one thing: sync, pause, resume, coach, open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard import last_repository
from wizard.commands.extras import tell_coach
from wizard.commands.options.extras import PLATFORMS
from wizard.commands.repository import existing_mirror, owner_and_name
from wizard.dialogs.coach import ask_platform
from wizard.dialogs.connection import token_pages
from wizard.errors import RefusedError
from wizard.github.records import ACTIVE
from wizard.intervals_account import KEY_PAGE
from wizard.mirror.first_numbers import first_numbers
from wizard.mirror.found.state import WORKFLOW_FILE
from wizard.mirror.settings import read_settings
from wizard.mirror.workflow_run import Synced, last_updated, read_latest
from wizard.mirror.workflow_run import sync as run_workflow
from wizard.views.parts import SyncFacts
from wizard.views.result import Result
from wizard.views.simple import PageFacts, ScheduleFacts, SyncedFacts, SyncStart
from wizard.views.status import age_words

if TYPE_CHECKING:
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.shared import MirrorOptions
    from wizard.commands.options.simple import CoachOptions, OpenOptions, SyncOptions
    from wizard.views.coach import CoachFacts


def sync(invocation: Invocation, options: SyncOptions) -> Result[SyncedFacts]:
    """Start a run, or join the one that is under way, and tell what it brought."""
    connection, state, repository = existing_mirror(invocation, options)
    facts = SyncedFacts(
        state.full_name,
        start=SyncStart(
            f"{repository.page}/actions/workflows/{WORKFLOW_FILE}",
            f"{invocation.environment.github_url}/repos/{state.full_name}/actions/workflows/"
            f"{WORKFLOW_FILE}/dispatches",
            state.branch,
        ),
        asked=options.link,
    )
    if options.link:
        return Result(facts)
    if options.if_older is not None:
        latest = read_latest(connection.github, repository)
        updated = last_updated(latest) if latest else None
        age = invocation.environment.now() - updated if updated else None
        if age is not None and age <= options.if_older:
            words = f"Nothing to do: the data is {age_words(round(age.total_seconds() / 60))}."
            return Result(facts, (words,))
    if invocation.behavior.dry_run:
        words = f"A sync of {state.full_name} would be started (--dry-run)."
        return Result(facts, (words,))
    with connection.at_work(invocation.screen) as context:
        synced = run_workflow(context, repository, state.last_run, had_data=state.has_data)
    return Result(replace(facts, sync=sync_facts(synced)), synced.messages)


def sync_facts(synced: Synced) -> SyncFacts:
    """Tell about a run and the numbers it brought."""
    run = synced.run
    numbers = None if synced.trouble else first_numbers(synced.latest)
    return SyncFacts(run.id, run.page, synced.fresh, numbers)


def pause(invocation: Invocation, options: MirrorOptions) -> Result[ScheduleFacts]:
    """Stop the schedule; nothing is deleted."""
    return _switch(invocation, options, enabled=False)


def resume(invocation: Invocation, options: MirrorOptions) -> Result[ScheduleFacts]:
    """Start the schedule again."""
    return _switch(invocation, options, enabled=True)


def _switch(
    invocation: Invocation, options: MirrorOptions, *, enabled: bool
) -> Result[ScheduleFacts]:
    connection, state, repository = existing_mirror(invocation, options)
    if state.workflow is None:
        raise RefusedError(
            f"GitHub does not know the workflow of {state.full_name} yet.", "try again in a minute"
        )
    words = "running" if enabled else "paused"
    facts = ScheduleFacts(state.full_name, enabled)
    if (state.workflow.state == ACTIVE) == enabled:
        return Result(facts, (f"The schedule is {words} already.",))
    if invocation.behavior.dry_run:
        return Result(facts, (f"The schedule would be {words} (--dry-run).",))
    connection.github.set_workflow(repository, WORKFLOW_FILE, enabled=enabled)
    other = "pause" if enabled else "resume"
    message = f"The schedule of {state.full_name} is {words}; `section11-setup {other}` undoes it."
    return Result(ScheduleFacts(state.full_name, enabled, changed=True), (message,))


def coach(invocation: Invocation, options: CoachOptions) -> Result[CoachFacts]:
    """Ask for the platform when it is not said, and show how it is connected."""
    screen, platform = invocation.screen, options.platform
    if platform is None and not screen.asks:
        invocation.require([f"the platform: one of {', '.join(PLATFORMS)}"])
    _, state, _ = existing_mirror(invocation, options)
    settings = read_settings(state, None)
    platform = platform or ask_platform(screen)
    if platform is None:
        raise RefusedError("No platform was chosen.")
    facts, told = tell_coach(invocation, platform, settings, state, copy=options.copy)
    return Result(facts, told, shown=True)


def open_page(invocation: Invocation, options: OpenOptions) -> Result[PageFacts]:
    """Open the repository, its Actions page, the token page or the Intervals.icu settings."""
    page = _page(invocation, options)
    opens = not invocation.behavior.dry_run and invocation.screen.console.is_terminal
    opened = opens and invocation.environment.browse(page)
    return Result(PageFacts(page, opened), (page,))


def _page(invocation: Invocation, options: OpenOptions) -> str:
    if options.target == "token":
        return token_pages(invocation.environment).classic()
    if options.target == "intervals":
        return KEY_PAGE
    repository = _repository_page(invocation, options)
    if options.target == "actions":
        return f"{repository}/actions/workflows/{WORKFLOW_FILE}"
    return repository


def _repository_page(invocation: Invocation, options: OpenOptions) -> str:
    """Return the page without asking GitHub when the name is known."""
    owner, name = owner_and_name(options.where)
    known = None
    if owner is None and name is None:
        known = last_repository.load(invocation.environment)
    full_name = f"{owner}/{name}" if owner and name else known
    if full_name is not None:
        return f"{invocation.environment.github_web}/{full_name}"
    _, _, repository = existing_mirror(invocation, options)
    return repository.page
