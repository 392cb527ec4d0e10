"""The timers of all platforms, read back with each platform's own grammar."""

from __future__ import annotations

import configparser
import itertools
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from templates.cron import Cron
from wizard.local.interval import INTERVALS, Times, times
from wizard.local.timers import crontab, launchd, systemd, task_scheduler
from wizard.local.timers.timer import TimerJob

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMED = [key for key, interval in INTERVALS.items() if interval.every]
WILD = [
    "/home/a/.venv/bin/python",
    "/home/a/Träning data",
    '/x/50% "of" $HOME',
    r"C:\Users\Jörg Müller\back\\slash",
    "/it's; rm -rf `pwd` && <tag> & |",
    "",
]
NAMESPACE = {"t": task_scheduler.NAMESPACE}


def job(argv: Sequence[str] = WILD, schedule: str = "15min") -> TimerJob:
    return TimerJob(tuple(argv), times(schedule, "/home/a/training-data"))


def moments(when: Times) -> set[tuple[int, int]]:
    """Hour and minute of each start in a day."""
    return {(hour, minute) for hour in when.hours or range(24) for minute in when.minutes}


# --- times ----------------------------------------------------------------------------------


@pytest.mark.parametrize("schedule", TIMED)
@given(seed=st.text())
def test_every_schedule_starts_evenly_and_never_on_a_crowded_minute(
    schedule: str, seed: str
) -> None:
    when = times(schedule, seed)
    starts = sorted(hour * 60 + minute for hour, minute in moments(when))
    assert len(starts) == 24 * 60 // when.every
    gaps = {later - earlier for earlier, later in itertools.pairwise(starts)}
    assert gaps == {when.every}
    assert all(minute % 5 for minute in when.minutes)


@pytest.mark.parametrize("schedule", TIMED)
def test_all_platforms_start_at_the_same_moments(schedule: str) -> None:
    when = times(schedule, "seed")
    wanted = moments(when)
    cron = Cron.parse(crontab.expression(when))
    assert cron.any_day
    assert {(hour, minute) for hour in cron.hours for minute in cron.minutes} == wanted
    agents = launchd.moments(when)
    hours = [[d["Hour"]] if "Hour" in d else range(24) for d in agents]
    pairs = zip(hours, agents, strict=True)
    assert {(hour, d["Minute"]) for several, d in pairs for hour in several} == wanted
    assert _calendar(systemd.calendar(when)) == wanted
    root = ElementTree.fromstring(task_scheduler.definition(job(schedule=schedule)))
    first = root.findtext(".//t:StartBoundary", namespaces=NAMESPACE)
    assert re.fullmatch(r"20\d\d-01-01T00:\d\d:00", first or "")
    every = root.findtext(".//t:Interval", namespaces=NAMESPACE)
    assert every == {15: "PT15M", 30: "PT30M", 60: "PT1H", 360: "PT6H"}[when.every]


def _calendar(text: str) -> set[tuple[int, int]]:
    day, clock = text.split()
    assert day == "*-*-*"
    hours, minutes, seconds = clock.split(":")
    assert seconds == "00"
    every = range(24) if hours == "*" else map(int, hours.split(","))
    return {(hour, int(minute)) for hour in every for minute in minutes.split(",")}


# --- systemd --------------------------------------------------------------------------------


def units(of: TimerJob) -> dict[str, configparser.RawConfigParser]:
    found = {}
    for path, content in systemd.timer(of, Path("/units")).files.items():
        parser = configparser.RawConfigParser(strict=True, delimiters=("=",))
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(content.decode())
        found[path.name] = parser
    return found


def test_systemd_units_say_what_runs_and_when() -> None:
    found = units(job())
    service, timer = found["section11-sync.service"], found["section11-sync.timer"]
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    command = service["Service"]["ExecStart"]
    assert command.startswith(":"), "without it systemd replaces $HOME"
    assert _unquoted(command[1:]) == WILD


def _unquoted(text: str) -> list[str]:
    """Read a command line as systemd.service(5) says, specifiers included."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    assert not re.search(r"(?<!%)%(?!%)", text.replace("%%", "")), "a lone % is a specifier"
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd to ask")
@pytest.mark.parametrize("schedule", TIMED)
@pytest.mark.process
def test_systemd_itself_accepts_units_and_times(schedule: str, tmp_path: Path) -> None:
    wanted = job(("/bin/sh", *WILD), schedule)
    for path, content in systemd.timer(wanted, tmp_path).files.items():
        path.write_bytes(content)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(tmp_path / systemd.TIMER)],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# --- cron -----------------------------------------------------------------------------------

RECORDER = "import json, os, sys; json.dump(sys.argv[1:], open(os.environ['SEEN'], 'w'))"


@pytest.mark.skipif(sys.platform == "win32", reason="cron has a shell")
@pytest.mark.process
def test_the_shell_of_cron_sees_the_arguments_as_they_are(tmp_path: Path) -> None:
    argv = (sys.executable, "-c", RECORDER, *WILD)
    line = crontab.line(job(argv))
    fields = line.split(" ", 5)
    Cron.parse(" ".join(fields[:5]))
    command = _as_cron_reads(fields[5])
    seen = tmp_path / "seen"
    subprocess.run(["/bin/sh", "-c", command], env={"SEEN": str(seen)}, check=True)
    assert json.loads(seen.read_text()) == WILD


def _as_cron_reads(command: str) -> str:
    r"""Follow crontab(5): an unescaped % ends the command, ``\%`` is a percent sign."""
    assert not re.search(r"(?<!\\)%", command)
    return command.replace(r"\%", "%")


LINES = st.lists(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\n\0")).filter(
        lambda text: not text.rstrip().endswith(crontab.MARK)
    ),
    max_size=6,
)


@given(before=LINES, after=LINES)
def test_other_lines_of_the_crontab_stay_and_ours_stands_once(
    before: list[str], after: list[str]
) -> None:
    ours = crontab.line(job())
    old = "".join(f"{text}\n" for text in (*before, f"1 2 3 4 5 old {crontab.MARK}", *after))
    wanted = "".join(f"{text}\n" for text in (*before, ours, *after))
    assert crontab.with_line(old, ours) == wanted
    assert crontab.with_line(wanted, ours) == wanted
    others = "".join(f"{text}\n" for text in (*before, *after))
    assert crontab.without_line(wanted) == others
    assert crontab.without_line(crontab.with_line(others, ours)) == others


def test_two_lines_of_ours_become_one() -> None:
    ours = crontab.line(job())
    assert crontab.with_line(f"a\n{ours}\nb\n{ours}\n", ours) == f"a\n{ours}\nb\n"


def test_a_crontab_whose_last_line_has_no_end_keeps_it() -> None:
    ours = crontab.line(job())
    assert crontab.with_line("@daily x", ours) == f"@daily x\n{ours}\n"


def test_a_crontab_that_holds_only_our_line_is_removed_as_a_whole() -> None:
    ours = crontab.line(job())
    assert crontab.timer(job(), f"{ours}\n").stop[0].argv == ("crontab", "-r")
    assert crontab.timer(job(), f"# mine\n{ours}\n").stop[0].stdin == "# mine\n"


# --- launchd and Task Scheduler -------------------------------------------------------------


def plist() -> dict[str, Any]:
    timer = launchd.timer(job(), Path("/agents"), 501)
    [(path, content)] = timer.files.items()
    assert path.name == "section11-sync.plist"
    document: dict[str, Any] = plistlib.loads(content)
    return document


def test_the_launch_agent_says_what_runs_and_when() -> None:
    document = plist()
    assert document["Label"] == "section11-sync"
    assert document["ProgramArguments"] == WILD
    assert document["StartCalendarInterval"] == launchd.moments(job().times)
    assert "StartInterval" not in document, "it does not make up for a sleep"
    assert "RunAtLoad" not in document, "the first sync has run already"


def test_the_task_says_what_runs_in_the_encoding_that_schtasks_reads() -> None:
    timer = task_scheduler.timer(job(), Path("/config"))
    [(path, content)] = timer.files.items()
    assert content[:2] in (b"\xff\xfe", b"\xfe\xff")
    root = ElementTree.fromstring(content)
    assert root.tag == f"{{{task_scheduler.NAMESPACE}}}Task"
    assert root.findtext(".//t:Command", namespaces=NAMESPACE) == WILD[0]
    arguments = root.findtext(".//t:Arguments", namespaces=NAMESPACE)
    assert _windows_words(arguments or "") == WILD[1:]
    for name, value in (
        ("StartWhenAvailable", "true"),
        ("DisallowStartIfOnBatteries", "false"),
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("RunLevel", "LeastPrivilege"),
    ):
        assert root.findtext(f".//t:{name}", namespaces=NAMESPACE) == value
    assert str(path) in timer.start[0].argv


def _windows_words(line: str) -> list[str]:
    """Split a command line as ``CommandLineToArgvW`` does."""
    words: list[str] = []
    word, quoted, started = "", False, False
    for slashes, char in re.findall(r"(\\*)([^\\]|$)", line, re.DOTALL):
        if char == '"':
            word += "\\" * (len(slashes) // 2)
            if len(slashes) % 2:
                word += '"'
            else:
                quoted, started = not quoted, True
        elif char in " \t" and char and not quoted:
            word += slashes
            if word or started:
                words.append(word)
            word, started = "", False
        else:
            word += slashes + char
    return [*words, word] if word or started else words
