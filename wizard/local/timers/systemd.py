"""A timer of the systemd user manager. Pure.

A ``:`` before the program keeps systemd from replacing ``$``; ``%`` starts a specifier and is
doubled. See systemd.service(5), systemd.time(7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.local.timers.timer import DESCRIPTION, NAME, Timer, TimerCommand

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.local.interval import Times
    from wizard.local.timers.timer import TimerJob

SERVICE = f"{NAME}.service"
TIMER = f"{NAME}.timer"
AVAILABLE = TimerCommand(("systemctl", "--user", "show-environment"))
NOTE = "The timer runs while you are logged in; `loginctl enable-linger` makes it run always."


def timer(job: TimerJob, folder: Path) -> Timer:
    """Describe the timer.

    Args:
        job: what runs and when.
        folder: of the user's units, such as ``~/.config/systemd/user``.
    """
    return Timer(
        kind="systemd",
        title="systemd user timer",
        files={folder / SERVICE: service(job).encode(), folder / TIMER: unit(job).encode()},
        start=(
            _systemctl("daemon-reload"),
            _systemctl("enable", TIMER),
            _systemctl("restart", TIMER),
        ),
        stop=(_systemctl("disable", "--now", TIMER, optional=True),),
        cleanup=(_systemctl("daemon-reload", optional=True),),
        probe=_systemctl("is-active", "--quiet", TIMER),
        note=NOTE,
    )


def service(job: TimerJob) -> str:
    """Write the service unit."""
    return f"""\
[Unit]
Description={DESCRIPTION}

[Service]
Type=oneshot
ExecStart=:{" ".join(map(_quote, job.argv))}
TimeoutStartSec=10min
Nice=10
NoNewPrivileges=yes
"""


def unit(job: TimerJob) -> str:
    """Write the timer unit; a start that was slept through is made up for."""
    return f"""\
[Unit]
Description={DESCRIPTION}

[Timer]
OnCalendar={calendar(job.times)}
Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"""


def calendar(times: Times) -> str:
    """Return the times as a calendar event."""
    hours = ",".join(f"{hour:02}" for hour in times.hours) or "*"
    minutes = ",".join(f"{minute:02}" for minute in times.minutes)
    return f"*-*-* {hours}:{minutes}:00"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _systemctl(*arguments: str, optional: bool = False) -> TimerCommand:
    return TimerCommand(("systemctl", "--user", *arguments), optional=optional)
