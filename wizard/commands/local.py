"""The same engine on the athlete's own machine: folder, stored key, timer, first numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.local_answers import Local, LocalAnswers, ask
from wizard.dialogs.sign_in import KEY_MISSING
from wizard.errors import RefusedError, WizardError
from wizard.local.apply import LocalContext, carry_out, forget, read_latest, sync, take_away
from wizard.local.folder import remarks
from wizard.local.interval import INTERVALS
from wizard.local.machine import Machine, require_lasting
from wizard.local.plan import Actual, LocalPlan, decide
from wizard.local.settings import LocalSettings, load
from wizard.local.timers.platform import Scheduler
from wizard.local.timers.runner import Runner
from wizard.mirror.first_numbers import first_numbers
from wizard.terminal.live_progress import show_progress
from wizard.terminal.plan_lines import Action, Item
from wizard.views.local import LocalFacts, command_line, files_text, plan_view, text_files
from wizard.views.result import Result

if TYPE_CHECKING:
    from rich.text import Text

    from wizard.commands.invocation import Invocation
    from wizard.commands.options.local import LocalOptions
    from wizard.terminal.screen import Screen

NOT_THERE = "There is no local sync on this computer."
UNCHANGED = "Nothing was changed."


def run(invocation: Invocation, options: LocalOptions) -> Result[LocalFacts]:
    """Set up a local sync, change it, sync now, or take it away."""
    machine = Machine.real(invocation.environment)
    local = Local(
        invocation, options, machine, Scheduler(machine, Runner(invocation.environment.env)), None
    )
    if options.remove:
        return _remove(local)
    local = replace(local, before=load(machine.settings_file))
    return _sync_now(local) if options.sync else _set_up(local)


def _set_up(local: Local) -> Result[LocalFacts]:
    screen = local.screen
    require_lasting(local.machine)
    answers = ask(local)
    settings = answers.settings
    plan = decide(settings, answers.key, answers.timer, _look(local, answers))
    screen.show(plan_view(plan.items))
    for words in _remarks(local, settings, plan):
        screen.note(words)
    facts = _facts(local, answers, plan)
    if plan.empty:
        since = facts.numbers and facts.numbers.last_updated
        words = "Nothing to do: the local sync is as you want it."
        return Result(facts, (words, *([f"The data is from {since}."] if since else [])))
    if local.invocation.behavior.dry_run:
        if plan.start is not None:
            _print_whole(screen, files_text(plan.start))
        return Result(facts, (f"{UNCHANGED[:-1]} (--dry-run).",))
    if not local.invocation.confirmed():
        return Result(facts, (UNCHANGED,))
    with show_progress(screen) as progress:
        runner, environment = local.scheduler.runner, local.environment
        context = LocalContext(local.machine, runner, environment, progress)
        carry_out(context, plan, settings, local.before, answers.key)
    facts = _facts(local, answers, plan)
    done = replace(facts, changed=True, synced=plan.sync)
    return Result(done, _messages(local.before, plan))


def _look(local: Local, answers: LocalAnswers) -> Actual:
    """See what is there."""
    scheduler, before, timer = local.scheduler, local.before, answers.timer
    present = scheduler.present()
    kind = timer.kind if timer else None
    return Actual(
        settings=before,
        key=answers.stored,
        in_place=timer is not None and scheduler.in_place(timer),
        others=tuple(other for other in present if other.kind != kind),
        replaces=any(other.kind == kind for other in present),
        has_data=read_latest(answers.settings.folder) is not None,
    )


def _remarks(local: Local, settings: LocalSettings, plan: LocalPlan) -> tuple[str, ...]:
    """Say what the athlete should know before the one yes."""
    words = remarks(Path(settings.folder))
    if local.options.key_store != "file" or not plan.store:
        return words  # in the keyring, or consent to the file was asked for
    file = local.key(settings.intervals_url).file
    return (f"The API key goes into {file}, in plain text that only your account can read.", *words)


def _print_whole(screen: Screen, text: Text) -> None:
    """Print lines that are meant to be copied, so none of them is folded."""
    if not screen.quiet:
        screen.console.print(text, soft_wrap=True, highlight=False)


def _messages(before: LocalSettings | None, plan: LocalPlan) -> tuple[str, ...]:
    words = [plan.start.note] if plan.start is not None and plan.start.note else []
    moved = next((i for i in plan.items if i.what == "folder" and i.action is Action.CHANGE), None)
    if before is not None and moved is not None:
        words.append(f"The files in {before.folder} stay there.")
    return tuple(words)


def _facts(local: Local, answers: LocalAnswers, plan: LocalPlan) -> LocalFacts:
    timer = answers.timer
    shown = plan.start if local.invocation.behavior.dry_run else None
    return replace(
        _state(local, answers.settings),
        timer=timer.kind if timer else None,
        plan=plan.items,
        first=local.before is None,
        files=text_files(shown) if shown else {},
        commands=tuple(command_line(command) for command in shown.start) if shown else (),
    )


def _state(local: Local, settings: LocalSettings) -> LocalFacts:
    latest = read_latest(settings.folder)
    return LocalFacts(
        settings=settings,
        interval=INTERVALS[settings.schedule].label,
        log=str(local.machine.log) if settings.timed else None,
        numbers=first_numbers(latest) if latest is not None else None,
    )


def _sync_now(local: Local) -> Result[LocalFacts]:
    if local.before is None:
        raise RefusedError(NOT_THERE, "run section11-setup local to set one up")
    if local.invocation.behavior.dry_run:
        words = f"A sync into {local.before.folder} would be started (--dry-run)."
        return Result(_state(local, local.before), (words,))
    key = None
    if local.before.key_place == "environment":
        found = local.environment.find_key(local.options.key_file)
        local.invocation.require([] if found else [KEY_MISSING])
        key = found.secret if found else None
    with local.screen.busy("Reading Intervals.icu and writing the files"):
        sync(local.machine, local.environment, key)
    return Result(replace(_state(local, local.before), synced=True))


def _remove(local: Local) -> Result[LocalFacts]:
    """Take timer, key and settings away; the data stays."""
    machine, environment = local.machine, local.environment
    try:
        before = load(machine.settings_file)
    except WizardError:  # damaged, and to be deleted anyway
        before = None
    present = local.scheduler.present()
    place = local.key((before or environment).intervals_url)
    there = place.file.exists() or machine.settings_file.exists()
    items = [Item(Action.REMOVE, timer.title) for timer in present]
    if there:
        items.append(Item(Action.REMOVE, "API key and settings", str(machine.config)))
    if before is not None:
        items.append(Item(Action.KEEP, "your data", before.folder))
    facts = LocalFacts(plan=tuple(items))
    if not (present or there):
        return Result(facts, (NOT_THERE,))
    local.screen.show(plan_view(items, "To be removed"))
    if local.invocation.behavior.dry_run:
        return Result(facts, (f"{UNCHANGED[:-1]} (--dry-run).",))
    if not local.invocation.confirmed():
        return Result(facts, (UNCHANGED,))
    with show_progress(local.screen) as progress:
        context = LocalContext(machine, local.scheduler.runner, environment, progress)
        for timer in present:
            take_away(context, timer)
        forget(machine, place)
    words = f"Your data stays in {before.folder}." if before else "Your data stays."
    return Result(replace(facts, changed=True), ("The local sync is removed.", words))
