"""The endpoints; importing this package fills the route table."""

from demo.github.endpoints import (
    accounts,
    actions,
    commits,
    contents,
    downloads,
    issues,
    references,
    repositories,
    settings,
    trees,
    web,
)

__all__ = [
    "accounts",
    "actions",
    "commits",
    "contents",
    "downloads",
    "issues",
    "references",
    "repositories",
    "settings",
    "trees",
    "web",
]
