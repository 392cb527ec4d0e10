"""The same engine on the athlete's own machine: folder, stored key, timer, first numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from wizard.commands.arguments import ON, add_athlete, add_data_settings, add_key_file
from wizard.commands.invocation import CONFIRM_MISSING
from wizard.credentials.sources import KEYRING, Found
from wizard.dialogs.local import ask_details, ask_folder, ask_key_file, ask_schedule
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key
from wizard.errors import AuthError, RefusedError, WizardError
from wizard.local.apply import (
    LocalContext,
    carry_out,
    forget,
    local_key,
    read_latest,
    sync,
    take_away,
)
from wizard.local.folder import DEFAULT_FOLDER, check_folder, full_path, remarks
from wizard.local.machine import Machine, require_lasting
from wizard.local.plan import Actual, LocalPlan, decide
from wizard.local.settings import KEY_PLACES, TIMER_KINDS, LocalSettings, load
from wizard.local.timers.interval import DEFAULT_INTERVAL, INTERVALS
from wizard.local.timers.platform import Scheduler, require_kind
from wizard.local.timers.runner import Runner
from wizard.mirror.first_numbers import first_numbers
from wizard.setting_values import check_zone_preference, require_usable, zone_preference
from wizard.terminal.live_progress import show_progress
from wizard.terminal.plan_lines import Action, Item
from wizard.views.local import (
    LocalFacts,
    command_line,
    files_text,
    plan_view,
    text_files,
    welcome,
)
from wizard.views.result import Result

if TYPE_CHECKING:
    import argparse

    from rich.text import Text

    from templates.settings import Privacy
    from wizard.commands.invocation import Invocation
    from wizard.credentials.secret import Secret
    from wizard.environment import Environment
    from wizard.intervals_account import AthleteCard
    from wizard.local.key import LocalKey
    from wizard.local.settings import KeyPlace
    from wizard.local.timers.timer import Timer
    from wizard.terminal.screen import Screen

FILE_CONSENT = "--key-store file (there is no keyring here; the file holds the key in plain text)"
NOT_THERE = "There is no local sync on this computer."
UNCHANGED = "Nothing was changed."
DEFAULTS = LocalSettings(folder="", athlete="", timer="cron", key_place="keyring")


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """Options of ``local``."""

    folder: str | None = None
    schedule: str | None = None
    timer: str | None = None
    key_store: str | None = None
    sync: bool = False
    remove: bool = False
    week_start: str | None = None
    zone_preference: str | None = None
    days: int | None = None
    privacy: str | None = None
    key_file: str | None = None
    athlete: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``local`` has."""
    group = parser.add_argument_group("on this computer")
    group.add_argument("--folder", metavar="DIR", help="where the files go (~/training-data)")
    group.add_argument(
        "--schedule",
        choices=tuple(INTERVALS),
        help=f"how often it refreshes itself (default: {DEFAULT_INTERVAL})",
    )
    group.add_argument("--timer", choices=TIMER_KINDS, help="default: what this computer has")
    group.add_argument(
        "--key-store",
        choices=KEY_PLACES,
        help="where the API key is kept (default: the keyring); file: plain text, only yours",
    )
    group.add_argument("--sync", help="only sync now", **ON)
    group.add_argument("--remove", help="take timer, key and settings away; the data stays", **ON)
    add_data_settings(group)
    add_key_file(group)
    add_athlete(group)


@dataclass(frozen=True, slots=True)
class Local:
    """One run of the command, the machine, and what was set up before."""

    invocation: Invocation
    options: LocalOptions
    machine: Machine
    scheduler: Scheduler
    before: LocalSettings | None

    @property
    def screen(self) -> Screen:
        """Where to ask."""
        return self.invocation.screen

    @property
    def environment(self) -> Environment:
        """Server and keyring in use."""
        return self.invocation.environment

    def key(self, intervals_url: str) -> LocalKey:
        """Return the place of the key of a server."""
        return local_key(self.environment, intervals_url)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is known before the plan is made."""

    settings: LocalSettings
    key: Secret
    stored: Secret | None
    timer: Timer | None


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
    answers = _ask(local)
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


def _ask(local: Local) -> Answers:
    """Collect all answers; nothing is written meanwhile."""
    screen, environment, before = local.screen, local.environment, local.before
    settings = _with_timer(local, _with_options(before or DEFAULTS, local.options))
    stored = _stored_key(local)
    found = environment.find_key(local.options.key_file) or stored
    local.invocation.require(_missing(local, found))
    if screen.asks and before is None:
        screen.show(welcome())
    card, key = _athlete_and_key(local, found, stored)
    settings = replace(settings, athlete=card.id, intervals_url=environment.intervals_url)
    if not screen.takes_defaults:
        settings = _ask_settings(local, settings)
    _require_folder(local, settings)
    settings = replace(settings, key_place=_key_place(local, settings.intervals_url))
    stored_secret = stored.secret if stored else None
    return Answers(settings, key.secret, stored_secret, local.scheduler.wanted(settings))


def _ask_settings(local: Local, settings: LocalSettings) -> LocalSettings:
    screen, options, before = local.screen, local.options, local.before
    if before is None and options.folder is None:
        settings = replace(settings, folder=ask_folder(screen, settings.folder))
    if before is None and options.schedule is None:
        settings = replace(settings, schedule=ask_schedule(screen, settings.schedule))
    if before is not None and settings != replace(before, athlete=settings.athlete):
        return settings  # the command line says what shall change
    return ask_details(screen, settings, known=before is not None)


def _with_timer(local: Local, settings: LocalSettings) -> LocalSettings:
    """Choose the kind of timer where it is not said, and not known from a timer of before."""
    known = local.before is not None and local.before.timed
    if local.options.timer or known:
        return settings
    kind = local.scheduler.choose(None)
    return replace(settings, timer=require_kind(kind) if settings.timed else kind or "cron")


def _with_options(settings: LocalSettings, options: LocalOptions) -> LocalSettings:
    """Apply what the command line says.

    Raises:
        UsageError: a value cannot be used.
    """
    require_usable("--folder", options.folder, check_folder)
    require_usable("--zone-preference", options.zone_preference, check_zone_preference)
    zones = options.zone_preference
    folder = settings.folder or str(full_path(DEFAULT_FOLDER))
    return replace(
        settings,
        folder=folder if options.folder is None else str(full_path(options.folder)),
        schedule=options.schedule or settings.schedule,
        timer=cast("Any", options.timer) or settings.timer,
        week_start=options.week_start or settings.week_start,
        zone_preference=settings.zone_preference if zones is None else zone_preference(zones),
        days=options.days or settings.days,
        privacy=cast("Privacy", options.privacy or settings.privacy),
    )


def _stored_key(local: Local) -> Found | None:
    """Return the key of an earlier set-up; one that others can read is asked for again."""
    if local.before is None:
        return None
    place = local.key(local.before.intervals_url)
    try:
        secret = place.read(local.before.key_place)
    except AuthError as error:
        local.screen.explain(error)
        return None
    return None if secret is None else Found(secret, KEYRING)


def _athlete_and_key(
    local: Local, found: Found | None, stored: Found | None
) -> tuple[AthleteCard, Found]:
    """Keep to the athlete of before, who need not confirm again with the same key."""
    screen, before, athlete = local.screen, local.before, local.options.athlete
    if before is None or athlete:
        return athlete_and_key(screen, local.environment, found, athlete)
    same = found is not None and stored is not None and found.secret == stored.secret
    screen = replace(screen, yes=screen.yes or same)
    return athlete_and_key(screen, local.environment, found, before.athlete)


def _missing(local: Local, found: Found | None) -> list[str]:
    if local.screen.asks:
        return []
    missing = [] if found else [KEY_MISSING]
    if not (local.options.key_store or local.before or local.environment.keys.usable):
        missing.append(FILE_CONSENT)
    if not (local.screen.yes or local.invocation.behavior.dry_run):
        missing.append(CONFIRM_MISSING)
    return missing


def _require_folder(local: Local, settings: LocalSettings) -> None:
    """Refuse a folder that cannot be used, or would mix the data of two athletes.

    Raises:
        RefusedError: saying why.
    """
    before = local.before
    wrong = check_folder(settings.folder)
    if before and before.folder == settings.folder and before.athlete != settings.athlete:
        wrong = f"{before.folder} holds the data of {before.athlete}, not of {settings.athlete}."
    if wrong:
        raise RefusedError(wrong, "choose another --folder")


def _key_place(local: Local, intervals_url: str) -> KeyPlace:
    """Choose where the key is kept: as before, else the keyring, else a file with consent.

    Raises:
        RefusedError: there is no place for it.
    """
    before, said = local.before, local.options.key_store
    usable = local.environment.keys.usable
    wanted = said or (before.key_place if before else None)
    if wanted == "file":
        return "file"
    if usable:
        return "keyring"
    if not said and local.screen.asks:
        file = local.key(intervals_url).file
        if ask_key_file(local.screen, str(file)):
            return "file"
    raise RefusedError(
        "There is no keyring here to keep the API key in.",
        "set one up (such as gnome-keyring), or allow a file with --key-store file",
    )


def _look(local: Local, answers: Answers) -> Actual:
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


def _facts(local: Local, answers: Answers, plan: LocalPlan) -> LocalFacts:
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
    with local.screen.busy("Reading Intervals.icu and writing the files"):
        sync(local.machine, local.environment)
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
