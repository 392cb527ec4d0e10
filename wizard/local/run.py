"""What the timer starts: ``python -m wizard.local.run --settings FILE``.

It reads settings and key, puts the key where the engine looks for it, and runs the engine. So the
key is in no timer definition and in no argument. Unknown arguments go to the engine.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engine import cli
from engine.exit_codes import SyncExit
from wizard.credentials.keyring_store import KeyStore
from wizard.credentials.secret import redact
from wizard.errors import WizardError
from wizard.local.key import VARIABLE, LocalKey
from wizard.local.settings import AGAIN, LocalSettings, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.credentials.secret import Secret

SESSION_BUS = "DBUS_SESSION_BUS_ADDRESS"
LONGEST_LOG = 200_000  # bytes; some months of runs


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sync and give the engine's exit status."""
    parser = argparse.ArgumentParser(prog="section11-local", description=__doc__)
    parser.add_argument("--settings", required=True, type=Path, help="file of the settings")
    parser.add_argument("--log", type=Path, help="append what is said to this file")
    options, rest = parser.parse_known_args(argv)
    if options.log is None:
        return _run(options.settings, rest)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            code = _run(options.settings, rest)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(SyncExit.USAGE)
        except Exception:  # noqa: BLE001 - nobody sees a traceback but in the log
            traceback.print_exc()
            code = int(SyncExit.BUG)
    note(options.log, datetime.now(UTC), code, said.getvalue())
    return code


def _run(settings_file: Path, rest: list[str]) -> int:
    try:
        settings = require(settings_file)
        reach_session_bus()
        key = stored_key(settings_file, settings)
    except WizardError as error:
        remedy = f" Next: {error.remedy}." if error.remedy else ""
        sys.stderr.write(f"section11-sync: {error.message}{remedy}\n")
        return int(SyncExit.CONFIG_MISSING)
    os.environ[VARIABLE] = key.reveal()
    os.environ["INTERVALS_API_URL"] = settings.intervals_url
    os.environ["ZONE_PREFERENCE"] = settings.zone_preference
    return cli.main([*engine_arguments(settings), *rest])


def stored_key(settings_file: Path, settings: LocalSettings) -> Secret:
    """Return the stored key.

    Raises:
        WizardError: it is not where it was put, or cannot be read from here.
    """
    where = LocalKey(settings_file.parent, settings.intervals_url, KeyStore())
    key = where.read(settings.key_place)
    if key is None:
        if settings.key_place == "environment":
            raise WizardError(f"{VARIABLE} is not set.", "put the API key into the environment")
        words = "the keyring" if settings.key_place == "keyring" else str(where.file)
        raise WizardError(f"A timer cannot read the API key from {words}.", AGAIN)
    return key


def engine_arguments(settings: LocalSettings) -> list[str]:
    """Return the settings as options of the engine."""
    return [
        "--data-dir", settings.folder,
        "--athlete-id", settings.athlete,
        "--days", str(settings.days),
        "--week-start", settings.week_start,
        "--privacy", settings.privacy,
    ]  # fmt: skip


def reach_session_bus() -> None:
    """Let the keyring be found from cron, which says nothing about the user's session."""
    if sys.platform != "linux" or os.environ.get(SESSION_BUS):
        return
    bus = Path("/run/user") / str(os.getuid()) / "bus"
    if bus.exists():
        os.environ[SESSION_BUS] = f"unix:path={bus}"


def note(log: Path, now: datetime, code: int, said: str) -> None:
    """Append a run to the log and keep the log short; a log is no reason to fail."""
    when = now.astimezone().isoformat(timespec="seconds")
    lines = [f"{when} exit {code}", *(f"  {line}" for line in redact(said).splitlines())]
    entry = "\n".join(lines) + "\n"
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            newest = log.read_bytes()[-LONGEST_LOG // 2 :]
            log.write_bytes(newest.partition(b"\n")[2])
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(entry)
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(main())
