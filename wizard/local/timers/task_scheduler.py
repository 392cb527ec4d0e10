"""A task of the Windows Task Scheduler. Pure. See the Task Scheduler schema, version 1.2."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from templates.schedule import HOUR
from wizard.local.timers.timer import DESCRIPTION, NAME, Timer, TimerCommand

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.local.timers.timer import TimerJob

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
FIRST_DAY = "2026-01-01"
"""Any day in the past: the repetition goes on from there."""


def timer(job: TimerJob, folder: Path) -> Timer:
    """Describe the timer.

    Args:
        job: what runs and when.
        folder: where the definition is kept, to see later whether it changed.
    """
    path = folder / f"{NAME}.xml"
    name = ("/TN", NAME)
    return Timer(
        kind="task-scheduler",
        title="task of the Task Scheduler",
        # UTF-16: schtasks refuses other encodings when a path is not plain ASCII
        files={path: definition(job).encode("utf-16")},
        start=(TimerCommand(("schtasks", "/Create", *name, "/XML", str(path), "/F")),),
        stop=(TimerCommand(("schtasks", "/Delete", *name, "/F"), optional=True),),
        probe=TimerCommand(("schtasks", "/Query", *name)),
        note="The task runs while you are logged in.",
    )


def definition(job: TimerJob) -> str:
    """Write the task; elements in the order in which Windows itself exports them."""
    program, *arguments = job.argv
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{NAMESPACE}">
  <RegistrationInfo>
    <Description>{escape(DESCRIPTION)}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>{_duration(job.times.every)}</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>{FIRST_DAY}T00:{job.times.minutes[0]:02}:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    return f"PT{rest}M" if rest else f"PT{hours}H"
