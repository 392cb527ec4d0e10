"""Which timer this machine has, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import RefusedError, WizardError
from wizard.local.interval import DEFAULT_INTERVAL, times
from wizard.local.settings import TIMER_KINDS
from wizard.local.timers import crontab, launchd, systemd, task_scheduler
from wizard.local.timers.timer import TimerJob

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.local.machine import Machine
    from wizard.local.settings import LocalSettings, TimerKind
    from wizard.local.timers.runner import Runner
    from wizard.local.timers.timer import Timer

NO_CRONTAB = ("no crontab", "no such file")  # words of an empty one


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Builds timers and looks at them."""

    machine: Machine
    runner: Runner

    def choose(self, wanted: str | None) -> TimerKind | None:
        """Return the wanted kind, else the one that this machine has; None when it has none."""
        for kind in TIMER_KINDS:
            if wanted == kind:
                return kind
        if self.machine.platform == "darwin":
            return "launchd"
        if self.machine.platform == "win32":
            return "task-scheduler"
        if self.runner.run(systemd.AVAILABLE).ok:
            return "systemd"
        return None if self._crontab() is None else "cron"

    def timer(self, kind: TimerKind, schedule: str = DEFAULT_INTERVAL, seed: str = "") -> Timer:
        """Describe a timer of this kind.

        Raises:
            WizardError: the crontab cannot be read.
        """
        job = TimerJob(self.machine.argv, times(schedule, seed))
        match kind:
            case "systemd":
                return systemd.timer(job, self.machine.units)
            case "launchd":
                return launchd.timer(job, self.machine.agents, self.machine.uid)
            case "task-scheduler":
                return task_scheduler.timer(job, self.machine.config)
            case "cron":
                current = self._crontab()
                if current is None:
                    raise WizardError(
                        "There is no cron here, or you may not use it.",
                        "choose another --timer or --schedule manual",
                    )
                return crontab.timer(job, current)

    def wanted(self, settings: LocalSettings) -> Timer | None:
        """Describe the timer that the settings ask for."""
        if not settings.timed:
            return None
        return self.timer(settings.timer, settings.schedule, settings.folder)

    def in_place(self, timer: Timer) -> bool:
        """Whether the timer is there as described and switched on."""
        same = all(_content(path) == content for path, content in timer.files.items())
        return timer.settled and same and self._on(timer)

    def present(self) -> tuple[Timer, ...]:
        """Return the timers of any kind of which a part is there."""
        kinds = (kind for kind in TIMER_KINDS if kind != "cron" or self._crontab() is not None)
        return tuple(timer for timer in map(self.timer, kinds) if _is_there(timer))

    def _on(self, timer: Timer) -> bool:
        return timer.probe is None or self.runner.run(timer.probe).ok

    def _crontab(self) -> str | None:
        """Read the crontab; None when cron cannot be used."""
        done = self.runner.run(crontab.READ)
        if done.ok:
            return done.out
        if done.code is None:
            return None
        empty = any(words in done.err.lower() for words in NO_CRONTAB)
        return "" if empty else None


def require_kind(kind: TimerKind | None) -> TimerKind:
    """Stop when the machine has no timer.

    Raises:
        RefusedError: it has none.
    """
    if kind is None:
        raise RefusedError(
            "This machine has neither systemd user timers nor cron.",
            "use --schedule manual, and start `section11-setup local --sync` in your own way",
        )
    return kind


def _is_there(timer: Timer) -> bool:
    return timer.present or any(path.exists() for path in timer.files)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
