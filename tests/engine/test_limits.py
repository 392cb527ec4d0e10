"""What a whole sync does when its time, its budget or Cloudflare ends the asking."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from demo.intervals_icu.server import Fault, IntervalsServer
from engine.cli import parser
from engine.config import resolve
from engine.exit_codes import REMEDIES, SyncExit
from engine.fetch.asking import MOST_DOWNLOADS
from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import AT_ONCE, BlockedError, IntervalsClient, IntervalsError
from engine.intervals_icu.event import MOST_ATTACHMENTS
from engine.program import FAILURES
from engine.run import sync
from tests.engine.accounts import KEY, MORNING, contents, small, synced

pytestmark = pytest.mark.process

PAGE = "<!DOCTYPE html><title>Just a moment...</title>"
REQUIRED = 4
"""The athlete, activities, wellness and events."""


def synced_in_time(folder, requests, *options):
    """Sync; after so many requests the time is over."""

    def clock():
        return 1e6 if len(server.requests) >= requests else 0.0

    async def no_wait(_seconds):
        await asyncio.sleep(0)

    with IntervalsServer(small(), key=KEY, now=MORNING) as server:
        variables = {
            "ATHLETE_ID": "0",
            "INTERVALS_KEY": KEY,
            "INTERVALS_API_URL": server.url,
            "SECTION11_NOW": MORNING.isoformat(),
        }
        config = resolve(parser().parse_args(["--data-dir", str(folder), *options]), variables)
        bucket = TokenBucket(rate=1e9, burst=10**6, clock=clock, sleep=no_wait)
        connect = partial(IntervalsClient, sleep=no_wait, bucket=bucket)
        return asyncio.run(sync(config, connect=connect)), len(server.requests)


def test_what_the_time_does_not_suffice_for_is_left_out_and_named(tmp_path):
    result, asked = synced_in_time(tmp_path, REQUIRED + 1, "--deadline", "30")
    told = "\n".join(result.problems)
    assert asked <= REQUIRED + 1 + AT_ONCE
    for part in ("route files", "sessions", "messages"):
        assert part in told
    assert "the 30 s of this sync are over" in told
    assert "latest.json" in contents(tmp_path)
    assert synced(tmp_path).problems == ""


def test_a_sync_without_its_lists_in_time_touches_nothing(tmp_path):
    with pytest.raises(IntervalsError, match="the 240 s of this sync are over"):
        synced_in_time(tmp_path, 1)
    assert contents(tmp_path) == {}


def test_cloudflare_is_not_taken_for_a_refused_key(tmp_path):
    outcome = synced(
        tmp_path, faults=[Fault("/athlete/", status=403, page=PAGE)], expect=BlockedError
    )
    assert "your key was not looked at" in outcome.problems
    assert len(outcome.requests) == 1
    code = next(code for kind, code in FAILURES if isinstance(outcome.error, kind))
    assert code is SyncExit.BLOCKED
    assert "Leave the key as it is" in REMEDIES[code][1]


def test_cloudflare_before_an_optional_part_costs_only_that(tmp_path):
    outcome = synced(tmp_path, faults=[Fault("/messages", status=403, page=PAGE)])
    assert "latest.json" in outcome.result.files
    assert "messages" in outcome.problems
    assert "stopped by Cloudflare" in outcome.problems


def test_very_many_route_files_are_counted_and_left_to_later_syncs(tmp_path):
    account = small()
    (race,) = (row for row in account.events if row.get("attachments"))
    (course,) = race["attachments"]
    many = [{**course, "id": f"course-{n}"} for n in range(MOST_ATTACHMENTS + 5)]
    races = [{**race, "id": 70_000_000 + n, "attachments": many} for n in range(3)]
    for n, copy in enumerate(races):
        copy["attachments"] = [{**one, "id": f"{one['id']}-{n}"} for one in many]
    outcome = synced(tmp_path, account=replace(account, events=races, changes=[]))
    asked = sum("/attachments/" in line for line in outcome.asked())
    assert asked == MOST_DOWNLOADS
    assert f"{3 * MOST_ATTACHMENTS - MOST_DOWNLOADS} more are left" in outcome.problems
    assert outcome.result.odd_values["event.attachments"] == 3 * 5
