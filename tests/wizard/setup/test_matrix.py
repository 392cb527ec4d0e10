"""Whatever the token, the repository and the fault: in the end all is as if nothing had been.

Each case disturbs every write of a set-up once. What the program heals itself takes one run; what
stops it takes one run more for each write, always with the same command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.setup import matrix

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

MOST_CALLS = 25
MOST_RUNS = 2  # the commit is tried four times at most, and has up to four writes
STOPPING = {"primary rate limit"}


@pytest.mark.parametrize("state", matrix.STATES)
@pytest.mark.parametrize("token", matrix.TOKENS)
def test_a_second_set_up_writes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, token: str, state: str
) -> None:
    matrix.prepare(stage, state, token, monkeypatch)
    stage.forget_calls()
    ran = stage.setup()
    assert ran.code == 0, ran.out
    if state in matrix.PLAIN:
        looks = token == "fine-grained" and state == "absent"  # for a repository to try rights on
        assert len(stage.calls) <= MOST_CALLS + looks, "\n".join(stage.calls)
    matrix.assert_settled(stage, matrix.outcome(stage))


@pytest.mark.parametrize(("token", "state", "fault"), matrix.cases(tuple(matrix.FAULTS)))
def test_a_fault_at_every_write_leaves_no_trace(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
    state: str,
    fault: str,
) -> None:
    writes, wanted = matrix.undisturbed(stage, state, monkeypatch)
    matrix.prepare(stage, state, token, monkeypatch)
    faults = matrix.inject(stage, writes, fault)
    ran = matrix.until_done(stage)
    assert [f"{one.method} {one.path}" for one in faults if not one.hits] == []
    assert len(ran) <= (len(faults) + 1 if fault in STOPPING else MOST_RUNS)
    matrix.assert_settled(stage, wanted)
