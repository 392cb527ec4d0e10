"""The small parts: options, tokens, choices, plan, digest, screen."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from templates.settings import MirrorSettings
from tests.wizard.stage import names
from wizard import last_repository, setting_values
from wizard.commands.table import build_parser, parse
from wizard.dialogs.sign_in import describe as describe_card
from wizard.environment import Environment
from wizard.errors import UsageError
from wizard.exit_codes import ExitCode
from wizard.github import tokens
from wizard.github.records import JobStep, Repository, Run
from wizard.github.transport import GitHubAnswer, rate_limit_pause
from wizard.intervals_account import IntervalsAccount, athlete_card, parse_athlete_id
from wizard.last_repository import FILE
from wizard.mirror import first_numbers
from wizard.mirror.desired import Desired
from wizard.mirror.found.state import MirrorState
from wizard.mirror.plan import decide
from wizard.mirror.poll import Countdown, Polling
from wizard.mirror.settings import with_days, with_variables, with_workflow
from wizard.terminal import live_progress, screen
from wizard.terminal.plan_lines import Action
from wizard.views import parts, render
from wizard.views.result import Result
from wizard.views.simple import PageFacts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wizard.stage import Stage

SETTINGS = MirrorSettings("me", "data", timezone="Europe/Berlin")


@pytest.mark.parametrize(
    "arguments",
    [[], ["setup"], ["--repo", "a", "sync"], ["open", "token"], ["demo", "--no-keep"]],
    ids=names,
)
def test_options_stand_before_or_after_the_command(arguments: list[str]) -> None:
    before = parse(["--json", *arguments])
    after = parse([*arguments, "--json"])
    assert before == after
    assert before.behavior.json


@pytest.mark.parametrize("days", ["0", "29", "-1", "x", "\u00b2"])
def test_a_number_of_days_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], days: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(["settings", f"--days={days}"])
    assert stop.value.code == 2
    assert f"argument --days: {days!r} is no number from 1 to 28\n" in capsys.readouterr().err


def test_no_option_takes_a_secret() -> None:
    helps = [own.format_help() for _, own in build_parser().commands().values()]
    help_text = build_parser().format_help() + "".join(helps)
    for word in ("--key ", "--token ", "--api-key", "--password"):
        assert word not in help_text
    for code in ExitCode:
        assert f"{code.value:<4} {code.meaning}" in help_text


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("ghp_x", tokens.TokenKind.CLASSIC),
        ("github_pat_x", tokens.TokenKind.FINE_GRAINED),
        ("gho_x", tokens.TokenKind.OAUTH),
        ("ghs_x", tokens.TokenKind.APP),
        ("0123456789abcdef", tokens.TokenKind.UNKNOWN),
    ],
)
def test_the_prefix_tells_the_kind_of_a_token(token: str, kind: tokens.TokenKind) -> None:
    assert tokens.kind_of(token) is kind


def test_pre_filled_pages_name_what_is_needed() -> None:
    pages = tokens.TokenPages("https://github.com", date(2026, 11, 24))
    assert "scopes=repo%2Cworkflow" in pages.classic()
    page = pages.fine_grained(creates=True, owner="me")
    for part in ("contents=write", "workflows=write", "secrets=write", "actions_variables=write"):
        assert part in page
    assert "administration=write" in page
    assert "administration" not in pages.fine_grained(creates=False)


def test_scopes_that_are_not_reported_are_not_missing() -> None:
    assert tokens.missing_scopes(None) == ()
    assert tokens.missing_scopes(("repo", "gist")) == ("workflow",)
    assert tokens.missing_scopes(("public_repo",)) == ("repo", "workflow")


@pytest.mark.parametrize("name", ["training-data", "a", "A.b_c-1"])
def test_good_names(name: str) -> None:
    assert setting_values.check_name(name) is None


@pytest.mark.parametrize("name", ["", " ", "a b", "ä", "..", "x.git", "a/b", "x" * 101])
def test_bad_names(name: str) -> None:
    assert setting_values.check_name(name)


def test_every_schedule_fits_a_line_of_80_columns() -> None:
    for key in ("30min", "15min", "15min-waking", "manual"):
        assert len(setting_values.schedule_title(key, "me/data", "UTC")) <= 76
    assert "stops on day 21" in setting_values.schedule_title("15min", "me/data", "UTC")


def test_a_zone_preference_is_brought_into_its_short_form() -> None:
    assert setting_values.zone_preference(" Run:HR , cycling:power") == "run:hr,cycling:power"
    assert setting_values.zone_preference("default") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("i123", "i123"),
        ("123456", "123456"),
        ("https://intervals.icu/athlete/i42/fitness", "i42"),
    ],
)
def test_athlete_ids_in_all_their_forms(text: str, wanted: str) -> None:
    assert parse_athlete_id(text) == wanted


def test_a_text_without_an_athlete_id() -> None:
    with pytest.raises(UsageError, match="no athlete id"):
        parse_athlete_id("me")


@pytest.mark.parametrize("activities", [None, [], "x", [1, None, {}], [{"start_date_local": 3}]])
def test_an_account_with_odd_activities_can_be_described(activities: object) -> None:
    card = athlete_card(IntervalsAccount.from_api(date(2026, 3, 1), {"id": "i1"}, activities))
    assert card.last_activity is None
    assert "no activity in the last 90 days" in describe_card(card)


def test_strava_stubs_of_the_last_weeks_are_counted() -> None:
    stub = {"source": "STRAVA", "start_date_local": "2026-02-27T10:00:00"}
    old = stub | {"start_date_local": "2026-01-01T10:00:00"}
    ride = stub | {"type": "Ride", "start_date_local": "2026-02-28T10:00:00"}
    silent = {"start_date_local": "2026-02-20T10:00:00", "type": None, "distance": None}
    refused = ride | {"_note": "STRAVA activities are not available via the API"}
    athlete, activities = {"id": "i1", "name": "Jo"}, [stub, old, ride, silent, refused]
    card = athlete_card(IntervalsAccount.from_api(date(2026, 3, 1), athlete, activities))
    assert card.strava_stubs == 3
    assert describe_card(card) == "Jo (i1), 0 sports, last activity yesterday"


def test_variables_that_make_no_sense_are_defaults() -> None:
    odd = {
        "WEEK_START": "never",
        "DAYS": "99",
        "PRIVACY": "x",
        "ARCHIVE": "",
        "ARCHIVE_BRANCH": "",
        "ZONE_PREFERENCE": "?",
    }
    assert with_variables(SETTINGS, odd) == SETTINGS


def test_a_workflow_that_nobody_understands_says_nothing() -> None:
    assert with_workflow(SETTINGS, "- just: [a list") == SETTINGS
    text = "on:\n  schedule:\n    - cron: '3 * * * *'\n      timezone: Asia/Tokyo\n"
    assert with_workflow(SETTINGS, text).timezone == "Asia/Tokyo"
    assert with_workflow(SETTINGS, text).schedule == "hourly"


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("run: python sync.py --days 14", 14),
        ('run: python sync.py --athlete-id "$ID" --days=21 --output latest.json', 21),
        ("# run: python sync.py --days 14", 7),
        ("run: python sync.py --days 0", 7),
        ("run: python other.py --days 14", 7),
    ],
)
def test_the_days_of_a_workflow_made_by_hand_are_taken_over(line: str, days: int) -> None:
    assert with_days(SETTINGS, f"jobs:\n  sync:\n    steps:\n      - {line}\n").days == days


def test_the_plan_for_nothing_yet_creates_everything() -> None:
    plan = decide(Desired(SETTINGS), MirrorState("me", "data"))
    assert plan.create
    assert plan.secrets == ("ATHLETE_ID", "INTERVALS_KEY")
    assert {change.before for change in plan.variables} == {None}
    assert plan.run
    assert plan.items[0].action is Action.CREATE


def test_one_missing_secret_sets_both() -> None:
    repository = Repository("me", "data", True, "main", False, "", None)
    state = MirrorState("me", "data", repository, secrets={"ATHLETE_ID": "2026-01-01"})
    assert decide(Desired(SETTINGS), state).secrets == ("ATHLETE_ID", "INTERVALS_KEY")


def test_records_tolerate_anything() -> None:
    for raw in (None, [], "x", {}, {"owner": 3, "id": "x", "steps": [1]}):
        assert Repository.from_api(raw).private is False
        assert Run.from_api(raw).completed is False


@pytest.mark.parametrize("latest", [{}, {"current_status": None}, {"recent_activities": [3, {}]}])
def test_a_digest_of_odd_data_is_shown(latest: dict[str, object]) -> None:
    made = first_numbers.first_numbers(latest)
    assert made.ctl is None
    Console(file=io.StringIO()).print(parts.numbers_view(made))


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (200, {}, None),
        (403, {}, None),
        (429, {"retry-after": "7"}, 7.0),
        (429, {}, 60.0),
        (403, {"retry-after": "3"}, 3.0),
        (
            403,
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": "1800000060",
                "date": "Fri, 15 Jan 2027 08:00:00 GMT",
            },
            61.0,
        ),
    ],
)
def test_rate_limits_say_how_long(status: int, headers: dict[str, str], wait: float | None) -> None:
    assert rate_limit_pause(GitHubAnswer(status, headers, "{}")) == wait


def test_looks_grow_apart_and_end_with_the_budget() -> None:
    now = [0.0]
    waits: list[float] = []

    def pause(seconds: float, _why: str) -> None:
        waits.append(seconds)
        now[0] += seconds

    looks = list(Polling(pause, 2.0, 5.0, clock=lambda: now[0]).attempts(20.0, "x"))
    assert waits == [2.0, 3.0, 4.5, 5.0, 5.0]
    assert len(looks) == len(waits) + 1


def test_a_long_pause_counts_down() -> None:
    told: list[float] = []

    class Told:
        def waiting(self, why: str, seconds: float) -> None:
            assert why == "x"
            told.append(seconds)

    Countdown(Told(), sleep=lambda _s: None)(3.0, "x")
    assert told == [3.0, 2.0, 1.0]


def test_the_memory_survives_damage(tmp_path: Path) -> None:
    place = Environment({}, tmp_path / "deep")
    assert last_repository.load(place) is None
    last_repository.save(place, "me/data")
    assert last_repository.load(place) == "me/data"
    (tmp_path / "deep" / FILE).write_text("{broken")
    assert last_repository.load(place) is None
    last_repository.save(place, "me/other")
    assert last_repository.load(place) == "me/other"


def test_brackets_of_others_stay(capsys: pytest.CaptureFixture[str]) -> None:
    shown = screen.open_screen(json=False, color=True, quiet=False, ask=False, env={})
    shown.say("an athlete called [i123] [bold]")
    shown.help("help [x]", "https://x/[y]")
    out = capsys.readouterr().out
    assert "an athlete called [i123] [bold]" in out
    assert "help [x]" in out
    assert "https://x/[y]" in out


@pytest.mark.parametrize(("asks", "yes"), [(True, False), (True, True), (False, False)])
def test_quiet_hides_nothing_that_is_asked_about(*, asks: bool, yes: bool) -> None:
    console = Console(file=io.StringIO(), width=80)
    quiet = screen.Screen(console, asks=asks, yes=yes, quiet=True)
    quiet.say("a line")
    quiet.good("all right")
    quiet.help("what the question means")
    quiet.explain(UsageError("what was wrong with the last answer", "another"))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert ("what the question means" in shown) == (asks and not yes)
    assert ("what was wrong" in shown) == (asks and not yes)
    assert "a line" not in shown
    assert "all right" not in shown


def test_a_result_is_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    shown = screen.open_screen(json=True, color=True, quiet=False, ask=False, env={})
    result = Result(PageFacts("https://github.com/ä", opened=False), ("ä",))
    render.print_result("open", result, shown, as_json=True)
    out = capsys.readouterr().out
    assert json.loads(out) == {
        "schema": 1,
        "command": "open",
        "ok": True,
        "data": {"page": "https://github.com/ä", "opened": False},
        "messages": ["ä"],
    }
    assert out.isascii()


@pytest.mark.parametrize(
    ("steps", "words"), [((), "interrupted"), ((JobStep("Sync", "in_progress", None),), "goes on")]
)
def test_ctrl_c_is_no_failure(steps: tuple[JobStep, ...], words: str) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    progress = live_progress.LiveProgress(screen.Screen(console, marks=screen.PRETTY))
    progress.__enter__()
    progress.begin("Run the sync")
    progress._steps = steps
    progress.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert progress._rows[0].state == "skipped"
    assert words in progress._rows[0].detail


def test_live_progress_draws_every_state() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    shown = screen.Screen(console, marks=screen.PRETTY)
    with live_progress.show_progress(shown) as progress:
        for title in ("one", "two", "three", "four"):
            progress.begin(title)
            progress.waiting("a pause", 9.0)
            {"one": progress.done, "three": progress.failed}.get(title, print)(title)
        progress.skipped("two", "not needed")
    assert {row.state for row in progress._rows} == {"done", "skipped", "failed"}


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii", "utf-8"])
def test_old_code_pages_end_no_program(stage: Stage, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--yes", "--repo", encoding],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    out = done.stdout.decode(encoding)
    assert done.returncode == 0, out + done.stderr.decode()
    mark = "✓" if encoding == "utf-8" else "+"
    assert f"{mark} Seal the secrets" in out
    assert "?" not in out.replace("How ready am I today?", "")
    assert stage.state(encoding)["has_data"]
