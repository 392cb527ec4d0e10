"""One `run:` step as a real process: its environment, its log, its workflow commands."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from demo.github.runs import Annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

POSIX = os.name == "posix"
COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>[^:]*))?::(?P<text>.*)")
LEVELS: Mapping[str, Literal["notice", "warning", "failure"]] = {
    "notice": "notice",
    "warning": "warning",
    "error": "failure",
}
HEREDOC = re.compile(r"(?P<name>[^=]+?)<<(?P<end>.+)")
WATCH = 0.02
"""Seconds between two looks at the clock and at the wish to cancel."""


class CommandFileError(Exception):
    """A line in GITHUB_OUTPUT or GITHUB_ENV that GitHub would not accept."""


class Masker:
    """Replaces secrets in text by three stars."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values: set[str] = set()
        for value in values:
            self.add(value)

    def add(self, value: str) -> None:
        """Hide a value, and each line of it."""
        self.values.update(line for line in (value, *value.splitlines()) if line.strip())

    def __call__(self, text: str) -> str:
        """Text without the hidden values."""
        for value in sorted(self.values, key=len, reverse=True):
            text = text.replace(value, "***")
        return text


@dataclass(slots=True)
class Log:
    """Where the lines of a step go; understands workflow commands on the way."""

    masker: Masker
    write: Callable[[str], None]
    annotate: Callable[[Annotation], None]
    _stopped_until: str = ""

    def line(self, text: str) -> None:
        """Take one line of output."""
        found = COMMAND.match(text.strip()) if text.lstrip().startswith("::") else None
        if self._stopped_until:
            if text.strip() == f"::{self._stopped_until}::":
                self._stopped_until = ""
            found = None
        if found is None:
            self.write(self.masker(text))
            return
        name, message = found["name"], _decoded(found["text"])
        if name == "add-mask":
            self.masker.add(message)
        elif name == "stop-commands":
            self._stopped_until = message
        elif name in LEVELS:
            self._annotate(name, _properties(found["properties"] or ""), message)
            self.write(f"##[{name}]{self.masker(message)}")
        elif name != "debug":
            self.write(f"##[{name}]{self.masker(message)}")

    def fail(self, message: str) -> None:
        """Report a fault of the step."""
        self._annotate("error", {}, message)
        self.write(f"##[error]{self.masker(message)}")

    def _annotate(self, name: str, where: Mapping[str, str], message: str) -> None:
        line = where.get("line", "1")
        self.annotate(
            Annotation(
                LEVELS[name],
                self.masker(message),
                title=self.masker(where.get("title", "")),
                path=where.get("file", ".github"),
                line=int(line) if line.isdigit() else 1,
            )
        )


def _decoded(text: str) -> str:
    return unquote(re.sub(r"%(?!0A|0D|25|3A|2C)", "%25", text))


def _properties(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(",") if "=" in part)
    return {name.strip(): _decoded(value) for name, _, value in pairs}


@dataclass(slots=True)
class Process:
    """A running program with a deadline; its whole family is ended with it."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    deadline: float
    cancelled: Callable[[], bool]
    timed_out: bool = field(default=False, init=False)
    stopped: bool = field(default=False, init=False)

    def run(self, line: Callable[[str], None]) -> int:
        """Run to the end, handing each line of output on; returns the exit code."""
        process = subprocess.Popen(  # noqa: S603 - running a workflow's own commands is the purpose
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=POSIX,
        )
        finished = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process, finished), daemon=True)
        watcher.start()
        try:
            with process:
                for text in process.stdout or ():
                    line(text.rstrip("\r\n"))
        finally:
            finished.set()
            watcher.join()
        return process.returncode

    def _watch(self, process: subprocess.Popen[str], finished: threading.Event) -> None:
        while not finished.wait(WATCH):
            self.timed_out = self.timed_out or time.monotonic() >= self.deadline
            self.stopped = self.stopped or self.cancelled()
            if self.timed_out or self.stopped:
                end_family(process)
                return


def end_family(process: subprocess.Popen[str]) -> None:
    """End a process and everything that it started."""
    if POSIX:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()


def command_for(shell: str | None, script: Path) -> list[str]:
    """Command line that GitHub uses for a `shell:`; KeyError for one that is not here."""
    templates = {
        None: ["bash", "-e", "{0}"],
        "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail", "{0}"],
        "sh": ["sh", "-e", "{0}"],
        "python": ["python", "{0}"],
    }
    if shell in templates:
        words = templates[shell]
    elif shell and "{0}" in shell:
        words = shell.split()
    else:
        raise KeyError(shell)
    program = _bash() if words[0] == "bash" else words[0]
    return [program, *(word.replace("{0}", str(script)) for word in words[1:])]


def _bash() -> str:
    """Find bash; on Windows the one that comes with git, not the one of the Linux subsystem."""
    if POSIX:
        return shutil.which("bash") or "/bin/bash"
    git = Path(shutil.which("git") or "git")
    beside = git.parent.parent / "bin" / "bash.exe"
    return str(beside) if beside.exists() else "bash"


def read_pairs(file: Path) -> dict[str, str]:
    """Read `name=value` and `name<<END` … `END` from GITHUB_OUTPUT or GITHUB_ENV."""
    pairs: dict[str, str] = {}
    lines = iter(file.read_text("utf-8").splitlines() if file.exists() else ())
    for line in lines:
        if not line.strip():
            continue
        heredoc = HEREDOC.fullmatch(line)
        if heredoc:
            taken = []
            for inner in lines:
                if inner == heredoc["end"]:
                    break
                taken.append(inner)
            else:
                raise CommandFileError(f"Matching delimiter not found '{heredoc['end']}'")
            pairs[heredoc["name"]] = "\n".join(taken)
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise CommandFileError(f"Invalid format '{line}'")
        pairs[name] = value
    return pairs
