"""One run of the engine's program: sync, publish, report; what a person sees, the exit status."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

from engine import __version__
from engine.actions.api import Actions, from_environment
from engine.actions.notices import notify, sources
from engine.actions.report import Failure, Success, report_failure, report_success
from engine.base.files import read_file
from engine.base.text import visible
from engine.config import (
    Config,
    ConfigError,
    MissingCredentialsError,
    latest_path,
    resolve,
)
from engine.exit_codes import INTERRUPTED, INTERRUPTION, SyncExit
from engine.fetch import DoubtedError
from engine.intervals_icu.client import BlockedError, IntervalsError, KeyRefusedError
from engine.output.changes import decode, last_updated
from engine.output.lock import LockedError
from engine.output.options import options_from
from engine.output.publisher import PublishResult, publish
from engine.output.remote import PublishError
from engine.output.store import StoreError
from engine.run import SyncResult, sync

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from engine.base.decode import JsonObject

BUG = "The engine stopped with an error of its own; the log has the details."
FAILURES: tuple[tuple[type[Exception], SyncExit], ...] = (
    (MissingCredentialsError, SyncExit.CONFIG_MISSING),
    (ConfigError, SyncExit.USAGE),
    (KeyRefusedError, SyncExit.KEY_REFUSED),
    (BlockedError, SyncExit.BLOCKED),
    (IntervalsError, SyncExit.REMOTE_FAILED),
    (PublishError, SyncExit.PUBLISH_FAILED),
    (LockedError, SyncExit.LOCKED),
    (StoreError, SyncExit.REMOTE_FAILED),
)
"""Which exit status a failure gives; the first match counts."""
KNOWN_FAILURES = tuple(kind for kind, _ in FAILURES)


@dataclass(frozen=True, slots=True)
class Console:
    """Where words go: results to ``out``, progress and problems to ``err``."""

    out: TextIO
    err: TextIO
    json: bool
    quiet: bool

    def progress(self, text: str) -> None:
        """Show what is being done, in a terminal only."""
        if self.err.isatty() and not self.quiet and not self.json:
            # a line that wraps could not be taken away
            width = shutil.get_terminal_size().columns - 1
            self.err.write(f"\r\x1b[K{text[:width]}")
            self.err.flush()

    def clear(self) -> None:
        """Take the progress line away."""
        if self.err.isatty() and not self.quiet and not self.json:
            self.err.write("\r\x1b[K")

    def fail(self, text: str, code: SyncExit) -> int:
        """Report a failure."""
        self.clear()
        if self.json:
            print(json.dumps({"ok": False, "exit_code": int(code), "error": text}), file=self.out)
        print(visible(f"section11-sync: {text}"), file=self.err)
        return int(code)


def run(options: argparse.Namespace) -> int:
    """Do what the command line says; give the exit status."""
    console = Console(sys.stdout, sys.stderr, json=options.json, quiet=options.quiet)
    actions = from_environment(os.environ)
    try:
        config = resolve(options)
        result = _synced(config, console)
        published = publish_sync(config, result, actions) if config.publish else None
    except KeyboardInterrupt:
        console.clear()
        sys.stderr.write(INTERRUPTION)
        return INTERRUPTED
    except KNOWN_FAILURES as error:
        code = next(code for kind, code in FAILURES if isinstance(error, kind))
        if actions:
            failure = Failure(
                code, str(error), last_sync(latest_path(options)), findings(os.environ)
            )
            print(report_failure(actions, failure), file=console.out)
        return console.fail(str(error), code)
    except Exception:
        if actions:
            print(report_failure(actions, Failure(SyncExit.BUG, BUG)), file=console.out)
        raise
    console.clear()
    if actions:
        report_success(actions, _success(result, published))
    _report(result, published, console)
    return SyncExit.OK


def _synced(config: Config, console: Console) -> SyncResult:
    """Sync; what only the next run can judge is published even though this one failed."""
    try:
        return asyncio.run(sync(config, console.progress))
    except DoubtedError as error:
        if config.publish:
            with suppress(PublishError):
                options = replace(options_from(os.environ, config.archive), notes_only=True)
                publish(config.data_dir, error.now, options)
        raise


def findings(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What a failed run can see of its own set-up; never a value of a secret.

    Nobody can see here whether week start and zone preference come from variables or from secrets,
    so their values are not told: GitHub masks secrets in logs, but not in issues.
    """
    names = ("ATHLETE_ID", "INTERVALS_KEY")
    secrets = ", ".join(f"{n} is {'set' if environment.get(n) else 'missing'}" for n in names)
    hidden = [n for n in ("WEEK_START", "ZONE_PREFERENCE") if environment.get(n)]
    settings = ("DAYS", "PRIVACY", "ARCHIVE", "ARCHIVE_BRANCH")
    told = [f"{n}={environment[n]}" for n in settings if environment.get(n)]
    chosen = ", ".join([*(f"{n} is set" for n in hidden), *told])
    return (
        f"Secrets: {secrets}.",
        f"Settings: {chosen or 'all defaults'}.",
        f"Engine: {__version__}, Python {sys.version.split()[0]}.",
    )


def publish_sync(config: Config, result: SyncResult, actions: Actions | None) -> PublishResult:
    """Tell about updates once a day, then commit and push."""
    if actions:
        notify(config.data_dir, result.now, actions, __version__, sources(os.environ))
    return publish(
        config.data_dir, result.now, options_from(os.environ, config.archive, config.archive_branch)
    )


def last_sync(latest: Path) -> datetime | None:
    """Return the time of the data that lies there, None without any."""
    try:
        return last_updated(decode(read_file(latest)))
    except OSError:
        return None


def _success(result: SyncResult, published: PublishResult | None) -> Success:
    return Success(
        latest=result.latest,
        previous=result.previous,
        files=result.files,
        requests=result.requests,
        seconds=result.seconds,
        published=published,
        problems=result.problems,
    )


def _report(result: SyncResult, published: PublishResult | None, console: Console) -> None:
    if console.json:
        print(json.dumps(summary(result, published)), file=console.out)
    elif not console.quiet:
        print(visible("\n".join(summary_lines(result, published))), file=console.out)
    for problem in result.problems:
        print(visible(f"section11-sync: {problem}"), file=console.err)


def summary(result: SyncResult, published: PublishResult | None) -> JsonObject:
    """Return the result for programs."""
    return {
        "ok": True,
        "exit_code": 0,
        "last_updated": result.now.isoformat(),
        "files": list(result.files),
        "commit": published.sha if published else None,
        "problems": list(result.problems),
        "ignored_values": result.odd_values,
        "requests": result.requests,
        "seconds": round(result.seconds, 2),
    }


def summary_lines(result: SyncResult, published: PublishResult | None) -> list[str]:
    """Return the result for people."""
    lines = []
    if result.latest:
        fitness = result.latest["current_status"]["fitness"]
        readiness = result.latest["readiness_decision"]
        lines = [
            f"Readiness {readiness['recommendation']} (priority {readiness['priority']})",
            f"CTL {fitness['ctl']}  ATL {fitness['atl']}  TSB {fitness['tsb']}",
        ]
    if result.odd_values:
        lines.append(f"{sum(result.odd_values.values())} unusable values of the API were ignored")
    written = ", ".join(result.files) or "nothing"
    lines.append(f"Wrote {written} ({result.requests} requests, {result.seconds:.1f} s)")
    if published:
        lines.append(
            f"Published: {published.message}" if published.committed else "Published: nothing new"
        )
    return lines
