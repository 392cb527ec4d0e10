"""A stateful GitHub on loopback with real git repositories and real workflow runs."""

from .faults import Exchange, Fault
from .jobs import Assignment, JobRunner, Reporter
from .runs import Annotation, Artifact, Job, Run, Step
from .server import GitHubServer
from .world import Account, Repository, Token

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
    "Step",
    "Token",
]
