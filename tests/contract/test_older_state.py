"""A mirror that an older program fed shows the right values after one sync, and loses nothing."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.cli import parser
from engine.config import resolve
from engine.run import SyncResult, sync
from tests.contract.compare import differences, read
from tests.contract.recorded import command, first_run, impatient

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

OLDER = {
    # program: its version, the tokens of its three caches, what its time stamps end with
    "predecessor": ("3.128", ["9f2c41aa03de", "9f2c41aa03de", "9f2c41aa03de"], ""),
    "engine-4.0": ("4.0.0", ["0b7f9c5e21d4", "intervals-1", "5cf0d6f8e9aa"], "+01:00"),
}
CACHES = ("history.json", "intervals.json", "routes.json")


def synced(athlete: str, folder: Path) -> SyncResult:
    with first_run(athlete) as (server, now):
        arguments, environment = command(athlete, server.url, now, folder)
        config = resolve(parser().parse_args(arguments), environment)
        return asyncio.run(sync(config, connect=impatient))


def spoiled(value: Any) -> Any:
    """A document with numbers that no rule of today gives; its texts, dates and ids stay."""
    if isinstance(value, dict):
        return {k: v if k in NAMES else spoiled(v) for k, v in value.items()}
    if isinstance(value, list):
        return [spoiled(item) for item in value]
    return value if isinstance(value, bool | str | None) else value * 3 + 1


NAMES = {"id", "activity_id", "event_id", "attachment_id", "total_months"}


def older_state(folder: Path, program: str) -> None:
    """Make what lies in a folder look as if another program had written it, with wrong values."""
    version, tokens, offset = OLDER[program]
    for name in ("latest.json", *CACHES):
        path = folder / name
        document = spoiled(json.loads(path.read_bytes()))
        for key in ("generated_at", "script_hash", "sync_version"):
            document.pop(key, None)
        if name in CACHES:
            document["script_hash"] = tokens[CACHES.index(name)]
            document["generated_at"] = f"2025-03-11T06:30:00{offset}"
        else:
            document["metadata"] = {
                "last_updated": f"2025-03-11T06:30:00{offset}", "version": version
            }  # fmt: skip
        for week in document.get("weekly_180d", ()):
            week["phase_detected"] = "Peak"
        path.write_text(json.dumps(document))
    for hidden in (folder / ".section11").glob("*"):
        hidden.unlink()


@pytest.mark.parametrize(
    ("athlete", "program"), [("a-cyclist-build", "predecessor"), ("i-runner-routes", "engine-4.0")]
)
def test_one_sync_over_older_files_writes_what_a_sync_from_nothing_writes(
    tmp_path, athlete, program
):
    anew = synced(athlete, tmp_path)
    fresh = read(tmp_path)
    older_state(tmp_path, program)  # but for the FTP history, which is the one file that is no cache
    result = synced(athlete, tmp_path)
    assert differences(fresh, read(tmp_path)) == []
    assert result.problems == anew.problems
    assert result.previous is not None
    assert "format_version" not in result.previous["metadata"]


def test_every_entry_of_the_ftp_history_survives(tmp_path):
    known = {"indoor": {"2024-05-02": 241}, "outdoor": {"2023-11-20": 250, "2024-06-11": 262}}
    (tmp_path / "ftp_history.json").write_text(json.dumps(known))
    synced("a-cyclist-build", tmp_path)
    files = [json.loads(path.read_bytes()) for path in tmp_path.glob("ftp_history.json*")]
    for series, entries in known.items():
        kept = {day: ftp for file in files for day, ftp in file.get(series, {}).items()}
        assert entries.items() <= kept.items()
