"""A stateful GitHub on loopback with real git repositories and real workflow runs.

    with GitHubServer(folder, runner=Runner()) as server:
        server.url                                   # base of the API, of git and of all links
        server.token                                 # a classic token with `repo` and `workflow`
        server.add_token("github_pat_…", permissions={"contents": "write"})
        repo = server.create_repository("athlete/data", {"README.md": "# Hi"}, private=True)
        repo.read("latest.json"), repo.messages(), repo.secrets, repo.runs, repo.issues
        repo.archived = repo.billing_blocked = True  # states are plain attributes
        server.faults.append(Fault("POST", ".*/dispatches", mode="lost_answer"))
        server.observers.append(check)               # sees every Exchange
        server.wait(server.dispatch("data", "auto-sync.yml"))

What concerns the whole server (how long a new workflow stays unknown, the rate limit, the clock)
is in `server.world`.
"""

from demo.github.assignment import Assignment, JobRunner, Reporter
from demo.github.faults import Exchange, Fault
from demo.github.records import Account, Setting, Token
from demo.github.runs import Annotation, Artifact, Job, Run, Step
from demo.github.server import GitHubServer
from demo.github.world import Repository

__all__ = [
    "Account",
    "Annotation",
    "Artifact",
    "Assignment",
    "Exchange",
    "Fault",
    "GitHubServer",
    "Job",
    "JobRunner",
    "Reporter",
    "Repository",
    "Run",
    "Setting",
    "Step",
    "Token",
]
