"""What is known before the plan of a local sync is made: said, stored, or asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from wizard.commands.invocation import CONFIRM_MISSING
from wizard.credentials.sources import KEYRING, Found
from wizard.dialogs.local import ask_details, ask_folder, ask_key_file, ask_schedule
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key
from wizard.errors import AuthError, RefusedError, UsageError
from wizard.local.apply import local_key
from wizard.local.folder import DEFAULT_FOLDER, check_folder, full_path
from wizard.local.settings import LocalSettings
from wizard.local.timers.platform import Scheduler, require_kind
from wizard.setting_values import check_zone_preference, require_usable, zone_preference
from wizard.views.local import welcome

if TYPE_CHECKING:
    from engine.base.format import Privacy
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.local import LocalOptions
    from wizard.credentials.secret import Secret
    from wizard.environment import Environment
    from wizard.intervals_account import AthleteCard
    from wizard.local.key import LocalKey
    from wizard.local.machine import Machine
    from wizard.local.settings import KeyPlace
    from wizard.local.timers.timer import Timer
    from wizard.terminal.screen import Screen

FILE_CONSENT = "--key-store file (there is no keyring here; the file holds the key in plain text)"
MANUAL = "manual"
DEFAULTS = LocalSettings(folder="", athlete="", timer="cron", key_place="keyring")


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
class LocalAnswers:
    """Everything that is known before the plan is made."""

    settings: LocalSettings
    key: Secret
    stored: Secret | None
    timer: Timer | None


def ask(local: Local) -> LocalAnswers:
    """Collect all answers; nothing is written meanwhile."""
    local = _without_timer(local)
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
    settings = replace(settings, key_place=_key_place(local, settings, key))
    stored_secret = stored.secret if stored else None
    return LocalAnswers(settings, key.secret, stored_secret, local.scheduler.wanted(settings))


def _ask_settings(local: Local, settings: LocalSettings) -> LocalSettings:
    screen, options, before = local.screen, local.options, local.before
    if before is None and options.folder is None:
        settings = replace(settings, folder=ask_folder(screen, settings.folder))
    if before is None and options.schedule is None:
        settings = replace(settings, schedule=ask_schedule(screen, settings.schedule))
    if before is not None and settings != replace(before, athlete=settings.athlete):
        return settings  # the command line says what shall change
    return ask_details(screen, settings, known=before is not None)


def _without_timer(local: Local) -> Local:
    """Let a machine without any timer, such as a container, sync by hand."""
    options = local.options
    said = options.schedule or options.timer or local.before
    if said or not local.screen.asks or local.scheduler.choose(None) is not None:
        return local
    local.screen.note(
        "This machine has neither systemd user timers nor cron, so nothing refreshes by itself: "
        "`section11-setup local --sync` does, whenever you or your own scheduler start it."
    )
    return replace(local, options=replace(options, schedule=MANUAL))


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
    manual = local.options.schedule == MANUAL
    if not (local.options.key_store or local.before or local.environment.keys.usable or manual):
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


def _key_place(local: Local, settings: LocalSettings, key: Found) -> KeyPlace:
    """Choose where the key is kept: as before, else the keyring, else a file with consent.

    What no timer starts may take it from the environment each time.

    Raises:
        RefusedError: there is no place for it.
        UsageError: a timer is to find it in the environment.
    """
    before, said = local.before, local.options.key_store
    usable = local.environment.keys.usable
    wanted = said or (before.key_place if before else None)
    if wanted == "environment" and settings.timed:
        if said:
            raise UsageError(
                "A timer does not see your environment.", "leave out --key-store environment"
            )
        wanted = None
    if wanted in {"file", "environment"}:
        return cast("KeyPlace", wanted)
    if usable:
        return "keyring"
    if not said and not settings.timed and not key.pasted:
        return "environment"
    if not said and local.screen.asks:
        file = local.key(settings.intervals_url).file
        if ask_key_file(local.screen, str(file)):
            return "file"
    raise RefusedError(
        "There is no keyring here to keep the API key in.",
        "set one up (such as gnome-keyring), or allow a file with --key-store file",
    )
