"""What the answer for a session's intervals or streams amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from engine.sessions.dfa import dfa_block

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.intervals_icu.answer import Answer

Reason: TypeAlias = Literal["ok", "no_data", "transient", "terminal_error"]

DFA_A1 = "dfa_a1"
STREAM_TYPES = (DFA_A1, "artifacts", "heartrate", "watts", "time")
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reason, and what was obtained: raw segments or a DFA block."""

    reason: Reason
    segments: tuple[JsonObject, ...] = ()
    dfa: JsonObject | None = None
    retry_after: float | None = None


def intervals_outcome(answer: Answer) -> Outcome:
    """Judge the answer for intervals.

    A null list counts as an unfinished answer (defect 04-02, kept); elements that are no objects
    are skipped (04-03).
    """
    failed = _failure(answer)
    if failed:
        return failed
    if not isinstance(answer.body, dict):
        return Outcome("transient")
    raw = answer.body.get("icu_intervals", [])
    if not isinstance(raw, list):
        return Outcome("transient")
    segments = tuple(item for item in raw if isinstance(item, dict))
    return Outcome("ok", segments=segments) if segments else Outcome("no_data")


def streams_outcome(answer: Answer) -> Outcome:
    """Judge the answer for streams.

    Without DFA a1 there is nothing to keep, and no telling whether it is still to come.
    """
    failed = _failure(answer)
    if failed:
        return failed
    if not isinstance(answer.body, list):
        return Outcome("transient")
    block = dfa_block(_streams(answer.body))
    return Outcome("no_data") if block is None else Outcome("ok", dfa=block)


def holds_dfa(answer: Answer) -> bool:
    """Whether an answer for streams has DFA a1 in it."""
    return answer.ok and isinstance(answer.body, list) and bool(_streams(answer.body).get(DFA_A1))


def _failure(answer: Answer) -> Outcome | None:
    if answer.ok:
        return None
    if answer.status in GONE:
        return Outcome("terminal_error")
    return Outcome("transient", retry_after=answer.retry_after)


def _streams(raw: list[Any]) -> dict[str, list[Any]]:
    """Return the wanted streams by type, the last one of each; odd elements are skipped (04-05)."""
    return {
        item["type"]: item["data"]
        for item in raw
        if isinstance(item, dict)
        and item.get("type") in STREAM_TYPES
        and isinstance(item.get("data"), list)
    }
