"""A launch agent of macOS. Pure. See launchd.plist(5).

``StartCalendarInterval`` and not ``StartInterval``: only the former makes up for a sleep.
"""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

from wizard.local.timers.timer import NAME, Timer, TimerCommand

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.local.interval import Times
    from wizard.local.timers.timer import TimerJob


def timer(job: TimerJob, folder: Path, uid: int) -> Timer:
    """Describe the timer.

    Args:
        job: what runs and when.
        folder: of the user's agents, ``~/Library/LaunchAgents``.
        uid: of the user.
    """
    path = folder / f"{NAME}.plist"
    target = f"gui/{uid}/{NAME}"
    return Timer(
        kind="launchd",
        title="launch agent",
        files={path: plist(job)},
        start=(
            TimerCommand(("launchctl", "bootout", target), optional=True),
            TimerCommand(("launchctl", "enable", target)),
            TimerCommand(("launchctl", "bootstrap", f"gui/{uid}", str(path))),
        ),
        stop=(TimerCommand(("launchctl", "bootout", target), optional=True),),
        probe=TimerCommand(("launchctl", "print", target)),
    )


def plist(job: TimerJob) -> bytes:
    """Write the property list."""
    return plistlib.dumps(
        {
            "Label": NAME,
            "ProgramArguments": list(job.argv),
            "StartCalendarInterval": moments(job.times),
            "ProcessType": "Background",
            "LowPriorityIO": True,
        },
        sort_keys=False,
    )


def moments(times: Times) -> list[dict[str, int]]:
    """Return the times as the dictionaries of launchd; a missing hour is every hour."""
    if not times.hours:
        return [{"Minute": minute} for minute in times.minutes]
    return [{"Hour": hour, "Minute": minute} for hour in times.hours for minute in times.minutes]
