"""Would a coach find the data where the athlete's own texts say it is?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from templates.record import README
from wizard.doctor.finding import note, warning
from wizard.mirror.files.edited import edited_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Case
    from wizard.doctor.finding import Finding

RAW = re.compile(
    r"https?://raw\.githubusercontent\.com/([\w.-]+)/([\w.-]+)/(?:refs/heads/)?([\w.-]+)/"
)
PAGE = re.compile(r"https?://github\.com/([\w.-]+)/([\w.-]+)/(?:blob|raw|tree)/([\w.-]+)/")


def summary(case: Case) -> str:
    """Say how a coach gets in."""
    repository = case.state.repository
    if repository is None or repository.private:
        return "for connectors and clones; browsers get 404 from a private repository"
    return "open to everybody, up to five minutes old"


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """Return the texts that the athlete wrote; the product's own README is always right."""
    theirs = case.state.readme_is_theirs or README in edited_units(case.state)
    if case.state.readme and (theirs or not case.state.placed.files):
        yield README, case.state.readme
    yield from case.notes.items()


def _own(case: Case, owner: str, name: str) -> bool:
    return f"{owner}/{name}".lower() == case.state.full_name.lower()


def branches(case: Case) -> Iterator[Finding]:
    """An address with `master` in it answers 404 when the branch is `main`."""
    for path, text in _texts(case):
        named = {
            branch
            for pattern in (RAW, PAGE)
            for owner, name, branch in pattern.findall(text)
            if _own(case, owner, name)
        }
        # branches may have slashes; the first part is enough to compare
        wrong = sorted(named - {case.state.branch.partition("/")[0]})
        if wrong:
            yield warning(
                "address-branch",
                f"{path} has addresses on the branch {wrong[0]}; the data is on "
                f"{case.state.branch}.",
                remedy=f"write {case.state.branch} in its place",
            )


def private_raw(case: Case) -> Iterator[Finding]:
    """Raw addresses of a private repository answer 404 to a coach without access."""
    repository = case.state.repository
    if repository is None or not repository.private:
        return
    for path, text in _texts(case):
        if any(_own(case, owner, name) for owner, name, _ in RAW.findall(text)):
            yield note(
                "address-private",
                f"{path} has raw addresses, but the repository is private.",
                "They answer 404 to everybody without access.",
                "let your coach use its GitHub connector, or a clone",
            )


def other_repository(case: Case) -> Iterator[Finding]:
    """After a repository was renamed, old texts point elsewhere."""
    for path, text in _texts(case):
        data = re.findall(RAW.pattern + r"(latest|history)\.json", text)
        others = {f"{owner}/{name}" for owner, name, *_ in data if not _own(case, owner, name)}
        if others:
            yield warning(
                "address-repository",
                f"{path} sends coaches to {min(others)}, not to {case.state.full_name}.",
                remedy="correct the address",
            )


CHECKS = (branches, private_raw, other_repository)
