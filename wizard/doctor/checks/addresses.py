"""Would a coach find the data where the athlete's own texts say it is?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from templates.record import README
from wizard.doctor.finding import note, warning
from wizard.mirror.files.edited import edited_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts
    from wizard.doctor.finding import Finding

RAW = re.compile(
    r"https?://raw\.githubusercontent\.com/([\w.-]+)/([\w.-]+)/(?:refs/heads/)?([\w.-]+)/"
)
PAGE = re.compile(r"https?://github\.com/([\w.-]+)/([\w.-]+)/(?:blob|raw|tree)/([\w.-]+)/")


def summary(facts: Facts) -> str:
    """Say how a coach gets in."""
    repository = facts.state.repository
    if repository is None or repository.private:
        return "for connectors and clones; browsers get 404 from a private repository"
    return "open to everybody, up to five minutes old"


def _texts(facts: Facts) -> Iterator[tuple[str, str]]:
    """Return the texts that the athlete wrote; the product's own README is always right."""
    theirs = facts.state.readme_is_theirs or README in edited_groups(facts.state)
    if facts.state.readme and (theirs or not facts.state.placed.files):
        yield README, facts.state.readme
    yield from facts.notes.items()


def _own(facts: Facts, owner: str, name: str) -> bool:
    return f"{owner}/{name}".lower() == facts.state.full_name.lower()


def branches(facts: Facts) -> Iterator[Finding]:
    """An address with `master` in it answers 404 when the branch is `main`."""
    for path, text in _texts(facts):
        named = {
            branch
            for pattern in (RAW, PAGE)
            for owner, name, branch in pattern.findall(text)
            if _own(facts, owner, name)
        }
        # branches may have slashes; the first part is enough to compare
        wrong = sorted(named - {facts.state.branch.partition("/")[0]})
        if wrong:
            yield warning(
                "address-branch",
                f"{path} has addresses on the branch {wrong[0]}; the data is on "
                f"{facts.state.branch}.",
                remedy=f"write {facts.state.branch} in its place",
            )


def private_raw(facts: Facts) -> Iterator[Finding]:
    """Raw addresses of a private repository answer 404 to a coach without access."""
    repository = facts.state.repository
    if repository is None or not repository.private:
        return
    for path, text in _texts(facts):
        if any(_own(facts, owner, name) for owner, name, _ in RAW.findall(text)):
            yield note(
                "address-private",
                f"{path} has raw addresses, but the repository is private.",
                "They answer 404 to everybody without access.",
                "let your coach use its GitHub connector, or a clone",
            )


def other_repository(facts: Facts) -> Iterator[Finding]:
    """After a repository was renamed, old texts point elsewhere."""
    for path, text in _texts(facts):
        data = re.findall(RAW.pattern + r"(latest|history)\.json", text)
        others = {f"{owner}/{name}" for owner, name, *_ in data if not _own(facts, owner, name)}
        if others:
            yield warning(
                "address-repository",
                f"{path} sends coaches to {min(others)}, not to {facts.state.full_name}.",
                remedy="correct the address",
            )


CHECKS = (branches, private_raw, other_repository)
