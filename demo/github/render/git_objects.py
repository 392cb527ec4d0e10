"""JSON shapes of git objects and files."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from demo.github.render.repositories import Shape, account, html_url, node, repo_url, stamp

if TYPE_CHECKING:
    from demo.github.git import Commit, Entry, Signature
    from demo.github.world import Repository, World

LARGE = 1024 * 1024
"""Bytes from which GitHub leaves the content of a file out."""
UNVERIFIED = {
    "verified": False,
    "reason": "unsigned",
    "signature": None,
    "payload": None,
    "verified_at": None,
}


def signature(who: Signature) -> Shape:
    """Author or committer of a commit."""
    return {"name": who.name, "email": who.email, "date": stamp(who.when)}


def reference(world: World, repo: Repository, name: str, sha: str) -> Shape:
    """`git-ref`."""
    url = repo_url(world, repo)
    return {
        "ref": name,
        "node_id": node("Ref", f"{repo.id}:{name}"),
        "url": f"{url}/git/{quote(name)}",
        "object": {"type": "commit", "sha": sha, "url": f"{url}/git/commits/{sha}"},
    }


def git_commit(world: World, repo: Repository, made: Commit) -> Shape:
    """`git-commit`."""
    url, html = f"{repo_url(world, repo)}/git", html_url(world, repo)
    return {
        "sha": made.sha,
        "node_id": node("Commit", made.sha),
        "url": f"{url}/commits/{made.sha}",
        "html_url": f"{html}/commit/{made.sha}",
        "author": signature(made.author),
        "committer": signature(made.committer),
        "message": made.message.rstrip("\n"),
        "tree": {"sha": made.tree, "url": f"{url}/trees/{made.tree}"},
        "parents": [
            {"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{html}/commit/{sha}"}
            for sha in made.parents
        ],
        "verification": UNVERIFIED,
    }


def commit(world: World, repo: Repository, made: Commit) -> Shape:
    """`commit`."""
    url, html = repo_url(world, repo), html_url(world, repo)
    inner = git_commit(world, repo, made)
    return {
        "sha": made.sha,
        "node_id": inner["node_id"],
        "commit": {
            **{name: inner[name] for name in ("url", "author", "committer", "message", "tree")},
            "comment_count": 0,
            "verification": UNVERIFIED,
        },
        "url": f"{url}/commits/{made.sha}",
        "html_url": f"{html}/commit/{made.sha}",
        "comments_url": f"{url}/commits/{made.sha}/comments",
        "author": _known(world, made.author),
        "committer": _known(world, made.committer),
        "parents": [
            {"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{html}/commit/{sha}"}
            for sha in made.parents
        ],
    }


def _known(world: World, who: Signature) -> Shape:
    """The account behind an address, or the empty object."""
    for candidate in world.accounts.values():
        if candidate.signature(who.when).email == who.email:
            return account(world, candidate)
    return {}


def tree_row(world: World, repo: Repository, path: str, entry: Entry) -> Shape:
    """One entry of `git-tree`."""
    row: Shape = {"path": path, "mode": entry.mode, "type": entry.kind, "sha": entry.sha}
    if entry.kind == "blob":
        row["size"] = len(repo.git.read_as("blob", entry.sha))
    if entry.kind != "commit":
        row["url"] = f"{repo_url(world, repo)}/git/{entry.kind}s/{entry.sha}"
    return row


def content_row(world: World, repo: Repository, path: str, entry: Entry, at: str) -> Shape:
    """What all content answers share; `at` is the name of branch, tag or commit."""
    kinds = {"tree": "dir", "commit": "submodule", "blob": "file"}
    url, html = repo_url(world, repo), html_url(world, repo)
    where = quote(path)
    own = f"{url}/contents/{where}?ref={quote(at, safe='')}"
    git = f"{url}/git/{entry.kind}s/{entry.sha}"
    page = f"{html}/{'tree' if entry.kind == 'tree' else 'blob'}/{quote(at)}/{where}"
    is_blob = entry.kind == "blob"
    return {
        "type": kinds[entry.kind],
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": entry.sha,
        "size": len(repo.git.read_as("blob", entry.sha)) if is_blob else 0,
        "url": own,
        "git_url": git,
        "html_url": page,
        "download_url": f"{world.url}/raw/{repo.full_name}/{quote(at)}/{where}"
        if is_blob
        else None,
        "_links": {"self": own, "git": git, "html": page},
    }


def content_file(world: World, repo: Repository, path: str, entry: Entry, at: str) -> Shape:
    """`content-file`; from 1 MB on GitHub leaves the content out."""
    row = content_row(world, repo, path, entry, at)
    data = repo.git.read_as("blob", entry.sha)
    if len(data) > LARGE:
        return {**row, "encoding": "none", "content": ""}
    return {**row, "encoding": "base64", "content": base64.encodebytes(data).decode()}
