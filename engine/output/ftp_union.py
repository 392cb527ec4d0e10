"""Two versions of ``ftp_history.json`` become one that has every entry of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.base.decode import JsonObject

KINDS = ("indoor", "outdoor")


def union(ours: JsonObject | None, theirs: JsonObject | None) -> JsonObject | None:
    """Join two FTP histories; for a date that both have, ours counts. None when both are."""
    if ours is None and theirs is None:
        return None
    mine, other = _maps(ours), _maps(theirs)
    kinds = sorted({*mine, *other})
    return {
        kind: dict(sorted((other.get(kind, {}) | mine.get(kind, {})).items())) for kind in kinds
    }


def without(document: JsonObject | None, replaced: JsonObject) -> JsonObject | None:
    """Take out the entries of a file that was replaced on purpose."""
    gone = _maps(replaced)
    return document and {
        kind: {day: v for day, v in series.items() if (day, v) not in gone[kind].items()}
        for kind, series in _maps(document).items()
    }


def _maps(document: JsonObject | None) -> dict[str, dict[str, Any]]:
    """Return the maps of a history; the old flat form is all outdoor."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    if not document:
        return found
    if not any(kind in document for kind in KINDS):
        return found | {"outdoor": document}
    return found | {key: value for key, value in document.items() if isinstance(value, dict)}
