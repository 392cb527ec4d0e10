"""A net below the whole suite that catches keys and tokens wherever they must not be.

It looks at what is printed (also when a test takes it with `capsys`), logged, told in errors, given
to other programs as arguments or printed by them, sent to the stand-ins anywhere but in the
Authorization header, and written below `tmp_path`.
"""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest

from demo.github import GitHubServer
from engine.intervals_icu.client import IntervalsError
from tests.invented import secrets_in
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TALKATIVE = ("github", "urllib3", "httpx", "httpcore", "keyring", "engine", "wizard")
GIT_OBJECTS = "objects"
LARGEST_FILE = 5_000_000
OTHERS = stat.S_IRWXG | stat.S_IRWXO
HOMES = {"intervals.env", "shelf.json"}
"""Where a key may lie: the file that `local` writes with consent, and the shelf of a keyring."""
LONGEST_SECRET = 200


class Net:
    """What was caught, as "place: secret"."""

    def __init__(self) -> None:
        self.caught: list[str] = []
        self._tails: dict[int, str] = {}

    def look(self, text: str | bytes, place: str) -> None:
        """Search a text."""
        self.caught += [f"{place}: {secret}" for secret in secrets_in(text)]

    def look_on(self, stream: object, text: str, place: str) -> None:
        """Search a piece of a stream together with the end of the piece before."""
        whole = self._tails.get(id(stream), "") + text
        before = len(self.caught)
        self.look(whole, place)
        self._tails[id(stream)] = whole[-LONGEST_SECRET:] if len(self.caught) == before else ""

    def look_below(self, folder: Path) -> None:
        """Search all files below a folder; what git has packed is unpacked."""
        for path in folder.rglob("*"):
            with suppress(OSError):
                if path.is_file() and not path.is_symlink() and not _is_home(path):
                    self.look(_content(path), f"file {path.relative_to(folder)}")

    def take(self) -> list[str]:
        """Return what was caught, and forget it."""
        caught, self.caught = list(dict.fromkeys(self.caught)), []
        return caught


def _is_home(path: Path) -> bool:
    closed = not path.stat().st_mode & OTHERS or sys.platform == "win32"
    return path.name in HOMES and closed


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE)
    if path.parent.parent.name == GIT_OBJECTS:
        with suppress(zlib.error):
            return zlib.decompress(data)
    return data


class Records(logging.Handler):
    """Shows every log record to the net."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def emit(self, record: logging.LogRecord) -> None:
        """Search a record."""
        self.net.look(record.getMessage(), f"log of {record.name}")


def _wrap(owner: Any, name: str, after: Callable[..., None]) -> None:
    """Call `after` with the result and the arguments each time a method has run."""
    real = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        after(result, *args)
        return result

    setattr(owner, name, wrapped)


def install(net: Net) -> None:
    """Hang the net below everything that this process says and does."""
    logging.getLogger().addHandler(Records(net))
    # each record costs a look at them, and nobody reads them
    logging.logThreads = logging.logProcesses = logging.logAsyncioTasks = False
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    for kind in (WizardError, IntervalsError):
        _wrap(kind, "__init__", lambda _, error, *__: _look_at_error(net, error))
    _wrap(pytest.CaptureFixture, "readouterr", lambda got, _: net.look(f"{got}", "output"))
    _wrap(BaseHTTPRequestHandler, "parse_request", lambda _, handler: _look_at_head(net, handler))
    _wrap(GitHubServer, "answer", lambda _, __, request, ___: net.look(request.body, "request"))
    _wrap(subprocess.Popen, "communicate", lambda said, *_: _look_at_output(net, said))
    sys.addaudithook(lambda event, args: _look_at_arguments(net, event, args))
    with suppress(ImportError):
        from pexpect import fdpexpect  # noqa: PLC0415 - there is none on Windows

        _wrap(
            fdpexpect.fdspawn,
            "read_nonblocking",
            lambda said, child, *_: net.look_on(child, _text(said), "terminal"),
        )


def _text(said: str | bytes) -> str:
    return said if isinstance(said, str) else said.decode("utf-8", "replace")


def _look_at_output(net: Net, said: tuple[str | bytes | None, ...]) -> None:
    for part in said:
        net.look(part or "", "program's output")


def _look_at_error(net: Net, error: Exception) -> None:
    net.look(f"{error} {error.__dict__}", f"text of {type(error).__name__}")


def _look_at_head(net: Net, handler: BaseHTTPRequestHandler) -> None:
    headers = (getattr(handler, "headers", None) or {}).items()
    shown = [f"{name}: {value}" for name, value in headers if name.lower() != "authorization"]
    net.look("\n".join((getattr(handler, "requestline", ""), *shown)), "head of a request")


def _look_at_arguments(net: Net, event: str, args: tuple[Any, ...]) -> None:
    if event == "subprocess.Popen":
        net.look(f"{args[1]}", "argument of a program")


def captured_texts(report: pytest.TestReport) -> Iterator[tuple[str, str]]:
    """Walk over what pytest itself captured."""
    yield from ((text, title) for title, text in report.sections)
