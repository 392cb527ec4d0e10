"""JSON shapes of GitHub's answers; each passes GitHub's own OpenAPI description."""

from __future__ import annotations

import base64
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import datetime

    from demo.github.records import Account, Comment, Issue, Token
    from demo.github.world import Repository, World

Shape = dict[str, Any]

REPOSITORY_LINKS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
ACCOUNT_LINKS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}


def stamp(when: datetime) -> str:
    """Moment as GitHub writes it: UTC, whole seconds, `Z`."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe(when: datetime | None) -> str | None:
    """Moment, or null."""
    return stamp(when) if when else None


def node(kind: str, number: object) -> str:
    """Opaque global identifier."""
    return base64.b64encode(f"{kind}{number}".encode()).decode()


# accounts


def account(world: World, who: Account) -> Shape:
    """`simple-user`."""
    url = f"{world.url}/users/{who.login}"
    return {
        "login": who.login,
        "id": who.id,
        "node_id": node(who.kind, who.id),
        "avatar_url": f"{world.url}/avatars/{who.id}",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{world.pages}/{who.login}",
        **{name: url + rest for name, rest in ACCOUNT_LINKS.items()},
        "type": who.kind,
        "site_admin": False,
    }


def public_user(world: World, who: Account) -> Shape:
    """`public-user`."""
    owned = [repo for repo in world.repositories.values() if repo.owner is who]
    return {
        **account(world, who),
        "user_view_type": "public",
        "name": who.name,
        "company": None,
        "blog": "",
        "location": None,
        "email": who.email,
        "hireable": None,
        "bio": None,
        "public_repos": sum(not repo.private for repo in owned),
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": stamp(who.created_at),
        "updated_at": stamp(who.created_at),
    }


def private_user(world: World, who: Account) -> Shape:
    """`private-user`: what the account sees of itself."""
    owned = [repo for repo in world.repositories.values() if repo.owner is who]
    private = sum(repo.private for repo in owned)
    return {
        **public_user(world, who),
        "user_view_type": "private",
        "private_gists": 0,
        "total_private_repos": private,
        "owned_private_repos": private,
        "disk_usage": 0,
        "collaborators": 0,
        "two_factor_authentication": True,
        "plan": {"name": "free", "space": 976562499, "private_repos": 10000, "collaborators": 0},
    }


def organization(world: World, org: Account) -> Shape:
    """`organization-simple`."""
    url = f"{world.url}/orgs/{org.login}"
    return {
        "login": org.login,
        "id": org.id,
        "node_id": node(org.kind, org.id),
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": f"{world.url}/avatars/{org.id}",
        "description": None,
    }


def organization_full(world: World, org: Account) -> Shape:
    """`organization-full`."""
    owned = [repo for repo in world.repositories.values() if repo.owner is org]
    return {
        **organization(world, org),
        "name": org.name or org.login,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "public_repos": sum(not repo.private for repo in owned),
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "html_url": f"{world.pages}/{org.login}",
        "type": "Organization",
        "members_can_create_repositories": org.members_can_create,
        "created_at": stamp(org.created_at),
        "updated_at": stamp(org.created_at),
        "archived_at": None,
    }


# repositories


def repo_url(world: World, repo: Repository) -> str:
    """API address of a repository."""
    return f"{world.url}/repos/{repo.full_name}"


def html_url(world: World, repo: Repository) -> str:
    """Web address of a repository."""
    return f"{world.pages}/{repo.full_name}"


def repository(world: World, repo: Repository, token: Token | None) -> Shape:
    """`repository`, which has everything of `minimal-repository` as well."""
    url, html = repo_url(world, repo), html_url(world, repo)
    clone = f"{world.url}/{repo.full_name}.git"
    return {
        "id": repo.id,
        "node_id": node("Repository", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "owner": account(world, repo.owner),
        "private": repo.private,
        "visibility": "private" if repo.private else "public",
        "html_url": html,
        "description": repo.description,
        "fork": repo.parent is not None,
        "url": url,
        **{name: url + rest for name, rest in REPOSITORY_LINKS.items()},
        "git_url": clone,
        "ssh_url": clone,
        "clone_url": clone,
        "svn_url": html,
        "mirror_url": None,
        "homepage": repo.homepage,
        "language": None,
        "license": None,
        "topics": repo.topics,
        "size": 0,
        "default_branch": repo.default_branch,
        **_counts(world, repo),
        **_features(repo),
        "pushed_at": stamp(repo.pushed_at),
        "created_at": stamp(repo.created_at),
        "updated_at": stamp(repo.updated_at),
        "permissions": _rights(world, repo, token),
    }


def _counts(world: World, repo: Repository) -> Shape:
    open_issues = sum(issue.state == "open" for issue in repo.issues)
    forks = sum(other.parent is repo for other in world.repositories.values())
    return {
        "forks": forks,
        "forks_count": forks,
        "stargazers_count": 0,
        "watchers": 0,
        "watchers_count": 0,
        "open_issues": open_issues,
        "open_issues_count": open_issues,
    }


def _features(repo: Repository) -> Shape:
    return {
        "is_template": repo.is_template,
        "has_issues": repo.has_issues,
        "has_projects": repo.has_projects,
        "has_wiki": repo.has_wiki,
        "has_pages": False,
        "has_downloads": True,
        "has_discussions": False,
        "archived": repo.archived,
        "disabled": False,
        "allow_forking": repo.allow_forking,
        "web_commit_signoff_required": False,
    }


def _rights(world: World, repo: Repository, token: Token | None) -> Shape:
    mine = token is not None and world.belongs(token.account, repo)
    return {"admin": mine, "maintain": mine, "push": mine, "triage": mine, "pull": True}


def full_repository(world: World, repo: Repository, token: Token | None) -> Shape:
    """`full-repository`."""
    shape = {**repository(world, repo, token), "subscribers_count": 1, "network_count": 0}
    if repo.owner.kind == "Organization":
        shape["organization"] = account(world, repo.owner)
    if repo.parent:
        shape["parent"] = shape["source"] = repository(world, repo.parent, token)
    return shape


# issues


def label(world: World, repo: Repository, name: str) -> Shape:
    """`label`."""
    known = repo.labels.get(name.lower(), {})
    return {
        "id": known.get("id", 1),
        "node_id": node("Label", f"{repo.id}:{name}"),
        "url": f"{repo_url(world, repo)}/labels/{quote(name)}",
        "name": name,
        "description": known.get("description"),
        "color": known.get("color", "ededed"),
        "default": False,
    }


def issue(world: World, repo: Repository, shown: Issue) -> Shape:
    """`issue`."""
    url = f"{repo_url(world, repo)}/issues/{shown.number}"
    return {
        "id": shown.id,
        "node_id": node("Issue", shown.id),
        "url": url,
        "repository_url": repo_url(world, repo),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"{html_url(world, repo)}/issues/{shown.number}",
        "number": shown.number,
        "state": shown.state,
        "state_reason": shown.state_reason,
        "title": shown.title,
        "body": shown.body,
        "user": account(world, shown.author),
        "labels": [label(world, repo, name) for name in shown.labels],
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "locked": False,
        "comments": len(shown.comments),
        "author_association": "OWNER" if shown.author is repo.owner else "NONE",
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.updated_at),
        "closed_at": maybe(shown.closed_at),
    }


def comment(world: World, repo: Repository, on: Issue, shown: Comment) -> Shape:
    """`issue-comment`."""
    url = f"{repo_url(world, repo)}/issues"
    return {
        "id": shown.id,
        "node_id": node("IssueComment", shown.id),
        "url": f"{url}/comments/{shown.id}",
        "html_url": f"{html_url(world, repo)}/issues/{on.number}#issuecomment-{shown.id}",
        "issue_url": f"{url}/{on.number}",
        "user": account(world, shown.author),
        "body": shown.body,
        "author_association": "OWNER" if shown.author is repo.owner else "NONE",
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.created_at),
    }
