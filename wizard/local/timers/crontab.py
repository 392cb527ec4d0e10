"""One marked line in the user's crontab; every other line stays as it is. Pure."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from wizard.local.timers.timer import NAME, Timer, TimerCommand

if TYPE_CHECKING:
    from wizard.local.interval import Times
    from wizard.local.timers.timer import TimerJob

READ = TimerCommand(("crontab", "-l"))
MARK = f"# {NAME}"
NOTE = "Cron starts nothing while the computer sleeps; the next start catches up."


def timer(job: TimerJob, current: str) -> Timer:
    """Describe the timer, given the crontab as it is."""
    wanted = with_line(current, line(job))
    without = without_line(current)
    return Timer(
        kind="cron",
        title="line in your crontab",
        start=(TimerCommand(("crontab", "-"), wanted),),
        stop=(
            TimerCommand(("crontab", "-"), without) if without else TimerCommand(("crontab", "-r")),
        ),
        settled=wanted == current,
        present=without != current,
        note=NOTE,
    )


def line(job: TimerJob) -> str:
    """Write the line; cron itself reads ``%``, so it is escaped after quoting for the shell."""
    command = " ".join(shlex.quote(part) for part in job.argv).replace("%", r"\%")
    return f"{expression(job.times)} {command} {MARK}"


def expression(times: Times) -> str:
    """Return the times as the five fields of cron."""
    minutes = ",".join(map(str, times.minutes))
    hours = ",".join(map(str, times.hours)) or "*"
    return f"{minutes} {hours} * * *"


def with_line(current: str, wanted: str) -> str:
    """Put the line into a crontab, at its old place if it has one."""
    lines = _lines(current)
    place = next((number for number, text in enumerate(lines) if _is_ours(text)), len(lines))
    before = "".join(lines[:place])
    after = "".join(text for text in lines[place:] if not _is_ours(text))
    gap = "" if not before or before.endswith("\n") else "\n"
    return f"{before}{gap}{wanted}\n{after}"


def without_line(current: str) -> str:
    """Take the line out of a crontab."""
    return "".join(text for text in _lines(current) if not _is_ours(text))


def _lines(text: str) -> list[str]:
    """Split at line feeds alone, which is what cron does."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _is_ours(text: str) -> bool:
    return text.rstrip().endswith(MARK)
