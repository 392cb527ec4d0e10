"""Credentials and leftovers of a run in a clone do not get into a commit by accident."""

from __future__ import annotations

from engine.output.git import LOCAL_FILES, keep_out_of_git


def test_a_clone_ignores_them_once(tmp_path):
    exclude = tmp_path / ".git" / "info" / "exclude"
    exclude.parent.mkdir(parents=True)
    exclude.write_text("mine\n.env")
    keep_out_of_git(tmp_path)
    keep_out_of_git(tmp_path)
    lines = exclude.read_text().splitlines()
    assert lines[:2] == ["mine", ".env"]
    assert sorted(lines) == sorted({"mine", *LOCAL_FILES})
    assert {".sync_config.json", ".sync.lock"} <= set(lines)


def test_elsewhere_nothing_happens(tmp_path):
    keep_out_of_git(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    keep_out_of_git(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_clone_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "info").write_text("")
    keep_out_of_git(tmp_path)
