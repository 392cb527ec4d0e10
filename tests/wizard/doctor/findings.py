"""What an examination found, for tests to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.wizard.stage import Ran


def found(ran: Ran) -> dict[str, dict[str, Any]]:
    """Return the findings by their id."""
    return {one["id"]: one for area in ran.json["data"]["areas"] for one in area["findings"]}
