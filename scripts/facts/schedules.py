"""What the schedules cost, by the arithmetic that the wizard shows."""

from __future__ import annotations

from scripts.facts.table import table
from templates.schedule import DEFAULT_PRESET, INCLUDED_MINUTES, PRESETS, Cost, cost, entries


def costs() -> str:
    """Return a row for each schedule to choose from."""
    heads = (
        *("`--schedule`", "when", "runs a day", "minutes in 31 days"),
        *(f"{plan.title()}, {minutes:,} minutes" for plan, minutes in INCLUDED_MINUTES.items()),
    )
    rows = []
    for key, preset in PRESETS.items():
        found = entries(key, "UTC", "owner/repository")
        each = [cost(found, plan) for plan in INCLUDED_MINUTES]
        label = f"{preset.label} (default)" if key == DEFAULT_PRESET else preset.label
        runs = f"{each[0].runs_per_day:g}"
        rows.append((f"`{key}`", label, runs, f"{each[0].minutes:,}", *map(_fits, each)))
    return table(heads, rows)


def _fits(found: Cost) -> str:
    return "fits" if found.fits else f"spent on day {found.spent_on_day}"
