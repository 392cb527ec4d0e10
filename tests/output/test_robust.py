"""Publishing from clones in every state, with others pushing at the same time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.output.remote import PublishError, RemoteRepository
from engine.output.store import Store
from tests.output.mirror import NOON, Mirror, dump, git, latest, put, sync, write

pytestmark = pytest.mark.process

HOUR = timedelta(hours=1)
GENERATED = ("latest", "history", "intervals", "routes")


def ride(ident: str) -> dict:
    return {"recent_activities": [{"id": ident}]}


@pytest.mark.parametrize("branch", ["master", "data/mirror", "été"])
def test_the_default_branch_may_have_any_name(tmp_path, branch):
    mirror = Mirror(tmp_path / "mirror", branch).create()
    assert sync(mirror.checkout(), NOON).branch == branch
    assert mirror.log()[0] == "sync: first data"


def test_a_detached_head_publishes_to_the_default_branch(mirror):
    folder = mirror.clone()
    git(folder, "checkout", "-q", "--detach")
    assert sync(folder, NOON).branch == "main"
    assert git(folder, "rev-parse", "HEAD") == mirror.head()


def test_a_detached_shallow_checkout_asks_the_remote_for_its_branch(mirror):
    folder = mirror.checkout()
    git(folder, "checkout", "-q", "--detach")
    git(folder, "branch", "-q", "-D", "main")
    git(folder, "update-ref", "-d", "refs/remotes/origin/main")
    sync(folder, NOON)
    assert mirror.log()[0] == "sync: first data"


def test_an_empty_repository_gets_its_first_commit(tmp_path):
    mirror = Mirror(tmp_path / "mirror").create(seed=False)
    folder = mirror.clone()
    assert sync(folder, NOON).committed
    assert mirror.log() == ["sync: first data"]


def test_a_missing_branch_of_a_filled_repository_is_named(mirror):
    folder = mirror.clone()
    with pytest.raises(PublishError, match="no branch gone"):
        sync(folder, NOON, branch="gone")


def test_a_missing_identity_is_no_obstacle(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    assert mirror.log("%an <%ae>")[0].startswith("github-actions[bot] <41898282+")
    git(folder, "config", "user.name", "Ann")
    git(folder, "config", "user.email", "ann@example.com")
    sync(folder, NOON, latest(NOON, **ride("i2")))
    assert mirror.log("%an <%ae> %ai")[0] == "Ann <ann@example.com> 2026-11-22 12:00:00 +0100"


def test_what_a_crash_left_behind_is_no_obstacle(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    (folder / ".git/index.lock").write_text("")
    (folder / ".git/MERGE_HEAD").write_text(mirror.head() + "\n")
    (folder / "README.md").write_text("half a rea")
    (folder / "x/y.txt").unlink()
    (folder / "stray.tmp").write_text("?")
    assert sync(folder, NOON + HOUR, latest(NOON, **ride("i2"))).committed
    assert mirror.paths("x") == ["x/y.txt"]
    assert "My own words." in mirror.read("README.md")
    assert "stray.tmp" not in mirror.paths()


def test_local_commits_of_the_athlete_are_not_pushed_along(mirror):
    folder = mirror.clone()
    (folder / "DOSSIER.md").write_text("draft")
    git(folder, "add", "DOSSIER.md")
    git(folder, "commit", "-q", "-m", "not yet")
    sync(folder, NOON)
    assert "DOSSIER.md" not in mirror.paths()
    assert git(folder, "log", "-1", "--format=%s") == "not yet"


def test_a_clone_that_people_work_in_moves_along_and_keeps_their_edits(mirror):
    folder = mirror.clone()
    (folder / "x/y.txt").write_text("edited")
    sync(folder, NOON, archive_branch="default")
    assert git(folder, "rev-parse", "HEAD") == mirror.head()
    assert git(folder, "status", "--porcelain") == "M x/y.txt"
    assert (folder / "archive/2026-11/20261122_120000.json").exists()


def test_a_data_directory_inside_a_repository_stays_inside(mirror):
    folder = mirror.clone() / "my data"
    folder.mkdir()
    sync(folder, NOON)
    assert mirror.paths("my data") == ["my data/latest.json"]
    assert mirror.paths(at="archive") == ["my data/archive/2026-11/20261122_120000.json"]
    assert not sync(folder, NOON + HOUR).committed


def test_every_generated_file_may_have_changed_on_the_remote(mirror):
    folder = mirror.checkout()
    write(folder, **{name: {"n": 0} for name in GENERATED})
    sync(folder, NOON, {**latest(NOON), "n": 0})
    theirs = {f"{name}.json": dump({"n": "theirs"}) for name in GENERATED}
    mirror.edit("other", {**theirs, "DOSSIER.md": "mine", "archive/keep.txt": "k"})
    write(folder, **{name: {"n": "ours"} for name in GENERATED})
    result = sync(folder, NOON + HOUR, {**latest(NOON), "n": "ours"})
    assert result.attempts == 2
    assert [mirror.json(f"{name}.json")["n"] for name in GENERATED] == ["ours"] * 4
    assert mirror.read("DOSSIER.md") == "mine"
    assert "archive/keep.txt" in mirror.paths()
    assert mirror.log("%p")[0].count(" ") == 0
    assert len(mirror.log()) == 4


def test_the_ftp_history_keeps_the_entries_of_both_sides(mirror):
    folder = mirror.checkout()
    write(folder, ftp_history={"indoor": {"2026-01-01": 250}, "outdoor": {}})
    sync(folder, NOON)
    mirror.edit("other", {"ftp_history.json": dump(
        {"indoor": {"2026-01-01": 250, "2026-02-01": 255}, "outdoor": {"2026-02-02": 260}}
    )})  # fmt: skip
    write(folder, ftp_history={"indoor": {"2026-01-01": 250, "2026-03-01": 270}, "outdoor": {}})
    sync(folder, NOON + HOUR)
    expected = {
        "indoor": {"2026-01-01": 250, "2026-02-01": 255, "2026-03-01": 270},
        "outdoor": {"2026-02-02": 260},
    }
    assert mirror.json("ftp_history.json") == expected
    assert (folder / "ftp_history.json").read_text().rstrip() == mirror.read("ftp_history.json")


def test_an_ftp_history_that_begins_anew_here_begins_anew_in_the_mirror(mirror):
    folder = mirror.checkout()
    write(folder, ftp_history={"indoor": {"2026-01-01": 240}, "outdoor": {"2026-01-01": 245}})
    sync(folder, NOON)
    Store(folder, NOON).keep_replaced("ftp_history.json")
    new = {"indoor": {"2026-01-01": 240}, "outdoor": {"2026-03-01": 250}}
    write(folder, ftp_history=new)
    sync(folder, NOON + HOUR)
    assert mirror.json("ftp_history.json") == new
    assert not [path for path in mirror.paths() if "replaced" in path]
    # another machine, which still has the former file, does not bring it back here
    mirror.edit("other", {"ftp_history.json": dump({"outdoor": {"2026-01-01": 245}})})
    sync(folder, NOON + 2 * HOUR, manual=True)
    assert mirror.json("ftp_history.json") == new


def test_an_ftp_history_that_was_lost_here_comes_back(mirror):
    folder = mirror.checkout()
    write(folder, ftp_history={"indoor": {"2026-01-01": 250}, "outdoor": {}})
    sync(folder, NOON)
    (folder / "ftp_history.json").unlink()
    assert not sync(folder, NOON + HOUR).committed
    assert "2026-01-01" in (folder / "ftp_history.json").read_text()


def test_a_branch_that_is_locked_for_a_moment_is_tried_again(mirror):
    folder = mirror.checkout()
    lock = mirror.remote / "refs/heads/main.lock"
    lock.write_text("")
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            lock.unlink()

    result = sync(folder, NOON, sleep=sleep, jitter=lambda: 1.0)
    assert (result.attempts, waits) == (4, [0.5, 1.0, 2.0])


def test_a_branch_that_stays_locked_ends_with_a_clear_message(mirror):
    folder = mirror.checkout()
    (mirror.remote / "refs/heads/main.lock").write_text("")
    with pytest.raises(PublishError, match="8 attempts; the next run tries again"):
        sync(folder, NOON)


def test_a_push_whose_answer_was_lost_is_not_made_twice(mirror, monkeypatch):
    folder = mirror.checkout()
    push = RemoteRepository.push
    answers = iter(["fatal: the remote end hung up unexpectedly"])

    def unlucky(self, sha):
        refused = push(self, sha)
        return next(answers, refused)

    monkeypatch.setattr(RemoteRepository, "push", unlucky)
    result = sync(folder, NOON)
    assert result.sha == mirror.head()
    assert len(mirror.log()) == 2


def test_a_protected_branch_is_told_at_once(mirror):
    hook = mirror.remote / "hooks/pre-receive"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\necho 'GH013: Repository rule violations found' >&2\nexit 1\n")
    hook.chmod(0o755)

    def sleep(_: float) -> None:
        pytest.fail("trying again cannot help")

    with pytest.raises(PublishError, match="Settings, Rules"):
        sync(mirror.checkout(), NOON, sleep=sleep)


def test_a_folder_that_is_no_clone_is_told(tmp_path):
    with pytest.raises(PublishError, match="no clone of a repository"):
        put(tmp_path, NOON)
    git(tmp_path, "init", "-q")
    with pytest.raises(PublishError, match="remote origin"):
        put(tmp_path, NOON)


def test_a_remote_that_is_gone_is_told(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    mirror.remote.rename(mirror.root / "elsewhere")
    with pytest.raises(PublishError, match="does not exist"):
        sync(folder, NOON, latest(NOON, **ride("i2")))


def test_without_a_latest_json_nothing_is_published(mirror):
    with pytest.raises(PublishError, match=r"no latest\.json"):
        put(mirror.checkout(), NOON)


def test_two_runners_at_the_same_time_lose_nothing(mirror):
    folders = [mirror.checkout(name) for name in ("one", "two")]
    entries = {folder: {} for folder in folders}

    def round_of(job: tuple[int, int]) -> None:
        number, runner = job
        folder = folders[runner]
        entries[folder][f"2026-{runner + 1:02}-{number + 1:02}"] = 200 + number
        write(folder, ftp_history={"indoor": entries[folder], "outdoor": {}})
        now = NOON + timedelta(minutes=number)
        assert sync(folder, now, latest(now, **ride(f"{runner}-{number}"))).committed

    with ThreadPoolExecutor(2) as pool:
        for number in range(8):
            list(pool.map(round_of, [(number, 0), (number, 1)]))
    kept = mirror.json("ftp_history.json")["indoor"]
    assert len(kept) == 16
    assert all(" " not in parents for parents in mirror.log("%p"))
    assert len(mirror.log()) == 17


def test_what_a_killed_publish_left_in_git_is_cleaned(mirror):
    folder = mirror.checkout()
    inside, old = folder / ".git", 1_000_000.0
    git(folder, "update-ref", "refs/section11/pending-4242", "HEAD")
    (inside / "fast_import_crash_4242").write_text("x")
    lock, pack, young = (
        inside / "index.lock",
        inside / "objects/pack/tmp_pack_x",
        inside / "refs/heads/other.lock",
    )
    for path in (lock, pack, young):
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    for path in (lock, pack):
        os.utime(path, (old, old))
    assert sync(folder, NOON).committed
    assert git(folder, "for-each-ref", "refs/section11") == ""
    assert not list(inside.glob("fast_import_crash_*"))
    assert not lock.exists()
    assert not pack.exists()
    assert young.exists(), "somebody may be at work with it"
    young.unlink()
    assert git(folder, "status", "--porcelain") == ""
