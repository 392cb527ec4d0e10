"""``DOSSIER.md``: what a coach must know about an athlete that no measurement tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DOSSIER = "DOSSIER.md"
OPEN = "not said"
_LINE = re.compile(r"^- \*\*(.+?):\*\* ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the dossier.

    Attributes:
        key: name in options and JSON.
        label: what stands in the file.
        hint: what to answer.
    """

    key: str
    label: str
    hint: str


SECTIONS: dict[str, tuple[Field, ...]] = {
    "Athlete": (
        Field("name", "Name", "How your coach shall call you."),
        Field("sports", "Sports", "What you train, the most important first."),
        Field("weight", "Weight", "Today's weight."),
        Field("hours", "Weekly hours", "How much you train in an ordinary week."),
    ),
    "Thresholds": (
        Field("ftp", "FTP", "Threshold power, outdoor and indoor."),
        Field("lthr", "LTHR", "Heart rate at threshold, for each sport where it differs."),
        Field("max_hr", "Max HR", "Highest heart rate, for each sport where it differs."),
        Field("zones", "Zones", "Upper ends of the zones that you train by."),
    ),
    "Aims": (
        Field("goals", "Goals", "What shall be reached, and by when."),
        Field("races", "Races", "Date, name, and how much it matters (A, B, C)."),
    ),
    "Frame": (
        Field("days", "Training days", "Days that suit you, and which one for the long session."),
        Field("constraints", "Constraints", "Injuries, illness, work, family: what limits you."),
        Field("equipment", "Equipment", "Trainer, power meter, watch, pool, weights."),
    ),
    "Coaching": (
        Field("style", "Style", "How you want to be coached: strict or gentle, brief or detailed."),
    ),
}
"""Heading to fields, in the order of the file and of the interview."""

FIELDS = tuple(field for fields in SECTIONS.values() for field in fields)


def write(answers: Mapping[str, str], today: date) -> str:
    """Write the file; an empty answer reads "not said"."""
    lines = [
        "# Dossier",
        "",
        (
            f"For my AI coach, as of {today.isoformat()}. Where `latest.json` has a newer value, "
            "that one counts. Written with section11-setup; edit it as you like."
        ),
    ]
    for heading, fields in SECTIONS.items():
        lines += ["", f"## {heading}", ""]
        lines += [f"- **{f.label}:** {one_line(answers.get(f.key, '')) or OPEN}" for f in fields]
    return "\n".join(lines) + "\n"


def read(text: str) -> dict[str, str]:
    """Return the answers of a dossier that was written here; whatever else is in it is skipped."""
    keys = {field.label: field.key for field in FIELDS}
    found = {label.strip(): value.strip() for label, value in _LINE.findall(text)}
    return {keys[label]: value for label, value in found.items() if label in keys and value != OPEN}


def one_line(text: str) -> str:
    """Bring an answer into one line, and leave out what nobody sees in it."""
    return " ".join(visible(text).split())
