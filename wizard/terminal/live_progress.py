"""Progress in a terminal: a live list where lines can be redrawn, else one line per event."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from rich.console import Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from wizard.terminal.keyboard import silent_keyboard

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.console import RenderableType

    from wizard.github.records import Job, JobStep, Run
    from wizard.terminal.screen import Screen

WORTH_TELLING_S = 3.0
MINUTE_S = 60
BRIEF_S = 9.95
NOTICED_S = 0.05
FRAMES_PER_SECOND = 8
BAD = {"failure", "timed_out", "cancelled"}


@dataclass(slots=True)
class Row:
    """One line of the list; ``state`` is running, done, skipped or failed.

    Attributes:
        title: what is done.
        begun: when it was begun, on the clock of the list.
        state: running, done, skipped or failed.
        detail: what there is to say about it.
    """

    title: str
    begun: float
    state: str = "running"
    detail: str = ""


class LiveProgress:
    """A list of what is done and what is going on, redrawn in place."""

    def __init__(self, screen: Screen, clock: Callable[[], float] = time.monotonic) -> None:
        self._screen = screen
        self._clock = clock
        self._begun = clock()
        self._open = ExitStack()
        self._rows: list[Row] = []
        self._steps: tuple[JobStep, ...] = ()
        self._whole = ""
        self._spinner = Spinner("line" if screen.marks.ok.isascii() else "dots", style="cyan")
        self._live = Live(
            get_renderable=self._render,
            console=screen.console,
            refresh_per_second=FRAMES_PER_SECOND,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._open.enter_context(silent_keyboard())
        self._open.enter_context(self._live)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        left = kind is not None and issubclass(kind, KeyboardInterrupt)
        for row in self._rows:
            if row.state == "running" and left:
                # a run that was being watched does not end with this program
                words = "goes on at GitHub" if self._steps else "interrupted"
                row.state, row.detail = "skipped", words
            elif row.state == "running":
                row.state = "failed"
        took = duration_words(self._clock() - self._begun)
        if kind is None and took and len(self._rows) > 1:
            self._whole = f"done in {took}"
        self._open.close()

    def begin(self, title: str) -> None:
        """Add a line with a spinner."""
        self._rows.append(Row(title, self._clock()))
        self._steps = ()
        self._redraw()

    def done(self, title: str, outcome: str = "") -> None:
        """Tick a line off."""
        self._set(title, "done", outcome)

    def skipped(self, title: str, why: str) -> None:
        """Mark a line as not needed."""
        self._set(title, "skipped", why)

    def failed(self, title: str) -> None:
        """Mark a line as failed."""
        self._set(title, "failed", "")

    def waiting(self, why: str, seconds: float) -> None:
        """Show a countdown on the running line."""
        if self._rows and self._rows[-1].state == "running":
            long = seconds > WORTH_TELLING_S
            self._rows[-1].detail = f"{why}, {seconds:.0f} s" if long else why
            self._redraw()

    def watching(self, run: Run, jobs: tuple[Job, ...]) -> None:
        """Show the steps of the run below its line."""
        del run
        self._steps = tuple(step for job in jobs for step in job.steps)
        self._redraw()

    def _set(self, title: str, state: str, detail: str) -> None:
        for row in self._rows:
            if row.title == title and row.state == "running":
                took = duration_words(self._clock() - row.begun) if state == "done" else ""
                row.state, row.detail = state, "  ".join(filter(None, (detail, took)))
        if state == "done":
            self._steps = ()
        self._redraw()

    def _redraw(self) -> None:
        """Show what has changed at once: the next turn of the spinner may come too late for it."""
        if self._live.is_started:
            self._live.refresh()

    def _render(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        for row in self._rows:
            table.add_row(self._mark(row.state), _line(row.title, row.detail))
        for step in self._steps:
            table.add_row("", self._job_step(step))
        if self._whole:
            table.add_row("", Text(self._whole, style="dim"))
        return Group(table)

    def _job_step(self, step: JobStep) -> Text:
        marks = self._screen.marks
        if step.conclusion in BAD:
            return Text(f"{marks.bad} {step.name}", style="red")
        if step.conclusion:
            return Text(f"{marks.ok} {step.name}", style="dim")
        running = step.status == "in_progress"
        return Text(f"{marks.now if running else ' '} {step.name}", style="" if running else "dim")

    def _mark(self, state: str) -> RenderableType:
        marks = self._screen.marks
        looks = {
            "done": (marks.ok, "green"),
            "skipped": (marks.step, "yellow"),
            "failed": (marks.bad, "red"),
        }
        return Text(*looks[state]) if state in looks else self._spinner


@dataclass(slots=True)
class PlainProgress:
    """One line when something is finished, for logs and pipes."""

    screen: Screen
    clock: Callable[[], float] = time.monotonic
    _last_wait: str = field(default="")
    _begun: float = field(default=0.0)
    _entered: float = field(default=0.0)
    _steps: int = field(default=0)

    def __enter__(self) -> Self:
        self._entered, self._steps = self.clock(), 0
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        took = duration_words(self.clock() - self._entered)
        if kind is None and took and self._steps > 1:
            self.screen.say(f"  done in {took}")

    def begin(self, title: str) -> None:
        """Say nothing yet: one line per step is enough."""
        del title
        self._last_wait = ""
        self._begun = self.clock()
        self._steps += 1

    def done(self, title: str, outcome: str = "") -> None:
        """Say that it is done, and how long it took."""
        took = duration_words(self.clock() - self._begun)
        detail = "  ".join(filter(None, (outcome, took)))
        self.screen.say(_words(self.screen.marks.ok, title, detail))

    def skipped(self, title: str, why: str) -> None:
        """Say why it was left."""
        self.screen.say(_words(self.screen.marks.step, title, why))

    def failed(self, title: str) -> None:
        """Say that it failed."""
        self.screen.say(_words(self.screen.marks.bad, title, "failed"))

    def waiting(self, why: str, seconds: float) -> None:
        """Say once why nothing happens, when it takes long."""
        if seconds > WORTH_TELLING_S and why != self._last_wait:
            self._last_wait = why
            self.screen.say(_words(self.screen.marks.step, why, f"{seconds:.0f} s"))

    def watching(self, run: Run, jobs: tuple[Job, ...]) -> None:
        """Say nothing: the outcome follows."""


def duration_words(seconds: float) -> str:
    """Say how long something took; nothing when nobody could have noticed it."""
    if seconds < NOTICED_S:
        return ""
    if seconds < BRIEF_S:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), MINUTE_S)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _line(title: str, detail: str) -> Text:
    line = Text(title)
    if detail:
        line.append(f"  {detail}", style="dim")
    return line


def _words(mark: str, title: str, detail: str) -> str:
    return f"{mark} {title}" + (f": {detail}" if detail else "")


def show_progress(screen: Screen) -> LiveProgress | PlainProgress:
    """Choose what this terminal can do."""
    return LiveProgress(screen) if screen.live else PlainProgress(screen)
