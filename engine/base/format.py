"""Names and words of the data format that files, settings and people share: each one once."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from engine import __version__

Privacy: TypeAlias = Literal["off", "standard", "strict"]
ArchivePolicy: TypeAlias = Literal["default", "daily", "all", "off"]
ArchiveBranch: TypeAlias = Literal["own", "default"]

USER_AGENT: Final = f"section11-sync/{__version__}"
"""What servers are told; Cloudflare, before Intervals.icu, turns the names of libraries away."""

FORMAT_VERSION: Final = "4.1"
"""Of the engine that last changed what the files say (docs/format/changes.md)."""
VERSIONS: Final = f"{__version__} (engine {__version__}, format {FORMAT_VERSION})"
"""What every program of the project answers to ``--version``, after its name."""

LATEST: Final = "latest.json"
HISTORY: Final = "history.json"
INTERVALS: Final = "intervals.json"
ROUTES: Final = "routes.json"
FTP_HISTORY: Final = "ftp_history.json"
TERRAIN: Final = ".section11/terrain.json"
"""Which summaries in ``latest.json`` come from the present version of the terrain analysis."""
BRIEF: Final = "brief.md"
BRIEF_TITLE: Final = "# Training brief"
"""What a brief begins with; a file of that name that does not is somebody's own."""
DASHBOARD: Final = "dashboard.svg"
DASHBOARD_MARK: Final = '<svg id="section11-dashboard"'
"""What a picture of ours begins with, as the brief does with its title."""
READING: Final = ".section11/reading.json"
"""What reading Intervals.icu left open: which lists and files are to be looked at again."""
ASKED: Final = ".section11/asked.json"
"""Answers that stand while what they follow from is as it was: curves, and marks of chats."""
DATA_FILES: Final = (LATEST, HISTORY, INTERVALS, ROUTES, FTP_HISTORY)
PUBLISHED: Final = (*DATA_FILES, BRIEF, DASHBOARD)
"""What a sync leaves for readers."""

PRIVACY_LEVELS: Final[tuple[Privacy, ...]] = ("off", "standard", "strict")
ARCHIVE_BRANCHES: Final[tuple[ArchiveBranch, ...]] = ("own", "default")
ARCHIVE_POLICIES: Final[tuple[ArchivePolicy, ...]] = ("default", "daily", "all", "off")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DEFAULT_DAYS: Final = 7
"""Length of the display window."""
MAX_DAYS: Final = 28
"""Days that every sync reads, today included: the longest display window."""
