"""A GitHub on loopback with one data repository, seen as a step of its workflow sees it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from demo.github import GitHubServer
from engine.actions.api import Actions, from_environment
from templates.render import render
from templates.settings import WORKFLOW_PATH, MirrorSettings

NAME = "athlete/training-data"
TOKEN = "ghs_inventedJobToken"
DECLARED = {"contents": "write", "issues": "write", "actions": "read"}


@contextmanager
def hub(root):
    """Serve a repository that holds the workflow; its job token may do what it declares."""
    workflow = render(MirrorSettings("athlete", "training-data"))[WORKFLOW_PATH]
    with GitHubServer(root) as server:
        server.create_repository(NAME, {WORKFLOW_PATH: workflow})
        server.add_token(TOKEN, kind="job", permissions=DECLARED, repositories=[NAME])
        yield server


def step(server, *, run: int = 0, event: str = "schedule", **more: str) -> Actions:
    actions = from_environment(
        {
            "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": NAME, "GITHUB_TOKEN": TOKEN,
            "GITHUB_API_URL": server.url, "GITHUB_SERVER_URL": server.url,
            "GITHUB_RUN_ID": str(run), "GITHUB_EVENT_NAME": event,
            "GITHUB_WORKFLOW_REF": f"{NAME}/{WORKFLOW_PATH}@refs/heads/main", **more,
        }
    )  # fmt: skip
    assert actions is not None
    return actions


@contextmanager
def documents(answers):
    """Serve `answers[path]` as JSON; a missing path is a 404. Gives the base address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answers.setdefault("asked", []).append(self.path)
            if self.path not in answers:
                self.send_error(404)
                return
            value = answers[self.path]
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
