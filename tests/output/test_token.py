"""The token goes to the GitHub server only, and is seen nowhere else: over real HTTP."""

from __future__ import annotations

import base64
import os
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from engine.output.git import Git
from engine.output.remote import PublishError
from tests.output.mirror import NOON, git, latest, put, sync, write

pytestmark = pytest.mark.process

TOKEN = "ghs_notARealToken0123456789"
BASIC = "basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()


class GitServer(BaseHTTPRequestHandler):
    """Git's own HTTP backend behind GitHub's answers to a missing and to a weak token."""

    def do_GET(self):
        seen = self.headers.get("Authorization", "")
        self.server.seen.append(seen)
        if not seen:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="GitHub"')
            self.end_headers()
            return
        if self.server.read_only and "receive-pack" in self.path:
            self.send_error(403)
            return
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environment = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": self.server.root,
            "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": "x", "PATH_INFO": path,
            "QUERY_STRING": query, "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "CONTENT_LENGTH": str(len(body)),
        }  # fmt: skip
        done = subprocess.run(
            ["git", "http-backend"], input=body, env=environment, capture_output=True, check=True
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        self.send_response(200)
        for line in head.decode().splitlines():
            name, _, value = line.partition(": ")
            if name != "Status":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_):
        pass


@pytest.fixture
def server(mirror):
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitServer)
    server.root, server.seen, server.read_only = str(mirror.root), [], False
    server.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(mirror, server):
    folder = mirror.checkout()
    git(folder, "remote", "set-url", "origin", f"{server.url}/remote.git")
    return folder


def test_the_token_opens_the_push(mirror, server, folder):
    assert sync(folder, NOON, token=TOKEN, server_url=server.url).sha == mirror.head()
    assert set(server.seen) == {BASIC}
    assert TOKEN not in (folder / ".git/config").read_text()


def test_the_token_is_not_shown_to_another_server(server, folder):
    with pytest.raises(PublishError, match="No token was given"):
        sync(folder, NOON, token=TOKEN)
    assert set(server.seen) == {""}


def test_credentials_that_the_checkout_left_are_not_sent_twice(mirror, server, folder):
    theirs = "AUTHORIZATION: basic dGhlaXJz"
    git(folder, "config", f"http.{server.url}/.extraheader", theirs)
    assert sync(folder, NOON, token=TOKEN, server_url=server.url).sha == mirror.head()
    assert set(server.seen) == {"basic dGhlaXJz"}


def test_a_token_that_may_not_write_is_told_without_the_token(server, folder):
    server.read_only = True
    with pytest.raises(PublishError, match="contents: write") as caught:
        sync(folder, NOON, token=TOKEN, server_url=server.url)
    assert TOKEN not in str(caught.value)
    assert BASIC.split()[1] not in str(caught.value)


@pytest.mark.secrets_belong("the address of the remote holds one")
def test_a_credential_in_the_address_of_the_remote_is_not_told(mirror, server, folder):
    server.read_only = True
    address = server.url.replace("//", f"//x-access-token:{TOKEN}@")
    git(folder, "remote", "set-url", "origin", f"{address}/remote.git")
    write(folder, latest(NOON))
    with pytest.raises(PublishError) as caught:
        put(folder, NOON)
    assert TOKEN not in str(caught.value)


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever comes to another server."""

    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", f"{self.server.target}{self.path}")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_the_token_does_not_follow_a_redirect(server, folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as door:
        door.target = server.url
        Thread(target=door.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{door.server_port}"
        git(folder, "remote", "set-url", "origin", f"{url}/remote.git")
        with pytest.raises(PublishError, match="leads elsewhere"):
            sync(folder, NOON, token=TOKEN, server_url=url)
        door.shutdown()
    assert server.seen == []


def test_hooks_do_not_run_and_git_does_not_get_the_key(mirror, folder, server, monkeypatch):
    monkeypatch.setenv("INTERVALS_KEY", "key-of-nobody-0123")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "many")
    told = mirror.root / "told.txt"
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        hook = folder / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\nenv >> {told}\n")
        hook.chmod(0o755)
    assert sync(folder, NOON, token=TOKEN, server_url=server.url).committed
    assert not told.exists()
    git(folder, "config", "alias.told", f"!env > {told}")
    Git(folder).run("told")
    assert "key-of-nobody" not in told.read_text()
