"""The same engine on the athlete's own machine: folder, stored key, timer, first numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from wizard.commands.setup import CONFIRM_MISSING, confirmed
from wizard.credentials.sources import KEYRING, Found, find_key
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
from wizard.local.settings import LocalSettings, load
from wizard.local.timers.interval import INTERVALS
from wizard.local.timers.platform import Scheduler, require_kind
from wizard.local.timers.runner import Runner
from wizard.mirror.first_numbers import first_numbers
from wizard.result import Result
from wizard.setting_values import check_zone_preference, require_usable, zone_preference
from wizard.terminal.live_progress import show_progress
from wizard.terminal.plan_lines import Action, Item
from wizard.views.local import command_line, files_text, plan_view, text_files, welcome

if TYPE_CHECKING:
    from rich.text import Text

    from engine.base.format import Privacy
    from wizard.app import App
    from wizard.credentials.secret import Secret
    from wizard.local.settings import KeyPlace
    from wizard.local.timers.timer import Timer

FILE_CONSENT = "--key-store file (there is no keyring here; the file holds the key in plain text)"
NOT_THERE = "There is no local sync on this computer."
UNCHANGED = "Nothing was changed."


DEFAULTS = LocalSettings(folder="", athlete="", timer="cron", key_place="keyring")


@dataclass(frozen=True, slots=True)
class Local:
    """One run of the command: the program, the machine, and what was set up before."""

    app: App
    machine: Machine
    scheduler: Scheduler
    before: LocalSettings | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is known before the plan is made."""

    settings: LocalSettings
    key: Secret
    stored: Secret | None
    timer: Timer | None


def run(app: App) -> Result:
    """Set up a local sync, change it, sync now, or take it away."""
    machine = Machine.real(app.surroundings)
    scheduler = Scheduler(machine, Runner(app.surroundings.env))
    if app.options.remove:
        return _remove(app, machine, scheduler)
    local = Local(app, machine, scheduler, load(machine.settings_file))
    if app.options.sync:
        return _sync_now(local)
    return _set_up(local)


def _set_up(local: Local) -> Result:
    app = local.app
    require_lasting(local.machine)
    answers = _ask(local)
    settings = answers.settings
    plan = decide(settings, answers.key, answers.timer, _look(local, answers))
    app.screen.show(plan_view(plan.items))
    for words in _remarks(app, settings, plan):
        app.screen.note(words)
    if plan.empty:
        facts = _facts(local, answers, plan)
        since = facts["numbers"] and facts["numbers"]["last_updated"]
        words = "Nothing to do: the local sync is as you want it."
        return Result(facts, (words, *([f"The data is from {since}."] if since else [])))
    if app.options.dry_run:
        if plan.start is not None:
            _print_whole(app, files_text(plan.start))
        return Result(_facts(local, answers, plan), (f"{UNCHANGED[:-1]} (--dry-run).",))
    if not confirmed(app):
        return Result(_facts(local, answers, plan), (UNCHANGED,))
    with show_progress(app.screen) as progress:
        context = LocalContext(local.machine, local.scheduler.runner, app.surroundings, progress)
        carry_out(context, plan, settings, local.before, answers.key)
    return Result(_facts(local, answers, plan, changed=True), _messages(local.before, plan))


def _ask(local: Local) -> Answers:
    """Collect all answers; nothing is written meanwhile."""
    app, before = local.app, local.before
    settings = _with_timer(local, _with_options(before or DEFAULTS, app))
    stored = _stored_key(local)
    found = find_key(app.options, app.surroundings) or stored
    app.require(_missing(local, found))
    if app.screen.asks and before is None:
        app.screen.show(welcome())
    card, key = athlete_and_key(_who(local, found, stored), found)
    settings = replace(settings, athlete=card.id, intervals_url=app.surroundings.intervals_url)
    if not app.takes_defaults:
        settings = _ask_settings(local, settings)
    _require_folder(local, settings)
    settings = replace(settings, key_place=_key_place(local, settings.intervals_url))
    stored_secret = stored.secret if stored else None
    return Answers(settings, key.secret, stored_secret, local.scheduler.wanted(settings))


def _ask_settings(local: Local, settings: LocalSettings) -> LocalSettings:
    screen, options, before = local.app.screen, local.app.options, local.before
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
    if local.app.options.timer or known:
        return settings
    kind = local.scheduler.choose(None)
    return replace(settings, timer=require_kind(kind) if settings.timed else kind or "cron")


def _with_options(settings: LocalSettings, app: App) -> LocalSettings:
    """Apply what the command line says.

    Raises:
        UsageError: a value cannot be used.
    """
    options = app.options
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
    place = local_key(local.app.surroundings, local.before.intervals_url)
    try:
        secret = place.read(local.before.key_place)
    except AuthError as error:
        local.app.screen.explain(error)
        return None
    return None if secret is None else Found(secret, KEYRING)


def _who(local: Local, found: Found | None, stored: Found | None) -> App:
    """Keep to the athlete of before, who need not confirm again with the same key."""
    app, before = local.app, local.before
    if before is None or app.options.athlete:
        return app
    same = found is not None and stored is not None and found.secret == stored.secret
    yes = app.options.yes or same
    return replace(app, options=replace(app.options, athlete=before.athlete, yes=yes))


def _missing(local: Local, found: Found | None) -> list[str]:
    app = local.app
    if app.screen.asks:
        return []
    missing = [] if found else [KEY_MISSING]
    if not (app.options.key_store or local.before or app.surroundings.keys.usable):
        missing.append(FILE_CONSENT)
    if not (app.options.yes or app.options.dry_run):
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
    app, before = local.app, local.before
    usable = app.surroundings.keys.usable
    wanted = app.options.key_store or (before.key_place if before else None)
    if wanted == "file":
        return "file"
    if usable:
        return "keyring"
    if not app.options.key_store and app.screen.asks:
        file = local_key(app.surroundings, intervals_url).file
        if ask_key_file(app.screen, str(file)):
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


def _remarks(app: App, settings: LocalSettings, plan: LocalPlan) -> tuple[str, ...]:
    """Say what the athlete should know before the one yes."""
    words = remarks(Path(settings.folder))
    if app.options.key_store != "file" or not plan.store:
        return words  # in the keyring, or consent to the file was asked for
    file = local_key(app.surroundings, settings.intervals_url).file
    return (f"The API key goes into {file}, in plain text that only your account can read.", *words)


def _print_whole(app: App, text: Text) -> None:
    """Print lines that are meant to be copied, so none of them is folded."""
    if not app.screen.quiet:
        app.screen.console.print(text, soft_wrap=True, highlight=False)


def _messages(before: LocalSettings | None, plan: LocalPlan) -> tuple[str, ...]:
    words = [plan.start.note] if plan.start is not None and plan.start.note else []
    moved = next((i for i in plan.items if i.what == "folder" and i.action is Action.CHANGE), None)
    if before is not None and moved is not None:
        words.append(f"The files in {before.folder} stay there.")
    return tuple(words)


def _facts(
    local: Local, answers: Answers, plan: LocalPlan, *, changed: bool = False
) -> dict[str, Any]:
    settings, timer = answers.settings, answers.timer
    shown = plan.start if local.app.options.dry_run else None
    return {
        **_state(local, settings),
        "timer": timer and timer.kind,
        "plan": [asdict(item) for item in plan.items],
        "changed": changed,
        "synced": changed and plan.sync,
        "first": local.before is None,
        "files": text_files(shown) if shown else {},
        "commands": [command_line(command) for command in shown.start] if shown else [],
    }


def _state(local: Local, settings: LocalSettings) -> dict[str, Any]:
    latest = read_latest(settings.folder)
    return {
        "settings": asdict(settings),
        "interval": INTERVALS[settings.schedule].label,
        "log": str(local.machine.log) if settings.timed else None,
        "numbers": asdict(first_numbers(latest)) if latest is not None else None,
    }


def _sync_now(local: Local) -> Result:
    if local.before is None:
        raise RefusedError(NOT_THERE, "run section11-setup local to set one up")
    if local.app.options.dry_run:
        words = f"A sync into {local.before.folder} would be started (--dry-run)."
        return Result(_state(local, local.before), (words,))
    with local.app.screen.busy("Reading Intervals.icu and writing the files"):
        sync(local.machine, local.app.surroundings)
    return Result({**_state(local, local.before), "synced": True})


def _remove(app: App, machine: Machine, scheduler: Scheduler) -> Result:
    """Take timer, key and settings away; the data stays."""
    try:
        before = load(machine.settings_file)
    except WizardError:  # damaged, and to be deleted anyway
        before = None
    present = scheduler.present()
    place = local_key(app.surroundings, (before or app.surroundings).intervals_url)
    there = place.file.exists() or machine.settings_file.exists()
    items = [Item(Action.REMOVE, timer.title) for timer in present]
    if there:
        items.append(Item(Action.REMOVE, "API key and settings", str(machine.config)))
    if before is not None:
        items.append(Item(Action.KEEP, "your data", before.folder))
    data = {"plan": [asdict(item) for item in items], "changed": False}
    if not (present or there):
        return Result(data, (NOT_THERE,))
    app.screen.show(plan_view(items, "To be removed"))
    if app.options.dry_run:
        return Result(data, (f"{UNCHANGED[:-1]} (--dry-run).",))
    app.require([] if app.screen.asks or app.options.yes else [CONFIRM_MISSING])
    if not confirmed(app):
        return Result(data, (UNCHANGED,))
    with show_progress(app.screen) as progress:
        context = LocalContext(machine, scheduler.runner, app.surroundings, progress)
        for timer in present:
            take_away(context, timer)
        forget(machine, place)
    words = f"Your data stays in {before.folder}." if before else "Your data stays."
    return Result(data | {"changed": True}, ("The local sync is removed.", words))
