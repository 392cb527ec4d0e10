"""Workflows, dispatches, runs, jobs, logs and artifacts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from demo.github import activity
from demo.github.endpoints.downloads import redirect
from demo.github.jobs.workflow_file import WorkflowError, load
from demo.github.render import actions, repositories
from demo.github.routing import Refusal, Request, Response, done, not_found, page, route

if TYPE_CHECKING:
    from demo.github.records import Workflow
    from demo.github.runs import Artifact, Job, Run
    from demo.github.world import Repository, World

ACTIONS = "/repos/{owner}/{repo}/actions"
ALWAYS_DETAILS = "2026-03-10"
MOST_INPUTS = 25
NO_TRIGGER = "Workflow does not have 'workflow_dispatch' trigger"


# workflows


@route("GET", ACTIONS + "/workflows", needs="actions:read")
def workflows(request: Request) -> Response:
    """Workflows that Actions knows."""
    world = request.world
    known = [w for w in request.repo.workflows if activity.visible(world, w)]
    shapes = [actions.workflow(world, request.repo, one) for one in known]
    return page(request, shapes, "workflows")


@route("GET", ACTIONS + "/workflows/{wanted}", needs="actions:read")
def workflow(request: Request, wanted: str) -> Response:
    """One workflow, by number or file name."""
    world = request.world
    found = activity.find_workflow(world, request.repo, wanted)
    return Response(actions.workflow(world, request.repo, found))


@route("PUT", ACTIONS + "/workflows/{wanted}/enable", needs="actions:write")
def enable(request: Request, wanted: str) -> Response:
    """Let a workflow run."""
    world = request.world
    found = activity.find_workflow(world, request.repo, wanted)
    found.state, found.updated_at = "active", world.clock()
    return done()


@route("PUT", ACTIONS + "/workflows/{wanted}/disable", needs="actions:write")
def disable(request: Request, wanted: str) -> Response:
    """Stop a workflow from being triggered."""
    world = request.world
    found = activity.find_workflow(world, request.repo, wanted)
    found.state, found.updated_at = "disabled_manually", world.clock()
    return done()


@route("POST", ACTIONS + "/workflows/{wanted}/dispatches", needs="actions:write")
def dispatch(request: Request, wanted: str) -> Response:
    """Start a workflow by hand."""
    world, found = request.world, request.repo
    body = request.required(ref=str)
    given = request.fields(inputs=dict, return_run_details=bool).get("inputs", {})
    if "return_run_details" in body and not world.knows_run_details:
        raise Refusal(400, 'Invalid request.\n\n"return_run_details" is not a permitted key.')
    known = activity.find_workflow(world, found, wanted)
    if not found.actions_enabled:
        raise Refusal(422, "Actions has been disabled for this repository.")
    if known.state != "active":
        raise Refusal(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow")
    branch = body["ref"].removeprefix("refs/heads/").removeprefix("refs/tags/")
    refs = found.git.refs()
    if f"refs/heads/{branch}" not in refs and f"refs/tags/{branch}" not in refs:
        raise Refusal(422, f"No ref found for: {body['ref']}")
    inputs = _inputs(found, known, branch, given)
    run = activity.queue(
        world,
        found,
        known,
        "workflow_dispatch",
        branch,
        request.account,
        inputs=inputs,
        payload={"inputs": inputs, "ref": f"refs/heads/{branch}", "workflow": known.path},
    )
    version = request.headers.get("x-github-api-version", "")
    if not (body.get("return_run_details") or version >= ALWAYS_DETAILS):
        return done()
    shape = actions.run(world, found, run)
    return Response(
        {"workflow_run_id": run.id, "run_url": shape["url"], "html_url": shape["html_url"]}
    )


def _inputs(
    repo: Repository, workflow: Workflow, branch: str, given: dict[str, Any]
) -> dict[str, Any]:
    """Inputs of a dispatch with defaults; refuses what the workflow on that branch lacks."""
    commit = repo.git.resolve(branch)
    text = activity.workflow_files(repo, commit).get(workflow.path) if commit else None
    if text is None:
        raise Refusal(422, NO_TRIGGER)
    try:
        file = load(text, workflow.path)
    except WorkflowError as error:
        raise Refusal(422, f"failed to parse workflow: {error}") from None
    if "workflow_dispatch" not in file.triggers:
        raise Refusal(422, NO_TRIGGER)
    declared = file.dispatch_inputs
    unknown = sorted(set(given) - set(declared))
    if unknown or len(given) > MOST_INPUTS:
        raise Refusal(422, f"Unexpected inputs provided: {unknown}")
    values: dict[str, Any] = {}
    for name, spec in declared.items():
        value = given.get(name, spec.get("default"))
        if spec.get("required") and value in (None, ""):
            raise Refusal(422, f"Required input '{name}' not provided")
        if spec.get("type") == "choice" and str(value) not in map(str, spec.get("options", [])):
            raise Refusal(422, f"Provided value '{value}' for input '{name}' not in the list")
        if spec.get("type") == "boolean":
            value = str(value).lower() == "true"
        values[name] = "" if value is None else value
    return values


# runs


def _run(request: Request, number: str) -> Run:
    for run in request.repo.runs:
        if str(run.id) == number:
            return run
    raise not_found()


def _job(request: Request, number: str) -> tuple[Run, Job]:
    for run in request.repo.runs:
        for job in run.jobs:
            if str(job.id) == number:
                return run, job
    raise not_found()


@route("GET", ACTIONS + "/runs", needs="actions:read")
def runs(request: Request) -> Response:
    """Runs, newest first."""
    world = request.world
    return _runs(world, request, request.repo.runs)


@route("GET", ACTIONS + "/workflows/{wanted}/runs", needs="actions:read")
def workflow_runs(request: Request, wanted: str) -> Response:
    """Runs of one workflow, newest first."""
    world = request.world
    found = activity.find_workflow(world, request.repo, wanted)
    return _runs(world, request, [run for run in request.repo.runs if run.workflow is found])


def _runs(world: World, request: Request, found: list[Run]) -> Response:
    query = request.query
    shown = [
        run
        for run in reversed(found)
        if query.get("event", run.event) == run.event
        and query.get("branch", run.branch) == run.branch
        and query.get("actor", run.actor.login) == run.actor.login
        and query.get("head_sha", run.sha) == run.sha
        and query.get("status", run.status) in {run.status, run.conclusion}
        and _created(query.get("created", ""), repositories.stamp(run.created_at))
    ]
    answer = page(request, shown, "workflow_runs")
    answer.body["workflow_runs"] = [
        actions.run(world, request.repo, run) for run in answer.body["workflow_runs"]
    ]
    return answer


def _created(rule: str, moment: str) -> bool:
    """Whether a moment fits `>=X`, `<X`, `X..Y` or `X`, where X may be a date or a moment."""
    if not rule:
        return True
    first, dots, last = rule.partition("..")
    if dots:
        return _created(f">={first}" if first != "*" else "", moment) and _created(
            f"<={last}" if last != "*" else "", moment
        )
    sign = rule[: len(rule) - len(rule.lstrip("<>="))]
    value = rule[len(sign) :].replace("+00:00", "Z")
    at = moment[: len(value)]
    return {
        "": at == value,
        ">": at > value,
        ">=": at >= value,
        "<": at < value,
        "<=": at <= value,
    }[sign]


@route("GET", ACTIONS + "/runs/{number}", needs="actions:read")
def run(request: Request, number: str) -> Response:
    """One run."""
    world = request.world
    return Response(actions.run(world, request.repo, _run(request, number)))


@route("GET", ACTIONS + "/runs/{number}/jobs", needs="actions:read")
def jobs(request: Request, number: str) -> Response:
    """Jobs of a run with their steps."""
    world = request.world
    found = _run(request, number)
    shapes = [actions.job(world, request.repo, found, job) for job in found.jobs]
    return page(request, shapes, "jobs")


@route("GET", ACTIONS + "/jobs/{number}", needs="actions:read")
def job(request: Request, number: str) -> Response:
    """One job."""
    world = request.world
    of, found = _job(request, number)
    return Response(actions.job(world, request.repo, of, found))


@route("POST", ACTIONS + "/runs/{number}/cancel", needs="actions:write")
def cancel(request: Request, number: str) -> Response:
    """Ask a run to stop."""
    world = request.world
    found = _run(request, number)
    if found.status == "completed":
        raise Refusal(409, "Cannot cancel a workflow run that is completed.")
    found.cancel.set()
    world.changed.notify_all()
    return Response({}, 202)


@route("POST", ACTIONS + "/runs/{number}/rerun", needs="actions:write")
def rerun(request: Request, number: str) -> Response:
    """Run the same commit again under the same number."""
    world = request.world
    found = _run(request, number)
    if found.status != "completed":
        raise Refusal(403, "This workflow is already running")
    found.attempt += 1
    found.status, found.conclusion, found.jobs = "queued", None, []
    found.cancel.clear()
    activity.start(world, request.repo, found)
    return Response({}, 201)


# logs, annotations, artifacts


@route("GET", ACTIONS + "/runs/{number}/logs", needs="actions:read")
def run_logs(request: Request, number: str) -> Response:
    """Link to a zip with one text for each job and one for each step."""
    world = request.world
    found = _run(request, number)
    if not found.jobs or found.status != "completed":
        raise not_found()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, job in enumerate(found.jobs):
            name = job.name.replace("/", "")
            archive.writestr(f"{index}_{name}.txt", job.text())
            for step in job.steps:
                title = step.name.replace("/", "")
                archive.writestr(f"{name}/{step.number}_{title}.txt", "".join(step.log))
    return redirect(world, packed.getvalue(), "application/zip")


@route("GET", ACTIONS + "/jobs/{number}/logs", needs="actions:read")
def job_logs(request: Request, number: str) -> Response:
    """Link to the log of a job."""
    world = request.world
    _, found = _job(request, number)
    if found.status != "completed" or not found.steps:
        raise not_found()
    return redirect(world, found.text().encode(), "text/plain; charset=utf-8")


@route("GET", "/repos/{owner}/{repo}/check-runs/{number}/annotations", needs="checks:read")
def reported(request: Request, number: str) -> Response:
    """Notices, warnings and errors of a job (jobs and check runs share their numbers)."""
    world = request.world
    of, found = _job(request, number)
    return page(
        request,
        [actions.annotation(world, request.repo, of, one) for one in found.annotations],
    )


def _artifact(request: Request, number: str) -> Artifact:
    for artifact in request.repo.artifacts:
        if str(artifact.id) == number:
            return artifact
    raise not_found()


@route("GET", ACTIONS + "/artifacts", needs="actions:read")
def artifacts(request: Request) -> Response:
    """Artifacts of all runs, newest first."""
    world = request.world
    wanted = request.query.get("name")
    return page(
        request,
        [
            actions.artifact(world, request.repo, one)
            for one in reversed(request.repo.artifacts)
            if wanted in {None, one.name}
        ],
        "artifacts",
    )


@route("GET", ACTIONS + "/runs/{number}/artifacts", needs="actions:read")
def run_artifacts(request: Request, number: str) -> Response:
    """Artifacts of one run."""
    world = request.world
    found = _run(request, number)
    mine = [one for one in request.repo.artifacts if one.run is found]
    shapes = [actions.artifact(world, request.repo, one) for one in mine]
    return page(request, shapes, "artifacts")


@route("GET", ACTIONS + "/artifacts/{number}", needs="actions:read")
def artifact(request: Request, number: str) -> Response:
    """One artifact."""
    world = request.world
    return Response(actions.artifact(world, request.repo, _artifact(request, number)))


@route("GET", ACTIONS + "/artifacts/{number}/zip", needs="actions:read")
def download(request: Request, number: str) -> Response:
    """Link to the content of an artifact."""
    world = request.world
    found = _artifact(request, number)
    if found.expires_at <= world.clock():
        raise Refusal(410, "Artifact has expired")
    return redirect(world, found.content, "application/zip")
