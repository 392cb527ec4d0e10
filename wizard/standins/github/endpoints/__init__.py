"""The endpoints; importing this package fills the route table."""

from . import accounts, actions, contents, downloads, git, issues, repositories, settings, web

__all__ = [
    "accounts",
    "actions",
    "contents",
    "downloads",
    "git",
    "issues",
    "repositories",
    "settings",
    "web",
]
