"""Ctrl-C around any write: the same command finishes, and nothing exists twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wizard.stage import end_state
from wizard.github.client import GitHub

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wizard.stage import Stage

METHODS = (
    "create_repository",
    "put_secret",
    "create_variable",
    "allow_workflow_writes",
    "commit",
    "dispatch",
    "run",
)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("method", METHODS)
def test_ctrl_c_around_a_write_is_finished_by_the_same_command(
    stage: Stage,
    wanted: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    before: bool,
) -> None:
    real: Callable[..., Any] = getattr(GitHub, method)

    def interrupted(*args: Any, **kwargs: Any) -> None:
        if not before:
            real(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(GitHub, method, interrupted)
        first = stage.setup()
    assert first.code == 130
    assert "To go on: section11-setup setup --yes" in first.out
    again = stage.setup()
    assert again.code == 0, again.out
    assert end_state(stage) == wanted
    assert stage.setup().code == 0
    assert len(stage.github.repository("training-data").runs) == 1
