"""The main screens with invented data, for the tests of what they look like."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console

from templates import schedule
from templates.settings import MirrorSettings
from templates.words import data_urls
from wizard.doctor.finding import Severity
from wizard.errors import RunFailedError
from wizard.github.records import JobStep, Repository
from wizard.mirror.desired import Desired
from wizard.mirror.first_numbers import FirstNumbers, NewestActivity
from wizard.mirror.found.state import MirrorState
from wizard.mirror.plan import decide
from wizard.mirror.removal import Wish, decide_removal, items
from wizard.terminal import live_progress
from wizard.terminal.screen import Marks, Screen
from wizard.views import setup
from wizard.views.doctor import (
    AreaFacts,
    DoctorFacts,
    FindingCounts,
    FindingFacts,
    RepairFacts,
    doctor_view,
)
from wizard.views.parts import RepositoryFacts, SyncFacts
from wizard.views.plan import plan_view
from wizard.views.render import print_error
from wizard.views.settings import SettingsFacts, settings_view
from wizard.views.simple import SyncStart, start_view
from wizard.views.status import (
    EngineFacts,
    MinutesFacts,
    RunFacts,
    StatusFacts,
    VisitFacts,
    status_view,
    visit_view,
)
from wizard.views.uninstall import UninstallFacts, uninstall_view
from wizard.views.update import UpdatedEngine, UpdatedFiles, UpdateFacts, update_view

if TYPE_CHECKING:
    from collections.abc import Callable


PAGE = "https://github.com/athlete/training-data"
SETTINGS = MirrorSettings("athlete", "training-data", timezone="Europe/Lisbon")
REPOSITORY = RepositoryFacts(
    "athlete/training-data", private=True, default_branch="main", page=PAGE
)
NUMBERS = FirstNumbers(
    last_updated="2026-03-17T10:12:00+00:00",
    ctl=61.24,
    atl=70.1,
    tsb=-8.9,
    readiness="modify",
    activities=(
        NewestActivity(
            date="2026-03-17",
            type="Ride",
            name="Tempo with a very long name [that someone gave it] on the way home",
            duration="1h 30m",
            tss=88.4,
        ),
        NewestActivity("2026-03-16", "Run", "Easy", "42m", None),
    ),
)
DIFF = """\
--- a/.github/workflows/auto-sync.yml
+++ b/.github/workflows/auto-sync.yml
@@ -9,7 +9,7 @@
   schedule:
-    - cron: '11,41 * * * *'
+    - cron: '26 5-21 * * *'
       timezone: Europe/Lisbon
"""


def plan() -> Any:
    """Show a plan that creates, changes, removes and keeps."""
    repository = Repository("athlete", "training-data", True, "main", False, PAGE, None)
    state = MirrorState(
        "athlete",
        "training-data",
        repository,
        permissions="read",
        secrets={"ATHLETE_ID": "2026-03-01", "INTERVALS_KEY": "2026-03-01"},
        variables={"WEEK_START": "sun", "ZONE_PREFERENCE": "run:hr"},
        files={"latest.json": "", "engine/old.py": ""},
    )
    return plan_view(decide(Desired(SETTINGS), state), replace(SETTINGS, schedule="15min"))


def progress(marks: Marks) -> Any:
    """Show a list in which a step was done, skipped and failed."""
    screen = Screen(Console(file=io.StringIO()), marks=marks)
    shown = live_progress.LiveProgress(screen, clock=lambda: 0.0)
    why = "left as they are (the organization locks it); the workflow asks for its own"
    shown.begin("Create the private repository")
    shown.done("Create the private repository")
    shown.begin("Let workflows write")
    shown.skipped("Let workflows write", why)
    shown.begin("Run the sync")
    shown.failed("Run the sync")
    shown._steps = (
        JobStep("Set up job", "completed", "success"),
        JobStep("Sync", "completed", "failure"),
        JobStep("Post", "in_progress", None),
    )
    return shown._render()


def last_screen(marks: Marks) -> Any:
    """Show the end of a set-up."""
    facts = setup.SetupFacts(
        setup.AthleteFacts("i900000", "Demo Athlete"),
        REPOSITORY,
        SETTINGS,
        sync=SyncFacts(1, f"{PAGE}/actions/runs/1", fresh=True, numbers=NUMBERS),
        urls=data_urls(SETTINGS),
    )
    return setup.setup_view(facts, marks)


def status(marks: Marks) -> Any:
    """Show a mirror that is behind."""
    begun = datetime(2026, 3, 17, 10, 11, tzinfo=UTC)
    facts = StatusFacts(
        repository=REPOSITORY,
        settings=SETTINGS,
        numbers=NUMBERS,
        runs=(
            RunFacts(3, "schedule", "success", begun, 41.0, PAGE),
            RunFacts(2, "schedule", "failure", begun, 12.0, PAGE),
            RunFacts(1, "schedule", "in_progress", begun, None, PAGE),
        ),
        workflow="disabled_inactivity",
        next_runs=(),
        cost=schedule.cost(schedule.entries("30min", "UTC", "athlete/training-data")),
        minutes=MinutesFacts(
            runs=211, used=1211, per_run=5.7, projected=2311, included=2000, exact=False, fits=False
        ),
        engine=EngineFacts("3.9.0", "4.0.0", newer=False),
        files_behind=2,
        by_hand=False,
        outdated=("engine", "README.md"),
        edited=(".github/workflows/auto-sync.yml",),
        age_minutes=145,
        last_updated=datetime(2026, 3, 17, 10, 12, tzinfo=UTC),
        workflow_file=".github/workflows/auto-sync.yml",
    )
    return status_view(facts, marks)


def doctor(marks: Marks) -> Any:
    """Show findings of every severity."""
    findings = (
        FindingFacts(
            "repo-public", Severity.ERROR, "The repository is public: all can read your data.",
            "Health data must not be public by accident.", "Make it private.",
            RepairFacts("private", "Make the repository private"),
        ),
        FindingFacts(
            "run-late", Severity.WARNING, "Runs begin 20 minutes late.", "GitHub is busy.", "Wait."
        ),
        FindingFacts(
            "history-old", Severity.NOTE, "history.json is 40 days old.", "", "Start a sync."
        ),
    )  # fmt: skip
    areas = (
        AreaFacts("Token", "classic, repo and workflow"),
        AreaFacts("Repository", "", findings),
    )
    facts = DoctorFacts(REPOSITORY, FindingCounts(1, 1, 1), areas, repaired=("run-failed",))
    return doctor_view(facts, marks)


def difference(_marks: Marks) -> Any:
    """Show what an update or new settings change."""
    files = UpdatedFiles(
        added=("engine/a.py",),
        changed=("README.md",),
        removed=("engine/old.py",),
        kept=(".github/workflows/auto-sync.yml",),
    )
    versions = UpdatedEngine("3.9.0", "4.0.0")
    return update_view(
        UpdateFacts("athlete/training-data", versions, files, diffs={"workflow": DIFF})
    )


def settings(marks: Marks) -> Any:
    """Show the settings of a mirror."""
    return settings_view(SettingsFacts(SETTINGS), marks)


def error(screen: Screen) -> None:
    """Show a failed run with the end of its log."""
    log = "\n".join(f"  line {number} of the log" for number in range(3))
    failed = RunFailedError(
        f"The step 'Sync' of the sync failed. Its log ends with:\n{log}",
        f"see {PAGE}/actions/runs/1; run `section11-setup sync` to try it again",
    )
    print_error("sync", failed, screen, as_json=False)


def sentences(screen: Screen) -> None:
    """Show single lines of every kind."""
    screen.good("You are Demo Athlete (i900000), 3 sports, last activity yesterday.")
    screen.note("No keyring on this computer.")
    screen.help("What the key is for and where it is found.", "https://intervals.icu/settings")


def visit(marks: Marks) -> Any:
    """Show a mirror with a problem to somebody who comes back."""
    due = datetime(2026, 3, 17, 10, 28, tzinfo=UTC)
    problems = ("The variable DAYS=99 stops every run.", "The workflow is paused.")
    others = ("athlete/anna-data", "club/training-data")
    return visit_view(VisitFacts(REPOSITORY, 3, due, False, problems, others), marks)


def removal(_marks: Marks) -> Any:
    """Show what a removal takes."""
    repository = Repository("athlete", "training-data", True, "main", False, PAGE, None)
    files = {".github/workflows/auto-sync.yml": "", "latest.json": "", "engine/run.py": ""}
    state = MirrorState("athlete", "training-data", repository, files=files)
    wish = Wish(engine=True, data=False)
    plan = items(decide_removal(wish, state), wish, state)
    return uninstall_view(UninstallFacts(state.full_name, plan, f"{PAGE}/settings"))


def sync_start(_marks: Marks) -> Any:
    """Show how a sync is started from elsewhere."""
    api = "https://api.github.com/repos/athlete/training-data/actions/workflows/auto-sync.yml"
    page = f"{PAGE}/actions/workflows/auto-sync.yml"
    return start_view(SyncStart(page, f"{api}/dispatches", "main"))


SHOWN: dict[str, Callable[[Marks], Any]] = {
    "welcome": lambda _: setup.welcome(),
    "plan": lambda _: plan(),
    "progress": progress,
    "last screen": last_screen,
    "status": status,
    "doctor": doctor,
    "difference": difference,
    "settings": settings,
    "visit": visit,
    "removal": removal,
    "sync start": sync_start,
}
PRINTED: dict[str, Callable[[Screen], None]] = {"error": error, "sentences": sentences}
NAMES = (*SHOWN, *PRINTED)


def draw(name: str, screen: Screen) -> None:
    """Put a screen onto a console."""
    if name in PRINTED:
        PRINTED[name](screen)
    else:
        screen.show(SHOWN[name](screen.marks))
