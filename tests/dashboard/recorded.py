"""The published files of the recorded athletes, as they lie in ``tests/golden``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from engine.base.format import HISTORY, LATEST
from tests.contract.compare import read
from tests.contract.recorded import GOLDEN, RUNS, scenario

if TYPE_CHECKING:
    from engine.base.decode import JsonObject

__all__ = ["RUNS", "files"]


@cache
def _files(athlete: str, run: str) -> dict[str, Any]:
    return read(GOLDEN / athlete / "expected" / run)


def files(athlete: str, run: str) -> dict[str, JsonObject]:
    """Both files of a run, at its own time: the recording holds a word in its place."""
    (now,) = (found["now"] for found in scenario(athlete)["runs"] if found["name"] == run)
    found = _files(athlete, run)
    latest = found[LATEST] | {"metadata": found[LATEST]["metadata"] | {"last_updated": now}}
    return {LATEST: latest, HISTORY: found[HISTORY]}
