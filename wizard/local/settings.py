"""What the athlete chose for this machine: one small JSON file that the timer's job reads."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from engine.base.format import DEFAULT_DAYS, MAX_DAYS, PRIVACY_LEVELS, WEEKDAYS
from engine.config import DEFAULT_API_URL
from wizard.errors import WizardError
from wizard.local.interval import DEFAULT_INTERVAL, INTERVALS

if TYPE_CHECKING:
    from pathlib import Path

    from engine.base.format import Privacy

KeyPlace = Literal["keyring", "file", "environment"]
TimerKind = Literal["systemd", "cron", "launchd", "task-scheduler"]
KEY_PLACES: tuple[KeyPlace, ...] = ("keyring", "file", "environment")
TIMER_KINDS: tuple[TimerKind, ...] = ("systemd", "cron", "launchd", "task-scheduler")
AGAIN = "run `section11-setup local`"


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Settings of the sync on this machine. No secret is among them.

    Attributes:
        folder: absolute path of the data files.
        athlete: id such as ``i123456``.
        timer: what starts the syncs.
        key_place: where the API key is kept.
        schedule: key of `wizard.local.interval.INTERVALS`.
        week_start: first day of the training week, ``mon`` to ``sun``.
        zone_preference: such as ``run:hr``; empty for the default.
        days: length of the display window in days, 1 to 28.
        privacy: what the files leave out.
        intervals_url: base of the Intervals.icu API.
    """

    folder: str
    athlete: str
    timer: TimerKind
    key_place: KeyPlace
    schedule: str = DEFAULT_INTERVAL
    week_start: str = WEEKDAYS[0]
    zone_preference: str = ""
    days: int = DEFAULT_DAYS
    privacy: Privacy = "standard"
    intervals_url: str = DEFAULT_API_URL

    @property
    def timed(self) -> bool:
        """Whether a timer is wanted."""
        return bool(INTERVALS[self.schedule].every)


def to_text(settings: LocalSettings) -> str:
    """Write settings as JSON."""
    return json.dumps(asdict(settings), indent=2) + "\n"


def from_text(text: str) -> LocalSettings | None:
    """Read settings; None when the text is damaged or holds a value that cannot be used."""
    try:
        settings = LocalSettings(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    return settings if _usable(settings) else None


def _usable(settings: LocalSettings) -> bool:
    texts: tuple[Any, ...] = (
        settings.folder,
        settings.athlete,
        settings.zone_preference,
        settings.intervals_url,
    )
    return (
        all(isinstance(text, str) for text in texts)
        and settings.timer in TIMER_KINDS
        and settings.key_place in KEY_PLACES
        and settings.schedule in tuple(INTERVALS)
        and settings.week_start in WEEKDAYS
        and settings.privacy in PRIVACY_LEVELS
        and cast("Any", settings.days) in range(1, MAX_DAYS + 1)
    )


def load(path: Path) -> LocalSettings | None:
    """Read the settings file; None when there is none.

    Raises:
        WizardError: it cannot be read or understood.
    """
    try:
        settings = from_text(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise WizardError(f"{path} cannot be read: {reason}.", f"delete it and {AGAIN}") from None
    if settings is None:
        raise WizardError(f"{path} is damaged.", f"delete it and {AGAIN}")
    return settings


def require(path: Path) -> LocalSettings:
    """Read the settings file that has to be there.

    Raises:
        WizardError: it is not, or cannot be read or understood.
    """
    settings = load(path)
    if settings is None:
        raise WizardError(f"{path} is not there.", AGAIN)
    return settings


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader sees the old or the new one, never with wider rights.

    Raises:
        WizardError: the folder cannot be written to.
    """
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
        fresh.replace(path)
    except OSError as error:
        raise WizardError(
            f"{path} cannot be written: {error.strerror}.",
            "check the permissions of its folder, then run the same command again",
        ) from None
