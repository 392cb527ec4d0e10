"""Are secrets and variables there, under the right names, with values that can be used?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.config import (
    ConfigError,
    parse_archive,
    parse_archive_branch,
    parse_days,
    parse_privacy,
    parse_week_start,
    parse_zone_preference,
)
from templates.settings import SECRETS
from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.doctor.names import meant_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.doctor.facts import Facts

MOVED_SETTINGS = ("WEEK_START", "ZONE_PREFERENCE")
"""Settings that the manual guide keeps as secrets."""


def _strict(parse: Callable[[str], object]) -> Callable[[str], list[str]]:
    """Make a reader that only refuses into one that gives its warnings, of which there are none."""

    def read(text: str) -> list[str]:
        parse(text)
        return []

    return read


READERS: Mapping[str, Callable[[str], list[str]]] = {
    "WEEK_START": lambda text: parse_week_start(text)[1],
    "ZONE_PREFERENCE": lambda text: parse_zone_preference(text)[1],
    "DAYS": _strict(parse_days),
    "PRIVACY": _strict(parse_privacy),
    "ARCHIVE": _strict(parse_archive),
    "ARCHIVE_BRANCH": _strict(parse_archive_branch),
}
"""How the engine reads each variable: its warnings, or ConfigError for what stops it."""


def summary(facts: Facts) -> str:
    """Say which there are."""
    known = len(facts.state.variables)
    return f"{' and '.join(SECRETS)} are set, {known} variable{'' if known == 1 else 's'}"


def secrets_there(facts: Facts) -> Iterator[Finding]:
    """The engine needs both, by exactly these names."""
    if facts.state.repository is None or not facts.knows("secrets"):
        return
    there = {name.upper() for name in facts.state.secrets}
    missing = [name for name in SECRETS if name not in there]
    if not missing:
        return
    near = [name for name in sorted(facts.state.secrets) if meant_by(name) in missing]
    seen = f"There is {', '.join(near)}, which nobody reads. " if near else ""
    yield error(
        "secret-missing",
        f"The secret {' and '.join(missing)} is not set.",
        f"{seen}Repository secrets count, not those of an environment, Dependabot or Codespaces.",
        f"set {' and '.join(SECRETS)} from your API key",
        Repair.SECRETS,
    )


def secrets_misnamed(facts: Facts) -> Iterator[Finding]:
    """A name that is nearly right is read by nobody."""
    for name in sorted(facts.state.secrets):
        wanted = meant_by(name)
        if wanted is not None:
            yield Finding(
                "secret-misnamed",
                Severity.WARNING,
                f"The secret {name} is read by nobody; {wanted} is.",
                remedy=f"remove it, as soon as {wanted} is set",
                repair=Repair.NAMES,
                deliberate=True,
                subject=name,
            )


def variables_misnamed(facts: Facts) -> Iterator[Finding]:
    """Settings are read under their exact names, too."""
    for name, value in sorted(facts.state.variables.items()):
        wanted = meant_by(name)
        if wanted is not None and wanted not in SECRETS:
            yield Finding(
                "variable-misnamed",
                Severity.WARNING,
                f"The variable {name}={value} is read by nobody; {wanted} is.",
                remedy=f"remove it; section11-setup settings sets {wanted}",
                repair=Repair.NAMES,
                deliberate=True,
                subject=name,
            )


def credentials_in_variables(facts: Facts) -> Iterator[Finding]:
    """Variables are shown to everybody with access, and logs do not hide them."""
    for name in sorted(facts.state.variables):
        wanted = name.upper() if name.upper() in SECRETS else meant_by(name)
        if wanted == "INTERVALS_KEY":
            yield Finding(
                "key-in-variable",
                Severity.ERROR,
                f"The API key stands in the variable {name}, where it can be read.",
                "The workflow reads secrets only, and logs do not hide variables.",
                "remove it, and make a new key at Intervals.icu: this one was readable",
                Repair.NAMES,
                subject=name,
            )
        elif wanted == "ATHLETE_ID":
            yield Finding(
                "id-in-variable",
                Severity.WARNING,
                f"The athlete id stands in the variable {name}; the workflow reads the secret.",
                "",
                "remove it, as soon as the secret ATHLETE_ID is set",
                Repair.NAMES,
                subject=name,
            )


def settings_as_secrets(facts: Facts) -> Iterator[Finding]:
    """Secrets cannot be shown, and `mon` as a secret is masked everywhere in the logs."""
    for name in MOVED_SETTINGS:
        if name not in facts.state.secrets:
            continue
        both = name in facts.state.variables
        yield note(
            "setting-as-secret",
            f"{name} is kept as a secret, so nobody can see what it is.",
            "The variable of the same name counts, not the secret." if both else "",
            "remove the secret" if both else "move it to a variable",
            Repair.VARIABLES,
        )


def variables_usable(facts: Facts) -> Iterator[Finding]:
    """Every value as the engine reads it."""
    for name, read in READERS.items():
        value = facts.state.variables.get(name, "").strip()
        if not value:
            continue
        try:
            complaints = read(value)
        except ConfigError as trouble:
            yield error(
                "variable-unusable",
                f"The variable {name}={value} stops every run.",
                str(trouble),
                f"set it to {_usable(facts, name)}",
                Repair.VARIABLES,
            )
            continue
        for complaint in complaints:
            yield warning(
                "variable-unusable",
                f"The variable {name}={value} is not used as it stands.",
                complaint,
                f"set it to {_usable(facts, name)}",
                Repair.VARIABLES,
            )


def _usable(facts: Facts, name: str) -> str:
    """Say what the repair would set; guessing a privacy level must not publish too much."""
    if name == "PRIVACY":
        return "strict"
    return facts.settings.variables()[name] or "nothing, which is the default"


CHECKS = (
    secrets_there,
    secrets_misnamed,
    credentials_in_variables,
    variables_usable,
    variables_misnamed,
    settings_as_secrets,
)
