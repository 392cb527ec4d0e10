"""Once the service refuses, the rest of the details is left for the next sync (defect 04-11)."""

import asyncio

import pytest

from engine.cli import parser
from engine.config import resolve
from engine.intervals_icu.client import AT_ONCE
from engine.run import sync
from tests.contract.recorded import command, impatient, scenario, serving

pytestmark = pytest.mark.process


def details_asked(tmp_path, status):
    athlete = "a-cyclist-build"
    run = dict(scenario(athlete)["runs"][0])
    run["faults"] = [{"path": "/activity/", "status": status, "retry_after": "3600"}]
    with serving(athlete, run) as (server, now):
        arguments, environment = command(athlete, server.url, now, tmp_path)
        config = resolve(parser().parse_args(arguments), environment)
        result = asyncio.run(sync(config, connect=impatient))
    return [r for r in server.requests if "/activity/" in r.path], result


def test_a_rate_limit_stops_asking_for_details(tmp_path):
    asked, result = details_asked(tmp_path, 429)
    assert 0 < len(asked) <= AT_ONCE * 3  # what was under way, of three kinds
    assert any("the next sync asks again" in problem for problem in result.problems)


@pytest.mark.parametrize("status", [403, 404, 422])
def test_what_is_wrong_with_one_activity_does_not_stop_the_others(tmp_path, status):
    asked, _ = details_asked(tmp_path, status)
    assert len(asked) > AT_ONCE * 2
