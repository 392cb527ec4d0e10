"""Ctrl-C at every write, whatever the token and the repository: the same command goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.setup import matrix

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

INTERRUPTED = 130


@pytest.mark.parametrize(("token", "state", "moment"), matrix.cases(matrix.INTERRUPTS))
def test_ctrl_c_at_every_write_leaves_no_trace(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
    state: str,
    moment: str,
) -> None:
    writes, wanted = matrix.undisturbed(stage, state, monkeypatch)
    matrix.prepare(stage, state, token, monkeypatch)
    struck = matrix.interrupt(monkeypatch, moment)
    ran = matrix.until_done(stage)
    assert struck == set(writes)
    assert {one.code for one in ran[:-1]} == {INTERRUPTED}
    assert all("To go on: section11-setup setup --yes" in one.out for one in ran[:-1])
    matrix.assert_settled(stage, wanted)
