"""The committed workflow, run step by step with only what GitHub gives a job."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from demo.athlete import demo_account
from demo.github import GitHubServer
from demo.github.jobs.runner import Runner
from demo.github.records import Setting
from demo.intervals_icu.server import IntervalsServer
from templates.render import render
from templates.settings import MirrorSettings
from tests.invented import WORKFLOW_KEY
from tests.output.actions.hub import NAME

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("compiled_bundle")]

KEY = WORKFLOW_KEY
WORKFLOW = "auto-sync.yml"


class Place:
    """A data repository whose runs read an invented athlete."""

    def __init__(self, hub, account):
        self.hub, self.account = hub, account
        self.repo = hub.repository(NAME)
        self.secret("ATHLETE_ID", account.athlete_id)
        self.secret("INTERVALS_KEY", KEY)

    def secret(self, name, value):
        now = datetime.now(UTC)
        self.repo.secrets[name] = Setting(name, value, now, now)

    def by_hand(self):
        return self.hub.wait(self.hub.dispatch(self.repo, WORKFLOW), 120)

    def scheduled(self):
        (run,) = self.hub.run_schedule(self.repo)
        return self.hub.wait(run, 120)

    def head(self):
        return self.repo.git.branch("main")

    def log(self):
        return "".join(job.text() for run in self.repo.runs for job in run.jobs)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    whole = demo_account()
    account = dataclasses.replace(
        whole, activities=whole.activities[-12:], wellness=whole.wellness[-40:]
    )
    root = tmp_path_factory.mktemp("hub")
    with IntervalsServer(account, key=KEY) as icu:
        outside = {"INTERVALS_API_URL": icu.url, "SECTION11_MANIFEST_URL": f"{icu.url}/none"}
        with GitHubServer(root, runner=Runner(outside)) as hub:
            files = render(MirrorSettings("athlete", "training-data", timezone="Europe/Vienna"))
            hub.create_repository(NAME, files)
            yield Place(hub, account)


def test_first_unchanged_and_manual_runs_and_a_failure_that_heals(place):
    first = place.by_hand()
    assert first.conclusion == "success", place.log()
    assert "**Published:** sync: first data" in first.jobs[0].summary
    head = place.head()

    quiet = place.scheduled()
    assert quiet.conclusion == "success", place.log()
    assert "nothing new, no commit" in quiet.jobs[0].summary
    assert place.head() == head

    manual = place.by_hand()
    assert manual.conclusion == "success", place.log()
    assert place.head() != head
    assert "run by hand, nothing new" in manual.jobs[0].summary

    place.secret("INTERVALS_KEY", "revoked")
    for _ in range(3):
        refused = place.scheduled()
        assert refused.conclusion == "failure"
        titles = [one.title for one in refused.jobs[0].annotations]
        assert "Intervals.icu refused the API key" in titles
    (issue,) = place.repo.issues
    assert issue.state == "open"
    assert place.account.athlete_id not in issue.body

    place.secret("INTERVALS_KEY", KEY)
    assert place.scheduled().conclusion == "success"
    assert issue.state == "closed"

    for secret in (KEY, KEY[:5], place.account.athlete_id, place.account.athlete_id[:5], "ghs_"):
        assert secret not in place.log()


def test_missing_secrets_are_told_with_what_to_do(place):
    kept = dict(place.repo.secrets)
    place.repo.secrets.clear()
    run = place.by_hand()
    place.repo.secrets.update(kept)
    assert run.conclusion == "failure"
    (told, *_) = run.jobs[0].annotations
    assert told.title == "The credentials are missing"
    assert "Add the Actions secrets ATHLETE_ID and INTERVALS_KEY" in told.message
