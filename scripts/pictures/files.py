"""Which pictures there are, and what each of them shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.pictures import svg

if TYPE_CHECKING:
    from scripts.pictures.scenes import Recording

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SET_UP = (
    "A set-up in a terminal: key and token are pasted, the plan is shown and agreed to, its steps "
    "are ticked off, and the first numbers appear."
)
PLAN = "The plan of a set-up: what is created, what it costs, how to undo it, and one question."
DOCTOR = (
    "The doctor finds that GitHub has switched the workflow off, switches it on again, and says "
    "that the mirror is well."
)


def terminal_pictures(recording: Recording) -> dict[str, str]:
    """Return the pictures of the terminal by the names of their files."""
    return {
        "setup.svg": svg.film(recording.set_up, "section11-setup", SET_UP),
        "plan.svg": svg.still(recording.plan, "section11-setup", PLAN),
        "doctor.svg": svg.still(recording.doctor, "section11-setup doctor", DOCTOR),
    }
