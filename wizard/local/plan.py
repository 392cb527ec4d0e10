"""What is wanted and what is there in, what to do out. Pure: reads and prints nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from wizard.local.interval import INTERVALS
from wizard.setting_values import NO_ZONES, PRIVACY_WORDS, WEEK_DAYS
from wizard.terminal.plan_lines import Action, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.secret import Secret
    from wizard.local.settings import LocalSettings
    from wizard.local.timers.timer import Timer

WITHOUT_EFFECT_ON_DATA = ("schedule", "timer", "key_place")
KEY_WORDS = {
    "keyring": "kept in the keyring",
    "environment": "taken from INTERVALS_KEY at each sync, kept nowhere",
    "file": "kept in a file that only your account can read",
}
SETTING_WORDS: Mapping[str, tuple[str, Callable[[LocalSettings], str]]] = {
    "athlete": ("athlete", lambda s: s.athlete),
    "week_start": ("week starts on", lambda s: WEEK_DAYS[s.week_start]),
    "zone_preference": ("zones", lambda s: s.zone_preference or NO_ZONES),
    "days": ("days in detail", lambda s: str(s.days)),
    "privacy": ("privacy", lambda s: PRIVACY_WORDS[s.privacy]),
    "intervals_url": ("server", lambda s: s.intervals_url),
}


@dataclass(frozen=True, slots=True)
class Actual:
    """What is there.

    Attributes:
        settings: None before the first set-up.
        key: the stored key, if it can be read.
        in_place: whether the wanted timer is there and on.
        others: timers that are there and not wanted any more.
        replaces: whether a timer of the wanted kind is there, if not as wanted.
        has_data: whether the wanted folder holds ``latest.json``.
    """

    settings: LocalSettings | None = None
    key: Secret | None = None
    in_place: bool = False
    others: tuple[Timer, ...] = ()
    replaces: bool = False
    has_data: bool = False


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """Everything that has to happen.

    Attributes:
        save: whether the settings file is written.
        store: whether the key is stored.
        stop: timers to take away.
        start: timer to put in place.
        sync: whether a sync is started at once.
        items: the same, and what stays, in words.
    """

    save: bool
    store: bool
    stop: tuple[Timer, ...]
    start: Timer | None
    sync: bool
    items: tuple[Item, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.save or self.store or self.stop or self.start or self.sync)


def decide(wanted: LocalSettings, key: Secret, timer: Timer | None, actual: Actual) -> LocalPlan:
    """Compare what is wanted with what is there; ``timer`` is the one that the settings ask for."""
    before = actual.settings
    places = ((s.key_place, s.intervals_url) for s in (before, wanted) if s is not None)
    store = actual.key != key or len(set(places)) > 1
    plan = LocalPlan(
        save=before != wanted,
        store=store,
        stop=actual.others,
        start=None if timer is None or actual.in_place else timer,
        sync=not actual.has_data or _data_changes(before, wanted) or actual.key != key,
    )
    return replace(plan, items=tuple(_items(plan, wanted, timer, actual)))


def _data_changes(before: LocalSettings | None, wanted: LocalSettings) -> bool:
    if before is None:
        return True
    names = (field.name for field in fields(wanted) if field.name not in WITHOUT_EFFECT_ON_DATA)
    return any(getattr(before, name) != getattr(wanted, name) for name in names)


def _items(
    plan: LocalPlan, wanted: LocalSettings, timer: Timer | None, actual: Actual
) -> list[Item]:
    before = actual.settings
    moved = before is not None and before.folder != wanted.folder
    known = Action.KEEP if actual.has_data else Action.CREATE
    items = [Item(Action.CHANGE if moved else known, "folder", wanted.folder)]
    action = Action.KEEP if not plan.store else Action.CHANGE if actual.key else Action.CREATE
    items.append(Item(action, "API key", KEY_WORDS[wanted.key_place]))
    items += _setting_items(before, wanted)
    items += [Item(Action.REMOVE, other.title, "not wanted any more") for other in plan.stop]
    words = INTERVALS[wanted.schedule].label
    if timer is None:
        items.append(Item(Action.KEEP, "no timer", words))
    else:
        new = Action.CHANGE if actual.replaces else Action.CREATE
        items.append(Item(Action.KEEP if actual.in_place else new, timer.title, words))
    if plan.sync:
        items.append(Item(Action.RUN, "sync" if actual.has_data else "first sync", "at once"))
    return items


def _setting_items(before: LocalSettings | None, wanted: LocalSettings) -> list[Item]:
    if before is None:
        shown = ("week_start", "zone_preference", "days", "privacy")
        return [Item(Action.CREATE, *_words(name, wanted)) for name in shown]
    return [
        Item(Action.CHANGE, label, f"{words(before)} -> {words(wanted)}")
        for name, (label, words) in SETTING_WORDS.items()
        if getattr(before, name) != getattr(wanted, name)
    ]


def _words(name: str, settings: LocalSettings) -> tuple[str, str]:
    label, words = SETTING_WORDS[name]
    return label, words(settings)
