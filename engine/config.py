"""What a sync is told: command line, config file and environment, resolved into one object."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from engine.base.decode import parse_moment
from engine.base.files import read_file
from engine.base.format import (
    ARCHIVE_BRANCHES,
    ARCHIVE_POLICIES,
    DEFAULT_DAYS,
    LATEST,
    MAX_DAYS,
    PRIVACY_LEVELS,
    WEEKDAYS,
    ArchiveBranch,
    ArchivePolicy,
    Privacy,
)
from engine.base.sports import FAMILIES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Word = TypeVar("Word", bound=str)

DEFAULT_API_URL = "https://intervals.icu/api/v1"
CONFIG_FILE = ".sync_config.json"
FIXED_TIME = "SECTION11_NOW"
"""Variable with the moment at which all clocks of a run stand."""
KEY_IN_ARGUMENTS = (
    "--intervals-key shows the API key to every program of this machine: put it into the "
    "environment as INTERVALS_KEY instead."
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts that plain http may be spoken with: nothing leaves the machine."""
DEFAULT_DEADLINE_S = 240
"""For the reading; the job in GitHub Actions has minutes more for installing and publishing."""
QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
KEY_LABEL = re.compile(r"(?:export\s+)?(?:INTERVALS_KEY|API[_ ]?KEY)\s*[=:]", re.IGNORECASE)
GITHUB_TOKEN = re.compile(r"(?:gh[a-z]|github_pat)_")
"""How a token of GitHub begins, which must never reach Intervals.icu."""


class ConfigError(Exception):
    """The configuration is missing or unusable; the text says what to do."""


class MissingCredentialsError(ConfigError):
    """Athlete id or API key is not set."""


@dataclass(frozen=True, slots=True)
class Config:
    """One sync's settings.

    Attributes:
        athlete_id: ``i123456``, plain digits, or ``0`` for the owner of the key.
        key: the API key; never printed.
        api_url: base of the Intervals.icu API.
        data_dir: folder of all files.
        output: path of ``latest.json``.
        days: length of the display window, 1 to 28.
        week_start: first day of the training week, Monday = 0.
        zone_preference: sport family to ``power`` or ``hr``.
        privacy: ``off``, ``standard`` (anonymized) or ``strict``.
        show_athlete_id: emit the id; the published format always redacts it, so only an explicit
            privacy level ``off`` does, and ``--no-anonymize`` does not.
        now: fixed clock for reproducible runs, else None.
        generate_history: rebuild ``history.json`` and write nothing else.
        publish: commit and push what changed.
        archive: which snapshots are kept when publishing.
        archive_branch: whether they are kept on a branch of their own.
        deadline: seconds after which nothing more is asked.
        warnings: what was ignored, in words.
    """

    athlete_id: str
    key: str = field(repr=False)
    api_url: str = DEFAULT_API_URL
    data_dir: Path = field(default_factory=Path.cwd)
    output: Path | None = None
    days: int = DEFAULT_DAYS
    week_start: int = 0
    zone_preference: Mapping[str, str] = field(default_factory=dict)
    privacy: Privacy = "standard"
    show_athlete_id: bool = False
    now: datetime | None = None
    generate_history: bool = False
    publish: bool = False
    archive: ArchivePolicy = "default"
    archive_branch: ArchiveBranch = "own"
    deadline: int = DEFAULT_DEADLINE_S
    warnings: tuple[str, ...] = ()

    @property
    def latest_path(self) -> Path:
        """Return the path of ``latest.json``."""
        return self.output or self.data_dir / LATEST


def resolve(options: argparse.Namespace, environment: Mapping[str, str] | None = None) -> Config:
    """Combine command line, config file and environment; the first that is set wins.

    So the file beats the environment (defect S-05, kept).

    Raises:
        MissingCredentialsError: athlete id or key is nowhere.
        ConfigError: a value is unusable.
    """
    env = os.environ if environment is None else environment
    output = Path(options.output).resolve() if options.output else None
    data_dir = _data_dir(options)
    stored = _config_file(data_dir / CONFIG_FILE)
    athlete_id = _first(options.athlete_id, stored.get("athlete_id"), env.get("ATHLETE_ID"))
    key = _first(options.intervals_key, stored.get("intervals_key"), env.get("INTERVALS_KEY"))
    if not athlete_id or not key:
        missing = [n for n, v in (("ATHLETE_ID", athlete_id), ("INTERVALS_KEY", key)) if not v]
        raise MissingCredentialsError(
            f"{' and '.join(missing)} not set: put the values of Intervals.icu, Settings, "
            "Developer Settings into the environment (ATHLETE_ID may be 0, the key's owner)."
        )
    week_start, week_warnings = parse_week_start(
        _first(options.week_start, stored.get("week_start"), env.get("WEEK_START"))
    )
    zones, zone_warnings = parse_zone_preference(
        _first(options.zone_preference, stored.get("zone_preference"), env.get("ZONE_PREFERENCE"))
    )
    key_warnings = [KEY_IN_ARGUMENTS] if options.intervals_key else []
    privacy = options.privacy or parse_privacy(env.get("PRIVACY"))
    return Config(
        athlete_id=_athlete_id(athlete_id),
        key=_key(key),
        api_url=parse_api_url(env.get("INTERVALS_API_URL")),
        data_dir=data_dir,
        output=output,
        days=options.days or parse_days(_first(env.get("DAYS")) or str(DEFAULT_DAYS)),
        week_start=week_start,
        zone_preference=zones,
        privacy="off" if options.no_anonymize else privacy,
        show_athlete_id=privacy == "off",
        now=fixed_now(env.get(FIXED_TIME)),
        generate_history=options.generate_history,
        publish=options.publish,
        archive=parse_archive(env.get("ARCHIVE")),
        archive_branch=parse_archive_branch(env.get("ARCHIVE_BRANCH")),
        deadline=options.deadline or DEFAULT_DEADLINE_S,
        warnings=(*key_warnings, *week_warnings, *zone_warnings),
    )


def latest_path(options: argparse.Namespace) -> Path:
    """Return the path of ``latest.json`` even when the other settings are unusable."""
    return Path(options.output) if options.output else _data_dir(options) / LATEST


def _data_dir(options: argparse.Namespace) -> Path:
    """Return the folder of all files: the one named, else that of the output, else this one."""
    if options.data_dir:
        return Path(options.data_dir)
    return Path(options.output).resolve().parent if options.output else Path()


def parse_week_start(text: str | None) -> tuple[int, list[str]]:
    """Read ``mon`` … ``sun``; anything else is Monday, with a warning."""
    if not text:
        return 0, []
    code = text.strip().lower()
    if code in WEEKDAYS:
        return WEEKDAYS.index(code), []
    # without the value: it may be kept as a secret, and job summaries are not masked
    return 0, [f"WEEK_START is none of {', '.join(WEEKDAYS)}: the week starts on Monday."]


def parse_zone_preference(text: str | None) -> tuple[dict[str, str], list[str]]:
    """Read ``run:hr,cycling:power``; pairs that say nothing usable are left out, with a warning.

    The warning counts them: the value may be kept as a secret, and job summaries are not masked.
    """
    chosen: dict[str, str] = {}
    warnings = []
    for number, part in enumerate((text or "").split(","), start=1):
        sport, colon, basis = (piece.strip().lower() for piece in part.strip().partition(":"))
        if colon and basis in ("power", "hr"):
            chosen[sport] = basis
            if sport not in FAMILIES:
                warnings.append(
                    f"ZONE_PREFERENCE part {number} names a sport that has no effect: use one of "
                    f"{', '.join(sorted(FAMILIES))}."
                )
        elif part.strip():
            warnings.append(
                f"ZONE_PREFERENCE part {number} is ignored: write sport:power or sport:hr."
            )
    return chosen, warnings


def parse_privacy(text: str | None) -> Privacy:
    """Read a privacy level.

    Raises:
        ConfigError: for any other word; guessing could publish too much.
    """
    return _one_of("PRIVACY", text, PRIVACY_LEVELS, "standard", use="off, standard or strict")


def parse_archive(text: str | None) -> ArchivePolicy:
    """Read which snapshots are kept.

    Raises:
        ConfigError: for an unknown word.
    """
    return _one_of("ARCHIVE", text, ARCHIVE_POLICIES, "default", use=", ".join(ARCHIVE_POLICIES))


def parse_archive_branch(text: str | None) -> ArchiveBranch:
    """Read where the snapshots are kept.

    Raises:
        ConfigError: for an unknown word.
    """
    use = " or ".join(ARCHIVE_BRANCHES)
    return _one_of("ARCHIVE_BRANCH", text, ARCHIVE_BRANCHES, "own", use=use)


def _one_of(name: str, text: str | None, words: Sequence[Word], default: Word, *, use: str) -> Word:
    """Return the word of a setting, the default for none; ``use`` tells what it may be."""
    wanted = (text or "").strip().lower() or default
    for word in words:
        if word == wanted:
            return word
    raise ConfigError(f"{name} {text!r} is unknown: use {use}.")


def parse_days(text: str) -> int:
    """Read the length of the display window.

    Raises:
        ConfigError: when it is no number of days that the engine reads.
    """
    days = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= days <= MAX_DAYS:
        raise ConfigError(f"{text!r} is not a number of days from 1 to {MAX_DAYS}.")
    return days


def fixed_now(text: str | None) -> datetime | None:
    """Read ``SECTION11_NOW``.

    Raises:
        ConfigError: when it is no ISO time with offset.
    """
    if not text:
        return None
    moment = parse_moment(text)
    if moment is None or moment.tzinfo is None:
        raise ConfigError(
            f"{FIXED_TIME} {text!r} is no ISO time with offset: write 2026-03-18T06:40:00+01:00."
        )
    return moment


def parse_api_url(text: str | None) -> str:
    """Read the base address of the API.

    Raises:
        ConfigError: when it is no https address; plain http is for this machine only.
    """
    url = _first(text) or DEFAULT_API_URL
    try:
        parts = urlsplit(url)
        # to read the port is to check its range
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if usable and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ConfigError(
            f"INTERVALS_API_URL {url!r} would send the key unencrypted: use an https address, or "
            f"leave it unset to use {DEFAULT_API_URL}."
        )
    if not usable or not url.isascii():
        raise ConfigError(
            f"INTERVALS_API_URL {url!r} is no address: leave it unset to use {DEFAULT_API_URL}."
        )
    return url


def clean_key(text: str) -> str:
    """Take off what comes along when a key is copied: blanks, quotes, and its label."""
    before, key = "", text.strip()
    while key != before:
        before = key
        label = KEY_LABEL.match(key)
        key = key[label.end() :] if label else key
        key = key.strip().strip(QUOTES).strip()
    return key


def is_github_token(text: str) -> bool:
    """Whether a text is a token of GitHub."""
    return GITHUB_TOKEN.match(text) is not None


def _key(text: str) -> str:
    key = clean_key(text)
    if is_github_token(key):
        raise ConfigError(
            "INTERVALS_KEY holds a token of GitHub, which was sent nowhere: put the API key there, "
            "from Intervals.icu, Settings, Developer Settings."
        )
    if not key or not key.isascii() or not key.isprintable():
        raise ConfigError(
            "INTERVALS_KEY holds characters that no API key has: copy it again from "
            "Intervals.icu, Settings, Developer Settings."
        )
    return key


def _athlete_id(text: str) -> str:
    digits = text.removeprefix("i")
    if not digits.isascii() or not digits.isdigit():
        raise ConfigError(
            "ATHLETE_ID is no athlete id: write i123456 or 123456, or 0 for the owner of the key."
        )
    return text


def _first(*values: Any) -> str | None:
    for value in values:
        text = str(value) if isinstance(value, int) else value
        if isinstance(text, str) and text.strip():
            return text.strip()
    return None


def _config_file(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(read_file(path).decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path.name} cannot be read as JSON: mend it or delete it.") from error
    if not isinstance(document, dict):
        raise ConfigError(f"{path.name} must hold one JSON object: mend it or delete it.")
    return document
