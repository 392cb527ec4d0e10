"""What later runs read of ``history.json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.base.decode import Fields, JsonObject
from engine.metrics.phase import Week

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.history.document import History

WEEKS: Final = 4
"""The newest ones, which phase detection looks at."""


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """A history as it lies there.

    Attributes:
        script_hash: version of the engine and settings it was made with.
        generated_at: its time stamp, readable or not.
        total_months: depth of the history; 0 when it is not stated, None when the file makes no
            sense.
        weeks: the newest weeks of the weekly tier, oldest first.
    """

    script_hash: str | None
    generated_at: str | None
    total_months: Number | None
    weeks: tuple[Week, ...]

    @classmethod
    def from_json(cls, document: object) -> StoredHistory | None:
        """Read the root object of a file; None when there is none."""
        if not isinstance(document, dict):
            return None
        fields = Fields(document, "history")
        stamp = document.get("generated_at") or None
        return cls(
            script_hash=fields.text("script_hash"),
            generated_at=fields.text("generated_at") or None,
            total_months=_total_months(document) if isinstance(stamp, str | None) else None,
            weeks=_weeks(fields),
        )

    @classmethod
    def of(cls, history: History) -> StoredHistory:
        """Return what can be read of a history that was just built."""
        return cls(
            script_hash=history.script_hash,
            generated_at=history.generated_at,
            total_months=history.data_range.total_months,
            weeks=tuple(row.as_week() for row in history.weekly_180d[-WEEKS:]),
        )


def _total_months(document: JsonObject) -> Number | None:
    data_range = document.get("data_range", {})
    if not isinstance(data_range, dict):
        return None
    fields = Fields(data_range, "history.data_range")
    return fields.number("total_months") if "total_months" in fields else 0


def _weeks(document: Fields) -> tuple[Week, ...]:
    """Return what phase detection takes over of the newest rows that are rows."""
    return tuple(
        Week(
            week_start=row.text("week_start") or "",
            ctl_end=row.number("ctl_end"),
            atl_end=row.number("atl_end"),
            acwr=row.number("acwr"),
            monotony=row.number("monotony"),
            phase_detected=row.text("phase_detected"),
        )
        for row in list(document.records("weekly_180d"))[-WEEKS:]
    )
