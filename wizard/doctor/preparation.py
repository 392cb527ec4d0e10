"""What repairs need to know before the first is made: the API key, and values that secrets hide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.format import HISTORY, LATEST, WEEKDAYS
from engine.config import ConfigError, parse_privacy
from templates.settings import SECRETS
from wizard.credentials.secret import Secret
from wizard.dialogs import questions
from wizard.dialogs.sign_in import KEY_MISSING, athlete_and_key
from wizard.doctor.checks.secrets import MOVED_SETTINGS
from wizard.doctor.finding import Repair
from wizard.mirror.found.athlete import fingerprint, strangers
from wizard.setting_values import SettingValues, with_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.credentials.sources import Found
    from wizard.doctor.facts import Facts
    from wizard.environment import Environment
    from wizard.terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class Prepared:
    """What repairs need to know first.

    Attributes:
        settings: of the mirror, every value usable.
        secrets: values by name of the Actions secret; empty when they are not to be set.
        fingerprint: of these secrets.
        moved: settings kept as secrets whose value is known, so that they can be moved.
        lacking: repairs that cannot be made, and what they need.
    """

    settings: MirrorSettings
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    lacking: Mapping[Repair, str] = field(default_factory=dict)
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class SaidValues:
    """What was said on the command line; None means "not said"."""

    athlete: str | None = None
    week_start: str | None = None
    zone_preference: str | None = None


def prepare(
    screen: Screen,
    environment: Environment,
    facts: Facts,
    key: Found | None,
    repairs: frozenset[Repair],
    said: SaidValues,
) -> Prepared:
    """Find out or ask; nothing is written yet."""
    settings, moved = _settings(screen, facts, repairs, said)
    prepared = Prepared(settings, moved=moved)
    if Repair.SECRETS not in repairs:
        return prepared
    if key is None and not screen.asks:
        return replace(prepared, lacking={Repair.SECRETS: f"it needs {KEY_MISSING}"})
    if facts.key.trouble is not None:
        if not screen.asks:
            words = f"it needs a key that works: {KEY_MISSING}"
            return replace(prepared, lacking={Repair.SECRETS: words})
        key = None  # the one at hand does not work
    if _somebody_elses(facts) and not (screen.asks or said.athlete):
        words = "the data are not the key's owner's: say whose with --athlete"
        return replace(prepared, lacking={Repair.SECRETS: words})
    card, found = athlete_and_key(screen, environment, key, said.athlete)
    values = (Secret(card.id, redacted=False), found.secret)
    secrets = dict(zip(SECRETS, values, strict=True))
    return replace(prepared, secrets=secrets, fingerprint=fingerprint(found.secret, card.id))


def _somebody_elses(facts: Facts) -> bool:
    """Whether the mirror belongs to somebody else than the owner of the key."""
    latest, account = facts.documents.get(LATEST), facts.key.account
    if latest is None or latest.content is None or account is None:
        return False
    return strangers(latest.content, account.card) > 0


def _settings(
    screen: Screen, facts: Facts, repairs: frozenset[Repair], said: SaidValues
) -> tuple[MirrorSettings, frozenset[str]]:
    """Return usable settings, and which of the hidden ones are known."""
    values = SettingValues(week_start=said.week_start, zone_preference=said.zone_preference)
    settings = with_values(_safe(facts), values)
    hidden = [name for name in MOVED_SETTINGS if name in facts.state.secrets]
    if Repair.VARIABLES not in repairs or not hidden:
        return settings, frozenset()
    moved = {name for name in hidden if name in facts.state.variables}
    given = {"WEEK_START": said.week_start, "ZONE_PREFERENCE": said.zone_preference}
    moved |= {name for name in hidden if given[name] is not None}
    guessed = week_start_of(facts)
    if "WEEK_START" in set(hidden) - moved and guessed:
        settings, moved = replace(settings, week_start=guessed), {*moved, "WEEK_START"}
    for name, ask in (("WEEK_START", "week_start"), ("ZONE_PREFERENCE", "zone_preference")):
        asks = name in hidden and name not in moved and not screen.takes_defaults
        if asks and _set_anew(screen, name):
            settings = questions.change(screen, ask, settings)
            moved.add(name)
    return settings, frozenset(moved)


def _set_anew(screen: Screen, name: str) -> bool:
    """Ask before a value that nobody knows is given up; Enter keeps it."""
    screen.note(f"{name} is a secret: it holds, but nobody can see its value.")
    words = "Choose its value anew? (The secret is deleted then; no keeps it.)"
    return screen.prompts.confirm(words, default=False)


def _safe(facts: Facts) -> MirrorSettings:
    """Replace a privacy level that nobody understands by the strictest: it may mean a lot."""
    try:
        parse_privacy(facts.state.variables.get("PRIVACY"))
    except ConfigError:
        return replace(facts.settings, privacy="strict")
    return facts.settings


def week_start_of(facts: Facts) -> str | None:
    """Read the first day of the week off the weekly rows of the history."""
    document = facts.documents.get(HISTORY)
    rows = document.content.get("weekly_180d") if document and document.content else None
    days = {
        day.weekday()
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and (day := parse_day(row.get("week_start"))) is not None
    }
    return WEEKDAYS[days.pop()] if len(days) == 1 else None
